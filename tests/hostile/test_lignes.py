"""A text with an endless line is refused with its number, whatever its line ends and wherever pieces are cut."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tne.erreurs import FichierIllisible
from tne.reading import bounds

_LIGNES = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(_LIGNES, st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_the_line_is_named(sizes: list[int], end: bytes, last: bool) -> None:
    """Pieces are as long as the longest line allowed: ten bytes here."""
    text = end.join(b"x" * n for n in sizes) + (end if last else b"")
    stream = io.BytesIO(text)
    long = next((n for n, size in enumerate(sizes, 1) if size > 10), None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "LIGNE_MAX", 10)
        if long is None:
            assert b"".join(bounds.text_pieces(stream, "x.csv")) == text
            return
        with pytest.raises(FichierIllisible) as refusal:
            list(bounds.text_pieces(stream, "x.csv"))
    found = re.search(r"La ligne (\d+) ", str(refusal.value))
    assert found is not None
    assert int(found[1]) == long
