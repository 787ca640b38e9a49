"""Answers to the offer from other versions and languages of the tools: one answer each, on the same day, by one person."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.formes.ecrire import classeur, lignes, nulle_part
from tests.importing.scene import Scene, comptes

JOUR = datetime(2024, 6, 12, 14, 5, 33)
_LIME = ["1", "2024-06-12 14:05:33", "3", "fr", "738763676", "192.168.7.1", "lise.aubry@ac-poitiers.fr", "0860002K", "Des idées"]  # fmt: skip

VARIANTES = {
    "LimeSurvey, anglais": (
        "LimeSurvey",
        ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "IP address", "Email", "UAI", "Attentes"],
        _LIME,
    ),
    "LimeSurvey, Réponse n°": (
        "LimeSurvey",
        ["Réponse n°", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série", "Adresse IP", "Courriel", "UAI", "Attentes"],
        _LIME,
    ),
    "LimeSurvey, ancien": (
        "LimeSurvey",
        ["ID de la réponse", "Soumis le", "Dernière page vue", "Langue", "Graine", "Adresse IP", "Mail", "Code UAI de votre établissement", "Attentes"],
        _LIME,
    ),
    "LimeSurvey, codes et titres": (
        "LimeSurvey",
        ["id. ID de la réponse", "submitdate. Date de soumission", "lastpage. Dernière page", "startlanguage. Langue de départ", "seed. Tête de série", "ipaddr. Adresse IP", "G01Q01. Votre adresse de messagerie", "G01Q02[SQ1]. UAI de votre établissement", "G01Q03. Attentes"],
        _LIME,
    ),
    "Google Forms, CSV": (
        "Google Forms",
        ["Timestamp", "Email Address", "Votre UAI", "Thèmes"],
        ["2024/06/12 2:05:33 PM UTC+2", "lise.aubry@ac-poitiers.fr", "0860002K", "Créer;Évaluer"],
    ),
    "Google Forms, feuille": (
        "Google Forms",
        ["Horodateur", "Adresse e-mail", "UAI", "Thèmes"],
        ["12/06/2024 14:05:33", "lise.aubry@ac-poitiers.fr", "860002k", "Créer, Évaluer"],
    ),
    "Nextcloud Forms, français": (
        "Nextcloud Forms",
        ["Identifiant utilisateur", "Nom d'affichage de l'utilisateur", "Horodatage", "UAI de votre établissement", "Votre adresse mail"],
        ["laubry", "Lise AUBRY", "2024-06-12T14:05:33+02:00", "0860002K", "lise.aubry@ac-poitiers.fr"],
    ),
    "Nextcloud Forms, anglais": (
        "Nextcloud Forms",
        ["User ID", "User display name", "Timestamp", "UAI", "Courriel"],
        ["laubry", "Lise AUBRY", "2024-06-12T14:05:33+02:00", "0860002K", "lise.aubry@ac-poitiers.fr"],
    ),
    "Framaforms, français": (
        "Framaforms",
        ["Série", "SID", "Heure de soumission", "Heure de fin", "Brouillon", "Adresse IP", "UID", "Nom d'utilisateur", "Courriel", "UAI"],
        ["1", "10451", "12/06/2024 14:05:33", "", "Non", "192.168.7.1", "0", "Anonyme", "lise.aubry@ac-poitiers.fr", "0860002K"],
    ),
    "SurveyMonkey, anglais": (
        "SurveyMonkey",
        ["Respondent ID", "Collector ID", "Date Created", "Date Modified", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1", "UAI"],
        ["118412345", "45678", "2024-06-12 14:00:00", "2024-06-12 14:05:33", "192.168.7.1", "lise.aubry@ac-poitiers.fr", "Lise", "Aubry", "Aubry", "0860002K"],
    ),
    "Typeform": (
        "Typeform",
        ["#", "UAI de votre établissement", "Votre adresse mail", "Vos idées", "Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"],
        ["odwdp4nzj1xg6m9l36", "0860002K", "lise.aubry@ac-poitiers.fr", "idées", "completed", "2024-06-12 14:00:11", "", "2024-06-12 14:05:33", "738763676", "", "Merci"],
    ),
    "Sphinx": (
        "Sphinx",
        ["CLE", "UAI", "Mail", "Idees", "DATE_SAISIE", "DATE_ENREG", "DATE_MODIF", "TEMPS_SAISIE", "PROGRESSION", "DERNIERE_QUESTION_SAISIE"],
        ["1", "0860002K", "lise.aubry@ac-poitiers.fr", "idées", "12/06/2024 14:00:11", "12/06/2024 14:05:33", "12/06/2024 14:05:33", "300", "Terminé", "Idees"],
    ),
    "Grist, date de création": (
        "Grist",
        ["Email", "Nom", "Prénom", "UAI", "Thème choisi", "Created At"],
        ["lise.aubry@ac-poitiers.fr", "Aubry", "Lise", "0860002K", "Créer", "2024-06-12 14:05:33"],
    ),
    "Jotform": (
        "Grist",
        ["Submission Date", "Prénom", "Nom", "E-mail", "UAI", "Modules souhaités"],
        ["2024-06-12 14:05:33", "Lise", "Aubry", "lise.aubry@ac-poitiers.fr", "0860002K", "Créer"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", VARIANTES)
def test_another_writing_of_the_same_export(scene: Scene, nom: str) -> None:
    outil, headers, row = VARIANTES[nom]
    # The year given must not make of it the list of those who received the offer.
    result = scene.un(lignes([headers, row], ",", quoted=True), annee="2024-2025")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 1, "ajoutees": 1})
    assert scene.table("reponse", "formulaire", "date_reponse", "uai") == [(outil, JOUR, "0860002K")]
    assert scene.sql("SELECT count(personne) FROM reponse") == [(1,)]
    nulle_part(scene, "aubry", "192.168", "738763676", "anonyme", "idées")


@pytest.mark.parametrize(
    ("entete", "commencee"),
    [
        ("#,UAI,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID",
         "qsdf,0860002K,started,2024-06-13 08:00:11,2024-06-13 08:01:00,,653e97acaf"),
        ("CLE,UAI,DATE_SAISIE,DATE_ENREG,PROGRESSION", "2,0860002K,13/06/2024 10:00:11,13/06/2024 10:05:11,En cours"),
        ("Respondent ID,Collector ID,Date Modified,UAI", ",,,Open-Ended Response"),
    ],
    ids=["Typeform", "Sphinx", "SurveyMonkey, seconde ligne"],
)  # fmt: skip
def test_what_was_never_sent_and_the_choices_of_a_question_are_set_aside(
    scene: Scene, entete: str, commencee: str
) -> None:
    envoyee = ["x", "0860799B", "2024-06-12 10:00:11", "2024-06-12 10:05:11", "Terminé"]
    if entete.startswith("#"):
        envoyee = ["x", "0860799B", "completed", "2024-06-12 08:00:11", "", "2024-06-12 08:05:31", "y"]
    if entete.startswith("Respondent"):
        envoyee = ["118", "45", "2024-06-12 10:05:11", "0860799B"]
    rows = [entete.split(","), commencee.split(","), envoyee]
    assert comptes(scene.un(lignes(rows, ","))) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    assert scene.table("reponse", "uai") == [("0860799B",)]


def test_microsoft_forms_in_english(scene: Scene) -> None:
    """« Name » is the full name of the account: it makes no person, and is kept nowhere."""
    rows = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "UAI", "E-mail académique"],
        [1, JOUR, JOUR, "anonymous", "Lise Aubry", None, "0860002K", "lise.aubry@ac-poitiers.fr"],
        [2, JOUR, None, "anonymous", None, None, "0860002K", None],
    ]  # fmt: skip
    result = scene.un(classeur(rows), "a.xlsx")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 2, "ajoutees": 1, "ecartees": 1})
    assert scene.table("reponse", "numero", "formulaire", "date_reponse") == [("1", "Microsoft Forms", JOUR)]
    assert scene.sql("SELECT count(personne) FROM reponse") == [(1,)]
    nulle_part(scene, "aubry")


def test_a_table_of_answers_that_nothing_dates_is_asked_about(scene: Scene) -> None:
    """Schools and addresses stand in any form: they alone make no list of those who received the offer."""
    rows = [
        ["id", "UAI", "Email", "Nom", "Prénom", "Thème choisi"],
        ["1", "0860002K", "a@x.fr", "A", "B", "Créer"],
    ]
    result = scene.un(lignes(rows, ","), annee="2024-2025")
    assert (result.import_id, comptes(result)) == (None, {})
    assert "--jeu offre" in result.problemes[0].message
    told = scene.un(lignes(rows, ","), annee="2024-2025", jeu="offre")
    assert (told.jeu, comptes(told)) == ("offre", {"lues": 1, "ajoutees": 1})


def test_a_list_of_addresses_with_what_such_lists_hold_needs_no_question(scene: Scene) -> None:
    rows = [
        ["Civilité", "Nom", "Prénom", "Mail", "UAI", "Nom de l'établissement", "Commune", "Discipline"],
        ["Mme", "Aubry", "Lise", "a@x.fr", "0860002K", "Collège", "Poitiers", "Lettres"],
    ]
    assert comptes(scene.un(lignes(rows, ";"), annee="2024-2025")) == {"lues": 1, "ajoutees": 1}


def test_a_date_of_creation_alone_makes_no_answer(scene: Scene) -> None:
    rows = [["Créé le", "Objet", "Avancée"], ["2024-06-12", "Imprimante", "Fait"]]
    result = scene.un(lignes(rows, ";"))
    assert (result.import_id, comptes(result)) == (None, {})


def test_a_numbered_list_of_those_who_received_the_offer_is_no_list_of_answers(scene: Scene) -> None:
    rows = [["N°", "UAI", "Date d'envoi", "Mail", "Nom"], ["1", "0860799B", "12/06/2024", "a@x.fr", "A"]]
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, comptes(result)) == ("offre", {"lues": 1, "ajoutees": 1})


def test_numbered_rows_with_a_school_are_no_answers(scene: Scene) -> None:
    """A list of requests, of lent devices: a number and a code of school stand there too."""
    rows = [["N°", "Date", "UAI", "Objet", "Statut"], ["1", "12/06/2024", "0860799B", "Réseau", "Clos"]]
    result = scene.un(lignes(rows, ";"), annee="2023-2024")
    assert (result.import_id, comptes(result)) == (None, {})


def test_the_date_on_which_a_school_was_made_makes_no_answer(scene: Scene) -> None:
    result = scene.un("UAI;Nom;Date de création\n0860799B;Jules Verne;12/06/1984")
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 1, "ajoutees": 1})
