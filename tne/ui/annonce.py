"""What a screen reader hears of a page that another choice of filters, or another page, has changed: where one is and the answer.

Streamlit draws a page anew without a word: who does not see it does not know that anything has changed, nor when it has.
"""

JS = """
const mots = (e) => (e?.textContent ?? "").replace(/\\u2060/g, "").replace(/\\s+/g, " ").trim();
const phrase = (dits) => (/[.?!]$/.test(dits) ? dits : `${dits}.`);
const ATTENTE = 600; // milliseconds without a change: a page comes in parts

// Where one is, the page's one question, the first sentence under it (tne/ui/tete.py).
const lire = () => {
  const page = document.querySelector('[data-testid="stMain"]');
  const question = page?.querySelector("h1");
  const ou = question?.previousElementSibling;
  return question && [mots(ou), mots(question), mots(page.querySelector("h2, h3"))];
};

export default function (hote) {
  // A component that comes again finds its own there.
  const dit = hote.querySelector('[role="status"]') ?? hote.appendChild(document.createElement("p"));
  dit.setAttribute("role", "status");
  let attente = 0;
  let avant;
  const passer = () => {
    const ici = lire();
    if (!ici || String(ici) === String(avant)) return;
    const [ou, question, reponse] = ici;
    // Who opens the page reads it.
    if (avant) dit.textContent = [question !== avant[1] && question, ou, reponse].filter(Boolean).map(phrase).join(" ");
    avant = ici;
  };
  const prevoir = () => { clearTimeout(attente); attente = setTimeout(passer, ATTENTE); };
  const veille = new MutationObserver(prevoir);
  veille.observe(document.getElementById("root") ?? document.body, { childList: true, characterData: true, subtree: true });
  prevoir();
  return () => { clearTimeout(attente); veille.disconnect(); };
}
"""
"""A module of the browser that says in the element it gets, politely, what a page has become."""
