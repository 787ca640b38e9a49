"""Several counts of one resource for one period, as a table by day, country or source of traffic gives them: they are told."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, csv_bytes
from tne.importing.correcting.grouping import groups

VUES = "Plateforme;Identifiant;Année scolaire;Période;Début;Vues"


@pytest.mark.parametrize("autre", ["Semaine du", "Zone géographique", "Source de trafic"])
def test_youtube_broken_down_is_told(scene: Scene, autre: str) -> None:
    """The views of the last country, or source, stood for all: only each pair of rows was told, not what they are."""
    rows = [["a", "Écrans", "x", 300], ["a", "Écrans", "y", 120], ["b", "Pix", "x", 7], ["b", "Pix", "y", 8]]
    results = scene.importer(
        csv_bytes(["Contenu", "Titre de la vidéo", autre, "Vues"], rows), annee="2023-2024"
    )
    (told,) = [p for r in results for p in r.problemes if p.code == "vues_en_morceaux"]
    assert told.message.startswith("2 ressources ont ici plusieurs nombres de vues")
    (group,) = groups([told])
    assert (group.titre, group.a_verifier) == ("Vues en plusieurs morceaux", True)


@pytest.mark.parametrize("autre", ["Date", "Mois", "Semaine", "Week"])
def test_youtube_by_week_or_month_is_refused_like_its_days(scene: Scene, autre: str) -> None:
    """Each month was kept as views since the creation, under its own day: one of them was shown."""
    rows = [["2024-03-01", "a", "Écrans", 300], ["2024-04-01", "a", "Écrans", 120]]
    result = scene.un(csv_bytes([autre, "Contenu", "Titre de la vidéo", "Vues"], rows), annee="2023-2024")
    assert result.jeu is None
    assert "« Données du tableau »" in result.problemes[0].message


@pytest.mark.parametrize(
    ("periode", "debuts", "told"),
    [
        ("Année", ("01/09/2023", "01/10/2023"), True),
        ("Mois", ("01/09/2023", "01/09/2023"), True),
        ("Mois", ("01/09/2023", "01/10/2023"), False),
        ("Période choisie", ("01/09/2023", "15/09/2023"), False),
        ("Depuis la création", ("01/01/2024", "01/06/2024"), False),
    ],
)
def test_a_sheet_kept_by_hand(scene: Scene, periode: str, debuts: tuple[str, str], told: bool) -> None:
    rows = [f"Site;a;2023-2024;{periode};{debut};{n}" for n, debut in enumerate(debuts, 3)]
    result = scene.un("\n".join([VUES, *rows]))
    assert ("vues_en_morceaux" in codes(result)) is told


def test_the_same_count_twice_is_no_other(scene: Scene) -> None:
    row = "Site;a;2023-2024;Année;;7"
    assert "vues_en_morceaux" not in codes(scene.un("\n".join([VUES, row, row])))


@pytest.mark.parametrize("total", ["Total", "TOTAL GÉNÉRAL", "Grand total", "Totaux", "sous-total"])
def test_a_total_beside_which_the_platform_is_filled_down_is_no_resource(scene: Scene, total: str) -> None:
    """It was one, whose views were those of all the others again."""
    result = scene.un(f"{VUES}\nSite;a;2023-2024;Année;;7\nSite;{total};2023-2024;Année;;7")
    assert (result.etat, codes(result)) == ("refusé", ["total_en_ressource"])
    listed = scene.un(f"Plateforme;Identifiant;Titre\nSite;a;Écrans\nSite;{total};{total}", "b.csv")
    assert (listed.etat, codes(listed)) == ("refusé", ["total_en_ressource"])


def test_a_title_that_begins_like_a_total_is_a_resource(scene: Scene) -> None:
    result = scene.un(
        f"{VUES}\nSite;Total respect;2023-2024;Année;;7\nSite;Totalement connectés;2023-2024;Année;;7"
    )
    assert result.comptes.ajoutees == 2


def test_a_total_that_is_told_by_what_it_lacks_is_still_set_aside(scene: Scene) -> None:
    result = scene.un(f"{VUES}\nSite;a;2023-2024;Année;;7\nTotal;;;;;7")
    assert (result.comptes.ajoutees, result.comptes.ecartees) == (1, 1)
