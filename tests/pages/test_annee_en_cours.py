"""A school year that still runs: what its pages promise is what they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lu import dit
from tests.pages.conftest import POSTE, Ouvrir
from tne import horloge
from tne.db import Base
from tne.filters import Filters
from tne.importing import importer
from tne.visuals.equipements import socles

SEULE, COMPAREE = "ne sont pas encore ceux d’une année entière", "se comparent à ceux de l’année d’avant"


def _annees() -> tuple[str, str]:
    """The school year before, and the one that runs."""
    today = horloge.aujourdhui()
    start = today.year - (today.month < 9)
    return f"{start - 1}-{start}", f"{start}-{start + 1}"


def _base(tmp_path: Path, *files: str) -> Path:
    path = tmp_path / "tne.duckdb"
    base = Base(str(path))
    for n, text in enumerate(files):
        assert importer(base, POSTE, text.encode(), f"{n}.csv")[0].import_id
    base.close()
    return path


def _interventions(*annees: str) -> str:
    """One intervention on the first day of each of these school years: up to the same date both have it."""
    rows = "".join(f"\n{n};01/09/{a[:4]};Formation;0860002K" for n, a in enumerate(annees))
    return f"Référence;Date;Nature;UAI{rows}\n"


@pytest.mark.parametrize("page", ["", "accompagnements"])
def test_a_first_year_is_not_said_to_be_compared(ouvrir_page: Ouvrir, tmp_path: Path, page: str) -> None:
    before, now = _annees()
    said = dit(ouvrir_page(page, _base(tmp_path, _interventions(now))))
    assert SEULE in said
    assert COMPAREE not in said
    (tmp_path / "deux").mkdir()
    both = dit(ouvrir_page(page, _base(tmp_path / "deux", _interventions(before, now))))
    assert COMPAREE in both
    assert SEULE not in both


def test_targets_alone_are_no_figures_and_something_is_imported(ouvrir_page: Ouvrir, tmp_path: Path) -> None:
    now = _annees()[1]
    target = f"Indicateur;Année scolaire;Objectif\naccompagnement.total;{now};60\n"
    at = ouvrir_page("", _base(tmp_path, target), adresse={"annee": now})
    said = dit(at)
    assert f"Aucun chiffre n’est encore connu pour {now}" in said
    assert "l’annuaire et les objectifs n’en donnent pas" in said
    assert "Rien n’est encore importé" not in said
    assert SEULE not in said
    assert COMPAREE not in said


def test_what_a_school_lacks_is_told_at_the_end_of_a_year_or_as_of_today(
    ouvrir_page: Ouvrir, tmp_path: Path
) -> None:
    before, now = _annees()
    schools = "UAI;Nom;Type;Secteur\n0860002K;Collège;Collège;Public\n"
    path = _base(tmp_path, schools, _interventions(before, now))
    stock = f"Référence;Année scolaire;UAI;Type;Libellé;Quantité;État\n1;{before};0860002K;Socle numérique;S;1;Déployé\n"
    base = Base(str(path))
    assert importer(base, POSTE, stock.encode(), "socle.csv")[0].import_id
    base.close()
    for annee, stands, goes in (
        (now, "À ce jour.", "la fin de"),
        (before, f"À la fin de {before}.", "ce jour"),
    ):
        at = ouvrir_page("etablissement", path, annee=[annee], etablissement=["0860002K"])
        assert stands in dit(at)
        assert goes not in dit(at)
        opened = Base(str(path))
        said = socles(opened.cursor(), Filters(annees=(annee,)), "lecture").sous_titre
        opened.close()
        assert stands[1:].removesuffix(".") in said
