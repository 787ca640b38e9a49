"""One school: the answer in a sentence, its years, its events, its equipment, beside schools of its type, what is missing.

Each figure has two entries: by a `Dossier` (fiches draw hundreds of them) and by `(con, filters, view)` (the page).
"""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.annees import chosen_years
from tne.queries.etablissement import Dossier, dossier
from tne.queries.masking import MASQUE, PETIT
from tne.typographie import TIRET_ABSENT, compte, entier
from tne.visuals.etablissement_mots import (
    NOMS,
    SANS_ETAT,
    aucun_evenement,
    etat_du_socle,
    moyenne_en_mots,
    nature,
    nom_du_type,
    parties,
    titre_annees,
    titre_comparaison,
)
from tne.visuals.fabrique import entiers, jours, rien, visuel
from tne.visuals.groupees import groupees
from tne.visuals.petits import REMARQUE
from tne.visuals.visual import Visual

JEUX = ("inscription", "intervention", "atelier_parentalite", "numerixplore", "etablissement")
CHOISIR = "Choisissez un établissement par son nom."
ANNEES_MONTREES = 5
"""A table with more years than that is cut on paper and on a phone: the earliest ones stand in the list of events."""

# Line of the table of years → measure, part.
PERSONNES = {
    "Formations": ("Enseignants formés", "participants"),
    "Parentalité": ("Parents venus", "parents"),
    "Numérixplore": ("Élèves de 4e reçus", "eleves"),
}


def table_annees(d: Dossier, annee: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Lines of what is counted, one column per year (the last five), and the mean of the schools of its type that year."""
    years = d.annees[-ANNEES_MONTREES:]
    mean = f"Moyenne par {nom_du_type(d)}"
    lines: list[dict[str, Any]] = []

    def add(label: str, values: list[Any], average: float | None) -> None:
        if any(v is not None for v in values):
            lines.append({"Chiffre": label} | dict(zip(years, values, strict=True)) | {mean: average})

    for part in ("Formations", *parties(d)):
        if part in NOMS:
            name = NOMS[part][1]
            add(name[:1].upper() + name[1:], [d.nombre(part, a) for a in years], d.moyenne(part, annee))
        if part in PERSONNES and not (part == "Formations" and d.type == "École" and not _formes(d)):
            label, measure = PERSONNES[part]
            add(label, [d.effectif(measure, a, part) for a in years], None)
    formats = {"Chiffre": "texte", **dict.fromkeys(years, "entier"), mean: "decimal"}
    table = pd.DataFrame(lines, columns=list(formats)).astype({mean: float})
    if table[mean].between(0, 0.05, inclusive="neither").any():
        table[mean] = [TIRET_ABSENT if pd.isna(v) else moyenne_en_mots(v) for v in table[mean]]
    # A column is of one type: its numbers become words beside « masqué ».
    if (table == MASQUE).any(axis=None):
        table = table.assign(**{a: [v if isinstance(v, str) else entier(v) for v in table[a]] for a in years})
    return table, formats


def _remarques(d: Dossier, table: pd.DataFrame) -> list[str]:
    """Which lines have a small count of persons in a year of the table: in a column of years, events stand beside them."""
    mesures = dict(PERSONNES.values())
    years = [a for a in d.annees if a in table.columns]
    return [PETIT if d.petit(mesures.get(label, ""), years) else "" for label in table["Chiffre"]]


def _formes(d: Dossier) -> bool:
    return any(m == "participants" for m, _ in d.personnes)


def annees_de(con: duckdb.DuckDBPyConnection, d: Dossier, filters: Filters, annee: str) -> Visual:
    """What is counted, year by year, with the mean of the schools of the same type."""
    table, formats = table_annees(d, annee)
    if table.empty:
        return rien(
            con,
            filters,
            "neutre.annees",
            "Rien n'est encore compté par établissement",
            "Importez le journal des interventions.",
            JEUX,
        )
    row = next((d.pairs[p, a] for p, a in d.pairs if a == annee), None)
    masked = bool((table == MASQUE).any(axis=None))
    if any(notes := _remarques(d, table)):
        table, formats = table.assign(**{REMARQUE: notes}), {**formats, REMARQUE: "texte"}
    cut = len(d.annees) > ANNEES_MONTREES
    said = [f"Les {entier(ANNEES_MONTREES)} dernières années scolaires" if cut else "Par année scolaire"]
    if row:
        schools = compte(int(row["etablissements"]), nom_du_type(d, 1), nom_du_type(d, 2))
        said.append(f"la moyenne est celle de {annee}, sur {schools}")
        if table["Chiffre"].isin([label for label, _ in PERSONNES.values()]).any():
            said.append(f"pas de moyenne pour les personnes ({TIRET_ABSENT})")
    return visuel(
        con,
        filters,
        "neutre.annees",
        titre=titre_annees(d),
        sous_titre=" ; ".join(said),
        donnees=table,
        formats=formats,
        alternative="Tableau de ce qui est compté dans l'établissement, par année scolaire.",
        jeux=JEUX,
        avertissements=[
            "Masqué : ce nombre n'est pas montré, pour que personne ne soit reconnu." if masked else ""
        ],
    )


def comparaison_de(
    con: duckdb.DuckDBPyConnection, d: Dossier, filters: Filters, annee: str, annees: int = ANNEES_MONTREES
) -> Visual:
    """Interventions per year at this school, beside the mean of the open schools of its type; no rank."""
    part, code = "Accompagnements", "accompagnements.etablissement"
    years = [a for a in d.annees if d.nombre(part, a) is not None and d.moyenne(part, a) is not None][
        -annees:
    ]
    here, there = "Cet établissement", f"Moyenne par {nom_du_type(d)}"
    ouvertes = [d.ouvert(a) for a in years] if d.identite["compare"] else [False]
    titre = titre_comparaison(d.nombre(part, annee), d.moyenne(part, annee), annee, nom_du_type(d))
    if not years:
        return rien(con, filters, code, titre, "Importez le journal des interventions.", JEUX[1:2])
    table = pd.DataFrame(
        {"Année": years, there: [d.moyenne(part, a) for a in years], here: [d.nombre(part, a) for a in years]}
    )
    ecrits = table.assign(t=[moyenne_en_mots(v) for v in table[there]], h=[entier(v) for v in table[here]])
    figure = groupees(
        ecrits,
        "Année",
        [there, here],
        famille="accompagnements",
        textes={there: "t", here: "h"},
    )
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre="Interventions des médiateurs par année scolaire ; moyenne des établissements ouverts du même type"
        + (", celui-ci compris" if any(ouvertes) else "")
        + ("" if all(ouvertes) or not any(ouvertes) else " quand il est ouvert"),
        donnees=table,
        formats={"Année": "texte", there: "decimal", here: "entier"},
        figure=figure,
        alternative=f"{titre}. "
        + " ; ".join(
            f"{a} : {h}, moyenne {t}" for a, h, t in zip(years, ecrits["h"], ecrits["t"], strict=True)
        )
        + ".",
        jeux=("intervention", "etablissement"),
    )


def evenements_de(con: duckdb.DuckDBPyConnection, d: Dossier, filters: Filters) -> Visual:
    """Every intervention, meeting with parents and day of Numérixplore, latest first. Nobody is named or counted."""
    e = d.evenements
    kinds = {"Date": "date", "Partie": "texte", "Nature": "texte", "Thème": "texte", "Précision": "texte"}
    table = pd.DataFrame(
        {
            "Date": jours(e["date"]),
            "Partie": e["partie"],
            "Nature": [nature(p, q) for p, q in zip(e["partie"], e["quoi"], strict=True)],
            "Thème": [x if isinstance(x, str) else TIRET_ABSENT for x in e["theme"]],
            "Précision": [x if isinstance(x, str) and x else TIRET_ABSENT for x in e["precision"]],
        },
        columns=list(kinds),
    )
    return visuel(
        con,
        filters,
        "neutre.evenements",
        titre=compte(len(e), "événement") + (", du plus récent au plus ancien" if len(e) > 1 else "")
        if len(e)
        else "Aucun événement enregistré",
        sous_titre="Interventions des médiateurs, rencontres avec les parents, journées Numérixplore, toutes les années"
        if len(e)
        else "",
        donnees=table,
        formats=kinds,
        alternative="Liste des événements de l'établissement."
        if len(e)
        else f"{aucun_evenement(d)}, quelle que soit l'année.",
        jeux=JEUX[1:4],
    )


def equipements_de(con: duckdb.DuckDBPyConnection, d: Dossier, filters: Filters) -> Visual:
    """Equipment and resources as last known."""
    q = d.equipements
    kinds = {"Année": "texte", "Type": "texte", "Libellé": "texte", "Quantité": "entier", "État": "texte"}
    table = pd.DataFrame(
        {
            "Année": q["annee"],
            "Type": q["type"],
            "Libellé": [x if isinstance(x, str) else TIRET_ABSENT for x in q["libelle"]],
            "Quantité": entiers(q["quantite"]),
            "État": [x if isinstance(x, str) else SANS_ETAT for x in q["etat"]],
        },
        columns=list(kinds),
    )
    etat = etat_du_socle(d)
    suivis = any(partie == "Équipements" for _, partie in d.suivi)
    rien_dit = "La liste des équipements n'en dit rien, quelle que soit l'année."
    suite = f" ; socle numérique {'d’état ' * (etat == SANS_ETAT)}{etat.lower()}" if etat else ""
    return visuel(
        con,
        filters,
        "equipements.etablissement",
        titre=f"{compte(len(q), 'équipement ou ressource', 'équipements et ressources')}{suite}"
        if len(q)
        else "Aucun équipement connu",
        sous_titre="Dernier état connu, toutes les années" if len(q) else "",
        donnees=table,
        formats=kinds,
        alternative="Liste des équipements de l'établissement."
        if len(q)
        else (rien_dit if suivis else "Aucune liste d'équipements n'est importée."),
        jeux=("equipement",),
    )


def _one(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Dossier | None, str]:
    annees = chosen_years(con, filters)
    return dossier(con, filters, view), annees[-1] if annees else ""


def annees(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """`annees_de` for the school that the filter chooses."""
    d, annee = _one(con, filters, view)
    return (
        annees_de(con, d, filters, annee)
        if d
        else rien(con, filters, "neutre.annees", CHOISIR, CHOISIR, JEUX)
    )


def comparaison(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """`comparaison_de` for the school that the filter chooses."""
    d, annee = _one(con, filters, view)
    code = "accompagnements.etablissement"
    return comparaison_de(con, d, filters, annee) if d else rien(con, filters, code, CHOISIR, CHOISIR, JEUX)


def evenements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """`evenements_de` for the school that the filter chooses."""
    d, _ = _one(con, filters, view)
    return (
        evenements_de(con, d, filters)
        if d
        else rien(con, filters, "neutre.evenements", CHOISIR, CHOISIR, JEUX)
    )


def equipements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """`equipements_de` for the school that the filter chooses."""
    d, _ = _one(con, filters, view)
    code = "equipements.etablissement"
    return equipements_de(con, d, filters) if d else rien(con, filters, code, CHOISIR, CHOISIR, JEUX)


VISUALS = (annees, comparaison, evenements, equipements)
