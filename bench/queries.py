"""Filter changes of every page, and the main questions beside other ways to answer them, on bases of four sizes.

`python -m bench.queries --echelles demo,dix-ans,douze,nation --garder DOSSIER --datasette CHEMIN`. Without a browser: a
visitor that speaks Streamlit's protocol changes one filter at a time in both views; each change is one that nobody asked
for before, then the last one is asked again. Then the questions of `bench.questions`, each contender in turn, five filters
each. What was measured is kept beside the bases, so that a run that was cut goes on. Writes its section of
docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.concurrents import (
    LIMITE,
    SORTES,
    SQLITE_LIGNES,
    Base,
    Concurrent,
    DansSonProcessus,
    Datasette,
    datasette_trouve,
    pic,
    vers_sqlite,
)
from bench.echelles import ECHELLES, Echelle, generer
from bench.queries_rapport import TRAVAIL, lignes_du_rapport
from bench.questions import QUESTIONS, Choix
from bench.rapport import Temps, ecrire_section
from bench.serveur import PAGES, VUES, changements
from bench.visiteur import Visiteur
from tests.demonstration import SANS_SAUVEGARDE, base_demo
from tests.navigateur.banc import demarrer

DEMO = Echelle("demo", "Démonstration", annees=(2022, 2023, 2024))
TOUTES = {"demo": DEMO, **{n: e for n, e in ECHELLES.items() if n != "essai"}}
# A run of the small ones must not lose what a long run has said of the others.
SECTIONS = (
    ("queries", "Questions et changements de filtre : démonstration, un département", ("demo", "dix-ans")),
    ("queries-grandes", "Questions et changements de filtre : douze TNE, la nation", ("douze", "nation")),
)
CHOIX = (
    Choix("Collège"),
    Choix("École"),
    Choix(None, "Public"),
    Choix(None, "Privé"),
    Choix("École", "Public"),
)
PATIENCE = 10
"""Seconds of processor beyond which Datasette is asked a question once only."""
PREMIER = Choix("Collège", "Public")


def main() -> None:
    """Measure what is not measured yet, and write the report of all that is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--echelles", default="demo,dix-ans", help=f"among {', '.join(TOUTES)}")
    parser.add_argument("--garder", type=Path, help="keep bases and measures there, and go on from them")
    parser.add_argument("--datasette", help="the datasette command of another environment")
    parser.add_argument(
        "--memoire", default="", help="TNE_MEMOIRE of the program, else 700MB; 2GB at the nation"
    )
    parser.add_argument(
        "--changements",
        type=int,
        default=99,
        help="new choices of each page and question, where one takes long",
    )
    parser.add_argument("--pages", nargs="*", default=[*PAGES, *TRAVAIL], help="these pages only")
    parser.add_argument("--sans-questions", action="store_true", help="the pages alone")
    parser.add_argument("--refaire", action="store_true", help="measure again what was kept")
    given = parser.parse_args()
    names = given.echelles.split(",")
    if unknown := [n for n in names if n not in TOUTES]:
        parser.error(f"unknown scale: {', '.join(unknown)}")
    with _dossier(given.garder) as folder:
        for name in names:
            _mesurer(TOUTES[name], folder, given)
        for section, title, scales in SECTIONS:
            files = [folder / f"{n}.json" for n in scales]
            known = [json.loads(file.read_text("utf-8")) for file in files if file.exists()]
            if known:
                ecrire_section(section, title, lignes_du_rapport(known))


def _mesurer(e: Echelle, folder: Path, given: argparse.Namespace) -> None:
    """What is not known yet of a scale: its pages, then its questions, each kept as soon as it is."""
    kept = folder / f"{e.nom}.json"
    found: dict[str, Any] = {}
    if kept.exists() and not given.refaire:
        found = json.loads(kept.read_text("utf-8"))
    asked = [(v, p) for v in VUES for p in given.pages if p not in TRAVAIL]
    asked += [("coordination", p) for p in given.pages if p in TRAVAIL]
    wanted = [(v, p) for v, p in asked if [p or "bilan", v] not in _faites(found)]
    if not wanted and "questions" in found:
        return
    memory = given.memoire or e.memoire
    base = _base(e, folder)
    found |= {"titre": e.titre, "memoire": memory, **_tailles(base)}
    if wanted:
        for page, most in pages(e, base, folder, memory, given.changements, wanted):
            found["pages"] = [*found.get("pages", []), page]
            found["pic"] = max(most, found.get("pic", 0))
            kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    if given.sans_questions:
        return
    found |= questions(e, base, folder, memory, datasette_trouve(given.datasette), given.changements)
    kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _faites(found: dict[str, Any]) -> list[list[str]]:
    return [[p["page"], p["vue"]] for p in found.get("pages", [])]


@contextmanager
def _dossier(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _base(e: Echelle, folder: Path) -> Path:
    path = folder / f"{e.nom}.duckdb"
    if not path.exists():
        print(f"{e.titre}: making the base", flush=True)
        if e is DEMO:
            base_demo(path)
        else:
            os.environ["TNE_MEMOIRE"] = "6GB"
            generer(e, path, journal=True)
            del os.environ["TNE_MEMOIRE"]
    return path


def _tailles(base: Path) -> dict[str, int]:
    import duckdb

    with duckdb.connect(str(base), read_only=True) as con:
        counts = {
            "etablissements": "SELECT count(*) FROM etablissement",
            "enseignants": "SELECT count(DISTINCT personne) FROM (SELECT personne FROM inscription UNION ALL SELECT personne FROM offre)",
            "inscriptions": "SELECT count(*) FROM inscription",
            "annees": "SELECT count(DISTINCT annee) FROM inscription",
        }
        return {name: con.execute(sql).fetchall()[0][0] for name, sql in counts.items()}


def _premiers(changes: list[tuple[str, list[str]]], number: int) -> list[tuple[str, list[str]]]:
    """The first of these changes, up to so many that choose something."""
    last = [i for i, (_, values) in enumerate(changes) if values][:number][-1]
    return changes[: last + 1]


def pages(
    e: Echelle, base: Path, folder: Path, memory: str, number: int, wanted: Sequence[tuple[str, str]]
) -> Iterator[tuple[dict[str, Any], int]]:
    """Each (view, page): (seconds, seconds of processor) of changes never asked before and of the last one again; the most
    memory that the server has held so far."""
    env = {
        **SANS_SAUVEGARDE,
        "TNE_TERRITOIRE": ",".join(e.departements),
        "TNE_MEMOIRE": memory,
    }
    server = demarrer(base, folder / "serveur", env=env)
    try:
        for view, page in wanted:
            visitor = Visiteur(server.url, server.processus.pid, page)
            first = visitor.ouvrir(VUES[view])
            changes = _premiers(changements(visitor), number)
            runs = [(values, visitor.choisir(key, values)) for key, values in changes]
            again = [visitor.choisir(*changes[-1]) for _ in range(3)]
            visitor.fermer()
            new = [run for values, run in runs if values]
            busy = [r.processeur for r in new]
            print(
                f"  {e.nom} {view:13}{page or 'bilan':16} first {first.processeur:.2f} s of processor, change median "
                f"{statistics.median(busy):.3f}, most {max(busy):.3f}; again {again[-1].processeur:.3f}",
                flush=True,
            )
            yield (
                {
                    "page": page or "bilan",
                    "vue": view,
                    "premier": (first.secondes, first.processeur),
                    "nouveaux": [(r.secondes, r.processeur) for r in new],
                    "gardes": [(r.secondes, r.processeur) for r in again],
                    "octets": statistics.median(r.octets for r in new),
                },
                pic(server.processus.pid),
            )
    finally:
        server.arreter()


def questions(
    e: Echelle, base: Path, folder: Path, memory: str, commande: list[str] | None, number: int
) -> dict[str, Any]:
    """The questions, each contender in turn: seconds and processor seconds, medians of `number` filters; memory; who is not there."""
    rows = _tailles(base)["inscriptions"]
    places = {s: Base(_copie(base, folder, s), e.annees_scolaires, memory) for s in SORTES}
    there: dict[str, Concurrent] = {}
    absent: dict[str, str] = {}
    try:
        for sorte, place in places.items():
            _ajouter(there, absent, sorte, lambda s=sorte, p=place: DansSonProcessus(s, p))  # type: ignore[misc]
        if commande is None:
            absent["datasette"] = "absent de l'environnement"
        elif rows > SQLITE_LIGNES:
            absent["datasette"] = f"pas essayé au-delà de {SQLITE_LIGNES} inscriptions"
        else:
            file = folder / f"{e.nom}.sqlite"
            if not file.exists():
                vers_sqlite(places["pandas"], file)
            _ajouter(there, absent, "datasette", lambda: Datasette(commande, file))
        times = [_question(i, there, number) for i in range(len(QUESTIONS))]
        return {"questions": times, "absents": absent, "memoires": {n: c.memoire() for n, c in there.items()}}
    finally:
        for contender in there.values():
            contender.fermer()
        for place in places.values():
            Path(place.fichier).unlink(missing_ok=True)


def _ajouter(there: dict[str, Concurrent], absent: dict[str, str], name: str, start: Any) -> None:
    try:
        there[name] = start()
    except RuntimeError as error:
        absent[name] = str(error)


def _copie(base: Path, folder: Path, name: str) -> str:
    """One process alone may hold a file of DuckDB that is written to: each has its own."""
    copy = folder / f"{base.stem}-{name}.duckdb"
    shutil.copyfile(base, copy)
    return str(copy)


def _question(number: int, there: dict[str, Concurrent], filtres: int) -> dict[str, Any]:
    """One question of the list: every contender answers a first filter unmeasured, then each of the others in turn."""
    asked = dict(there)
    times: dict[str, list[Temps]] = {name: [] for name in there}
    for name, contender in there.items():
        try:
            spent, _ = contender.repondre(number, PREMIER)
        except OSError:  # Datasette says no after LIMITE seconds
            spent = (LIMITE, LIMITE)
        if name == "datasette" and spent[1] > PATIENCE:
            times[name] = [spent]
            del asked[name]
    for choix in CHOIX[:filtres]:
        answers = {}
        for name, contender in asked.items():
            spent, answers[name] = contender.repondre(number, choix)
            times[name].append(spent)
        if wrong := [n for n, rows in answers.items() if rows != next(iter(answers.values()))]:
            sys.exit(f"{QUESTIONS[number].nom}, {choix}: {', '.join(wrong)} differ from the others")
    medians = {n: [statistics.median(column) for column in zip(*t, strict=True)] for n, t in times.items()}
    print(
        f"  {QUESTIONS[number].nom}: " + ", ".join(f"{n} {m[1]:.3f}" for n, m in medians.items()), flush=True
    )
    return medians


if __name__ == "__main__":
    main()
