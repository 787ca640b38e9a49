"""A block of a page folded until it is asked for: by its title, or by the address of a link that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from tne.ui import foyer


@contextmanager
def repli(titre: str, cle: str, adresse: Mapping[str, str]) -> Iterator[bool]:
    """The place of the block, and whether it is open: what is closed need not be drawn. `adresse` opens it, and goes there.

    Without an icon: it would stand in the place of the arrow, and the block would look like a button.
    """
    asked = all(st.query_params.get(k) == v for k, v in adresse.items())
    with st.container(key=cle):
        place = st.expander(titre, expanded=asked, on_change="rerun", key=f"{cle}-repli")
        with place:
            yield bool(place.open)
    if asked:
        foyer.arrivee(cle)
