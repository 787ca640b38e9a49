"""The arithmetic of masking: which cells of one table are masked so that no small one can be worked out.

Pure functions over counts: no base, no screen. INSEE calls the two steps primary and secondary suppression. The
reader is supposed to know this file, the thresholds, the total and every cell that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Held = Callable[[frozenset[str]], int]


@dataclass(frozen=True)
class Decision:
    """Which cells are masked, and whether the total of all cells may be shown beside the others."""

    masques: frozenset[str]
    total: bool


def decide(values: Mapping[str, int], seuil: int, minimum: int, held: Held | None = None) -> Decision:
    """Mask the cells of 1 to `seuil` - 1, then the smallest others (ties by name) until the masked ones are enough.

    Enough: at least `minimum` cells that hold together at least twice the threshold. `held` gives what a set of
    cells holds that no other cell does, where cells share persons; by default their sum. Cells of 0 are no data:
    never masked, never used to hide another. Where that still leaves only one possible value for a masked cell
    (three schools of 4 beside shown ones of 5, ten schools of 1), or not enough cells, everything is masked,
    the total too.
    """
    held = held or (lambda cells: sum(values[c] for c in cells))
    order = sorted((c for c, n in values.items() if n > 0), key=lambda c: (values[c], c))
    masked = [c for c in order if values[c] < seuil]
    if not masked:
        return Decision(frozenset(), True)
    rest = order[len(masked) :]
    while rest and not _enough(masked, seuil, minimum, held):
        masked.append(rest.pop(0))
    known = held(frozenset(masked))
    if not _enough(masked, seuil, minimum, held):
        return Decision(frozenset(order), False)
    highs = _highs(masked, rest, values, known)
    if known == sum(values[c] for c in masked) and _determined(highs, known, seuil, minimum):
        return Decision(frozenset(order), False)
    return Decision(frozenset(masked), True)


def _enough(masked: Sequence[str], seuil: int, minimum: int, held: Held) -> bool:
    return len(masked) >= minimum and held(frozenset(masked)) >= 2 * seuil


def _highs(masked: Sequence[str], rest: Sequence[str], values: Mapping[str, int], known: int) -> list[int]:
    """The most each masked cell may hold for whoever knows the order in which cells are masked."""
    if not rest:
        return [known] * len(masked)
    first = rest[0]
    return [values[first] if c < first else values[first] - 1 for c in masked]


def _determined(highs: Sequence[int], known: int, seuil: int, minimum: int) -> bool:
    """True when some masked cell has one possible value only, given the rule, the bounds and the masked sum.

    Possible worlds: cells from 1 to their bound with that sum, one at least under the threshold, and (beyond
    `minimum` cells) either all under the threshold, or the largest was needed to reach twice the threshold.
    """
    high = np.array(highs)
    size = len(high)
    least, most = np.full(size, known + 1), np.zeros(size, dtype=int)

    def see(low: np.ndarray, top: np.ndarray) -> None:
        if low.sum() <= known <= top.sum() and bool((low <= top).all()):
            np.minimum(least, np.maximum(low, known - (top.sum() - top)), out=least)
            np.maximum(most, np.minimum(top, known - (low.sum() - low)), out=most)

    ones = np.ones(size, dtype=int)
    see(ones, np.minimum(high, seuil - 1))
    floor = seuil if size <= minimum else max(seuil, known - 2 * seuil + 1)
    for last in range(size):
        for small in range(size):
            if last == small:
                continue
            low, top = ones.copy(), high.copy()
            low[last], top[small] = floor, min(seuil - 1, high[small])
            see(low, top)
            if bool((least < most).all()):
                return False
    return bool((least == most).any())


def decide_rows(rows: Mapping[str, Sequence[int]], seuil: int, minimum: int) -> frozenset[str]:
    """The rows to mask in a table of several linked counts (registered, present, absent), all counts of a row together.

    A row is small when one of its counts is 1 to `seuil` - 1. Further rows follow, smallest first count first,
    until each count that is not 0 everywhere is held by enough masked rows.
    """
    width = max((len(r) for r in rows.values()), default=0)
    if width == 1:
        return decide({k: r[0] for k, r in rows.items()}, seuil, minimum).masques
    filled = [k for k in rows if any(rows[k])]
    order = sorted(filled, key=lambda k: (rows[k][0], k))
    masked = [k for k in order if any(0 < n < seuil for n in rows[k])]
    if not masked:
        return frozenset()
    used = [i for i in range(width) if any(r[i] for r in rows.values())]
    rest = [k for k in order if k not in masked]

    def enough() -> bool:
        return len(masked) >= minimum and all(sum(rows[k][i] for k in masked) >= 2 * seuil for i in used)

    while rest and not enough():
        masked.append(rest.pop(0))
    return frozenset(masked)
