"""Participants counted from files beside offers of which only the number is published."""

from __future__ import annotations

import json

from tne.db import Base
from tne.filters import Filters
from tne.visuals import formations


def test_participants_of_files_have_their_share_of_a_whole_that_is_only_published(base: Base) -> None:
    """The title and the sentence told the share, the bar did not."""
    con = base.cursor()
    con.execute("DELETE FROM offre")
    v = formations.portee(con, Filters(annees=("2023-2024",)), "coordination")
    assert v.titre.startswith("Près d\u2019un enseignant sollicité sur deux")
    assert v.donnees["Part"].round(1).tolist()[0] == 48.3
    assert "545 · 48,3" in json.dumps(v.figure, ensure_ascii=False)
