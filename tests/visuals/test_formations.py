"""Findings of the figures on trainings, each in its three forms, and the figures themselves on the demonstration."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import duckdb
import pytest

from tne.filters import Filters, View
from tne.typographie import entier
from tne.visuals import (
    formations,
    formations_absence,
    formations_couverture,
    formations_delai,
    formations_moyens,
)
from tne.visuals import formations_groupes as groupes
from tne.visuals import formations_participation as participation
from tne.visuals.couleurs import CONTEXTE
from tne.visuals.significatif import differents, lien
from tne.visuals.sources import values
from tne.visuals.visual import Visual

AN = Filters(annees=("2023-2024",))
TROIS = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))


@pytest.mark.parametrize(
    ("suivi", "offres", "attendu"),
    [
        (545, 1128, "Près d'un enseignant sollicité sur deux"),
        (570, 1128, "Plus d'un enseignant sollicité sur deux"),
        (564, 1128, "Un enseignant sollicité sur deux a suivi"),
        (565, 1128, "Plus d'un enseignant sollicité sur deux"),
        (900, 1128, "79,8"),
        (1130, 1128, "Plus d'enseignants formés que de sollicités : 1\u202f130 pour 1\u202f128"),
        (10, 2, "Plus d'enseignants formés que de sollicités : 10 pour 2"),
        (120, 1128, "Moins d'un enseignant sollicité sur deux"),
        (545, None, "545 enseignants ont suivi"),
        (0, 1128, "Aucun enseignant"),
        (None, None, "rien à montrer"),
    ],
)
def test_reach(suivi: float | None, offres: float | None, attendu: str) -> None:
    assert attendu in formations.titre_portee(suivi, offres, None)


def test_reach_over_years() -> None:
    annees = ("2022-2023", "2024-2025")
    avant, apres = (386, 1000), (492, 1000)
    assert "monte de 38,6" in formations.titre_portee_annees(avant, apres, annees)
    assert "baisse de 49,2" in formations.titre_portee_annees(apres, avant, annees)
    assert "stable" in formations.titre_portee_annees((48, 100), (49, 100), annees)
    assert "pas connue" in formations.titre_portee_annees((None, 1000), apres, annees)
    more = formations.titre_portee_annees(avant, (500, 492), annees)
    assert more == "Plus d'enseignants formés que de sollicités en 2024-2025 : 500 pour 492"
    assert " en 2022-2023 : " in formations.titre_portee_annees((500, 492), apres, annees)


def test_what_attracts() -> None:
    assert participation.titre_palmares(["A", "B", "C"], [90, 40, 10], "modules") == "« A » attire le plus"
    assert (
        participation.titre_palmares(["A", "B", "C"], [90, 85, 10], "modules")
        == "« A » et « B » attirent le plus"
    )
    trois = participation.titre_palmares(["A", "B", "C", "D"], [90, 90, 90, 10], "modules")
    assert trois == "3 modules sur 4 attirent le plus, à peu près autant"
    assert "autant" in participation.titre_palmares(["A", "B"], [90, 85], "modules")
    assert "Trop peu" in participation.titre_palmares(["A"], [90], "modules")
    assert "Canopé" in participation.titre_premier(["Canopé", "SRANE"], [474, 172], "opérateurs")
    assert "autant" in participation.titre_premier(["Canopé", "SRANE"], [474, 470], "opérateurs")
    assert "Trop peu d'opérateurs connus" in participation.titre_premier(["Canopé"], [90], "opérateurs")
    assert "Trop peu de modalités connues" in participation.titre_premier([], [], "modalités")
    assert "culmine en mars" in participation.titre_mois(["mars", "mai", "juin"], [159, 90, 60])
    assert "culmine en mars et mai : 9 participants chaque fois" in participation.titre_mois(
        ["mars", "mai", "juin"], [9, 9, 1]
    )
    assert participation.titre_mois(["janvier", "février", "décembre"], [100, 95, 90]).endswith(
        "d'un mois à l'autre"
    )
    # Nobody came in between: that is no even year.
    assert participation.titre_mois(["mars", "novembre", "janvier"], [100, 95, 90]).endswith(
        "régulière d'un mois de formation à l'autre"
    )
    assert "Trop peu" in participation.titre_mois(["mars"], [159])


def test_groups_differ_only_beyond_chance() -> None:
    assert "contre" in groupes.titre_groupes([("Public", 600, 960), ("Privé", 60, 168)], "secteur")
    assert "Pas d'écart net" in groupes.titre_groupes([("Public", 471, 960), ("Privé", 74, 168)], "secteur")
    # Rounded alike they are told so, else with the decimal that their bars have.
    pareils = groupes.titre_groupes([("Public", 4811, 10_000), ("Privé", 481, 1000)], "secteur")
    assert pareils == "Pas d'écart net selon le secteur : 48,1\u202f% de participants partout"
    serres = groupes.titre_groupes([("Public", 2130, 100_000), ("Privé", 2440, 100_000)], "secteur")
    assert serres == "Privé : 2,4\u202f% de participants, contre 2,1\u202f% (public)"
    assert "Trop peu" in groupes.titre_groupes([("Public", 3, 6), ("Privé", 2, 5)], "secteur")
    assert "Un seul secteur" in groupes.titre_groupes([("Public", 471, 960)], "secteur")


def test_absence_findings() -> None:
    titre = formations_absence.titre_taux
    assert "par session ou en tout" in titre(33.31, 32.98)
    assert "en moyenne par session" in titre(33.0, 25.0)
    # Their bars and tiles read 34 % and 33 %: the title as well.
    assert titre(33.6, 32.7).startswith("34\u202f% d'absence en moyenne par session, 33")
    assert "rien à montrer" in titre(None, None)
    titre_par = formations_absence.titre_dimension
    assert "selon le module" in titre_par([("A", 20, 200), ("B", 90, 200)], "le module")
    assert "en octobre à" in titre_par([("octobre", 20, 200), ("juin", 90, 200)], "le mois")
    assert "pas d'écart net selon le module, de 30" in titre_par(
        [("A", 60, 200), ("B", 62, 200)], "le module"
    )
    assert "selon le module, 30\u202f% partout" in titre_par(
        [("A", 300, 1000), ("B", 301, 1000)], "le module"
    )
    serres = titre_par([("A", 21_000, 1_000_000), ("B", 24_000, 1_000_000)], "le module")
    assert serres == "L'absence va de 2,1\u202f% à 2,4\u202f% selon le module"
    assert "Trop peu" in titre_par([("A", 1, 3), ("B", 2, 4)], "le module")
    assert (
        titre_par([("A", 429, 1301)], "l'opérateur") == "Trop peu d'opérateurs connus pour comparer l'absence"
    )


def test_coverage_means_and_to_do() -> None:
    t = formations_couverture
    assert "ont tous" in t.titre_couverture(47, 47)
    assert t.titre_couverture(44, 47).startswith("3 collèges sur 47")
    assert t.titre_couverture(0, 47) == "Aucun des 47 collèges n'a encore d'enseignant formé"
    assert t.titre_couverture(0, 1) == "Le collège n'a encore aucun enseignant formé"
    assert "rien à montrer" in t.titre_couverture(0, 0)
    assert "Toutes les heures" in formations_moyens.titre_heures(138, 138)
    assert "50" in formations_moyens.titre_heures(50, 100)
    assert "Aucune heure" in formations_moyens.titre_heures(0, 0)
    assert formations_moyens.titre_heures(0, 12) == "Aucune heure déclarée n'est hors face-à-face"
    assert "Presque toutes" in formations_moyens.titre_places(100, 95)
    assert formations_moyens.titre_places(1000, 996).endswith("(99,6\u202f%)")
    assert formations_moyens.titre_places(1000, 499).endswith("restent vides (50,1\u202f%)")
    assert formations_moyens.titre_places(100, 100) == "Toutes les places offertes sont occupées"
    assert formations_moyens.titre_places(100, 104).endswith("sont occupées, et plus (104\u202f%)")
    assert "57" in formations_moyens.titre_places(100, 57)
    assert formations_moyens.titre_places(100, 0) == "Toutes les places offertes restent vides"
    assert "restent vides" in formations_moyens.titre_places(100, 20)
    assert formations_moyens.titre_places(100, 57, 90).startswith(
        "90\u202f% des places offertes sont prises, 57"
    )
    assert "occupées le jour venu" in formations_moyens.titre_places(100, 57, 60)
    assert "prises" not in formations_moyens.titre_places(100, 57, 60)
    assert "rien à montrer" in formations_moyens.titre_places(0, 0)
    assert "Plus de la moitié" in t.titre_parcours(40, 60)
    assert "42" in t.titre_parcours(58, 42)
    assert "Peu de participants" in t.titre_parcours(90, 10)
    assert t.titre_parcours(96, 0) == "Aucun participant n'a suivi plus d'un module"
    assert "rien à montrer" in t.titre_parcours(0, 0)
    # What is masked could be most of them: nothing is said of how many modules they follow.
    assert t.titre_parcours(47, None) == "Modules suivis par enseignant : effectifs trop petits pour comparer"
    assert t.titre_a_faire(2, 3, 5, 1).startswith("2 sessions passées sans présence")
    assert t.titre_a_faire(0, 3, 5, 1).startswith("3 sessions passées à terminer")
    assert t.titre_a_faire(0, 0, 5, 1) == "5 inscriptions à compléter"
    assert t.titre_a_faire(0, 0, 0, 1).startswith("1 session à déclarer")
    assert t.titre_a_faire(0, 0, 0, 0) == "Rien n'est en attente"
    assert [t._suite("sans_etablissement", n).split(" dans ")[0] for n in (1, 2)] == ["comptée", "comptées"]


def test_correlation_and_chi_square_against_known_values() -> None:
    found = lien([1, 2, 3, 4, 5], [2, 4, 5, 4, 5], minimum=5)
    assert found.correlation == pytest.approx(0.7746, abs=1e-4)
    assert found.sens == "aucun"  # five points: the interval goes from -0.34 to 0.98
    assert (found.bas, found.haut) == (pytest.approx(-0.34, abs=0.01), pytest.approx(0.984, abs=0.002))
    assert lien(range(11), range(11)).sens == "insuffisant"
    assert lien(range(12), range(12)).sens == "hausse"
    assert differents([(50, 100), (0, 11)]) is None  # chance alone would put 4.95 in the second
    assert differents([(50, 100), (0, 12)]) is True  # 5.36
    assert differents([(50, 100), (37, 100)]) is False  # chi-square 3.44 under 3.84
    assert differents([(50, 100), (37, 100)] + [(0, 4)] * 10) is False, (
        "groups too small to weigh move nothing"
    )
    assert differents([(50, 100), (35, 100)]) is True  # 4.60
    for extremes, at_most, beyond in ((1, 8, 9), (2, 7, 8)):  # 5.99 of three groups, 9.49 of five
        for gap, apart in ((at_most, False), (beyond, True)):
            groups = [(50 + gap, 100)] * extremes + [(50, 100)] + [(50 - gap, 100)] * extremes
            assert differents(groups) is apart, "5.12, 6.48; 7.84, 10.24"


def test_the_published_year_says_its_figures(con: duckdb.DuckDBPyConnection) -> None:
    v = formations.portee(con, AN, "coordination")
    assert v.donnees["Enseignants"].tolist() == [545, 527]
    assert v.donnees["Ont reçu l\u2019offre"].tolist() == [1128, 1128]
    assert any("431" in a and "114" in a for a in v.avertissements)
    rates = formations_absence.taux_absence(con, AN, "coordination").donnees
    assert rates["Absents ou non traités"].tolist()[1:] == [429, 83]
    assert rates["Sur"].tolist()[1:] == [1301, 1384]
    assert rates["Sessions"].tolist()[0] == 45  # a mean is not out of persons
    assert rates["Taux"].iloc[0] == pytest.approx(33.3, abs=0.05)
    delai = formations_delai.absence_delai(con, AN, "coordination")
    assert len(delai.donnees) == 45
    assert "plus on est absent" in delai.titre
    assert len(formations_couverture.colleges(con, AN, "coordination").donnees) == 47
    assert formations_couverture.modules_par_enseignant(con, AN, "coordination").donnees[
        "Enseignants"
    ].tolist() == [317, 155, 52, 16, 5]


def test_the_colleges_left_out_are_those_without_a_teacher_present(con: duckdb.DuckDBPyConnection) -> None:
    some = formations_couverture.colleges_sans(con, Filters(annees=("2022-2023",)), "lecture")
    drawn = formations_couverture.colleges(con, Filters(annees=("2022-2023",)), "lecture").donnees
    assert some.titre == "À qui proposer une place l\u2019an prochain"
    assert len(some.donnees) == 4
    assert set(some.donnees["UAI"]) == set(drawn.loc[drawn["Enseignant présent"] == "non", "UAI"])
    assert all(name in some.alternative for name in some.donnees["Collège"])
    none = formations_couverture.colleges_sans(con, AN, "lecture")
    assert none.titre == "Aucun collège n\u2019est resté sans participant"
    assert none.donnees.empty
    unknown = formations_couverture.colleges_sans(con, Filters(annees=("2019-2020",)), "lecture")
    assert (unknown.etat, unknown.figure) == ("absent", None)


def test_the_months_in_the_hue_of_the_part_are_those_that_the_title_names(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Of two months as busy the title named one, and the other was as high and grey."""
    seen = participation.par_mois(
        con, Filters(annees=("2023-2024",), communes=("Buxerolles",)), "coordination"
    )
    assert "en novembre et mars" in seen.titre
    assert seen.figure
    (bars,) = seen.figure["data"]
    coloured = [m for m, c in zip(bars["customdata"], bars["marker"]["color"], strict=True) if c != CONTEXTE]
    assert coloured == ["novembre", "mars"]


@pytest.mark.parametrize(
    ("builder", "colonne", "dit"),
    [
        (participation.par_module, "Module", "attire le plus"),
        (participation.par_mois, "Mois", "culmine en mars"),
        (participation.par_operateur, "Opérateur", "Canopé\u202f: 474 participants, SRANE\u202f: 172"),
        (participation.par_modalite, "Modalité", "Présentiel\u202f: 396"),
        (groupes.par_type, "Type d\u2019établissement", "Un seul type"),
        (groupes.par_secteur, "Secteur", "selon le secteur"),
    ],
)
def test_each_cut_of_participation_is_its_own(
    con: duckdb.DuckDBPyConnection, builder: Callable[..., Visual], colonne: str, dit: str
) -> None:
    v = builder(con, AN, "coordination")
    assert list(v.donnees)[1] == colonne
    assert dit in v.titre
    most = entier(v.donnees["Participants"].max())
    assert most in json.dumps(v.figure, ensure_ascii=False)


@pytest.mark.parametrize("filters", [AN, TROIS])
@pytest.mark.parametrize(
    "builder",
    [
        participation.par_module,
        participation.par_operateur,
        participation.par_modalite,
        *groupes.VISUALS,
        formations_couverture.modules_par_enseignant,
    ],
)
def test_the_table_has_the_shares_that_the_marks_say(
    con: duckdb.DuckDBPyConnection, builder: Callable[..., Visual], filters: Filters
) -> None:
    """« 176 · 15,6 % » was 176 alone in what is sent on; over several years nothing said what the share is one of."""
    v = builder(con, filters, "coordination")
    dites = {float(p.replace(",", ".")) for p in re.findall(r"(\d+(?:,\d+)?)\u202f%", lisible(v))}
    assert dites
    assert all(any(abs(p - d) <= 0.5 for p in v.donnees["Part"].dropna()) for d in dites)
    assert v.formats["Part"] == "pourcent"
    if "Sollicités" in v.donnees and builder not in groupes.VISUALS:
        assert "part des " in v.sous_titre
        assert v.donnees["Part"].tolist() == pytest.approx(
            (100 * v.donnees["Participants"] / v.donnees["Sollicités"]).tolist()
        )


def lisible(v: Visual) -> str:
    """What the marks of a figure say, and only they."""
    assert v.figure is not None
    return " ".join(str(a["text"]) for a in v.figure["layout"]["annotations"])


def test_participants_over_years_are_compared(con: duckdb.DuckDBPyConnection) -> None:
    v = participation.par_mois(con, TROIS, "coordination")
    assert v.figure is not None
    assert [t["name"] for t in v.figure["data"]] == list(TROIS.annees)


@pytest.mark.parametrize("dimension", ["module", "mois", "operateur"])
def test_absence_is_cut_with_what_is_not_processed_beside(
    con: duckdb.DuckDBPyConnection, dimension: str
) -> None:
    v = getattr(formations_absence, f"par_{dimension}")(con, AN, "coordination")
    # Beside both rates of all, and one another: 37 % was as long as 53 %.
    assert v.figure["layout"]["xaxis"]["range"] == [0, 100]
    rows = v.donnees.to_dict("records")
    assert sum(r["Non traitées"] for r in rows) == 83
    for r in rows:
        processed = r["Absents"] + r["Présents"]
        assert r["Taux d\u2019absence"] == pytest.approx(100 * r["Absents"] / processed)
        assert r["Part non traitée"] == pytest.approx(
            100 * r["Non traitées"] / (processed + r["Non traitées"])
        )


@pytest.mark.parametrize("view", ["coordination", "lecture"])
@pytest.mark.parametrize("where", [{"types": ("École",)}, {"etablissements": ("0869334D",)}])
@pytest.mark.parametrize("annees", [AN.annees, ("2022-2023", "2023-2024", "2024-2025")], ids=len)
def test_where_no_offer_was_sent_the_figure_says_so_and_shows_no_zero(
    con: duckdb.DuckDBPyConnection, view: View, where: dict[str, tuple[str, ...]], annees: tuple[str, ...]
) -> None:
    v = formations.portee(con, Filters(annees=annees, **where), view)
    assert v.figure is None
    assert "envoyée à aucun enseignant de ce choix" in v.alternative


def test_a_rate_of_absence_has_the_same_figures_in_its_title_and_on_its_bar(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """One page wrote « 38 % » in the title and the tile, « 38,0 % » on the bar."""
    drawn = formations_absence.taux_absence(con, AN, "coordination")
    found = values(con, AN, AN.annees, "coordination", "formations")[AN.annees[0]]
    for code in ("formation.taux_absence_moyen", "formation.taux_absence_global"):
        assert f"{found[code].texte} · " in drawn.alternative
