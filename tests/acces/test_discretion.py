"""Neither a line of the server's log nor what a command writes holds the message of an error, however the error gets there."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from tne.erreurs import BaseIndisponible
from tne.ui.discretion import _Record

SECRET = "jean.valjean@exemple.fr"


def _line(message: str, *arguments: object, exc_info: object = None) -> str:
    record = _Record("tne", logging.WARNING, "fichier.py", 1, message, arguments, exc_info)
    return logging.Formatter("%(message)s").format(record)


def test_an_error_among_the_words_of_a_line_is_its_kind_alone() -> None:
    line = _line("Les chiffres n'ont pas pu être préparés : %s", duckdb.ConversionException(SECRET))
    assert SECRET not in line
    assert "duckdb.ConversionException" in line.replace("_duckdb", "duckdb")


def test_an_error_that_is_under_way_is_told_without_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        line = _line("faute", exc_info=sys.exc_info())
    assert SECRET not in line
    assert "ValueError" in line


def test_an_error_that_is_a_line_or_among_named_words_is_its_kind_alone() -> None:
    error = ValueError(SECRET)
    for line in (_line(error), _line("%(quoi)s, %(fois)d fois", {"quoi": error, "fois": 2})):  # type: ignore[arg-type]
        assert SECRET not in line
        assert "builtins.ValueError" in line


def test_an_error_that_no_one_asked_a_task_for_is_told_without_its_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """asyncio quotes it in the line itself."""
    told: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("asyncio"), "handle", told.append)
    factory = logging.getLogRecordFactory()
    logging.setLogRecordFactory(_Record)

    async def fail() -> None:
        raise ValueError(SECRET)

    async def forget() -> None:
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    try:
        # In a thread of its own: a test of the browser before this one leaves a loop running in its own.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(lambda: asyncio.run(forget())).result()
    finally:
        logging.setLogRecordFactory(factory)
    (record,) = told
    line = logging.Formatter("%(message)s").format(record)
    assert "never retrieved" in line
    assert SECRET not in line


# As a server and a command set themselves, each in a process of its own.
SANS_SUITE = f"""
import threading
from tne.ui import discretion
discretion.installer()
def casser(): raise ValueError(nom)
class Jete:
    def __del__(self): casser()
nom = "".join({list(SECRET)!r})
fil = threading.Thread(target=casser, name="essai"); fil.start(); fil.join()
jete = Jete(); del jete
"""
COMMANDE = f"""
import runpy, sys
from tne.cli import reading
def casser(args): raise ValueError("".join({list(SECRET)!r}))
reading._lire = casser
sys.argv = ["tne", "lire", "a.csv", "--vers", "."]
runpy.run_module("tne", run_name="__main__")
"""


def _written(code: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_error_of_a_thread_or_of_what_is_thrown_away_is_told_without_its_message() -> None:
    _, written = _written(SANS_SUITE)
    assert written.count("builtins.ValueError (message non écrit)") == 2
    assert "Fil « essai » :" in written
    assert SECRET not in written


def test_a_command_that_fails_tells_where_and_never_what_a_cell_held() -> None:
    code, written = _written(COMMANDE)
    assert (code, SECRET in written) == (1, False)
    assert written.startswith("Faute du programme : transmettez ce qui suit")
    assert "in casser" in written


def test_our_own_sentences_and_other_words_stay() -> None:
    told = _line("%s, %d fois", BaseIndisponible("Le disque est plein."), 2)
    assert told == "Le disque est plein., 2 fois"
