"""Writing a table read as a clean CSV, and the command that does it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

from tne.erreurs import ErreurTNE, FichierIllisible, UsageIncorrect
from tne.reading.model import Document, Tableau
from tne.reading.streaming import write_streaming
from tne.reading.text_output import csv_header, csv_rows
from tne.typographie import compte

_SHOWN = 50
# Texts from this size on are written while they are read.
_LONG = 16 << 20


def ecrire_propre(tableau: Tableau, chemin: Path) -> None:
    """Write a table as CSV: UTF-8 without BOM, comma, header first as the source writes it, quotes where needed.

    A table without header is written without one: no name is invented for a column.
    """
    with chemin.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if header := csv_header(tableau):
            writer.writerow(header)
        writer.writerows(csv_rows(tableau, tableau.donnees))


def lire_commande(fichiers: list[Path], vers: Path, feuille: str | None) -> int:
    """`python -m tne lire`: each file as a clean CSV in `vers`. Returns 0, or 1 when one file was refused.

    What is left out or odd goes to standard error, with its line. Of two files of one name, the second is refused.
    """
    vers.mkdir(parents=True, exist_ok=True)
    refused = False
    named: dict[str, Path] = {}
    for chemin in fichiers:
        try:
            # Case apart, as Windows compares.
            first = named.setdefault(chemin.name.casefold(), chemin)
            if first.resolve() != chemin.resolve():
                raise UsageIncorrect(
                    f"« {chemin} » s'écrirait sur ce qui est lu de « {first} », du même nom : lisez-le à part, vers un autre dossier."
                )
            _write(chemin, vers / (chemin.name + ".csv"), feuille)
        except ErreurTNE as error:
            print(f"{chemin.name} : {error}", file=sys.stderr)
            refused = True
    return 1 if refused else 0


def _write(chemin: Path, cible: Path, feuille: str | None) -> None:
    """One file: in pieces when it is long and holds one table, whole otherwise."""
    from tne.reading import lire

    if not chemin.is_file():
        raise FichierIllisible(f"Le fichier « {chemin} » n'existe pas.")
    if feuille is None and chemin.stat().st_size > _LONG:
        ends = write_streaming(chemin, cible, _progress(chemin.name))
        if ends is not None:
            _tell(chemin.name, ends, 0)
            return
    document = lire(chemin, chemin.name, progres=_progress(chemin.name))
    tableau = _chosen(document, feuille)
    ecrire_propre(tableau, cible)
    _tell(document.nom, tableau, len(document.tableaux) - 1)


def _progress(nom: str) -> Callable[[float], None]:
    def show(share: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{nom} : {share:4.0%} ", end="\r" if share >= 1 else "", file=sys.stderr, flush=True)

    return show


def _chosen(document: Document, feuille: str | None) -> Tableau:
    if feuille is None:
        return document.principal
    of_sheet = [t for t in document.tableaux if t.feuille == feuille]
    if not of_sheet:
        names = (
            ", ".join(dict.fromkeys(f"« {t.feuille} »" for t in document.tableaux if t.feuille)) or "aucune"
        )
        raise FichierIllisible(
            f"La feuille « {feuille} » n'est pas dans « {document.nom} » ; feuilles lues : {names}."
        )
    return max(of_sheet, key=lambda t: t.cellules)


def _tell(nom: str, tableau: Tableau, autres: int) -> None:
    """Say on standard error what was left out or odd."""
    lines = [f"ligne {n} : titre laissé de côté : {text}" for n, text in tableau.titres]
    lines += [f"ligne {n} : pied laissé de côté : {text}" for n, text in tableau.pied]
    lines += [f"ligne {r.ligne} : {r.message}" if r.ligne else r.message for r in tableau.remarques]
    if autres:
        left = compte(autres, "autre tableau", "autres tableaux")
        lines.insert(0, f"{left} dans ce fichier : le plus grand est écrit.")
    for line in lines[:_SHOWN]:
        print(f"{nom} : {line}", file=sys.stderr)
    if len(lines) > _SHOWN:
        rest = compte(len(lines) - _SHOWN, "autre remarque", "autres remarques")
        print(f"{nom} : … et {rest}.", file=sys.stderr)
