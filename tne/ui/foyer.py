"""Where the keyboard is: what opens over the page takes it there and gives it back; what is taken away leaves it beside."""

import streamlit as st

# Streamlit draws what a button opens at the end of the document, and leaves the focus at the button: with the keyboard
# alone one would have to go through all the rest of the page first. Given back only if nothing else took it meanwhile.
_JS = """
const vus = new WeakSet();
const ATTENTE = 1500; // milliseconds
export default function (component) {
  const hote = component.parentElement;
  const { mots, retour } = component.data;
  if (!vus.has(hote)) {
    vus.add(hote);
    const titre = hote.querySelector("p");
    titre.textContent = mots;
    requestAnimationFrame(() => titre.focus({ preventScroll: true }));
  }
  return () => {
    vus.delete(hote);
    const fin = performance.now() + ATTENTE;
    const rendre = () => {
      const perdu = !document.activeElement || document.activeElement === document.body;
      if (perdu) document.querySelector(`.st-key-${CSS.escape(retour)} button`)?.focus({ preventScroll: true });
      // The button may come later than the panel goes, or give way to another.
      if (!hote.isConnected && performance.now() < fin) requestAnimationFrame(rendre);
    };
    requestAnimationFrame(rendre);
  };
}
"""
_CSS = "p { margin: 0; outline: none; font-weight: 600; }"
_FOYER = st.components.v2.component("tne_foyer", html='<p tabindex="-1"></p>', css=_CSS, js=_JS)


def ici(mots: str, cle: str) -> None:
    """Write `mots` and put the focus on them, once: call it first in what the popover of that key opens. Closed, it gives the
    focus to its button.
    """
    _FOYER(data={"mots": mots, "retour": cle}, key=f"{cle}-foyer")


# Streamlit draws a part of the page anew and the button that was pressed is no more, or can be pressed no more: the focus
# would fall to the top of the document. It goes to the same button where it comes back, else to its neighbour in a row of
# buttons (`rangee`), else to the smallest block of ours (a key is its name) that held it and holds something yet, else to the
# page, once Streamlit has drawn all: a block that has changed places is not there for a moment.
_VERS = """
const vers = (e) => {
  if (e.tabIndex < 0) {
    const dits = e.innerText.split("\\n").filter((t) => t.trim().length > 2 && !/^[a-z_]+$/.test(t));
    e.tabIndex = -1;
    e.setAttribute("role", "group");
    e.setAttribute("aria-label", dits.slice(0, 2).join(". "));
    e.addEventListener("blur", () => ["tabindex", "role", "aria-label"].forEach((a) => e.removeAttribute(a)), { once: true });
  }
  e.focus({ preventScroll: true });
  e.style.scrollMargin = "3.5rem 0 1rem"; // on a phone a bar stands over the top of the page
  e.scrollIntoView({ block: "nearest" });
};
"""
GARDE_JS = (
    _VERS
    + """
const CONTROLE = "button:not(:disabled), a[href], input:not(:disabled), textarea, select, summary";
const CLE = /^st-key-/;
const mots = (e) => e.innerText || e.getAttribute?.("aria-label") || ""; // a box to tick holds no text

export default function () {
  let dernier = null, dit = "", cle = "", blocs = [], attente = 0;
  const noter = (e) => {
    // A window over the page gives way to the button that opened it, under other words maybe.
    if (e.target.closest?.('[role="dialog"]')) return;
    // A grid moves the focus by itself, from cells that it draws anew to the field over them.
    dernier = e.target.closest?.('[data-testid="stDataFrame"], #portal') ? null : e.target;
    if (!dernier) return;
    dit = mots(dernier);
    cle = dernier.dataset?.cle;
    blocs = [];
    for (let b = dernier; b && b !== document.body; b = b.parentElement ?? b.getRootNode().host)
      blocs.push(...[...(b.classList ?? [])].filter((c) => CLE.test(c)));
  };
  const lacher = (e) => { if (!e.target.closest?.(CONTROLE)) dernier = null; };
  const reprendre = () => {
    attente = 0;
    const perdu = !document.activeElement || document.activeElement === document.body;
    if (!dernier || !perdu || (dernier.isConnected && !dernier.disabled)) return;
    const reste = blocs.map((c) => document.querySelector(`.${CSS.escape(c)}`)).find((b) => b?.offsetHeight);
    const meme = [...(reste?.querySelectorAll(CONTROLE) ?? [])].find((e) => (cle ? e.dataset.cle === cle : dit && mots(e) === dit));
    const rangee = document.querySelector(`.${blocs.find((c) => c.startsWith("st-key-tne-rangee-")) ?? "tne-sans-rangee"}`);
    const boutons = [...(rangee?.querySelectorAll("button") ?? [])];
    const place = boutons.findIndex((b) => b === dernier || mots(b) === dit);
    const voisin = place < 0 ? null : [...boutons.slice(place), ...boutons.slice(0, place).reverse()].find((b) => !b.disabled);
    const la = meme ?? voisin ?? reste;
    const dessine = document.querySelector('[data-test-script-state="running"], [data-test-script-state="rerunRequested"]');
    if (!la && dessine) {
      attente = setTimeout(reprendre, 250);
      return;
    }
    dernier = null;
    if (la) vers(la);
    else document.querySelector('[data-testid="stMain"]')?.focus({ preventScroll: true });
  };
  const veille = new MutationObserver(() => { if (dernier) attente ||= setTimeout(reprendre, 250); });
  document.addEventListener("focusin", noter);
  document.addEventListener("pointerdown", lacher, true);
  veille.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    clearTimeout(attente);
    veille.disconnect();
    document.removeEventListener("focusin", noter);
    document.removeEventListener("pointerdown", lacher, true);
  };
}
"""
)
"""A module of the browser that never lets the focus fall out of the page."""
# What comes of a dropped file is far below the place where it was dropped.
_ARRIVEE_JS = (
    _VERS
    + """
const vues = new Set();
export default function (component) {
  const { bloc, clic } = component.data;
  const vue = `${bloc} ${clic}`;
  if (vues.has(vue)) return;
  vues.add(vue);
  const actif = document.activeElement;
  const nulle_part = !actif || actif === document.body || actif.matches('[data-testid="stMain"]');
  if (clic || nulle_part || actif.closest('[class*="st-key-depot-"]'))
    requestAnimationFrame(() => vers(document.querySelector(`.st-key-${CSS.escape(bloc)}`) ?? document.body));
}
"""
)


def rangee(cle: str) -> str:
    """The key of a row of buttons, one of which takes the focus of its neighbour that can no longer be pressed."""
    return f"tne-rangee-{cle}"


_ARRIVEE = st.components.v2.component("tne_arrivee", js=_ARRIVEE_JS)


def arrivee(cle: str, clic: int = 0) -> None:
    """Go to the block of that key, once, from the place where files are dropped or from the page before, or from wherever one
    is at the click of that number, from 1 on: call it after the block."""
    _ARRIVEE(data={"bloc": cle, "clic": clic}, key=f"arrivee-{cle}")
