const REPERE = /#0000(\d\d)/g;
const PAR_TOUR = 100; // milliseconds of drawing before the browser may paint and hear a key: to paint after each two charts took longer than they
const ETROITE = 358; // pixels that labels are written for (tne/visuals/cadre.py): in less, on a small phone or zoomed, a chart is made smaller, not cut
const MINIMALE = 320; // under which columns stand one under the other (tne/ui/planche.py)
const LISTES = ["categorical", "sequential", "diverging"];
const REGLAGES = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };

const graphes = new Map(); // place → its chart
const attente = new Set(); // those to draw
const teintes = new Map();
let adresse = "";
let bibliotheque = null;
let prevu = false;

const charger = () =>
  (bibliotheque ??= new Promise((pret, manque) => {
    const script = document.createElement("script");
    script.src = new URL(adresse, document.baseURI);
    script.onload = pret;
    script.onerror = () => { bibliotheque = null; script.remove(); manque(new Error(script.src)); };
    document.head.append(script);
  }));

// The thirty colours of the theme, by their rank from 1 on (tne/visuals/couleurs.py).
const couleurs = (place) => {
  const style = getComputedStyle(place);
  const dites = LISTES.map((l) => style.getPropertyValue(`--st-chart-${l}-colors`)).join(",");
  if (!teintes.has(dites)) teintes.set(dites, ["", ...dites.split(",").map((c) => c.trim())]);
  return teintes.get(dites);
};

// What is not drawn as it is asked yet says so, to those that wait for the page (tests, pictures).
const marquer = (g) => { g.place.dataset.dessin = "attendu"; };

const demander = (g) => {
  marquer(g);
  attente.add(g);
  if (prevu) return;
  prevu = true;
  const canal = new MessageChannel();
  canal.port1.onmessage = () => { canal.port1.close(); prevu = false; tour(); };
  canal.port2.postMessage(0);
};

// What is on the screen first, the rest in the order of the page. All is measured before anything is drawn: after a chart the
// browser would lay out the page anew to answer.
const tour = () => {
  const fin = performance.now() + PAR_TOUR;
  const loin = ({ top, bottom }) => bottom < 0 || top > innerHeight;
  const suite = [...attente].map((g) => ({ g, ou: g.place.getBoundingClientRect(), taille: mesurer(g) }));
  const reelles = suite.length && couleurs(suite[0].g.place);
  suite.sort((a, b) => loin(a.ou) - loin(b.ou) || a.ou.top - b.ou.top || a.ou.left - b.ou.left);
  while (suite.length && performance.now() < fin) {
    const { g, taille } = suite.shift();
    attente.delete(g);
    dessiner(g, taille, reelles);
  }
  if (suite.length) demander(suite[0].g);
};

// How much larger than Streamlit's 16 pixels the letters of the page are (tne/ui/feuille.py): those of a chart are as much. A slide
// has sizes of its own.
const grossir = (etire) => (etire ? 1 : Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16));

const mesurer = ({ place, etire }) => {
  // That of its piece: a chart made smaller is wider itself.
  const largeur = place.isConnected ? place.parentElement.clientWidth : 0;
  return {
    largeur,
    grossie: grossir(etire),
    hauteur: etire?.clientHeight,
    // Where the columns of the page stand one under the other (tne/ui/hauteurs.py) it is as wide as what every page stands on.
    pile: largeur > 0.9 * (document.querySelector(".st-key-tne-socle")?.clientWidth ?? Infinity),
  };
};

// Plotly reckons with a transform when it looks for the mark under the mouse.
const reduire = ({ style }, k, largeur, hauteur) => {
  const autre = k !== 1;
  style.width = autre ? `${largeur}px` : "";
  style.transform = autre ? `scale(${k})` : "";
  style.marginBottom = autre ? `${(k - 1) * hauteur}px` : "";
};

// A map of a wide territory is lower than its place on a narrow screen: nothing white under it (tne/visuals/carte_page.py).
const juste = ({ width, height, meta, xaxis, yaxis }) => {
  if (meta?.nord === undefined) return height;
  const [[ouest, est], [sud, nord]] = [xaxis.range, yaxis.range];
  return Math.min(height, Math.ceil((width * (nord - sud) * yaxis.scaleratio) / (est - ouest)));
};

const dessiner = (g, { largeur, grossie, hauteur, pile }, reelles) => {
  const { place } = g;
  delete place.dataset.dessin;
  if (!largeur) return; // asked for again once it has a width
  const { data, layout } = JSON.parse(g.figure.replace(REPERE, (repere, rang) => reelles[+rang] ?? repere));
  // Not one of a row of small maps, which are drawn for their place.
  const dessinee = (pile || largeur >= MINIMALE) && !g.etire ? Math.max(largeur / grossie, ETROITE) : largeur;
  layout.width = dessinee;
  const { seule, large } = layout.meta ?? {};
  if (g.etire) layout.height = hauteur;
  else if (seule && pile) Object.assign(layout, seule);
  // A map has its key beside it where there is room (tne/visuals/carte_legende.py); a slide has its own box.
  else if (dessinee >= large?.depuis) Object.assign(layout, large.layout);
  if (!g.etire) layout.height = juste(layout);
  g.mesure = [largeur, layout.height];
  place.style.height = `${layout.height}px`;
  reduire(place, largeur / dessinee, dessinee, layout.height);
  window.Plotly.react(place, data, layout, REGLAGES);
  // Printed, it is made smaller as a picture is (tne/ui/planche.py).
  for (const s of place.querySelectorAll(".main-svg")) s.setAttribute("viewBox", `0 0 ${dessinee} ${layout.height}`);
  if (!g.clic || g.entend) return;
  g.entend = true;
  place.on("plotly_click", ({ points: [p] }) => { if (g.clic) g.dire([p.curveNumber, p.pointNumber]); });
};

// The chart of this place from now on: `figure` in JSON, its text alternative, who hears the marks that are clicked (or nobody),
// the frame whose height it fills (or none).
const tracer = (place, figure, { alternative, clic, hauteur, seule }, { dire, etire }) => {
  let g = graphes.get(place);
  if (!g) {
    g = { place, mesure: [0, 0], entend: false };
    g.veille = new ResizeObserver(() => {
      const [largeur, dessinee] = g.mesure;
      if (mesurer(g).largeur !== largeur || (g.etire && g.etire.clientHeight !== dessinee)) charger().then(() => demander(g));
    });
    graphes.set(place, g);
    // An image: what is written in it is not read once more, number after number, after the text that says it.
    place.setAttribute("role", "img");
    if (hauteur) place.style.height = `${mesurer(g).pile ? seule : hauteur}px`;
    g.veille.observe(etire ?? place.parentElement);
  }
  const meme = g.figure === figure;
  Object.assign(g, { figure, clic, dire, etire });
  place.setAttribute("aria-label", alternative);
  place.classList.toggle("tne-clic", clic);
  if (!meme) retracer(g);
};

const retracer = (g) => {
  marquer(g);
  charger().then(() => demander(g), () => {
    delete g.place.dataset.dessin;
    g.place.removeAttribute("role");
    g.place.removeAttribute("aria-label");
    g.place.textContent = "Ce graphique n\u2019a pas pu être tracé\u202f: rechargez la page. Ses données sont dessous.";
  });
};

// In another theme every chart is drawn anew. Asked once for all that is told together: the browser works out the styles of the
// whole page to answer.
let fond = "";
let regarde = false;
const regarder = () => {
  if (regarde) return;
  regarde = true;
  setTimeout(() => {
    regarde = false;
    const place = document.querySelector(".tne-planche");
    const la = place && getComputedStyle(place).getPropertyValue("--st-background-color");
    if (!la || la === fond) return;
    if (fond) graphes.forEach(retracer);
    fond = la;
  });
};

const effacer = (place) => {
  const g = graphes.get(place);
  if (!g) return;
  g.veille.disconnect();
  attente.delete(g);
  graphes.delete(place);
  if (g.mesure[0]) window.Plotly.purge(place);
};
