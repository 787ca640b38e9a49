"""Offers, replies, registrations, families: what a reader sees by type, secteur and circonscription, never by school.

The cells are the finest groups that facets can tell apart: schools of one type, secteur and circonscription. Which
are masked is decided once per family of counts and year on the whole territory; every filter by facets is a union
of groups, so that differences between filters give nothing else than what the shown groups already say.

Registrations stand beside participants, families beside parents: under a filter both leave out the same establishments,
those masked by name. Presences less participants would else be theirs, where everybody comes once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from typing import Literal

import duckdb

from tne import settings
from tne.filters import Filters
from tne.queries.masking import PAR_ETABLISSEMENT, TROP_PETIT, Mesure, hidden_totals, left_out, masked_schools
from tne.queries.memoire import retenue
from tne.queries.perimeter import actuels
from tne.queries.retraits import Comptes, groupe_petit, retirees
from tne.queries.school_persons import effectifs, remplaces, successeurs

Famille = Literal["offres", "reponses", "inscriptions", "familles"]

# Counts of one family are linked (registered = present + absent + not processed): masked together.
_ROWS: Mapping[str, str] = {
    "offres": "SELECT annee, uai, offres AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_envoi",
    "reponses": "SELECT annee, uai, count(DISTINCT repondant) AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_reponse GROUP BY annee, uai",
    "inscriptions": "SELECT c.annee, n.uai, c.inscriptions AS n1, c.presences AS n2, c.absences AS n3, c.non_traitees AS n4 "
    "FROM v_cumul c LEFT JOIN v_numero n ON n.ecole = c.ecole",
    "familles": "SELECT annee, uai, coalesce(sum(familles), 0) AS n1, 0 AS n2, 0 AS n3, 0 AS n4 FROM v_atelier GROUP BY annee, uai",
}

_MESURES: Mapping[Famille, Mesure] = {"inscriptions": "participants", "familles": "parents"}
"""The count that a school has and that stands beside a family: nearly the same number, cell by cell."""

_LIGNES = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel), lignes AS (
    SELECT c.*, coalesce(r.actuel, c.uai) AS actuel, concat(c.annee, coalesce(r.actuel, c.uai)) IN (SELECT unnest($retires)) AS retiree,
           CASE WHEN c.uai IS NULL THEN '{sans_ecole}' WHEN e.uai IS NULL THEN 'inconnu'
                ELSE concat_ws(chr(31), coalesce(e.type, ''), coalesce(e.secteur, ''), coalesce(e.circonscription, '')) END AS groupe
    FROM ({rows}) c LEFT JOIN remplace r ON r.ancien = c.uai LEFT JOIN etablissement e ON e.uai = coalesce(r.actuel, c.uai)
    WHERE c.annee IS NOT NULL AND n1 + n2 + n3 + n4 > 0
)
"""
# Grain: one school year, group, and whether its schools are left out; the UAIs that its rows name, and the establishments that
# count in their place.
_GROUPS = f"""{_LIGNES}
SELECT annee, groupe, retiree, list(uai) AS uais, list(DISTINCT actuel) AS actuels, {{sommes}}
FROM lignes GROUP BY annee, groupe, retiree ORDER BY annee, groupe, retiree
"""
# Grain: one establishment of one school year, with its group.
_ECOLES = f"{_LIGNES} SELECT annee, groupe, actuel, {{sommes}} FROM lignes WHERE actuel IS NOT NULL GROUP BY ALL ORDER BY ALL"
_FACETTES = "SELECT uai, concat_ws(chr(31), coalesce(type, ''), coalesce(secteur, ''), coalesce(circonscription, '')) FROM etablissement"
_SEPARE = "\x1f"
_SANS_ECOLE = "sans établissement"


@dataclass
class _Groupe:
    """One group in one year: its schools with rows, and its counts."""

    ecoles: set[str]
    comptes: list[int]
    sans_ecole: bool = False

    def ajouter(self, ecoles: set[str], comptes: Sequence[int]) -> None:
        """Add schools with their counts."""
        self.ecoles |= ecoles
        self.comptes = [mine + theirs for mine, theirs in zip(self.comptes, comptes, strict=True)]


@dataclass(frozen=True)
class _Annee:
    """One year of the whole territory: the group of each establishment as the rows name it, its groups without the
    establishments left out under every filter (`retirees`), what is masked.
    """

    groupe_de: Mapping[str, str]
    groupes: Mapping[str, _Groupe]
    retirees: frozenset[str]
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
    tout_le_territoire: bool = False
    raison: str = ""


def _masked_groups(groups: Mapping[str, _Groupe], retires: _Groupe) -> tuple[frozenset[str], bool]:
    """The groups to mask in one year, and whether the totals of the territory may be shown. `retires`, what is left out under
    every filter, is masked with them.
    """
    seuil, few = settings.seuil(), settings.masques_minimum()
    every = (*groups.values(), retires)
    used = [i for i in range(4) if any(g.comptes[i] for g in every)]
    total_shown = all(sum(g.comptes[i] for g in every) >= seuil for i in used)

    def small(g: _Groupe) -> bool:
        if g.sans_ecole:
            return any(0 < n < seuil for n in g.comptes)
        return groupe_petit(len(g.ecoles), g.comptes, seuil, few)

    order = sorted(groups, key=lambda k: (groups[k].comptes[0], k))
    masked = [k for k in order if small(groups[k])]
    rest = [k for k in order if k not in masked]

    def enough() -> bool:
        hidden = [*(groups[k] for k in masked), *([retires] if retires.ecoles else [])]
        schools = sum(len(g.ecoles) for g in hidden)
        sums = [sum(g.comptes[i] for g in hidden) for i in used]
        return len(hidden) >= 2 and schools >= few and all(n >= max(2 * seuil, schools + 1) for n in sums)

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

    @cache
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
    return {a: held.get(a) or _annee({}, {}, _rien()) for a in annees}


def moins_d_annees(
    con: duckdb.DuckDBPyConnection, famille: Famille, annees: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The choices of fewer of these school years under which other groups are masked than under all of them: of those that mask
    the same, the one of the most years.
    """
    of_each = {a: y.masques for a, y in _annees(con, famille, tuple(annees)).items()}
    unions: set[frozenset[str]] = set()
    for masked in of_each.values():
        unions |= {masked} | {masked | other for other in unions}
    every = frozenset[str]().union(*of_each.values())
    found = (tuple(a for a, masked in of_each.items() if masked <= union) for union in unions - {every})
    return tuple(sorted(found))


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
    named = {g for g in year.groupe_de.values() if _SEPARE in g}
    return not any(alike(kind, group) for kind in kinds for group in named)


@retenue
def _territoire(con: duckdb.DuckDBPyConnection, famille: Famille) -> dict[str, _Annee]:
    """School year → its groups. The same for every filter: a reader's filters are unions of groups."""
    groups: dict[str, dict[str, _Groupe]] = {}
    group_of: dict[str, dict[str, str]] = {}
    out: dict[str, _Groupe] = {}
    # Added up there: a nation has hundreds of thousands of rows by school.
    retires = _retires(con, famille)
    for annee, key, retiree, uais, current, *counts in _demander(con, famille, _GROUPS, retires).fetchall():
        schools = set() if key == _SANS_ECOLE else set(current)
        if retiree:
            out.setdefault(annee, _rien()).ajouter(schools, counts)
        else:
            groups.setdefault(annee, {})[key] = _Groupe(schools, counts, key == _SANS_ECOLE)
        group_of.setdefault(annee, {}).update(dict.fromkeys(uais, key) if schools else {})
    # Where the total of the participants is masked, that of the presences is theirs.
    untold = hidden_totals(con, _MESURES[famille]) if famille in _MESURES else ()
    return {
        a: _annee(of, groups.get(a, {}), out.get(a, _rien()), total=a not in untold)
        for a, of in group_of.items()
    }


def _rien() -> _Groupe:
    return _Groupe(set(), [0, 0, 0, 0])


def _demander(
    con: duckdb.DuckDBPyConnection,
    famille: Famille,
    sql: str,
    retires: Mapping[str, frozenset[str]],
    **of: str,
) -> duckdb.DuckDBPyConnection:
    sums = ", ".join(f"CAST(sum(n{i}) AS BIGINT)" for i in range(1, 5))
    question = sql.format(rows=_ROWS[famille], sommes=sums, sans_ecole=_SANS_ECOLE)
    named = [annee + uai for annee, uais in retires.items() for uai in uais]
    return con.execute(question, {**remplaces(con), "retires": named, **of})


def _retires(con: duckdb.DuckDBPyConnection, famille: Famille) -> dict[str, frozenset[str]]:
    """School year → the establishments left out under every filter."""
    if famille not in _MESURES:
        return {}
    mesure = _MESURES[famille]
    masked = {a: found for a in effectifs(con, mesure) if (found := masked_schools(con, mesure, (a,)))}
    schools: dict[str, dict[str, dict[str, Comptes]]] = {a: {} for a in masked}
    for annee, key, uai, *counts in _demander(con, famille, _ECOLES, {}).fetchall() if masked else ():
        if annee in masked:
            schools[annee].setdefault(key, {})[uai] = tuple(counts)
    seuil, few = settings.seuil(), settings.masques_minimum()
    return {a: retirees(groups, masked[a], seuil, few) for a, groups in schools.items()}


def _annee(
    group_of: Mapping[str, str], groups: Mapping[str, _Groupe], retires: _Groupe, *, total: bool = True
) -> _Annee:
    masked, total_shown = _masked_groups(groups, retires)
    schools = frozenset(retires.ecoles).union(*(g.ecoles for g in groups.values()))
    return _Annee(group_of, groups, frozenset(retires.ecoles), masked, total and total_shown, schools)


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
    if whole and not (par_groupe and (masked or year.retirees)):
        raison = "" if year.total_montre else TROP_PETIT
        return Portee(None, masque=bool(raison), tout_le_territoire=True, raison=raison)
    if not whole and (filters.etablissements or filters.communes or filters.epcis):
        return Portee(()) if _personne(year, kinds()) else Portee((), masque=True, raison=PAR_ETABLISSEMENT)
    kept = schools if kept is None else kept
    out = year.retirees & kept
    hidden = out.union(*(g.ecoles & kept for k, g in year.groupes.items() if k in masked))
    if hidden and hidden == schools & kept:
        return Portee((), masque=True, raison=left_out(len(hidden)))
    return Portee(shown(kept - out), raison=left_out(len(hidden)))
