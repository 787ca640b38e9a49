"""What is repeated of a refused cell, and what is only described: no name in any writing, every text that helps to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importing.scene import REGISTRATIONS, Scene, csv_bytes
from tne.__main__ import main
from tne.datasets import DATASETS
from tne.importing import open_document, reconnaitre
from tne.importing.correcting.corrections import cell_key, changed_only, file_of_problems
from tne.importing.correcting.grouping import refused_values
from tne.importing.rows.nominative import MASQUE, TU, said_apart, shown, unshown
from tne.spec import Column

NOMBRE = DATASETS["intervention"].column("enseignants")
JOUR = DATASETS["intervention"].column("date")
DUREE = DATASETS["intervention"].column("heures")
NATURE = DATASETS["intervention"].column("nature")
PRESENCE = DATASETS["inscription"].column("presence")
ANNEE = DATASETS["effectif"].column("annee")
COLONNES = {c.name: c for c in (NOMBRE, JOUR, DUREE, PRESENCE, ANNEE)}

NOMMENT = [
    "anne valjean",
    "Valjean",
    "valjean",
    "VALJEAN",
    "24 dont Anne Valjean",
    "24 (anne valjean)",
    "24 élèves de valjean",
    "12/03/2024 Anne Valjean",
    "12/03/2024 avec valjean",
    "présent : valjean",
    "Présent (Anne)",
    "Formation de Valjean",
    "anne valjean <anne.valjean@exemple.fr>",
    "Anne V.",
    "Zoé",
    "Jean-Luc",
    "d'Artagnan",
    "24dont Anne",
    "valjean24",
]
AIDENT = [
    (NOMBRE, ["douze", "oui", "n.c.", "N.C", "RAS", "12 élèves", "env. 20", "une vingtaine", "Toute la classe", "beaucoup"]),
    (NOMBRE, ["24 dont 3 AESH", "CM1 CM2", "6A+6B", "voir avec le collège", "0860002K", "8 à 10", "#REF!", "12*", "1 200 €", "?"]),
    (JOUR, ["12/13/2024", "31/02/2024", "mi-octobre", "Semaine 12", "1er trimestre", "March 12, 2024", "mardi 12 mars", "à définir"]),
    (JOUR, ["12-Mar-24 10:00 AM", "vacances de la Toussaint", "S12", "printemps 2024", "courant mai", "12 et 13/03/2024"]),
    (DUREE, ["2 demi-journées", "2 x 1h30", "une matinée", "9h-12h30", "toute la journée", "1h + 1h30"]),
    (NATURE, ["Visio", "Dépannage", "Fomation", "Formation + projet", "Réunion", "Accompagement", "Atelier Canva", "Acc. perso."]),
    (PRESENCE, ["Malade", "Abscent", "Présnet", "en retard", "excusé(e)", "présent le matin", "distanciel", "A justifier", "AJ", "NSP"]),
    (DATASETS["etablissement"].column("type"), ["CLG", "EEPU", "Lycée pro", "Collège REP+"]),
    (DATASETS["equipement"].column("etat"), ["HS", "Livré le 12/03/2024", "En panne", "à réparer"]),
    (DATASETS["equipement"].column("type"), ["Tablettes", "ENI", "Chromebook", "VPI Promethean", "Écran Speechi"]),
    (ANNEE, ["2023-2025", "rentrée", "cette année", "2e trimestre"]),
]  # fmt: skip


@pytest.mark.parametrize("texte", NOMMENT)
@pytest.mark.parametrize("colonne", COLONNES)
def test_a_text_that_may_name_someone_is_not_repeated(colonne: str, texte: str) -> None:
    assert unshown(texte, COLONNES[colonne]) in (MASQUE, TU)
    assert "alj" not in shown(texte, COLONNES[colonne]).lower()


@pytest.mark.parametrize(("column", "texte"), [(c, t) for c, texts in AIDENT for t in texts])
def test_a_text_that_helps_is_repeated(column: Column, texte: str) -> None:
    assert unshown(texte, column) == ""


LISTES = [NATURE, DATASETS["equipement"].column("type"), DATASETS["atelier_parentalite"].column("type")]


@pytest.mark.parametrize(
    "texte", ["Marie Valjean", "VALJEAN Anne", "anne valjean", "Jean-Luc Valjean", "Anne Marie"]
)
def test_a_first_name_and_a_name_are_not_repeated_in_place_of_a_word_of_a_list(texte: str) -> None:
    assert {c.name: unshown(texte, c) for c in LISTES} == {c.name: MASQUE for c in LISTES}


@pytest.mark.parametrize(
    "texte",
    [
        "Projet Jules Verne",
        "Escape Game",
        "Raspberry Pi",
        "Café des parents",
        "Rose",
        "Formation (Anne)",
        "Robot Thymio",
    ],
)
def test_any_other_text_in_its_place_is(texte: str) -> None:
    assert [unshown(texte, c) for c in LISTES] == [""] * len(LISTES)


def test_the_texts_of_each_closed_list_are_repeated() -> None:
    for d in DATASETS.values():
        for c in d.columns:
            texts = [] if c.kind.libre else [*(t for t, _ in c.kind.valides), *c.kind.invalides]
            assert [t for t in texts if unshown(t, c)] == [], (d.name, c.name)


def test_a_school_is_repeated_and_an_address_in_it_is_not() -> None:
    uai = DATASETS["intervention"].column("uai")
    assert shown("Collège Anne Frank, jean@exemple.fr", uai) == f"Collège Anne Frank, {MASQUE}"


@pytest.mark.parametrize("texte", ["{}", "Collège avec {}", "0860002K ({})"])
@pytest.mark.parametrize("nom", ["Mme Anne Valjean", "M. Jean Valjean"])
def test_a_civility_and_a_name_are_not_repeated_from_the_cell_of_a_school(texte: str, nom: str) -> None:
    assert shown(texte.format(nom), DATASETS["intervention"].column("uai")) == texte.format(MASQUE)


def test_the_code_beside_them_is_proposed(scene: Scene) -> None:
    (told,) = scene.un("Date;Nature;UAI\n03/10/2023;Formation;0860002K (Mme Anne Valjean)").problemes
    assert (told.valeur, told.suggestion) == (f"0860002K ({MASQUE})", "0860002K")


@pytest.mark.parametrize(
    "texte", ["Collège Mme de Sévigné", "École Monsieur Vincent", "Madame Curie", "Anne Frank"]
)
def test_the_name_that_a_school_bears_is_repeated(texte: str) -> None:
    assert shown(texte, DATASETS["intervention"].column("uai")) == texte


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("Source : le rectorat, édité le 08/07/2024", "Source : le rectorat, édité le 08/07/2024"),
        ("Fait à Poitiers par anne valjean", TU),
        ("Contact : anne.valjean@exemple.fr", TU),
    ],
)
def test_a_foot_line_that_may_name_someone_is_told_without_its_text(texte: str, dit: str) -> None:
    assert said_apart(texte) == dit


def _journal(*cells: str) -> bytes:
    rows = [["12/09/2023", "Formation", "0860002K", c] for c in ("3", *cells)]
    return csv_bytes(["Date", "Nature", "UAI", "Nb enseignants"], rows)


def test_the_refusal_says_where_and_what_to_write(scene: Scene) -> None:
    result = scene.un(_journal("24 dont anne valjean", "24 valjean", "douze"))
    first, second, third = result.problemes
    assert [(p.ligne, p.colonne, p.valeur) for p in (first, second, third)] == [
        (3, "Nb enseignants", TU),
        (4, "Nb enseignants", TU),
        (5, "Nb enseignants", "douze"),
    ]
    assert first.message == (
        "Cette cellule tient du texte, qui nomme peut-être quelqu'un : rien n'en est gardé ni montré. Écrivez un nombre entier positif ou "
        "nul, par exemple 24, ou videz-la."
    )
    assert (first.suggestion, second.suggestion) == (None, "24"), "a proposal is a number of the program"


def test_nothing_offered_to_correct_it_repeats_it(scene: Scene) -> None:
    source = _journal("24 dont anne valjean", "douze")
    result = scene.un(source)
    document = open_document(source, "a.csv")
    recognised = reconnaitre(document)
    assert "valjean" not in str(file_of_problems(document, recognised, result.problemes))
    assert [v.texte for v in refused_values(scene.base.cursor(), result.problemes)] == ["douze"]
    key = cell_key(None, 3, "Nb enseignants")
    assert changed_only(recognised, {key: TU}) == {}
    assert changed_only(recognised, {key: "24"}) == {key: "24"}


@pytest.mark.parametrize("as_json", [True, False])
def test_neither_the_command_nor_the_base_repeats_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], as_json: bool
) -> None:
    head = [*REGISTRATIONS, "Présence", "Date d'inscription", "Retirer"]
    row = ["23A0130001", "M1", "G1", "1", "Inscrit", "0860002K", "p@exemple.fr", "", "", ""]
    rows = [
        [*row, "anne valjean", "", ""],
        [*row, "", "12/03/2024 valjean", ""],
        [*row, "", "", "valjean"],
        ["Fait par anne valjean"],
    ]
    path, base = tmp_path / "a.csv", tmp_path / "b" / "tne.duckdb"
    path.write_bytes(csv_bytes(head, rows))
    for more in ([], ["--valides-seulement"]):
        main(["importer", str(path), "--base", str(base), *more, *(["--json"] if as_json else [])])
    path.unlink()
    said = "".join(capfd.readouterr())
    assert json.dumps(TU, ensure_ascii=False)[1:-1] in said or "du texte, qui nomme" in said
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()).decode("latin-1")
    assert [where for where, text in (("said", said), ("kept", kept)) if "valjean" in text.lower()] == []


def test_a_row_called_off_by_someone_is_told_without_them(scene: Scene) -> None:
    rows = [["12/09/2023", "Formation", "0860002K", "Annulé par anne valjean"]]
    result = scene.un(csv_bytes(["Date", "Nature", "UAI", "Statut"], rows))
    (told,) = [p for p in result.problemes if p.code == "lignes_annulees"]
    assert told.message.startswith("1 ligne dit « Annulé » dans « Statut »")


_PRENOMS = (
    "jean pierre michel andre philippe rene louis alain jacques bernard marcel daniel roger robert paul claude christian henri "
    "nicolas francois patrick gerard christophe joseph julien laurent eric david pascal olivier thomas raymond guy charles marc "
    "vincent yves bruno marie jeanne monique catherine nathalie isabelle sylvie anne martine nicole christine sophie sandrine "
    "valerie celine julie camille claire clara lea manon emma sarah laura lucie rose luc leo hugo tom lou jo zoe"
)
_NOMS = (
    "martin bernard thomas petit robert richard durand dubois moreau laurent simon lefebvre leroy roux bertrand morel fournier "
    "girard bonnet dupont lambert fontaine rousseau muller mercier blanc guerin boyer garnier chevalier legrand perrin morin "
    "marchand duval meunier brun lemaire dufour meyer leclerc renard roy boucher fleury poirier le goff ly berger"
)


@pytest.mark.parametrize("mot", sorted({*_PRENOMS.split(), *_NOMS.split()} - {"le"}))
def test_no_usual_name_is_a_known_word(mot: str) -> None:
    columns = (*COLONNES.values(), DATASETS["etablissement"].column("code_insee"))
    assert {c.name: unshown(mot, c) for c in columns} == {c.name: TU for c in columns}


def test_the_refused_rows_show_a_text_as_it_would_be_kept(scene: Scene) -> None:
    """« Commentaire : vu avec Mme Durand » of a row refused for its date stood in the file of refused rows."""
    source = csv_bytes(
        ["Référence", "Date", "Nature", "UAI", "Établissement", "Thème", "Commentaire"],
        [["1", "hier", "Formation", "0860002K", "Collège Mme de Sévigné (Mme Durand)", "Bases", "Vu M. Durand"]],
    )  # fmt: skip
    document = open_document(source, "a.csv")
    recognised = reconnaitre(document)
    _, rows = file_of_problems(document, recognised, scene.un(source).problemes)
    assert [row[-3:] for row in rows] == [
        [f"Collège Mme de Sévigné ({MASQUE})", "Bases", f"Vu {MASQUE}"],
    ]
    key = cell_key(None, 2, "Commentaire")
    assert changed_only(recognised, {key: f"Vu {MASQUE}"}) == {}, "given back, it changes nothing"
