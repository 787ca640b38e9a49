"""The first base is made whole or not at all, and never loses a secret that was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tne.access import Droit
from tne.db import Base
from tne.demo import demo_en_place, preparer_base

COORDINATION = Droit(True, "coordination")


def test_a_start_that_is_cut_leaves_nothing_and_the_next_one_succeeds(tmp_path: Path) -> None:
    target = tmp_path / "tne.duckdb"
    seen: list[str] = []

    def cut(_share: float, name: str) -> None:
        seen.append(name)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preparer_base(str(target), COORDINATION, cut)
    assert not target.exists()
    preparer_base(str(target), COORDINATION, lambda share, name: None)
    base = Base(str(target))
    assert demo_en_place(base)
    base.close()
    assert target.with_suffix(".cle").exists()
    assert [p.name for p in tmp_path.iterdir() if p.is_dir() and "preparation" in p.name] == []


def test_a_secret_that_is_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "tne.duckdb"
    target.with_suffix(".cle").write_text("ab" * 32 + "\n", encoding="ascii")
    preparer_base(str(target), COORDINATION, lambda share, name: None)
    assert target.with_suffix(".cle").read_text(encoding="ascii").strip() == "ab" * 32
