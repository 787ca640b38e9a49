"""The sessions of the figure on delays: buckets of delays, and the bubbles that each view may see of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tne.filters import View
from tne.lecture import SESSIONS_MINIMUM
from tne.queries.masking import Taux, rate
from tne.typographie import arrondir, compte, date_courte
from tne.visuals.bubbles import Tranche

RONDS_MAX = 400
"""More sessions than that are drawn in groups: the eye sees no single one, and each would go to the browser."""


def bornes(semaines: np.ndarray[Any, Any]) -> list[float]:
    """The edges of three buckets of about as many sessions each, in round weeks; fewer where delays are alike."""
    tries = np.sort(semaines)
    if not len(tries):
        return [0.0]
    pas = 4 if tries[-1] > 16 else 2 if tries[-1] > 6 else 1
    tiers = (tries[len(tries) // 3], tries[2 * len(tries) // 3])
    edges = [0.0]
    for t in tiers:
        edge = float(pas * max(1, round(t / pas)))
        if edges[-1] < edge < tries[-1]:
            edges.append(edge)
    return edges


def tranches(points: pd.DataFrame, edges: list[float]) -> list[Tranche]:
    """The pooled counts of each bucket; the last one has no end, nor the first one a beginning: people are registered after the
    session too.
    """
    made = []
    for debut, fin in zip(edges, [*edges[1:], float("inf")], strict=True):
        after = (points["semaines"] >= debut) | (debut == edges[0])
        inside = points[after & (points["semaines"] < fin)]
        absents = int(inside["absences"].sum())
        made.append(Tranche(debut, fin, absents, absents + int(inside["presences"].sum()), len(inside)))
    return made


def taux(t: Tranche, view: View) -> Taux:
    """The rate of a bucket; readers see none over one or two sessions, which would be theirs."""
    if view != "coordination" and 0 < t.sessions < SESSIONS_MINIMUM:
        return Taux(None, True)
    return rate(t.numerateur, t.denominateur, view)


def ronds(points: pd.DataFrame, seaux: list[Tranche], view: View) -> pd.DataFrame:
    """The bubbles that `view` may see: sessions for coordinators, lots of sessions for readers, rounded as well."""
    if view == "coordination" and len(points) > RONDS_MAX:
        return _groupes(points)
    if view == "coordination":
        noms = [
            f"{m}, {date_courte(pd.Timestamp(d).date())}" if not pd.isna(d) else str(m)
            for m, d in zip(points["module"], points["debut"], strict=True)
        ]
        return points.assign(poids=points["presences"] + points["absences"], nom=noms)
    rows = []
    least = max(SESSIONS_MINIMUM, -(-len(points) // RONDS_MAX))
    for t in seaux:
        if taux(t, view).masque:
            continue
        made = lots(points[(points["semaines"] >= t.debut) & (points["semaines"] < t.fin)], least)
        found = made.groupby("lot", sort=True).agg(
            {"semaines": ["mean", "size"], "absences": "sum", "presences": "sum"}
        )
        for semaines, sessions, absents, presents in found.itertuples(index=False, name=None):
            traites = int(absents) + int(presents)
            rows.append(
                {
                    "semaines": float(arrondir(float(semaines) * 2)) / 2,
                    "taux": float(arrondir(100 * int(absents) / traites)),
                    "poids": 5 * float(arrondir(traites / 5)),
                    "nom": compte(int(sessions), "session"),
                }
            )
    return pd.DataFrame(rows, columns=["semaines", "taux", "poids", "nom"])


def _groupes(points: pd.DataFrame) -> pd.DataFrame:
    """One bubble for the sessions of one half week and five points of absence, where they stand on average."""
    weighed = points.assign(poids=points["presences"] + points["absences"])
    cell = [(points["semaines"] * 2).round(), (points["taux"] / 5).round()]
    found = weighed.groupby(cell, sort=True)[["semaines", "absences", "poids"]].agg(
        {"semaines": ["mean", "size"], "absences": "sum", "poids": "sum"}
    )
    found.columns = pd.Index(["semaines", "sessions", "absences", "poids"])
    return pd.DataFrame(
        {
            "semaines": found["semaines"],
            "taux": 100 * found["absences"] / found["poids"],
            "poids": found["poids"],
            "nom": [compte(int(n), "session") for n in found["sessions"]],
        }
    )


def lots(points: pd.DataFrame, au_moins: int = SESSIONS_MINIMUM) -> pd.DataFrame:
    """Sessions of one bucket, in the order of their delays, in lots of neighbouring ones (column `lot`, from 0), each of
    `au_moins` sessions at least (never fewer than three) whose rate may be shown to readers: present and absent each 0 or at
    least the threshold. The last ones join the lot before; none alone.
    """
    absents, presents = (np.cumsum([0, *points[c].tolist()]) for c in ("absences", "presences"))
    least, ends = max(au_moins, SESSIONS_MINIMUM), [0]
    end = least
    while end <= len(points):
        n, m = (int(sums[end] - sums[ends[-1]]) for sums in (absents, presents))
        if rate(n, n + m, "lecture").masque:
            end += 1
        else:
            ends.append(end)
            end += least
    if len(ends) == 1:
        return points.iloc[:0].assign(lot=[])
    # Each one's lot: how many have ended before it, and no lot after the last.
    numbers = np.searchsorted(ends[1:], np.arange(len(points)), side="right")
    return points.assign(lot=np.minimum(numbers, len(ends) - 2))
