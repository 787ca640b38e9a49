// A list as a table of words: nothing of its data is read as HTML. Drawn once the browser has nothing better to do, for lists
// stand under the charts; the same list is drawn once.
const SANS = ["", "\u2013", "masqué"]; // what is missing or masked comes last, whichever way
const SENS = { ascending: "descending", descending: undefined };
const mots = new Intl.Collator("fr", { numeric: true });
const vus = new WeakMap();
const plusTard = window.requestIdleCallback ?? ((faire) => setTimeout(faire, 50));

const creer = (nom, role, classe, contenu) => {
  const e = document.createElement(nom);
  e.setAttribute("role", role);
  if (classe) e.className = classe;
  e.append(...contenu);
  return e;
};
// Schools of two communes bear the same name: a list of links tells them apart.
const lier = (dit, numero, adresse, ici) => {
  const ou = ici ? { className: "tne-lien" } : { target: "_blank", rel: "noopener" }; // followed by liens.py
  const e = Object.assign(document.createElement("a"), { href: adresse, textContent: dit, ...ou });
  if (numero !== dit) e.setAttribute("aria-label", `${dit}, ${numero}`);
  return e;
};

// Months from January, as they are written short and whole; without a year they follow one another from September.
const MOIS = ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"];
const UN_MOIS = new RegExp(`^(${MOIS.join("|")})(?:\\.|ier|il|let|embre|obre)?(?:\\s(\\d\\d))?$`);

// « 1 128 », « −4 », « 58,7 % », « 20/06/2024 », « 20/06/2024 17:05 », « sept. 23 », « octobre »: as numbers, where both are.
const nombre = (dit) => {
  const mois = dit.match(UN_MOIS);
  if (mois) return mois[2] ? Number(mois[2]) * 12 + MOIS.indexOf(mois[1]) : (MOIS.indexOf(mois[1]) + 4) % 12;
  const jour = dit.match(/^(\d\d)\/(\d\d)\/(\d{4})(?: (\d\d):(\d\d))?$/);
  return Number(jour ? jour[3] + jour[2] + jour[1] + (jour[4] ?? "00") + (jour[5] ?? "00") : dit.replace(/[\s%]/g, "").replace(",", ".").replace("\u2212", "-"));
};
const comparer = (a, b) => {
  const ecart = nombre(a) - nombre(b);
  return Number.isNaN(ecart) ? mots.compare(a, b) : ecart;
};

// The places of these words in the order of `sens`, or as they came.
const ordonner = (dits, sens) => {
  const selon = (a, b) => {
    const manquent = [a, b].map((n) => SANS.includes(dits[n]));
    if (manquent[0] || manquent[1]) return manquent[0] - manquent[1] || a - b;
    return (sens === "ascending" ? comparer(dits[a], dits[b]) : comparer(dits[b], dits[a])) || a - b;
  };
  const ordre = dits.map((_, n) => n);
  return sens ? ordre.sort(selon) : ordre;
};
const direOrdre = (table, rang, sens) =>
  [...table.tHead.rows[0].cells].forEach((e, n) => (n === rang && sens ? e.setAttribute("aria-sort", sens) : e.removeAttribute("aria-sort")));

const ranger = (vu) => {
  const { liste, tri, table, lignes } = vu;
  const rang = liste.colonnes.findIndex((c) => c.titre === tri?.titre);
  const sens = rang < 0 ? undefined : tri.sens;
  direOrdre(table, rang, sens);
  table.tBodies[0].append(...ordonner(liste.lignes.map((dites) => dites[rang]), sens).map((n) => lignes[n]));
};

// A table of the HTML of a page (tne/ui/tableaux.py) is sorted where it stands: each row keeps the place in which it came.
const trierTableau = ({ target }) => {
  const bouton = target.closest?.(".tne-tri");
  if (!bouton) return;
  const tete = bouton.closest("th");
  const table = tete.closest("table");
  const corps = table.tBodies[0];
  [...corps.rows].forEach((ligne, n) => (ligne.dataset.rang ??= n));
  const lignes = [...corps.rows].sort((a, b) => a.dataset.rang - b.dataset.rang);
  const avant = tete.getAttribute("aria-sort");
  const sens = avant ? SENS[avant] : "ascending";
  direOrdre(table, tete.cellIndex, sens);
  corps.append(...ordonner(lignes.map((ligne) => ligne.cells[tete.cellIndex].textContent), sens).map((n) => lignes[n]));
};

const entete = (vu, colonne) => {
  const e = creer("th", "columnheader", colonne.genre, []);
  e.scope = "col";
  if (!vu.liste.triable) {
    e.append(colonne.titre);
    return e;
  }
  const bouton = Object.assign(document.createElement("button"), { type: "button", title: "Trier", textContent: colonne.titre });
  bouton.setAttribute("aria-label", `${colonne.titre}\u202f: ${vu.liste.titre}`);
  e.setAttribute("aria-label", colonne.titre); // said with each cell
  bouton.addEventListener("click", () => {
    const avant = vu.tri?.titre === colonne.titre ? vu.tri.sens : "";
    const sens = avant ? SENS[avant] : "ascending";
    vu.tri = sens && { titre: colonne.titre, sens };
    ranger(vu);
  });
  e.append(bouton);
  return e;
};

const cellule = (colonne, rang, dit, lien) => {
  const classe = SANS.slice(0, 2).includes(dit) ? `${colonne.genre} absente` : colonne.genre;
  const e = creer(rang ? "td" : "th", rang ? "cell" : "rowheader", classe, [lien ?? dit]);
  if (rang && colonne.dite) e.dataset.titre = `${colonne.titre}\u202f: `;
  if (!rang) e.scope = "row";
  return e;
};

// The room of the longest word of each column, in the width of a figure, to which a letter has 0.92: capitals take more, figures
// all of it, what is long takes lines.
const encombrement = (dit) => dit.length + 0.4 * (dit.match(/\p{Lu}/gu)?.length ?? 0) + 0.09 * (dit.match(/\d/g)?.length ?? 0);
const elargir = (table, { colonnes, lignes }) => {
  const larges = colonnes.map((c, n) => Math.ceil(0.92 * Math.min(38, lignes.reduce((max, dites) => Math.max(max, encombrement(dites[n])), encombrement(c.titre) + 2))));
  // Beside its words each has a rem of its own; the one next to the name, a second on its left.
  table.style.setProperty("--larges", larges.map((l, n) => `minmax(calc(${l}ch + ${n === 1 ? 2 : 1}rem), ${l}fr)`).join(" "));
  table.style.setProperty("--largeur", `calc(${larges.reduce((a, b) => a + b)}ch + ${larges.length + 1}rem)`);
};

const dessinerListe = (place, vu) => {
  const { colonnes, lignes, liee, numero, pages, aCote } = vu.liste;
  vu.lignes = lignes.map((dites, n) => {
    const lien = pages[n] ? lier(dites[liee], dites[numero], pages[n], vu.liste.ici) : undefined;
    return creer("tr", "row", "", dites.map((dit, rang) => cellule(colonnes[rang], rang, dit, rang === liee ? lien : undefined)));
  });
  const tete = creer("thead", "rowgroup", "", [creer("tr", "row", "", colonnes.map((c) => entete(vu, c)))]);
  vu.table = creer("table", "table", aCote ? "a-cote" : "", [tete, creer("tbody", "rowgroup", "", [])]);
  vu.table.style.setProperty("--nombres", aCote);
  if (vu.liste.large) elargir(vu.table, vu.liste);
  ranger(vu);
  place.setAttribute("aria-label", vu.liste.legende);
  place.classList.toggle("boite", vu.liste.triable);
  place.classList.toggle("large", vu.liste.large);
  place.replaceChildren(vu.table);
  delete place.dataset.dessin;
};

const lister = (place, texte) => {
  const vu = vus.get(place) ?? {};
  if (!vus.has(place)) {
    vus.set(place, vu);
    place.setAttribute("role", "region");
    place.tabIndex = 0;
  }
  if (vu.texte === texte) return;
  const attendu = vu.texte !== undefined && place.dataset.dessin !== undefined;
  Object.assign(vu, { texte, liste: JSON.parse(texte) });
  // The room of its rows, before they come.
  if (!vu.table) place.style.setProperty("--lignes", Math.min(vu.liste.lignes.length + 1, 11.5));
  place.dataset.dessin = "attendu";
  if (!attendu) plusTard(() => dessinerListe(place, vu), { timeout: 1000 });
};
