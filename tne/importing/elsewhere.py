"""Which départements a file is of, where all its rows are set aside for being of none of the territory's."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tne import settings, territoire
from tne.importing.model import Liaison, Reconnaissance, Resultat
from tne.importing.problems import HORS_TERRITOIRE
from tne.kinds import DEPARTEMENT

_MOST = 3


def of_elsewhere(recognised: Sequence[Reconnaissance], result: Resultat) -> str:
    """The sentence that names the départements of the file and the territory; "" where its rows were set aside for something else."""
    if all(p.message != HORS_TERRITOIRE for p in result.problemes if p.code == "ecartees"):
        return ""
    names = territoire.noms_des_departements()
    codes = sorted(
        {c for r in recognised for li in r.liaisons for c in _codes(r, li)} - set(settings.territoire())
    )
    if not codes:
        return ""
    told = [f"{names.get(c, 'département')} ({c})" for c in codes]
    there = ", ".join(told) if len(told) <= _MOST else f"{len(told)} départements"
    here = ", ".join(f"{names.get(c, 'département')} ({c})" for c in settings.territoire())
    return (
        f"Les lignes de ce fichier sont d'un autre territoire : {there}. Ce tableau de bord est celui de : {here}. "
        "Prenez le fichier de ce territoire, ou le fichier national."
    )


def _codes(r: Reconnaissance, li: Liaison) -> set[str]:
    """The codes of départements ("094") that the rows say, by their column or by the beginning of their UAI."""
    for column in li.dataset.columns:
        header = li.colonnes.get(column.name)
        if header is None or not (column.kind is DEPARTEMENT or column.name == "uai"):
            continue
        texts = pc.unique(
            r.tableau.donnees.column(r.tableau.entete.index(header)).cast(pa.string())
        ).to_pylist()
        found = {str(t).strip().upper() for t in texts if t}
        return {t[:3] if column.name == "uai" else t.rjust(3, "0") for t in found}
    return set()
