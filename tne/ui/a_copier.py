"""A text to take elsewhere, and the button that copies it.

`st.code` does it too, but brings 1.6 MB that colour programming languages to a mail, speaks English, and copies nothing
where the page came without TLS, as on a local network.
"""

from __future__ import annotations

import streamlit as st

_HTML = """
<div class="barre"><button type="button">Copier le texte</button><span role="status"></span></div>
<p class="texte"></p>
"""
_CSS = """
.barre { display: flex; align-items: center; gap: 0.75rem; min-height: 2.5rem; }
button {
  font: inherit; font-size: 0.875rem; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); color: var(--st-text-color); background: var(--st-background-color);
}
button:hover { border-color: var(--st-text-color); }
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
span { font-size: 0.875rem; }
.texte {
  margin: 0.75rem 0 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; line-height: 1.5;
  border-radius: var(--st-base-radius); color: var(--st-code-text-color); background: var(--st-code-background-color);
}
"""
# Without TLS the browser has no clipboard for a page; what is selected in a field can be copied all the same.
_JS = """
const parLaSelection = (mots) => {
  const champ = Object.assign(document.createElement("textarea"), { value: mots });
  champ.style.position = "fixed";
  document.body.append(champ);
  champ.select();
  const fait = document.execCommand("copy");
  champ.remove();
  return fait;
};
export default function (component) {
  const hote = component.parentElement, bouton = hote.querySelector("button"), dit = hote.querySelector("span");
  hote.querySelector(".texte").textContent = component.data;
  dit.textContent = "";
  bouton.onclick = async () => {
    dit.textContent = "";
    const fait = await (navigator.clipboard?.writeText(component.data).then(() => true, () => false)) || parLaSelection(component.data);
    bouton.focus();
    dit.textContent = fait ? "Copié." : "Le navigateur refuse : sélectionnez le texte, puis Ctrl+C.";
  };
}
"""
_A_COPIER = st.components.v2.component("tne_a_copier", html=_HTML, css=_CSS, js=_JS)


def a_copier(mots: str, cle: str) -> None:
    """Show `mots` as they are, line by line, with a button that copies them all."""
    _A_COPIER(data=mots, key=cle)
