"""One school in words and figures: its answer, what it lacks, its years, its list of events."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.queries import scene_etablissement
from tests.queries.scene_etablissement import (
    AN,
    APRES,
    AVANT,
    A,
    B,
    C,
    D,
    E,
    F,
    one,
)
from tne.db import Base
from tne.filters import Filters
from tne.queries import etablissement as questions
from tne.queries.masking import PETIT
from tne.visuals import etablissement as figures
from tne.visuals import etablissement_mots as mots

base = scene_etablissement.base


def test_the_sheet_of_a_year_ignores_what_came_later(base: Base) -> None:
    d = one(base, A)
    assert mots.etat_du_socle(d.jusque(AVANT)) == "Commandé"
    assert mots.etat_du_socle(d.jusque(AN)) == "Commandé"
    assert mots.etat_du_socle(d) == "Déployé"
    assert d.jusque(AVANT).evenements["annee"].tolist() == [AVANT]


def test_a_socle_whose_state_is_not_said_is_not_one_that_was_ordered(base: Base) -> None:
    """« Commandé, pas encore déployé » was said of it, and « état non précisé » on the page of the equipment."""
    ordered = one(base, A).jusque(AN)
    d = replace(ordered, equipements=ordered.equipements.assign(etat=None))
    assert "Socle numérique\u202f: état non précisé." in mots.manques(d, AN)
    titre = figures.equipements_de(base.cursor(), d, Filters(annees=(AN,))).titre
    assert titre == "1 équipement ou ressource\u202f; socle numérique d’état non précisé"
    assert figures.equipements_de(base.cursor(), ordered, Filters(annees=(AN,))).titre.endswith(
        "numérique commandé"
    )


def test_all_schools_at_once_are_what_each_one_is(base: Base) -> None:
    con = base.cursor()
    for view in ("coordination", "lecture"):
        together = {d.uai: d for d in questions.dossiers(con, Filters(), view)}  # type: ignore[arg-type]
        assert set(together) == {A, B, C, E, F}
        for school, d in together.items():
            alone = one(base, school, view)  # type: ignore[arg-type]
            assert alone.evenements.to_csv() == d.evenements.to_csv()
            assert str(alone.personnes) == str(d.personnes)
            assert mots.manques(alone, AN) == mots.manques(d, AN)


def test_identity_in_words(base: Base) -> None:
    assert (
        mots.identite(one(base, A))
        == f"Collège public · Poitiers · établissement pilote · remplace Collège D ({D}) · UAI {A}"
    )
    assert (
        mots.identite(one(base, C))
        == f"École privée sous contrat · Châtellerault · circonscription Châtellerault · UAI {C}"
    )
    untold = replace(one(base, C), identite=one(base, C).identite | {"type": None})
    assert mots.identite(untold).startswith("Établissement privé sous contrat · Châtellerault")


def test_the_answer_in_its_forms(base: Base) -> None:
    assert mots.phrase(one(base, A), AN) == (
        "En 2023-2024\u202f: **2\u00a0interventions** et **1\u00a0rencontre avec les parents**."
    )
    assert mots.phrase(one(base, A), APRES) == (
        "En 2024-2025, rien n\u2019est enregistré pour cet établissement\u202f; "
        "le dernier événement connu date du 3 février 2024."
    )
    assert mots.phrase(one(base, F), AN) == "En 2023-2024, rien n\u2019est enregistré pour cet établissement."
    assert mots.phrase(one(base, A), "2019-2020").startswith("Aucune donnée par établissement")


def test_what_is_missing(base: Base) -> None:
    found = mots.manques(one(base, F), AN)
    assert "Aucune intervention depuis 2022-2023, première année connue." in found
    assert "Aucune rencontre avec les parents en 2023-2024." in found
    assert "Socle numérique\u202f: rien de connu." in found
    assert any("sur ces parties\u202f: Formations et Numérixplore" in m for m in found)
    later = mots.manques(one(base, A), APRES)
    assert not any("Socle" in m for m in later)
    assert "Socle numérique\u202f: commandé, pas encore déployé." in mots.manques(one(base, A), AN)
    assert not any("Numérixplore" in m for m in mots.manques(one(base, C), AN))


def test_nothing_is_missing_at_a_school_that_is_closed_or_not_yet_open(base: Base) -> None:
    """What never took place there was listed as missing."""
    assert mots.manques(one(base, E), AN) == []
    assert mots.titre_manques(one(base, E), AN) == ("Rien n\u2019est attendu", "Fermé.")
    f = one(base, F)
    later = replace(f, identite=f.identite | {"premiere": APRES})
    assert mots.titre_manques(later, AN) == ("Rien n\u2019est attendu", "Compté à partir de 2024-2025.")
    assert mots.titre_manques(later, APRES)[0] == "Ce qui manque"
    left = replace(f, identite=f.identite | {"derniere": AN, "etat": "Fermé"})
    assert mots.titre_manques(left, APRES)[1] == "Fermé · compté jusqu\u2019en 2023-2024."
    assert mots.manques(left, AN) == mots.manques(f, AN)


@pytest.mark.parametrize(
    ("nombre", "moyenne", "attendu"),
    [
        (2, 1.4, "2 interventions des médiateurs en A, plus que la moyenne : 1,4 par collège"),
        (1, 1.4, "1 intervention des médiateurs en A, moins que la moyenne : 1,4 par collège"),
        (1, 1.04, "1 intervention des médiateurs en A, autant que la moyenne : 1,0 par collège"),
        (1, 0.95, "1 intervention des médiateurs en A, autant que la moyenne : 1,0 par collège"),
        (0, 1.4, "Aucune intervention des médiateurs en A ; 1,4 en moyenne par collège"),
        (0, 0.0, "Aucune intervention des médiateurs en A ; 0,0 en moyenne par collège"),
        (1, 0.03, "1 intervention des médiateurs en A, plus que la moyenne : moins de 0,1 par collège"),
        (None, 1.4, "Interventions des médiateurs : pas assez de données pour A"),
        (3, None, "Interventions des médiateurs : pas assez de données pour A"),
    ],
)
def test_the_comparison_in_its_forms(nombre: int | None, moyenne: float | None, attendu: str) -> None:
    assert mots.titre_comparaison(nombre, moyenne, "A", "collège") == attendu


def test_the_years_in_their_forms(base: Base) -> None:
    assert mots.titre_annees(one(base, A)) == "2023-2024 est l'année la plus remplie : 3 événements sur 4"
    assert mots.titre_annees(one(base, F)) == "Aucun événement enregistré de 2022-2023 à 2024-2025"
    taught = replace(
        one(base, F),
        suivi=frozenset({(AN, "Formations")}),
        traitees=frozenset({AN}),
        personnes={("participants", AN): {"valeur": 8, "masque": False}},
    )
    assert mots.titre_annees(taught) == "Hors formations, aucun événement enregistré de 2022-2023 à 2024-2025"
    assert mots.titre_annees(one(base, B)) == "2 événements enregistrés en 2023-2024"
    assert mots.titre_annees(one(base, A).jusque("2020-2021")) == "Aucune année connue"


def test_the_table_of_years(base: Base) -> None:
    table, formats = figures.table_annees(one(base, A), AN)
    assert list(table.columns) == ["Chiffre", AVANT, AN, APRES, "Moyenne par collège"]
    lines = {
        r["Chiffre"]: [None if pd.isna(r[a]) else r[a] for a in (AVANT, AN, APRES)]
        for r in table.to_dict("records")
    }
    assert lines["Interventions"] == [1, 2, None]
    assert lines["Parents venus"] == [None, 40, None]
    assert "Journées Numérixplore" not in lines  # never imported
    assert set(formats) == set(table.columns)
    masked, _ = figures.table_annees(one(base, A, "lecture"), AN)
    parents = next(r for r in masked.to_dict("records") if r["Chiffre"] == "Parents venus")
    assert [parents[a] for a in (AVANT, AN, APRES)] == ["\u2013", "masqué", "\u2013"]


def test_a_table_of_more_years_than_it_shows_says_so(base: Base) -> None:
    con, year = base.cursor(), Filters(annees=(AN,))
    five = tuple(f"{y}-{y + 1}" for y in range(2020, 2025))
    d = one(base, A)
    for years, said in (
        (five, "Par année scolaire\u202f;"),
        (("2019-2020", *five), "Les 5 dernières années"),
    ):
        v = figures.annees_de(con, replace(d, annees=years), year, AN)
        assert v.sous_titre.startswith(said)
        assert [c for c in v.donnees.columns if "-" in c] == list(five)


def test_a_comparison_shows_the_years_that_it_is_asked_for(base: Base) -> None:
    con, year, d = base.cursor(), Filters(annees=(AN,)), one(base, A)
    shown = [
        figures.comparaison_de(con, d, year, AN, **n).donnees["Année"].tolist() for n in ({}, {"annees": 1})
    ]
    assert shown == [[AVANT, AN], [AN]]


def test_the_remark_on_what_is_masked_stands_where_something_is(base: Base) -> None:
    con, year, d = base.cursor(), Filters(annees=(AN,)), one(base, A, "lecture")
    for known, said in ((d, True), (d.jusque(AVANT), False)):
        told = figures.annees_de(con, known, year, AN).avertissements
        assert any("pas montré" in a for a in told) is said


def test_the_dash_in_the_mean_of_persons_is_said_where_it_stands(base: Base) -> None:
    con, year = base.cursor(), Filters(annees=(AN,))
    assert (
        "pas de moyenne pour les personnes (–)" in figures.annees_de(con, one(base, A), year, AN).sous_titre
    )
    school = one(base, A)
    nobody = replace(school, suivi=frozenset(s for s in school.suivi if s[1] == "Accompagnements"))
    assert not set(figures.table_annees(nobody, AN)[0]["Chiffre"]) & {"Enseignants formés", "Parents venus"}
    assert "personnes" not in figures.annees_de(con, nobody, year, AN).sous_titre


@pytest.mark.parametrize("build", figures.VISUALS)
def test_every_figure_says_to_choose_a_school(base: Base, build: object) -> None:
    v = build(base.cursor(), Filters(annees=(AN,)), "lecture")  # type: ignore[operator]
    assert v.etat == "absent"
    assert v.titre == figures.CHOISIR


def test_a_mean_that_rounds_to_zero_says_that_it_is_not(base: Base) -> None:
    d = one(base, A)
    rare = {"etablissements": 240, "evenements": 7, "touches": 7}
    table, _ = figures.table_annees(replace(d, pairs=d.pairs | {("Parentalité", AN): rare}), AN)  # type: ignore[operator]
    means = dict(zip(table["Chiffre"], table["Moyenne par collège"], strict=True))
    assert means["Rencontres avec les parents"] == "moins de 0,1"
    assert means["Interventions"] == "1,5"


def test_a_closed_school_is_not_said_to_be_in_the_mean_that_leaves_it_out(base: Base) -> None:
    for school, compris in ((A, True), (E, False), (F, False)):
        filters = Filters(annees=(AN,), etablissements=(school,))
        sous = figures.comparaison(base.cursor(), filters, "coordination").sous_titre
        assert ("celui-ci compris" in sous) is compris, school


def test_a_line_with_a_small_count_in_a_year_that_is_shown_is_said_not_to_be_told(base: Base) -> None:
    few = {"valeur": 3, "masque": False, "mention": PETIT}
    a = replace(
        one(base, A), suivi=frozenset({(AN, "Formations"), (AN, "Accompagnements")}), traitees=frozenset({AN})
    )
    year = Filters(annees=(AN,))
    for shown, said in ((AN, PETIT), ("2001-2002", "")):
        d = replace(a, personnes={("participants", AN): few | {"mention": ""}, ("participants", shown): few})
        told = figures.annees_de(base.cursor(), d, year, AN).donnees.set_index("Chiffre")
        assert told.get("Remarque", {}).get("Enseignants formés", "") == said
        assert told.get("Remarque", {}).get("Interventions", "") == ""


def test_a_lycee_does_not_lack_a_day_for_pupils_of_4eme(base: Base) -> None:
    """« Aucune journée Numérixplore » stood in what it lacks; a part that took place there stays."""
    lycee = replace(one(base, A), identite=one(base, A).identite | {"type": "Lycée"})
    assert "Numérixplore" not in mots.parties(lycee)
    assert "Numérixplore" in mots.parties(one(base, A))


def test_one_event_has_no_order_and_no_list_of_equipment_says_nothing(base: Base) -> None:
    """« La liste des équipements n'en dit rien » stood over « Source : aucun import »."""
    con, year = base.cursor(), Filters(annees=(AN,))
    b, f = one(base, B), one(base, F)
    listed = figures.evenements_de(con, b, year)
    assert listed.titre == "2 événements, du plus récent au plus ancien"
    assert "" in b.evenements["precision"].tolist()
    assert "" not in listed.donnees["Précision"].tolist(), "an empty cell tells nothing"
    single = replace(b, evenements=b.evenements.head(1))
    assert figures.evenements_de(con, single, year).titre == "1 événement"
    assert "n\u2019en dit rien" in figures.equipements_de(con, f, year).alternative
    without = replace(f, suivi=frozenset(s for s in f.suivi if s[1] != "Équipements"))
    assert figures.equipements_de(con, without, year).alternative == (
        "Aucune liste d\u2019équipements n\u2019est importée."
    )
    nothing = replace(b, suivi=frozenset(s for s in b.suivi if s[1] not in ("Formations", "Parentalité")))
    (told,) = [m for m in mots.manques(nothing, AN) if m.startswith("Rien n\u2019est importé")]
    assert "sur ces parties" in told
    alone = replace(
        b,
        suivi=b.suivi
        | {(AN, p) for p in ("Formations", "Numérixplore", "Parentalité")} - {(AN, "Numérixplore")},
    )
    (told,) = [m for m in mots.manques(alone, AN) if m.startswith("Rien n\u2019est importé")]
    assert told.endswith("sur cette partie\u202f: Numérixplore.")
