"""How a Visual is put together from what was computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from math import inf
from typing import Any

import duckdb
import pandas as pd
from pandas.api.types import is_numeric_dtype

from tne.filters import Filters, View
from tne.indicators import INDICATORS, kept_presence
from tne.queries.memoire import retenue
from tne.queries.presence import PRESENCE
from tne.typographie import TIRET_ABSENT, cle_tri, compte, periode, premiere_clause, typographier
from tne.visuals import petits
from tne.visuals.alternative import barres_dites
from tne.visuals.bars import Colonnes, barres, lire
from tne.visuals.gabarit import nombre
from tne.visuals.groupees import groupees
from tne.visuals.sources import source_line
from tne.visuals.visual import MASQUE, Visual

_CUMULES = frozenset(j for i in INDICATORS if i.cumul for j in i.jeux)
LIMITE = 7
"""Bars of one figure, unless it says otherwise."""
HORS_FILTRE = "Ce chiffre ne tient pas compte du choix d'établissements."


def visuel(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    code: str,
    *,
    titre: str,
    donnees: pd.DataFrame,
    formats: Mapping[str, str],
    jeux: Sequence[str],
    sous_titre: str = "",
    figure: dict[str, Any] | None = None,
    alternative: str = "",
    avertissements: Sequence[str] = (),
    etat: str = "calculé",
    clic: str = "",
    view: View | None = None,
) -> Visual:
    """A Visual in French typography, its part read from `code` (« parentalite.vues »), with the source of `jeux`.

    Without an alternative text the finding itself is one, with what its bars say, or the reading line. A figure that counts persons says for which
    `view` it is: small counts are remarked for coordinators. Raises ValueError where it does not.
    """
    sous_titre = _finie(_seule_annee(titre, sous_titre, donnees, filters))
    donnees = donnees.rename(columns=_apostrophe)
    formats = {_apostrophe(nom): nature for nom, nature in formats.items()}
    donnees, formats = petits.remarquer(donnees, formats, view)
    if figure is not None:
        avertissements = [*avertissements, petits.note(donnees)]
    return Visual(
        code=code,
        titre=typographier(titre),
        sous_titre=typographier(sous_titre),
        donnees=donnees,
        formats=formats,
        figure=figure,
        alternative=typographier(alternative or f"{titre}. {barres_dites(figure) or sous_titre}"),
        source=source_line(con, jeux),
        filtre=filters.en_mots(),
        famille=code.split(".", maxsplit=1)[0],
        etat=etat,
        avertissements=tuple(typographier(a) for a in avertissements if a),
        clic=clic,
    )


def _seule_annee(titre: str, sous_titre: str, donnees: pd.DataFrame, filters: Filters) -> str:
    """The subtitle, which names the year of a figure that holds one alone of the chosen ones: under « 2022-2023 et 2023-2024 » it
    would be read as that of both. At the end of its first clause, which a slide has too.
    """
    if len(filters.annees) < 2 or "Année" not in donnees:
        return sous_titre
    annee, *others = {*donnees["Année"]} or {""}
    if others or annee not in filters.annees or any(a in titre + sous_titre for a in filters.annees):
        return sous_titre
    first, reste = premiere_clause(sous_titre)
    return (
        f"{first.rstrip('.')}, {annee}{'.' if first.endswith('.') else ''}{reste}" if first else f"{annee}."
    )


def _finie(phrases: str) -> str:
    """A subtitle ends as the sentences under it do: of one clause it was written without a full stop, of two with it."""
    return phrases if not phrases or phrases[-1] in ".?!" else f"{phrases}."


def _apostrophe(titre: object) -> str:
    """The head of a column as every other text writes it; whoever asks for a column by its name writes it so too."""
    return str(titre).replace("'", "\u2019")


def rien(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    code: str,
    titre: str,
    manque: str,
    jeux: Sequence[str],
    avertissements: Sequence[str] = (),
    etat: str = "absent",
) -> Visual:
    """The form without enough data: `titre` says what cannot be said, `manque` what would bring it.

    What to import may be there already, of other schools than those chosen: then the choice is what leaves nothing, which
    is known, as the zero of a tile is. `etat` where it is known too that there is nothing.
    """
    if filters.par_etablissement and manque.startswith("Importez "):
        manque, etat = _manque_du_choix(con, filters, manque, jeux)
    vide = pd.DataFrame({"Année": pd.Series([], dtype=object)})
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        donnees=vide,
        formats={"Année": "texte"},
        alternative=manque,
        jeux=jeux,
        avertissements=avertissements,
        etat=etat,
    )


def _manque_du_choix(
    con: duckdb.DuckDBPyConnection, filters: Filters, manque: str, jeux: Sequence[str]
) -> tuple[str, str]:
    """What is missing under a choice of establishments, the imports, the choice, or perhaps both; and the state of that."""
    held = kept_presence(con)
    dated = [
        j for j in jeux if j in PRESENCE and (j, "") not in held
    ]  # the directory alone brings no event of a year
    absent = absents(con, filters, jeux)
    if not filters.annees or (absent and absent != dated):
        return f"Rien pour ce choix d'établissements. {manque}", "absent"
    if absent:
        return manque, "absent"
    # A slide and a printed page say it too, where nobody can widen the choice.
    return f"Rien de ce qui est importé ne concerne {choix_et_annees(filters)}.", "calculé"


def absents(con: duckdb.DuckDBPyConnection, filters: Filters, jeux: Sequence[str]) -> list[str]:
    """Those of `jeux` of which nothing is imported for the years of the filter, of whatever establishment."""
    held = kept_presence(con)
    return [
        j
        for j in jeux
        if j in PRESENCE  # of an index the years are not followed
        and (j, "") not in held
        and not any(of == j if not filters.annees else _compte(j, of, annee, filters) for of, annee in held)
    ]


def annees_importees(con: duckdb.DuckDBPyConnection, filters: Filters, jeu: str) -> list[str]:
    """Those of the chosen years of which rows of `jeu` are imported, of whatever establishment: nothing is known of the others."""
    held = kept_presence(con)
    return [a for a in filters.annees if (jeu, a) in held]


def _compte(jeu: str, of: str, annee: str, filters: Filters) -> bool:
    """True when the rows of `of` in that year are what a figure of `jeu` shows: equipment stays from year to year."""
    return of == jeu and (annee in filters.annees or (jeu in _CUMULES and annee < max(filters.annees)))


def choix_et_annees(filters: Filters) -> str:
    """« cet établissement cette année-là », « ce choix d'établissements ces années-là »: it may leave one."""
    qui = "cet établissement" if filters.un_seul else "ce choix d'établissements"
    return f"{qui} {'ces années-là' if len(filters.annees) > 1 else 'cette année-là'}"


def pour_tous(figure: Callable[..., Visual]) -> Callable[..., Visual]:
    """A figure that no choice of establishments moves: built once for its years, and said to be so where some are chosen.

    What it says when there is nothing to show may speak of the choice: that is built for each.
    """
    gardee = retenue(figure)

    @wraps(figure)
    def builder(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
        tous = gardee(con, filters.sans_etablissement(), view, taille)
        if filters.par_etablissement and tous.etat == "absent":
            return figure(con, filters, view, taille)
        dits = (typographier(HORS_FILTRE),) if filters.par_etablissement else ()
        return replace(
            tous,
            filtre=filters.en_mots(),
            avertissements=(*dits, *tous.avertissements),
            donnees=tous.donnees.copy(deep=False),
        )

    return builder


def annees_de(frame: pd.DataFrame) -> list[str]:
    """The school years of a frame, oldest first."""
    return sorted(str(a) for a in frame["annee"].unique())


def ensemble(annees: Sequence[str]) -> str:
    """The years that a figure adds up: « 2023-2024 », « 2022-2023 et 2023-2024 ensemble »."""
    return periode(annees) + (" ensemble" if len(annees) > 1 else "")


def dater(titre: str, frame: pd.DataFrame) -> str:
    """The finding, said to be of the last year when several stand side by side: « En 2024-2025, … »."""
    annees = annees_de(frame)
    return f"En {annees[-1]}, {titre[:1].lower()}{titre[1:]}" if len(annees) > 1 else titre


def en_francais(colonne: pd.Series[Any]) -> pd.Series[Any]:
    """The `key` of `sort_values`: words in the order of a French dictionary, É beside E; numbers as they are."""
    return colonne if is_numeric_dtype(colonne.dtype) else colonne.map(cle_tri, na_action="ignore")


def decroissant(frame: pd.DataFrame, nombre: str, nom: str) -> pd.DataFrame:
    """The same rows, the largest `nombre` first; as many have their names in French order."""
    return frame.sort_values(
        [nombre, nom], ascending=[False, True], key=en_francais, kind="stable", ignore_index=True
    )


def en_plus(valeurs: int, nom: str, limite: int = LIMITE) -> str:
    """What bars leave out of so many values, each a `nom`: « 3 autres modules dans les données »; "" where all are drawn."""
    reste = valeurs - limite
    return f"{compte(reste, f'autre {nom}', f'autres {nom}s')} dans les données" if reste > 0 else ""


def complete(frame: pd.DataFrame, etiquette: str, compte: str) -> pd.DataFrame:
    """The same counts with a row for every label in every year: what does not occur in a year that is known is zero."""
    large = frame.pivot_table(index="annee", columns=etiquette, values=compte, aggfunc="sum", fill_value=0)
    # As many have the order of a dictionary, which the columns do not.
    noms: list[str] = sorted(map(str, large.columns), key=cle_tri)
    large = large[noms]
    return large.reset_index().melt(id_vars="annee", var_name=etiquette, value_name=compte)


def situe(nom: str, commune: object) -> str:
    """A school with its commune, where that is known: many bear the same name."""
    return f"{nom} ({commune})" if isinstance(commune, str) and commune else nom


def situes(noms: Iterable[object], communes: Iterable[object]) -> list[str]:
    """`situe` of each of them."""
    return [situe(str(nom), commune) for nom, commune in zip(noms, communes, strict=True)]


def jours(moments: pd.Series[Any]) -> pd.Series[Any]:
    """The days of a column of moments, for a table: midnight of each, for there may be tens of thousands."""
    days: pd.Series[Any] = pd.to_datetime(moments).dt.normalize()
    return days


def entiers(valeurs: Iterable[Any]) -> list[int | None]:
    """Counts as the cells of a table: None of one that is not known."""
    values = list(valeurs)
    return [None if absent else int(v) for v, absent in zip(values, pd.isna(values), strict=True)]


def cellules(frame: Colonnes, compte: str) -> list[Any]:
    """A count of a masked frame as the cells of a table: the number, « masqué », or nothing known."""
    values = list(frame[compte])
    rows = zip(values, pd.isna(values), frame[f"{compte}_masque"], strict=True)
    return [MASQUE if masked else None if absent else int(v) for v, absent, masked in rows]


def par_annee(
    frame: Colonnes,
    etiquette: str,
    valeur: str,
    texte: str,
    *,
    famille: str,
    limite: int = LIMITE,
    total: float | None = None,
    tri: bool = True,
    accent: Sequence[str] | None = None,
    absent: str = TIRET_ABSENT,
    taille: float = 1,
) -> dict[str, Any]:
    """Bars of `frame` (one row per label and `annee`): one per label, or one per label and year for several years.

    `valeur` may hold `MASQUE`; `texte` is the column written at the end of a bar. At most `limite` labels, those that
    are largest in the last year; the table holds the others. `accent` names the labels of one year that stand out,
    `absent` is what one without a row in a year says.
    """
    # Plain lists: a page draws dozens of these small tables, for which each step of pandas costs more than the drawing.
    lues = lire(frame, (etiquette, "annee", valeur, texte))
    rows = list(zip(*lues.values(), strict=True))
    if tri:
        rows.sort(key=lambda row: -rang if (rang := nombre(row[2])) is not None else inf)
    annees = sorted({annee for _, annee, _, _ in rows})
    noms = list(dict.fromkeys(nom for nom, annee, _, _ in rows if annee == annees[-1]))
    noms = list(dict.fromkeys([*noms, *(row[0] for row in rows)]))[:limite]
    if len(annees) == 1:
        une = [row for row in rows if row[0] in noms]
        return barres(
            {
                etiquette: [row[0] for row in une],
                valeur: [row[2] for row in une],
                texte: [row[3] for row in une],
            },
            etiquette,
            valeur,
            famille=famille,
            textes=texte,
            accent=accent,
            tri=False,
            total=total,
            taille=taille,
        )
    large = {etiquette: noms}
    for annee in annees:
        cells = {nom: (v, t) for nom, a, v, t in rows if a == annee}
        large[annee] = [cells.get(nom, (None, ""))[0] for nom in noms]
        large[f"{annee} mots"] = [cells.get(nom, (None, absent))[1] for nom in noms]
    return groupees(
        large,
        etiquette,
        annees,
        famille=famille,
        textes={a: f"{a} mots" for a in annees},
        total=total,
        taille=taille,
    )
