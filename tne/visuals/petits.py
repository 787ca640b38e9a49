"""« petit effectif, ne pas diffuser »: where it stands for coordinators, decided once for all figures.

A figure says which of its columns count persons (their format is `personnes`); the remark beside its rows, in its table, its
list and its CSV, and the note under its drawing follow. What counts sessions, meetings or schools is never small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from tne.filters import View
from tne.queries.masking import PETIT
from tne.queries.tableaux import est_petit, petits_dits, sont_petits
from tne.typographie import entier
from tne.visuals.visual import PERSONNES

REMARQUE = "Remarque"
ETAT = "État"
"""Where a table says whence each row comes."""
PUBLICS = ("publié", "déclaré")
"""Whoever published or declared a figure has made it known already."""


def petit(valeur: Any) -> bool:
    """True for a count of 1 to threshold - 1; a word (« masqué ») or nothing is none."""
    return not isinstance(valeur, str) and not pd.isna(valeur) and est_petit(valeur)


def remarques(donnees: pd.DataFrame, formats: Mapping[str, str]) -> np.ndarray[Any, Any]:
    """One remark per row: PETIT where a count of persons is small, else ""."""
    lignes = np.zeros(len(donnees), dtype=bool)
    for nom in donnees.columns:
        if formats.get(str(nom)) == PERSONNES:
            lignes |= _petits(donnees[nom])
    if ETAT in donnees.columns:
        lignes &= ~donnees[ETAT].isin(PUBLICS).to_numpy(dtype=bool)
    return petits_dits(lignes)


def _petits(cellules: pd.Series[Any]) -> np.ndarray[Any, Any]:
    if is_numeric_dtype(cellules.dtype):
        return sont_petits(cellules)
    return np.fromiter(map(petit, cellules.tolist()), dtype=bool, count=len(cellules))


def remarquer(
    donnees: pd.DataFrame, formats: Mapping[str, str], view: View | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The rows with their remarks, where there is one to make: for coordinators only.

    Raises ValueError where persons are counted and nobody said for whom: a mistake of the program.
    """
    if PERSONNES not in formats.values():
        return donnees, dict(formats)
    if view is None:
        raise ValueError("un effectif de personnes, sans dire pour qui")
    notes = remarques(donnees, formats) if view == "coordination" else np.array([])
    if not notes.any():
        return donnees, dict(formats)
    return donnees.assign(**{REMARQUE: notes}), {**formats, REMARQUE: "texte"}


def sans(donnees: pd.DataFrame, formats: Mapping[str, str], ecartees: Sequence[str]) -> pd.DataFrame:
    """The rows without some columns; their remarks are those of the counts that are left to be read."""
    reste = donnees.drop(columns=list(ecartees), errors="ignore")
    comptees = any(formats.get(nom) == PERSONNES for nom in ecartees if nom in donnees)
    if REMARQUE not in reste or not comptees:
        return reste
    nues = reste.drop(columns=REMARQUE)
    notes = remarques(nues, formats)
    return nues.assign(**{REMARQUE: notes}) if notes.any() else nues


def note(donnees: pd.DataFrame) -> str:
    """What is told under a drawing, whose marks have no room for it: how many rows are small, where others are not; "" for
    none.
    """
    petites = int((donnees[REMARQUE] == PETIT).sum()) if REMARQUE in donnees.columns else 0
    debut, toutes = f"{PETIT[:1].upper()}{PETIT[1:]}", len(donnees)
    if not petites:
        return ""
    if petites == toutes:
        return f"{debut}."
    return f"{debut} : {entier(petites)} des {entier(toutes)} lignes de « Données »."
