"""What maps draw on: the communes, and their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tne import geo, territoire
from tne.datasets.contours import CONTOUR
from tne.geo import Maillage, prefixe_du_code
from tne.queries.memoire import retenue

# Grain: one commune and the vintage in force, the latest imported of its département: each is often a file of its own.
_CONTOURS = f"""
SELECT code_insee, coalesce(nom, code_insee) AS nom, geometrie, coalesce(millesime, '') AS millesime FROM contour
WHERE geometrie IS NOT NULL
QUALIFY coalesce(millesime, '') = max(coalesce(millesime, '')) OVER (PARTITION BY {CONTOUR.departement}) ORDER BY code_insee
"""

_COMPTE = "uai NOT IN (SELECT uai FROM v_successeur)"
_NOMS = f"""
SELECT code_insee AS code, min(commune) AS nom, code_insee FROM etablissement
WHERE code_insee IS NOT NULL AND commune IS NOT NULL AND {_COMPTE} GROUP BY code_insee
UNION ALL SELECT uai, commune, code_insee FROM etablissement WHERE commune IS NOT NULL AND {_COMPTE} ORDER BY 1
"""
# Grain: one name that communes of several départements bear.
_HOMONYMES = f"""
SELECT commune FROM etablissement WHERE commune IS NOT NULL AND code_insee IS NOT NULL AND {_COMPTE}
GROUP BY commune HAVING count(DISTINCT {CONTOUR.departement}) > 1 ORDER BY commune
"""


def maillage_en_vigueur(con: duckdb.DuckDBPyConnection) -> Maillage | None:
    """The communes to draw on, None when there is nothing but points.

    The latest imported contours of the territory, where no département of it lacks them, else the map its setting names, else the
    schematic mesh.
    """
    ours = territoire.en_cours()
    rows = _imported(con)
    drawn = _contours(tuple(rows), ours.departements) if rows else None
    if drawn is None and ours.carte is not None:
        return _carte_reglee(ours.carte, ours.carte.stat().st_mtime_ns)
    return drawn or geo.maillage(ours.departements)


@retenue
def _imported(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    return con.execute(_CONTOURS).fetchall()


@lru_cache(maxsize=2)
def _carte_reglee(path: Path, _stamp: int) -> Maillage | None:
    return geo.maillage_de_contours(geo.lire_geojson(path.read_bytes()))


@lru_cache(maxsize=2)
def _contours(rows: tuple[tuple[str, str, str, str], ...], territoire: tuple[str, ...]) -> Maillage | None:
    # Kept by content: parsing the rings of 265 communes at each filter change would cost more than drawing them.
    outlines = geo.du_territoire((geo.contour(code, nom, g) for code, nom, g, _ in rows), territoire)
    ours = {outline.code_insee for outline in outlines}
    if set(map(geo.prefixe_insee, territoire)) > set(map(prefixe_du_code, ours)):
        return None
    millesimes = sorted({millesime for code, _, _, millesime in rows if millesime and code in ours})
    return geo.maillage_de_contours(outlines, " et ".join(millesimes))


@retenue
def communes_actuelles(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Code of a commune that is part of another since, where the directory still writes it → the code of that one, and its name:
    as the directory writes it, else as the list of merged communes of `data/reference` does.
    """
    names = _noms(con)
    return {
        ancien: (actuel, names.get(actuel, nom))
        for ancien, (actuel, nom) in geo.fusions().items()
        if ancien in names
    }


def communes_reunies(con: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows (`code_insee`, `commune`), those of a commune that is part of another since under that one, each by its name among
    `nommees`.
    """
    former = communes_actuelles(con)
    if not former and not _homonymes(con):
        return frame
    codes, names = frame["code_insee"].tolist(), frame["commune"].tolist()
    present = [former.get(code, (code, name)) for code, name in zip(codes, names, strict=True)]
    told = nommees(con, [name for _, name in present], [code for code, _ in present])
    return frame.assign(
        code_insee=pd.Series([code for code, _ in present], index=frame.index, dtype=object),
        commune=pd.Series(told, index=frame.index, dtype=object),
    )


def nommees(con: duckdb.DuckDBPyConnection, noms: Iterable[Any], codes: Iterable[Any]) -> list[Any]:
    """The names of the communes of these INSEE codes as lists, filters and maps write them: with its département where the
    directory has one of that name in another (« Vouillé (79) »). As it stands where the code is not known.
    """
    shared = _homonymes(con)
    if not shared:
        return list(noms)
    return [
        f"{nom} ({prefixe_du_code(code)})" if isinstance(code, str) and nom in shared else nom
        for nom, code in zip(noms, codes, strict=True)
    ]


@retenue
def _homonymes(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return frozenset(nom for (nom,) in con.execute(_HOMONYMES).fetchall())


@retenue
def noms_des_communes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """INSEE code, and UAI of a school → the name of its commune as the filter takes it: what a click on a map means.

    Of a commune that others are part of since, too, where the directory writes these alone.
    """
    told = _lus(con)
    here = nommees(con, [nom for _, nom, _ in told], [code for _, _, code in told])
    former = communes_actuelles(con).values()
    there = nommees(con, [nom for _, nom in former], [code for code, _ in former])
    return {code: nom for (code, _), nom in zip(former, there, strict=True)} | {
        key: nom for (key, _, _), nom in zip(told, here, strict=True)
    }


@retenue
def noms_ecrits(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """INSEE code, and UAI of a school → the name of its commune as the directory writes it."""
    return dict(communes_actuelles(con).values()) | _noms(con)


@retenue
def _noms(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {key: nom for key, nom, _ in _lus(con)}


@retenue
def _lus(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None]]:
    return con.execute(_NOMS).fetchall()
