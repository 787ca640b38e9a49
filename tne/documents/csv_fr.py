"""CSV for French spreadsheets: `;`, UTF-8 with BOM, decimal comma, dates dd/mm/yyyy, no formula.

The only writer of CSV meant for people: every download of a page or a document goes through it.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from tne.typographie import arrondir, date_courte, est_absent
from tne.visuals.visual import ENTIERS

FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that Excel or LibreOffice may take for a formula, in a text cell."""

DECIMALES_RATIO = 4


def cellule_sure(texte: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would start a formula.

    NUL characters are dropped: no spreadsheet reads on after one.
    """
    texte = texte.replace("\x00", "")
    return f"'{texte}" if texte.lstrip(" \u00a0\u202f").startswith(FORMULES) else texte


def _nombre(valeur: Any, format_: str) -> str:
    reel = valeur if isinstance(valeur, Decimal) else float(valeur)
    if est_absent(reel) or (isinstance(reel, float) and math.isinf(reel)):
        return ""
    if format_ in ENTIERS:
        return str(arrondir(reel))
    if format_ == "pourcent":  # a ratio, as spreadsheets expect: 32.98 is written 0,3298
        return f"{arrondir(Decimal(repr(float(reel))) / 100, DECIMALES_RATIO)}".replace(".", ",")
    # With six decimals: no zero of tens is taken off.
    return f"{arrondir(reel, 6):f}".rstrip("0").rstrip(".").replace(".", ",")


def _cellule(valeur: Any, format_: str) -> str:
    if valeur is None or valeur is pd.NaT or valeur is pd.NA:
        return ""
    if isinstance(valeur, str):
        return cellule_sure(valeur)
    if isinstance(valeur, bool | np.bool_):  # pandas gives the second where a cell of the column is empty
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return date_courte(valeur)
    if format_ == "texte":
        return "" if isinstance(valeur, float) and math.isnan(valeur) else cellule_sure(str(valeur))
    return _nombre(valeur, format_)


def csv_francais(df: pd.DataFrame, formats: Mapping[str, str]) -> bytes:
    """The frame as bytes of CSV, header first, lines ending in CRLF.

    `formats` maps a column to "entier", "personnes", "pourcent" (held as 32.98, written 0,3298), "decimal",
    "texte", "date" or "mois" (its first day); a column that it does not name is text. Missing values are empty cells, a
    "masqué" stays a word.
    """
    return csv_par_parties([str(c) for c in df.columns], [df], formats)


def csv_par_parties(
    colonnes: Sequence[str], parties: Iterable[pd.DataFrame], formats: Mapping[str, str]
) -> bytes:
    """The same of a long table, whose parts are asked for one after the other: memory holds one of them and the text."""
    contenu = io.BytesIO()
    sortie = io.TextIOWrapper(contenu, encoding="utf-8-sig", newline="")
    ecrivain = csv.writer(sortie, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    ecrivain.writerow([cellule_sure(c) for c in colonnes])
    choisis = [formats.get(c, "texte") for c in colonnes]
    for partie in parties:
        for ligne in partie.itertuples(index=False, name=None):
            ecrivain.writerow([_cellule(v, f) for v, f in zip(ligne, choisis, strict=True)])
    sortie.flush()
    return contenu.getvalue()
