"""Sofia-FMO: the plan with its 49 columns, the registrations, and the sheet kept by hand beside them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from scripts.demo.annees import Annee
from scripts.demo.ecriture import Cell, champs, jour, write_csv, write_xlsx
from scripts.demo.hasard import Hasard
from scripts.demo.inscriptions import Inscription
from scripts.demo.plan import MODULES, Session

PLAN = champs(
    "Thème : code;Thème : libellé;Dispositif : code;Dispositif : libellé;Dispositif : responsable;Type de candidature;"
    "Module : code;Module : libellé;Module : thématique nationale;Module : priorité nationale;Module : contenu;"
    "Module : responsable;Groupe : identifiant;Groupe : libellé;Session;Session parente;Session modificative;Début;Fin;"
    "Durée;Modalité;UAI;Lieu;Latitude;Longitude;ECLORE;Description;Avec bilan stagiaires;Pilote : nom;Pilote : email;"
    "Type d'émargement;Préinscriptions : activées;Préinscriptions : Périmètre : activé;Préinscriptions : Périmètre : type;"
    "Préinscriptions : Préinscrits : nombre maximal;Préinscriptions : Préinscrits : compte dans le quota;"
    "Préinscriptions : Préinscrits : nombre total;Préinscriptions : Préinscrits : nombre dans le périmètre;"
    "Préinscriptions : Publication : en cours;Préinscriptions : Publication : début;Préinscriptions : Publication : fin;"
    "Préinscriptions : Publication : lien préinscription;Préinscriptions : Avis supérieurs hiérarchiques : activé;"
    "Préinscriptions : Avis supérieurs hiérarchiques : en cours;Préinscriptions : Avis supérieurs hiérarchiques : fin;"
    "Dernier statut;Libellé statut;Utilisateur ayant changé le statut;Date du changement de statut"
)
_DISPOSITIFS = (
    "TNE 86 : enseigner avec le numérique",
    "TNE 86 : créer et diffuser",
    "TNE 86 : éduquer au numérique",
)
_DUREES: tuple[Cell, ...] = ("3h", "3,0", 3, "3h00", "3 h")
_EPOCH = datetime(1899, 12, 30)


def _moment(d: datetime, style: int) -> Cell:
    """The same moment as a raw serial, a date cell or a text, as the real export mixes them."""
    if style == 0:
        return (d - _EPOCH) / timedelta(days=1)
    return d if style == 1 else d.strftime("%d/%m/%Y %H:%M")


def _plan_row(a: Annee, s: Session, i: int) -> list[Cell]:
    theme, label, modality = MODULES[s.module]
    rank = s.module % 3
    opening = datetime(a.debut, 9, 4, 8)
    asked = s.actives + s.desistes + s.attente
    cells: dict[str, Cell] = {
        "Thème : code": f"T{rank + 1}",
        "Thème : libellé": theme,
        "Dispositif : code": s.dispositif,
        "Dispositif : libellé": _DISPOSITIFS[rank],
        "Dispositif : responsable": f"DÉMO-RESPONSABLE-{rank + 1} Alix",
        "Type de candidature": "Individuelle",
        "Module : code": s.module_code,
        "Module : libellé": label,
        "Module : thématique nationale": "Numérique éducatif",
        "Module : priorité nationale": "Transformer l’école par le numérique",
        "Module : contenu": f"Contenu fictif du module « {label} ».",
        "Module : responsable": f"DÉMO-MODULE-{s.module + 1:02d} Claude",
        "Groupe : identifiant": s.groupe,
        "Groupe : libellé": f"Groupe {s.groupe[-2:]}",
        "Session": s.code,
        "Début": _moment(s.debut, i % 3),
        "Fin": _moment(s.fin, i % 3),
        "Durée": _DUREES[i % len(_DUREES)],
        "Modalité": modality,
        "UAI": s.uai,
        "Lieu": s.lieu,
        "ECLORE": "Non",
        "Avec bilan stagiaires": "Oui",
        "Pilote : nom": "DÉMO-PILOTE Sacha",
        "Pilote : email": "demo.pilote@exemple.invalid",
        "Type d'émargement": "Feuille",
        "Préinscriptions : activées": "Oui",
        "Préinscriptions : Périmètre : activé": "Oui",
        "Préinscriptions : Périmètre : type": "Département",
        "Préinscriptions : Préinscrits : nombre maximal": s.places,
        "Préinscriptions : Préinscrits : compte dans le quota": "Oui",
        "Préinscriptions : Préinscrits : nombre total": asked,
        "Préinscriptions : Préinscrits : nombre dans le périmètre": asked,
        "Préinscriptions : Publication : en cours": "Non",
        "Préinscriptions : Publication : début": _moment(opening, i % 3),
        "Préinscriptions : Publication : fin": _moment(s.debut - timedelta(days=2), i % 3),
        "Préinscriptions : Publication : lien préinscription": f"https://exemple.invalid/sofia/{s.groupe}-{s.code}",
        "Préinscriptions : Avis supérieurs hiérarchiques : activé": "Non",
        "Dernier statut": "REA",
        "Libellé statut": "Réalisée",
        "Utilisateur ayant changé le statut": "demo.gestion@exemple.invalid",
        "Date du changement de statut": _moment(s.fin + timedelta(days=1), i % 3),
    }
    assert set(cells) <= set(PLAN)
    return [cells.get(name) for name in PLAN]


def write_plan(folder: Path, a: Annee, sessions: list[Session]) -> None:
    """`plan-et-sessions.xlsx`: one row per session."""
    rows = [_plan_row(a, s, i) for i, s in enumerate(sorted(sessions, key=lambda s: s.cle))]
    write_xlsx(
        folder / "plan-et-sessions.xlsx",
        "Liste des dispositifs",
        PLAN,
        rows,
        created=datetime(a.debut + 1, 7, 8),
    )


def write_complements(folder: Path, a: Annee, sessions: list[Session]) -> None:
    """`complements-sessions.csv`: operator and hours, which Sofia-FMO does not hold. Two are forgotten in 2024-2025."""
    forgotten = 2 if a.debut == 2024 else 0
    known = [s for s in sessions if s.operateur == "Canopé"][:forgotten]
    rows = [
        [*s.cle, s.operateur, "3", "3" if s.hors_face_a_face else "0"]
        for s in sorted(sessions, key=lambda s: s.cle)
        if s not in known
    ]
    header = "Code du dispositif;Code du module;Identifiant du groupe;Session;Opérateur;Heures;Heures hors face-à-face"
    write_csv(folder / "complements-sessions.csv", header.split(";"), rows)


_HEADER = champs(
    "Dispositif : code;Module : code;Groupe : identifiant;Session;Nom;Prénom;Adresse de messagerie;Corps;Discipline;"
    "UAI d'affectation;Établissement d’affectation;Date d'inscription;État de l’inscription;Présence"
)


def write_inscriptions(folder: Path, a: Annee, rows: list[Inscription]) -> None:
    """`inscriptions-presences.csv`: Windows-1252, a title line, a `Total` row, a few rows without a school."""
    h = Hasard(f"export {a.nom}")
    unknown = set(h.tirage([i for i, r in enumerate(rows) if r.presence.startswith("Abs")], 5))
    lines = []
    for i, r in enumerate(rows):
        p = r.personne
        email = p.email.capitalize() if h.entier(1, 9) == 1 else p.email
        school = ("", "") if i in unknown else (p.uai, p.etablissement)
        state = r.etat.replace("’", "'") if i % 2 else r.etat
        lines.append(
            [
                *r.session.cle,
                p.nom,
                p.prenom,
                email,
                p.corps,
                p.discipline,
                *school,
                r.date.strftime("%d/%m/%Y %H:%M"),
                state,
                r.presence,
            ]
        )
    title = f"Inscriptions et présences – TNE de la Vienne, {a.nom} (démonstration), édité le {jour(date(a.debut + 1, 7, 8))}"
    write_csv(
        folder / "inscriptions-presences.csv",
        _HEADER,
        lines,
        encoding="cp1252",
        before=(title,),
        after=[["Total", len(rows), *[""] * (len(_HEADER) - 2)]],
    )
