"""Is a difference more than chance? Two classical criteria, so that a sentence never calls noise a finding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Sens = Literal["hausse", "baisse", "aucun", "insuffisant"]
Nombres = Sequence[float] | npt.NDArray[np.float64]

POINTS_MINIMUM = 12
"""Under a dozen points a correlation says nothing: with r = 0.5 its 95 % interval still holds zero."""
EFFECTIF_MINIMUM = 5
"""The usual condition of the chi-square test, on what chance alone would put in each cell."""
NORMAL_95 = 1.96
NORMAL_UNILATERAL_95 = 1.645


@dataclass(frozen=True)
class Lien:
    """How two measures go together: Pearson's correlation with its 95 % interval (Fisher), and what may be said."""

    sens: Sens
    correlation: float | None
    bas: float | None
    haut: float | None
    points: int


def lien(x: Nombres, y: Nombres, minimum: int = POINTS_MINIMUM) -> Lien:
    """`hausse` or `baisse` when the 95 % interval leaves zero out, `aucun` when it holds it.

    `insuffisant` under `minimum` points, or when one of the two does not vary.
    """
    n = len(x)
    if n < max(minimum, 4):
        return Lien("insuffisant", None, None, None, n)
    dx, dy = (np.asarray(v, dtype=float) for v in (x, y))
    dx, dy = dx - dx.mean(), dy - dy.mean()
    sxx, syy = float((dx * dx).sum()), float((dy * dy).sum())
    if sxx < 1e-12 or syy < 1e-12:
        return Lien("insuffisant", None, None, None, n)
    r = float((dx * dy).sum()) / math.sqrt(sxx * syy)
    z = math.atanh(max(-0.999999, min(0.999999, r)))
    marge = NORMAL_95 / math.sqrt(n - 3)
    bas, haut = math.tanh(z - marge), math.tanh(z + marge)
    sens: Sens = "hausse" if bas > 0 else "baisse" if haut < 0 else "aucun"
    return Lien(sens, r, bas, haut, n)


def differents(groupes: Sequence[tuple[int, int]]) -> bool | None:
    """True when the rates of these (numerator, denominator) differ more than chance would at 95 % (chi-square).

    None with fewer than two groups in which chance itself would put `EFFECTIF_MINIMUM` persons on each side: the test
    means nothing then.
    """
    total = sum(d for _, d in groupes)
    p = sum(n for n, _ in groupes) / total if total else 0.0
    tenus = [(n, d) for n, d in groupes if d * min(p, 1 - p) >= EFFECTIF_MINIMUM]
    if len(tenus) < 2:
        return None
    p = sum(n for n, _ in tenus) / sum(d for _, d in tenus)
    chi2 = sum((n - d * p) ** 2 / (d * p * (1 - p)) for n, d in tenus)
    k = len(tenus) - 1
    # Wilson and Hilferty: the 95 % quantile of the chi-square law, within 3 % even with one degree of freedom.
    seuil = k * (1 - 2 / (9 * k) + NORMAL_UNILATERAL_95 * math.sqrt(2 / (9 * k))) ** 3
    return chi2 > seuil
