"""Who holds a ticket, or chose a group in a course, is told apart from who came: refused with what to take instead."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes

BILLETS = {
    "Eventbrite": "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status",
    "Eventbrite, français": "N° de commande,Date de commande,Prénom,Nom de famille,E-mail,Quantité,Type de billet,Lieu",
    "HelloAsso": "Référence commande,Date de la commande,Nom participant,Prénom participant,Email payeur,Billet,Numéro de billet,Tarif",
    "HelloAsso, paiements": "Référence commande,Date de la commande,Nom,Prénom,Email,Formule,UAI",
    "Billetweb": "Numéro,Code barre,Billet,Tarif,Nom,Prénom,Email,Commande,Date,Payé,Utilisé",
    "Weezevent": "Nom,Prénom,Email,Tarif,Numéro de billet,Code-barres,Contrôlé,Date de contrôle",
}
CHOIX = [
    "Nom de famille,Prénom,Numéro d'identification,Adresse de courriel,Groupe,Choix",
    "Nom,Prénom,Adresse de courriel,UAI,Groupe,Choix",
    "Prénom,Nom de famille,Institution,Adresse de courriel,Total du cours (Brut),Dernier téléchargement depuis ce cours",
    "Nom,Prénom,Adresse de courriel,UAI,État,Commencé le,Terminé,Temps utilisé,Note/10",
]


def _refus(scene: Scene, entete: str) -> str:
    result = scene.un(f"{entete}\n{','.join('x' for _ in entete.split(','))}")
    assert (result.jeu, comptes(result)) == (None, {})
    (problem,) = result.problemes
    return problem.message


@pytest.mark.parametrize("outil", BILLETS)
def test_tickets_are_not_who_came(scene: Scene, outil: str) -> None:
    """« Si c'est bien ce jeu de données »: parents with a ticket were offered as replies of teachers."""
    message = _refus(scene, BILLETS[outil])
    assert "une billetterie" in message
    assert "« Ateliers et formations pour les parents »" in message
    assert "Sofia-FMO" in message


@pytest.mark.parametrize("entete", CHOIX)
def test_a_choice_in_a_course_is_no_registration(scene: Scene, entete: str) -> None:
    """« Offre envoyée aux enseignants, où il manque UAI »: with it, whoever chose had received the offer."""
    message = _refus(scene, entete)
    assert "M@gistère ou de Moodle" in message
    assert "Offre envoyée" not in message


def test_the_streets_of_a_college_are_no_list_of_schools(scene: Scene) -> None:
    """« Établissements, où il manque Nom »: with it, each street was a school."""
    message = _refus(scene, "code_insee,libelle_commune,Type_et_Libelle,Parite,Code_RNE,Secteur_unique")
    assert "carte scolaire" in message
    assert "« Annuaire de l'éducation »" in message


def test_a_form_may_ask_for_a_group_and_a_choice(scene: Scene) -> None:
    source = "Horodateur,Adresse e-mail,Prénom,Groupe,Choix\n12/06/2024 10:03:12,a@exemple.fr,Lise,A,Pix"
    assert comptes(scene.un(source)) == {"lues": 1, "ajoutees": 1}


def test_the_price_and_the_bar_code_of_a_thing_are_no_ticket(scene: Scene) -> None:
    source = "UAI,Type,Année scolaire,Quantité,Tarif,Code-barres\n0860002K,WebTV,2023-2024,3,12,123456"
    assert scene.un(source).jeu == "equipement"
