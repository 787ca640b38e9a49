"""Public figures of schools in their other vintages: headers of the State's own files, each read or refused by name."""

from __future__ import annotations

import pytest

from tests.formes.ecrire import lignes
from tests.importing.scene import Scene, comptes
from tne.importing.correcting.grouping import groups

NIVEAUX = {"6ème": 100, "5ème": 101, "4ème": 102, "3ème": 97}
COLLEGES = {
    "libellés": "Rentrée scolaire;Région académique;Département;Numéro du collège;Secteur;Nombre d'élèves total;Nombre total de 6èmes;6èmes filles;Nombre total de 5èmes;Nombre total de 4èmes;4èmes LV1 anglais;Nombre total de 3èmes",
    "interface": "rentree_scolaire;region_academique;departement;numero_college;secteur;nombre_eleves_total;nombre_total_de_6emes;6eme_filles;nombre_total_de_5emes;nombre_total_de_4emes;4emes_lv1_anglais;nombre_total_de_3emes",
    "tableau": "Année scolaire;Collège;Commune;RNE;Type;Total;6e;Divisions 6e;5e;4e;Divisions 4e;3e",
}  # fmt: skip


@pytest.mark.parametrize("nom", COLLEGES)
def test_pupils_of_a_college_by_level(scene: Scene, nom: str) -> None:
    row = [
        "2023",
        "NOUVELLE-AQUITAINE",
        "VIENNE",
        "0860799B",
        "PUBLIC",
        "400",
        "100",
        "48",
        "101",
        "102",
        "102",
        "97",
    ]
    result = scene.un(lignes([COLLEGES[nom].split(";"), row], ";"))
    assert (result.jeu, result.annees, comptes(result)) == (
        "effectif",
        ("2023-2024",),
        {"lues": 1, "ajoutees": 1},
    )
    assert dict(scene.table("effectif", "niveau", "eleves")) == NIVEAUX


def test_a_year_in_the_rows_wins_over_the_name_of_the_file(scene: Scene) -> None:
    rows = [["Année scolaire", "UAI", "4e", "3e"], ["2023-2024", "0860799B", "102", "97"]]
    assert scene.un(lignes(rows, ";"), "effectifs-2024-2025.csv").annees == ("2023-2024",)
    wide = [r[1:] for r in rows]
    assert scene.un(lignes(wide, ";"), "effectifs-2024-2025.csv").annees == ("2024-2025",)


@pytest.mark.parametrize(
    ("niveau", "told"),
    [("4EME SEGPA", True), ("quatrième générale", True), ("4A", True), ("4e", False), ("4 ans", False), ("3ème SEGPA", False)],
)  # fmt: skip
def test_pupils_of_a_part_of_a_level_are_told(scene: Scene, niveau: str, told: bool) -> None:
    """A level of its own: the pupils of 4ème lacked them without a word."""
    result = scene.un(f"Rentrée;RNE;Niveau;Effectif\n2023;0860799B;{niveau};12\n2023;0860799B;3ème;97")
    found = [p for p in result.problemes if p.code == "parties_du_niveau"]
    assert (comptes(result), len(found)) == ({"lues": 2, "ajoutees": 2}, int(told))
    assert all(g.a_verifier for g in groups(found))


ECOLES = {
    "libellés": "Rentrée scolaire;Commune;Numéro de l'école;Secteur;Nombre total de classes;Nombre total d'élèves;Nombre d'élèves en pré-élémentaire hors ULIS;Nombre d'élèves en élémentaire hors ULIS;Nombre d'élèves en ULIS;Nombre d'élèves en CP hors ULIS;Nombre d'élèves en CE1 hors ULIS;Nombre d'élèves en CE2 hors ULIS;Nombre d'élèves en CM1 hors ULIS;Nombre d'élèves en CM2 hors ULIS;Code Postal",
    "interface": "rentree_scolaire;commune;numero_ecole;secteur;nombre_total_classes;nombre_total_eleves;nombre_eleves_preelementaire_hors_ulis;nombre_eleves_elementaire_hors_ulis;nombre_eleves_ulis;nombre_eleves_cp_hors_ulis;nombre_eleves_ce1_hors_ulis;nombre_eleves_ce2_hors_ulis;nombre_eleves_cm1_hors_ulis;nombre_eleves_cm2_hors_ulis;code_postal",
}  # fmt: skip


@pytest.mark.parametrize("nom", ECOLES)
def test_pupils_of_an_ecole_by_level(scene: Scene, nom: str) -> None:
    """Its levels add up to its total: nothing is counted twice."""
    row = ["2023", "POITIERS", "0860016A", "PUBLIC", "8", "180", "60", "118", "2", "24", "25", "23", "24", "22", "86000"]  # fmt: skip
    result = scene.un(lignes([ECOLES[nom].split(";"), row], ";"))
    assert (result.jeu, comptes(result)) == ("effectif", {"lues": 1, "ajoutees": 1})
    assert scene.sql("SELECT sum(eleves), count(*) FROM effectif") == [(180, 7)]
    assert ("CM2", 22) in scene.table("effectif", "niveau", "eleves")


LYCEES = {
    "avant 2023": ("IPS Ensemble GT-PRO", "Effectifs Ensemble GT-PRO"),
    "depuis 2023": ("IPS de l'établissement", "Effectifs établissement"),
    "interface": ("ips_etab", "effectifs_etab"),
}


@pytest.mark.parametrize("nom", LYCEES)
def test_the_index_of_a_lycee_is_that_of_the_whole(scene: Scene, nom: str) -> None:
    """It names the school in capitals, its commune and its sector: it must not pass for a list of schools."""
    ips, effectifs = LYCEES[nom]
    rows = [
        ["Rentrée scolaire", "Académie", "Code du département", "Département", "UAI", "Nom de l'établissment", "Code INSEE de la commune", "Nom de la commune", "Secteur", "Type de lycée", "IPS voie GT", "IPS voie PRO", ips, effectifs],
        ["2022-2023", "POITIERS", "086", "VIENNE", "0860002K", "LYCEE", "86194", "POITIERS", "public", "LPO", "121,5", "88", "112,3", "900"],
    ]  # fmt: skip
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, comptes(result)) == ("ips", {"lues": 1, "ajoutees": 1})
    assert scene.table("ips", "uai", "ips", "effectifs") == [("0860002K", 112.3, 900)]


def test_the_index_of_a_lycee_of_one_way_is_that_of_its_way(scene: Scene) -> None:
    rows = [
        ["Rentrée scolaire", "Code du département", "UAI", "Nom de la commune", "Secteur", "Type de lycée", "IPS voie GT", "IPS voie PRO", "IPS Ensemble GT-PRO"],
        ["2022-2023", "086", "0860002K", "POITIERS", "public", "LEGT", "121,5", "", ""],
        ["2022-2023", "086", "0860799B", "POITIERS", "public", "LP", "", "88", ""],
    ]  # fmt: skip
    assert comptes(scene.un(lignes(rows, ";"))) == {"lues": 2, "ajoutees": 2}
    assert scene.table("ips", "uai", "ips") == [("0860002K", 121.5), ("0860799B", 88.0)]
    # Both ways and no whole: which one is meant is not known.
    assert comptes(scene.un(lignes([rows[0], [*rows[1][:7], "88", ""]], ";"))) == {"lues": 1, "refusees": 1}


REFUS = {
    "lycées": ("Rentrée scolaire;Commune;Numéro du lycée;Secteur;Nombre d'élèves;2ndes GT", "lycées"),
    "sans niveau": (
        "Année scolaire;Code postal;Numéro d'établissement;Secteur;Patronyme;Nombre d'élèves",
        "élèves de 4e",
    ),
    "résultats": ("Session;UAI;Nom de l'établissement;Commune;Secteur;Taux de réussite", "choisissez-le"),
}


@pytest.mark.parametrize("nom", REFUS)
def test_figures_that_the_bilan_does_not_use_are_refused_with_what_to_take(scene: Scene, nom: str) -> None:
    headers, said = REFUS[nom]
    row = ["2023", "86000", "0860002K", "PUBLIC", "900", "30"]
    result = scene.un(lignes([headers.split(";"), row], ";"))
    assert (result.import_id, comptes(result)) == (None, {})
    assert said in result.problemes[0].message


def test_views_day_by_day_are_refused_with_the_table_to_take(scene: Scene) -> None:
    """« Données du graphique »: the last day would stand for all."""
    rows = [["Date", "Contenu", "Titre de la vidéo", "Vues"], ["2026-09-28", "a", "Écrans", "3"], ["2026-09-29", "a", "Écrans", "4"]]  # fmt: skip
    result = scene.un(lignes(rows, ","), annee="2026-2027")
    assert (result.import_id, comptes(result)) == (None, {})
    assert "« Données du tableau »" in result.problemes[0].message


def test_youtube_studio_in_english(scene: Scene) -> None:
    rows = [
        [
            "Content",
            "Video title",
            "Video publish time",
            "Duration",
            "Views",
            "Watch time (hours)",
            "Unique viewers",
        ],
        ["Total", "", "", "", "1234", "45.6", "900"],
        ["dQw4w9WgXcQ", "Écrans", "Sep 28, 2026", "236", "1034", "40.1234", "800"],
    ]
    ressource, consultation = scene.importer(lignes(rows, ","), annee="2026-2027")
    assert comptes(ressource) == comptes(consultation) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    assert scene.table("consultation", "vues", "heures_vues", "spectateurs") == [(1034, 40.1234, 800)]
    assert scene.sql("SELECT titre, duree, CAST(date_publication AS VARCHAR) FROM ressource") == [
        ("Écrans", 236, "2026-09-28")
    ]
