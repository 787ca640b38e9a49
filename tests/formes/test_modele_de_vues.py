"""Views typed in the template: a month without its date cannot be placed, and may take the place of another."""

from __future__ import annotations

from datetime import date

from tests.importing.scene import Scene, comptes


def _releves(*rows: str) -> str:
    return "\n".join(("Plateforme;Identifiant;Année scolaire;Période;Début;Vues", *rows))


def test_the_template_of_views_says_what_a_month_without_a_date_risks(scene: Scene) -> None:
    """Two months without a date have one key: that the second would take the place of the first is told by line."""
    result = scene.un(_releves("YouTube;a1;2024-2025;Mois;;12", "YouTube;a1;2024-2025;Année;;90"))
    assert comptes(result) == {"lues": 2, "ajoutees": 2}
    (problem,) = result.problemes
    assert (problem.ligne, problem.colonne, problem.code) == (2, "Début", "mois_sans_date")
    second = scene.un(_releves("YouTube;a1;2024-2025;Mois;;15"), "b.csv")
    assert [p.code for p in second.problemes][:1] == ["mois_sans_date"]


def test_a_month_that_begins_on_another_day_of_january_is_told(scene: Scene) -> None:
    """A spreadsheet in English writes the 1st of September 09/01/2023: every month became a day of January, in silence."""
    rows = [f"YouTube;a1;2023-2024;{periode};09/01/2023;12" for periode in ("Mois", "Année")]
    (problem,) = scene.un(_releves(*rows)).problemes
    assert (problem.ligne, problem.colonne, problem.code) == (2, "Début", "mois_entame")
    assert scene.un(_releves("YouTube;a1;2023-2024;Mois;01/09/2023;12"), "b.csv").problemes == ()


def test_months_of_the_template_stand_beside_each_other(scene: Scene) -> None:
    """A month may be written as such; each keeps its own views."""
    for mois, vues in (("octobre 2024", 12), ("11/2024", 15), ("01/12/2024", 9)):
        result = scene.un(_releves(f"YouTube;a1;;Mois;{mois};{vues}"), f"{vues}.csv")
        assert comptes(result) == {"lues": 1, "ajoutees": 1}
    assert scene.table("consultation", "annee", "debut", "vues") == [
        ("2024-2025", date(2024, 10, 1), 12),
        ("2024-2025", date(2024, 11, 1), 15),
        ("2024-2025", date(2024, 12, 1), 9),
    ]
