"""What stands in a file beside what goes in: tables left out, columns that say the same thing otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from tne.erreurs import ImportRefuse
from tne.importing.headers.matching import empty, folded_headers, linked
from tne.importing.headers.moments import moment
from tne.importing.headers.near import another_of
from tne.importing.headers.recognising import recognise
from tne.importing.model import Reconnaissance
from tne.importing.rows.nominative import is_a_record
from tne.kinds import UAI
from tne.reading import Dialecte, Document, Tableau
from tne.reading.arrays import scalar
from tne.reading.model import LIGNE, SURPLUS
from tne.spec import fold
from tne.typographie import compte, entier, enumeration

_SANS_TITRES = (
    "Ce tableau du même fichier n'est pas importé : il n'a pas de ligne de titres. Copiez celle de l'autre tableau au-dessus "
    "de ses lignes."
)
_AFFICHER = (
    "affichez-la dans le tableur (clic droit sur un onglet, « Afficher » ; LibreOffice montre aussi celles qu'Excel n'y propose pas), "
    "enregistrez et importez de nouveau"
)
_DEUX_LIGNES = " De ce qui concerne deux établissements, faites une ligne par établissement, de même référence : elles comptent une fois."
# The two parts of « 12,5 », of « 0,75 ».
_PARTS = re.compile(r"\d{1,4}"), re.compile(r"\d{1,2}")
# A single record longer than its header is told by its line.
_LEAST_TORN = 2


def left_tables(
    document: Document, recognised: Sequence[Reconnaissance]
) -> Iterator[tuple[str | None, int, None, str, str]]:
    """What to say of tables left out that look like those that go in: a month of a log whose header lost a column.

    Help, lists of allowed values and the like, which share no two headers with what goes in, are not told. A sheet
    without titles is, where it is as wide as one that goes in.
    """
    kept = {_place(r.tableau) for r in recognised}
    widths = {len(r.tableau.entete) for r in recognised}
    datasets = {li.dataset.name: li.dataset for r in recognised for li in r.liaisons}
    for tableau in document.tableaux:
        if _place(tableau) in kept:
            continue
        if not tableau.entete_brut or is_a_record(tableau.entete_brut):
            if len(tableau.entete) in widths:
                yield tableau.feuille, 0, None, "tableau_laisse", _SANS_TITRES
            continue
        headers = folded_headers(tableau)
        if all(len(set(linked(d, headers, None)[0].values())) < 2 for d in datasets.values()):
            continue
        try:
            recognise(tableau)
        except ImportRefuse as refusal:
            sentence = f"Ce tableau du même fichier n'est pas importé. {refusal}"
            yield tableau.feuille, tableau.ligne_entete, None, "tableau_laisse", sentence
    for tableau in _hidden_records(document):
        rows = compte(tableau.donnees.num_rows, "ligne")
        sentence = f"Cette feuille est masquée dans le classeur : elle n'est pas importée ({rows}). Si elle compte, {_AFFICHER}."
        yield tableau.feuille, 0, None, "feuille_masquee", sentence


def _place(t: Tableau) -> tuple[object, ...]:
    """Where it stands in its file: what is read of it may be worked out from its columns."""
    first = t.donnees.column(LIGNE)[0].as_py() if t.donnees.num_rows else 0
    return t.feuille, t.gauche, t.ligne_entete, first


def _hidden_records(document: Document) -> Iterator[Tableau]:
    """The tables of hidden sheets that would be recognised, were they seen: no lists, no help."""
    for tableau in document.masques:
        with suppress(ImportRefuse):
            recognise(tableau)
            if tableau.donnees.num_rows:
                yield tableau


def hidden_told(document: Document) -> str:
    """What to say of a workbook of which no visible sheet is recognised, and a hidden one would be; else nothing."""
    names = enumeration([f"« {t.feuille} »" for t in _hidden_records(document)])
    return f" Une feuille masquée du classeur serait reconnue, {names} : {_AFFICHER}." if names else ""


def rivals(r: Reconnaissance) -> Iterator[str]:
    """What to say of a column left out whose header means the same as one that is read, where they differ."""
    tableau = r.tableau
    written = dict(zip(tableau.entete, tableau.entete_brut, strict=False))
    for li in r.liaisons:
        for name, header in li.colonnes.items():
            column = li.dataset.column(name)
            wordings = (written.get(header, header), *column.headers)
            names = {fold(n) for n in wordings}
            for other in r.ignorees:
                title = written.get(other, other)
                # A level is a number too: « Élèves 4e », « Élèves 5e ».
                again = column.kind.type_sql == "VARCHAR" and another_of(title, wordings)
                if not (again or fold(title) in names) or empty(tableau, other):
                    continue
                differ = _days_differ if column.kind.type_sql == "DATE" else _differ
                if not (column.kind.valeurs and _coded(tableau, header, other)) and differ(
                    tableau, header, other
                ):
                    twice = column.kind is UAI and {"reference", "uai"} <= set(li.dataset.key)
                    yield (
                        f"Deux colonnes disent « {column.label} » et ne disent pas la même chose : « {header} » est lue, "
                        f"« {other} » est laissée de côté.{_DEUX_LIGNES if twice else ''}"
                    )


def _differ(tableau: Tableau, one: str, other: str) -> bool:
    mine, theirs = (tableau.colonne(h).cast(pa.string()) for h in (one, other))
    return bool(
        pc.any(pc.not_equal(pc.fill_null(mine, scalar("")), pc.fill_null(theirs, scalar("")))).as_py()
    )


def _days_differ(tableau: Tableau, one: str, other: str) -> bool:
    """Whether they differ, hours put aside: « Début » beside a date may be of the same day."""
    columns = (tableau.colonne(h).cast(pa.string()).to_pylist() for h in (one, other))
    return any(
        _day_in(mine) != _day_in(theirs)
        for mine, theirs in {*zip(*columns, strict=True)}
        if not (theirs and _no_day(theirs))
    )


def _no_day(text: str) -> bool:
    """« 9h », « matin »."""
    told = moment(text)
    return told.jour is None and (told.heure_dite or not any(map(str.isdigit, text)))


def _day_in(text: str | None) -> str | None:
    return moment(text).jour or text if text else text


def _coded(tableau: Tableau, words: str, codes: str) -> bool:
    """True when one column has the numbers of the words of the other, always the same for the same."""
    mine, theirs = (tableau.colonne(h).to_pylist() for h in (words, codes))
    pairs = set(zip(mine, theirs, strict=True))
    known = {t for _, t in pairs}
    numbers = all(str(t).isdecimal() for t in known) and not any(str(w).isdecimal() for w, _ in pairs)
    return numbers and len(pairs) == len(known) == len({w for w, _ in pairs})


def torn(tableau: Tableau) -> str | None:
    """Why most records of a table are longer than its header: what they hold may stand under other names."""
    beyond = f"{SURPLUS}1"
    count = tableau.donnees.num_rows
    if not tableau.entete_brut or beyond not in tableau.entete or count < _LEAST_TORN:
        return None
    longer = count - tableau.colonne(beyond).null_count
    if 2 * longer <= count:
        return None
    return (
        f"{entier(longer)} lignes sur {entier(count)} ont plus de cellules que la ligne de titres ({len(tableau.entete_brut)}) : leurs valeurs "
        "peuvent être sous un autre titre que le leur. Ajoutez le titre qui manque ; si des nombres à virgule sont dans un "
        "fichier séparé par des virgules, enregistrez-le avec des points-virgules."
    )


def cut_in_two(tableau: Tableau, dialecte: Dialecte | None) -> str | None:
    """Why a text whose cells commas separate is not read: a record longer than its header seems to hold a number with a decimal comma.

    What follows the number would stand under the name of its neighbour, and be counted there.
    """
    beyond = f"{SURPLUS}1"
    if (
        dialecte is None
        or dialecte.delimiter != ","
        or not tableau.entete_brut
        or beyond not in tableau.entete
    ):
        return None
    longer = tableau.donnees.filter(pc.is_valid(tableau.colonne(beyond))).to_pylist()
    for record in longer:
        cells = [record[name] or "" for name in tableau.entete]
        for whole, decimals in pairwise(cells):
            if _PARTS[0].fullmatch(whole.strip()) and _PARTS[1].fullmatch(decimals.strip()):
                lines = compte(len(longer), "ligne a", "lignes ont")
                return (
                    f"{lines} plus de cellules que la ligne de titres ({len(tableau.entete_brut)}). Ligne {record[LIGNE]}, une virgule "
                    f"coupe peut-être en deux un nombre (« {whole.strip()},{decimals.strip()} ») ou un texte : ce qui suit serait sous un autre titre que "
                    "le sien. Enregistrez le fichier avec des points-virgules, ou mettez entre guillemets les cellules qui ont une virgule."
                )
    return None
