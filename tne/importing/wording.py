"""A typed value as the text that an import reads back to the same value: for previews, grids and corrections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from tne.spec import Dataset, Privacy


def as_text(value: Any) -> str:
    """« 12/06/2024 », « 3,5 », « Oui »; empty for a missing value. Reading it again gives the same value."""
    if isinstance(value, str):  # most cells are
        return value
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return f"{value:%d/%m/%Y}" if midnight else f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)


def record_words(d: Dataset, row: dict[str, Any]) -> str:
    """What names a record on screen: the public parts of its key, with the name it bears; never a person."""
    public = [c.name for c in d.stored if c.privacy is Privacy.PUBLIC]
    names = [n for n in d.key if n in public] or public[:3]
    names += [n for n in ("nom", "libelle", "titre") if n in public and n not in names]
    return " · ".join(text for n in names if (text := as_text(row.get(n))))
