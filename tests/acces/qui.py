"""A page that only says what the visitor may do, with a way to sign in: for the sign-in tests."""

import streamlit as st

from tne.ui.acces import droit

found = droit()
st.text(f"écrire={found.ecrire} qui={found.qui or 'personne'}")
st.text(found.raison)
if st.button("Entrer"):
    st.login()
