"""One cell as French text, the same in every document and under every chart of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from tne.typographie import (
    TIRET_ABSENT,
    arrondir,
    date_courte,
    decimal,
    entier,
    est_absent,
    mois_et_annee,
    pourcent,
)
from tne.visuals.visual import ENTIERS, MOIS

MOTS = ("texte", "date", MOIS)
"""What is read from its left, as words are; numbers stand on the right."""


def write_column(valeurs: Sequence[Any], format_: str) -> list[str]:
    """The cells of a column, as `write_cell` writes each; percentages under one another all have a decimal where one has."""
    ecrites = [write_cell(v, format_) for v in valeurs]
    if format_ != "pourcent" or not any("," in e for e in ecrites):
        return ecrites
    return [
        e if isinstance(v, str) or e == TIRET_ABSENT else pourcent(v, 1)
        for v, e in zip(valeurs, ecrites, strict=True)
    ]


def write_cell(valeur: Any, format_: str) -> str:
    """A missing value reads as a dash, a word ("masqué") as itself, a percentage with one decimal when it has one."""
    if isinstance(valeur, str):
        return valeur
    if valeur is None or valeur is pd.NaT or valeur is pd.NA:
        return TIRET_ABSENT
    if isinstance(valeur, date):
        return mois_et_annee(valeur) if format_ == MOIS else date_courte(valeur)
    if format_ == "texte":
        return TIRET_ABSENT if isinstance(valeur, float) and est_absent(valeur) else str(valeur)
    if format_ in ENTIERS:
        return entier(valeur)
    if est_absent(valeur):
        return TIRET_ABSENT
    decimales = 0 if arrondir(valeur, 1) == arrondir(valeur) else 1
    return pourcent(valeur, decimales) if format_ == "pourcent" else decimal(valeur, max(decimales, 1))
