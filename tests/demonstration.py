"""The demonstration as a base, for benches and tests that start servers of their own."""

from __future__ import annotations

from pathlib import Path

from tne.access import droit_ligne_de_commande
from tne.db import Base
from tne.demo import preparer_base

# For a server that is timed: no backup of its own in the middle.
SANS_SAUVEGARDE = {"TNE_SAUVEGARDE_QUOTIDIENNE": "non"}


def base_demo(base: Path, *, reelle: bool = False) -> Path:
    """Make the demonstration's base at that place, which may lack its folder; `reelle`: see `passer_pour_reelle`."""
    preparer_base(str(base), droit_ligne_de_commande(), lambda share, name: None)
    if reelle:
        passer_pour_reelle(base)
    return base


def passer_pour_reelle(base: Path) -> None:
    """Let its records pass for real ones, so that files are imported beside them."""
    opened = Base(str(base))
    with opened.writing() as con:
        con.execute("UPDATE import SET demo = false")
    opened.close()
