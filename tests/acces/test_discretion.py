"""A line of the server's log never holds the message of an error, however the error is given to it."""

from __future__ import annotations

import logging
import sys

import duckdb

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


def test_our_own_sentences_and_other_words_stay() -> None:
    told = _line("%s, %d fois", BaseIndisponible("Le disque est plein."), 2)
    assert told == "Le disque est plein., 2 fois"
