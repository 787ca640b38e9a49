"""Time from `streamlit run` to the first page on screen, beside a bare Streamlit page: `python -m bench.demarrage`.

A made base, no base at all (the start makes one with the demonstration), and a page of one sentence, in turn. The
browser is there already; each start is a server of its own and a new browser context. Then a few commands, from a new
process to its end. Writes its section of docs/performance.md; ends with 1 when the first page takes too long.

`--grandes DOSSIER` measures other starts instead, and writes another section: on the bases that `bench.queries --garder` left
there, first with nothing kept beside them (`tne.queries.gardees`), then with what that start has left.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.echelles import ECHELLES
from bench.inscriptions import ecrire
from bench.rapport import between, ecrire_section, now
from tests.demonstration import SANS_SAUVEGARDE, base_demo
from tests.navigateur.banc import CHROMIUM_ARGS, RACINE, attendre_stable, chromium, demarrer
from tne.store.temporary import remove_kept
from tne.typographie import decimal, entier

# Times a bare page from start to screen, on a made base.
GOAL = 2.5
CALM = 0.3  # `attendre_stable` waits until the page has been at rest for that long
BARE = 'import streamlit as st\nst.title("Une phrase")\n'
COMMANDS: dict[str, tuple[str, ...]] = {
    "python -m tne --help": ("--help",),
    "python -m tne lire (20 lignes)": ("lire", "{petit}", "--vers", "{dossier}"),
    "python -m tne indicateurs": ("indicateurs", "--annee", "2023-2024", "--json"),
}


def start(
    browser: Browser, base: Path, folder: Path, script: str | Path, page_at: str = "", **env: str
) -> tuple[float, float, float]:
    """Seconds from the command to HTTP health, and to the page drawn; seconds of processor that the server took."""
    begin = time.perf_counter()
    server = demarrer(base, folder, env=SANS_SAUVEGARDE | env, script=script)
    try:
        healthy = time.perf_counter() - begin
        page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}).new_page()
        page.goto(f"{server.url}/{page_at}")
        page.locator("h1, h2").first.wait_for(timeout=600_000)
        attendre_stable(page, 600)
        drawn = time.perf_counter() - begin - CALM
        used = between((0.0, 0.0), now(server.processus.pid))[1]
        page.context.close()
    finally:
        server.arreter()
    return healthy, drawn, used


def starts(folder: Path, runs: int) -> dict[str, tuple[float, float, float]]:
    """Medians of each way to start."""
    made = base_demo(folder / "faite" / "tne.duckdb")
    bare = folder / "nue.py"
    bare.write_text(BARE, encoding="utf-8")
    found: dict[str, list[tuple[float, float, float]]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        for run in range(runs):
            new = folder / f"neuve{run}" / "tne.duckdb"
            new.parent.mkdir()
            for name, base, script in (
                ("base déjà faite", made, "app.py"),
                ("page nue", made, bare),
                ("sans base : la démonstration est chargée", new, "app.py"),
            ):
                found.setdefault(name, []).append(start(browser, base, folder, script))
                print(name, found[name][-1], file=sys.stderr, flush=True)
        browser.close()
    return {name: _medians(values) for name, values in found.items()}


def grandes(folder: Path, kept: Path) -> list[str]:
    """The table of the starts on the large bases of `kept`, each on two pages; what is kept beside those bases is made anew."""
    lines = [
        "De `streamlit run app.py` à la première page dans Chromium, sans puis avec ce qu'un démarrage d'avant a gardé à côté de la "
        "base (`tne.duckdb.gardees`) : `python -m bench.demarrage --grandes DOSSIER` (bases de `bench.queries --garder`).",
        "",
        "| Base | Première page | Départ | Temps | Processeur du serveur |",
        "| --- | --- | --- | --- | --- |",
    ]
    sizes = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        for e in (e for e in ECHELLES.values() if (kept / f"{e.nom}.duckdb").exists()):
            base = kept / f"{e.nom}.duckdb"
            env = {
                "TNE_TERRITOIRE": ",".join(e.departements),
                "TNE_MEMOIRE": e.memoire,
            }
            remove_kept(str(base))
            for at in ("formations", ""):
                for way in ("rien de gardé", "tables gardées"):
                    if at or way == "tables gardées":
                        _, drawn, used = start(browser, base, folder, "app.py", at, **env)
                        print(e.nom, at or "bilan", way, drawn, used, file=sys.stderr, flush=True)
                        lines.append(
                            f"| {e.titre} | {at or 'bilan'} | {way} | {decimal(drawn, 2)} s | {decimal(used, 2)} s |"
                        )
            beside = sum(f.stat().st_size for f in kept.glob(f"{base.name}.gardees*"))
            sizes.append(
                f"{e.titre} : {entier(round(beside / 1e6))} Mo, la base {entier(round(base.stat().st_size / 1e6))} Mo (sans journaux)"
            )
        browser.close()
    return [*lines, "", f"Taille de ce qui est gardé : {' ; '.join(sizes)}."]


def _medians(values: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    healthy, drawn, used = (median(column) for column in zip(*values, strict=True))
    return healthy, drawn, used


def commands(folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Seconds of the clock and of processor of a few commands, medians; `python -c pass` with them."""
    small = folder / "petit.csv"
    ecrire(small, 20)
    places = {"petit": str(small), "dossier": str(folder / "lus")}
    env = {**os.environ, "TNE_BASE": str(folder / "faite" / "tne.duckdb")}
    asked = {"python -c pass": [sys.executable, "-c", "pass"]} | {
        name: [sys.executable, "-m", "tne", *(part.format(**places) for part in parts)]
        for name, parts in COMMANDS.items()
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(runs):
        for name, command in asked.items():
            begin = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=RACINE, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0, name
            found[name].append((time.perf_counter() - begin, used.ru_utime + used.ru_stime))
    return {name: (median(t for t, _ in v), median(cpu for _, cpu in v)) for name, v in found.items()}


def main() -> int:
    """Measure, print, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--grandes", type=Path, help="a folder of bases of `bench.queries --garder`")
    given = parser.parse_args()
    if chromium() is None:
        print("Chromium is needed (TNE_CHROMIUM names one).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        if given.grandes:
            lines = grandes(Path(name), given.grandes)
            print("\n".join(lines))
            ecrire_section("demarrage-grandes", "Démarrer sur une grande base", lines)
            return 0
        seen = starts(Path(name), given.runs)
        said = commands(Path(name), given.runs)
    bare = seen["page nue"][1]
    lines = [
        "De `streamlit run app.py` à la première page dans Chromium, à côté d'une page Streamlit d'une phrase, à tour de rôle, "
        f"médianes de {given.runs} : `python -m bench.demarrage`. But : au plus {decimal(GOAL, 1)} fois la page nue.",
        "",
        "| Départ | Le serveur répond | Première page | en fois la page nue | Processeur du serveur |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {way} | {decimal(healthy, 2)} s | {decimal(drawn, 2)} s | {decimal(drawn / bare, 2)} | {decimal(used, 2)} s |"
            for way, (healthy, drawn, used) in seen.items()
        ),
        "",
        "| Commande | Temps | Processeur |",
        "| --- | --- | --- |",
        *(f"| `{what}` | {decimal(t, 2)} s | {decimal(cpu, 2)} s |" for what, (t, cpu) in said.items()),
    ]
    print("\n".join(lines))
    ecrire_section("demarrage", "Démarrer", lines)
    return int(seen["base déjà faite"][1] > GOAL * bare)


if __name__ == "__main__":
    sys.exit(main())
