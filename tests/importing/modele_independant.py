"""What a base must hold, in plain Python: an independent model of imports, sharing no code with the program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

EFFACE = "(efface)"  # the value of a cell that erases; None is an empty cell
Row = dict[str, Any]


@dataclass
class Import:
    """One import: its rows in order, each with `retirer`; undone or not; replacing the earlier ones or not."""

    jeu: str
    rows: list[Row]
    remplace: bool
    annule: bool = False

    @property
    def annees(self) -> set[str]:
        return {row["annee"] for row in self.rows if row["annee"]}


@dataclass
class Modele:
    """Every import ever made, in the order of its first commit."""

    cles: dict[str, tuple[str, ...]]
    imports: list[Import] = field(default_factory=list)

    def en_vigueur(self) -> list[Import]:
        kept: list[Import] = []
        for one in (i for i in reversed(self.imports) if not i.annule):
            if not any(n.remplace and n.jeu == one.jeu and one.annees <= n.annees for n in kept):
                kept.insert(0, one)
        return kept

    def contenu(self, jeu: str) -> dict[Any, Row]:
        """Key → value of each column in the last row in force where it is filled or erased."""
        table: dict[Any, Row] = {}
        for one in (i for i in self.en_vigueur() if i.jeu == jeu):
            seen: Counter[Any] = Counter()
            for row in one.rows:
                values = {k: v for k, v in row.items() if k != "retirer"}
                key: Any = tuple(values[k] for k in self.cles[jeu])
                if "reference" in values and values["reference"] is None:
                    content = tuple(None if v == EFFACE else v for v in values.values())
                    seen[content] += 1
                    key = (content, seen[content])
                if row["retirer"]:
                    table.pop(key, None)
                    continue
                record = table.setdefault(key, dict.fromkeys(values))
                record |= {k: None if v == EFFACE else v for k, v in values.items() if v is not None}
        return table
