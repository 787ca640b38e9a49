"""What opens over the page takes the keyboard there, and gives it back."""

import streamlit as st

# Streamlit draws what a button opens at the end of the document, and leaves the focus at the button: with the keyboard
# alone one would have to go through all the rest of the page first. Given back only if nothing else took it meanwhile.
_JS = """
const avant = new WeakMap();
export default function (component) {
  const hote = component.parentElement;
  if (!avant.has(hote)) {
    avant.set(hote, document.activeElement);
    const titre = hote.querySelector("p");
    titre.textContent = component.data;
    requestAnimationFrame(() => titre.focus({ preventScroll: true }));
  }
  return () => {
    const bouton = avant.get(hote);
    avant.delete(hote);
    requestAnimationFrame(() => {
      const perdu = !document.activeElement || document.activeElement === document.body;
      if (perdu && bouton?.isConnected) bouton.focus({ preventScroll: true });
    });
  };
}
"""
_CSS = "p { margin: 0; outline: none; font-weight: 600; }"
_FOYER = st.components.v2.component("tne_foyer", html='<p tabindex="-1"></p>', css=_CSS, js=_JS)


def ici(mots: str, cle: str) -> None:
    """Write `mots` and put the focus on them, once: call it first in what a button opens."""
    _FOYER(data=mots, key=f"{cle}-foyer")
