"""Which column a header names, as people write it."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, SESSION, Scene, comptes, csv_bytes, recognised
from tne.datasets import DATASETS
from tne.importing import Options, reconnaitre
from tne.importing.headers.recognising import names_someone, recognise
from tne.reading import lire

# Headers as people write them: « N° », « Nb », plurals, brackets, colons, accents lost or broken, words turned round.
_ECRITS = {
    "intervention": (
        "N° UAI;Date d'intervention;Natures;Nb d'heures;Nb profs;Nb d'élèves;Observation",
        "RNE:;DATE :;NATURE :;DUREE (h) :;ENSEIGNANTS :",
        "Établissement (UAI);Date;Type d'intervention;Durée (en heures)",
        "UAI de l'etablissement;Date;Nature;Th\ufffdme;?l?ves",
        "UAI;Date;Nature;ThÃ¨me;Ã‰lÃ¨ves",
        "Jour;Type d'action;RNE;Nb d'enseignants concernés;Nombre d'élèves touchés;Temps passé",
        "Date de la séance;Nom du collège;UAI;Nature;Nb profs formés;Nb élèves présents;Thème abordé",
        "Date de la formation;RNE;Nature de l'accompagnement;Profs;Élèves accompagnés;Temps d'intervention",
        "1. Date de l'intervention;2. Nature;3. UAI;4. Nombre d'enseignants;5.1. Élèves",
        "Q1 - Date;Q2 - Nature (à compléter);Q3 - RNE;Question 4 : Élèves",
        "1) Date;2) Nature;3) UAI;4) Durée (h)",
        "Date ?;UAI ?;Nature ?;Combien d'enseignants ?;Combien d'heures ?",
        "Date d'intervention;R.N.E.;Nature;Effectif enseignants;Effectif élèves",
        "Date de l'action;UAI;Type d'intervention;Nb enseignants présents;Nb élèves participants;Durée de la séance",
    ),
    "atelier_parentalite": (
        "DATE:;TYPE:;ORGANISATEUR:;PARENTS (nombre)",
        "Dates;Type;Organisé par;Nbre de parents",
        "Date de l'atelier;Type d'action;Structure organisatrice;Intitulé de l'atelier;Nb de parents présents;Nb d'enfants présents",
        "Date;Type d'atelier;Organisme;Thème de l'atelier;Lieu de l'atelier;Familles présentes;Parents participants",
    ),
    "equipement": (
        "RNE;Types de matériel;Nombre;Etats",
        "Code établissement;Type;Qte;Etat d'avancement;Annee",
        "UAI;Type d'équipement;Quantité livrée;Etat du déploiement;Date de mise en service",
        "UAI;Type;Nb d'équipements;Statut livraison",
    ),
    "numerixplore": (
        "RNE;Date de visite;Élèves de 4e;Filles;Classes",
        "N° UAI;Date de la visite;Nb classes de 4ème;Eleves de 4eme",
        "UAI;Date;Nombre d'élèves de 4e présents;Dont filles;Note moyenne sur 5",
        "UAI;Date de la séance;Élèves rencontrés;Métiers;Note /5",
    ),
    "etablissement": (
        "N° UAI;Nom de l'etablissement;Commune;Public/Privé",
        "RNE;Établissements;Ville;CP",
        "Code UAI;Dénomination;Commune;Circo;Pilote TNE",
        "RNE;Nom de l'école;Circonscription IEN;École pilote",
    ),
    "module": ("Code dispositif;Intitulé du dispositif;Code module;Intitulé du module", "Code dispositif;Code module;Nom du module"),
    "effectif": ("UAI;Année;Niveaux;Nb élèves", "N° RNE;Rentrée;Niveau;Effectif total"),
    "ips": ("RNE;Rentrée;I.P.S.", "UAI;Année scolaire;IPS moyen;Effectif", "N° UAI;Annee scolaire;Indice de position sociale"),
    "offre": ("UAI;Adresse mél;Année", "RNE;Adresse de courriel;Campagne", "UAI;Adresse;Année", "Établissement (UAI);Courriel académique;Campagne", "RNE;Adresses mail;Année"),
    "reponse": (
        "Horodateur;N° UAI de votre établissement;Votre mail académique",
        "Horodateur;1. UAI de votre établissement;2. Votre nom;3. Votre prénom;4. Votre mail académique",
        "Horodateur;Quel est l'UAI de votre collège ?;Adresse",
        "Date de la réponse;Etablissement (UAI);E-mails;Année",
    ),
    "inscription": (
        "Dispositif (code);Module (code);Groupe (identifiant);Session (code);Etat de l'inscription;Adresse",
        "Code dispositif;Code module;Code groupe;N° session;Mél;Etat candidature;Etat présence",
    ),
    "session_complement": (
        "Code dispositif;Code module;Groupe;Session;Operateurs;Nb heures;Hors face à face",
        "Code dispositif;Code module;Groupe;Session;Opérateur;Heures;Heures HFF",
    ),
    "consultation": (
        "Plate-forme;Identifiants;Année;Périodes;Nb de vues",
        "Plateforme;Identifiant;Année;Période;Vues;Visiteurs uniques",
    ),
    "ressource": ("Plate-forme;Réf;Titres;Date de mise en ligne", "Plateforme;ID;Titre de la ressource;Mise en ligne"),
    "objectif": ("Indicateurs;Années;Dept;Objectifs;Origine",),
}  # fmt: skip


@pytest.mark.parametrize(("jeu", "entete"), [(j, e) for j, written in _ECRITS.items() for e in written])
def test_headers_as_people_write_them(jeu: str, entete: str) -> None:
    cells = ";".join(["x"] * (entete.count(";") + 1))
    tableau = lire(f"{entete}\n{cells}\n{cells}\n".encode(), "feuille.csv").principal
    found = recognise(tableau)
    assert [li.dataset.name for li in found.liaisons] == [jeu]
    assert found.ignorees == ()


def test_a_time_of_the_day_is_no_duration_and_two_close_headers_are_none() -> None:
    text = "UAI;Date;Nature;Heure;Nb élèves (matin);Nb élèves (soir)\nx;x;x;x;x;x\n"
    found = recognise(lire(text.encode(), "feuille.csv").principal)
    assert set(found.ignorees) == {"Heure", "Nb élèves (matin)", "Nb élèves (soir)"}


@pytest.mark.parametrize(
    "entete",
    [
        "Date;Genre d'action;UAI;Nb élèves",
        "Date;Nature de l'action menée;UAI;Classes;Élèves;Observations",
        "UAI;Établissement;Nombre d'ordinateurs",
        "UAI;Nom;Commune;Nom du RUPN",
        "RNE;Nom de l'école;Circonscription;Marque;Quantité",
        "Date;Type;Structure;UAI;Participants",
    ],
)
def test_headers_of_sheets_about_anything_make_no_data_set_by_themselves(scene: Scene, entete: str) -> None:
    """A log whose nature stands under another word is no day of Numérixplore, a sheet that names schools no list of them."""
    before = scene.journal()
    result = scene.un(f"{entete}\n{';'.join(['12/06/2024'] * (entete.count(';') + 1))}")
    assert (result.jeu, result.etat) == (None, "refusé")
    assert scene.journal() == before


def test_what_only_one_data_set_speaks_of_needs_no_question() -> None:
    for entete, jeu in (
        ("Date;UAI;Élèves de 4e;Lieu", "numerixplore"),
        ("UAI;Nom;Type", "etablissement"),
        ("UAI;Nom;Commune;Code postal;Téléphone du standard;Site", "etablissement"),
        ("Date;Type;Structure;UAI;Parents;Salle", "atelier_parentalite"),
    ):
        assert recognised(f"{entete}\n{';' * entete.count(';')}x".encode()) == [jeu]


def test_a_box_to_tick_is_no_date_and_no_number() -> None:
    """« O » was refused as the day of a delivery, row by row."""
    entete = "UAI;Type;Livré (O/N);Quantité (oui/non)"
    found = recognise(lire(f"{entete}\nx;x;O;O\n".encode(), "a.csv").principal)
    assert found.ignorees == ("Livré (O/N)", "Quantité (oui/non)")
    assert recognise(lire(b"UAI;Type;Nb livr\xe9s\nx;x;3\n", "a.csv").principal).ignorees == ("Nb livrés",)
    (reading,) = reconnaitre(
        lire(csv_bytes([*SESSION, "Mél", "Présences (O/N)"], [[*CODES, "a@b.fr", "O"]]), "a.csv"), Options()
    )
    assert reading.liaisons[0].colonnes["presence"] == "Présences (O/N)"


def test_the_call_of_a_footnote_changes_no_header() -> None:
    entete = "Date*;Nature de l'intervention (1);N° UAI / RNE;Durée (h)²;Nbre élèves"
    found = recognise(lire(f"{entete}\nx;x;x;x;x\n".encode(), "a.csv").principal)
    assert [li.dataset.name for li in found.liaisons] == ["intervention"]
    assert found.ignorees == ()


def test_a_number_that_belongs_to_the_name_stays() -> None:
    """« 4e », « 2 h »: nothing parts them from what follows as the number of a question is parted."""
    text = "UAI;Date;Nature;1er degré;2023 - élèves\nx;x;x;x;x\n"
    found = recognise(lire(text.encode(), "a.csv").principal)
    assert found.ignorees == ("1er degré", "2023 - élèves")


def test_a_year_given_for_the_file_leaves_its_column_known() -> None:
    header = ["Adresse de messagerie", "UAI d'exercice", "Année scolaire"]
    source = csv_bytes(header, [["a@b.fr", "0860002K", "2023-2024"]])
    (reading,) = reconnaitre(lire(source, "a.csv"), Options(annee="2023-2024"))
    assert reading.titre == DATASETS["offre"].title


@pytest.mark.parametrize(
    "written",
    [
        "Nature (liste)",
        "Nature de l'intervention\n(choisir dans la liste)",
        "Nature (obligatoire)",
        "NATURE (à préciser)",
    ],
)
def test_what_brackets_ask_of_who_fills_in_a_column_is_no_part_of_its_name(
    scene: Scene, written: str
) -> None:
    rows = [["Date", written, "UAI"], ["12/09/2023", "Formation", "0860002K"]]
    assert scene.un(csv_bytes(rows[0], rows[1:])).etat == "importé"


def test_a_header_over_several_lines_is_told_on_one(scene: Scene) -> None:
    (told,) = scene.un(csv_bytes(["Chose\n(autre)", "Machin"], [["a", "b"]])).problemes
    assert "« Chose (autre) »" in told.message


@pytest.mark.parametrize(
    "header", ["UAI d'affectation", "UAI affectation", "Stagiaire : UAI", "RNE d'exercice"]
)
def test_the_school_of_the_trainee_goes_before_that_of_the_place(scene: Scene, header: str) -> None:
    """An export of registrations joined with the plan has « UAI » for the place of training."""
    head = [*SESSION, "UAI", "Lieu", "Adresse mail", header, "État de l'inscription"]
    row = [*CODES, "0860799B", "Atelier Canopé", "a@b.fr", "0860002K", "Inscrit"]
    scene.un(csv_bytes(head, [row]))
    assert scene.table("inscription", "uai") == [("0860002K",)]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("", "12/09/2023", "", ""), False),
        (("12/09/2023", "", "0860002K", ""), False),
        (("12/09/2023", "13/09/2023", "0860002K", ""), True),
    ],
    ids=["second", "first", "both"],
)
def test_of_two_columns_of_one_name_the_one_that_is_filled_is_read(
    scene: Scene, cells: tuple[str, ...], told: bool
) -> None:
    """Every row was refused for want of a date, where a copy of the sheet had left an empty column before."""
    uai = cells[2] or "0860002K"
    rows = [
        [cells[0], cells[1], "Formation", uai, cells[3]],
        [cells[0], cells[1], "Suivi de projet", uai, ""],
    ]
    result = scene.un(csv_bytes(["Date", "DATE", "Nature", "UAI", "UAI"], rows))
    assert result.etat == "importé"
    assert {str(day) for (day,) in scene.table("intervention", "date")} == {
        "2023-09-" + (cells[0] or cells[1])[:2]
    }
    assert ("colonnes_rivales" in [p.code for p in result.problemes]) is told


@pytest.mark.parametrize(
    "header", ["PC portables", "PC portable", "Ordinateurs portables", "Portables", "Nb ordis portables"]
)
def test_a_laptop_is_no_telephone_number(header: str) -> None:
    """Its column was left aside without a word, as those that name someone are."""
    source = csv_bytes(
        ["UAI", "Année", "Type", "Quantité", header], [["0860002K", "2023", "WebTV", "3", "12"]]
    )
    (reading,) = reconnaitre(lire(source, "a.csv"))
    assert (reading.ignorees, reading.personnelles) == ((header,), ())
    assert not names_someone(header)


@pytest.mark.parametrize(
    "header", ["Portable", "Tél. portable", "N° portable", "Téléphones portables", "Portable pro"]
)
def test_the_number_of_a_telephone_names_someone(header: str) -> None:
    assert names_someone(header)


@pytest.mark.parametrize(
    "header",
    ["Employé", "User", "Members", "Personne", "Assigné à - Technicien", "Créé par", "Last modified by", "Demandeur - Demandeur",
     "Nom participant", "Nom complet"],
)  # fmt: skip
def test_who_is_at_work_in_a_tool_is_no_example_of_an_unknown_column(header: str) -> None:
    """Notion, Baserow, Toggl and GLPI name them: their names stood beside what may be given for a column."""
    source = csv_bytes(
        ["Date", "Nature", "UAI", header], [["12/03/2024", "Formation", "0860002K", "Jean Valjean"]]
    )
    (reading,) = reconnaitre(lire(source, "a.csv"))
    assert (reading.ignorees, reading.personnelles) == ((), (header,))


@pytest.mark.parametrize("header", ["Personnes", "Nb techniciens", "Modification", "Client", "Membres"])
def test_a_number_of_people_or_a_thing_names_nobody(header: str) -> None:
    assert not names_someone(header)


def test_what_airtable_looks_up_in_a_linked_table_is_known_under_its_own_name(scene: Scene) -> None:
    header = [
        "Intervention",
        "Date",
        "Nature",
        "École",
        "UAI (from École)",
        "Nom (from École)",
        "Nom (from Contact)",
    ]
    row = ["Pix", "2024-03-12", "Formation", "Jules Verne", "0860002K", "Jules Verne", "Jean"]
    result = scene.un(csv_bytes(header, [row]))
    assert (result.jeu, result.etat) == ("intervention", "importé")
    assert scene.table("intervention", "uai", "etablissement") == [("0860002K", "Jules Verne")]


@pytest.mark.parametrize("header", ["Nom (from École)", "Mail (from Contact)"])
def test_who_is_looked_up_stays_someone(header: str) -> None:
    source = csv_bytes(
        ["Date", "Nature", "UAI", header], [["12/03/2024", "Formation", "0860002K", "Jean Valjean"]]
    )
    (reading,) = reconnaitre(lire(source, "a.csv"))
    assert header not in reading.ignorees


@pytest.mark.parametrize(
    "entete",
    [
        *("ID;Nom;Site", "Réf;Nom;Site", "ID;Nom;Site;Fonction;Mail", "ID;Nom;Site;Visites;Pages vues"),
        *("Identifiant;Nom;Plateforme;Prénom;Mail", "Identifiant;Nom;Plateforme;Mot de passe"),
    ],
)
def test_a_list_of_people_or_of_sites_makes_no_resources(scene: Scene, entete: str) -> None:
    """The names of the people of each site were kept, and shown, as titles of resources."""
    before = scene.journal()
    result = scene.un(f"{entete}\n1;Martin Lise;Poitiers{';x' * (entete.count(';') - 2)}")
    assert (result.jeu, result.etat) == (None, "refusé")
    assert "--jeu ressource" in result.problemes[0].message
    assert scene.journal() == before


@pytest.mark.parametrize("entete", ["Plateforme;ID;Nom", "Site;ID;Titre", "Site;ID;Nom;Thème"])
def test_a_header_of_resources_beside_says_that_names_are_titles(scene: Scene, entete: str) -> None:
    result = scene.un(f"{entete}\nYouTube;a;Pix en famille{';Pix' * (entete.count(';') - 2)}")
    assert (result.jeu, comptes(result)) == ("ressource", {"lues": 1, "ajoutees": 1})
