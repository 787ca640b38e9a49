"""The collèges de référence, and in which school years each is represented: one of its teachers was present at a training."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from tne.queries.additions import Nombres, Uais, choix, cumul, numeros
from tne.queries.memoire import retenue
from tne.queries.perimeter import Perimetre

# Grain: one collège, in the order in which they are listed.
_COLLEGES = """
SELECT uai, nom, commune, secteur, premiere, derniere FROM v_etablissement WHERE college_de_reference AND remplace_par IS NULL
ORDER BY strip_accents(lower(coalesce(commune, ''))), strip_accents(lower(coalesce(nom, ''))), uai
"""
_ACTUELS = "SELECT uai, uai_actuel FROM v_etablissement"
_COLONNES = ["annee", "uai", "nom", "commune", "secteur", "represente"]


@dataclass(frozen=True)
class _Colleges:
    """The collèges (`rang` is their place), and the place of the one that each number of a school counts for; -1: none."""

    liste: pd.DataFrame
    rang_de: Nombres

    def ouverts(self, annee: str) -> Nombres:
        """True at the place of each that counts in that school year."""
        return ((self.liste["premiere"] <= annee) & (annee <= self.liste["derniere"])).to_numpy(dtype=bool)


@retenue
def _colleges(con: duckdb.DuckDBPyConnection) -> _Colleges:
    frame = con.execute(_COLLEGES).df()
    frame["rang"] = range(len(frame))
    places = dict(zip(frame["uai"].tolist(), frame["rang"].tolist(), strict=True))
    known = numeros(con).de
    of_number = np.full(len(known) + 1, -1)
    for uai, actual in con.execute(_ACTUELS).fetchall():
        if uai in known:
            of_number[known[uai]] = places.get(actual, -1)
    return _Colleges(frame, of_number)


def _couverts(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, Nombres]:
    """School year with a processed registration → true at the place of each collège of that year that teachers of these schools represent."""
    colleges, of_year = _colleges(con), cumul(con)
    present = (of_year.comptes["presences"] > 0) & choix(con, uais)
    # Of a year of which no registration is processed, which collèges came is not known: « 29 sans » would be said of all.
    processed = np.any(of_year.comptes["presences"] + of_year.comptes["absences"], axis=1).tolist()
    found = {}
    for annee, there, known in zip(of_year.annees, present, processed, strict=True):
        if not known:
            continue
        places = colleges.rang_de[there]
        found[annee] = mask = np.zeros(len(colleges.liste), dtype=bool)
        mask[places[places >= 0]] = True
        mask &= colleges.ouverts(annee)
    return found


def lister(con: duckdb.DuckDBPyConnection, uais: Uais, annees: tuple[str, ...]) -> pd.DataFrame:
    """Grain: one collège of these schools that counts in a school year (all without any) with processed registrations, year by year.

    Columns: annee, uai, nom, commune, secteur, represente.
    """
    colleges, covered = _colleges(con), _couverts(con, uais)
    rangs = Perimetre(uais).lignes(colleges.liste)["rang"].to_numpy()
    asked = [a for a in covered if not annees or a in annees]
    of_year = [rangs[colleges.ouverts(a)[rangs]] for a in asked]
    rows = colleges.liste.iloc[np.concatenate([np.zeros(0, dtype=int), *of_year])].reset_index(drop=True)
    represented = [covered[a][kept] for a, kept in zip(asked, of_year, strict=True)]
    rows["annee"] = pd.Series(
        np.repeat(np.array(asked, dtype=object), [len(k) for k in of_year]), dtype="str"
    )
    rows["represente"] = np.concatenate([np.zeros(0, dtype=bool), *represented])
    return rows[_COLONNES]


def combien(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, int]:
    """School year with a processed registration → how many of the collèges of these schools are represented."""
    places = Perimetre(uais).lignes(_colleges(con).liste)["rang"].to_numpy()
    return {annee: int(mask[places].sum()) for annee, mask in _couverts(con, uais).items()}
