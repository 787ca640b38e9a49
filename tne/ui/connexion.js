// Streamlit tells of a server that is silent in English, and asks whether one is connected to the internet, in a room that needs
// none: under its words stand ours, until the server answers.
const PATIENCE = 1500; // milliseconds: a laptop that wakes up, or a server that starts again, is quicker
const MUET = "Le tableau de bord ne répond plus\u202f: le programme est arrêté, ou le réseau est coupé jusqu\u2019à lui. "
  + "Relancez-le, cette page reprendra d\u2019elle-même. Internet n\u2019est pas nécessaire.";

let avis = null;
let minuterie = 0;
let coupe = false;
let reprendre = null;
let tape = ""; // in the window that stood open when the server came back: the run that follows shuts it

const dire = (la) => {
  if (avis) return;
  avis = Object.assign(document.createElement("p"), { className: "tne-muet", textContent: MUET });
  avis.setAttribute("role", "alert");
  // What stands beside an open dialogue is hidden from who listens; this is about that dialogue.
  avis.dataset.reactAriaTopLayer = "true";
  const style = getComputedStyle(la);
  avis.style.color = style.getPropertyValue("--st-background-color");
  avis.style.background = style.getPropertyValue("--st-text-color");
  document.body.append(avis);
};

const taire = () => {
  avis?.remove();
  avis = null;
};

// `la`: a place that knows the colours of the theme. `seance`: a name of the session that draws this page. `demander`: a run of it,
// for the server is back ("revenu": started anew it knows nothing of what stands here, and buttons would be pressed in vain), or to
// say that another session draws now ("perdue"), or to give it what was typed ("tape"): another does not hear it before it has drawn.
const ecouterServeur = (la, seance, demander) => {
  reprendre = demander;
  if (window.tneSeance && window.tneSeance !== seance) demander(...(tape ? ["tape", tape] : ["perdue"]));
  window.tneSeance = seance;
  const app = la.closest('[data-testid="stApp"]');
  if (!app || app.dataset.tneEcoute) return;
  app.dataset.tneEcoute = "oui";
  new MutationObserver(() => {
    clearTimeout(minuterie);
    if (app.dataset.testConnectionState !== "CONNECTED") {
      coupe = true;
      minuterie = setTimeout(dire, PATIENCE, la);
      return;
    }
    taire();
    if (!coupe) return;
    coupe = false;
    tape = document.querySelector('[role="dialog"] textarea')?.value.trim();
    reprendre(...(tape ? ["tape", tape] : ["revenu"]));
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
};
