"""Answers to a form about something else than the offer are not counted as replies to it, whatever tool they come from."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes, csv_bytes
from tne.spec import fold

GOOGLE, LE = "Horodateur", "12/06/2024 10:03:12"
MICROSOFT = ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom")


@pytest.mark.parametrize(
    ("question", "dit"),
    [
        ("Êtes-vous satisfait(e) de l'atelier ?", "enquête de satisfaction"),
        ("La formation a-t-elle répondu à vos attentes ?", "enquête de satisfaction"),
        ("Recommanderiez-vous cette formation ?", "enquête de satisfaction"),
        ("Votre enfant est en classe de", "s'adresse à des parents"),
        ("Êtes-vous parent d'élève ?", "s'adresse à des parents"),
    ],
)
def test_they_are_refused_with_the_question_that_tells_it(scene: Scene, question: str, dit: str) -> None:
    result = scene.un(csv_bytes([GOOGLE, question, "Autre"], [[LE, "Oui", "x"]]))
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert message.startswith(f"La question « {question} » ")
    assert dit in message
    assert "--jeu reponse" in message


@pytest.mark.parametrize(
    ("questions", "dit"),
    [
        (("En quelle classe es-tu ?", "Téléphone"), "s'adresse à des élèves"),
        (("Quel est ton âge ?",), "s'adresse à des élèves"),
        (("UAI de l'école", "Combien de tablettes avez-vous ?"), "« Équipements et ressources des établissements »"),
        (("Nom de votre école", "Votre débit est-il suffisant ?"), "« Équipements et ressources des établissements »"),
        (("Quel est votre métier ?", "Que pensez-vous de l'IA ?"), "Aucune de ces questions (« Quel est votre métier ? », « Que"),
        (("Lieu de vie habituel", "Date de la rupture", "Âge", "Code postal du domicile", "Suite donnée"), "du domicile », …)"),
        (("Serez-vous au repas de fin d'année ?", "Choix du plat"), "ne parle de l'offre de formation"),
    ],
)  # fmt: skip
def test_a_form_about_anything_else_is_no_reply_whoever_answers(
    scene: Scene, questions: tuple[str, ...], dit: str
) -> None:
    """Pupils, patients and guests were teachers who had answered the offer: any form of which nothing was known was one of it."""
    cells = {"UAI de l'école": "0860002K"}
    source = csv_bytes(
        [GOOGLE, "Adresse e-mail", *questions],
        [[LE, "a@exemple.fr", *(cells.get(q, "x") for q in questions)]],
    )
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert dit in message
    assert "--jeu reponse" in message
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    ("questions", "nom"),
    [
        (("UAI", "Quel est votre métier ?", "Que pensez-vous de l'IA ?"), "a.csv"),
        (("Quel est votre métier ?", "Quel créneau vous convient ?", "Avez-vous le wifi ?"), "a.csv"),
        (("Quel est votre métier ?", "Que pensez-vous de l'IA ?"), "offre de formation.csv"),
        (("Avis", "Discipline", "G01Q01", "Quel est votre métier ?"), "a.csv"),
        (("Nom de l'établissement", "Type d'établissement", "Code postal", "Numéro de téléphone"), "a.csv"),
    ],
    ids=["école", "créneau", "nom du fichier", "une question", "qui répond"],
)
def test_where_something_may_be_of_the_offer_they_are_replies(
    scene: Scene, questions: tuple[str, ...], nom: str
) -> None:
    row = [LE, "a@exemple.fr", *("0860002K" if q == "UAI" else "x" for q in questions)]
    source = csv_bytes([GOOGLE, "Adresse e-mail", *questions], [row])
    assert comptes(scene.un(source, nom)) == {"lues": 1, "ajoutees": 1}


def test_any_tool_of_forms_is_looked_at(scene: Scene) -> None:
    row = ["1", "12/06/2024 10:00", "12/06/2024 10:03", "a@exemple.fr", "", "4"]
    result = scene.un(csv_bytes([*MICROSOFT, "Votre satisfaction de 1 à 5"], [row]))
    assert result.jeu is None


def test_someone_may_say_that_they_are_replies_all_the_same(scene: Scene) -> None:
    source = csv_bytes([GOOGLE, "Êtes-vous satisfait du calendrier ?"], [[LE, "Oui"]])
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    "questions",
    [
        ("Quels modules vous intéressent ?", "Avez-vous été satisfait des formations de l'an dernier ?"),
        ("Souhaitez-vous vous inscrire ?", "Recommanderiez-vous le plan de l'an dernier ?"),
        ("Qu'attendez-vous de ces formations ?", "Enseignez-vous à des parents ?"),
    ],
)
def test_replies_to_the_offer_go_in(scene: Scene, questions: tuple[str, ...]) -> None:
    source = csv_bytes([GOOGLE, "Adresse e-mail", *questions], [[LE, "a@exemple.fr", "x", "y"]])
    assert comptes(scene.un(source)) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    "question", ["Combien serez-vous ?", "Nombre de personnes", "Nombre d'adultes", "Billet"]
)
def test_those_who_come_to_a_meeting_are_no_replies(scene: Scene, question: str) -> None:
    """Families were teachers who had answered the offer."""
    source = csv_bytes([GOOGLE, "Adresse e-mail", question], [[LE, "a@exemple.fr", "2"]])
    (problem,) = scene.un(source).problemes
    assert problem.message.startswith(f"« {question} » se demande pour une rencontre")
    assert "« Ateliers et formations pour les parents »" in problem.message
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    "entete",
    ["Nom;Prénom;Mail;Atelier;Nombre d'enfants", "Nom;Prénom;Mail;UAI;Atelier;Classe de l'enfant", "Nom;Prénom;Mail;UAI;Nb de personnes"],
)  # fmt: skip
def test_a_list_of_those_who_come_is_not_nearly_the_one_of_the_offer(scene: Scene, entete: str) -> None:
    """« Offre envoyée aux enseignants, où il manque UAI »: with it, parents were teachers who had received the offer."""
    result = scene.un(f"{entete}\n{';'.join('x' for _ in entete.split(';'))}")
    (problem,) = result.problemes
    assert "« Ateliers et formations pour les parents »" in problem.message
    assert "Offre envoyée" not in problem.message


@pytest.mark.parametrize("cree", ["Créé le", "Created At"])
@pytest.mark.parametrize(
    ("colonnes", "manque"),
    [
        ({"Nom": "Pix", "Date": "12/03/2024", "UAI": "0860002K", "Durée": "2"}, "« Interventions des médiateurs », où il manque la colonne « Nature »"),
        ({"Matériel": "Micro", "UAI": "0860002K", "Qté": "1", "État": "Livré"}, "« Équipements et ressources des établissements »"),
        ({"ID": "345", "Titre": "Tableau en panne", "UAI": "0860002K", "Statut": "Clos"}, ""),
        ({"Matériel": "Micro", "UAI": "0860002K", "Mail": "a@exemple.fr", "Qté": "1"}, ""),
    ],
    ids=["interventions", "équipements", "demandes", "demandes de quelqu'un"],
)  # fmt: skip
def test_the_day_on_which_a_row_was_made_makes_no_reply_of_it(
    scene: Scene, colonnes: dict[str, str], manque: str, cree: str
) -> None:
    """Notion, Airtable, Baserow and NocoDB write it of any table: each row was an answer to the offer, without a word."""
    source = csv_bytes([*colonnes, cree], [[*colonnes.values(), "11/03/2024 09:12"]])
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == (None, {})
    assert manque in result.problemes[0].message
    assert "Ressources pour les parents" not in result.problemes[0].message
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    "colonnes",
    [
        {"E-mail": "a@exemple.fr", "Thème choisi": "Pix"},
        {"Nom": "Valjean", "Prénom": "Jean", "UAI": "0860002K", "Thème": "Pix"},
        {"UAI": "0860002K", "Modules souhaités": "Pix", "Durée": "2 jours"},
    ],
    ids=["adresse", "nom et prénom", "modules"],
)
def test_the_day_of_a_reply_may_be_the_one_on_which_its_row_was_made(
    scene: Scene, colonnes: dict[str, str]
) -> None:
    result = scene.un(csv_bytes([*colonnes, "Créé le"], [[*colonnes.values(), "11/03/2024 09:12"]]))
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 1, "ajoutees": 1})


@pytest.mark.parametrize(
    "entete",
    ["E-mail", "Nom;Prénom;E-mail;Établissement", "Contact;E-mail;Téléphone;Commune;Modifié le", "Nom;Prénom;UAI;Discipline"],
)  # fmt: skip
def test_a_list_of_contacts_is_no_list_of_replies(scene: Scene, entete: str) -> None:
    """Each person of whom a base tells when their row was made had answered the offer."""
    columns = entete.split(";")
    cells = {"E-mail": "a@exemple.fr", "UAI": "0860002K", "Modifié le": LE}
    source = csv_bytes(
        [*columns, "Créé le"], [[*(cells.get(c, "Valjean") for c in columns), "11/03/2024 09:12"]]
    )
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == (None, {})
    assert result.problemes[0].message.startswith("Aucune question dans ce tableau")
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize("question", ["Année scolaire", "Nombre"])
def test_whoever_answers_may_say_for_which_year(scene: Scene, question: str) -> None:
    source = csv_bytes(["E-mail", question, "Créé le"], [["a@exemple.fr", "2023-2024", "11/03/2024 09:12"]])
    result = scene.un(source, annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 1, "ajoutees": 1})


@pytest.mark.parametrize(
    "entete",
    [
        ("id", "email", "name", "note", "subscribed_to_emails", "created_at"),
        ("Adresse mail", "Prénom", "Créé le", "Date d'abonnement"),
        ("CONTACT ID", "EMAIL", "PRENOM", "SMS", "Created at"),
    ],
)
def test_the_subscribers_of_a_newsletter_are_no_replies(scene: Scene, entete: tuple[str, ...]) -> None:
    """An address and the day on which it came: the parents who get the letter were counted as teachers who replied."""
    cells = {"email": "a@exemple.fr", "adressemail": "a@exemple.fr", "createdat": LE, "creele": LE}
    source = csv_bytes(entete, [[cells.get(fold(h), "x") for h in entete]])
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert "liste d'abonnés ou de contacts" in message
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}


@pytest.mark.parametrize(
    ("questions", "modele"),
    [
        (
            ("Quel type d'intervention souhaitez-vous ?", "Description du projet"),
            "Interventions des médiateurs",
        ),
        (
            ("Souhaitez-vous être accompagné par un médiateur ?", "Pour quel projet ?"),
            "Interventions des médiateurs",
        ),
        (("Nature de l'intervention", "Date souhaitée", "Nombre d'élèves"), "Interventions des médiateurs"),
        (
            ("Quel matériel souhaitez-vous emprunter ?", "Jusqu'à quand ?"),
            "Équipements et ressources des établissements",
        ),
        (("Combien de classes souhaitez-vous inscrire à Numérixplore ?", "Créneau préféré"), "Numérixplore"),
    ],
)
def test_a_request_is_no_reply_to_the_offer(scene: Scene, questions: tuple[str, ...], modele: str) -> None:
    """« Souhaitez-vous » of a form to ask for a médiateur, for a loan or for a day with pupils made each request a reply."""
    header = [GOOGLE, "Adresse e-mail", "Votre établissement (UAI)"]
    cells = [LE, "a@exemple.fr", "0860002K"]
    source = csv_bytes([*header, *questions], [[*cells, *("x" for _ in questions)]])
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert message.startswith("La question « ")
    assert f"dans le modèle « {modele} »" in message
    assert "--jeu reponse" in message
    assert comptes(scene.un(source, jeu="reponse")) == {"lues": 1, "ajoutees": 1}
    beside = csv_bytes(
        [*header, *questions, "Modules choisis"], [[*cells, *("x" for _ in questions), "Radio"]]
    )
    assert scene.un(beside, "b.csv").jeu == "reponse", "whoever asks for both has replied"
