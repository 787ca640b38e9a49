"""Every declared export speaks of declared columns, in values and SQL that the base accepts."""

from __future__ import annotations

import duckdb
import pytest

from tne.datasets import dataset
from tne.forms import FORMS
from tne.spec import Form, fold


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_a_form_speaks_of_declared_columns(con: duckdb.DuckDBPyConnection, form: Form) -> None:
    assert form.title
    assert form.signature
    assert bool(form.feeds) != bool(form.refus), "what is refused feeds nothing"
    assert not form.refus or form.refus.endswith(".")
    for feed in form.feeds:
        d = dataset(feed.dataset)
        for name in (*feed.headers.values(), *feed.constants, *feed.values, *feed.sauf):
            assert name in {c.name for c in d.columns}
        for name, origin in feed.copies.items():
            assert {name, origin} <= {c.name for c in d.columns}
        for name, text in feed.constants.items():
            sql = f"SELECT {d.column(name).kind.sql.format(x='x')} IS NOT NULL FROM (SELECT $x AS x)"
            assert con.execute(sql, {"x": text}).fetchall() == [(True,)]
        kept = {
            d.column(c).name for h, c in feed.headers.items() if fold(h) in {fold(p) for p in form.personnels}
        }
        assert not kept, "a header that names someone must not feed a column"


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_rows_set_aside_by_a_form_are_valid_sql(con: duckdb.DuckDBPyConnection, form: Form) -> None:
    for ecart in form.ecarts:
        sql, columns = ecart.sql, []
        for i, header in enumerate(dict.fromkeys(h.split("}")[0] for h in ecart.sql.split("{")[1:])):
            sql = sql.replace("{" + header + "}", f"c{i}")
            columns.append(f"CAST(NULL AS VARCHAR) AS c{i}")
        assert con.execute(f"SELECT typeof({sql}) FROM (SELECT {', '.join(columns)})").fetchall() == [
            ("BOOLEAN",)
        ]
        assert ecart.message.endswith(".")


def test_no_two_forms_have_the_same_signature() -> None:
    signatures = [frozenset(fold(s) for s in form.signature) for form in FORMS]
    assert len(set(signatures)) == len(signatures)
    assert len({form.name for form in FORMS}) == len(FORMS)
