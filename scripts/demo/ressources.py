"""Videos for parents and their audience: our list, YouTube Studio's export, monthly views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scripts.demo.annees import Annee
from scripts.demo.ecriture import champs, jour, virgule, write_csv
from scripts.demo.hasard import Hasard

_MOIS = champs("janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.", ",")
# Visits by month of the school year, September first.
_SAISON = (16, 13, 11, 7, 9, 6, 8, 6, 5, 6, 2, 3)
_TITRES = (
    ("Consulter le cahier de textes de mon enfant", "Écoliers", "ENT", 2022, 9),
    ("Se connecter à l’ENT de l’école", "Écoliers", "ENT", 2022, 10),
    ("Le temps d’écran avant 11 ans", "Écoliers", "Écrans", 2022, 11),
    ("Aider mon enfant à chercher sur internet", "Écoliers", "Accompagnement", 2023, 2),
    ("Créer son compte ÉduConnect", "Tous", "Démarches", 2022, 9),
    ("Suivre les notes et les absences", "Collégiens", "ENT", 2022, 10),
    ("Parler des réseaux sociaux avec son enfant", "Collégiens", "Réseaux sociaux", 2023, 9),
    ("Reconnaître le cyberharcèlement", "Collégiens", "Réseaux sociaux", 2023, 10),
    ("Régler le contrôle parental", "Tous", "Écrans", 2023, 9),
    ("Comprendre Pix en 4 minutes", "Collégiens", "Accompagnement", 2023, 11),
    ("Les devoirs en ligne, mode d’emploi", "Écoliers", "Accompagnement", 2024, 1),
    ("Faire une demande de bourse", "Collégiens", "Démarches", 2024, 9),
    ("L’intelligence artificielle expliquée aux parents", "Tous", "Accompagnement", 2024, 10),
    ("Écouter la web radio du collège", "Collégiens", "Médias", 2024, 12),
)


@dataclass(frozen=True)
class Video:
    """One resource and its appeal; the last three of each year live on PodEduc instead of YouTube."""

    rang: int
    titre: str
    public: str
    theme: str
    publication: date

    @property
    def plateforme(self) -> str:
        return "PodEduc" if self.rang % 4 == 3 else "YouTube"

    @property
    def identifiant(self) -> str:
        return f"demo{self.rang:07d}" if self.plateforme == "YouTube" else f"demo-{self.rang:03d}"

    @property
    def duree(self) -> int:
        """Seconds."""
        return 95 + Hasard(f"durée {self.rang}").entier(0, 260)

    def vues(self, mois: date) -> int:
        """Views in the month that begins that day; none before it is published."""
        if mois < self.publication.replace(day=1):
            return 0
        h = Hasard(f"vues {self.rang} {mois.isoformat()}")
        appeal = (5, 2, 9, 3, 14, 6, 11, 12, 7, 4, 1, 3, 8, 0)[self.rang - 1]
        age = (mois.year - self.publication.year) * 12 + mois.month - self.publication.month
        return appeal * _SAISON[(mois.month - 9) % 12] * h.entier(70, 130) // 100 * 24 // (24 + age)


def videos(jusqu_a: date) -> list[Video]:
    """The resources already published that day."""
    every = [
        Video(i, t, p, th, date(y, m, 3 + 2 * i % 25)) for i, (t, p, th, y, m) in enumerate(_TITRES, start=1)
    ]
    return [v for v in every if v.publication <= jusqu_a]


def _months(first: date, last: date) -> list[date]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1)]


def _hours(v: Video, views: int) -> float:
    return views * v.duree * 0.55 / 3600


def write_ressources(folder: Path, a: Annee) -> None:
    """`ressources-parents.csv`: the list of resources, with audience, theme and address."""
    header = "Plateforme;Identifiant;Titre;Public;Thème;Adresse;Durée (secondes);Date de publication"
    rows = [
        [
            v.plateforme,
            v.identifiant,
            v.titre,
            v.public,
            v.theme,
            f"https://exemple.invalid/video/{v.identifiant}",
            v.duree,
            jour(v.publication),
        ]
        for v in videos(date(a.debut + 1, 7, 5))
    ]
    write_csv(folder / "ressources-parents.csv", header.split(";"), rows)


def write_consultations(folder: Path, a: Annee) -> None:
    """`consultations.csv`: views of each resource in each month from September to June."""
    header = "Plateforme;Identifiant;Année scolaire;Période;Début;Vues;Durée de visionnage (heures);Spectateurs uniques"
    rows = []
    for v in videos(date(a.debut + 1, 7, 5)):
        for m in _months(max(v.publication, date(a.debut, 9, 1)), date(a.debut + 1, 6, 1)):
            views = v.vues(m)
            hours = virgule(_hours(v, views)) if v.plateforme == "YouTube" else ""
            rows.append([v.plateforme, v.identifiant, a.nom, "Mois", jour(m), views, hours, views * 4 // 5])
    write_csv(folder / "consultations.csv", header.split(";"), rows)


def _narrow(n: int) -> str:
    """French thousands, as YouTube Studio writes them."""
    return f"{n:,}".replace(",", "\u202f")


def write_youtube(folder: Path, a: Annee) -> None:
    """`consultations-youtube.csv`: totals since creation, on 30 June; the first data row is `Total`."""
    header = [
        "Contenu",
        "Titre de la vidéo",
        "Heure de publication de la vidéo",
        "Durée",
        "Vues engagées",
        "Vues",
        "Durée de visionnage (heures)",
        "Impressions",
        "Spectateurs uniques",
    ]
    rows: list[list[object]] = []
    total, total_hours = 0, 0.0
    for v in videos(date(a.debut + 1, 6, 30)):
        if v.plateforme != "YouTube":
            continue
        views = sum(v.vues(m) for m in _months(v.publication, date(a.debut + 1, 6, 1)))
        hours = _hours(v, views)
        total, total_hours = total + views, total_hours + hours
        published = f"{v.publication.day} {_MOIS[v.publication.month - 1]} {v.publication.year}"
        numbers = [_narrow(views * 9 // 10), _narrow(views), virgule(hours), _narrow(views * 6)]
        rows.append([v.identifiant, v.titre, published, v.duree, *numbers, _narrow(views * 4 // 5)])
    first = ["Total", "", "", "", _narrow(total * 9 // 10), _narrow(total), virgule(total_hours)]
    write_csv(
        folder / "consultations-youtube.csv",
        header,
        [[*first, _narrow(total * 6), _narrow(total * 4 // 5)], *rows],
        delimiter=",",
        encoding="utf-8",
    )
