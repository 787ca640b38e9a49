"""The cells of one record as what is told of it repeats them: what may name someone is described."""

from __future__ import annotations

from collections.abc import Callable

from tne.importing.model import RETIRER
from tne.importing.rows.nominative import MASQUE, TU, held, shown, unnamed, unshown
from tne.importing.rows.sources import Source, cell, written
from tne.kinds import BOOLEEN, UAI
from tne.spec import Column, Privacy

# What a cell holds that is not repeated, by what stands for it.
_TENU = {
    MASQUE: "ce qui ressemble au nom ou à l'adresse d'une personne",
    TU: "du texte, qui nomme peut-être quelqu'un",
}
# Which says yes or no in any sheet, and is no column of a data set.
_RETIRER = Column("retirer", RETIRER, BOOLEEN, Privacy.PUBLIC)


class Cells:
    """The raw cells of one record, by column. `may_show` says of the text of a school whether it names nobody else."""

    def __init__(self, sources: list[Source], rank: int, sous: int, may_show: Callable[[str], bool]) -> None:
        self._may_show = may_show
        self.source = next(s for s in reversed(sources) if s.depart <= rank)
        self.liaison = self.source.reconnaissance.liaisons[sous]
        self.row = self.source.row(rank)

    def header(self, column: str) -> str | None:
        """The header under which the column is read."""
        return self.liaison.colonnes.get(column)

    def _written(self, column: str) -> tuple[str | None, Column]:
        declared = self.liaison.dataset.column(column)
        return written(self.source, self.liaison, declared, self.row), declared

    def text(self, column: str) -> str | None:
        """The text of the column, as far as it may be repeated."""
        value, declared = self._written(column)
        return None if value is None else self._told(value, declared)

    def _told(self, value: str, declared: Column) -> str:
        told = shown(value, declared)
        known = declared.kind is not UAI or self._may_show(told.replace(MASQUE, " "))
        return told if known else TU

    def meant(self, column: str) -> str:
        """The text from which a value is proposed, one of the program's own; not out of what looks like a person."""
        value, declared = self._written(column)
        return "" if value is None or unshown(value, declared) == MASQUE else unnamed(value)

    def naming(self, column: str) -> str:
        """« une adresse électronique » where the cell holds one; empty for a cell that names nobody."""
        value, declared = self._written(column)
        if value is None:
            return ""
        return held(value, declared) or _TENU.get(unshown(value, declared) or self._told(value, declared), "")

    def boxes(self, column: Column) -> bool:
        """True when several cells say it: none of them is wrong by itself."""
        return any(c.name in self.liaison.colonnes for c in self.liaison.dataset.coches(column.name))

    def removal(self, header: str) -> str | None:
        """The cell that asks to take the record out, as far as it may be repeated."""
        value = cell(self.source, header, self.row)
        return None if value is None else shown(value, _RETIRER)
