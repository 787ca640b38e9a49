"""One thing has one name: on the screen, in the documents, in the guide."""

from __future__ import annotations

import re
from pathlib import Path

from tne.datasets import DATASETS

# What is written otherwise than its name: (pattern, why).
AUTREMENT = (
    (r"\b[Ll]a SRANE", "« service régional » : le SRANE"),
    (r"Territoires? numériques? éducatifs?", "Territoire Numérique Éducatif, as its letters TNE"),
)


def test_names_are_written_one_way(racine: Path) -> None:
    sources = [p for folder in ("tne", "pages", "docs") for p in (racine / folder).rglob("*") if p.is_file()]
    written = {
        f"{p.relative_to(racine)} : {m.group()} ({why})"
        for p in sources
        if p.suffix in (".py", ".md", ".j2", ".typ", ".js", ".json")
        for pattern, why in AUTREMENT
        for m in re.finditer(pattern, p.read_text(encoding="utf-8"))
    }
    assert not written


def test_documents_for_coordinators_hold_no_jargon_of_data(racine: Path) -> None:
    """« Grain » headed what a data set holds, in the documentation that the guide sends coordinators to."""
    told = {
        p.name: p.read_text(encoding="utf-8")
        for p in (racine / "docs").glob("*.md")
        if p.name != "performance.md"
    }
    assert not [name for name, text in told.items() if re.search(r"\*\*Grain\*\*", text)]


def test_who_is_asked_for_a_file_is_known_in_every_territory() -> None:
    """The mail of a coordinator elsewhere sent to an association of the Vienne."""
    told = {d.name: " ".join((d.demander, d.help, *(c.help for c in d.columns))) for d in DATASETS.values()}
    assert not [name for name, text in told.items() if re.search(r"\b(Orks|Vienne)\b", text)]
