"""The templates: what a person fills must come back through the import, and nothing else."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tne import modeles
from tne.access import Droit
from tne.datasets import DATASETS, dataset
from tne.db import Base
from tne.erreurs import ImportRefuse, UsageIncorrect
from tne.importing import importer
from tne.importing.headers.recognising import recognise
from tne.importing.model import RETIRER
from tne.modeles import AIDE, ENTETE_AIDE, REFERENCES, colonnes_a_remplir, modele, nom_feuille
from tne.reading import lire
from tne.spec import Column, Dataset, Privacy

ALL = pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)


def workbook(d: Dataset) -> Any:
    return openpyxl.load_workbook(io.BytesIO(modele(d.name, "xlsx", "2023-2024")))


def rows(sheet: Any) -> list[list[Any]]:
    return [list(r) for r in sheet.iter_rows(values_only=True)]


def validations(sheet: Any) -> dict[str, Any]:
    """Address of the first cell → validation."""
    return {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}


@ALL
def test_csv_is_a_header_for_french_spreadsheets(d: Dataset) -> None:
    content = modele(d.name, "csv")
    labels = [c.label for c in colonnes_a_remplir(d)]
    assert content == b"\xef\xbb\xbf" + ";".join(labels).encode() + b"\r\n"


@ALL
def test_what_would_only_be_dropped_is_not_asked(d: Dataset) -> None:
    asked = colonnes_a_remplir(d)
    assert set(d.columns) - set(asked) == {
        c for c in d.columns if (c.privacy is Privacy.PERSONNEL and not c.identite) or c.coche
    }, "and the boxes that stand for another column"
    assert {c for c in d.columns if c.required} <= set(asked)
    assert set(d.identites) <= set(asked)


@ALL
def test_workbook_holds_the_sheet_to_fill_and_its_help(d: Dataset) -> None:
    book = workbook(d)
    assert book.sheetnames == [nom_feuille(d), AIDE]
    assert len(nom_feuille(d)) <= 31
    assert d.title.startswith(nom_feuille(d))
    sheet = book[nom_feuille(d)]
    assert sheet.freeze_panes == "A2"
    content = rows(sheet)
    assert content[0] == [c.label for c in colonnes_a_remplir(d)]
    # Nothing under the header could be imported by mistake: references alone, where the sheet has them.
    filled = [[v for v in r if v is not None] for r in content[1:]]
    references = [[f"2023-{n:03d}"] for n in range(1, REFERENCES + 1)] if d.par_reference else []
    assert [r for r in filled if r] == references
    assert all(cell.data_type != "f" for s in book for r in s.iter_rows() for cell in r)


@ALL
def test_every_column_has_its_help_and_its_list(d: Dataset) -> None:
    sheet = workbook(d)[nom_feuille(d)]
    found = validations(sheet)
    with duckdb.connect() as con:
        for i, column in enumerate(colonnes_a_remplir(d)):
            letter = openpyxl.utils.get_column_letter(i + 1)
            header, cells = found[f"{letter}1"], found[f"{letter}2"]
            for validation in (header, cells):
                assert validation.prompt
                assert len(validation.prompt) <= 255
                assert ("Obligatoire" in validation.prompt) == column.required
                assert ("conservé" in validation.prompt) == (column.privacy is Privacy.PERSONNEL)
            assert (cells.type == "list") == bool(column.kind.valeurs or column.kind.type_sql == "BOOLEAN")
            if cells.type == "list":
                offered = cells.formula1.strip('"').split(",")
                assert len(cells.formula1) <= 257, "Excel refuses a longer list"
                assert all(accepts(con, column, v) for v in offered)
                assert not column.kind.valeurs or tuple(offered) == column.kind.valeurs
            assert cells.errorStyle == "warning" or cells.type is None, "marks and variants stay possible"


def accepts(con: duckdb.DuckDBPyConnection, column: Column, text: str) -> bool:
    sql = f"SELECT {column.kind.sql.format(x='x')} IS NOT NULL FROM (SELECT $x AS x)"
    return bool(con.execute(sql, {"x": text}).fetchall()[0][0])


@pytest.mark.parametrize(
    ("jeu", "colonne", "format"),
    [
        ("intervention", "reference", "@"),  # 2023-001 would become January 2023
        ("intervention", "uai", "@"),
        ("intervention", "heures", "@"),  # 3:30 would become half past three
        ("intervention", "date", "dd/mm/yyyy"),
        ("intervention", "enseignants", "General"),
        ("session", "debut", "dd/mm/yyyy hh:mm"),
        ("etablissement", "code_insee", "@"),
    ],
)
def test_cells_keep_what_is_typed(jeu: str, colonne: str, format: str) -> None:
    d = dataset(jeu)
    sheet = workbook(d)[nom_feuille(d)]
    letter = openpyxl.utils.get_column_letter([c.name for c in colonnes_a_remplir(d)].index(colonne) + 1)
    assert sheet.column_dimensions[letter].number_format == format
    if colonne == "reference":
        assert sheet[f"{letter}2"].number_format == format


@ALL
def test_help_sheet_describes_every_column(d: Dataset) -> None:
    content = rows(workbook(d)[AIDE])
    top = content.index(list(ENTETE_AIDE))
    table = content[top + 1 :]
    columns = colonnes_a_remplir(d)
    assert [r[0] for r in table] == [c.label for c in columns]
    assert [r[1] for r in table] == ["Oui" if c.required else "Non" for c in columns]
    with duckdb.connect() as con:
        for row, column in zip(table, columns, strict=True):
            assert row[2]
            assert row[3] is None or accepts(con, column, row[3])
            assert (row[4] or "") == ", ".join(modeles.valeurs_possibles(column.kind))
            assert ("Sert à compter, n" in row[5]) == bool(column.identite)
    said = "\n".join(str(r[0]) for r in content[:top])
    assert nom_feuille(d).replace("'", "\u2019") in said
    assert ("référence" in said) == d.par_reference
    assert ("pas conservés" in said) == d.nominatif


@ALL
def test_a_filled_template_is_recognised_and_read_back(d: Dataset) -> None:
    book = workbook(d)
    sheet = book[nom_feuille(d)]
    columns = colonnes_a_remplir(d)
    examples = [str(c.kind.valides[0][0]) for c in columns]
    for i, text in enumerate(examples, start=1):
        sheet.cell(row=2, column=i, value=text)
    saved = io.BytesIO()
    book.save(saved)
    header, first = rows(openpyxl.load_workbook(saved)[nom_feuille(d)])[:2]
    assert first == examples
    with duckdb.connect() as con:
        assert all(accepts(con, c, v) for c, v in zip(columns, first, strict=True))
    assert modele(d.name, "csv").decode("utf-8-sig").strip().split(";") == header

    filled, help_sheet = lire(saved.getvalue(), "a.xlsx").tableaux
    found = recognise(filled)
    assert [li.dataset.name for li in found.liaisons] == [d.name]
    assert found.form is None
    assert found.liaisons[0].colonnes == {c.name: c.label for c in columns}
    assert found.ignorees == ()
    assert help_sheet.feuille == AIDE
    with pytest.raises(ImportRefuse):  # the examples of the help are never taken for data
        recognise(help_sheet)


@pytest.mark.parametrize(
    ("jeu", "sentence"),
    [
        (
            "intervention",
            f"Aucune des {REFERENCES} lignes lues n'est à importer : toutes ont été écartées. Ligne non remplie",
        ),
        ("offre", "Le tableau n'a aucune ligne sous ses titres de colonnes"),
    ],
)
def test_a_template_that_nobody_filled_is_refused_for_that(tmp_path: Path, jeu: str, sentence: str) -> None:
    base = Base(str(tmp_path / "tne.duckdb"))
    (done,) = importer(base, Droit(True, "poste"), modele(jeu, "xlsx"), "modele.xlsx")
    assert done.etat == "refusé"
    assert done.problemes[0].message.startswith(sentence)
    base.close()


def test_the_word_that_retires_a_row_is_the_one_the_import_reads() -> None:
    said = rows(workbook(dataset("module"))[AIDE])
    assert any(f"«\u202f{RETIRER}\u202f»" in str(r[0]) for r in said)


def test_references_begin_with_the_school_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tne.horloge.aujourdhui", lambda: date(2025, 8, 31))
    d = dataset("numerixplore")
    for annee, first in (("2031-2032", "2031-001"), (None, "2024-001")):
        book = openpyxl.load_workbook(io.BytesIO(modele(d.name, "xlsx", annee)))
        assert book[nom_feuille(d)]["A2"].value == first
        assert first in {v for r in rows(book[AIDE]) for v in r}


@ALL
def test_the_same_template_is_the_same_file(d: Dataset) -> None:
    with zipfile.ZipFile(io.BytesIO(modele(d.name, "xlsx", "2023-2024"))) as archive:
        assert archive.read("docProps/core.xml").count(b"2024-09-01T00:00:00Z") == 2
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ecole", "csv"), "« ecole » n'existe pas"),
        (("module", "pdf"), "« pdf » n'existe pas"),
        (("module", "xlsx", "2023"), "« 2023 » n'est pas une année scolaire"),
        (("module", "xlsx", "2023-2025"), "« 2023-2025 » n'est pas une année scolaire"),
    ],
)
def test_a_wrong_call_is_refused_in_words(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageIncorrect, match=sentence):
        modele(*arguments)
