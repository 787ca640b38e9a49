"""Offers, replies, registrations, families: what a reader sees by type, secteur and circonscription, never by school.

The cells are the finest groups that facets can tell apart: schools of one type, secteur and circonscription. Which
are masked is decided once per family of counts and year on the whole territory; every filter by facets is a union
of groups, so that differences between filters give nothing else than what the shown groups already say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Literal

import duckdb

from tne import settings
from tne.filters import Filters
from tne.queries.masking import PAR_ETABLISSEMENT, TROP_PETIT, left_out
from tne.queries.memoire import retenue
from tne.queries.perimeter import actuels
from tne.queries.school_persons import successeurs

_PRESENTS = 1  # place of the presences among the counts of the registrations

Famille = Literal["offres", "reponses", "inscriptions", "familles"]

# Counts of one family are linked (registered = present + absent + not processed): masked together.
_ROWS: Mapping[str, str] = {
    "offres": "SELECT annee, uai, offres AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_envoi",
    "reponses": "SELECT annee, uai, count(DISTINCT repondant) AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_reponse GROUP BY annee, uai",
    "inscriptions": "SELECT c.annee, n.uai, c.inscriptions AS n1, c.presences AS n2, c.absences AS n3, c.non_traitees AS n4 "
    "FROM v_cumul c LEFT JOIN v_numero n ON n.ecole = c.ecole",
    "familles": "SELECT annee, uai, coalesce(sum(familles), 0) AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_atelier GROUP BY annee, uai",
}

# Grain: one school year and group, with the UAIs that its rows name, and the establishments that count in their place.
_GROUPS = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT annee, groupe, list(uai) AS uais, list(DISTINCT actuel) AS actuels, {sommes} FROM (
    SELECT c.*, coalesce(r.actuel, c.uai) AS actuel,
           CASE WHEN c.uai IS NULL THEN '{sans_ecole}' WHEN e.uai IS NULL THEN 'inconnu'
                ELSE concat_ws(chr(31), coalesce(e.type, ''), coalesce(e.secteur, ''), coalesce(e.circonscription, '')) END AS groupe
    FROM ({rows}) c LEFT JOIN remplace r ON r.ancien = c.uai LEFT JOIN etablissement e ON e.uai = coalesce(r.actuel, c.uai)
    WHERE c.annee IS NOT NULL AND n1 + n2 + n3 + n4 > 0
) GROUP BY annee, groupe ORDER BY annee, groupe
"""
_FACETTES = "SELECT uai, concat_ws(chr(31), coalesce(type, ''), coalesce(secteur, ''), coalesce(circonscription, '')) FROM etablissement"
_SEPARE = "\x1f"
_SANS_ECOLE = "sans établissement"


@dataclass
class _Groupe:
    """One group in one year: its schools with rows, and its counts."""

    ecoles: set[str]
    comptes: list[int]
    sans_ecole: bool


@dataclass(frozen=True)
class _Annee:
    """One year of the whole territory: its groups, the group of each establishment as the rows name it, what is masked."""

    groupes: Mapping[str, _Groupe]
    groupe_de: Mapping[str, str]
    masques: frozenset[str]
    total_montre: bool
    ecoles: frozenset[str]


@dataclass(frozen=True)
class Portee:
    """What a reader may see of a family of counts under a filter, in one school year.

    `uais` are the establishments whose rows may be added up, None for the whole territory. When `masque`, nothing;
    `raison` says why, or how many masked establishments are left out.
    """

    uais: tuple[str, ...] | None = None
    masque: bool = False
    etablissements_masques: int = 0
    tout_le_territoire: bool = False
    raison: str = ""


def _masked_groups(groups: Mapping[str, _Groupe]) -> tuple[frozenset[str], bool]:
    """The groups to mask in one year, and whether the totals of the territory may be shown."""
    seuil, few = settings.seuil(), settings.masques_minimum()
    used = [i for i in range(4) if any(g.comptes[i] for g in groups.values())]
    total_shown = all(sum(g.comptes[i] for g in groups.values()) >= seuil for i in used)

    def small(g: _Groupe) -> bool:
        # Under three schools, each could take its own away; no more presences than schools: one each.
        alone = not g.sans_ecole and len(g.ecoles) < few
        one_each = 0 < g.comptes[_PRESENTS] <= len(g.ecoles)
        return alone or one_each or any(0 < n < seuil for n in g.comptes)

    order = sorted(groups, key=lambda k: (groups[k].comptes[0], k))
    masked = [k for k in order if small(groups[k])]
    rest = [k for k in order if k not in masked]

    def enough() -> bool:
        schools = sum(len(groups[k].ecoles) for k in masked)
        sums = [sum(groups[k].comptes[i] for k in masked) for i in used]
        return len(masked) >= 2 and schools >= few and all(n >= max(2 * seuil, schools + 1) for n in sums)

    while masked and rest and not enough():
        masked.append(rest.pop(0))
    return frozenset(masked), total_shown


def portees(
    con: duckdb.DuckDBPyConnection,
    famille: Famille,
    filters: Filters,
    annees: Sequence[str],
    *,
    par_groupe: bool = False,
) -> dict[str, Portee]:
    """School year → what a reader may see of this family under the filter; masked in one year is masked in all.

    `par_groupe`: the question itself makes sub-totals by type, secteur or circonscription. Masked groups are then left
    out of the whole territory too: in a row of such a table they would be what a filter on that row leaves out.
    """
    return _portees(con, famille, filters, tuple(annees), par_groupe)


@retenue
def _portees(
    con: duckdb.DuckDBPyConnection,
    famille: Famille,
    filters: Filters,
    annees: tuple[str, ...],
    par_groupe: bool,
) -> dict[str, Portee]:
    years = _annees(con, famille, annees)
    masked = frozenset().union(*(y.masques for y in years.values()))
    kept = actuels(con, filters)

    @lru_cache(maxsize=2)
    def shown(schools: frozenset[str]) -> tuple[str, ...]:
        """Of these establishments those that are not masked, as the rows of any of the years name them."""
        uais, actuels_ = _montrables(con, famille, annees)
        return tuple(compress(uais, map(schools.__contains__, actuels_)))

    @lru_cache(maxsize=1)
    def kinds() -> frozenset[str]:
        groups = _groupes(con)
        return frozenset(groups.get(u, "") for u in kept or ())

    return {a: _portee(y, masked, filters, kept, shown, par_groupe, kinds) for a, y in years.items()}


def _annees(con: duckdb.DuckDBPyConnection, famille: Famille, annees: tuple[str, ...]) -> dict[str, _Annee]:
    held = _territoire(con, famille)
    return {a: held.get(a) or _annee({}, {}) for a in annees}


@retenue
def _montrables(
    con: duckdb.DuckDBPyConnection, famille: Famille, annees: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The establishments that are masked in none of these years, as rows of any of them name them, in order; and the one that
    each counts as.
    """
    years, new = _annees(con, famille, annees), successeurs(con)
    masked = frozenset().union(*(y.masques for y in years.values()))
    group_of = {uai: key for y in years.values() for uai, key in y.groupe_de.items()}
    uais = tuple(sorted(u for u, k in group_of.items() if k not in masked))
    return uais, tuple(map(new.get, uais, uais))


@retenue
def _groupes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Establishment → its group, also where it has no row."""
    return dict(con.execute(_FACETTES).fetchall())


def _personne(year: _Annee, kinds: frozenset[str]) -> bool:
    """True when nobody of the year is in a group of these kinds: filters by facets already show that zero, of each of them.

    A facet that a school lacks no filter names: all groups alike but for it count.
    """

    def alike(kind: str, group: str) -> bool:
        pairs = zip(kind.split(_SEPARE), group.split(_SEPARE), strict=True)
        return all(mine in ("", theirs) for mine, theirs in pairs)

    if not kinds or not all(kinds):
        return False
    named = [g for g in year.groupes if _SEPARE in g]
    return not any(alike(kind, group) for kind in kinds for group in named)


@retenue
def _territoire(con: duckdb.DuckDBPyConnection, famille: Famille) -> dict[str, _Annee]:
    """School year → its groups. The same for every filter: a reader's filters are unions of groups."""
    new = successeurs(con)
    groups: dict[str, dict[str, _Groupe]] = {}
    group_of: dict[str, dict[str, str]] = {}
    sums = ", ".join(f"CAST(sum(n{i}) AS BIGINT)" for i in range(1, 5))
    sql = _GROUPS.format(rows=_ROWS[famille], sommes=sums, sans_ecole=_SANS_ECOLE)
    # Added up there: a nation has hundreds of thousands of rows by school.
    rows = con.execute(sql, {"anciens": list(new), "actuels": list(new.values())}).fetchall()
    for annee, key, uais, current, *counts in rows:
        without = key == _SANS_ECOLE
        groups.setdefault(annee, {})[key] = _Groupe(set() if without else set(current), counts, without)
        group_of.setdefault(annee, {}).update({} if without else dict.fromkeys(uais, key))
    return {a: _annee(by_key, group_of[a]) for a, by_key in groups.items()}


def _annee(groups: Mapping[str, _Groupe], group_of: Mapping[str, str]) -> _Annee:
    return _Annee(
        groups, group_of, *_masked_groups(groups), frozenset().union(*(g.ecoles for g in groups.values()))
    )


def _portee(
    year: _Annee,
    masked: frozenset[str],
    filters: Filters,
    kept: frozenset[str] | None,
    shown: Callable[[frozenset[str]], tuple[str, ...]],
    par_groupe: bool,
    kinds: Callable[[], frozenset[str]],
) -> Portee:
    schools = year.ecoles
    whole = kept is None or (bool(schools) and kept >= schools)
    if whole and not (par_groupe and masked):
        return Portee(None, not year.total_montre, 0, True, "" if year.total_montre else TROP_PETIT)
    if not whole and (filters.etablissements or filters.communes or filters.epcis):
        return Portee(()) if _personne(year, kinds()) else Portee((), True, raison=PAR_ETABLISSEMENT)
    kept = schools if kept is None else kept
    hidden = frozenset().union(*(g.ecoles & kept for k, g in year.groupes.items() if k in masked))
    if hidden and hidden == schools & kept:
        return Portee((), True, len(hidden), raison=left_out(len(hidden)))
    return Portee(shown(kept), False, len(hidden), raison=left_out(len(hidden)))
