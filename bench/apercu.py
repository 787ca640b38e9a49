"""What the preview of an import does on a large base: `python -m bench.apercu DOSSIER`, on bases of `bench.queries --garder`.

A small file of each of several data sets is tried in turn, as the page does before it asks whether to import it. Beside the
figures that the preview counts again, all of them are counted, on the same connection and in the same writing: both must say
the same. Writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from types import MappingProxyType

import duckdb

from bench.echelles import ECHELLES, Echelle
from bench.rapport import Temps, between, ecrire_section, now
from tests.demonstration import SANS_SAUVEGARDE
from tne.access import droit_ligne_de_commande
from tne.db import Base
from tne.effects import Figures, effects, measure
from tne.importing import Options, open_document, reconnaitre
from tne.importing.rehearsal import Repetition, rehearse_import
from tne.store.temporary import KEPT, kept_file
from tne.typographie import decimal

ANNEE = "2023-2024"
ETAPES = ("apercu", "recompte", "tout")


def fichiers(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, str | None]]:
    """Words → data set, text of the file, declared school year."""
    uai = con.execute("SELECT min(uai) FROM etablissement").fetchall()[0][0]
    codes = con.execute(
        "SELECT dispositif_code, module_code, groupe_id, session_code FROM session WHERE annee = $a ORDER BY _cle LIMIT 1",
        {"a": ANNEE},
    ).fetchall()[0]
    session, plan = ";".join(codes), "Dispositif : code;Module : code;Groupe : identifiant;Session"
    registered = "".join(f"{session};Inscrit;Présent;{uai};{i}@banc.fr\n" for i in range(200))
    visits = "".join(f"2099-{i};12/06/2024;Formation;{uai};3\n" for i in range(50))
    return {
        "200 inscriptions": (
            "inscription",
            f"{plan};État de l'inscription;Présence;UAI;E-mail\n{registered}",
            ANNEE,
        ),
        "une session qui change de date": ("session", f"{plan};Date de début\n{session};12/10/2023\n", None),
        "200 offres": ("offre", "UAI;E-mail\n" + "".join(f"{uai};{i}@banc.fr\n" for i in range(200)), ANNEE),
        "50 interventions": ("intervention", f"Référence;Date;Nature;UAI;Heures\n{visits}", None),
        "un équipement": (
            "equipement",
            f"Référence;Date;UAI;Type;État\nQ-1;12/10/2023;{uai};Socle numérique;Déployé\n",
            None,
        ),
        "un établissement": ("etablissement", f"UAI;Nom;Type\n{uai};Autre nom;École\n", None),
    }


def mesurer(base: Base, jeu: str, texte: str, annee: str | None) -> dict[str, Temps]:
    """The whole preview, what it counts again in it, and what counting everything would have taken instead."""
    spent: dict[str, Temps] = {}

    def timed(name: str, ask: Callable[[], Figures]) -> Figures:
        begin = now()
        found = ask()
        spent[name] = between(begin, now())
        return found

    def beside(
        con: duckdb.DuckDBPyConnection,
        annees: tuple[str, ...],
        avant: Figures | None = None,
        changees: Mapping[str, str] = MappingProxyType({}),
    ) -> Figures:
        if avant is None:
            return measure(con, annees)
        found = timed("recompte", lambda: measure(con, annees, avant, changees))
        whole = timed("tout", lambda: measure(con, annees))
        assert effects(Repetition((), (), (), found, whole)) == ()
        return found

    options = Options(jeu=jeu, annee=annee)
    begin = now()
    document = open_document(texte.encode(), "a.csv")
    seen = rehearse_import(
        base, droit_ligne_de_commande(), document, reconnaitre(document, options), options, beside
    )
    total = between(begin, now())
    assert seen.differences, seen.refus
    spent["apercu"] = (total[0] - spent["tout"][0], total[1] - spent["tout"][1])
    return spent


def _dit(every: list[Temps]) -> str:
    passed, busy = (decimal(median(t[i] for t in every), 2) for i in (0, 1))
    return f"{passed} s ({busy} s)"


def _echelle(e: Echelle, folder: Path, copies: Path, runs: int) -> list[str]:
    os.environ |= SANS_SAUVEGARDE | {"TNE_TERRITOIRE": ",".join(e.departements), "TNE_MEMOIRE": e.memoire}
    copy = copies / f"{e.nom}.duckdb"
    shutil.copy(folder / copy.name, copy)
    for kept in KEPT:
        if (there := kept_file(str(folder / copy.name), kept)).exists():
            shutil.copy(there, kept_file(str(copy), kept))
    base = Base(str(copy))
    files = fichiers(base.cursor())
    measure(base.cursor(), ())  # what the pages keep, made once
    every: dict[str, list[dict[str, Temps]]] = {words: [] for words in files}
    for _ in range(runs):
        for words, (jeu, texte, annee) in files.items():
            every[words].append(mesurer(base, jeu, texte, annee))
            print(e.nom, words, every[words][-1], flush=True)
    base.close()
    copy.unlink()
    return [
        f"| {e.titre} | {words} | " + " | ".join(_dit([t[step] for t in times]) for step in ETAPES) + " |"
        for words, times in every.items()
    ]


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--echelles", default="douze", help=f"among {', '.join(ECHELLES)}")
    parser.add_argument("--tours", type=int, default=3)
    given = parser.parse_args()
    lines = [
        "Un petit fichier d'un jeu de données, essayé sans rien écrire, comme la page le fait avant de demander s'il faut "
        "l'importer ; les chiffres d'avant sont ceux que les pages gardent. L'aperçu ne compte de nouveau que ce que les lignes changées peuvent toucher "
        "(`tne/queries/recomptes.py`) ; à côté, tout compter, sur la même connexion : les deux doivent dire les mêmes effets. Temps "
        f"écoulé, et entre parenthèses celui de tous les processeurs ; médianes de {given.tours} : "
        "`python -m bench.apercu DOSSIER` (bases de `bench.queries --garder`).",
        "",
        "| Base | Fichier | Aperçu entier | dont recompter | au lieu de tout compter |",
        "| --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory(dir=given.dossier) as name:
        for scale in given.echelles.split(","):
            lines += _echelle(ECHELLES[scale], given.dossier, Path(name), given.tours)
    ecrire_section("apercu", "L'aperçu d'un import, sur une grande base", lines)


if __name__ == "__main__":
    main()
