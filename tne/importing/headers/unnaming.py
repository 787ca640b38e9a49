"""What is kept of a mapping names nobody: a sheet may have a column for each colleague, « Mme Durand »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tne.datasets import DATASETS
from tne.importing.rows.nominative import MASQUE, header_shown
from tne.persons.nommes import lire
from tne.spec import Column, Privacy, fold


def title_kept(entete: Sequence[str], header: str) -> str:
    """The title of a column as a remembered mapping keeps it. One that names someone gives way to its rank among the titles of the
    table, by their folded words, by which `titles_read` finds it again whatever their order and their case.
    """
    if header not in entete or header_shown(header) == header:
        return header
    return _by_rank(entete, header)


def titles_read(entete: Sequence[str]) -> dict[str, str]:
    """What a remembered mapping may say of each title of a table, folded → the title. The first of two that fold alike."""
    by_rank = {fold(_by_rank(entete, h)): h for h in reversed(entete)}
    return by_rank | {fold(h): h for h in reversed(entete)}


def _by_rank(entete: Sequence[str], header: str) -> str:
    return f"{MASQUE} {sorted(map(fold, entete)).index(fold(header)) + 1}"


def constants_kept(jeu: str, constants: Mapping[str, str]) -> dict[str, str]:
    """The values for a whole file as they may be kept: as the texts of their columns are."""
    columns = {c.name: c for c in DATASETS[jeu].columns} if jeu in DATASETS else {}
    return {name: _constant_kept(columns.get(name), v) for name, v in constants.items()}


def _constant_kept(column: Column | None, text: str) -> str:
    if column is None:  # of a version that knew it
        return header_shown(text)
    return MASQUE if column.privacy is Privacy.PERSONNEL else lire(text, column.nommes).texte


def values_kept(values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The texts that take the place of others, without those where one names someone: they are said again for the next file."""
    return {
        name: {old: new for old, new in texts.items() if not any(header_shown(t) != t for t in (old, new))}
        for name, texts in values.items()
    }


def journalled(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """What the journal keeps of `Reconnaissance.correspondance`. The name of the sheet stays, as that of the file does."""
    return {
        **mapping,
        "jeux": [
            {
                **one,
                "colonnes": {name: header_shown(h) for name, h in one["colonnes"].items()},
                "constantes": constants_kept(one["jeu"], one["constantes"]),
                "valeurs": {
                    name: {header_shown(old): header_shown(new) for old, new in texts.items()}
                    for name, texts in one["valeurs"].items()
                },
            }
            for one in mapping["jeux"]
        ],
    }
