"""Sheets kept by hand: interventions of the médiateurs, workshops for parents, equipment, Numérixplore."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from scripts.demo import calendrier, ecoles
from scripts.demo.annees import Annee
from scripts.demo.annuaire import quatriemes
from scripts.demo.ecoles import Etablissement
from scripts.demo.ecriture import Cell, champs, jour, virgule, write_csv, write_xlsx
from scripts.demo.hasard import Hasard

_NATURES = ("Formation", "Accompagnement personnalisé", "Intervention technique", "Suivi de projet")
_THEMES = (
    (
        "Prise en main de l’ENT",
        "Évaluer en ligne",
        "Ressources pour le cycle 3",
        "Programmer avec des robots",
    ),
    (
        "Séance de programmation",
        "Écriture collaborative",
        "Éducation aux médias",
        "Création d’un livre numérique",
    ),
    ("Déploiement de tablettes", "Mise en service du vidéoprojecteur", "Préparation des valises mobiles"),
    ("Projet de média scolaire",),
)
_HEURES: tuple[Cell, ...] = (1, 1.5, 2, "2h", 3, "3h", "1h30")
# Visits by month of the school year, September first: slow start, quiet December and February.
_RYTHME = (2, 9, 10, 3, 9, 2, 11, 6, 9, 8)
_COMMENTAIRES = ("", "", "", "", "À revoir avec l’équipe", "Très bon accueil", "Matériel à compléter")


def _days(a: Annee, n: int, h: Hasard) -> list[date]:
    """`n` school days, in order, following the year's rhythm."""
    months: list[list[date]] = [[] for _ in _RYTHME]
    for d in calendrier.jours_de_classe(date(a.debut, 9, 11), date(a.debut + 1, 6, 28)):
        months[(d.month - 9) % 12].append(d)
    weights = [w if m else 0 for w, m in zip(_RYTHME, months, strict=True)]
    return sorted(h.choix(months[h.selon(weights)]) for _ in range(n))


def _visited(
    schools: list[Etablissement], share: int, a: Annee, h: Hasard
) -> list[tuple[Etablissement, int]]:
    """The schools the médiateurs go to that year, with a weight; the others are never visited."""
    ranked = sorted(schools, key=lambda e: (e.ips is None, e.ips or 0, e.uai))
    poor = {e.uai for e in ranked[: len(ranked) // 4]}
    left = list(schools)
    out = []
    for _ in range(len(schools) * share // 100):
        i = h.selon([(a.defavorises if e.uai in poor else 10) * (3 if e.pilote else 1) for e in left])
        out.append((left.pop(i), h.entier(1, 5)))
    return out


def _persons(nature: int, h: Hasard) -> tuple[Cell, Cell]:
    """Teachers and pupils reached; a technical visit reaches nobody."""
    if nature == 0:
        return h.entier(3, 16), None
    if nature == 1:
        return h.entier(1, 3), h.entier(14, 29)
    return (None, None) if nature == 2 else (h.entier(1, 3), h.entier(6, 18))


def _project(rank: int) -> tuple[str, str]:
    return ("WebRadio", "WebTV")[rank % 3 == 1], ("Terminé", "En cours", "Terminé", "Prévu", "En cours")[
        rank % 5
    ]


def interventions(a: Annee) -> list[list[Cell]]:
    """The rows of the journal, in order of date."""
    h = Hasard(f"interventions {a.nom}")
    ecoles_vues = _visited(ecoles.ecoles(), 22 if a.debut < 2023 else 34, a, h)
    colleges_vus = _visited(ecoles.colleges(), 40 if a.debut < 2023 else 55, a, h)
    kinds = [
        (nature, pool)
        for nature, (n, m) in enumerate(a.interventions)
        for pool, count in ((ecoles_vues, n), (colleges_vus, m))
        for _ in range(count)
    ]
    kinds = h.melange(kinds)
    shared = {i for i, (nature, pool) in enumerate(kinds) if nature == 0 and pool is ecoles_vues}
    shared = set(sorted(shared)[: a.plusieurs_ecoles])
    rows: list[list[Cell]] = []
    projects = 0
    for i, (d, (nature, pool)) in enumerate(zip(_days(a, len(kinds), h), kinds, strict=True)):
        school = pool[h.selon([w for _, w in pool])][0]
        project, state = ("", "")
        if nature == 3:
            project, state = _project(projects)
            projects += 1
        teachers, pupils = _persons(nature, h)
        rest: list[Cell] = [h.choix(_THEMES[nature]), h.choix(_HEURES), teachers, pupils, project, state]
        note = [f"Démo {h.choix('AB')}.", h.choix(_COMMENTAIRES)]
        when: Cell = d if i % 3 else jour(d)
        hosts = [school]
        if i in shared:
            hosts.append(h.choix([e for e, _ in pool if e.uai != school.uai]))
        for host in hosts:
            rows.append([f"{a.debut}-{i + 1:03d}", when, _NATURES[nature], host.uai, host.nom, *rest, *note])
    return rows


def write_interventions(folder: Path, a: Annee) -> None:
    """`interventions-mediateurs.xlsx`: our template under a title line; the médiateurs' names are to be dropped."""
    header = champs(
        "Référence;Date;Nature;UAI;Établissement;Thème;Heures;Enseignants;Élèves;Projet;État du projet;Médiateur;"
        "Commentaire"
    )
    write_xlsx(
        folder / "interventions-mediateurs.xlsx",
        "Interventions",
        header,
        interventions(a),
        created=datetime(a.debut + 1, 7, 5),
        title=f"Interventions des médiateurs, année scolaire {a.nom} (démonstration)",
    )


_ATELIERS = ("Les écrans à la maison", "Accompagner les devoirs avec l’ENT", "Réseaux sociaux et vie privée")
_FORMATIONS = ("Premiers pas avec l’ordinateur", "Démarches en ligne de la scolarité")


def write_ateliers(folder: Path, a: Annee) -> None:
    """`ateliers-parents.csv`: workshops by Orks, trainings by the Trousse à Projets, a few outside any school."""
    h = Hasard(f"ateliers {a.nom}")
    orks, trousse = a.ateliers
    kinds = h.melange([("Atelier", "Orks")] * orks + [("Formation", "Trousse à Projets")] * trousse)
    schools = h.tirage([*ecoles.colleges(), *h.tirage(ecoles.ecoles(), 60)], len(kinds))
    rows = []
    for i, (d, (kind, by), e) in enumerate(zip(_days(a, len(kinds), h), kinds, schools, strict=True)):
        families = h.entier(3, 22)
        theme = h.choix(_ATELIERS if kind == "Atelier" else _FORMATIONS)
        place = "" if i % 7 == 3 else e.uai
        parents = families + h.entier(0, families // 2)
        children = h.entier(0, families) if kind == "Atelier" else ""
        line = [f"{a.debut}-P{i + 1:02d}", jour(d), kind, by, theme, place, e.commune.nom]
        rows.append([*line, families, parents, children, "DÉMO Animatrice", ""])
    header = champs(
        "Référence;Date;Type;Organisateur;Thème;UAI;Commune;Familles;Parents;Enfants;Animateur;Commentaire"
    )
    write_csv(folder / "ateliers-parents.csv", header, rows)


def write_equipements(folder: Path, a: Annee) -> None:
    """`equipements.csv`: basic equipment of écoles, and WebRadio, WebTV, labs and resources."""
    h = Hasard(f"equipements {a.nom}")
    order = Hasard("ordre des socles").melange(ecoles.ecoles())
    first, last = ((0, 44), (44, 118), (118, 171))[a.debut - 2022]
    wanted: list[tuple[Etablissement, str, str, int]] = [
        (e, "Socle numérique", "Socle numérique de base", h.entier(1, 4)) for e in order[first:last]
    ]
    pilots = [e for e in ecoles.etablissements() if e.pilote]
    wanted += [(e, "Lab pédagogique", "Mobilier et valise mobile", 1) for e in pilots[a.debut - 2022 :: 4]]
    for kind, n in (("WebRadio", 3), ("WebTV", 2)):
        wanted += [(e, kind, f"Studio {kind}", 1) for e in h.tirage(ecoles.colleges(), n)]
    wanted += [(e, "Ressource numérique", "Banque de ressources", 1) for e in h.tirage(ecoles.colleges(), 12)]
    rows = []
    days = _days(a, len(wanted), h)
    for i, (d, (e, kind, label, n)) in enumerate(zip(days, h.melange(wanted), strict=True)):
        state = h.choix(("Commandé", "Livré", "Déployé", "Déployé", "Déployé"))
        rows.append([f"{a.debut}-E{i + 1:03d}", a.nom, jour(d), e.uai, kind, label, n, state, ""])
    header = "Référence;Année scolaire;Date;UAI;Type;Libellé;Quantité;État;Commentaire"
    write_csv(folder / "equipements.csv", header.split(";"), rows)


_METIERS = (
    "Développement web",
    "Cybersécurité",
    "Jeu vidéo",
    "Data et intelligence artificielle",
    "Réseaux et télécoms",
    "Robotique",
    "Design d’interface",
)


def write_numerixplore(folder: Path, a: Annee) -> None:
    """`numerixplore.csv`: days in collèges, never more pupils than the collège has in 4ème."""
    h = Hasard(f"numerixplore {a.nom}")
    fourth = quatriemes(a)
    schools = h.tirage(ecoles.colleges(), a.numerixplore)
    rows = []
    for i, (d, e) in enumerate(zip(_days(a, len(schools), h), schools, strict=True)):
        pupils = fourth[e.uai] if h.entier(1, 3) > 1 else fourth[e.uai] * h.entier(40, 80) // 100
        classes = max(1, round(pupils / 25))
        girls = pupils * h.entier(44, 53) // 100 if h.entier(1, 4) > 1 else ""
        asked = h.entier(1, 3) > 1
        note = virgule(h.entier(32, 47) / 10) if asked else ""
        keen = pupils * h.entier(18, 46) // 100 if asked else ""
        trades = ", ".join(h.tirage(_METIERS, h.entier(2, 4)))
        line = [f"{a.debut}-N{i + 1:02d}", jour(d), e.uai, e.nom, classes, pupils, girls, trades]
        rows.append([*line, note, keen, "DÉMO Professionnelle", ""])
    header = champs(
        "Référence;Date;UAI;Établissement;Classes;Élèves de 4ème;Filles;Métiers présentés;Satisfaction;"
        "Élèves intéressés;Intervenants;Commentaire"
    )
    write_csv(folder / "numerixplore.csv", header, rows)
