"""A reader who wants a masked figure: knows the rule, the thresholds and the schools; keeps all that is shown.

Nothing here reads the base but through what a reader sees (`view="lecture"`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from tests.masking.monde import ANNEES, Ecole
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute_years
from tne.lecture import visible
from tne.queries import group_persons, masking
from tne.queries.suppression import decide

CHOIX_ANNEES = ((ANNEES[0],), (ANNEES[1],), ANNEES)


@dataclass
class Savoir:
    """What is known of one year: schools with persons, sums of some of them, which are masked when it stands alone."""

    ecoles: list[str] = field(default_factory=list)
    sommes: dict[frozenset[str], int] = field(default_factory=dict)
    masques: frozenset[str] = frozenset()
    total: bool = False


def filtres(ecoles: list[Ecole]) -> list[Filters]:
    """The whole territory, every facet and pair of facets; schools: one, all but one, all, and pairs among four at most."""
    uais = [e.uai for e in ecoles]
    sizes = sorted({1, 2 if len(uais) <= 4 else 1, len(uais) - 1, len(uais)})
    chosen = [Filters(etablissements=c) for n in sizes for c in itertools.combinations(uais, n)]
    types, secteurs = sorted({e.type for e in ecoles}), sorted({e.secteur for e in ecoles})
    facets = [Filters(types=(t,)) for t in types] + [Filters(secteurs=(s,)) for s in secteurs]
    pairs = [Filters(types=(t,), secteurs=(s,)) for t in types for s in secteurs]
    return [Filters(), *facets, *pairs, *chosen]


def dans(filters: Filters, e: Ecole) -> bool:
    """Whoever knows the schools knows which ones a filter keeps."""
    return all(
        not choice or value in choice
        for choice, value in (
            (filters.etablissements, e.uai),
            (filters.types, e.type),
            (filters.secteurs, e.secteur),
        )
    )


def regarder(base: Base, ecoles: list[Ecole], mesure: masking.Mesure, code: str) -> dict[str, Savoir]:
    """Look at every table, sub-total and indicator, for each year alone and both side by side."""
    known = {a: Savoir() for a in ANNEES}
    con = base.cursor()
    for years in CHOIX_ANNEES:
        table = masking.school_counts(con, mesure, Filters(annees=years), "lecture")
        for annee in years:
            rows = table[table["annee"] == annee]
            k = known[annee]
            k.ecoles = sorted(rows["uai"])
            masked = frozenset(rows.loc[rows["masque"], "uai"])
            if years == (annee,):
                k.masques = masked
            for row in rows[~rows["masque"]].itertuples():
                k.sommes[frozenset({row.uai})] = int(row.valeur)
        for f in filtres(ecoles):
            if len(years) > 1 and 0 < len(f.etablissements) < len(ecoles) - 1:
                continue
            for annee, count in masking.subtotals(con, mesure, replace(f, annees=years), "lecture").items():
                k = known[annee]
                if not f.par_etablissement and years == (annee,):
                    k.total = not count.masque
                if count.valeur is None:
                    continue
                hidden = frozenset(table.loc[(table["annee"] == annee) & table["masque"], "uai"])
                shown = frozenset(e.uai for e in ecoles if dans(f, e)) & frozenset(k.ecoles)
                k.sommes[frozenset(k.ecoles) if count.tout_le_territoire else shown - hidden] = count.valeur
        # The indicators' own figures, in the form that a file of them would have.
        for annee, values in compute_years(base, Filters(annees=years), years, "lecture").items():
            value = next(v for v in values if v.indicateur.code == code).as_dict()
            if value["numerateur"] is not None:
                known[annee].sommes[frozenset(known[annee].ecoles)] = int(value["numerateur"])
    con.close()
    return known


def trouvees(k: Savoir, verite: dict[str, int], seuil: int, minimum: int) -> set[str]:
    """The masked schools with one possible value: no other world shows the same and is masked the same.

    `verite` only orders the search (worlds near the true one are tried first), it decides nothing.
    """
    unknown = [u for u in k.ecoles if frozenset({u}) not in k.sommes]
    fixed = {u: k.sommes[frozenset({u})] for u in k.ecoles if u not in unknown}
    equations = [
        (cells & set(unknown), total - sum(fixed.get(u, 0) for u in cells))
        for cells, total in k.sommes.items()
        if cells & set(unknown)
    ]
    known_sums = {frozenset(c): n for c, n in equations}
    single = {next(iter(c)) for c in known_sums if len(c) == 1}
    open_cells = set(unknown) - single
    seen: dict[str, set[int]] = {u: set() for u in open_cells}
    for world in _worlds(unknown, known_sums, verite):
        if any(sum(world[u] for u in cells) != n for cells, n in known_sums.items()):
            continue
        decision = decide({**fixed, **world}, seuil, minimum)
        if decision.masques != k.masques or decision.total != k.total:
            continue
        for u in open_cells:
            seen[u].add(world[u])
        if all(len(values) > 1 for values in seen.values()):
            break
    return single | {u for u, values in seen.items() if len(values) == 1}


def _worlds(
    unknown: list[str], sums: dict[frozenset[str], int], truth: dict[str, int]
) -> Iterator[dict[str, int]]:
    start = {u: truth[u] for u in unknown}
    yield start
    for one, other in itertools.permutations(unknown, 2):
        for step in (1, 2, 3):
            yield {**start, one: start[one] + step, other: start[other] - step}
    for one in unknown:
        for step in (-1, 1):
            yield {**start, one: start[one] + step}
    whole = sums.get(frozenset(unknown))
    if whole is None:
        # Four at a time: of all together there are too many.
        for some in itertools.combinations(unknown, min(len(unknown), 4)):
            for values in itertools.product(range(1, 16), repeat=len(some)):
                yield {**start, **dict(zip(some, values, strict=True))}
        return
    for cuts in itertools.combinations(range(1, whole), len(unknown) - 1):
        parts = itertools.pairwise((0, *cuts, whole))
        yield {u: b - a for u, (a, b) in zip(unknown, parts, strict=True)}


def sommes_de_groupes(
    base: Base, ecoles: list[Ecole], codes: Mapping[str, group_persons.Famille], annee: str
) -> dict[str, dict[frozenset[str], float]]:
    """Code → the sums of schools that this indicator gives away, over every facet and some choices of schools."""
    sums: dict[str, dict[frozenset[str], float]] = {code: {} for code in codes}
    con = base.cursor()
    for f in filtres(ecoles):
        if len(f.etablissements) not in (0, len(ecoles) - 1):
            continue
        f = replace(f, annees=(annee,))
        seen = visible(con, f, (annee,))[annee]
        for code, famille in codes.items():
            if not seen[code].masque and seen[code].numerateur is not None:
                scope = group_persons.portees(con, famille, f, (annee,))[annee]
                cells = {e.uai for e in ecoles} if scope.uais is None else set(scope.uais)
                sums[code][frozenset(cells)] = seen[code].numerateur
    con.close()
    return sums


def deduites(
    cibles: Iterable[frozenset[str]], sommes: Iterable[frozenset[str]], ecoles: list[Ecole]
) -> list[frozenset[str]]:
    """The sets of schools whose sum is a combination of the sums that are shown."""
    place = {e.uai: i for i, e in enumerate(ecoles)}

    def vector(cells: frozenset[str]) -> np.ndarray:
        v = np.zeros(len(place))
        v[[place[u] for u in cells]] = 1
        return v

    rows = [vector(c) for c in sommes] or [np.zeros(len(place))]
    shown = np.array(rows)
    rank = np.linalg.matrix_rank(shown)
    return [c for c in cibles if c and np.linalg.matrix_rank(np.vstack([shown, vector(c)])) == rank]
