"""From a visitor of the dashboard to a `Droit`: what Streamlit knows of the request, nothing decided here."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from tne.access import Droit, Visite, droit_visite, sortir
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
    # Of one person who signs in with two browsers, each sign-in ends by itself.
    entree = " ".join(str(st.user.get(k)) for k in ("iss", "sub", "iat", "nonce")) if signed_in else ""
    return Visite(
        adresse=st.get_option("server.address"),
        headers=dict(st.context.headers.items()),
        headless=bool(st.get_option("server.headless")),
        oidc=oidc,
        email=str(email) if email else None,
        coordinateurs=tuple(str(c) for c in listed) if isinstance(listed, (list, tuple)) else (str(listed),),
        connexion=time.time() - float(issued) if isinstance(issued, (int, float)) else None,
        entree=entree,
    )


def droit() -> Droit:
    """What the person before this page may do."""
    return droit_visite(visite())


def connexion() -> None:
    """Who is signed in, and the way in or out; nothing where sign-in is not configured."""
    found = visite()
    if not found.oidc:
        return
    email = None if found.sortie else found.email
    if email:
        st.caption(texte_sur(email))
    if not email or found.trop_ancienne:
        label = "Se reconnecter" if email else "Se connecter"
        st.button(label, on_click=st.login, icon=":material/login:", key="tne-connexion")
    if found.entree and not found.sortie:
        st.button(
            "Se déconnecter",
            on_click=_sortir,
            args=(found.entree,),
            icon=":material/logout:",
            key="tne-deconnexion",
        )


def _sortir(entree: str) -> None:
    """For the other pages of the browser too: Streamlit takes the cookie away, and each has read it when it was opened."""
    sortir(entree)
    st.logout()
