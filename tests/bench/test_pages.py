"""What the report of the pages counts: choices that draw a chart anew, and a ratio only where there is one."""

from __future__ import annotations

import math

from bench.chronometre import Times
from bench.pages import ACTIONS, Measure, compared


def _times(charts: float, *, drawn: bool) -> Times:
    return Times(0, charts, charts, charts + 1, charts, 0, drawn)


def test_a_choice_that_draws_nothing_is_not_counted() -> None:
    """On Bilan the first year that is added changes no chart: the page ends sooner, and the bare one draws nothing."""
    page = Measure("bilan", 5)
    for rival, quick, slow in (("tne", 1.0, 3.0), ("mêmes", 0.1, 2.0)):
        page.note("year", rival, _times(quick, drawn=False), "2022-2023")
        page.note("year", rival, _times(slow, drawn=True), "2024-2025")
    assert page.median("year", "tne", "charts") == 3.0
    assert page.ratio("year", "mêmes") == 1.5
    assert page.ratio("year", "mêmes", "last") == 4 / 3


def test_a_page_whose_charts_never_change_has_its_time_but_no_ratio_to_the_same_figures() -> None:
    """Données under any choice of schools: beside plain bars, which are drawn anew, it has one."""
    page = Measure("donnees", 1)
    page.note("change", "tne", _times(3.0, drawn=False), "Public")
    page.note("change", "nue", _times(2.0, drawn=True), "Public")
    page.note("change", "mêmes", _times(1.0, drawn=False), "Public")
    assert page.median("change", "tne", "charts") == 3.0
    assert math.isnan(page.ratio("change", "mêmes"))
    assert compared([page], "mêmes")[ACTIONS.index("change")] == []
    assert compared([page], "nue")[ACTIONS.index("change")] == [1.5]
