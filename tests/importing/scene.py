"""A small stage for import tests: one base, one coordinator, tables written as a person would type them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.importing import Options, Resultat, annuler, importer, reconnaitre, retablir
from tne.importing.journal import Etat
from tne.kinds import LETTRES_UAI
from tne.reading import lire
from tne.store.current import current_select

COORDINATION = Droit(True, "coordination")
COMPTES = ("lues", "ajoutees", "modifiees", "inchangees", "doublons", "ecartees", "refusees")

# Registrations to one session: what a file of them is headed with, and the codes of the session.
SESSION = ("Dispositif : code", "Module : code", "Groupe : identifiant", "Session")
CODES = ("23A0130001", "M1", "G1", "1")
REGISTRATIONS = [*SESSION, "État de l'inscription", "UAI", "E-mail", "NUMEN", "Nom", "Prénom"]


def uai(n: int) -> str:
    """The n-th valid UAI of the Vienne."""
    chiffres = f"086{n:04d}"
    return chiffres + LETTRES_UAI[int(chiffres) % 23]


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ";") -> bytes:
    """A CSV file in UTF-8; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if c is None else c for c in row] for row in rows])
    return out.getvalue().encode("utf-8")


def text_bytes(text: str) -> bytes:
    """The lines of a test's own text, without its indentation: `a;b` by line."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode() + b"\n"


class Scene:
    """A base and what a test does to it."""

    def __init__(self, path: Path | str) -> None:
        """A path, with its folder made; or the name of a base that several instances share, as `TNE_BASE` writes it."""
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.base = Base(str(path))

    def importer(self, source: str | bytes | Path, nom: str = "a.csv", **options: Any) -> list[Resultat]:
        """Every result of one file."""
        data = text_bytes(source) if isinstance(source, str) else source
        return importer(self.base, COORDINATION, data, nom, Options(**options))

    def un(self, source: str | bytes | Path, nom: str = "a.csv", **options: Any) -> Resultat:
        """The result of a file that feeds one data set."""
        (result,) = self.importer(source, nom, **options)
        return result

    def rouvrir(self) -> None:
        """Close the base and open it again, as the next start does."""
        self.base.close()
        self.base = Base(self.base.path)

    def annuler(self, number: int | None) -> Etat:
        assert number is not None
        return annuler(self.base, COORDINATION, number)

    def retablir(self, number: int | None) -> Etat:
        assert number is not None
        return retablir(self.base, COORDINATION, number)

    def sql(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, on a cursor of its own."""
        cursor = self.base.cursor()
        try:
            return cursor.execute(sql, parameters).fetchall()
        finally:
            cursor.close()

    def table(self, jeu: str, *columns: str) -> list[tuple[Any, ...]]:
        """The current rows of a data set, in order."""
        listed = ", ".join(f'"{c}"' for c in columns)
        return self.sql(f'SELECT {listed} FROM "{jeu}" ORDER BY ALL')

    def contenu(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything a person can see: every current table, without the import that each row comes from."""
        return {jeu: self.sql(f'SELECT * EXCLUDE (_import) FROM "{jeu}" ORDER BY ALL') for jeu in DATASETS}

    def journal(self) -> list[tuple[Any, ...]]:
        """Every system table but the lock: what must not move when nothing is written."""
        tables = ("import", "import_jeu", "import_remplace", "evenement")
        logs = [f"log_{jeu}" for jeu in DATASETS]
        return [(t, row) for t in (*tables, *logs) for row in self.sql(f"SELECT * FROM {t} ORDER BY ALL")]

    def heures(self) -> list[tuple[int, float | None]]:
        """Of each intervention its day of the month and its hours."""
        return [(day.day, hours) for day, hours in self.table("intervention", "date", "heures")]

    def verifier(self, *jeux: str) -> None:
        """The current tables (all, or these) are what their definition derives from the whole log; no key twice."""
        for jeu in jeux or DATASETS:
            d = DATASETS[jeu]
            names = [r[0] for r in self.sql(f'SELECT column_name FROM (DESCRIBE "{jeu}")')]
            listed = ", ".join(f'"{n}"' for n in names)
            derived = self.sql(f"SELECT {listed} FROM ({current_select(d)}) ORDER BY ALL")
            assert self.sql(f'SELECT {listed} FROM "{jeu}" ORDER BY ALL') == derived, jeu
            assert not self.sql(f'SELECT _cle FROM "{jeu}" GROUP BY _cle HAVING count(*) > 1')


@contextmanager
def base_de(dossier: Path, *tables: str) -> Iterator[Base]:
    """A base in that folder with these tables, of which no row is refused."""
    scene = Scene(dossier / "tne.duckdb")
    for text in tables:
        for result in scene.importer(text):
            assert result.import_id, result.problemes
            assert not result.comptes.refusees, result.problemes
    yield scene.base
    scene.base.close()


def comptes(result: Resultat) -> dict[str, int]:
    """The counts that are not zero; the accounting identity holds whatever they are."""
    assert result.comptes.juste, result.comptes
    return {k: v for k in COMPTES if (v := getattr(result.comptes, k))}


def dites(result: Resultat, code: str) -> list[str]:
    """What is said under that code."""
    return [p.message for p in result.problemes if p.code == code]


def codes(result: Resultat) -> list[str]:
    """The codes of the problems, in order."""
    return [p.code for p in result.problemes]


def recognised(source: bytes, nom: str = "a.csv", annee: str | None = None) -> list[str]:
    """The data sets that a file is recognised as, as often as it feeds them."""
    found = reconnaitre(lire(source, nom), Options(annee=annee))
    return [li.dataset.name for r in found for li in r.liaisons]
