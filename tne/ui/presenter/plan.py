"""Which slides are shown, in what order."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from tne.slides import diapositives as declared
from tne.slides.diapositives import Rang
from tne.slides.slide import Slide
from tne.ui.cache import kept
from tne.ui.contexte import Contexte


@dataclass(frozen=True)
class Plan:
    """The slides to show, in order: code → the line of the list that gives it and its rank there."""

    lignes: dict[str, tuple[Rang, int]]

    @property
    def codes(self) -> list[str]:
        """All codes, in order."""
        return list(self.lignes)


def slides_of(ctx: Contexte, rang: Rang) -> tuple[Slide, ...]:
    """Those of one line of the list, with the figures of this choice."""
    if rang.ajoutee:
        return declared.ajoutee(rang)
    construire = declared.BY_CODE[rang.code].construire
    return kept(
        ctx, ("diapositive", rang.code, ctx.filters), lambda con: construire(con, ctx.filters, "lecture")
    )


def number(ctx: Contexte, rang: Rang) -> int:
    """How many slides a line of the list makes: a long text takes several."""
    alone = not rang.ajoutee and declared.BY_CODE[rang.code].seule
    return 1 if alone else len(slides_of(ctx, rang))


def plan(ctx: Contexte) -> Plan:
    """What is shown, in order. Only slides whose number depends on their text are built for it."""
    lines: dict[str, tuple[Rang, int]] = {}
    for rang in _rangs(ctx):
        if not rang.ajoutee and declared.BY_CODE[rang.code].seule:
            lines[rang.code] = (rang, 0)
        else:
            for n, s in enumerate(slides_of(ctx, rang)):
                lines[_nom_libre(s.code, lines)] = (rang, n)
    return Plan(lines)


def empty(ctx: Contexte) -> bool:
    """True where there is no slide to show: without a school year, or where all of it are hidden or say nothing."""
    return not ctx.annee or not _rangs(ctx)


def _rangs(ctx: Contexte) -> tuple[Rang, ...]:
    """Which are shown depends on the years alone: a choice of schools moves none."""
    years = ctx.filters.sans_etablissement()
    return kept(ctx, ("diapositives", years), lambda con: declared.a_montrer(con, years))


def _nom_libre(code: str, pris: Collection[str]) -> str:
    """The code as Streamlit writes it in a class, by which the stack finds its slides: one that a file gives may hold accents, spaces
    and apostrophes. None that is taken.
    """
    name = re.sub(r"[^a-zA-Z0-9_-]", "-", code)
    return next(found for n in count(1) if (found := f"{name}--{n}" if n > 1 else name) not in pris)
