"""Long work on a thread: its result or its error comes back, and it can be stopped in the middle of a query."""

from __future__ import annotations

import threading
import time

import duckdb
import pytest

from tests.importing.scene import Scene
from tne.importing import Workbench
from tne.ui.travail import Arrete, Tell, Travail

_LONG = "SELECT count(*) FROM range(100000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"


def test_a_result_and_an_error_come_back() -> None:
    def told(tell: Tell) -> str:
        tell(0.5, "à moitié")
        return "fait"

    def failed(tell: Tell) -> str:
        raise ValueError("panne")

    done = Travail("m", told, lambda: None)
    assert done.ready(5)
    assert (done.result(), done.share, done.words) == ("fait", 0.5, "à moitié")
    broken = Travail("m", failed, lambda: None)
    with pytest.raises(ValueError, match="panne"):
        broken.result()


def test_a_query_of_hours_is_stopped_and_its_writing_rolled_back(scene: Scene) -> None:
    bench, begun = Workbench(scene.base), threading.Event()
    before = scene.base.version()

    def work(tell: Tell) -> None:
        with scene.base.writing(bench.con) as con:
            begun.set()
            con.execute(_LONG).fetchall()

    running = Travail("m", work, bench.interrupt)
    assert begun.wait(5)
    assert running.stop()
    with pytest.raises(duckdb.InterruptException):
        running.result()
    assert scene.base.version() == before
    with scene.base.writing():  # the next writer does not wait
        pass


def test_work_between_two_queries_stops_at_its_next_word() -> None:
    begun = threading.Event()

    def work(tell: Tell) -> None:
        while True:
            tell(0.1, "")
            begun.set()
            time.sleep(0.01)

    running = Travail("m", work, lambda: None)
    assert begun.wait(5)
    assert running.stop()
    with pytest.raises(Arrete):
        running.result()
