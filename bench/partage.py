"""A base shared by several instances beside a file: `make bench-partage` (needs PostgreSQL; duckdb of requirements-ducklake.txt).

The same demonstration in both; in turn, on each: an import of registrations, the first page that is opened after it, a change
of filter that nobody asked for before, the same one again, an undo. Writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.importer import content
from bench.rapport import Temps, between, ecrire_section, now
from bench.visiteur import Visiteur
from tests.demonstration import SANS_SAUVEGARDE, base_demo
from tests.navigateur.banc import demarrer
from tne.access import droit_ligne_de_commande
from tne.db import Base
from tne.importing import Options, annuler, importer
from tne.store.copie import copier
from tne.typographie import decimal, entier

ROWS = 2_000
ETAPES = (
    "importer 2 000 inscriptions",
    "annuler",
    "première page après un changement (Formations)",
    "changer de filtre",
    "revenir à un filtre déjà vu",
)
Mesures = dict[str, list[Temps]]


def importing(name: str, data: bytes, turn: int, seen: Mesures) -> None:
    """Import and undo, in this process; the import stays in for one turn of two, so that the page sees another base."""
    droit = droit_ligne_de_commande()
    base = Base(name)
    begun = now()
    (result,) = importer(
        base,
        droit,
        data.replace(b"@", f"t{turn}@".encode()),
        "inscriptions.csv",
        Options(valides_seulement=True),
    )
    seen[ETAPES[0]].append(between(begun, now()))
    assert result.import_id is not None
    begun = now()
    annuler(base, droit, result.import_id)
    seen[ETAPES[1]].append(between(begun, now()))
    base.close()


def looking(name: str, folder: Path, seen: Mesures) -> None:
    """Open a page and filter it, on a server that has just started."""
    running = demarrer(Path("base"), folder, env={**SANS_SAUVEGARDE, "TNE_BASE": name})
    try:
        Visiteur(running.url, running.processus.pid, "aide").ouvrir()
        visitor = Visiteur(running.url, running.processus.pid, "formations")
        for step, run in (
            (ETAPES[2], visitor.ouvrir),
            (ETAPES[3], lambda: visitor.choisir("secteur", ["Public"])),
            ("", lambda: visitor.choisir("secteur", ["Privé"])),
            (ETAPES[4], lambda: visitor.choisir("secteur", ["Public"])),
        ):
            passed = run()
            if step:
                seen[step].append((passed.secondes, passed.processeur))
        visitor.fermer()
    finally:
        running.arreter()


def main() -> int:
    """Measure both in turn, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    server = os.environ.get("TNE_ESSAI_BASE")
    if not server:
        print("Une base partagée est nécessaire : lancez `make bench-partage`.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = str(folder / "tne.duckdb")
        shared = f"{server} schema=bench data_path='{folder / 'lake'}'"
        os.environ["TNE_SECRET_FILE"] = str(folder / "tne.cle")
        base_demo(Path(file), reelle=True)
        copier(file, shared, droit_ligne_de_commande())
        data = content(ROWS)
        seen: dict[str, Mesures] = {one: defaultdict(list) for one in (file, shared)}
        for turn in range(given.runs):
            for one in (file, shared):
                importing(one, data, turn, seen[one])
                looking(one, folder / "serveur", seen[one])
        lines = [
            "Un fichier, et la même base partagée (catalogue dans PostgreSQL, lignes en Parquet sur le disque), tour à tour, médianes "
            f"de {entier(given.runs)} : `make bench-partage`. Les temps sont ceux de l'horloge, PostgreSQL compris.",
            "",
            "| Étape | Fichier | Base partagée | Rapport |",
            "| --- | --- | --- | --- |",
        ]
        for step in ETAPES:
            one, other = (statistics.median(t[0] for t in seen[name][step]) for name in (file, shared))
            lines.append(
                f"| {step} | {decimal(one, 2)} s | {decimal(other, 2)} s | {decimal(other / one, 1)} |"
            )
        ecrire_section("partage", "Base partagée par plusieurs instances", lines)
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
