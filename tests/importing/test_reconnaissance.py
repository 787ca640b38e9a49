"""A file is recognised by its columns, not by its name: every data set and form, shuffled, with columns missing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import pytest

from tests.importing.scene import Scene, comptes, csv_bytes, recognised
from tne.datasets import DATASETS
from tne.forms import FORMS
from tne.importing import Options, reconnaitre
from tne.importing.headers.recognising import candidates, recognise
from tne.kinds import DEPARTEMENT
from tne.reading import Tableau, lire
from tne.spec import Column, Dataset, Form

# Values that the examples of a kind cannot know: a key that differs, a rule between two columns, our territory.
OF_COLUMN = {"geometrie": '{"type": "Point", "coordinates": [0, 0]}', "departement": "086", "email": "a@b.fr"}
OTHERS = {
    "session.fin": "13/06/2030",
    "session_complement.heures": "99",
    "inscription.etat": "Inscrit",
    "inscription.absent": "non",
    "inscription.excuse": "non",
    "contour.code_insee": "86194",
}


# Those that are not refused on sight.
LUES = [form for form in FORMS if not form.refus]


def example(d: Dataset, c: Column, i: int = 0) -> str:
    """A valid cell of the column: the kind's own example, or one that suits the row."""
    fixed = OTHERS.get(f"{d.name}.{c.name}") or OF_COLUMN.get(c.name)
    return fixed or c.kind.valides[i % len(c.kind.valides)][0]


def columns_of(d: Dataset) -> list[Column]:
    return list(d.columns)


def needed(d: Dataset) -> list[Column]:
    """The columns without which the data set cannot be recognised."""
    kept = [
        c
        for c in d.columns
        if (c.required and (c.deduit_avec or not c.deduit) and c.kind is not DEPARTEMENT)
        or c.name in d.signature
    ]
    if d.nominatif and d.name != "reponse":
        kept.append(d.column("email"))
    return kept


def fixture(d: Dataset, columns: list[Column]) -> bytes:
    return csv_bytes([c.label for c in columns], [[example(d, c) for c in columns]])


ALL = pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)


@ALL
def test_a_full_sheet_is_recognised_and_imported(scene: Scene, d: Dataset) -> None:
    result = scene.un(fixture(d, columns_of(d)))
    assert (result.jeu, result.etat) == (d.name, "importé"), result.problemes
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    again = scene.un(fixture(d, columns_of(d)[::-1]), "b.csv")
    assert comptes(again) == {"lues": 1, "inchangees": 1}, "the order of columns is not a difference"
    scene.verifier()


@ALL
def test_a_shuffled_sheet_is_the_same_data_set(d: Dataset) -> None:
    columns = columns_of(d)
    for start in range(len(columns)):
        turned = columns[start:] + columns[:start]
        assert recognised(fixture(d, turned)) == [d.name]
    assert recognised(fixture(d, columns[::-1])) == [d.name]


@ALL
def test_each_optional_column_may_be_missing(d: Dataset) -> None:
    kept = {c.name for c in needed(d)}
    for dropped in columns_of(d):
        if dropped.name not in kept:
            rest = [c for c in columns_of(d) if c is not dropped]
            assert recognised(fixture(d, rest)) == [d.name], dropped.name


@ALL
def test_the_needed_columns_alone_are_enough(d: Dataset) -> None:
    found = candidates(lire(fixture(d, needed(d)), "a.csv").principal)
    assert [r.liaisons[0].dataset.name for r in found][:1] == [d.name]


@ALL
def test_each_needed_column_is_needed(d: Dataset) -> None:
    for dropped in needed(d):
        rest = [c for c in needed(d) if c is not dropped] or [d.columns[0]]
        names = [
            li.dataset.name
            for r in candidates(lire(fixture(d, rest), "a.csv").principal)
            for li in r.liaisons
        ]
        assert d.name not in names, dropped.name


@ALL
def test_every_other_header_of_a_column_is_accepted(d: Dataset) -> None:
    for column in columns_of(d):
        for header in (column.name, *column.aliases):
            headers = [header if c is column else c.label for c in columns_of(d)]
            source = csv_bytes(headers, [[example(d, c) for c in columns_of(d)]])
            # « Valeur » is a header of two data sets: then a question, which this answers.
            (reading,) = reconnaitre(
                lire(source, "a.csv"), Options(jeu=d.name if header.lower() == "valeur" else None)
            )
            assert reading.liaisons[0].dataset is d, header
            assert reading.liaisons[0].colonnes[column.name] == header


@ALL
def test_headers_fold_case_accents_punctuation_and_spaces(d: Dataset) -> None:
    headers = [c.label.upper().replace(" ", "  ").replace("'", "’") for c in columns_of(d)]
    assert recognised(csv_bytes(headers, [[example(d, c) for c in columns_of(d)]])) == [d.name]


@ALL
def test_a_foreign_column_is_left_aside(d: Dataset) -> None:
    columns = columns_of(d)
    source = csv_bytes(
        ["Colonne étrangère", *(c.label for c in columns)], [["abc", *(example(d, c) for c in columns)]]
    )
    # A list of addresses with a column that such lists do not have is asked about.
    (reading,) = reconnaitre(lire(source, "a.csv"), Options(jeu=d.name if d.entourage else None))
    assert reading.liaisons[0].dataset is d
    assert reading.ignorees == ("Colonne étrangère",)


def form_headers(form: Form) -> dict[str, str]:
    """Header → cell of a file of that form, with everything its data sets may take from it."""
    cells = dict.fromkeys(form.signature, "1")
    cells |= dict.fromkeys(form.personnels, "x")
    for feed in form.feeds:
        d = DATASETS[feed.dataset]
        for header, name in feed.headers.items():
            cells[header] = example(d, d.column(name))
        for c in d.columns:
            if c.required and c.name not in (*feed.headers.values(), *feed.constants, *feed.copies):
                cells.setdefault(next(iter(c.aliases), c.label), example(d, c))
    return cells


def shuffles(cells: dict[str, str]) -> Iterator[dict[str, str]]:
    names = list(cells)
    for start in range(len(names)):
        yield {n: cells[n] for n in names[start:] + names[:start]}
    yield {n: cells[n] for n in reversed(names)}


@pytest.mark.parametrize("form", LUES, ids=lambda f: f.name)
def test_a_form_is_recognised_whatever_the_order_of_its_columns(form: Form) -> None:
    annee = "2023-2024" if form.annee_requise else None
    expected = sorted(f.dataset for f in form.feeds)
    for cells in shuffles(form_headers(form)):
        (reading,) = reconnaitre(
            lire(csv_bytes(list(cells), [list(cells.values())]), "a.csv"), Options(annee=annee)
        )
        assert reading.form is form
        assert sorted(li.dataset.name for li in reading.liaisons) == expected


@pytest.mark.parametrize("form", LUES, ids=lambda f: f.name)
def test_what_names_someone_in_a_form_is_known_as_such(form: Form) -> None:
    cells = form_headers(form)
    (reading,) = reconnaitre(
        lire(csv_bytes(list(cells), [list(cells.values())]), "a.csv"), Options(annee="2023-2024")
    )
    assert set(form.personnels) <= set(reading.personnelles)
    assert not set(form.personnels) & set(reading.ignorees)


def test_the_name_of_the_file_does_not_matter() -> None:
    d = DATASETS["ips"]
    for name in ("a.csv", "etablissements.csv", "modules 2022-2023.csv", "sans extension", "a.txt"):
        assert recognised(fixture(d, columns_of(d)), name) == ["ips"]


def test_the_user_may_impose_a_data_set(scene: Scene) -> None:
    plan = "Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début\n23A0130001;M1;A;G1;1;12/06/2024"
    assert [r.jeu for r in scene.importer(plan, jeu="session")] == ["session"]
    refused = scene.un(plan, jeu="ips")
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "Il manque" in refused.problemes[0].message
    assert "« IPS »" in refused.problemes[0].message


def test_an_unknown_table_is_refused_with_what_is_nearest(scene: Scene) -> None:
    refused = scene.un("UAI;Nom de l'élève\n0860002K;X")
    assert (refused.jeu, refused.etat) == (None, "refusé")
    assert "Aucun jeu de données ne correspond" in refused.problemes[0].message
    assert "« UAI »" in refused.problemes[0].message


@pytest.mark.parametrize(
    ("text", "told"),
    [("Couleur\nrouge", "à la colonne trouvée («"), ("Couleur;Taille\nrouge;3", "aux colonnes trouvées («")],
)
def test_a_column_alone_is_told_in_the_singular(scene: Scene, text: str, told: str) -> None:
    assert told in scene.un(text).problemes[0].message


def test_two_equal_readings_are_a_question(scene: Scene) -> None:
    table = "Date;Type;UAI;Structure;Heures\n12/06/2024;Formation;0860799B;Orks;2h"
    refused = scene.un(table)
    assert refused.etat == "refusé"
    assert "--jeu intervention" in refused.problemes[0].message
    assert "--jeu atelier_parentalite" in refused.problemes[0].message
    assert scene.un(table, jeu="intervention").etat == "importé"


def test_the_year_of_a_file_may_be_declared_or_stand_in_its_name(scene: Scene) -> None:
    source = "Indicateur;Département;Valeur publiée;Décimales;Source\nformation.modules;086;10;0;page"
    refused = scene.un(source)
    assert "--annee" in refused.problemes[0].message
    assert scene.un(source, annee="2022-2023").annees == ("2022-2023",)
    assert scene.un(source, "bilan 2023-2024.csv").annees == ("2023-2024",)


def test_a_form_without_years_takes_the_one_in_the_name_of_the_file() -> None:
    entete = ("Contenu", "Titre de la vidéo", "Vues")
    donnees = pa.table({h: pa.array(["x"]) for h in entete} | {"_ligne": pa.array([2])})
    tableau = Tableau(None, entete, donnees, 1)
    for nom, expected in (("vues-2023-2024.csv", "2023-2024"), ("vues.csv", None)):
        found = recognise(tableau, nom=nom)
        consultation = next(li for li in found.liaisons if li.dataset.name == "consultation")
        assert consultation.constantes.get("annee") == expected
    declared = recognise(tableau, annee="2022-2023", nom="vues-2023-2024.csv")
    assert {li.constantes.get("annee") for li in declared.liaisons if li.dataset.name == "consultation"} == {
        "2022-2023"
    }


@pytest.mark.parametrize("old", [False, True], ids=["flat", "numbered"])
def test_answers_of_limesurvey_in_json(scene: Scene, old: bool) -> None:
    """Before its version 4 each answer stands under its number. One that was never sent stays aside."""
    answers = [
        {
            "id": "12",
            "submitdate": "2023-06-19 09:04:24",
            "lastpage": "3",
            "email": "a@ac.fr",
            "uai": "0860002K",
        },
        {"id": "13", "submitdate": None, "lastpage": "1", "email": "b@ac.fr", "uai": "0860002K"},
    ]
    responses = [{a["id"]: a} for a in answers] if old else answers
    result = scene.un(json.dumps({"responses": responses}).encode(), "reponses.json")
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}


@pytest.mark.parametrize("header", ["Etablissement", "Collège", "Établissement 1", "1er établissement"])
def test_a_log_that_names_its_schools_says_what_to_do(scene: Scene, header: str) -> None:
    """Names of schools in the column of codes have their codes proposed: a log with names alone was only refused."""
    problem = scene.un(f"Date;Nature;{header}\n12/03/2024;Formation;Collège Romain Rolland").problemes[0]
    assert (
        f"Si « {header} » dit de quel établissement il s'agit, donnez cette colonne pour « UAI »"
        in problem.message
    )


def test_a_plan_whose_groups_have_no_identifier_is_no_list_of_complements(scene: Scene) -> None:
    """Its hours went in as declared, and none of its sessions."""
    source = """Code dispositif;Code module;Groupe;N° session;Date début;Date fin;Durée (h);Lieu
        23A0130001;12345;1;1;12/03/2024;12/03/2024;3;Canopé"""
    result = scene.un(source)
    assert result.etat == "refusé"
    assert (
        "« Sessions de formation », où il manque la colonne « Identifiant du groupe »"
        in result.problemes[0].message
    )
    named = scene.un(source, jeu="session_complement")
    assert comptes(named) == {"lues": 1, "ajoutees": 1}
    assert scene.un(source.replace("Groupe;", "Groupe : identifiant;"), "b.csv").jeu == "session"


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ("Groupe;Session;Début;Opérateur;Heures", "1;1;12/03/2024;Canopé;3"),
        ("Groupe;Session;Date de début;Durée;Hors face-à-face", "1;1;12/03/2024;3;2"),
        ("Identifiant du groupe;Session;Date de début;Opérateur;Heures", "1;1;12/03/2024;Canopé;3"),
    ],
)
def test_complements_beside_the_days_of_their_sessions_are_complements(
    scene: Scene, headers: str, values: str
) -> None:
    """Who keeps the operator and the hours by hand writes the day of the session beside them."""
    result = scene.un(f"Code dispositif;Code module;{headers}\n23A0130001;12345;{values}")
    assert (result.jeu, comptes(result)) == ("session_complement", {"lues": 1, "ajoutees": 1})
