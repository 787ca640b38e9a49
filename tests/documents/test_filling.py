"""Pages of the printed bilan end at their foot: charts take the height that the next piece did not."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from tne.db import Base
from tne.documents import filling
from tne.documents.contenu import contenu
from tne.documents.papier import basse as lowered
from tne.documents.pdf import _LARGEUR as WIDTH
from tne.documents.pdf import pdf
from tne.documents.plan import plan_of
from tne.filters import Filters

ANNEE = "2023-2024"
HAUTEUR = 728.5
"""Points from the first to the last line of a page."""
HEIGHTS = {"a.svg": 100.0, "b.svg": 300.0}


def mark(cle: str, sens: str, page: int, y: float) -> dict[str, Any]:
    return {"cle": cle, "sens": sens, "page": page, "y": y}


def piece(cle: str, page: int, top: float, bottom: float, last: int = 0) -> list[dict[str, Any]]:
    return [mark(cle, "debut", page, top), mark(cle, "fin", last or page, bottom)]


def test_what_is_left_of_a_page_is_shared_by_its_charts() -> None:
    marks = [*piece("a.svg", 1, 60, 300), *piece("b.svg", 1, 310, 679.2), *piece("", 2, 60, 700)]
    # 785.2 less 679.2 less the 6 never taken: 100 points, 200 pixels for charts of 400.
    assert filling.growths(marks, HEIGHTS, 0.5) == pytest.approx({"a.svg": 1.5, "b.svg": 1.5})


def test_a_page_ends_where_the_lowest_of_its_pieces_does() -> None:
    marks = [*piece("b.svg", 1, 60, 679.2), *piece("a.svg", 1, 60, 300), *piece("", 2, 60, 700)]
    assert filling.growths(marks, HEIGHTS, 0.5) == pytest.approx({"a.svg": 1.5, "b.svg": 1.5})


def test_a_chart_grows_no_further_than_its_limit() -> None:
    marks = [*piece("a.svg", 1, 60, 200), *piece("", 2, 60, 700)]
    assert filling.growths(marks, HEIGHTS, 1) == {"a.svg": filling.LIMITE}


def test_a_full_page_and_one_that_goes_on_stay_as_they_are() -> None:
    full = [*piece("a.svg", 1, 60, 785), *piece("", 2, 60, 700)]
    goes_on = [*piece("a.svg", 1, 60, 200), *piece("", 1, 210, 300, last=2)]
    for marks in (full, goes_on):
        assert filling.growths(marks, HEIGHTS, 1) == {}


def _feet(data: bytes) -> list[float]:
    """How far above the foot line the text of each page ends, in points."""
    found = []
    for page in PdfReader(io.BytesIO(data)).pages:
        lows: list[float] = []

        def note(words: str, cm: Any, tm: Any, *_: Any, lows: list[float] = lows) -> None:
            if words.strip():
                lows.append(tm[5] * cm[3] + cm[5])

        page.extract_text(visitor_text=note)
        found.append(min(y for y in lows if y > 50) - 56.7)
    return found


def test_a_map_that_grows_fills_its_own_height(base_demo: Path) -> None:
    """Stretched with the key that stood beside the lower one, its width kept it small over a white foot of its own."""
    base = Base(str(base_demo))
    made = contenu(base, Filters(annees=(ANNEE,)), ANNEE)
    base.close()
    maps = [f for c in made.chapitres for v in c.visuals if (f := v.figure) and filling.is_map(f)]
    assert len(maps) == 2
    for drawn in maps:
        grown = lowered(drawn, 1.45)
        axis = plan_of(grown["layout"], WIDTH, grown["layout"]["height"]).axes["y"]
        outlines = [t["y"] for t in grown["data"] if t.get("fill") == "toself"]
        land = np.concatenate([np.frombuffer(base64.b64decode(y["bdata"]), "<f4") for y in outlines])
        assert axis.at(np.nanmin(land)) - axis.at(np.nanmax(land)) > 0.9 * grown["layout"]["height"]


def test_the_key_of_a_lower_map_covers_no_land(base_demo: Path) -> None:
    base = Base(str(base_demo))
    seen = 0
    for chosen in (Filters(annees=(ANNEE,)), Filters(annees=(ANNEE,), etablissements=("0869149C",))):
        for v in (v for c in contenu(base, chosen, ANNEE).chapitres for v in c.visuals):
            if v.figure is None or not filling.is_map(v.figure):
                continue
            drawn = lowered(v.figure)
            layout = drawn["layout"]
            axis = plan_of(layout, WIDTH, layout["height"]).axes["x"]
            outlines = [t["x"] for t in drawn["data"] if t.get("fill") == "toself"]
            land = np.concatenate([np.frombuffer(base64.b64decode(x["bdata"]), "<f4") for x in outlines])
            on_the_left = layout["annotations"][0]["x"] == layout["xaxis"]["range"][0]
            squares = [axis.at(s["xanchor"]) + s["x0"] for s in layout["shapes"]]
            words = [axis.at(w["x"]) + w["xshift"] + 7 * len(w["text"]) for w in layout["annotations"]]
            if on_the_left:
                assert max(words) < axis.at(np.nanmin(land)) + 8
            else:
                assert min(squares) > axis.at(np.nanmax(land))
            assert max(words) < WIDTH
            seen += 1
    base.close()
    assert seen == 4


@pytest.mark.parametrize("annee", [ANNEE, "2024-2025"])
def test_no_page_of_the_bilan_has_a_white_foot(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch, annee: str
) -> None:
    base = Base(str(base_demo))
    made = contenu(base, Filters(annees=(annee,)), annee)
    base.close()
    filled = _feet(pdf(made))
    monkeypatch.setattr(filling, "growths", lambda *_: {})
    before = _feet(pdf(made))
    assert len(filled) == len(before)  # nothing is pushed to a page of its own
    # Before the definitions the charts of the last part grow no further than their limit.
    assert max(before[:-1]) > 120
    assert max(filled[:-2]) < 90
    assert filled[-2] <= before[-2]
    assert filled[-1] < HAUTEUR / 5


@pytest.mark.parametrize(
    ("annee", "types", "corps"),
    [("2024-2025", (), 8.4), (ANNEE, (), 10.5), ("2022-2023", ("École",), 10.5)],
    ids=["little room", "a page", "room"],
)
def test_definitions_are_written_as_large_as_there_is_room_for(
    base_demo: Path, annee: str, types: tuple[str, ...], corps: float
) -> None:
    """In small letters whatever the room, they left the last page white for 40 %."""
    base = Base(str(base_demo))
    made = contenu(base, Filters(annees=(annee,), types=types), annee)
    base.close()
    sizes: list[float] = []

    def note(words: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if words.startswith("Établissements vis"):
            sizes.append(round(size, 1))

    data = pdf(made)
    PdfReader(io.BytesIO(data)).pages[-1].extract_text(visitor_text=note)
    assert sizes == [corps]
    assert _feet(data)[-1] < HAUTEUR / 5


def test_the_definitions_are_not_cut(base_demo: Path) -> None:
    """Cut, they left three lines on a last page that was white for nine tenths; in larger letters, a page of their own after
    one that was white for more than a third.
    """
    base = Base(str(base_demo))
    made = contenu(base, Filters(annees=("2024-2025",)), "2024-2025")
    base.close()
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(pdf(made))).pages]
    assert len(pages) == 8
    assert "Définitions" in pages[-1]
    assert not any("Définitions" in p for p in pages[:-1])
