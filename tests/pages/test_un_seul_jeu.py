"""Every page opens, with words that may be read, where one data set alone is imported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lu import dit
from tests.pages.conftest import POSTE, Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer
from tne.typographie import typographier

AN = "2023-2024"
SEULS = sorted(
    path
    for path in (Path(__file__).parents[2] / "data/demo" / AN).iterdir()
    if path.suffix in (".csv", ".xlsx")
)
TRAVAIL = {"aide", "bilan", "diapositives", "importer", "journal", "origine", "presenter", "saisir"}
PAGES = sorted({p.stem for p in (Path(__file__).parents[2] / "pages").glob("[a-z]*.py")} - TRAVAIL)
INDICIBLE = re.compile(
    r"\bnan\b|<NA>|\bNone\b|\bNaT\b|\binf\b|\bsur 0\b|(?<![\w–])[-−]0(?![\d,])|(?<![\d,] )\b1 collèges|de opér"
)
"""What stands for nothing, a share of nothing, and what agrees with no number."""


@pytest.mark.parametrize(
    ("jeu", "rows"),
    [
        ("etablissement", "numero_uai;appellation_officielle\n0860002K;Collège A\n"),
        # Of a school year, which yet nothing is known to have been done in.
        ("effectif", "UAI;Année scolaire;Niveau;Effectif\n0860002K;2023-2024;4EME;100\n"),
        ("module", "Dispositif : code;Module : code;Module : libellé\n23A0130001;M1;Un\n"),
    ],
)
def test_what_tells_of_no_year_alone_is_no_empty_base(
    ouvrir_page: Ouvrir, base_sans_import: Path, jeu: str, rows: str
) -> None:
    """Who had just imported the fifty collèges of a département read « La base est vide. » on every page."""
    opened = Base(str(base_sans_import))
    assert importer(opened, POSTE, rows.encode(), "a.csv", Options(jeu=jeu))[0].import_id
    opened.close()
    at = ouvrir_page("", base_sans_import)
    told = typographier("Rien de ce qui est importé ne dit encore ce qui s'est fait dans une année scolaire.")
    for page in ("bilan", *PAGES, "diapositives", "origine", "presenter"):
        at.switch_page(f"pages/{page}.py").run()
        said = [s.value for s in at.subheader]
        assert page == "etablissement" or said[0] == told, (page, said)
        # Nor is the list of schools asked for that has just been imported.
        assert "annuaire des établissements" not in dit(at), page
        # Nor is the demonstration offered, which would be refused beside real imports.
        assert "Charger la démonstration" not in [b.label for b in at.button], page
        # Nor does the page of sources, on which none is seen, say that each of them is there.
        assert "Chaque source importée apparaît ici." not in dit(at), page


@pytest.mark.parametrize("seul", SEULS, ids=lambda path: path.stem)
def test_every_page_stands_on_one_data_set_alone(
    ouvrir_page: Ouvrir, base_sans_import: Path, seul: Path
) -> None:
    opened = Base(str(base_sans_import))
    importer(opened, POSTE, seul, seul.name, Options(annee=AN))
    opened.close()
    for droit in (POSTE, Droit(False, "lecture")):
        at = ouvrir_page("", base_sans_import, droit=droit)
        for page in PAGES:
            at.switch_page(f"pages/{page}.py").run()
            assert not at.exception, (page, droit, [e.message for e in at.exception])
            assert not INDICIBLE.search(dit(at)), (page, droit, INDICIBLE.findall(dit(at)))


def test_a_plan_beside_published_sessions_of_its_operators_says_that_they_are_of_others(
    ouvrir_page: Ouvrir, base_publiee: Path
) -> None:
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;Début\n"
    opened = Base(str(base_publiee))
    lines = "".join(f"23A0130001;M1;G1;{n};0{n}/03/2024\n" for n in range(1, 10))
    assert importer(opened, POSTE, (head + lines).encode(), "a.csv", Options(jeu="session"))[0].import_id
    opened.close()
    told = typographier(
        "« Sessions du SRANE » et « Sessions de Canopé » sont les chiffres publiés : ils ne se comparent pas à celui de "
        "« Sessions de formation », calculé d'après les imports."
    )
    assert told in dit(ouvrir_page("bilan", base_publiee, annee=[AN]))
