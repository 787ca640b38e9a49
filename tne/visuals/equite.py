"""Do the least favoured schools, and the smallest communes, get their share of a part of the programme?

`ips` and `taille_de_commune` take the part as `famille`; the builders of each part are at the end, for `ask` and `VISUALS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import equite as questions
from tne.queries.equite import QUARTILES, TAILLES
from tne.typographie import accord, compte, entier, enumeration, part, pourcent, pourcents, taux
from tne.visuals.fabrique import absents, annees_de, par_annee, rien, visuel
from tne.visuals.numerixplore_lieux import MANQUE, SANS_COLLEGE_DECRIT
from tne.visuals.significatif import differents
from tne.visuals.visual import Visual

LIBELLES = dict(
    zip(
        QUARTILES,
        (
            "1er quart, les moins favorisés",
            "2e quart",
            "3e quart",
            "4e quart, les plus favorisés",
        ),
        strict=True,
    )
)
IMPORTER_IPS = "Importez les indices de position sociale (IPS) des écoles et des collèges."
NI_ECOLE_NI_COLLEGE = "L'annuaire importé ne décrit aucune école ni aucun collège ouvert."
RURALES = tuple(mots for debut, mots in TAILLES if debut < 2_000)


@dataclass(frozen=True)
class Mots:
    """How one part speaks of a school that it reached."""

    jeu: str
    ecoles: str  # « établissements »
    ecole: str
    touches: str  # « visités » in « 24 établissements visités »
    sont: str  # « sont plus souvent visités »: the verb before the comparison
    manque: str
    aucune: str  # what the directory lacks, where it is imported and describes none of them


MOTS: Mapping[str, Mots] = {
    "accompagnements": Mots(
        "intervention",
        "établissements",
        "établissement",
        "visités",
        "visités",
        "Importez le journal des interventions.",
        NI_ECOLE_NI_COLLEGE,
    ),
    "parentalite": Mots(
        "atelier_parentalite",
        "établissements",
        "établissement",
        "où une rencontre a eu lieu",
        "choisis pour une rencontre",
        "Importez la liste des ateliers et formations pour les parents.",
        NI_ECOLE_NI_COLLEGE,
    ),
    "numerixplore": Mots(
        "numerixplore",
        "collèges",
        "collège",
        "touchés",
        "touchés",
        MANQUE,
        SANS_COLLEGE_DECRIT,
    ),
}


def titre_part(
    premiers: tuple[int, int], autres: tuple[int, int], qui: str, mots: Mots, quand: str = ""
) -> str:
    """The finding: do `qui` (« les collèges les moins favorisés ») get more than, less than, or the share of the others?

    Both pairs are (reached, all). A difference that chance would explain is none.
    """
    ecart = differents([premiers, autres])
    if ecart is None:
        return f"Trop peu de données pour comparer {qui} aux autres"
    p, q = taux(*premiers), taux(*autres)
    if p is None or q is None:
        return f"Trop peu de données pour comparer {qui} aux autres"
    sujet = qui[:1].upper() + qui[1:]
    if not ecart and pourcent(p) == pourcent(q):
        return f"{sujet} ont leur part{quand} : {pourcent(p)}, autant que les autres"
    dit, des_autres = pourcents(p, q)
    if not ecart and p < q:
        return f"Pas d'écart net pour {qui}{quand} : {dit}, contre {des_autres} pour les autres"
    if not ecart:
        return f"{sujet} ont leur part{quand} : {dit}, contre {des_autres} pour les autres"
    verbe = "plus souvent" if p > q else "moins souvent"
    return f"{sujet} sont {verbe} {mots.sont}{quand} : {dit}, contre {des_autres} pour les autres"


def _groupes(frame: pd.DataFrame, premiers: Sequence[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """(reached, all) of the groups `premiers`, and of the others, in the last year."""
    annee = annees_de(frame)[-1]
    rows = zip(*(frame[c].tolist() for c in ("annee", "groupe", "touches", "total")), strict=True)
    sommes = {True: (0, 0), False: (0, 0)}
    for a, groupe, n, tous in rows:
        if a == annee:
            x, y = sommes[groupe in premiers]
            sommes[groupe in premiers] = (x + n, y + tous)
    return sommes[True], sommes[False]


def _quand(frame: pd.DataFrame) -> str:
    """« en 2024-2025 » where several years stand side by side: the sentence speaks of the last."""
    annees = annees_de(frame)
    return f" en {annees[-1]}" if len(annees) > 1 else ""


def _visuel(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    famille: str,
    code: str,
    frame: pd.DataFrame,
    titre: str,
    sous_titre: str,
    colonne: str,
    accent: Sequence[str],
    jeux: Sequence[str],
    notes: Sequence[str],
    taille: float,
) -> Visual:
    mots = MOTS[famille]
    lus = frame.assign(
        part=100 * frame["touches"] / frame["total"],
        mots=[part(n, d) for n, d in zip(frame["touches"], frame["total"], strict=True)],
    )
    figure = par_annee(
        lus, "groupe", "part", "mots", famille=famille, accent=accent, total=100, tri=False, taille=taille
    )
    reached = f"{mots.ecoles.capitalize()} {mots.touches}"
    donnees = pd.DataFrame(
        {
            "Année": lus["annee"],
            colonne: lus["groupe"],
            reached: lus["touches"],
            mots.ecoles.capitalize(): lus["total"],
            "Part": lus["part"],
        }
    )
    formats = dict(zip(donnees.columns, ("texte", "texte", "entier", "entier", "pourcent"), strict=True))
    annee = annees_de(lus)[-1]
    derniere = lus[lus["annee"] == annee]
    dits = " ; ".join(f"{g} : {m}" for g, m in zip(derniere["groupe"], derniere["mots"], strict=True))
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=sous_titre,
        donnees=donnees,
        formats=formats,
        figure=figure,
        alternative=f"{titre}. En {annee}, {dits}.",
        jeux=jeux,
        avertissements=notes,
    )


def _annees_ips(tous: pd.DataFrame) -> str:
    used = tous.loc[tous["quart"].notna(), "annee_ips"].dropna()
    return enumeration(sorted(map(str, used.unique())))


def ips(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str, taille: float = 1
) -> Visual:
    """Schools reached out of all, by quarter of the social position index, least favoured first."""
    mots, code = MOTS[famille], f"{famille}.equite_ips"
    jeux = (mots.jeu, "ips", "etablissement")
    frame = questions.par_quartile(con, filters, view, famille)
    tous = questions.ecoles(con, filters, view, famille)
    if frame.empty:
        manque = (
            _de_quoi(con, filters, view, famille) if tous.empty else _sans_indice(con, filters, view, famille)
        )
        return rien(
            con,
            filters,
            code,
            f"Équité sociale : on ne sait pas encore si {_les(mots)} les moins favorisés ont leur part",
            manque,
            jeux,
        )
    frame = frame.assign(groupe=frame["groupe"].map(LIBELLES))
    moins = LIBELLES[QUARTILES[0]]
    titre = titre_part(*_groupes(frame, [moins]), f"{_les(mots)} les moins favorisés", mots, _quand(frame))
    derniere = annees_de(tous)[-1]
    sans = int((tous.loc[tous["annee"] == derniere, "quart"].isna()).sum())
    types = (
        ""
        if famille == "numerixplore"
        else " Les quarts sont faits à part pour les écoles et pour les collèges."
    )
    sous = (
        f"Part des {mots.ecoles} {mots.touches}, par quart de l'indice de position sociale "
        f"({_annees_ips(tous)}).{types}"
    )
    notes = [
        f"{compte(sans, mots.ecole)} {accord(sans, 'dont l’indice n’est pas connu n’est pas compté', 'dont l’indice n’est pas connu ne sont pas comptés')}."
        if sans
        else "",
        _sans_ecole(con, filters, famille),
    ]
    return _visuel(
        con,
        filters,
        famille,
        code,
        frame,
        titre,
        sous,
        "Quart d'IPS",
        [moins],
        jeux,
        notes,
        taille,
    )


def taille_de_commune(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str, taille: float = 1
) -> Visual:
    """Schools reached out of all, by size of their commune; the sentence speaks of those under 2,000 inhabitants."""
    mots, code = MOTS[famille], f"{famille}.equite_commune"
    jeux = (mots.jeu, "etablissement")
    frame = questions.par_taille(con, filters, view, famille)
    tous = questions.ecoles(con, filters, view, famille)
    if frame.empty:
        return rien(
            con,
            filters,
            code,
            "Équité territoriale : on ne sait pas encore si les petites communes ont leur part",
            _de_quoi(con, filters, view, famille)
            if tous.empty
            else "La population de ces communes n'est pas connue. Elle ne s'importe pas : qui installe le tableau de bord ajoute le fichier "
            "des communes du département (data/reference/README.md).",
            jeux,
        )
    titre = titre_part(*_groupes(frame, RURALES), f"{_les(mots)} des petites communes", mots, _quand(frame))
    derniere = annees_de(tous)[-1]
    sans = int((tous.loc[tous["annee"] == derniere, "taille"].isna()).sum())
    notes = [
        f"{compte(sans, mots.ecole)} dont la commune n'est pas connue {accord(sans, 'n’est pas compté', 'ne sont pas comptés')}."
        if sans
        else "",
        _sans_ecole(con, filters, famille),
    ]
    sous = (
        f"Part des {mots.ecoles} {mots.touches}, par taille de commune "
        f"(petites : moins de {entier(2_000)} habitants)."
    )
    return _visuel(
        con,
        filters,
        famille,
        code,
        frame,
        titre,
        sous,
        "Taille de la commune",
        RURALES,
        jeux,
        notes,
        taille,
    )


def _sans_indice(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str) -> str:
    """What is missing where the schools are known, and what reached them: the index, of all schools or of those chosen."""
    if not filters.par_etablissement:
        return IMPORTER_IPS
    if questions.par_quartile(con, filters.sans_etablissement(), view, famille).empty:
        return f"Aucun indice n'est importé. {IMPORTER_IPS}"
    return "L'indice de position sociale (IPS) n'est connu d'aucun établissement de ce choix."


def _de_quoi(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str) -> str:
    """What is missing: the schools, those of this part, or what reaches them."""
    mots = MOTS[famille]
    if questions.annuaire_vide(con):
        return "Importez l'annuaire de l'éducation : sans lui, les établissements ne se comparent pas."
    tous = questions.ecoles(con, filters.sans_etablissement(), view, famille)
    return mots.aucune if tous.empty and not absents(con, filters, [mots.jeu]) else mots.manque


def _les(mots: Mots) -> str:
    return f"les {mots.ecoles}"


def _sans_ecole(con: duckdb.DuckDBPyConnection, filters: Filters, famille: str) -> str:
    n = questions.sans_ecole(con, filters, famille)
    if not n:
        return ""
    return f"{compte(n, 'rencontre')} sans établissement {accord(n, 'n’est pas placée', 'ne sont pas placées')} ici."


def _pour(question: Callable[..., Visual], famille: str) -> Callable[..., Visual]:
    """The builder of one part: `(con, filters, view, taille=1)`, named as `ask` and the slides know it."""

    def builder(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
        return question(con, filters, view, famille, taille)

    court = "ips" if question is ips else "communes"
    builder.__name__ = builder.__qualname__ = f"{court}_{famille}"
    builder.__doc__ = f"`{question.__name__}` of that part."
    return builder


ips_accompagnements, communes_accompagnements = (
    _pour(ips, "accompagnements"),
    _pour(taille_de_commune, "accompagnements"),
)
ips_parentalite, communes_parentalite = _pour(ips, "parentalite"), _pour(taille_de_commune, "parentalite")
ips_numerixplore, communes_numerixplore = _pour(ips, "numerixplore"), _pour(taille_de_commune, "numerixplore")

VISUALS = {
    "accompagnements": (ips_accompagnements, communes_accompagnements),
    "parentalite": (ips_parentalite, communes_parentalite),
    "numerixplore": (ips_numerixplore, communes_numerixplore),
}
"""The two builders of each part."""
