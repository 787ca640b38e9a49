"""What is kept by hand may be written in a form, one answer for each record: it is no answer to the offer."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes, csv_bytes, recognised

_MICROSOFT = {"ID": "1", "Heure de début": "12/10/2023 20:00", "Heure de fin": "12/10/2023 20:05"}
_MICROSOFT |= {"Adresse de messagerie": "anonymous", "Nom": ""}
_GOOGLE = {"Horodateur": "12/10/2023 20:00:00"}
_RENCONTRE = {"Date de l'atelier": "12/10/2023", "Organisateur": "Orks", "Type": "Atelier"}


def _source(*questions: dict[str, str]) -> bytes:
    cells = {header: cell for asked in questions for header, cell in asked.items()}
    return csv_bytes(list(cells), [list(cells.values())])


def test_a_form_filled_in_after_each_meeting_is_a_list_of_meetings(scene: Scene) -> None:
    """The tool's own columns were as many as those of the meeting: twelve parents were one answer to the offer."""
    result = scene.un(_source(_MICROSOFT, _RENCONTRE, {"Nombre de parents": "12"}))
    assert (result.jeu, result.etat) == ("atelier_parentalite", "importé")
    assert scene.table("atelier_parentalite", "organisateur", "parents") == [("Orks", 12)]


@pytest.mark.parametrize(
    ("questions", "lacking"),
    [
        ((_MICROSOFT, {"Date de l'atelier": "12/10/2023", "Commune": "Poitiers", "Nombre de parents": "12", "Nombre d'enfants": "5"}),
         "« Ateliers et formations pour les parents », où il manque les colonnes « Type », « Organisateur »"),
        ((_GOOGLE, {"Date de la visite": "12/10/2023", "UAI": "0860002K", "Public": "50", "Nombre de filles": "24"}),
         "« Numérixplore », où il manque la colonne « Élèves de 4ème »"),
    ],
    ids=["microsoft", "google"],
)  # fmt: skip
def test_a_form_of_records_that_lacks_a_column_is_no_answer_either(
    scene: Scene, questions: tuple[dict[str, str], ...], lacking: str
) -> None:
    result = scene.un(_source(*questions))
    assert (result.jeu, result.etat) == (None, "refusé")
    assert f"Le plus proche est {lacking}." in result.problemes[0].message
    assert scene.un(_source(*questions), jeu="reponse").etat == "importé"


@pytest.mark.parametrize(
    "questions",
    [
        (_GOOGLE, {"UAI": "0860002K", "Établissement": "Collège A", "Thème": "Pix", "Remarques": "", "Nombre d'élèves": "24"}),
        (_MICROSOFT, {"UAI": "0860002K", "Date": "12/10/2023", "Thème": "Pix", "Établissement": "Collège A", "Observations": ""}),
    ],
    ids=["google", "microsoft"],
)  # fmt: skip
def test_a_question_on_a_theme_or_on_a_day_is_one_of_the_offer(questions: tuple[dict[str, str], ...]) -> None:
    assert recognised(_source(*questions)) == ["reponse"]


@pytest.mark.parametrize(
    "entete", ["Session;Date;Lieu;Intitulé;Nb inscrits;Nb présents", "Date;Lieu;Action;Participants;Temps"]
)
def test_what_sheets_about_anything_have_in_common_names_no_data_set(scene: Scene, entete: str) -> None:
    """« Il manque Type et Organisateur »: whoever added them counted the teachers of a training as parents."""
    (told,) = scene.un(f"{entete}\n{';' * entete.count(';')}x").problemes
    assert "pour les parents" not in told.message
    assert told.message.startswith("Aucun jeu de données ne correspond aux colonnes trouvées")


@pytest.mark.parametrize("beside", ["Inscrits", "Nb d'inscrits", "Stagiaires", "Enseignants"])
def test_a_list_of_trainings_is_none_of_meetings_with_parents(scene: Scene, beside: str) -> None:
    """Its participants were parents, where nothing spoke of parents and something did of trainings."""
    rows = f"Date;Type;Organisateur;Intitulé;{beside};{{}}\n12/01/2024;Formation;Canopé;Scratch;15;12"
    refused = scene.un(rows.format("Participants"))
    assert refused.jeu is None
    assert "--jeu atelier_parentalite" in refused.problemes[0].message
    assert scene.un(rows.format("Participants"), jeu="atelier_parentalite").import_id
    assert scene.un(rows.format("Parents présents")).jeu == "atelier_parentalite"


_RENCONTRES = "Date;Type;Organisateur;Intitulé;Participants\n12/01/2024;Formation;{};{};12"


def test_participants_of_nobody_knows_what_are_asked_about(scene: Scene) -> None:
    """Twelve teachers at the Atelier Canopé were twelve parents, in a sheet whose headers are all of any sheet."""
    trainings = _RENCONTRES.format("Canopé", "Familiarisation avec Scratch")
    refused = scene.un(trainings)
    assert refused.jeu is None
    assert refused.problemes[0].message.startswith(
        "Rien dans ce tableau ne dit qui compte « Participants » :"
    )
    assert scene.un(trainings, jeu="atelier_parentalite").import_id
    assert scene.un("UAI;Date;Nombre d'élèves\n0860002K;12/01/2024;28").jeu == "numerixplore"


@pytest.mark.parametrize(
    ("organisateur", "theme", "titre"),
    [
        ("Orks", "Les écrans", ""),
        ("Trousse à Projets", "Les écrans", ""),
        ("Canopé", "Les écrans en famille", ""),
        ("Collège", "Les écrans", "Parentalité, bilan\n\n"),
    ],
)
def test_what_speaks_of_parents_tells_who_took_part(
    scene: Scene, organisateur: str, theme: str, titre: str
) -> None:
    result = scene.un(titre + _RENCONTRES.format(organisateur, theme))
    assert (result.jeu, result.comptes.ajoutees) == ("atelier_parentalite", 1)


@pytest.mark.parametrize(
    ("nom", "jeu"),
    [("Ateliers parents 2024.csv", "atelier_parentalite"), ("ateliers_parentalité.csv", "atelier_parentalite"), ("formations.csv", None)],
)  # fmt: skip
def test_the_name_of_the_file_tells_who_took_part(scene: Scene, nom: str, jeu: str | None) -> None:
    assert scene.un(_RENCONTRES.format("Centre social", "Les écrans"), nom).jeu == jeu


@pytest.mark.parametrize(
    ("entete", "nearest"),
    [
        ("Prénom;Nom;Adresse de courriel;État;Commencé le;Terminé;Note/10,00", False),
        ("Organisation;ID Pix;Nom;Prénom;Certifiable;Score", False),
        ("Nom;Prénom;Mail;Discipline", True),
        ("Année scolaire;UAI;4ème A;4ème B;4ème C", False),
    ],
)
def test_a_list_of_results_is_nearly_nothing(scene: Scene, entete: str, nearest: bool) -> None:
    """« Il manque UAI »: with it, pupils and their scores were teachers to whom the offer was sent."""
    (told,) = scene.un(f"{entete}\n{';' * entete.count(';')}x").problemes
    closest = ("Offre envoyée", "« Établissements »", "Indice de position")
    assert any(title in told.message for title in closest) is nearest


@pytest.mark.parametrize(
    ("sent", "begun"),
    [
        ({"ID de la réponse": "1", "Date de soumission": "2023-09-12 10:00:00", "Dernière page": "1"},
         {"ID de la réponse": "2", "Date de soumission": "", "Dernière page": "1"}),
        ({"Serial": "1", "SID": "8", "Submitted Time": "12/09/2023 - 10:00", "Draft": "0"},
         {"Serial": "2", "SID": "9", "Submitted Time": "12/09/2023 - 10:05", "Draft": "1"}),
    ],
    ids=["limesurvey", "framaforms"],
)  # fmt: skip
def test_a_record_that_was_never_sent_is_none(
    scene: Scene, sent: dict[str, str], begun: dict[str, str]
) -> None:
    """An intervention begun twice in a form counted twice."""
    record = {
        "Date de l'intervention": "12/09/2023",
        "Nature de l'intervention": "Formation",
        "UAI": "0860002K",
    }
    record |= {"Nombre d'enseignants": "12", "Nombre d'élèves": "0"}
    rows = [list((tool | record).values()) for tool in (sent, begun)]
    result = scene.un(csv_bytes(list(sent | record), rows))
    assert result.jeu == "intervention"
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    assert any("jamais envoyé" in p.message for p in result.problemes)


def test_a_log_with_hours_is_no_form_of_microsoft(scene: Scene) -> None:
    head = "ID;Date;Heure de début;Heure de fin;UAI;Nature"
    result = scene.un(f"{head}\n1;12/09/2023;9h;;0860002K;Formation\n2;13/09/2023;9h;12h;0860002K;Formation")
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 2, "ajoutees": 2})
