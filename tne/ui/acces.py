"""From a visitor of the dashboard to a `Droit`: what Streamlit knows of the request, nothing decided here."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from tne.access import Droit, Visite, droit_visite
from tne.ui.texte import texte_sur


def _secret(section: str, key: str = "") -> object:
    """A section of `.streamlit/secrets.toml`, or one of its keys; None without the file or the entry."""
    try:
        if section not in st.secrets:
            return None
        held = st.secrets[section]
        return held.get(key) if key else held
    except StreamlitSecretNotFoundError:
        return None


def visite() -> Visite:
    """The present request as the rule of access needs it."""
    oidc = bool(_secret("auth"))
    listed = _secret("tne", "coordinateurs") or ()
    signed_in = oidc and bool(st.user.get("is_logged_in"))
    email = st.user.get("email") if signed_in else None
    # An address that its provider says is not verified is nobody's.
    if signed_in and st.user.get("email_verified") is False:
        email = None
    issued = st.user.get("iat") if signed_in else None
    return Visite(
        adresse=st.get_option("server.address"),
        headers=dict(st.context.headers.items()),
        headless=bool(st.get_option("server.headless")),
        oidc=oidc,
        email=str(email) if email else None,
        coordinateurs=tuple(str(c) for c in listed) if isinstance(listed, (list, tuple)) else (str(listed),),
        connexion=time.time() - float(issued) if isinstance(issued, (int, float)) else None,
    )


def droit() -> Droit:
    """What the person before this page may do."""
    return droit_visite(visite())


def connexion() -> None:
    """Who is signed in, and the way in or out; nothing where sign-in is not configured."""
    found = visite()
    if not found.oidc:
        return
    if found.email:
        st.caption(texte_sur(found.email))
    if not found.email or found.trop_ancienne:
        label = "Se reconnecter" if found.email else "Se connecter"
        st.button(label, on_click=st.login, icon=":material/login:", key="tne-connexion")
    if st.user.get("is_logged_in"):
        st.button("Se déconnecter", on_click=st.logout, icon=":material/logout:", key="tne-deconnexion")
