"""What a click on a mark means: for every figure that can be clicked, a value that its filter offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.queries import choices
from tne.visuals import (
    accompagnements,
    equipements,
    formations,
    formations_absence,
    formations_couverture,
    formations_delai,
    formations_groupes,
    formations_participation,
    numerixplore,
    parentalite,
)
from tne.visuals.clics import filtre_du_clic, sens_du_clic
from tne.visuals.visual import Visual

UN = Filters(annees=("2023-2024",))
TROIS = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))
# Figure → the filter that a click on it narrows, one year chosen.
CLICS = {
    accompagnements.natures: "type",
    accompagnements.couverture: "type",
    accompagnements.carte_communes: "commune",
    accompagnements.carte_etablissements: "commune",
    accompagnements.rythme: "",
    accompagnements.themes: "",
    accompagnements.heures: "",
    accompagnements.ips_accompagnements: "",
    parentalite.carte_rencontres: "commune",
    parentalite.rencontres: "",
    parentalite.vues_par_public: "",
    equipements.socles: "type",
    equipements.maillage_pilotes: "commune",
    equipements.etats: "",
    numerixplore.couverture: "etablissement",
    numerixplore.lieux: "commune",
    numerixplore.metiers: "",
    formations.portee: "",
    formations_couverture.colleges: "etablissement",
    formations_groupes.par_type: "type",
    formations_groupes.par_secteur: "secteur",
    formations_participation.par_module: "",
    formations_absence.par_mois: "",
    formations_delai.absence_delai: "",
}
# With several years, the marks of these stand for a year.
ANNEES = (
    accompagnements.natures,
    accompagnements.themes,
    equipements.socles,
    numerixplore.part_par_annee,
    formations_couverture.colleges,
    formations_groupes.par_type,
    formations_participation.par_module,
)


def meanings(v: Visual) -> set[tuple[str, str]]:
    """Everything that a click somewhere on the figure may mean."""
    assert v.figure is not None
    found = (
        sens_du_clic(v, n, i)
        for n, trace in enumerate(v.figure["data"])
        for i in range(len(trace.get("x") or ()))
    )
    return {m for m in found if m is not None}


def offered(base: Base) -> dict[str, set[str]]:
    schools = choices.schools(base.cursor())
    found = {c: set(schools[c].dropna()) for c in ("type", "secteur", "commune")}
    return found | {"etablissement": set(schools["uai"]), "annee": set(TROIS.annees)}


@pytest.mark.parametrize("build", CLICS, ids=lambda f: f"{f.__module__.rsplit('.', 1)[1]}.{f.__name__}")
def test_a_click_means_what_its_filter_offers(demo: Base, build: Callable[..., Visual]) -> None:
    v = build(demo.cursor(), UN, "lecture")
    assert filtre_du_clic(v) == CLICS[build]
    known = offered(demo)
    if CLICS[build]:
        found = meanings(v)
        assert found
        for key, value in found:
            assert value in known[key], (key, value)
            assert key in (CLICS[build], "etablissement")


@pytest.mark.parametrize("build", ANNEES, ids=lambda f: f"{f.__module__.rsplit('.', 1)[1]}.{f.__name__}")
def test_among_several_years_a_click_means_the_year(demo: Base, build: Callable[..., Visual]) -> None:
    v = build(demo.cursor(), TROIS, "lecture")
    assert filtre_du_clic(v) == "annee"
    assert {key for key, _ in meanings(v)} == {"annee"}
    assert {value for _, value in meanings(v)} <= set(TROIS.annees)
    assert len(meanings(v)) > 1


def test_the_schools_of_a_map_are_schools(demo: Base) -> None:
    keys = {key for key, _ in meanings(accompagnements.carte_etablissements(demo.cursor(), UN, "lecture"))}
    assert keys == {"commune", "etablissement"}
