"""Readers beside each other on polluted files: `python -m bench.lecture [--clevercsv PYTHON] [--pollock DOSSIER]`.

Each file is one of two clean tables of 83 records and 9 columns, polluted in one way (tests/reading/pollution.py): the
kinds of the public benchmark Pollock, ours in content, and others. Each reader is given the bytes alone and says what
it finds. A file is judged as Pollock does, by the F1 of its header, of its records and of its cells, each a multiset
with exact texts (Pollock also takes 1 and 1.0, or two ways to write a date, for the same); « juste » is all three at 1.
Ours, DuckDB's sniffer, pandas (C and Python engines), csv.Sniffer; CleverCSV, no dependency of ours, with the Python of
an environment that has it. Writes its section of docs/performance.md.

With --pollock, on the files of that public benchmark instead (bench/pollock.py says how to have its folder).
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from bench import pollock
from bench.rapport import ecrire_section
from tests.reading import pollution
from tests.reading.lecture import cellules, entete_ecrite, lignes
from tne.erreurs import FichierIllisible
from tne.reading import lire
from tne.typographie import decimal, entier

N = TypeVar("N")
Table = list[list[str]]
"""Header, then records; what a reader gives."""

# All lines give the same shares, in a dozen minutes.
_PAS = 12
# The options that DuckDB's message proposes where it refuses; all at once they are those of its published score.
_DUCKDB = (
    "",
    ", strict_mode = false, null_padding = true, parallel = false",
    ", strict_mode = false, null_padding = true, parallel = false, ignore_errors = true",
)
_CLEVER = """
import base64, json, sys
from clevercsv import Sniffer, reader
import io
for line in sys.stdin:
    try:
        text = base64.b64decode(line).decode("utf-8", errors="replace")
        dialect = Sniffer().sniff(text, verbose=False)
        rows = [list(r) for r in reader(io.StringIO(text, newline=""), dialect)] if dialect else None
    except Exception:
        rows = None
    print(json.dumps(rows), flush=True)
"""


def ours(data: bytes) -> Table:
    """What `python -m tne lire` writes."""
    tableau = lire(data, "x.csv").principal
    names = entete_ecrite(tableau)
    return [*([names] if names is not None else [[]]), *cellules(tableau)]


def by_duckdb(*attempts: str) -> Callable[[bytes], Table]:
    """`read_csv` with its sniffer, everything as text; where it refuses, with the next options."""

    def read(data: bytes) -> Table:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file, duckdb.connect() as con:
            file.write(data)
            file.flush()
            for options in attempts:
                with contextlib.suppress(duckdb.Error):
                    found = con.execute(
                        f"SELECT * FROM read_csv($f, all_varchar = true{options})", {"f": file.name}
                    )
                    names = [d[0] for d in found.description]
                    return [names, *([c or "" for c in row] for row in found.fetchall())]
        raise ValueError("refused")

    return read


def by_pandas(engine: str) -> Callable[[bytes], Table]:
    """`read_csv` as text; the Python engine looks for the delimiter by itself, the C engine takes the comma."""

    def read(data: bytes) -> Table:
        how = {"sep": None} if engine == "python" else {}
        frame = pd.read_csv(
            io.BytesIO(data), dtype=str, keep_default_na=False, engine=engine, on_bad_lines="skip", **how
        )
        return [list(map(str, frame.columns)), *([str(c) for c in row] for row in frame.values.tolist())]

    return read


def by_csv_sniffer(data: bytes) -> Table:
    """The standard library: csv.Sniffer, then csv.reader."""
    text = data.decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text)))


def score(found: Table | None, cas: pollution.Pollue) -> tuple[float, float, float]:
    """F1 of header, records and cells."""
    if found is None:
        return 0.0, 0.0, 0.0
    header, rows = (found[0] if found else []), found[1:]
    if cas.entete is None and header:
        # Without a header to find, the first row of a reader may well be the first record.
        header, rows = [], found if header == cas.lignes[0] else rows
    return (
        _f1(cas.entete or [], header),
        _f1(map(tuple, cas.lignes), map(tuple, rows)),
        _f1((c for r in cas.lignes for c in r), (c for r in rows for c in r)),
    )


def _f1(wanted: Iterable[object], found: Iterable[object]) -> float:
    want, have = Counter(wanted), Counter(found)
    if not want and not have:
        return 1.0
    both = (want & have).total()
    return 2 * both / (want.total() + have.total())


READERS: dict[str, Callable[[bytes], Table]] = {
    "le nôtre": ours,
    "DuckDB": by_duckdb(*_DUCKDB),
    "DuckDB, tolérant": by_duckdb(_DUCKDB[-1]),
    "pandas, moteur C": by_pandas("c"),
    "pandas, moteur Python": by_pandas("python"),
    "csv.Sniffer": by_csv_sniffer,
}


def clever(python: str, files: Sequence[bytes]) -> Iterator[Table | None]:
    """CleverCSV on all files, in one process of its own environment."""
    with tempfile.TemporaryFile() as fed:
        fed.writelines(base64.b64encode(octets) + b"\n" for octets in files)
        fed.seek(0)
        with subprocess.Popen([python, "-c", _CLEVER], stdin=fed, stdout=subprocess.PIPE) as running:
            yield from map(json.loads, running.stdout or ())


def read_all(
    reader: Callable[[bytes], Table], files: Sequence[bytes], judge: Callable[[Table | None, int], N]
) -> list[N]:
    """What one reader's table of each file is worth; it gets None where the reader gives up."""
    found: list[N] = []
    for i, octets in enumerate(files):
        result = None
        with contextlib.suppress(Exception):
            result = reader(octets)
        found.append(judge(result, i))
    return found


def by_all(
    files: Sequence[bytes], clevercsv: str | None, judge: Callable[[Table | None, int], N]
) -> tuple[dict[str, list[N]], dict[str, float]]:
    """What the table of each reader of each file is worth, and the seconds all took (of processor, but for CleverCSV)."""
    found: dict[str, list[N]] = {}
    spent: dict[str, float] = {}
    for name, reader in READERS.items():
        begun = time.process_time()
        found[name] = read_all(reader, files, judge)
        spent[name] = time.process_time() - begun
    if clevercsv:
        begun = time.perf_counter()
        found["CleverCSV"] = [judge(table, i) for i, table in enumerate(clever(clevercsv, files))]
        spent["CleverCSV"] = time.perf_counter() - begun
    return found, spent


def named(octets: bytes, wanted: Table) -> bool:
    """True when ours refuses the file, or has a remark on the first record that is not as wanted."""
    try:
        tableau = lire(octets, "x.csv").principal
    except FichierIllisible:
        return True
    told = {r.ligne for r in tableau.remarques}
    header = (entete_ecrite(tableau) or [], tableau.ligne_entete)
    rows = [header, *zip(cellules(tableau), lignes(tableau), strict=True)]
    wrong = next((n for (cells, n), want in zip(rows, wanted, strict=False) if cells != want), 0)
    return wrong in told or 0 in told


def kind(nom: str) -> str:
    """The family of a pollution, in words."""
    return nom.split(":")[0]


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write the section."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clevercsv", help="Python of an environment with CleverCSV")
    parser.add_argument("--pas", type=int, default=_PAS, help="one line in so many is polluted")
    parser.add_argument("--sans-rapport", action="store_true")
    parser.add_argument("--pollock", type=Path, help="folder of the public benchmark, instead of our files")
    args = parser.parse_args(argv)
    if args.pollock:
        return on_pollock(args.pollock, args.clevercsv, write=not args.sans_rapport)
    tables = (pollution.catalogue(83), pollution.comptes_rendus(83))
    cases = [c for t in tables for c in (*pollution.fichiers(t), *pollution.lignes(t, args.pas))]
    results, spent = by_all([c.octets for c in cases], args.clevercsv, lambda t, i: score(t, cases[i]))
    lines = report(cases, results, spent, args.pas)
    print("\n".join(lines))
    for name, scores in results.items():
        beaten = [
            c.nom for c, s, o in zip(cases, scores, results["le nôtre"], strict=True) if s == (1,) * 3 != o
        ]
        print(f"{name} : {len(beaten)} fichiers justes que le nôtre ne lit pas justes {beaten[:20]}")
    if not args.sans_rapport:
        ecrire_section("lecture", "Lire des fichiers pollués", lines)
    return 0


def on_pollock(dossier: Path, clevercsv: str | None, write: bool) -> int:
    """Measure on the public benchmark, print, write its section."""
    files = pollock.fichiers(dossier)
    notes, spent = by_all([f.octets for f in files], clevercsv, lambda t, i: pollock.note(t, files[i]))
    told = [n.juste or named(f.octets, f.propre) for n, f in zip(notes["le nôtre"], files, strict=True)]
    lines = pollock.rapport(files, notes, spent, told)
    print("\n".join(lines))
    print([f.nom for f, n in zip(files, notes["le nôtre"], strict=True) if not n.juste])
    if write:
        ecrire_section("pollock", "Lire les fichiers pollués de Pollock", lines)
    return 0


def report(
    cases: list[pollution.Pollue],
    results: dict[str, list[tuple[float, float, float]]],
    spent: dict[str, float],
    pas: int,
) -> list[str]:
    """The table of all readers, then the share of right files by family."""
    lines = [
        f"{entier(len(cases))} fichiers : deux tableaux propres de 83 lignes et 9 colonnes, chacun pollué d'une façon par fichier, "
        "à la manière de Pollock (séparateurs, guillemets, échappements, fins de ligne, en-têtes, lignes inégales, plusieurs "
        f"tableaux, titres, pieds, encodages ; à chaque colonne {f'd’une ligne sur {pas}' if pas > 1 else 'de chaque ligne'}, un séparateur "
        "perdu, un en trop, un guillemet en trop) : `python -m bench.lecture`. "
        "Aucun lecteur ne reçoit d'indication. F1 comme Pollock, textes exacts ; juste : en-tête, lignes et cellules à 1.",
        "",
        "| Lecteur | Fichiers justes | En-tête | Lignes | Cellules | Temps par fichier |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, scores in results.items():
        right = sum(s == (1, 1, 1) for s in scores) / len(scores)
        means = [sum(s[k] for s in scores) / len(scores) for k in range(3)]
        shown = " | ".join(decimal(100 * x, 1) + " %" for x in (right, *means))
        lines.append(f"| {name} | {shown} | {decimal(1000 * spent[name] / len(cases), 1)} ms |")
    families = list(dict.fromkeys(kind(c.nom) for c in cases))
    lines += [
        "",
        "Part de fichiers justes, par famille :",
        "",
        "| Famille | Fichiers | " + " | ".join(results) + " |",
        "| --- | --- |" + " --- |" * len(results),
    ]
    for family in families:
        own = [i for i, c in enumerate(cases) if kind(c.nom) == family]
        shares = [sum(s[i] == (1, 1, 1) for i in own) / len(own) for s in results.values()]
        lines.append(
            f"| {family} | {entier(len(own))} | "
            + " | ".join(f"{decimal(100 * x, 0)} %" for x in shares)
            + " |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
