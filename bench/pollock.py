"""The public benchmark Pollock, from a folder of it: `python -m bench.lecture --pollock DOSSIER`.

The folder holds `csv/` (the polluted files), `clean/` (the same names, what should come out: UTF-8, commas) and, if
wanted, `pollock_weights.json` (file name → weight). All three are made or kept by the repository
HPI-Information-Systems/Pollock on GitHub (folders `polluted_files` and `survey_sample`, generator `pollute_main.py`);
nothing of it is copied here. Its score (evaluate.py, metrics.py) is the mean over files of ten measures from 0 to 1:
success, then precision, recall and F1 of the header, of the records and of the cells, as multisets. Here texts are
compared exactly; Pollock also takes two ways to write a number, a date or a price for the same, and its readers are
told the dialect of each file, ours are told nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tne.typographie import decimal, entier

Table = list[list[str]]
POIDS = "pollock_weights.json"
# README of the benchmark; duckdb.org/2025/04/16/duckdb-csv-pollock-benchmark.html for DuckDB.
_PUBLIE = (
    "Meilleures notes publiées (simple, pondérée) : 9,961 et 9,599 pour DuckDB 1.2 à qui le dialecte et les colonnes de chaque "
    "fichier sont donnés ; sans indication 9,075 et 8,439 pour DuckDB 1.2, 9,193 et 9,453 pour CleverCSV 0.7.4 (encodage donné) "
    "(duckdb.org, 16 avril 2025)."
)
# What ours made of these files the first time, before any of them had shown a fault to mend.
_PREMIERE_FOIS = "La première fois, avant toute correction que ces fichiers ont appelée, le nôtre en rendait 2 234 exactement (note simple 9,989)."


@dataclass(frozen=True)
class Fichier:
    """A polluted file, and the clean table with its header first (nothing for an empty file)."""

    nom: str
    octets: bytes
    propre: Table
    poids: float

    @property
    def famille(self) -> str:
        """The pollution without its place: one family of hundreds of files per pollution of a line."""
        return re.sub(r"_?(?:row)?\d+(?=_)|_?col\d+", "", self.nom.removesuffix(".csv"))


@dataclass(frozen=True)
class Note:
    """What one reader gets on one file: Pollock's ten measures, and whether all is exact, order included."""

    mesures: tuple[float, ...]
    juste: bool

    @property
    def points(self) -> float:
        return sum(self.mesures)


def fichiers(dossier: Path) -> list[Fichier]:
    """All files of the folder that have a clean version."""
    known = dossier / POIDS
    weights = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
    found = []
    for path in sorted((dossier / "csv").iterdir()):
        clean = dossier / "clean" / path.name
        if clean.exists():
            found.append(Fichier(path.name, path.read_bytes(), propre(clean), weights.get(path.name, 0.0)))
    return found


def propre(path: Path) -> Table:
    """A clean version."""
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def note(lu: Table | None, fichier: Fichier) -> Note:
    """The score of a table read; None is a file given up. An empty file holds nothing: giving it up is right."""
    wanted = fichier.propre
    if not wanted:
        return Note((1.0,) * 10, lu is None or not any(c.strip() for r in lu for c in r))
    if lu is None:
        return Note((0.0,) * 10, False)
    # Pollock's clean version of a file without header begins with its first record: invented names are left out.
    table = lu[1:] if lu[:1] == [[]] or lu[1:] == wanted else lu
    measures = [
        *_measures(wanted[0], table[0] if table else []),
        *_measures(map(tuple, wanted[1:]), map(tuple, table[1:])),
        *_measures((c for r in wanted for c in r), (c for r in table for c in r)),
    ]
    return Note((1.0, *measures), table == wanted)


def _measures(wanted: Iterable[object], found: Iterable[object]) -> tuple[float, float, float]:
    want, have = Counter(wanted), Counter(found)
    if not want:
        return 1.0, 1.0, 1.0
    both = (want & have).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / want.total(), both / have.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def rapport(
    lus: Sequence[Fichier], notes: dict[str, list[Note]], temps: dict[str, float], nommes: Sequence[bool]
) -> list[str]:
    """The table of all readers, then the share of exact files by family. `nommes`: ours tells of the line."""
    total = sum(f.poids for f in lus)
    lines = [
        f"{entier(len(lus))} fichiers du banc public Pollock (VLDB 2023), faits par son générateur, avec leurs tableaux propres et leurs poids : "
        "`python -m bench.lecture --pollock DOSSIER`. DOSSIER contient `csv/`, `clean/` et `pollock_weights.json` : le dossier "
        "`polluted_files` du dépôt GitHub HPI-Information-Systems/Pollock (`git lfs pull`, ou son `pollute_main.py`) et son fichier de poids. "
        "Aucun lecteur ne reçoit d'indication. Exact : en-tête, lignes et cellules égaux, dans l'ordre ; les notes sont celles de "
        "Pollock, sur 10 (réussite, puis précision, rappel et F1 de l'en-tête, des lignes et des cellules), textes exacts.",
        "",
        _PUBLIE,
        "",
        _PREMIERE_FOIS,
        "",
        "| Lecteur | Fichiers exacts | Note simple | Note pondérée | Temps par fichier |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, found in notes.items():
        exact = sum(n.juste for n in found) / len(found)
        simple = sum(n.points for n in found) / len(found)
        weighted = sum(n.points * f.poids for n, f in zip(found, lus, strict=True)) / total if total else None
        lines.append(
            f"| {name} | {decimal(100 * exact, 2)} % | {decimal(simple, 4)} | "
            f"{decimal(weighted, 4) if weighted is not None else ''} | {decimal(1000 * temps[name] / len(lus), 1)} ms |"
        )
    first = next(iter(notes))
    wrong = [i for i, n in enumerate(notes[first]) if not n.juste]
    named = sum(nommes[i] for i in wrong)
    lines += [
        "",
        f"Pas rendus exactement par {first} : {entier(len(wrong))}, dont signalés à la ligne en cause : {entier(named)}.",
        "",
        "| Famille | Fichiers | " + " | ".join(notes) + " |",
        "| --- | --- |" + " --- |" * len(notes),
    ]
    for family in dict.fromkeys(f.famille for f in lus):
        own = [i for i, f in enumerate(lus) if f.famille == family]
        shares = [sum(found[i].juste for i in own) / len(own) for found in notes.values()]
        lines.append(
            f"| {family} | {entier(len(own))} | "
            + " | ".join(f"{decimal(100 * x, 0)} %" for x in shares)
            + " |"
        )
    return lines
