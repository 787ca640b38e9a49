"""What is not said of too few on trainings: nothing comes first, rises or differs of fewer than ten, or of unknown schools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest

from tests.demonstration import INSCRIPTIONS
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters, View
from tne.importing import importer
from tne.visuals import (
    formations,
    formations_absence,
    formations_couverture,
    formations_delai,
    formations_moyens,
)
from tne.visuals import formations_groupes as groupes
from tne.visuals import formations_participation as participation

AN = Filters(annees=("2023-2024",))
TROIS = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))


@pytest.fixture
def copie(
    copier_base: Callable[[Path, Path], Path], demo_modele: Path, tmp_path: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demonstration, of which a test takes out what is not to be known."""
    opened = Base(str(copier_base(demo_modele, tmp_path / "base")))
    yield opened.cursor()
    opened.close()


def test_a_share_of_fewer_than_ten_is_no_finding() -> None:
    """« Moins d'un enseignant sollicité sur deux (14 %) » was said of seven teachers, « Peu de participants… (0 %) » of one."""
    assert (
        formations.titre_portee(1, 7, 3)
        == "Trop peu d'enseignants pour dire une part : 1 sur 7 enseignants sollicités"
    )
    assert "(10" in formations.titre_portee(1, 10, 3)
    parcours = formations_couverture.titre_parcours
    assert parcours(1, 0) == "Trop peu de participants pour dire s'ils suivent plusieurs modules : 1"
    assert "Trop peu" in parcours(6, 3)
    assert "Trop peu" not in parcours(6, 4)
    seul = groupes.titre_groupes([("Public", 1, 7)], "secteur")
    assert seul == "Un seul secteur, public, et trop peu d'enseignants pour dire une part"


RANGS: dict[str, Callable[[list[float]], str]] = {
    "module": lambda n: participation.titre_palmares(["A", "B", "C"], n, "modules"),
    "operateur": lambda n: participation.titre_premier(["A", "B", "C"], n, "opérateurs"),
    "modalite": lambda n: participation.titre_premier(["A", "B", "C"], n, "modalités"),
    "mois": lambda n: participation.titre_mois(["mai", "mars", "juin"], n),
}


@pytest.mark.parametrize("titre", RANGS.values(), ids=RANGS)
def test_nothing_comes_first_of_too_few_participants(titre: Callable[[list[float]], str]) -> None:
    """« Canopé réunit 2 participants, SRANE 1 » was the finding on a school of three."""
    peu = "Trop peu de participants"
    assert titre([2, 1, 1]).startswith(peu)
    assert titre([5, 3, 1]).startswith(peu), "nine in all"
    assert titre([4, 4, 3]).startswith(peu), "the first one is a small count"
    assert peu not in titre([5, 4, 1])
    assert peu not in titre([50, 40, 1])
    assert peu not in titre([10, 10, 10]), "alike is a finding too"


def test_months_of_too_few_participants_have_none_in_the_hue_of_the_part() -> None:
    assert participation.pointes(["mai", "mars", "juin"], [5, 2, 1]) == []
    assert participation.pointes(["mai", "mars", "juin"], [5, 4, 1]) == ["mai"]


def test_the_extremes_of_groups_are_those_that_may_have_a_share() -> None:
    """The one teacher of a kind of school, present, was « 100 % de participants »."""
    comptes = [("Public", 600, 960), ("Privé", 60, 168), ("Autre", 1, 1)]
    assert groupes.titre_groupes(comptes, "secteur").startswith("Public :")
    pareils = [("Public", 471, 960), ("Privé", 74, 168), ("Autre", 0, 9)]
    assert "de 44" in groupes.titre_groupes(pareils, "secteur")


def test_a_rate_of_absence_is_not_told_of_fewer_than_ten() -> None:
    titre = formations_absence.titre_taux
    assert titre(58.0, 62.5, 5, 8) == "Trop peu de présences traitées pour dire un taux : 5 absents sur 8"
    assert "toutes inscriptions" in titre(58.0, 70.0, 7, 10)
    assert "par session ou en tout" in titre(70.0, 70.0, 7, 10)


def test_seats_replies_and_years_need_ten_to_be_shares() -> None:
    places = formations_moyens.titre_places
    assert places(9, 6) == "Trop peu de places pour dire une part : 6 présents sur 9 places offertes"
    assert places(9, 6, partielles=1).endswith("une part : au moins 6 présents sur 9 places offertes")
    assert places(100, 92, partielles=1) == "Presque toutes les places sont occupées (au moins 92\u202f%)"
    assert "60" in places(10, 6)
    assert "restent vides" in places(10, 2)
    assert "rien à montrer" in formations.titre_portee(None, 9, 3)
    assert "ont répondu" in formations.titre_portee(None, 10, 3)
    annees = ("2022-2023", "2024-2025")
    aucun, tous = (0, 10), (10, 10)
    assert formations.titre_portee_annees((0, 9), tous, annees).startswith("Trop peu d'enseignants")
    assert "monte" in formations.titre_portee_annees(aucun, tous, annees)
    assert "baisse" in formations.titre_portee_annees(tous, aucun, annees)


@pytest.mark.parametrize("dimension", ["module", "mois", "operateur"])
def test_where_no_rate_of_absence_stands_nothing_is_drawn_and_the_reason_is_told(
    con: duckdb.DuckDBPyConnection, dimension: str
) -> None:
    """Bars of « 100 % · 1 sur 1 » and « 0 % · 0 sur 1 » stood under « Trop peu de présences traitées »."""
    build = getattr(formations_absence, f"par_{dimension}")
    few = build(con, replace(AN, etablissements=("0869012D",)), "coordination")
    assert few.titre.startswith("Trop peu de présences traitées pour comparer selon")
    assert (few.figure, few.etat, few.insuffisant) == (None, "calculé", True)
    assert (few.donnees["Absents"].sum(), few.donnees["Présents"].sum()) == (5, 3), (
        "exact counts, in its data"
    )
    assert "au moins 10 présences traitées" in few.alternative
    assert few.alternative.endswith("dans cet établissement cette année-là.")
    seen = build(con, replace(AN, secteurs=("Privé",), communes=("Buxerolles",)), "lecture")
    assert seen.vide
    masked = build(con, Filters(annees=("2022-2023",), secteurs=("Privé",)), "lecture")
    assert masked.vide
    assert masked.alternative.startswith(
        "En lecture, un taux d\u2019absence n\u2019est montré qu\u2019à partir de 10"
    )
    many = build(con, AN, "coordination")
    assert many.figure is not None
    assert "Trop peu" not in many.titre


def test_a_bar_that_stands_on_enough_is_drawn_though_nothing_can_be_compared(
    con: duckdb.DuckDBPyConnection,
) -> None:
    one = formations_absence.par_operateur(con, replace(AN, communes=("Buxerolles",)), "coordination")
    rows = one.donnees
    assert (rows["Absents"] + rows["Présents"]).max() >= 10
    assert one.figure is not None


def test_the_figures_of_one_school_tell_no_rate_of_fewer_than_ten(con: duckdb.DuckDBPyConnection) -> None:
    taux = formations_absence.taux_absence(con, replace(AN, etablissements=("0869012D",)), "coordination")
    assert taux.titre == "Trop peu de présences traitées pour dire un taux\u202f: 5 absents sur 8"
    nine = replace(TROIS, secteurs=("Privé",), communes=("Buxerolles",))
    assert "Trop peu d\u2019enseignants sollicités" in formations.portee(con, nine, "coordination").titre


def test_without_the_list_of_schools_no_bar_is_of_unknown_ones(base_sans_import: Path) -> None:
    opened = Base(str(base_sans_import))
    importer(opened, Droit(True, "test"), INSCRIPTIONS, INSCRIPTIONS.name)
    for view in ("coordination", "lecture"):
        v = groupes.par_secteur(opened.cursor(), AN, view)
        assert (v.vide, v.figure) == (True, None)
        assert v.alternative.startswith("Importez l\u2019annuaire"), view
    opened.close()


def test_registrations_alone_say_why_modules_have_no_name_and_nothing_of_replies(
    base_sans_import: Path, con: duckdb.DuckDBPyConnection
) -> None:
    """« 248601 » came first without a word of why; of replies that nobody had imported one read that they are not needed."""
    opened = Base(str(base_sans_import))
    importer(opened, Droit(True, "test"), INSCRIPTIONS, INSCRIPTIONS.name)
    dit = "Le plan de formation n\u2019est pas importé pour 2023-2024\u202f: ses modules portent leur code."
    for build in (participation.par_module, formations_absence.par_module):
        assert dit in build(opened.cursor(), AN, "coordination").avertissements
        assert dit not in build(con, AN, "coordination").avertissements
    assert dit not in formations_absence.par_mois(opened.cursor(), AN, "coordination").avertissements
    portee = [formations.portee(c, AN, "coordination").sous_titre for c in (opened.cursor(), con)]
    assert ["sans avoir répondu" in sous for sous in portee] == [False, True]
    opened.close()


def test_a_reader_without_the_plan_is_told_what_a_coordinator_is(base_sans_import: Path) -> None:
    """« Un effectif n'est pas montré par établissement » stood where nobody had imported the plan."""
    ecoles = INSCRIPTIONS.with_name("etablissements.csv")
    opened = Base(str(base_sans_import))
    for path in (INSCRIPTIONS, ecoles):
        importer(opened, Droit(True, "test"), path, path.name)
    figures = (formations_moyens.heures, formations_moyens.places, formations_delai.absence_delai)
    choices = (AN, replace(AN, communes=("Buxerolles",)), replace(AN, secteurs=("Privé",)))
    for build, choice in product(figures, choices):
        seen, known = (build(opened.cursor(), choice, view) for view in ("lecture", "coordination"))
        assert seen.vide
        assert seen.alternative == known.alternative
        assert seen.alternative.startswith("Importez"), build
    # What is imported and masked stays so.
    hidden = formations_absence.par_module(opened.cursor(), choices[1], "lecture")
    assert hidden.alternative.startswith("Par établissement, seuls les effectifs d\u2019enseignants formés,")
    opened.close()


def test_a_choice_without_a_college_is_not_said_to_be_hidden(con: duckdb.DuckDBPyConnection) -> None:
    """A reader of one école read « Un effectif n'est pas montré par établissement »."""
    ecole = replace(AN, etablissements=("0869334D",))
    for build in (formations_couverture.colleges, formations_couverture.colleges_sans):
        for view in ("lecture", "coordination"):
            v = build(con, ecole, view)
            assert v.vide
            assert v.alternative.endswith("sous contrat\u202f: ce choix n\u2019en a aucun.")


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_no_sentence_compares_with_sessions_of_which_nothing_is_known(
    copie: duckdb.DuckDBPyConnection, view: View
) -> None:
    """« La participation culmine en Date inconnue », « Opérateur non déclaré : 300 participants, Canopé : 200 »."""
    copie.execute("DELETE FROM session WHERE month(debut) BETWEEN 1 AND 5")
    copie.execute("UPDATE session_complement SET operateur = NULL WHERE operateur = 'SRANE'")
    for figure, unknown in (
        (formations_absence.par_mois, "Date inconnue"),
        (formations_absence.par_operateur, "Opérateur non déclaré"),
        (participation.par_mois, "Date inconnue"),
        (participation.par_operateur, "Opérateur non déclaré"),
        (participation.par_modalite, "Modalité non renseignée"),
    ):
        v = figure(copie, AN, view)
        assert unknown in v.donnees.iloc[:, 1].tolist(), v.code
        assert unknown.casefold() not in v.titre.replace("\u00a0", " ").casefold(), v.titre
    assert participation.par_mois(copie, AN, view).titre.startswith("La participation culmine en")


@pytest.mark.parametrize("sans_offre", [False, True])
def test_no_sentence_compares_with_schools_that_the_directory_lacks(
    copie: duckdb.DuckDBPyConnection, sans_offre: bool
) -> None:
    """The public ones were compared with « Établissement inconnu »."""
    copie.execute("DELETE FROM etablissement WHERE secteur LIKE 'Priv%'")
    if sans_offre:
        copie.execute("DELETE FROM offre")
    v = groupes.par_secteur(copie, AN, "coordination")
    assert set(v.donnees.iloc[:, 1]) == {"Public", "Établissement inconnu"}
    assert v.titre.startswith("Public\u202f:" if sans_offre else "Un seul secteur")
    assert "inconnu" not in v.titre


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_a_cut_of_which_no_session_says_anything_has_no_bar(
    copie: duckdb.DuckDBPyConnection, view: View
) -> None:
    """Before the plan is imported, one bar « Date inconnue » held all of the year, and one « Opérateur non déclaré »."""
    for table in ("session", "session_complement"):
        copie.execute(f"DELETE FROM {table}")
    for figure, why in (
        (formations_absence.par_mois, "n\u2019a de date connue"),
        (formations_absence.par_operateur, "n\u2019a d\u2019opérateur déclaré"),
        (participation.par_mois, "n\u2019a de date connue"),
        (participation.par_operateur, "n\u2019a d\u2019opérateur déclaré"),
        (participation.par_modalite, "n\u2019a de modalité connue"),
    ):
        v = figure(copie, AN, view)
        assert v.figure is None, v.code
        assert v.titre.startswith("Trop peu d")
        assert f"Aucune session {why}" in v.alternative
    assert participation.par_module(copie, AN, view).figure is not None
    # Each of the 1 384 is of a session out of the plan: those of an unknown school are not counted again.
    copie.execute("DELETE FROM etablissement")
    todo = formations_couverture.a_faire(copie, AN, view)
    assert todo.titre.replace("\u202f", " ") == "Au moins 1 384 inscriptions à compléter"
