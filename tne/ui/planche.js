const planches = new WeakMap(); // the element of a sheet → what it shows

// A body of the piece, made where there is none of its kind.
const CORPS = {
  graphe: [tracer, effacer],
  liste: [lister, () => {}],
};

const creerPiece = (cle) => {
  const place = document.createElement("div");
  place.className = "tne-piece";
  place.dataset.cle = cle;
  const [avant, apres] = ["tne-avant", "tne-apres"].map((c) => Object.assign(document.createElement("div"), { className: c }));
  place.append(avant, apres);
  return { place, avant, apres, corps: null, genre: "", dits: {} };
};

const oterCorps = (p) => {
  if (!p.corps) return;
  CORPS[p.genre][1](p.corps);
  p.corps.remove();
  p.corps = null;
};

// Words that stay are not touched: what is chosen in them, or open, stays too.
const ecrire = (p, nom, html) => {
  if (p.dits[nom] !== html) p[nom].innerHTML = p.dits[nom] = html;
};

const montrer = (p, dite, texte, autour) => {
  ecrire(p, "avant", dite.avant);
  ecrire(p, "apres", dite.apres);
  if (p.genre !== dite.genre) oterCorps(p);
  p.genre = dite.genre;
  if (!dite.genre) return;
  if (!p.corps) {
    p.corps = document.createElement("div");
    p.corps.className = `tne-${dite.genre}`;
    p.apres.before(p.corps);
  }
  CORPS[dite.genre][0](p.corps, texte, dite, autour);
};

const rangerDans = (parent, enfants) => {
  enfants.forEach((e, n) => { if (parent.children[n] !== e) parent.insertBefore(e, parent.children[n] ?? null); });
  while (parent.children.length > enfants.length) parent.lastElementChild.remove();
};

// Pieces in their columns; one under the other, in the `ordre` of their keys where they have one: they are read so.
const mettreEnColonnes = (hote, colonnes, ordre) => {
  const [premiere] = colonnes;
  const empilees = ordre && getComputedStyle(hote).gridTemplateColumns.split(" ").length === 1;
  const rang = new Map(ordre?.map((cle, n) => [cle, n]));
  const vues = empilees
    ? [[premiere[0], colonnes.flatMap(([, pieces]) => pieces).sort(([, a], [, b]) => rang.get(a.cle) - rang.get(b.cle))]]
    : colonnes;
  rangerDans(hote, vues.map(([colonne]) => colonne));
  for (const [colonne, pieces] of vues) rangerDans(colonne, pieces.map(([p]) => p.place));
};

const poser = (hote, vue) => {
  const { composant, texte } = vue;
  const [entete, ...corps] = texte.split("\n");
  const dit = JSON.parse(entete);
  hote.style.setProperty("--colonnes", dit.colonnes.length);
  hote.style.setProperty("--etroite", `${dit.etroite / 16}rem`);
  hote.style.setProperty("--ecart", dit.ecart);
  hote.classList.toggle("en-bas", dit.bas);
  const etire = dit.etiree ? composant.parentElement : null;
  const restes = new Map(vue.pieces);
  let rang = 0;
  const colonnes = dit.colonnes.map((dites, n) => {
    const colonne = (vue.colonnes[n] ??= Object.assign(document.createElement("div"), { className: "tne-colonne" }));
    const pieces = dites.map((dite) => {
      const p = vue.pieces.get(dite.cle) ?? creerPiece(dite.cle);
      vue.pieces.set(dite.cle, p);
      restes.delete(dite.cle);
      return [p, dite, dite.genre ? corps[rang++] : ""];
    });
    return [colonne, pieces];
  });
  for (const [cle, p] of restes) {
    oterCorps(p);
    vue.pieces.delete(cle);
  }
  vue.ranger = () => mettreEnColonnes(hote, colonnes, dit.ordre);
  vue.ranger();
  for (const [, pieces] of colonnes)
    for (const [p, dite, sien] of pieces)
      montrer(p, dite, sien, { dire: (point) => vue.composant.setTriggerValue("clic", [dite.cle, ...point]), etire });
};

const feuilleter = (composant) => {
  const hote = composant.parentElement.querySelector(".tne-planche");
  if (!planches.has(hote)) {
    planches.set(hote, { tours: 0, texte: "", pieces: new Map(), colonnes: [], veille: new ResizeObserver(() => vue.ranger?.()) });
  }
  const vue = planches.get(hote);
  vue.veille.observe(hote);
  const rang = ++vue.tours;
  vue.composant = composant;
  const texte = new TextDecoder().decode(composant.data);
  regarder();
  if (vue.texte !== texte) {
    vue.texte = texte;
    poser(hote, vue);
  }
  // Streamlit ends a call that a later one overtook.
  return () => {
    if (rang !== vue.tours) return;
    vue.veille.disconnect();
    vue.pieces.forEach(oterCorps);
    planches.delete(hote);
  };
};

// Sent once per page; the sheets, which may be there before, only call it (tne/ui/planche.py).
export default function (composant) {
  ecouterServeur(composant.parentElement, composant.data.seance, (quoi, dit = true) => composant.setTriggerValue(quoi, dit));
  ecouterImprimante(composant.parentElement);
  document.removeEventListener("click", window.tneTrier);
  document.addEventListener("click", (window.tneTrier = trierTableau));
  adresse = composant.data.adresse;
  if (composant.data.avance) charger().catch(() => {}); // the charts will say so
  const commun = (window.tnePlanches ??= { retenues: [] });
  commun.feuilleter = feuilleter;
  for (const une of commun.retenues.splice(0)) une();
}
