"""Results kept per data version, filter and view: an import is seen at once by every open session."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import duckdb
import streamlit as st

from tne import horloge, territoire
from tne.db import data_version
from tne.filters import Filters, View
from tne.queries.memoire import gardee, moment
from tne.ui.contexte import Contexte
from tne.visuals.visual import Visual

T = TypeVar("T")
# A question: `(con, filters, view)` to a frame, a Visual, or anything that can be pickled.
Question = Callable[[duckdb.DuckDBPyConnection, Filters, View], T]


class _Page(threading.local):
    """What this thread holds while it draws a page: the end of it, and its cursor once a question was asked."""

    end: ExitStack | None = None
    con: duckdb.DuckDBPyConnection | None = None


_page = _Page()


@contextmanager
def one_page() -> Iterator[None]:
    """While a page is drawn its questions share one cursor, hence one moment of the base: to begin a transaction for each
    takes as long as to answer it. Opened by the first that no kept answer spares.
    """
    with ExitStack() as _page.end:
        try:
            yield
        finally:
            _page.end = _page.con = None


@contextmanager
def reading(ctx: Contexte) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on which the base stands still, its views kept in memory: that of the page which is being drawn.

    Where another session has written since the page began, it is drawn anew from its first line: the answers it has are kept
    from before, this one would be of after.
    """
    if _page.end is None:
        with moment(ctx.base) as con:
            _begin_anew_if_past(ctx, con)
            yield con
        return
    if _page.con is None:
        con = _page.end.enter_context(moment(ctx.base))
        _begin_anew_if_past(ctx, con)
        _page.con = con
    yield _page.con


def _begin_anew_if_past(ctx: Contexte, con: duckdb.DuckDBPyConnection) -> None:
    """Looked at once, where the cursor was opened: neither it nor the context of a run changes."""
    if data_version(con) != ctx.version:
        st.rerun()


def ask(ctx: Contexte, question: Question[T], filters: Filters | None = None) -> T:
    """The answer to a question of `tne.queries` or `tne.visuals`, computed once per data version, day, filter and view.

    The question is known by its module and name: pass a module-level function, not a lambda.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    asked = filters or ctx.filters
    return kept(ctx, ("page", name, asked, ctx.view), lambda con: question(con, asked, ctx.view))


def kept(ctx: Contexte, key: tuple[object, ...], answer: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    """That answer, given once per data version, day, territory and `key`."""
    # Its file may be written anew while the dashboard runs. The day counts: what a year that runs is compared with moves with it.
    place = (ctx.base.path, ctx.version, horloge.aujourdhui(), territoire.en_cours())

    def sealed() -> Any:
        with reading(ctx) as con:
            return _scellee(answer(con))

    held = gardee((*key, *place), sealed)
    found: T = pickle.loads(held) if isinstance(held, bytes) else held
    return found


def _scellee(answer: object) -> Any:
    """The answer as it is kept. A `Visual` is nearly all that pages ask for, and holds lists of thousands of rows: it is
    handed out as it is, which spares a seventh of a filter change. Anything else is written down, so that no reader changes
    what another will read.
    """
    return answer if isinstance(answer, Visual) else pickle.dumps(answer)
