"""The derived documents: up to date, complete, and true of what the import accepts."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tne import documentation
from tne.datasets import DATASETS, dataset
from tne.documentation import DOCUMENTS, RACINE, autres_entetes, ecrire, main, perimes
from tne.forms import FORMS
from tne.indicators import INDICATORS
from tne.modeles import colonnes_a_remplir
from tne.spec import Dataset, Privacy, fold
from tne.table_schema import cle_en_mots, schema

ALL = pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)
TEXTS = {path: content() for path, content in DOCUMENTS}


def test_documents_of_the_project_are_up_to_date() -> None:
    assert perimes(RACINE) == [], "run: python -m tne.documentation"


def test_command_says_up_to_date() -> None:
    command = [sys.executable, "-m", "tne.documentation", "--verifier"]
    done = subprocess.run(command, cwd=RACINE, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_stale_missing_and_orphan_documents_are_listed_then_repaired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out.split() == list(TEXTS)
    assert main(["--verifier"], tmp_path) == 0
    (tmp_path / "docs/jeux-de-donnees.md").write_text("autre")
    (tmp_path / "docs/schemas/module.json").unlink()
    (tmp_path / "docs/schemas/disparu.json").write_text("{}")
    expected = ["docs/jeux-de-donnees.md", "docs/schemas/module.json", "docs/schemas/disparu.json"]
    assert main(["--verifier"], tmp_path) == 1
    assert capsys.readouterr().err.split()[-3:] == expected
    assert ecrire(tmp_path) == expected
    assert perimes(tmp_path) == []
    assert not (tmp_path / "docs/schemas/disparu.json").exists()


def test_a_wrong_call_gives_the_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--verifer"], tmp_path) == 2
    assert "Usage" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_changed_declaration_makes_the_document_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    d = dataset("module")
    monkeypatch.setitem(DATASETS, "module", replace(d, title="Modules et parcours"))
    assert "docs/jeux-de-donnees.md" in perimes(RACINE)


@ALL
def test_every_column_is_documented(d: Dataset) -> None:
    section = TEXTS["docs/jeux-de-donnees.md"].split(f'<a id="{d.name}"></a>')[1].split("<a id=")[0]
    rows = [line for line in section.splitlines() if line.startswith("| **")]
    assert len(rows) == len(d.columns)
    for row, column in zip(rows, d.columns, strict=True):
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", row)[1:-1]]
        assert cells[0] == f"**{column.label}**"
        assert cells[2] == ("déduit si vide" if column.deduit else "oui" if column.required else "non")
        assert ("onserv" in cells[3]) == (column.privacy is Privacy.PERSONNEL)
        assert ("Interne" in cells[3]) == (column.privacy is Privacy.INTERNE)
        shown = {fold(h) for h in re.findall(r"`([^`]+)`", cells[5])} | {fold(column.label)}
        assert shown == {fold(h) for h in column.names}
        assert len(autres_entetes(column)) == len(shown) - 1


@pytest.mark.parametrize("path", [p for p in TEXTS if p.endswith(".md")])
def test_links_lead_somewhere_and_tables_are_whole(path: str) -> None:
    text = TEXTS[path]
    anchors = set(re.findall(r'<a id="([^"]+)"', TEXTS["docs/jeux-de-donnees.md"]))
    links = re.findall(r"\]\((jeux-de-donnees\.md)?#([^)]+)\)", text)
    assert links
    assert {anchor for _, anchor in links} <= anchors
    width = 0
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells
    assert not re.search(r"[^|] {2,}", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@ALL
def test_schema_is_a_table_schema(d: Dataset) -> None:
    content = json.loads(TEXTS[f"docs/schemas/{d.name}.json"])
    assert content == schema(d)
    assert [f["name"] for f in content["fields"]] == [c.name for c in colonnes_a_remplir(d)]
    for field in content["fields"]:
        column = d.column(field["name"])
        assert field["description"] == column.help
        assert field["tne:confidentialite"] == column.privacy.value
        assert field["constraints"].get("enum", []) == list(column.kind.valeurs)
        assert field["constraints"].get("minimum") == column.kind.minimum
        assert field["constraints"].get("maximum") == column.kind.maximum
        assert field["constraints"]["required"] == (column.required and not column.deduit)
    required = {f["name"] for f in content["fields"] if f["constraints"]["required"]}
    assert set(content.get("primaryKey", [])) <= required, (
        "a validator refuses an empty part of a primary key"
    )
    assert content["tne:cle"] == cle_en_mots(d)


# What a file that respects the schema writes: Table Schema's default texts for each type.
DEFAULTS = {
    "string": (),
    "integer": ("0", "12"),
    "number": ("3.5", "0"),
    "boolean": ("true", "false", "1", "0"),
    "date": ("2024-06-12",),
    "datetime": ("2024-06-12T09:00:00", "2024-06-12T09:00:00Z"),
}


BOUNDS = {"minimum", "maximum"}


@ALL
def test_a_file_that_respects_the_schema_is_importable(d: Dataset) -> None:
    with duckdb.connect() as con:
        for field in schema(d)["fields"]:
            column, limits = d.column(field["name"]), field["constraints"]
            least, most = limits.get("minimum", -math.inf), limits.get("maximum", math.inf)
            texts = [
                t for t in DEFAULTS[field["type"]] if not limits.keys() & BOUNDS or least <= float(t) <= most
            ]
            for text in (*texts, *limits.get("enum", ()), *(str(limits[b]) for b in BOUNDS & limits.keys())):
                sql = f"SELECT {column.kind.sql.format(x='x')} IS NOT NULL FROM (SELECT $x AS x)"
                assert con.execute(sql, {"x": text}).fetchall() == [(True,)], (column.name, text)


@pytest.mark.parametrize(
    ("jeu", "words"),
    [
        ("module", "« Code du dispositif » et « Code du module »"),
        ("numerixplore", "« Référence », dès que la référence est remplie ; sinon toutes les colonnes"),
        ("offre", "« Année scolaire » et la personne (première disponible"),
    ],
)
def test_key_in_words(jeu: str, words: str) -> None:
    assert cle_en_mots(dataset(jeu)).startswith(words)
    assert cle_en_mots(replace(dataset(jeu), key=())).startswith("toutes les colonnes")


def test_formats_and_indicators_are_all_there() -> None:
    formats = TEXTS["docs/formats.md"]
    assert formats.count("\n## ") == len(FORMS)
    for form in FORMS:
        assert all(f"`{h}`" in formats for h in (*form.signature, *form.personnels))
    indicateurs = TEXTS["docs/indicateurs.md"]
    assert re.findall(r"^\| `([a-z0-9_.]+)`", indicateurs, re.M) == [i.code for i in INDICATORS]
    for i in INDICATORS:
        assert {*i.jeux, *i.denominateur_jeux} <= set(DATASETS)
        assert i.definition.endswith(".")


def test_documents_are_plain_text_with_french_spaces() -> None:
    for path, text in TEXTS.items():
        assert "\r" not in text, path
        if path.endswith(".md"):
            prose = re.sub(r"`[^`]*`|<!--.*?-->|\*\*[^*|]*\*\* \|", "", text)
            assert "'" not in prose, path
            assert not re.search(r"\w [;!?»]", prose), path
    assert documentation.AVERTISSEMENT in TEXTS["docs/formats.md"]


def test_a_bar_in_a_declaration_does_not_break_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    d = dataset("ressource")
    barred = replace(d.columns[0], label="Site | chaîne", help="A | B.", aliases=("x|y",))
    monkeypatch.setitem(DATASETS, "ressource", replace(d, columns=(barred, *d.columns[1:])))
    row = next(line for line in documentation.jeux_de_donnees().splitlines() if line.startswith("| **Site"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 7
    assert row.count(r"\|") == 3
