"""The first page after an import on a large base: `python -m bench.apres_import DOSSIER`, on bases of `bench.queries --garder`.

Three servers in turn, each a process of its own on a copy of the base, its tables kept already: one whose base nobody follows, so
that the first page makes what the import has changed; one that makes it in the background (`tne.queries.gardees_avance`), and
whose page comes at once; and one whose page comes when that is done. A visitor opens the bilan, then goes on to *formations*,
which asks for every kept table; both are drawn by Streamlit's `AppTest`, without a browser. Writes its section of
docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from bench.echelles import ECHELLES
from bench.rapport import Temps, between, ecrire_section, now
from tests.demonstration import SANS_SAUVEGARDE
from tne.store.temporary import KEPT, kept_file
from tne.typographie import decimal

RACINE = Path(__file__).resolve().parent.parent
MODES = {
    "sans": "faits par la première page",
    "aussitôt": "préparés pendant que la page attend",
    "après": "préparés, la page vient ensuite",
}
LIGNES = 200
PAGE = "pages/formations.py"


def mesurer(base: Path, mode: str) -> dict[str, Temps]:
    """In this process: seconds of the import, of the making in the background, and of the two pages."""
    from streamlit.testing.v1 import AppTest

    from tne.access import Droit
    from tne.importing import Options, annuler, importer
    from tne.ui import contexte

    right = Droit(True, "banc")

    def pages() -> dict[str, Temps]:
        begin = now()
        app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=1200).run()
        first = now()
        app.switch_page(PAGE).run()
        assert not app.exception
        return {"bilan": between(begin, first), "formations": between(first, now())}

    pages()
    opened = contexte._open(str(base))
    if mode == "sans":
        opened.follower = None
    uai = opened.cursor().execute("SELECT min(uai) FROM etablissement").fetchall()[0][0]
    header = "Dispositif : code;Module : code;Groupe : identifiant;Session;État de l'inscription;UAI;E-mail\n"
    rows = "".join(f"23A0130001;M1;G1;1;Inscrit;{uai};{time.time_ns()}-{i}@banc.fr\n" for i in range(LIGNES))
    begin = now()
    (result,) = importer(
        opened, right, (header + rows).encode(), "a.csv", Options(jeu="inscription", annee="2023-2024")
    )
    found = {"import": between(begin, now())}
    assert result.comptes.ajoutees == LIGNES, result
    begin = now()
    if mode == "après":
        for thread in threading.enumerate():
            if thread.name == "préparation des chiffres":
                thread.join()
        found["préparation"] = between(begin, now())
    found |= pages()
    if result.import_id is not None:
        annuler(opened, right, result.import_id)
    opened.close()
    return found


def _tour(base: Path, mode: str, env: dict[str, str]) -> dict[str, Temps]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.apres_import", "--mode", mode, str(base)],
        cwd=RACINE, env=os.environ | SANS_SAUVEGARDE | env | {"TNE_BASE": str(base)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Temps] = json.loads(done.stdout.splitlines()[-1])
    return found


def _dit(every: list[Temps]) -> str:
    passed, busy = (decimal(median(t[i] for t in every), 1) for i in (0, 1))
    return f"{passed} s ({busy} s)"


def rapport(folder: Path, scales: list[str], runs: int) -> list[str]:
    """The lines of the section."""
    lines = [
        f"Après un import de {LIGNES} inscriptions, une personne ouvre le bilan, puis *Formations* : temps du serveur seul, sans "
        "navigateur, et entre parenthèses celui de tous ses processeurs, qui dépend moins de la charge ; "
        f"médianes de {runs} : `python -m bench.apres_import DOSSIER` (bases de `bench.queries --garder`). Un serveur ouvert fait les chiffres de "
        "lui-même après chaque changement (`tne/queries/gardees_avance.py`).",
        "",
        "| Base | Les chiffres sont | Import | Préparation | Bilan | puis Formations |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for scale in (ECHELLES[s] for s in scales):
            copy = Path(name) / f"{scale.nom}.duckdb"
            shutil.copy(folder / copy.name, copy)
            for kept in KEPT:
                if (there := kept_file(str(folder / copy.name), kept)).exists():
                    shutil.copy(there, kept_file(str(copy), kept))
            env = {"TNE_TERRITOIRE": ",".join(scale.departements), "TNE_MEMOIRE": scale.memoire}
            times: dict[str, list[dict[str, Temps]]] = {mode: [] for mode in MODES}
            for _ in range(runs):
                for mode, found in times.items():
                    found.append(_tour(copy, mode, env))
                    print(scale.nom, mode, found[-1], flush=True)
            for mode, said in MODES.items():
                cells = [
                    _dit([t[of] for t in times[mode]]) if of in times[mode][0] else ""
                    for of in ("import", "préparation", "bilan", "formations")
                ]
                lines.append(f"| {scale.titre} | {said} | {' | '.join(cells)} |")
            copy.unlink()
    return lines


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--echelles", default="douze", help=f"among {', '.join(ECHELLES)}")
    parser.add_argument("--tours", type=int, default=3)
    parser.add_argument("--mode", choices=MODES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.mode:
        print(json.dumps(mesurer(given.dossier, given.mode)))
        return
    lines = rapport(given.dossier, given.echelles.split(","), given.tours)
    ecrire_section("apres-import", "La première page après un import, sur une grande base", lines)


if __name__ == "__main__":
    main()
