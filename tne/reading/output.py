"""Writing a table read as a clean CSV, and the command that does it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tne.erreurs import ErreurTNE, FichierIllisible
from tne.reading.model import LIGNE, Document, Tableau

_SHOWN = 50


def ecrire_propre(tableau: Tableau, chemin: Path) -> None:
    """Write a table as CSV: UTF-8 without BOM, comma, header first as the source writes it, quotes where needed.

    A table without header is written without one: no name is invented for a column.
    """
    header = (
        [*tableau.entete_brut, *tableau.entete[len(tableau.entete_brut) :]] if tableau.ligne_entete else []
    )
    columns = [tableau.donnees.column(name) for name in tableau.entete]
    with chemin.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if header:
            writer.writerow(header)
        for start in range(0, tableau.donnees.num_rows, 10_000):
            parts = [c.slice(start, 10_000).to_pylist() for c in columns]
            writer.writerows(zip(*parts, strict=True))


def lire_commande(fichiers: list[Path], vers: Path, feuille: str | None) -> int:
    """`python -m tne lire`: each file as a clean CSV in `vers`. Returns 0, or 1 when one file was refused.

    What is left out or odd goes to standard error, with its line.
    """
    vers.mkdir(parents=True, exist_ok=True)
    refused = False
    for chemin in fichiers:
        try:
            document = _lu(chemin)
            tableau = _chosen(document, feuille)
            ecrire_propre(tableau, vers / (chemin.name + ".csv"))
        except ErreurTNE as error:
            print(f"{chemin.name} : {error}", file=sys.stderr)
            refused = True
            continue
        _tell(document, tableau)
    return 1 if refused else 0


def _lu(chemin: Path) -> Document:
    from tne.reading import lire

    if not chemin.is_file():
        raise FichierIllisible(f"Le fichier « {chemin} » n'existe pas.")
    return lire(chemin, chemin.name)


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


def _tell(document: Document, tableau: Tableau) -> None:
    lines = [f"ligne {n} : titre laissé de côté : {text}" for n, text in tableau.titres]
    lines += [f"ligne {n} : pied laissé de côté : {text}" for n, text in tableau.pied]
    for r in tableau.remarques:
        lines.append(f"ligne {r.ligne} : {r.message}" if r.ligne else r.message)
    others = len(document.tableaux) - 1
    if others:
        lines.append(f"{others} autre(s) tableau(x) dans ce fichier : le plus grand est écrit.")
    for line in lines[:_SHOWN]:
        print(f"{document.nom} : {line}", file=sys.stderr)
    if len(lines) > _SHOWN:
        print(f"{document.nom} : … et {len(lines) - _SHOWN} autres remarques.", file=sys.stderr)


__all__ = ["LIGNE", "ecrire_propre", "lire_commande"]
