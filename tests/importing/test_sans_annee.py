"""Rows of which nothing tells the school year go in, and that no figure counts them is told."""

from __future__ import annotations

from tests.importing.scene import REGISTRATIONS, SESSION, Scene, codes, comptes, csv_bytes
from tne.importing.correcting.grouping import groups

EQUIPEMENT = """UAI;Type;Libellé;Quantité;État
0860002K;Socle numérique;Socle de base;4;Déployé
0860799B;Socle numérique;Socle de base;2;Livré"""


def test_equipment_without_year_or_date_is_told(scene: Scene) -> None:
    result = scene.un(EQUIPEMENT)
    assert comptes(result) == {"lues": 2, "ajoutees": 2}
    (told,) = result.problemes
    assert told.code == "sans_annee"
    assert told.message.startswith(
        "2 lignes ne disent pas leur année scolaire : aucun chiffre ne les compte."
    )
    assert "« Année scolaire » ou « Date »" in told.message
    assert "--annee 2023-2024" in told.message
    assert groups([told])[0].a_verifier


def test_a_year_given_for_the_file_is_enough(scene: Scene) -> None:
    assert codes(scene.un(EQUIPEMENT, annee="2023-2024")) == []


def test_one_row_among_others_is_told_with_its_line(scene: Scene) -> None:
    result = scene.un(
        """UAI;Type;Date;État
        0860002K;Socle numérique;12/09/2023;Déployé
        0860799B;Socle numérique;;Livré"""
    )
    (told,) = result.problemes
    assert (told.code, told.ligne) == ("sans_annee", 3)
    assert told.message.startswith("1 ligne ne dit pas son année scolaire : aucun chiffre ne la compte.")


def test_a_video_without_a_day_of_publication_needs_none(scene: Scene) -> None:
    result = scene.un("Plateforme;Identifiant;Titre\nYouTube;abc;Les écrans")
    assert (result.etat, codes(result)) == ("importé", [])


def registrations(code: str) -> bytes:
    return csv_bytes(
        REGISTRATIONS,
        [[code, "M1", "G1", s, "Inscrit", "0860002K", "zoe@ac.fr", "", "", ""] for s in ("01", "02")],
    )


def test_registrations_of_a_code_without_year_are_told_until_the_plan_tells_it(scene: Scene) -> None:
    result = scene.un(registrations("TNE-1"))
    (told,) = result.problemes
    assert told.code == "sessions_sans_annee"
    assert "2 sessions" in told.message
    assert "« TNE-1 »" in told.message
    plan = [*SESSION, "Module : libellé", "Début", "Fin", "Modalité", "UAI", "Lieu"]
    cells = ["Les écrans", "12/01/2024 09:00", "12/01/2024 12:00", "Présentiel", "0860002K", "Atelier"]
    scene.importer(csv_bytes(plan, [["TNE-1", "M1", "G1", s, *cells] for s in ("01", "02")]), "plan.csv")
    assert codes(scene.un(registrations("TNE-1") + b"\n", "b.csv")) == []


def test_registrations_of_an_ordinary_code_say_their_year(scene: Scene) -> None:
    assert codes(scene.un(registrations("23A0130001"))) == []
