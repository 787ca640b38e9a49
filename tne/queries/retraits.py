"""Which establishments every filter leaves out of a family of counts, beside those masked by name: so that neither what they
have together nor what is left of their groups is small.

Pure functions over counts: no base, no screen. Registrations stand beside participants, and where everybody comes once they
are the same number: a filter that left the masked establishments out of the one and not of the other would tell theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Comptes = tuple[int, ...]
PRESENTS = 1
"""Place of the presences among the counts of the registrations."""


def sommes(comptes: Iterable[Sequence[int]]) -> Comptes:
    """The sum of each count."""
    return tuple(map(sum, zip(*comptes, strict=True)))


def groupe_petit(ecoles: int, comptes: Sequence[int], seuil: int, minimum: int) -> bool:
    """True for schools whose counts together are no reader's: fewer than `minimum`, each could take its own away; no more
    presences than schools, one each; a count of 1 to `seuil` - 1.
    """
    one_each = 0 < comptes[PRESENTS] <= ecoles
    return ecoles < minimum or one_each or any(0 < n < seuil for n in comptes)


def retirees(
    groupes: Mapping[str, Mapping[str, Comptes]], masquees: frozenset[str], seuil: int, minimum: int
) -> frozenset[str]:
    """The establishments to leave out, of one school year: `masquees` and further ones, the smallest first count first.

    `groupes`: group of schools → establishment → its counts. A group that is small with all its schools stays as it is: it is
    masked as a whole. A count that is small in the whole territory is left alone too: its total is not shown.
    """
    out = {u for schools in groupes.values() for u in schools if u in masquees}
    if not out:
        return frozenset()
    waiting = {k for k, schools in groupes.items() if out & schools.keys()}
    while True:
        for key in sorted(waiting):
            out |= _avec_elles(groupes[key], out, seuil, minimum)
        together = sommes(c for schools in groupes.values() for u, c in schools.items() if u in out)
        others = [(c, u, key) for key, schools in groupes.items() for u, c in schools.items() if u not in out]
        lacking = [i for i, n in enumerate(together) if 0 < n < seuil and any(c[i] for c, *_ in others)]
        if not lacking:
            return frozenset(out)
        _, uai, group = min(o for o in others if o[0][lacking[0]])
        out.add(uai)
        waiting = {group}


def _avec_elles(schools: Mapping[str, Comptes], out: set[str], seuil: int, minimum: int) -> set[str]:
    """Further schools of a group to leave out, so that the rest is not small, or nothing."""
    if groupe_petit(len(schools), sommes(schools.values()), seuil, minimum):
        return set()
    rest = {u: c for u, c in schools.items() if u not in out}
    while rest and groupe_petit(len(rest), together := sommes(rest.values()), seuil, minimum):
        lacking = [i for i, n in enumerate(together) if 0 < n < seuil]
        held = [(c, u) for u, c in rest.items() if not lacking or c[lacking[0]]]
        rest.pop(min(held)[1])
    return schools.keys() - rest.keys()
