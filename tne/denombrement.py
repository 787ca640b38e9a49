"""Which schools a denominator counts, in words: the same département has one number of collèges in a bilan, another in its directory."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.indicators import Value
from tne.queries.natures import A_VENIR, FERME, HORS_CONTRAT, INCONNU, PUBLIC, SOUS_CONTRAT, natures
from tne.typographie import accord, compte, entier, enumeration

COLLEGES, ETABLISSEMENTS = "colleges", "etablissements"
"""The denominators that count schools: collèges de référence; open écoles and collèges."""

_MOTS = {
    PUBLIC: ("public", "publics"),
    SOUS_CONTRAT: ("privé sous contrat", "privés sous contrat"),
    HORS_CONTRAT: ("privé hors contrat", "privés hors contrat"),
    INCONNU: ("dont le contrat n'est pas connu",) * 2,
    FERME: ("fermé ou remplacé", "fermés ou remplacés"),
    A_VENIR: ("qui n'est pas encore ouvert", "qui ne sont pas encore ouverts"),
}


def denombrements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, str]:
    """Denominator that counts schools → which ones it counts for this choice and which it leaves out; "" where that is one
    school or none. Of a choice of establishments nothing is published.
    """
    seen, choix = natures(con, filters, view), filters.par_etablissement
    return {COLLEGES: _colleges(seen, choix), ETABLISSEMENTS: _etablissements(seen, choix)}


def denombrement_de(value: Value, said: Mapping[str, str]) -> str:
    """What `said` (`denombrements`) tells of the schools that this figure is out of; "" of what is out of none that the base has
    counted.
    """
    return said.get(value.indicateur.denominateur, "") if value.denominateur else ""


def _colleges(natures: pd.DataFrame, choix: bool) -> str:
    counts = _par_nature(natures, "Collège")
    kept = {n: counts.get(n, 0) for n in (PUBLIC, SOUS_CONTRAT) if counts.get(n)}
    total = sum(kept.values())
    if total < 2:
        return ""
    said = f"Comptés ici : {entier(total)} collèges ouverts, "
    said += f"tous {_MOTS[next(iter(kept))][1]}." if len(kept) == 1 else f"{_liste(kept)}."
    left = {n: counts[n] for n in (HORS_CONTRAT, INCONNU, FERME, A_VENIR) if counts.get(n)}
    if left:
        said += f" Non comptés : {_liste(left)}."
    others = [
        f"{entier(n)} {mots}"
        for n, mots in (
            (kept.get(PUBLIC, 0), "avec les seuls publics"),
            (total + left.get(HORS_CONTRAT, 0) + left.get(INCONNU, 0), "avec tous ceux de l'annuaire"),
        )
        if n not in (0, total)
    ]
    if others and not choix:
        said += f" Un bilan publié peut en compter un autre nombre : {enumeration(others, 'ou')}."
    return said


def _etablissements(natures: pd.DataFrame, choix: bool) -> str:
    counts = {t: _par_nature(natures, t) for t in ("École", "Collège")}
    open_ = {
        t: sum(n for nature, n in c.items() if nature not in (FERME, A_VENIR)) for t, c in counts.items()
    }
    if sum(open_.values()) < 2:
        return ""
    mots = enumeration(compte(n, t.lower()) for t, n in open_.items() if n)
    ecoles = not open_["Collège"]
    said = f"{'Comptées' if ecoles else 'Comptés'} ici : {mots} {'ouvertes' if ecoles else 'ouverts'}"
    outside = sum(c.get(HORS_CONTRAT, 0) for c in counts.values())
    said += f", dont {entier(outside)} hors contrat." if outside else "."
    reference = int(natures["reference"].sum())
    if reference and reference != open_["Collège"] and not choix:
        said += (
            f" Les chiffres de Formations et de Numérixplore sont sur {compte(reference, 'collège')} : "
            "ils ne comptent que les publics et les privés sous contrat."
        )
    return said


def _par_nature(natures: pd.DataFrame, genre: str) -> dict[str, int]:
    rows = natures[natures["type"] == genre]
    return dict(zip(rows["nature"], rows["etablissements"].astype(int), strict=True))


def _liste(counts: dict[str, int]) -> str:
    return enumeration(f"{entier(n)} {accord(n, *_MOTS[nature])}" for nature, n in counts.items())
