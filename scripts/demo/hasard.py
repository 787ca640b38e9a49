"""Chance that gives the same draws on every machine and every Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Hasard:
    """splitmix64, in integers only: the standard module promises its `random()` but not its `sample()`."""

    def __init__(self, graine: str) -> None:
        """Start from a text, so that each part of the demonstration has its own stream."""
        self._state = 0
        for byte in graine.encode():
            self._state = ((self._state ^ byte) * 0x100000001B3) & _MASK

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def entier(self, bas: int, haut: int) -> int:
        """An integer between both bounds, included."""
        return bas + (self._next() >> 11) % (haut - bas + 1)

    def part(self) -> float:
        """A number in [0, 1)."""
        return (self._next() >> 11) / (1 << 53)

    def choix(self, valeurs: Sequence[T]) -> T:
        """One of the values."""
        return valeurs[self.entier(0, len(valeurs) - 1)]

    def selon(self, poids: Sequence[int]) -> int:
        """A position, drawn in proportion to the weights."""
        left = self.entier(1, sum(poids))
        for position, weight in enumerate(poids):
            left -= weight
            if left <= 0:
                return position
        raise AssertionError("poids vides")

    def melange(self, valeurs: Sequence[T]) -> list[T]:
        """The values in another order."""
        out = list(valeurs)
        for i in range(len(out) - 1, 0, -1):
            j = self.entier(0, i)
            out[i], out[j] = out[j], out[i]
        return out

    def tirage(self, valeurs: Sequence[T], n: int) -> list[T]:
        """`n` distinct values."""
        assert n <= len(valeurs), f"{n} tirages parmi {len(valeurs)}"
        return self.melange(valeurs)[:n]


def allouer(total: int, poids: Sequence[float], mini: Sequence[int], maxi: Sequence[int]) -> list[int]:
    """Integers close to the weights' proportions, within their bounds, whose sum is exactly `total`."""
    assert sum(mini) <= total <= sum(maxi), f"{sum(mini)} <= {total} <= {sum(maxi)}"
    whole = sum(poids)
    wanted = [total * p / whole for p in poids]
    given = [min(max(int(w), lo), hi) for w, lo, hi in zip(wanted, mini, maxi, strict=True)]
    while (missing := total - sum(given)) != 0:
        step = 1 if missing > 0 else -1
        free = [i for i, g in enumerate(given) if (g < maxi[i] if step > 0 else g > mini[i])]
        best = max(free, key=lambda i: (step * (wanted[i] - given[i]) / max(wanted[i], 1.0), -i))
        given[best] += step
    return given
