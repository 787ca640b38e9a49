"""Answers to the offer, as each tool of forms exports them: counted by hand, and nobody's name kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.formes.ecrire import classeur, lignes, nulle_part, sans
from tests.importing.scene import Scene, comptes

LIMESURVEY = [
    [
        "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
        "Date de lancement", "Date de la dernière action", "Adresse IP", "Adresse de messagerie professionnelle",
        "Code UAI de votre établissement", "Qu'attendez-vous de ces formations ?",
    ],
    ["1", "2023-06-19 09:04:24", "3", "fr", "861673802", "2023-06-19 09:00:00", "2023-06-19 09:04:24", "10.0.0.1", "lise.aubry@ac-poitiers.fr", "0860002K", "Des idées, des pistes\nécrire à lise.aubry@ac-poitiers.fr"],
    ["2", "", "1", "fr", "738763676", "2023-06-19 09:10:00", "2023-06-19 09:11:04", "10.0.0.2", "", "", ""],
    ["3", "2023-06-20 14:05:04", "3", "fr", "738763677", "2023-06-20 14:00:00", "2023-06-20 14:05:04", "10.0.0.3", "Marc.Petit@ac-poitiers.fr", "0860799B", 'Il a dit « oui » et "non"'],
    ["4", "2023-06-21 08:00:00", "3", "fr", "738763678", "2023-06-21 07:50:00", "2023-06-21 08:00:00", "10.0.0.4", "lise.aubry@ac-poitiers.fr", "0860002K", ""],
]  # fmt: skip


@pytest.mark.parametrize("word", ["NULL", "NA"])
def test_limesurvey_through_a_database(scene: Scene, word: str) -> None:
    """What stands for an empty date says that an answer was never sent, too."""
    rows = [[cell or word for cell in row] for row in LIMESURVEY]
    assert comptes(scene.un(lignes(rows, ",", quoted=True))) == {"lues": 4, "ajoutees": 3, "ecartees": 1}


def test_limesurvey(scene: Scene) -> None:
    """Four answers, one never sent; two of the three others are of one person."""
    result = scene.un(lignes(LIMESURVEY, ",", quoted=True))
    assert (result.jeu, result.annees) == ("reponse", ("2023-2024",))
    assert comptes(result) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    assert [p.message for p in result.problemes if p.code == "ecartees"] == [
        "Réponse commencée et jamais envoyée."
    ]
    assert scene.table("reponse", "numero", "formulaire", "date_reponse", "uai", "annee") == [
        ("1", "LimeSurvey", datetime(2023, 6, 19, 9, 4, 24), "0860002K", "2023-2024"),
        ("3", "LimeSurvey", datetime(2023, 6, 20, 14, 5, 4), "0860799B", "2023-2024"),
        ("4", "LimeSurvey", datetime(2023, 6, 21, 8), "0860002K", "2023-2024"),
    ]
    assert scene.sql("SELECT count(DISTINCT personne), count(personne) FROM reponse") == [(2, 3)]
    nulle_part(scene, "aubry", "petit", "10.0.0", "des pistes", "738763676")


def test_limesurvey_without_dates_asks_for_the_year(scene: Scene) -> None:
    """A survey that is not date-stamped gives every sent answer the date 1980-01-01: no date, and no year."""
    rows = [LIMESURVEY[0], *([r[0], r[1] and "1980-01-01 00:00:00", *r[2:]] for r in LIMESURVEY[1:])]
    assert comptes(scene.un(lignes(rows, ",", quoted=True))) == {"lues": 4, "ecartees": 1, "refusees": 3}
    told = scene.un(lignes(rows, ",", quoted=True), annee="2023-2024")
    assert comptes(told) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    assert scene.table("reponse", "numero", "date_reponse", "annee") == [
        (n, None, "2023-2024") for n in ("1", "3", "4")
    ]


def test_limesurvey_with_the_least_columns(scene: Scene) -> None:
    """An anonymous survey has no mail, no date of launch, no IP address: its answers count all the same."""
    rows = sans(LIMESURVEY, *LIMESURVEY[0][3:])
    result = scene.un(lignes(rows, ",", quoted=True))
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 4, "ajoutees": 3, "ecartees": 1})
    assert scene.sql("SELECT count(personne) FROM reponse") == [(0,)]


MICROSOFT: list[list[Any]] = [
    ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Heure de la dernière modification", "UAI de votre établissement", "Vos attentes"],
    [1, datetime(2024, 6, 12, 9, 0, 0), datetime(2024, 6, 12, 9, 4, 30), "lise.aubry@ac-poitiers.fr", "Lise Aubry", None, "0860002K", "Progresser"],
    [2, datetime(2024, 6, 12, 10, 0, 0), datetime(2024, 6, 12, 10, 2, 5), "marc.petit@ac-poitiers.fr", "Marc Petit", None, "860799b", None],
    [3, datetime(2024, 9, 2, 8, 0, 0), datetime(2024, 9, 2, 8, 1, 0), "anonymous", None, None, "0861457S", None],
]  # fmt: skip


def test_microsoft_forms(scene: Scene) -> None:
    result = scene.un(classeur(MICROSOFT), "a.xlsx")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 3, "ajoutees": 3})
    assert scene.table("reponse", "numero", "formulaire", "date_reponse", "uai", "annee") == [
        ("1", "Microsoft Forms", datetime(2024, 6, 12, 9, 4, 30), "0860002K", "2024-2025"),
        ("2", "Microsoft Forms", datetime(2024, 6, 12, 10, 2, 5), "0860799B", "2024-2025"),
        ("3", "Microsoft Forms", datetime(2024, 9, 2, 8, 1), "0861457S", "2024-2025"),
    ]
    assert scene.sql("SELECT count(DISTINCT personne), count(personne) FROM reponse") == [(2, 2)]
    nulle_part(scene, "aubry", "petit", "progresser")


def test_microsoft_forms_under_a_row_of_junk(scene: Scene) -> None:
    """The header is not always on row 1; a first question on someone's first name makes no person of a full name."""
    junk = ["Réponses(1-3)", *[None] * 8]
    rows = [junk, *([*r, p] for r, p in zip(MICROSOFT, ("Prénom", "Lise", "Marc", "Ana"), strict=True))]
    result = scene.un(classeur(sans(rows, "Adresse de messagerie", titres=1)), "a.csv")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 3, "ajoutees": 3})
    assert scene.sql("SELECT list(_ligne ORDER BY _ligne), count(personne) FROM reponse") == [([3, 4, 5], 0)]
    nulle_part(scene, "lise", "marc", "ana ")


def test_microsoft_forms_as_csv_with_the_least_columns(scene: Scene) -> None:
    rows = [
        ["Id", "Heure de début", "Heure de fin", "E-mail"],
        ["1", "12/06/2024 09:00:00", "12/06/2024 09:04:30", "lise.aubry@ac-poitiers.fr"],
        ["2", "12/06/2024 10:00:00", "", "marc.petit@ac-poitiers.fr"],
    ]
    result = scene.un(lignes(rows, ";", bom=True, fin="\r\n"))
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    assert scene.table("reponse", "numero", "date_reponse") == [("1", datetime(2024, 6, 12, 9, 4, 30))]


GOOGLE = [
    ["Horodateur", "Adresse e-mail", "UAI de votre établissement", "Quel thème vous intéresse ?"],
    ["12/06/2024 14:05:33", "lise.aubry@ac-poitiers.fr", "0860002K", "Créer, publier"],
    ["12/06/2024 14:05:33", "marc.petit@ac-poitiers.fr", "0860002K", "Évaluer"],
    ["05/09/2024 08:00:01", "", "", ""],
    ["05/09/2024 08:00:01", "", "", ""],
]


def test_google_forms(scene: Scene) -> None:
    """No number: two answers in the same second both count, even when nothing tells them apart."""
    result = scene.un(lignes(GOOGLE, ",", quoted=True))
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 4, "ajoutees": 4})
    assert scene.table("reponse", "date_reponse", "uai", "annee", "formulaire") == [
        (datetime(2024, 6, 12, 14, 5, 33), "0860002K", "2024-2025", "Google Forms"),
        (datetime(2024, 6, 12, 14, 5, 33), "0860002K", "2024-2025", "Google Forms"),
        (datetime(2024, 9, 5, 8, 0, 1), None, "2024-2025", "Google Forms"),
        (datetime(2024, 9, 5, 8, 0, 1), None, "2024-2025", "Google Forms"),
    ]
    assert scene.sql("SELECT count(DISTINCT personne) FROM reponse") == [(2,)]
    nulle_part(scene, "aubry", "petit", "créer")


def test_google_forms_later_export_adds_the_new_answers_only(scene: Scene) -> None:
    scene.un(lignes(GOOGLE[:4], ",", quoted=True))
    assert comptes(scene.un(lignes(GOOGLE, ",", quoted=True), "b.csv")) == {
        "lues": 4,
        "ajoutees": 1,
        "inchangees": 3,
    }


def test_google_forms_with_collected_addresses(scene: Scene) -> None:
    """Older forms head the address they collect « Nom d'utilisateur »; the least columns are the date alone."""
    rows = [["Horodateur", "Nom d'utilisateur"], ["12/06/2024 14:05:33", "lise.aubry@ac-poitiers.fr"], ["13/06/2024 14:05:33", "lise.aubry@ac-poitiers.fr"]]  # fmt: skip
    assert comptes(scene.un(lignes(rows, ","))) == {"lues": 2, "ajoutees": 2}
    assert scene.sql("SELECT count(DISTINCT personne), count(personne) FROM reponse") == [(1, 2)]
    nulle_part(scene, "aubry")


def _framaforms(jour: str) -> list[list[str]]:
    return [
        ["Inscription aux formations du TNE", *[""] * 12],
        ["Submission Details", *[""] * 9, "Vos coordonnées", "Thèmes souhaités", ""],
        ["Serial", "SID", "Submitted Time", "Completed Time", "Modified Time", "Draft", "IP Address", "UID", "Username", "Adresse mail", "UAI de votre établissement", "Créer", "Évaluer"],
        ["1", "10451", jour.format(12, "14:05"), jour.format(12, "14:05"), jour.format(12, "14:05"), "0", "192.168.7.1", "0", "Anonyme", "lise.aubry@ac-poitiers.fr", "0860002K", "X", ""],
        ["2", "10452", jour.format(13, "08:30"), "", jour.format(13, "08:30"), "1", "192.168.7.2", "0", "Anonyme", "ana.roy@ac-poitiers.fr", "", "", ""],
        ["3", "10460", jour.format(14, "17:45"), jour.format(14, "17:45"), jour.format(14, "17:45"), "0", "192.168.7.3", "12", "mpetit", "marc.petit@ac-poitiers.fr", "0860799B", "X", "X"],
    ]  # fmt: skip


def test_framaforms(scene: Scene) -> None:
    """Three header rows, tabs, every cell quoted; Drupal parts the date and the hour by a dash."""
    rows = _framaforms("{}/06/2024 - {}")
    result = scene.un(lignes(rows, "\t", quoted=True))
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 3, "ajoutees": 2, "ecartees": 1})
    assert scene.table("reponse", "numero", "formulaire", "date_reponse", "uai", "annee", "_ligne") == [
        ("10451", "Framaforms", datetime(2024, 6, 12, 14, 5), "0860002K", "2024-2025", 4),
        ("10460", "Framaforms", datetime(2024, 6, 14, 17, 45), "0860799B", "2024-2025", 6),
    ]
    assert scene.sql("SELECT count(DISTINCT personne) FROM reponse") == [(2,)]
    nulle_part(scene, "aubry", "petit", "192.168", "roy@")


def test_framaforms_with_other_dates_and_the_least_columns(scene: Scene) -> None:
    rows = _framaforms("2024-06-{}T{}:00")
    full = scene.un(lignes(rows, "\t", quoted=True))
    assert comptes(full) == {"lues": 3, "ajoutees": 2, "ecartees": 1}
    short = sans(
        rows, "Completed Time", "Modified Time", "IP Address", "UID", "Username", "Créer", "Évaluer", titres=2
    )
    assert comptes(scene.un(lignes(short, "\t", quoted=True), "b.csv")) == {
        "lues": 3,
        "inchangees": 2,
        "ecartees": 1,
    }


GRIST = [
    [
        "Année scolaire",
        "Numéro de la réponse",
        "Date de la réponse",
        "Adresse de messagerie",
        "UAI",
        "Commentaire libre",
    ],
    ["2023-2024", "1", "2023-06-19", "lise.aubry@ac-poitiers.fr", "0860002K", "Merci, à bientôt"],
    ["2023-2024", "2", "2023-06-20", "marc.petit@ac-poitiers.fr", "0860799B", ""],
]


def test_grist(scene: Scene) -> None:
    result = scene.un(lignes(GRIST, ",", fin="\r\n"))
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 2, "ajoutees": 2})
    assert scene.table("reponse", "numero", "date_reponse", "uai") == [
        ("1", datetime(2023, 6, 19), "0860002K"),
        ("2", datetime(2023, 6, 20), "0860799B"),
    ]
    nulle_part(scene, "aubry", "bientôt")


def test_grist_with_the_least_columns(scene: Scene) -> None:
    """The number, and the year given for the file: the rest is optional."""
    rows = sans(GRIST, "Année scolaire", "Date de la réponse", "Adresse de messagerie", "UAI")
    result = scene.un(lignes(rows, ","), annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 2, "ajoutees": 2})


def test_grist_without_a_number(scene: Scene) -> None:
    """Grist exports no number: each row counts, the same file again changes nothing."""
    rows = sans(GRIST, "Année scolaire", "Numéro de la réponse")
    rows.append(rows[2])
    result = scene.un(lignes(rows, ","))
    assert (result.jeu, result.annees) == ("reponse", ("2023-2024",))
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    assert scene.sql("SELECT count(DISTINCT personne), list(DISTINCT formulaire) FROM reponse") == [
        (2, ["Grist"])
    ]
    again = scene.un(lignes(rows, ",", quoted=True), "b.csv")
    assert comptes(again) == {"lues": 3, "inchangees": 3}
    nulle_part(scene, "aubry", "bientôt")


def test_grist_with_a_number_corrects_an_answer(scene: Scene) -> None:
    scene.un(lignes(GRIST, ","))
    corrected = [*GRIST[:2], [*GRIST[2][:4], "0861457S", ""]]
    assert comptes(scene.un(lignes(corrected, ","), "b.csv")) == {"lues": 2, "inchangees": 1, "modifiees": 1}


def test_limesurvey_with_codes_as_header(scene: Scene) -> None:
    """The year given, it must not be read as the list of those who received the offer."""
    codes = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "email", "uai", "G01Q03"]  # fmt: skip
    result = scene.un(lignes([codes, *LIMESURVEY[1:]], ",", quoted=True), annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 4, "ajoutees": 3, "ecartees": 1})
    again = scene.un(lignes(LIMESURVEY, ",", quoted=True), "b.csv")
    assert comptes(again) == {"lues": 4, "inchangees": 3, "ecartees": 1}
    nulle_part(scene, "aubry", "10.0.0", "des pistes")


def test_microsoft_forms_that_asks_for_the_address(scene: Scene) -> None:
    """The account is anonymous for all: persons are counted by the question."""
    asked = (
        "Votre adresse mail",
        "lise.aubry@ac-poitiers.fr",
        "marc.petit@ac-poitiers.fr",
        "LISE.AUBRY@ac-poitiers.fr",
    )
    rows = [[*r, a] for r, a in zip(MICROSOFT, asked, strict=True)]
    for row in rows[1:]:
        row[3] = "anonymous"
    assert comptes(scene.un(classeur(rows), "a.xlsx")) == {"lues": 3, "ajoutees": 3}
    assert scene.sql("SELECT count(DISTINCT personne), count(personne) FROM reponse") == [(2, 3)]
    nulle_part(scene, "aubry", "petit")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("30/04/2024", "02/05/2024"), True),
        (("02/05/2024", "12/06/2024"), False),
        (("12/06/2023", "02/05/2024"), False),
        (("30/04/2024",), False),
    ],
)
def test_answers_on_both_sides_of_a_campaign_are_told(
    scene: Scene, days: tuple[str, ...], told: bool
) -> None:
    """A form that is open from April to May: its answers went into two school years without a word."""
    source = "\n".join(["Horodateur,Votre UAI", *(f"{day} 14:05:10,0860002K" for day in days)])
    found = scene.un(source)
    assert [p.code for p in found.problemes] == ["deux_campagnes"] * told
    given = scene.un(source, "b.csv", annee="2024-2025")
    assert "deux_campagnes" not in [p.code for p in given.problemes]
