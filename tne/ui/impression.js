// What is printed of a dark page would cover each sheet with ink, and its charts are drawn already: the page is marked, and its
// style (tne/ui/feuille.py) prints the negative. CSS alone asks for a theme only where `light-dark()` may stand.
const ecouterImprimante = (la) => {
  const app = la.closest('[data-testid="stApp"]');
  if (!app || app.dataset.tneImprime) return;
  app.dataset.tneImprime = "oui";
  const marquer = () =>
    document.documentElement.classList.toggle("tne-sombre", getComputedStyle(app).colorScheme === "dark");
  addEventListener("beforeprint", marquer);
  matchMedia("print").addEventListener("change", marquer);
};
