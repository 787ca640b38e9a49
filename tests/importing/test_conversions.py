"""What the texts of a column become, part after part of a file: the same as all at once, and asked once."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tne.datasets import DATASETS
from tne.importing.model import Liaison
from tne.importing.rows import cells
from tne.importing.rows.cells import Colonne, Conversions, Demande
from tne.importing.rows.sources import text
from tne.spec import SANS_VALEUR, Kind


def demande(textes: list[str], ajout: str = "") -> Demande:
    column = Colonne(np.zeros(0, np.int32), pa.array([*textes, None], type=pa.string()))
    return Demande(column, lambda x: f"trim({x})", {"v": lambda x: f"upper({x}) || '{ajout}'"})


class Compte:
    """A connection that counts the texts it is given."""

    def __init__(self) -> None:
        self._con = duckdb.connect(":memory:")
        self.textes: list[int] = []

    def register(self, name: str, table: pa.Table) -> None:
        self.textes.append(table.num_rows)
        self._con.register(name, table)

    def unregister(self, name: str) -> None:
        self._con.unregister(name)

    def execute(self, query: str) -> duckdb.DuckDBPyConnection:
        return self._con.execute(query)


def test_a_text_is_asked_once_and_two_columns_are_never_mixed() -> None:
    con = Compte()
    conversions = Conversions(con)  # type: ignore[arg-type]
    parts = [["a", " b"], [" b", "c", "a"], ["c"], []]
    for textes in parts:
        # Two columns of which the same is asked, and one of which something else is.
        found = conversions.convert(
            [demande(textes), demande([f"{t}2" for t in textes]), demande(textes, "!")]
        )
        for values, end in zip(found, ("", "2", "!"), strict=True):
            assert values["v"].to_pylist() == [*(t.strip().upper() + end for t in textes), None]
    assert con.textes == [3, 1], "the second part has one new text, the others none"


def test_what_is_remembered_stays_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_FEW", 3)
    con = Compte()
    conversions = Conversions(con)  # type: ignore[arg-type]
    for textes in (["a"], ["b", "c", "d"], ["a", "d"], ["d"]):
        (found,) = conversions.convert([demande(textes)])
        assert found["v"].to_pylist() == [*map(str.upper, textes), None]
    assert con.textes == [2, 3, 3], "too many were known after the second part: only the third is remembered"


@pytest.mark.parametrize("jeu", DATASETS)
def test_words_that_mean_nothing_are_nothing_in_a_short_statement(jeu: str) -> None:
    """A word more must not double what DuckDB has to read."""
    d = DATASETS[jeu]
    con = duckdb.connect(":memory:")
    for c in d.columns:
        words = (*c.kind.vides, *SANS_VALEUR)
        sql = text(c, Liaison(d, {c.name: "x"}))
        assert len(sql("x")) < 100 + 40 * len(words)
        rows = [*words, *map(str.upper, words), None, "autre chose"]
        con.register("mots", pa.table({"x": pa.array(rows, type=pa.string())}))
        found = [x for (x,) in con.sql(f"SELECT {sql('x')} FROM mots").fetchall()]
        assert found == [*[None] * (len(rows) - 1), "autre chose"]
        con.unregister("mots")


def test_conversions_leave_the_connection_they_are_given_as_it_was() -> None:
    """Without its optimizer a join of the import would be a product of both tables."""
    con = duckdb.connect(":memory:")

    def told() -> str:
        said = con.execute("EXPLAIN SELECT 1 FROM range(9) a(i), range(9) b(i) WHERE a.i = b.i").fetchall()
        return str(said[0][1]).casefold().replace("_", " ")

    before = told()
    assert "hash join" in before
    with cells.conversions(con) as asked:
        (found,) = asked.convert([demande(["a"])])
        assert found["v"].to_pylist() == ["A", None]
        assert told() == before
    assert told() == before
    with pytest.raises(duckdb.Error):  # closed: a base lets go of its file once its last cursor is
        asked.convert([demande(["b"])])


@pytest.mark.parametrize("kind", {c.kind.name: c.kind for d in DATASETS.values() for c in d.stored}.values())
def test_a_long_part_of_a_conversion_stands_in_it_a_few_times(kind: Kind) -> None:
    """DuckDB reads the statement at every import, and each copy of a part as if it were another."""
    sql = kind.sql.format(x="x")
    assert sql.count("strip_accents(") <= 6
