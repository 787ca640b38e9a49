"""Whether the text of a cell of UAI may be repeated: schools bear the names of persons, and a colleague's may stand there instead."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import duckdb

from tne.importing.correcting.vocabulary import unknown_words
from tne.persons.nommes import parts_of_no_place
from tne.spec import fold

# A slip in the name of a school; it seldom hits the first letter.
_LEAST_NEAR, _NEAR = 5, 0.81
_INITIAL = 1


class SchoolWords:
    """The words of the schools of a base, read when the first text is looked at."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._seen: dict[str, bool] = {}

    @cached_property
    def _schools(self) -> dict[str, set[int]]:
        """Folded word → the schools whose name or commune has it."""
        found: dict[str, set[int]] = defaultdict(set)
        rows = self._con.execute("SELECT nom, commune FROM etablissement").fetchall()
        for i, names in enumerate(rows):
            for word in _words(" ".join(n for n in names if n)):
                found[word].add(i)
        return found

    def may_show(self, text: str) -> bool:
        """True where each part of the text begins like a place, says nothing but known words, or those of one school of the base."""
        if text not in self._seen:
            self._seen[text] = all(self._harmless(part) for part in parts_of_no_place(text))
        return self._seen[text]

    def _harmless(self, part: str) -> bool:
        unknown = [w for w in _words(part) if unknown_words(w)]
        if not unknown:
            return True
        bearing = [self._bearing(word) for word in unknown]
        return bool(set.intersection(*bearing))

    def _bearing(self, word: str) -> set[int]:
        if word in self._schools:
            return self._schools[word]
        if len(word) < _LEAST_NEAR:
            return set()
        begun = [w for w in self._schools if w[0] == word[0]]
        near = difflib.get_close_matches(word, begun, cutoff=_NEAR)
        return set().union(*(self._schools[w] for w in near))


def _words(text: str) -> Iterator[str]:
    """Its folded words of letters; a letter alone says nobody's name."""
    return (folded for w in re.findall(r"[^\W\d_]+", text) if len(folded := fold(w)) > _INITIAL)
