// The button and the key P of every page. The click still counts here: full screen is asked for at once,
// and the size of the screen goes with the answer, so that the first slide is drawn for it.
const etats = new WeakMap();
const CHAMPS = "input:not([type=checkbox]):not([type=button]),textarea,select,[contenteditable=true],[role=combobox],[role=listbox],[role=option],[role=slider],[role=spinbutton]";

export default function (component) {
  const hote = component.parentElement;
  let etat = etats.get(hote);
  if (!etat) {
    etat = { occupe: false };
    etat.touche = (e) => {
      if (e.key?.toLowerCase() !== "p" || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
      const cible = e.composedPath()[0];
      if (cible instanceof Element && cible.closest(CHAMPS)) return;
      e.preventDefault();
      presenter(etat);
    };
    document.addEventListener("keydown", etat.touche);
    etats.set(hote, etat);
  }
  etat.component = component;
  etat.occupe = false;
  const bouton = hote.querySelector("button");
  bouton.querySelector(".mots").textContent = component.data.mots;
  bouton.onclick = () => presenter(etat);
  return () => {
    document.removeEventListener("keydown", etat.touche);
    etats.delete(hote);
  };
}

async function presenter(etat) {
  if (etat.occupe) return;
  etat.occupe = true;
  const attente = new Promise((suite) => setTimeout(suite, 250));
  const plein = document.fullscreenElement
    ? Promise.resolve()
    : document.documentElement.requestFullscreen?.({ navigationUI: "hide" }) ?? Promise.resolve();
  await Promise.race([plein.catch(() => {}), attente]);
  etat.component.setTriggerValue("presenter", [innerWidth, innerHeight]);
  etat.occupe = false;
}
