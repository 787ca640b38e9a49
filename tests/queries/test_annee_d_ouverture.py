"""The year on which the dashboard opens: that of the last real records, unless a later one was published."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import RACINE
from tests.importing.scene import Scene
from tne.datasets import DATASETS
from tne.db import Base
from tne.queries.choices import YEARS, known_among, opening_year, years
from tne.queries.lectures import tables_lues

AUTOMNE_2025 = date(2025, 11, 3)
INTERVENTIONS = "Référence;Date;Nature;UAI\n{reference};{jour};Formation;0860002K"
OBJECTIF = "Indicateur;Année scolaire;Objectif\nformation.participants;{annee};600"
MODULE = "Dispositif : code;Module : code;Module : libellé\n24A0130001;M1;Un"
EFFECTIFS = "UAI;Année scolaire;Niveau;Effectif\n0860002K;{annee};4EME;100"


def publier(scene: Scene) -> None:
    """The figures published of 2023-2024."""
    scene.importer(RACINE / "data" / "publie" / "chiffres-2023-2024.csv")


def intervention(scene: Scene, jour: str, **options: bool) -> int | None:
    """An intervention of that day, by an import of its own."""
    done = scene.un(INTERVENTIONS.format(reference=jour, jour=jour), **options)
    assert done.comptes.ajoutees == 1
    return done.import_id


def viser(scene: Scene, annee: str) -> None:
    """A target: that year is offered from then on."""
    assert scene.un(OBJECTIF.format(annee=annee)).comptes.ajoutees == 1


def ouvre(base: Base, today: date = AUTOMNE_2025) -> str | None:
    con = base.cursor()
    year = opening_year(con, today)
    con.close()
    return year


def test_on_the_last_year_of_real_records(scene: Scene) -> None:
    publier(scene)
    assert ouvre(scene.base) == "2023-2024"
    viser(scene, "2024-2025")
    assert ouvre(scene.base) == "2023-2024", "a target is no record"
    last = intervention(scene, "12/11/2024")
    assert ouvre(scene.base) == "2024-2025"
    intervention(scene, "02/10/2023")
    assert ouvre(scene.base) == "2024-2025", "and not on that of the last import"
    scene.annuler(last)
    assert ouvre(scene.base) == "2023-2024"
    scene.retablir(last)
    assert ouvre(scene.base) == "2024-2025"


def test_on_no_year_that_has_not_begun(scene: Scene) -> None:
    publier(scene)
    intervention(scene, "12/11/2024")
    intervention(scene, "12/11/2025")
    assert ouvre(scene.base, date(2025, 8, 31)) == "2024-2025"
    assert ouvre(scene.base, date(2025, 9, 1)) == "2025-2026"


def test_on_the_published_year_where_real_records_are_older(scene: Scene) -> None:
    publier(scene)
    intervention(scene, "02/12/2022")
    assert ouvre(scene.base) == "2023-2024"


def test_the_pupils_of_a_year_do_not_tell_that_it_was_filled(scene: Scene) -> None:
    """A year of which they and targets alone are known would open on figures that are all absent."""
    publier(scene)
    viser(scene, "2024-2025")
    assert scene.un(EFFECTIFS.format(annee="2024-2025")).comptes.ajoutees == 1
    assert ouvre(scene.base) == "2023-2024"


def test_without_published_figures(scene: Scene) -> None:
    assert ouvre(scene.base) is None
    assert scene.un(MODULE).comptes.ajoutees == 1
    assert ouvre(scene.base) is None, "no list offers a year of which modules alone are known"
    intervention(scene, "12/11/2025")
    assert ouvre(scene.base, date(2025, 6, 1)) == "2025-2026", "there is no other"
    intervention(scene, "02/12/2022")
    assert ouvre(scene.base, date(2025, 6, 1)) == "2022-2023"


SANS_ANNEE_A_ELLES = {
    "etablissement", "effectif", "ips", "contour", "ressource", "module", "paragraphe", "diapositive",
}  # fmt: skip
"""Data sets by which alone no school year is known."""


@pytest.mark.parametrize("jeu", [j for j in DATASETS if j not in SANS_ANNEE_A_ELLES])
def test_a_year_of_which_one_data_set_tells_is_offered(jeu: str) -> None:
    """Of a data set that was forgotten here, every page would say « Rien de ce qui est importé ne dit encore… »."""
    assert jeu in tables_lues(YEARS), (
        f"no list offers a school year of which « {jeu} » alone is known: see `_KNOWN_BY` in tne/queries/choices.py, or name it in "
        "SANS_ANNEE_A_ELLES here"
    )


def test_views_of_a_month_make_their_year_known_and_those_since_the_creation_do_not(scene: Scene) -> None:
    """Who imported the views of the year before anything else read that nothing imported was of a school year."""
    vues = "Plateforme;Identifiant;Année scolaire;Période;Début;Vues\nYouTube;a;{}"
    assert scene.un(vues.format("2023-2024;Mois;01/10/2023;12")).comptes.ajoutees == 1
    assert ouvre(scene.base) == "2023-2024"
    assert scene.un(vues.format("2024-2025;Depuis la création;;90")).comptes.ajoutees == 1
    con = scene.base.cursor()
    assert years(con)["annee"].tolist() == ["2023-2024"]
    assert known_among(con, ("2023-2024", "2024-2025")) == {"2023-2024"}
    con.close()
