"""One thing has one name: on the screen, in the documents, in the guide."""

from __future__ import annotations

import re
from pathlib import Path

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
