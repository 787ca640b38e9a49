"""Names that a screen reader tells apart: the same word on several buttons says of what.

A page has « Monter » at each line: in a list of buttons all would be alike. Streamlit takes no name beside the words that are
seen, so the page names them when they appear: the words, then the title or the line they belong to. Where Streamlit changes
its document, they keep the bare words.
"""

JS = """
const TITRES = "h1, h2, h3, h4, h5, h6";
const LIGNES = 'strong, [data-testid="stCheckbox"] p';
// Not `innerText`, for which the browser would lay out the page first.
const mots = (e) => (e?.textContent ?? "").replace(/\\s+/g, " ").trim();
const avant = (bloc, choix, e) =>
  [...bloc.querySelectorAll(choix)].filter((t) => t.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);

// What a control belongs to: the line or the title before it, in the smallest block that has one.
const sujet = (e, page) => {
  for (let bloc = e.parentElement; bloc && bloc !== page.parentElement; bloc = bloc.parentElement) {
    const trouve = avant(bloc, TITRES, e) ?? avant(bloc, LIGNES, e);
    if (trouve) return mots(trouve);
  }
  return "";
};
// What stands there already is not written again: the browser takes that for a change of the page.
const dire = (e, nom) => e.getAttribute("aria-label") !== nom && e.setAttribute("aria-label", nom);

const nommer = (page) => {
  const vus = new Map();
  for (const e of page.querySelectorAll("a[href], button")) {
    const propre = e.dataset.tneMots !== undefined || !e.hasAttribute("aria-label");
    const dits = propre && mots(e.querySelector("p"));
    if (dits) vus.set(dits, [...(vus.get(dits) ?? []), e]);
  }
  for (const [dits, tous] of vus)
    for (const e of tous) {
      const quoi = tous.length > 1 || e.dataset.tneMots ? sujet(e, page) : "";
      if (!quoi) continue;
      if (e.dataset.tneMots !== dits) e.dataset.tneMots = dits;
      dire(e, `${dits} : ${quoi}`);
    }
  // What is seen is its name, where the style writes French words in the place of « Upload » (tne/ui/anglais.py).
  for (const e of page.querySelectorAll('[data-testid="stFileUploaderDropzone"] > span button')) {
    const ecrit = getComputedStyle(e.querySelector("p").parentElement, "::after").content;
    if (ecrit.startsWith('"')) dire(e, ecrit.slice(1, -1));
  }
  // A sign before a word says nothing that the word does not.
  for (const e of page.querySelectorAll('[role="img"][aria-label$=" icon"]:not([aria-hidden])')) e.setAttribute("aria-hidden", "true");
};

export default function () {
  let attente = 0;
  const passer = () => {
    attente = 0;
    const page = document.querySelector('[data-testid="stMain"]');
    // Where an empty box still stands for what comes, that comes first.
    if (page && !page.querySelector('[data-testid="stSkeleton"]')) nommer(page);
  };
  const prevoir = () => { attente ||= setTimeout(() => (window.requestIdleCallback ?? setTimeout)(passer), 200); };
  const veille = new MutationObserver(prevoir);
  veille.observe(document.getElementById("root") ?? document.body, { childList: true, subtree: true });
  prevoir();
  return () => { clearTimeout(attente); veille.disconnect(); };
}
"""
"""A module of the browser that names the controls of the page, now and as they come."""
