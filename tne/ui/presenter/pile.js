// The prepared stack: one listener takes the keys, one rule shows a slide, the rest stays hidden and inert.
// No key asks the server: only leaving, opening a page, a new size and the slides still to draw do.
const piles = new WeakMap();
const BOUTONS = "button,a[href],summary,input,[role=button],[role=tab],[role=checkbox]";
const CHAMPS = "input:not([type=button]),textarea,select,[contenteditable=true],[role=combobox],[role=listbox],[role=option],[role=slider],[role=spinbutton]";

const COULEURS = {
  papier: "background-color", encre: "text-color", attenue: "gray-text-color", neutre: "gray-color", filet: "dataframe-border-color",
  formations: "blue-color", accompagnements: "green-color", parentalite: "red-color", equipements: "orange-color", numerixplore: "violet-color",
};

export default function (component) {
  const hote = component.parentElement;
  if (!piles.has(hote)) piles.set(hote, new Pile(hote));
  const pile = piles.get(hote);
  pile.recevoir(component);
  return () => {
    pile.fermer();
    piles.delete(hote);
  };
}

class Pile {
  constructor(hote) {
    this.hote = hote;
    this.code = null;
    this.regle = document.head.appendChild(document.createElement("style"));
    this.teintes = document.head.appendChild(document.createElement("style"));
    this.couches = new Set();
    // The black screen of a presenter: any key, or a click, gives the slide back.
    this.noir = document.createElement("div");
    this.noir.style.cssText = "position:fixed;inset:0;background:#000;z-index:1000000;cursor:none";
    this.noir.onclick = () => this.noir.remove();
    this.surTouche = (e) => this.touche(e);
    this.surTaille = () => this.plusTard("taille", 200, () => this.mesurer());
    // A finger drawn across a slide turns it, as one turns a page.
    this.surPose = (e) => (this.doigt = e.touches.length === 1 && this.pile?.contains(e.target) ? e.touches[0] : null);
    this.surLeve = (e) => this.glisser(e.changedTouches[0]);
    document.addEventListener("keydown", this.surTouche, true);
    document.addEventListener("touchstart", this.surPose, { passive: true });
    document.addEventListener("touchend", this.surLeve, { passive: true });
    window.addEventListener("resize", this.surTaille);
    hote.querySelector(".avant").onclick = () => this.avancer(-1);
    hote.querySelector(".apres").onclick = () => this.avancer(1);
    // Slides that Streamlit draws again come back without `inert`.
    this.veille = new MutationObserver(() => this.plusTard("inerte", 0, () => this.figer()));
    this.attentes = {};
  }

  recevoir(component) {
    this.component = component;
    this.data = component.data;
    const voulue = this.code ?? this.data.courante;
    const pile = document.querySelector(".st-key-tne-diapos");
    if (pile && this.pile !== pile) {
      this.pile = pile;
      this.veille.disconnect();
      this.veille.observe(pile, { childList: true, subtree: true });
    }
    this.montrer(this.data.ordre.includes(voulue) ? voulue : this.data.courante);
    if (this.mesurer()) return;
    if (this.data.reste && this.demande !== this.data.reste) {
      const cle = (this.demande = this.data.reste);
      // Twice the next frame: the first slide is on screen before the rest is asked for.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => this.plusTard("reste", 120, () => this.dire("suite", { cle, code: this.code })))
      );
    }
  }

  montrer(code) {
    this.code = code;
    this.colorer();
    this.regle.textContent = `.st-key-tne-lame-${code}.st-key-tne-lame-${code}{opacity:1;pointer-events:auto;z-index:1}`;
    const rang = this.data.ordre.indexOf(code);
    const total = this.data.ordre.length;
    const trouver = (nom) => this.hote.querySelector(nom);
    trouver(".rang").textContent = `${rang + 1} / ${total}`;
    trouver(".avance").style.transform = `scaleX(${(rang + 1) / total})`;
    trouver(".avance").dataset.famille = this.data.familles[code] ?? "neutre";
    trouver(".avant").disabled = rang === 0;
    trouver(".apres").disabled = rang === total - 1;
    this.figer();
    this.plusTard("adresse", 120, () => this.ecrireAdresse());
  }

  // The theme's colours, for the slides: Streamlit gives them to components only.
  colorer() {
    const theme = getComputedStyle(this.hote.host ?? this.hote);
    const noms = Object.entries(COULEURS).map(([nom, cle]) => `--tne-${nom}:${theme.getPropertyValue(`--st-${cle}`)}`);
    const texte = `:root{${noms.join(";")}}`;
    if (this.teintes.textContent !== texte) this.teintes.textContent = texte;
  }

  figer() {
    for (const code of this.data.ordre) {
      const lame = document.querySelector(`.st-key-tne-lame-${code}`);
      if (lame && lame.inert !== (code !== this.code)) lame.inert = code !== this.code;
      if (lame && code === this.code) this.derouler(lame);
    }
    this.couvrir();
  }

  // What a reader has spaced out (WCAG 1.4.12) may not fit: then alone the slide scrolls, by its keys too. Rounded, all are a pixel high.
  derouler(lame) {
    for (const e of [lame, ...lame.querySelectorAll('[class*="st-key-tne-cote-"]')]) {
      const trop = e.scrollHeight > e.clientHeight + 4;
      if (trop === ("defile" in e.dataset)) continue;
      if (trop) { e.dataset.defile = ""; e.tabIndex = 0; } else { delete e.dataset.defile; e.removeAttribute("tabindex"); }
    }
  }

  // What the stack covers must not be reached by the keyboard or a screen reader.
  couvrir() {
    for (let e = this.pile; e && e.id !== "root" && e !== document.body; e = e.parentElement) {
      for (const voisin of e.parentElement?.children ?? []) {
        const notre = voisin === e || voisin.querySelector?.(".st-key-tne-diapo-filtres") || voisin.matches(".st-key-tne-diapo-filtres");
        if (!notre && !voisin.inert && !voisin.contains(this.hote.host ?? this.hote)) {
          voisin.inert = true;
          this.couches.add(voisin);
        }
      }
    }
  }

  ecrireAdresse() {
    const adresse = new URL(window.location.href);
    if (adresse.searchParams.get("diapo") === this.code) return;
    adresse.searchParams.set("diapo", this.code);
    window.history.replaceState(window.history.state, "", adresse);
    this.hote.querySelector(".annonce").textContent =
      `Diapositive ${this.data.ordre.indexOf(this.code) + 1} sur ${this.data.ordre.length} : ${this.data.titres[this.code] ?? ""}`;
  }

  avancer(pas) {
    const rang = this.data.ordre.indexOf(this.code) + pas;
    const code = this.data.ordre[Math.max(0, Math.min(this.data.ordre.length - 1, rang))];
    // A button left behind keeps no ring on the slides.
    if (document.activeElement?.closest?.(".st-key-tne-diapo-filtres")) document.activeElement.blur();
    if (code !== this.code) this.montrer(code);
  }

  glisser(fin) {
    if (!this.doigt) return;
    const [x, y] = [fin.clientX - this.doigt.clientX, fin.clientY - this.doigt.clientY];
    this.doigt = null;
    if (Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) this.avancer(x < 0 ? 1 : -1);
  }

  touche(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const cible = e.composedPath()[0];
    if (cible instanceof Element && cible.closest(CHAMPS)) return;
    const noir = this.noir.isConnected;
    // What has the focus is pressed by the space bar, as on any page.
    if (e.key === " " && !noir && cible instanceof Element && cible.closest(BOUTONS)) return;
    const geste = noir ? () => this.noir.remove() : this.geste(e.key === " " && e.shiftKey ? "PageUp" : e.key);
    if (!geste) return;
    e.preventDefault();
    e.stopPropagation();
    geste();
  }

  geste(touche) {
    const fin = this.data.ordre.length;
    switch (touche.length === 1 ? touche.toLowerCase() : touche) {
      case "ArrowRight":
      case "PageDown":
      case " ":
        return () => this.avancer(1);
      case "ArrowLeft":
      case "PageUp":
        return () => this.avancer(-1);
      case "Home":
        return () => this.avancer(-fin);
      case "End":
        return () => this.avancer(fin);
      case "f":
        return () => this.pleinEcran();
      case "b":
      case ".":
        return () => document.body.append(this.noir);
      case "o":
        return () => this.dire("ouvrir", this.code);
      case "Escape":
        // An open choice of filters takes this key for itself; in full screen the browser does.
        if (document.querySelector('.st-key-tne-diapo-filtres [aria-expanded="true"]')) return null;
        return () => (document.fullscreenElement ? document.exitFullscreen() : this.dire("quitter", this.code));
      default:
        return null;
    }
  }

  pleinEcran() {
    const demande = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen({ navigationUI: "hide" });
    demande.catch(() => {});
  }

  // True when the figures were drawn for another size: they are asked for again.
  mesurer() {
    const [largeur, hauteur] = this.data.ecran;
    if (Math.abs(largeur - innerWidth) < 2 && Math.abs(hauteur - innerHeight) < 2) return false;
    const mesure = `${innerWidth}x${innerHeight}`;
    if (this.mesure !== mesure) {
      this.mesure = mesure;
      this.dire("taille", { ecran: [innerWidth, innerHeight], code: this.code });
    }
    return true;
  }

  dire(nom, valeur) {
    this.component.setTriggerValue(nom, valeur);
  }

  plusTard(nom, ms, faire) {
    clearTimeout(this.attentes[nom]);
    this.attentes[nom] = setTimeout(faire, ms);
  }

  fermer() {
    document.removeEventListener("keydown", this.surTouche, true);
    document.removeEventListener("touchstart", this.surPose);
    document.removeEventListener("touchend", this.surLeve);
    window.removeEventListener("resize", this.surTaille);
    this.veille.disconnect();
    Object.values(this.attentes).forEach(clearTimeout);
    this.noir.remove();
    this.regle.remove();
    this.teintes.remove();
    this.couches.forEach((e) => (e.inert = false));
  }
}
