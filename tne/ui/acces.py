"""The right of the visitor of this session, from what Streamlit knows of the request."""

from __future__ import annotations

import streamlit as st

from tne.access import Droit, Visite, droit_visite


def droit() -> Droit:
    """What this visitor may do. Every writing path asks it."""
    return droit_visite(
        Visite(
            adresse=st.get_option("server.address"),
            headers=dict(st.context.headers),
            headless=bool(st.get_option("server.headless")),
            oidc=False,
            email=None,
        )
    )
