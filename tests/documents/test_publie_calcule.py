"""Where published figures stand beside a total that was computed from imports, every document says that they are no parts of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents import textes
from tests.pages.conftest import POSTE
from tne.bilan import Bilan
from tne.db import Base
from tne.documents import FORMATS, ecrire
from tne.documents.notes import notes
from tne.filters import Filters
from tne.importing import Options, importer
from tne.slides.diapositives import BY_CODE
from tne.slides.slide import Slide
from tne.visuals.sources import values

AN = "2023-2024"
CHOIX = Filters(annees=(AN,))
PLAN = "Dispositif : code;Module : code;Groupe : identifiant;Session;Début\n"
DIT = (
    "« Sessions du SRANE » et « Sessions de Canopé » sont les chiffres publiés : ils ne se comparent pas à celui de "
    "« Sessions de formation », calculé d’après les imports."
)


def _notes(base: Base) -> list[str]:
    """What a presenter reads under the slide of those figures, whether or not its finding has data enough to be shown."""
    slide = Slide("couverture", "Titre", "figure", indicateurs=BY_CODE["couverture"].indicateurs)
    known = values(base.cursor(), CHOIX, (AN,), "lecture")[AN]
    return [textes.lisible(line) for line in notes([slide], Bilan(AN, (), ()), known, {})["couverture"]]


def _lu(format_: str) -> Callable[[Base], list[str]]:
    lire: Callable[[bytes], list[str]] = getattr(textes, format_)
    return lambda base: lire(ecrire(base, CHOIX, AN, format_))


DOCUMENTS = {"pptx": _notes, **{f: _lu(f) for f in FORMATS}}


@pytest.mark.parametrize(("sessions", "fois"), [(9, 1), (46, 0)], ids=["of others", "the same"])
@pytest.mark.parametrize("format_", DOCUMENTS)
def test_published_parts_beside_a_computed_total_are_said_to_be_none_of_it(
    base_publiee: Path, format_: str, sessions: int, fois: int
) -> None:
    """12 and 34 published sessions were read beside 9 computed ones: the pages alone said that they are of others."""
    base = Base(str(base_publiee))
    lines = "".join(f"23A0130001;M1;G1;{n};0{n % 9 + 1}/03/2024\n" for n in range(sessions))
    assert importer(base, POSTE, (PLAN + lines).encode(), "a.csv", Options(jeu="session"))[0].import_id
    told = " ".join(DOCUMENTS[format_](base))
    base.close()
    assert "34" in told
    assert told.count(DIT) == fois
