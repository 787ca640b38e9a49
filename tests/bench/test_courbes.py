"""The curves of the report say what its tables say."""

from __future__ import annotations

from xml.etree import ElementTree

from bench import courbes
from bench.rapport import RAPPORT

LIGNES = """<!-- import-rivaux -->
### 10 000 inscriptions, médianes de 5 tours

| Outil | Temps |
| --- | --- |
| tableau de bord | 0,64 s | 0,63 s |

### 1 000 000 inscriptions, un tour

| tableau de bord | 3,36 s | 3,36 s |
<!-- /import-rivaux -->
<!-- queries -->
| Démonstration | 291 | 1 313 | 3 819 | 3 | 700MB | 348 Mo |
### Démonstration
| bilan | coordination | 1 124 ms (139 ms) | 152 ms |
| bilan | lecture | 82 ms (91 ms) | 102 ms |
<!-- /queries -->
<!-- queries-grandes -->
<!-- /queries-grandes -->
"""


def test_points_are_read_from_the_tables() -> None:
    assert courbes.importations(LIGNES) == {"tableau de bord": [(10_000, 0.64), (1_000_000, 3.36)]}
    assert courbes.changements(LIGNES) == {"bilan": [(3_819, 1_124)]}


def test_the_report_has_every_tool_at_every_size_and_every_page_at_every_scale() -> None:
    rapport = RAPPORT.read_text(encoding="utf-8")
    assert {len(line) for line in courbes.importations(rapport).values()} == {3}
    pages = courbes.changements(rapport)
    assert len(pages) == 7
    assert {len(line) for line in pages.values()} == {4}


def test_a_line_has_a_mark_for_each_point_and_its_name() -> None:
    drawn = ElementTree.fromstring(
        courbes.svg({"a & b": [(10, 1), (1000, 0.2)], "c": [(10, 4)]}, "T", "x", "s", (2, "but"))
    )
    marks = [e for e in drawn if e.tag.endswith("circle")]
    assert len(marks) == 3
    assert float(marks[0].attrib["cx"]) < float(marks[1].attrib["cx"])
    assert float(marks[0].attrib["cy"]) < float(marks[1].attrib["cy"])
    words = [e.text for e in drawn if e.tag.endswith("text")]
    assert {"a & b", "c", "but", "1\u202f000", "0,1 s"} <= set(words)
