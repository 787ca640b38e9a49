"""Templates to fill, derived from the declarations: a header alone in CSV, a workbook with its help in XLSX."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Any

import xlsxwriter

from tne import horloge
from tne.datasets import dataset
from tne.datasets.annees import debut_de_l_annee
from tne.erreurs import UsageIncorrect
from tne.filters import read_annee
from tne.folding import traits
from tne.spec import Column, Dataset, Kind, Privacy
from tne.typographie import typographier

FORMATS = ("csv", "xlsx")
AIDE = "Mode d'emploi"  # a sheet that no data set recognises: its examples are never imported
ENTETE_AIDE = ("Colonne", "Obligatoire", "Ce qu'on attend", "Exemple", "Valeurs possibles", "Confidentialité")
REFERENCES = 200  # references prepared for a school year of a hand-kept sheet
LIGNES = 2000  # rows of the sheet that carry formats, lists and help
BOOLEENS = ("Oui", "Non")

# Excel cuts the name of a sheet at 31 characters and refuses these ones.
_FEUILLE_MAX = 31
_INTERDITS = re.compile(r"[\[\]:*?/\\]")
# Typed in a cell of the general format, 0860002 would lose its zero, 3:30 become a time and 2023-001 a date.
_MESSAGE_MAX, _TITRE_MAX, _LISTE_MAX = 255, 32, 255


def colonnes_a_remplir(d: Dataset) -> tuple[Column, ...]:
    """The columns of a template: what is stored, and the personal ones that count persons."""
    return tuple(c for c in d.columns if c in d.stored or c.identite)


def confidentialite(column: Column) -> str:
    """What becomes of a column's values, in words for the person who fills the sheet."""
    if column.privacy is Privacy.PERSONNEL:
        return "Sert à compter, n'est pas conservé" if column.identite else "N'est pas conservé"
    if column.privacy is Privacy.INTERNE:
        return "Interne : jamais montré aux lecteurs, ni dans les documents"
    if column.personnes:
        return "Public, petits effectifs masqués"
    return "Public"


def valeurs_possibles(kind: Kind) -> tuple[str, ...]:
    """The values offered in a drop-down list; empty when anything of the right shape is accepted."""
    return BOOLEENS if kind.type_sql == "BOOLEAN" else kind.valeurs


def exemple(column: Column) -> str:
    """An example that the import accepts; empty for a free text or a code, which the help describes."""
    possible = valeurs_possibles(column.kind)
    if possible:
        return possible[0]
    return "" if column.kind.name in ("texte", "code") else str(column.kind.valides[0][0])


def nom_feuille(d: Dataset) -> str:
    """The name of the sheet to fill: the title of the data set, cut between two words at 31 characters."""
    title = _INTERDITS.sub(" ", d.title).strip("' ")
    if len(title) <= _FEUILLE_MAX:
        return title
    short = title[: _FEUILLE_MAX + 1].rsplit(" ", 1)[0]
    while short.rsplit(" ", 1)[-1].lower() in (
        "de",
        "des",
        "du",
        "et",
        "aux",
        "à",
        "la",
        "le",
        "les",
        "pour",
    ):
        short = short.rsplit(" ", 1)[0]
    return short.strip("' ")


def nom_fichier(d: Dataset, format: str) -> str:
    """The file name proposed for a template."""
    return f"modele-{traits(d.name)}.{format}"


def modele(dataset_name: str, format: str, annee: str | None = None) -> bytes:
    """The template of a data set, as the bytes of a `csv` or `xlsx` file.

    `annee` (default: the school year of today) begins the references of hand-kept sheets, so that those of two
    years never meet. The same call gives the same bytes. UsageIncorrect for an unknown data set, format or year.
    """
    d = dataset(dataset_name)
    if format not in FORMATS:
        raise UsageIncorrect(f"Le format « {format} » n'existe pas pour un modèle : csv ou xlsx.")
    debut = _premiere_annee(annee)
    return _csv(d) if format == "csv" else _xlsx(d, debut)


def _premiere_annee(annee: str | None) -> int:
    if annee is None:
        today = horloge.aujourdhui()
        return debut_de_l_annee(today.year, today.month)
    return int(read_annee(annee)[:4])


def _csv(d: Dataset) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(c.label for c in colonnes_a_remplir(d))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(d: Dataset, debut: int) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # A fixed date of creation: the same declaration gives the same bytes.
    book.set_properties({"title": f"{d.title} : modèle à remplir", "created": datetime(2024, 9, 1)})
    _feuille(book, d, debut)
    _aide(book, d, debut)
    book.close()
    return output.getvalue()


def _reference(debut: int, n: int) -> str:
    return f"{debut}-{n:03d}"


def _style_entete(column: Column) -> dict[str, Any]:
    """Required headers are bold, those of persons in italics: never told by colour alone."""
    style = {"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EDF5", "font_color": "#1B1B1B"}
    if column.required:
        return style | {"bold": True, "bottom": 5}
    return style | {"italic": True} if column.privacy is Privacy.PERSONNEL else style


def _format_cellule(kind: Kind) -> str:
    if kind.type_sql == "DATE":
        return "dd/mm/yyyy"
    if kind.type_sql == "TIMESTAMP":
        return "dd/mm/yyyy hh:mm"
    # A duration stays a text: 3:30 typed in a general cell would become half past three.
    return "@" if kind.type_sql == "VARCHAR" or kind.name == "duree_heures" else "General"


def _largeur(column: Column) -> float:
    if column.kind.valeurs:
        return max(len(v) for v in (*column.kind.valeurs, column.label)) + 3
    if column.kind.name == "texte":
        return max(28, min(len(column.label) + 3, 40))
    return max(12, min(len(column.label) + 3, 24))


def _feuille(book: Any, d: Dataset, debut: int) -> None:
    sheet = book.add_worksheet(nom_feuille(d))
    columns = colonnes_a_remplir(d)
    for i, column in enumerate(columns):
        sheet.set_column(
            i, i, _largeur(column), book.add_format({"num_format": _format_cellule(column.kind)})
        )
        sheet.write_string(0, i, column.label, book.add_format(_style_entete(column)))
        message = _message(column)
        sheet.data_validation(0, i, 0, i, {"validate": "any", **message})
        sheet.data_validation(1, i, LIGNES, i, _validation(column.kind) | message)
    if d.par_reference:
        place = [c.name for c in columns].index("reference")
        text = book.add_format({"num_format": "@"})
        for n in range(1, REFERENCES + 1):
            sheet.write_string(n, place, _reference(debut, n), text)
    # Codes and durations are texts on purpose: no green triangle on each.
    sheet.ignore_errors(
        {"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(LIGNES, len(columns))}"}
    )
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _message(column: Column) -> dict[str, str]:
    """The help shown when a cell of the column is chosen."""
    lines = [column.help, f"Attendu : {column.kind.attendu}." if not valeurs_possibles(column.kind) else ""]
    if column.required:
        lines.insert(0, "Obligatoire.")
    if column.privacy is not Privacy.PUBLIC:
        lines.append(f"{confidentialite(column)}.")
    text = typographier("\n".join(dict.fromkeys(filter(None, lines))))
    title = column.label if len(column.label) <= _TITRE_MAX else column.label[: _TITRE_MAX - 1] + "…"
    return {"input_title": title, "input_message": text[:_MESSAGE_MAX]}


def _validation(kind: Kind) -> dict[str, Any]:
    """The check of a cell by the spreadsheet. It warns and never forbids: the import accepts variants and marks."""
    possible = valeurs_possibles(kind)
    warning = {
        "error_type": "warning",
        "error_title": "Valeur inattendue",
        "error_message": typographier(f"On attend ici {kind.attendu}.")[:_MESSAGE_MAX],
    }
    if possible:
        if len(",".join(possible)) > _LISTE_MAX or any("," in v for v in possible):
            raise ValueError(
                f"{kind.name}: liste trop longue, ou valeur à virgule, pour une liste déroulante"
            )
        return {"validate": "list", "source": list(possible), **warning}
    if kind.est_date:
        bounds = {"minimum": date(1900, 3, 1), "maximum": date(2100, 12, 31)}
        return {"validate": "date", "criteria": "between", **bounds, **warning}
    if kind.name == "effectif":
        return {"validate": "integer", "criteria": ">=", "value": 0, **warning}
    if kind.type_sql == "BIGINT" or (kind.type_sql == "DOUBLE" and _format_cellule(kind) != "@"):
        whole = "integer" if kind.type_sql == "BIGINT" else "decimal"
        return {"validate": whole, "criteria": "between", "minimum": -1e15, "maximum": 1e15, **warning}
    return {"validate": "any"}


def _regles(d: Dataset) -> list[str]:
    """The rules of use, one sentence each, above the table of the help sheet."""
    rules = [
        d.help,
        f"À qui le demander : {d.demander}",
        f"Remplissez la feuille « {nom_feuille(d)} » ; gardez la ligne d'en-têtes, l'ordre des colonnes est libre.",
        "Une cellule vide n'efface jamais une valeur déjà importée ; pour effacer une valeur, écrivez #VIDER.",
        "Là où la valeur n'existe pas, un tiret (-) le dit.",
        "Pour retirer une ligne déjà importée, gardez-la, ajoutez une colonne « Retirer » et écrivez-y oui.",
    ]
    if d.par_reference:
        rules.append(
            "La référence désigne la ligne : gardez-la pour corriger la ligne plus tard. Les références non utilisées "
            "ne comptent pas. Une seule feuille par équipe et par année : deux lignes de même référence se remplacent."
        )
    if d.key == ("reference", "uai"):
        rules.append(
            "Une intervention dans plusieurs établissements : une ligne par établissement, avec la même date et la même référence."
        )
    if d.nominatif:
        rules.append(
            "Les adresses, NUMEN, noms et prénoms servent seulement à compter les personnes : ils ne sont pas conservés."
        )
    return [typographier(r) for r in rules]


def _aide(book: Any, d: Dataset, debut: int) -> None:
    sheet = book.add_worksheet(AIDE)
    title = book.add_format({"bold": True, "font_size": 14})
    header = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#E8EDF5", "text_wrap": True, "valign": "top"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.write_string(0, 0, typographier(d.title), title)
    rules = _regles(d)
    for i, rule in enumerate(rules, start=1):
        sheet.write_string(i, 0, rule)
    top = len(rules) + 2
    for i, name in enumerate(ENTETE_AIDE):
        sheet.write_string(top, i, name, header)
    for row, column in enumerate(colonnes_a_remplir(d), start=top + 1):
        for i, text in enumerate(_ligne_aide(column, debut)):
            sheet.write_string(row, i, text, cell)
    for i, width in enumerate((28, 12, 60, 22, 44, 34)):
        sheet.set_column(i, i, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _ligne_aide(column: Column, debut: int) -> tuple[str, ...]:
    """One row of the help table, under `ENTETE_AIDE`."""
    wanted = column.help
    if column.kind.name not in ("texte", "code") and not valeurs_possibles(column.kind):
        wanted += f" Attendu : {column.kind.attendu}."
    return (
        column.label,
        "Oui" if column.required else "Non",
        typographier(wanted),
        _reference(debut, 1) if column.name == "reference" else exemple(column),
        ", ".join(valeurs_possibles(column.kind)),
        typographier(confidentialite(column)),
    )
