"""What a filter change costs above the bare page, part by part: `python -m bench.parties`.

The page is drawn without one part after the other; what is saved is what that part costs. Processor time of the server and
of the page's process, median of the changes, which a busy machine moves less than the clock. Writes its section of
docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from bench.chronometre import Watch  # noqa: E402
from bench.nue import prendre, reglages  # noqa: E402
from bench.pages import choose  # noqa: E402
from bench.rapport import ecrire_section  # noqa: E402
from tests.demonstration import SANS_SAUVEGARDE, base_demo  # noqa: E402
from tests.navigateur.banc import CHROMIUM_ARGS, chromium, demarrer  # noqa: E402
from tne.typographie import decimal  # noqa: E402

# Functions of `tne.ui` that draw a part, each replaced by one that draws nothing, or writes nothing.
PARTIES = {
    "sources et boutons Données": ("parts.pied", "listes.pied"),
    "titres et sous-titres": ("parts.entete",),
    "tuiles": ("feuille.tuiles",),
    "listes": ("listes.liste",),
    "liens des pages, Présenter, Documents": ("liens.menu", "presenter.bouton.button", "documents.menu"),
}
TOUT = "toutes ces parties"

# The dashboard, less the functions that `sans` in the address names.
_APP = """
import importlib, sys
import streamlit as st
given = st.query_params.get("sans", st.session_state.get("_sans", ""))
st.session_state["_sans"] = given
kept = sys.__dict__.setdefault("tne_kept", {})
for name, real in kept.items():
    module, function = name.rsplit(".", 1)
    setattr(sys.modules[f"tne.ui.{module}"], function, real)
for name in filter(None, given.split(",")):
    module, function = name.rsplit(".", 1)
    held = importlib.import_module(f"tne.ui.{module}")
    kept[name] = getattr(held, function)
    setattr(held, function, lambda *a, **k: "")
exec(compile(open("%s").read(), "app.py", "exec"))
"""


def change(watch: Watch, address: str, changes: int) -> float:
    """Milliseconds of processor of one filter change, median."""
    watch.open(address)
    page = watch.page
    assert page is not None
    choose(page, "secteur", "Public")()
    listed = page.get_by_role("option", name="Privé", exact=True)
    listed.wait_for()
    watch.ready()
    found = []
    for turn in range(changes):
        if turn % 2:
            page.keyboard.press("Backspace")
        else:
            listed.click()
        found.append(1000 * watch.done().busy)
        watch.ready()
    watch.close()
    # The first two are new to the server, as is the first change of any visitor; then answers are kept.
    return statistics.median(found[2:])


def main() -> None:
    """Measure the whole page, the page less each part, and the bare page; write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="formations")
    parser.add_argument("--changes", type=int, default=8)
    parser.add_argument("--base", type=Path, help="a base with the demonstration; made anew without it")
    given = parser.parse_args()
    every = ",".join(f for functions in PARTIES.values() for f in functions)
    less = {"": "", **{part: ",".join(functions) for part, functions in PARTIES.items()}, TOUT: every}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        base = given.base or base_demo(folder / "base" / "tne.duckdb")
        for shared in ("pages", "static"):
            (folder / shared).symlink_to(ROOT / shared)
        (folder / "app.py").write_text(_APP % (ROOT / "app.py"), encoding="utf-8")
        env = {**SANS_SAUVEGARDE, "PYTHONPATH": str(ROOT)}
        ours = demarrer(base, folder, env, folder / "app.py")
        bare = demarrer(base, folder, reglages(folder), ROOT / "bench" / "nue.py")
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            watch = Watch(browser, ours.processus.pid)
            watch.open(ours.url)
            watch.close()
            found: dict[str, float] = {}
            for part, functions in less.items():
                found[part] = change(watch, f"{ours.url}/{given.page}?sans={functions}", given.changes)
                print(part or "whole page", round(found[part]), flush=True)
            watch.open(f"{ours.url}/{given.page}?sans=")
            assert watch.page is not None
            charts = watch.page.locator(".js-plotly-plot").count()
            watch.close()
            plain = change(Watch(browser, bare.processus.pid), f"{bare.url}/?charts={charts}", given.changes)
            prendre(ours.url, given.page, folder)
            same = change(
                Watch(browser, bare.processus.pid), f"{bare.url}/?figures={given.page}", given.changes
            )
            print("bare", round(plain), "with the same figures", round(same), flush=True)
            browser.close()
        finally:
            ours.arreter()
            bare.arreter()
    whole = found.pop("")
    lines = [
        f"La page *{given.page}*, {charts} graphiques, tracée sans l'une puis l'autre de ses parties : `python -m bench.parties`.",
        "Temps de processeur d'un changement de filtre, serveur et page ensemble, réponses déjà calculées.",
        "",
        "| Page | Temps | Ce que la partie coûte |",
        "| --- | --- | --- |",
        f"| entière | {whole:.0f} ms |  |",
        *(f"| sans {part} | {cost:.0f} ms | {whole - cost:.0f} ms |" for part, cost in found.items()),
        f"| page nue, mêmes figures | {same:.0f} ms |  |",
        f"| page nue, autant de barres | {plain:.0f} ms |  |",
        "",
        f"Rapport à la page nue qui trace les mêmes figures : {decimal(whole / same, 2)} ; sans toutes ces parties : "
        f"{decimal(found[TOUT] / same, 2)}. À celle qui trace autant de barres : {decimal(whole / plain, 2)}.",
        "La page nue trace par `st.plotly_chart`, qui refait chaque graphique dont la figure change et le trace deux fois ; les nôtres",
        "changent sur place. Ce qui s'ajoute est le nombre des autres éléments, envoyés et dessinés de nouveau à chaque changement.",
    ]
    ecrire_section("parties", "Ce que coûte une page au-dessus de ses graphiques", lines)


if __name__ == "__main__":
    main()
