"""What only a whole column, or a whole table, tells of its cells."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, codes, comptes, csv_bytes
from tne.exports_exacts import exporter_donnees
from tne.importing import in_parts
from tne.importing.columns.habits import order_said

UAI = ("0860002K", "0860799B", "0861457S", "0860016A")


def journal(dates: list[str], header: str = "Date") -> str:
    """A log of the médiateurs with these dates."""
    rows = [f"{d};Formation;{UAI[i % 4]}" for i, d in enumerate(dates)]
    return "\n".join([f"{header};Nature;UAI", *rows])


def read(scene: Scene) -> list[date]:
    return [d for (d,) in scene.table("intervention", "date")]


@pytest.mark.parametrize("signe", "/-.")
def test_the_month_comes_first_where_sure_dates_say_so(scene: Scene, signe: str) -> None:
    written = ["6/12/2024", "6/13/2024", "6/20/2024", "7/1/2024"]
    result = scene.un(journal([w.replace("/", signe) for w in written]))
    assert read(scene) == [date(2024, 6, 12), date(2024, 6, 13), date(2024, 6, 20), date(2024, 7, 1)]
    (told,) = [p for p in result.problemes if p.code == "mois_avant_jour"]
    assert f"« 6{signe}20{signe}2024 » est le 20/06/2024" in told.message


def test_days_at_midnight_of_greenwich_are_those_after(scene: Scene) -> None:
    """A program writes the midnight of a grid in UTC: the evening before, 22:00 in summer and 23:00 in winter."""
    result = scene.un(journal(["2023-09-11T22:00:00.000Z", "2023-12-31T23:00:00.000Z"]))
    assert read(scene) == [date(2023, 9, 12), date(2024, 1, 1)]
    (told,) = [p for p in result.problemes if p.code == "minuit_utc"]
    assert "« 2023-09-11T22:00:00.000Z » est le 12/09/2023" in told.message


def test_an_evening_of_winter_is_no_midnight_of_summer(scene: Scene) -> None:
    """22:00 of Greenwich is 23:00 in Paris in March: the days of both rows became those after."""
    result = scene.un(journal(["2024-03-11T22:00:00Z", "2024-06-11T22:00:00Z"]))
    assert read(scene) == [date(2024, 3, 11), date(2024, 6, 11)]
    assert "minuit_utc" not in codes(result)


def test_midnights_overseas_are_of_their_zone(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "974")
    scene.un(journal(["2024-03-11T20:00:00Z", "2024-06-11T20:00:00Z"]))
    assert read(scene) == [date(2024, 3, 12), date(2024, 6, 12)]


def test_a_day_that_is_none_among_midnights_is_refused(scene: Scene) -> None:
    """« 2024-02-31T23:00:00Z » stopped the import without a word."""
    result = scene.un(journal(["2024-02-31T23:00:00Z", "2024-03-11T23:00:00Z"]), valides_seulement=True)
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    assert read(scene) == [date(2024, 3, 12)]


@pytest.mark.parametrize("other", ["2023-09-12T14:00:00.000Z", "2023-09-12T22:30:00Z", "2023-09-12T22:00:00", "12/09/2023"])  # fmt: skip
def test_hours_of_an_evening_are_of_their_day(scene: Scene, other: str) -> None:
    scene.un(journal(["2023-09-11T22:00:00Z", other]))
    assert read(scene) == [date(2023, 9, 11), date(2023, 9, 12)]


def test_midnights_of_a_long_file_are_seen(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "LONG", 1)
    path = tmp_path / "a.csv"
    path.write_text("Plateforme;Identifiant;Titre;Publié le\nYouTube;a;Les écrans;2023-09-11T22:00:00Z\n")
    scene.un(path)
    assert scene.table("ressource", "date_publication") == [(date(2023, 9, 12),)]


@settings(max_examples=2000, deadline=None, derandomize=True, database=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from(["dmY", "mdY", "dmy", "mdy", "ymd"]),
    st.sampled_from("/.-"),
    st.sampled_from([5, 15, 40, 200]),
    st.booleans(),
)
def test_no_date_is_ever_turned_into_another(
    number: int, order: str, sep: str, span: int, padded: bool
) -> None:
    """Whatever the order in which a column writes them, its dates are read as they are, or left to be refused."""
    random = Random(number)
    first = date(2023, 9, 1).toordinal() + random.randint(0, 300)
    dates = [date.fromordinal(first + random.randint(0, span)) for _ in range(random.randint(1, 30))]

    def written(d: date) -> str:
        parts = {"d": d.day, "m": d.month, "Y": d.year, "y": d.year % 100}
        return sep.join(f"{parts[c]:02d}" if padded else str(parts[c]) for c in order)

    for change, _, _ in order_said(list(dict.fromkeys(map(written, dates))), "Date"):
        assert [change(written(d)) for d in dates] == [f"{d:%d/%m/%Y}" for d in dates]


def test_hours_of_half_a_day_put_the_month_first(scene: Scene) -> None:
    head = "ID,Start time,Completion time,Email,UAI"
    rows = [
        f"{n},6/{n}/24 9:00 AM,6/{n}/24 {h},a@exemple.invalid,0860002K"
        for n, h in ((3, "1:30 PM"), (4, "12:05 AM"))
    ]
    scene.un("\n".join([head, *rows]))
    assert scene.table("reponse", "date_reponse") == [
        (datetime(2024, 6, 3, 13, 30),),
        (datetime(2024, 6, 4, 0, 5),),
    ]


@pytest.mark.parametrize("days", [("3/12/2024 9:00 AM",), ("3/12/2024 9:00:00 AM", "3/14/2024 2:00:00 PM")])
def test_of_few_dates_with_such_hours_none_is_doubtful(scene: Scene, days: tuple[str, ...]) -> None:
    """One alone was no date, « Proposition : 03/12/2024 », and of two the first was « peut-être » and surely of March."""
    result = scene.un(journal(list(days)))
    assert codes(result) == ["mois_avant_jour"]
    assert read(scene) == [date(2024, 3, 12), date(2024, 3, 14)][: len(days)]


def test_the_day_of_the_week_may_stand_before_a_date(scene: Scene) -> None:
    scene.un(journal(["lundi 08/01/2024", "Mar. 09/01/2024"]))
    assert read(scene) == [date(2024, 1, 8), date(2024, 1, 9)]


@pytest.mark.parametrize(
    "dates",
    [
        ["6/12/2024", "5/1/2024", "4/2/2024", "3/3/2024", "2/4/2024", "12/13/2024"],  # one slip among others
        ["13/06/2024", "6/20/2024", "6/21/2024"],  # both orders
    ],
)
def test_one_date_that_is_none_turns_no_other_around(scene: Scene, dates: list[str]) -> None:
    result = scene.un(journal(dates))
    assert result.etat == "refusé"
    assert "mois_avant_jour" not in codes(result)
    assert comptes(result)["refusees"] == sum(int(d.split("/")[1]) > 12 for d in dates)


def test_short_years_are_read_where_days_tell_the_order(scene: Scene) -> None:
    assert "annee_courte" in codes(scene.un(journal(["8/1/24", "13/1/24", "12/6/24"])))
    assert read(scene) == [date(2024, 1, 8), date(2024, 1, 13), date(2024, 6, 12)]


def test_short_years_of_one_december_are_read(scene: Scene) -> None:
    assert "annee_courte" in codes(scene.un(journal(["8/12/24", "13/12/24"])))
    assert read(scene) == [date(2024, 12, 8), date(2024, 12, 13)]


@pytest.mark.parametrize(
    "dates",
    [
        ["8/1/24", "9/1/24"],  # nothing tells
        ["13/1/45", "14/1/45"],  # of no year of ours
        ["8/1/21", "13/1/22", "14/6/23", "15/6/24", "16/6/24"],  # years too far apart
        ["24/06/12", "24/06/13", "24/06/14", "24/06/15"],  # the year comes first
    ],
)
def test_short_years_that_may_be_days_are_refused(scene: Scene, dates: list[str]) -> None:
    assert comptes(scene.un(journal(dates))) == {"lues": len(dates), "refusees": len(dates)}


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("8/1/24 14h30", "08/01/2024 14h30"),
        ("8/1/24 à 9h", "08/01/2024 à 9h"),
        ("8-1-24 14:30", "08/01/2024 14:30"),
        ("8/1/24 14h30-16h", "08/01/2024 14h30-16h"),
        ("8/1/24 14h30-16h, salle 3", "08/01/2024"),
    ],
)
def test_the_day_proposed_for_a_short_year_keeps_its_hour(scene: Scene, written: str, proposed: str) -> None:
    told = scene.un(csv_bytes([*SESSION, "Début"], [[*CODES, written]])).problemes
    assert [p.suggestion for p in told if p.valeur] == [proposed]
    assert scene.un(csv_bytes([*SESSION, "Début"], [[*CODES, proposed]])).etat == "importé"


def test_a_form_in_english_is_proposed_the_month_first(scene: Scene) -> None:
    text = (
        "ID,Start time,Completion time,Email,UAI\n1,6/3/24 9:00:00,6/3/24 9:30:00,a@exemple.invalid,0860002K"
    )
    result = scene.un(text, annee="2024-2025")
    assert [p.suggestion for p in result.problemes if p.valeur] == ["03/06/2024 9:30:00"]
    assert [p.suggestion for p in scene.un(journal(["6/3/24"])).problemes] == ["06/03/2024"]


@pytest.mark.parametrize("sign", ["'{}", '="{}"'])
def test_signs_that_keep_a_cell_as_text_are_taken_away(scene: Scene, sign: str) -> None:
    rows = [("12/06/2024", "0860002K"), ("13/06/2024", "0860799B")]
    text = "\n".join(["Date;Nature;UAI", *(f"{sign.format(d)};Formation;{sign.format(u)}" for d, u in rows)])
    assert comptes(scene.un(text)) == {"lues": 2, "ajoutees": 2}
    assert scene.table("intervention", "uai") == [("0860002K",), ("0860799B",)]


def test_an_apostrophe_of_its_own_stays(scene: Scene) -> None:
    scene.un(
        "Date;Nature;UAI;Thème\n12/06/2024;Formation;0860002K;'Écrans\n13/06/2024;Formation;0860002K;ENT"
    )
    assert scene.table("intervention", "theme") == [("'Écrans",), ("ENT",)]


def test_an_apostrophe_before_some_zeros_is_taken_away(scene: Scene) -> None:
    rows = ["'01;12/06/2024;Formation;'0860002K;'90 s", "10;13/06/2024;Formation;0860799B;ENT"]
    scene.un("\n".join(["Référence;Date;Nature;UAI;Thème", *rows]))
    assert scene.table("intervention", "reference", "uai", "theme") == [
        ("01", "0860002K", "'90 s"),
        ("10", "0860799B", "ENT"),
    ]


def test_what_our_own_csv_guards_comes_back_as_it_was(scene: Scene) -> None:
    themes = ["- Robotique", "=1+1", "+ de code", "@Atelier", "ENT"]
    rows = [f"{day}/06/2024;Formation;0860002K;{theme}" for day, theme in enumerate(themes, 12)]
    scene.un("\n".join(["Date;Nature;UAI;Thème", *rows]))
    sent = exporter_donnees(scene.base, COORDINATION, "intervention", "2023-2024", True)
    assert sent.decode("utf-8-sig").count(";'") == 4
    back = scene.un(sent, "retour.csv")
    assert comptes(back) == {"lues": 5, "inchangees": 5}
    assert {theme for (theme,) in scene.table("intervention", "theme")} == set(themes)


def test_a_date_of_another_age_is_told(scene: Scene) -> None:
    result = scene.un(journal(["12/06/1924", "13/06/2024"]))
    assert [(p.code, p.ligne, p.valeur) for p in result.problemes] == [
        ("annee_invraisemblable", 2, "1923-1924")
    ]


def test_two_dates_of_another_age_are_one_and_another(scene: Scene) -> None:
    result = scene.un(journal(["12/06/1924", "11/06/1924", "13/06/2024"]))
    (told,) = [p.message for p in result.problemes if p.code == "annee_invraisemblable"]
    assert told.startswith("Cette ligne et 1 autre sont de l'année 1923-1924")


def test_names_of_months_between_records_are_none(scene: Scene) -> None:
    rows = ["SEPTEMBRE 2023;;", "12/09/2023;Formation;0860002K", "Octobre;;", "12/10/2023;Formation;0860002K"]
    result = scene.un("\n".join(["Date;Nature;UAI", *rows]))
    assert comptes(result) == {"lues": 4, "ajoutees": 2, "ecartees": 2}
    assert any("Intertitre" in p.message for p in result.problemes)


def test_a_month_beside_anything_is_a_record(scene: Scene) -> None:
    result = scene.un("Date;Nature;UAI\nOctobre;Formation;0860002K\n12/10/2023;Formation;0860002K")
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}


def test_records_longer_than_their_titles_are_refused(scene: Scene) -> None:
    text = "Date,Nature,UAI,Durée\n08/01/2024,Formation,0860002K,1,5\n09/01/2024,Formation,0860799B,2,5"
    (problem,) = scene.un(text).problemes
    assert "2 lignes sur 2 ont plus de cellules" in problem.message


def test_columns_under_groups_are_known_by_their_own_names(scene: Scene) -> None:
    rows = ["Quand ?;Quand ?;Où ?;Combien ?;Combien ?", "Date;Nature;UAI;Nb enseignants;Nb élèves"]
    rows += [f"1{i}/06/2024;Formation;{u};{i};2{i}" for i, u in enumerate(UAI)]
    assert comptes(scene.un("\n".join(rows))) == {"lues": 4, "ajoutees": 4}
    assert scene.table("intervention", "enseignants") == [(0,), (1,), (2,), (3,)]


def test_a_value_that_may_be_a_target_or_a_figure_is_asked_about(scene: Scene) -> None:
    text = "Indicateur;Année;Valeur\nformation.participants;2023-2024;545"
    (problem,) = scene.un(text).problemes
    assert "objectif à atteindre ou un chiffre constaté" in problem.message
    assert scene.un(text, jeu="objectif").import_id is not None


def test_a_list_of_addresses_is_an_offer_where_a_person_says_so(scene: Scene) -> None:
    text = "Mail\na@exemple.invalid\nb@exemple.invalid"
    assert scene.un(text, annee="2023-2024").etat == "refusé"
    assert comptes(scene.un(text, annee="2023-2024", jeu="offre")) == {"lues": 2, "ajoutees": 2}


@pytest.mark.parametrize(
    ("colonne", "texte", "proposition"),
    [
        ("Présence", "non signé", None),
        ("Présence", "Présnt", "Présent"),
        ("État", "Présent", None),
        ("État", "Convoqé", "Convoqué"),
        ("État", "Dés", "Désisté"),
        ("État", "Non", None),
    ],
)
def test_a_proposal_never_says_the_contrary(
    scene: Scene, colonne: str, texte: str, proposition: str | None
) -> None:
    head = (
        "Dispositif : code;Module : code;Groupe : identifiant;Session;E-mail;État de l'inscription;Présence"
    )
    cells = {"État": "Inscrit", "Présence": "Présent"} | {colonne: texte}
    row = f"23A0130001;M1;G1;1;a@exemple.invalid;{cells['État']};{cells['Présence']}"
    (problem,) = [p for p in scene.un(f"{head}\n{row}").problemes if p.valeur == texte]
    assert problem.suggestion == proposition


def test_a_code_that_a_spreadsheet_shortened_is_refused(scene: Scene) -> None:
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;E-mail;Présence"
    result = scene.un(f"{head}\n23A0130001;2,38605E+11;G1;1;a@exemple.invalid;Présent")
    assert "code_invalide" in codes(result)


def test_one_level_has_one_name(scene: Scene) -> None:
    scene.un("Année scolaire;UAI;Niveau;Élèves\n2023-2024;0860002K;4e;70\n2023-2024;0860002K;ULIS;8")
    result = scene.un("Année scolaire;UAI;Niveau;Élèves\n2023-2024;0860002K;4EME;75")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert scene.table("effectif", "niveau", "eleves") == [("4ème", 75), ("ULIS", 8)]
