"""The offer sent to teachers and their answers in LimeSurvey."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from scripts.demo.annees import Annee
from scripts.demo.ecriture import write_csv
from scripts.demo.enseignants import Enseignant, Public
from scripts.demo.hasard import Hasard

_REPONSES = [
    "ID de la réponse",
    "Date de soumission",
    "Dernière page",
    "Langue de départ",
    "Tête de série",
    "Date de lancement",
    "Date de la dernière action",
    "Adresse électronique professionnelle",
    "Code UAI de votre établissement",
    "Êtes-vous disponible le mercredi après-midi ?",
    "Quel thème vous intéresse le plus ?",
    "Qu'attendez-vous de ces formations ?",
]
_THEMES = ("Évaluer", "Créer", "Enseigner", "Protéger", "Découvrir")
_ATTENTES = (
    "",
    "",
    "Des exemples prêts pour la classe",
    "Plus de temps pour manipuler, en petit groupe",
    "Échanger avec d'autres collèges",
    'Comprendre l\'ENT, "vraiment"',
)


def write_offre(folder: Path, a: Annee, public: Public) -> None:
    """`offre-envoi.csv`: one row per teacher who received the offer, in two sendings."""
    rows = [[t.email, t.uai, a.nom, "19/06" if i % 5 else "26/06"] for i, t in enumerate(public.offres)]
    lines = [[e, u, n, f"{d}/{a.debut}"] for e, u, n, d in rows]
    write_csv(
        folder / "offre-envoi.csv",
        ["Adresse de messagerie", "UAI d'exercice", "Année scolaire", "Date d'envoi"],
        lines,
    )


def _uai_as_typed(t: Enseignant, h: Hasard) -> str:
    """People type their school's code in lower case, with spaces, or leave it out."""
    style = h.entier(1, 20)
    if style == 1:
        return ""
    return {2: t.uai.lower(), 3: f"{t.uai[:3]} {t.uai[3:]}", 4: t.uai[1:]}.get(style, t.uai)


def _answer(t: Enseignant, start: datetime, finished: bool, h: Hasard) -> list[str]:
    end = start + timedelta(minutes=h.entier(2, 14), seconds=h.entier(0, 59))
    text = "%Y-%m-%d %H:%M:%S"
    return [
        end.strftime(text) if finished else "",
        "3" if finished else str(h.entier(1, 2)),
        "fr",
        str(h.entier(100000000, 999999999)),
        start.strftime(text),
        end.strftime(text),
        t.email,
        _uai_as_typed(t, h),
        h.choix(("Oui", "Oui", "Non")) if finished else "",
        h.choix(_THEMES) if finished else "",
        h.choix(_ATTENTES) if finished else "",
    ]


def write_reponses(folder: Path, a: Annee, public: Public) -> None:
    """`reponses-limesurvey.csv`: finished answers, and some never sent, which are set aside."""
    h = Hasard(f"formulaire {a.nom}")
    opening = datetime(a.debut, 6, 19, 9)
    answers = [(t, True) for t in public.repondants]
    answers += [(t, False) for t in h.tirage(public.offres, a.inacheves)]
    starts = [
        (opening + timedelta(minutes=h.entier(0, 85) * h.entier(0, 1400)), t, done) for t, done in answers
    ]
    starts.sort(key=lambda x: (x[0], x[1].numero, x[2]))
    rows = [[str(i), *_answer(t, start, done, h)] for i, (start, t, done) in enumerate(starts, start=1)]
    write_csv(
        folder / "reponses-limesurvey.csv", _REPONSES, rows, delimiter=",", encoding="utf-8", quote_all=True
    )
