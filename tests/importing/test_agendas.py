"""What Outlook and the like export of a calendar: interventions where a nature and a school are told, else a way to tell them."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes, text_bytes
from tne.importing.headers.recognising import names_someone

OUTLOOK = (
    '"Objet","Début","Début le","Fin","Fin le","Journée entière","Rappel (oui/non)","Organisateur d\'une réunion",'
    '"Participants obligatoires","Participants facultatifs","Catégories","Description","Emplacement","Privé"'
)
ANGLAIS = (
    "Subject,Start Date,Start Time,End Date,End Time,All day event,Meeting Organizer,Required Attendees,Categories,"
    "Description,Location,Private"
)
LUS = ("date", "nature", "uai", "theme", "heures")


def _lus(scene: Scene) -> list[tuple[object, ...]]:
    return [(day.day, *others) for day, *others in scene.table("intervention", *LUS)]


def _gardes(scene: Scene) -> str:
    """Everything that the base holds of interventions."""
    return repr(scene.sql("SELECT * FROM log_intervention"))


@pytest.mark.parametrize(
    ("debut", "fin"),
    [("12/3/2024,09:00:00", "12/3/2024,11:30:00"), ("09:00,2024-03-12", "11:30,2024-03-12")],
    ids=["jour puis heure", "heure puis jour"],
)  # fmt: skip
def test_an_outlook_calendar_with_categories_and_places(scene: Scene, debut: str, fin: str) -> None:
    row = f"Prise en main de Pix,{debut},{fin},Faux,Faux,Valjean Jean,Cosette Fauchelevent,Gavroche,Formation,Tél. de Cosette,0860002K,Faux"
    result = scene.un(text_bytes(f"{OUTLOOK}\n{row}"))
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 1, "ajoutees": 1})
    assert _lus(scene) == [(12, "Formation", "0860002K", "Prise en main de Pix", 2.5)]
    assert {"Organisateur d'une réunion", "Participants obligatoires", "Description"}.isdisjoint(
        c for t in result.laissees for c in t.colonnes
    )
    assert not [n for n in ("Valjean", "Cosette", "Gavroche") if n in _gardes(scene)]


def test_an_english_calendar_has_its_month_first_and_its_hours_by_halves_of_a_day(scene: Scene) -> None:
    rows = (
        "Pix,03/12/2024,9:00:00 AM,03/12/2024,11:30:00 AM,False,Valjean,,Formation,,0860002K,False",
        "Veille,03/08/2024,10:00 PM,03/09/2024,12:30 AM,False,Valjean,,Technique,,0860002K,False",
        "Stage,03/20/2024,12:00 AM,03/21/2024,12:00 AM,True,Valjean,,Formation,,0860002K,False",
        "Salon,03/21/2024,8:00 AM,03/21/2024,9:00 AM,True,Valjean,,Formation,,0860002K,False",
    )
    scene.un(text_bytes("\n".join([ANGLAIS, *rows])))
    assert [(r[0], r[4]) for r in _lus(scene)] == [(8, 2.5), (12, 2.5), (20, None), (21, None)]


def test_a_calendar_of_thunderbird_has_short_years_and_narrow_spaces(scene: Scene) -> None:
    """Before AM and PM, since its texts come from those of browsers; nothing of such a file was read."""
    rows = [
        f"Pix,03/{d}/24,09:00:00{s}AM,03/{d}/24,02:30:00{s}PM,False,,,Formation,,0860002K,False"
        for d, s in ((12, " "), (14, "\u202f"))
    ]
    scene.un(text_bytes("\n".join([ANGLAIS, *rows])))
    assert [(r[0], r[4]) for r in _lus(scene)] == [(12, 5.5), (14, 5.5)]


def test_private_appointments_are_set_aside(scene: Scene) -> None:
    rows = (
        "Pix,12/03/2024,09:00,12/03/2024,11:30,Faux,Faux,,,,Formation,,0860002K,Faux",
        "Dentiste,13/03/2024,09:00,13/03/2024,10:00,Faux,Faux,,,,,,,Vrai",
    )
    result = scene.un(text_bytes("\n".join([OUTLOOK, *rows])))
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    assert "Dentiste" not in _gardes(scene)


def test_what_was_added_by_hand_says_more_than_a_category_and_a_place(scene: Scene) -> None:
    row = (
        "Pix,12/03/2024,09:00,12/03/2024,11:30,Faux,Faux,,,,Catégorie bleue,,Salle 12,Faux,Formation,0860002K"
    )
    scene.un(text_bytes(f"{OUTLOOK},Nature,UAI\n{row}"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]


@pytest.mark.parametrize(
    ("ajout", "lieu", "ecole"),
    [
        ("Établissement", "Salle 12", "0860002K"),
        ("Collège", "CDI", "0860002K"),
        ("Code UAI", "CDI", "0860002K"),
        ("UAI de l'établissement", "Salle 12", "0860002K"),
        ("Établissement", "0860002K", "Collège Jules Verne"),
        ("Établissement", "0860002K", ""),
    ],
)
def test_a_room_is_no_school_where_a_column_names_it(scene: Scene, ajout: str, lieu: str, ecole: str) -> None:
    """Each row was refused, « Salle 12 » being no UAI."""
    head = f"Objet;Début;Fin;Journée entière;Catégories;Lieu;{ajout}"
    scene.un(text_bytes(f"{head}\nPix;12/03/2024 09:00;12/03/2024 11:30;Faux;Formation;{lieu};{ecole}"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]


ENTETES_SANS_ECOLE = ("Objet;Début;Fin;Journée entière;Catégories;Emplacement", "SUMMARY;DTSTART;DTEND;CLASS;CATEGORIES;LOCATION")  # fmt: skip


@pytest.mark.parametrize("tete", ENTETES_SANS_ECOLE)
def test_rooms_without_their_school_say_what_to_add(scene: Scene, tete: str) -> None:
    """« Salle 12 » was no UAI, « sept chiffres et la lettre », and « Salle informatique » named perhaps someone."""
    salles = ("Salle 12", "CDI", "salle B104", "Salle informatique", "Amphithéâtre", "Bureau n° 3")
    head, hours = tete, "12/03/2024 09:00;12/03/2024 11:30"
    rows = [f"Pix;{hours};Faux;Formation;{salle}" for salle in salles]
    refused = [
        p for p in scene.un(text_bytes("\n".join([head, *rows]))).problemes if p.code == "uai_invalide"
    ]
    assert [p.message for p in refused] == [
        f"« {salle} » est une salle, non un établissement. Écrivez l'UAI de l'établissement, ou ajoutez au tableau une colonne "
        "« UAI » (code ou nom)."
        for salle in salles
    ]
    scene.un(text_bytes("\n".join([f"{head};UAI", *(f"{row};0860002K" for row in rows)])))
    assert {r[2] for r in _lus(scene)} == {"0860002K"}


def test_a_room_in_the_column_of_the_school_asks_for_the_school_there(scene: Scene) -> None:
    (refused,) = scene.un("Date;Nature;UAI\n12/03/2024;Formation;CDI").problemes
    assert refused.message == "« CDI » est une salle, non un établissement. Écrivez l'UAI de l'établissement."


@pytest.mark.parametrize(
    "lieu",
    [
        "Collège, salle 12",
        "Salle 12, école du Parc",
        "Réunion Microsoft Teams",
        "Salle 0860002K",
        "CDI 860002K",
    ],
)
def test_what_says_more_than_a_room_is_no_room(scene: Scene, lieu: str) -> None:
    row = f"Pix;12/03/2024 09:00;12/03/2024 11:30;Faux;Formation;{lieu}"
    (refused, _) = scene.un(text_bytes(f"{ENTETES_SANS_ECOLE[0]}\n{row}")).problemes
    assert "est une salle" not in refused.message


@pytest.mark.parametrize(
    "entete",
    [
        "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private",
        "Objet,Date de début,Heure de début,Date de fin,Heure de fin,Journée entière,Description,Emplacement,Privé",
    ],
)
def test_a_calendar_without_natures_says_what_to_add(scene: Scene, entete: str) -> None:
    row = "Pix,12/03/2024,09:00,12/03/2024,11:30,False,,0860002K,False"
    refused = scene.un(text_bytes(f"{entete}\n{row}"))
    (problem,) = refused.problemes
    assert "Ce tableau est l'export d'un agenda" in problem.message
    assert "deux colonnes, « Nature »" in problem.message
    added = scene.un(text_bytes(f"{entete},Nature,UAI\n{row},Formation,0860002K"))
    assert (codes(added)[:1], _lus(scene)) == (
        ["durees_calculees"],
        [(12, "Formation", "0860002K", "Pix", 2.5)],
    )


def test_categories_that_nobody_filled_in_are_none(scene: Scene) -> None:
    """Outlook has the column in every export: each appointment was refused for want of its nature, one by one."""
    rows = [f"Pix,{d}/03/2024,09:00,{d}/03/2024,11:30,Faux,Faux,,,,,,0860002K,Faux" for d in (12, 13)]
    (problem,) = scene.un(text_bytes("\n".join([OUTLOOK, *rows]))).problemes
    assert "deux colonnes, « Nature »" in problem.message


@pytest.mark.parametrize(
    ("entetes", "cellules", "jeu"),
    [
        ("Date;Début;Organisateur;Type;Parents", "12/03/2024;18h;Orks;Atelier;12", "atelier_parentalite"),
        ("Début;Fin;Organisateur;Type;Catégorie;Parents", "12/03/2024;12/03/2024;Orks;Atelier;REP;12", "atelier_parentalite"),
        ("Date;Début;UAI;Classes;Élèves de 4ème", "12/03/2024;9h;0860002K;2;50", "numerixplore"),
        ("Début;Fin;Nature;UAI;Nombre d'élèves;Participants", "12/03/2024 9h;12/03/2024 11h;Formation;0860002K;20;4", "intervention"),
    ],
)  # fmt: skip
def test_a_calendar_of_something_else_is_what_its_columns_say(
    scene: Scene, entetes: str, cellules: str, jeu: str
) -> None:
    """Kept in columns of a calendar, meetings with parents and visits were appointments, refused one by one."""
    result = scene.un(f"Titre;Toute la journée;Lieu;{entetes}\nUn titre;non;Poitiers;{cellules}")
    assert (result.jeu, result.comptes.ajoutees) == (jeu, 1)


@pytest.mark.parametrize("debut", ["9h", "", "12/03/2024 09:00"])
def test_a_date_beside_the_beginning_is_the_day(scene: Scene, debut: str) -> None:
    """« 9h » was no day, and each record was refused."""
    head = "Date;Début;Durée;Toute la journée;Titre;Nature;UAI;Lieu"
    scene.un(text_bytes(f"{head}\n12/03/2024;{debut};2h30;non;Pix;Formation;0860002K;CDI"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]


BOOKINGS = "Date Time\tCustomer Name\tCustomer Email\tStaff\tService\tLocation\tDuration (mins.)\tCustom Fields\tBooking Id"


def test_appointments_of_bookings(scene: Scene) -> None:
    row = "2024-03-12T09:00:00\tValjean\tv@exemple.invalid\tCosette\tPix\t0860002K\t150\tGavroche\tb1"
    (problem,) = scene.un(text_bytes(f"{BOOKINGS}\n{row}")).problemes
    assert "deux colonnes, « Nature »" in problem.message
    result = scene.un(text_bytes(f"{BOOKINGS}\tNature\n{row}\tFormation"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]
    assert [t.colonnes for t in result.laissees] == [("Booking Id",)]
    assert not [n for n in ("Valjean", "Cosette", "Gavroche") if n in _gardes(scene)]


def test_a_beginning_and_an_end_in_english(scene: Scene) -> None:
    head = "Title,Start,End,All Day,Location,Categories"
    scene.un(text_bytes(f"{head}\nPix,2024-03-12 09:00,2024-03-12 11:30,false,0860002K,Formation"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]


@pytest.mark.parametrize(
    "header",
    ["Required Attendees", "Meeting Organizer", "Participants facultatifs", "Organisateur d'une réunion", "Organisateur de la réunion",
    "Customer Name", "Staff"],
)  # fmt: skip
def test_whoever_came_to_an_appointment_is_never_an_example(header: str) -> None:
    """The page shows some cells of the columns that nothing reads, while a person says what a refused file is."""
    assert names_someone(header)
    assert not names_someone("Organisateur")


ICS = "UID,SUMMARY,DTSTART,DTEND,LOCATION,CATEGORIES,DESCRIPTION,ORGANIZER,ATTENDEE,CLASS,STATUS"


def test_an_ics_turned_into_a_table(scene: Scene) -> None:
    """Headers and moments are those of the format; nothing of such a table was known."""
    rows = (
        "a,Pix,20240312T090000Z,20240312T113000Z,0860002K,Formation,Tél. de Cosette,Valjean,Gavroche,PUBLIC,CONFIRMED",
        "b,Pix,20240313,20240314,0860002K,Formation,,,,,",
        "c,Dentiste,20240314T090000,20240314T100000,,,,,,PRIVATE,",
        "d,Pix,20240315T090000,20240315T100000,0860002K,Formation,,,,,CANCELLED",
    )
    result = scene.un(text_bytes("\n".join([ICS, *rows])))
    assert comptes(result) == {"lues": 4, "ajoutees": 2, "ecartees": 2}
    assert [r[:3] + r[4:] for r in _lus(scene)] == [
        (12, "Formation", "0860002K", 2.5),
        (13, "Formation", "0860002K", None),
    ]
    assert not [n for n in ("Valjean", "Cosette", "Gavroche", "Dentiste") if n in _gardes(scene)]


@pytest.mark.parametrize("tete", ["DTSTART;DTEND;SUMMARY;LOCATION", "SUMMARY;DTSTART;DURATION;CATEGORIES"])
def test_an_ics_without_natures_says_what_to_add(scene: Scene, tete: str) -> None:
    cells = {"DTSTART": "20240312T090000Z", "DTEND": "20240312T113000Z", "SUMMARY": "Pix", "LOCATION": "CDI"}
    row = ";".join(cells.get(h, "") for h in tete.split(";"))
    (problem,) = scene.un(text_bytes(f"{tete}\n{row}")).problemes
    assert "deux colonnes, « Nature »" in problem.message
    added = scene.un(text_bytes(f"{tete};Nature;UAI\n{row};Formation;0860002K"))
    assert (added.comptes.ajoutees, _lus(scene)[0][0]) == (1, 12)


def test_a_summary_with_a_start_and_categories_is_an_appointment(scene: Scene) -> None:
    head = "Summary,Start,End,Location,Categories"
    scene.un(text_bytes(f"{head}\nPix,20240312T090000,20240312T113000,0860002K,Formation"))
    assert _lus(scene) == [(12, "Formation", "0860002K", "Pix", 2.5)]


def _du_fichier_ics(*moments: str) -> bytes:
    rows = [f"a,Pix,{m},0860002K,Formation,,,,PUBLIC,CONFIRMED" for m in moments]
    return text_bytes("\n".join([ICS, *rows]))


def test_hours_in_utc_are_of_the_day_in_paris(scene: Scene) -> None:
    """Midnight of the 12th was of the 11th, « le début et la fin y sont de jours différents »; hours are counted as before."""
    result = scene.un(
        _du_fichier_ics(
            "20240311T230000Z,20240312T230000Z",
            "20240610T220000Z,20240611T220000Z",
            "20240313T090000Z,20240313T113000Z",
            "20240314T230000,20240314T233000",
            "20240315,20240316",
        )
    )
    assert [(d.month, d.day, h) for d, h in scene.table("intervention", "date", "heures")] == [
        (3, 12, None), (3, 13, 2.5), (3, 14, 0.5), (3, 15, None), (6, 11, None)
    ]  # fmt: skip
    assert [p.message for p in result.problemes if p.code == "heures_utc"] == [
        "Les heures de « DTSTART » et « DTEND » qui finissent par Z sont celles de Greenwich : elles sont lues à l'heure du "
        "territoire, et « 20240311T230000Z » est le 12/03/2024."
    ]


def test_hours_in_utc_are_read_among_spaces(scene: Scene) -> None:
    """« 20240311T230000Z » after a space was the evening of the 11th, without a word."""
    scene.un(_du_fichier_ics('" 20240311T230000Z ",20240312T230000Z'))
    assert [d.day for (d,) in scene.table("intervention", "date")] == [12]


def test_hours_in_utc_that_stay_of_their_day_are_read_without_a_word(scene: Scene) -> None:
    result = scene.un(_du_fichier_ics("20240312T090000Z,20240312T113000Z"))
    assert codes(result) == ["durees_calculees"]


def test_hours_in_utc_are_of_the_day_overseas(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "974")
    scene.un(_du_fichier_ics("20240311T200000Z,20240312T200000Z").replace(b"0860002K", b"9740001H"))
    assert [d.day for (d,) in scene.table("intervention", "date")] == [12]


def test_what_is_no_moment_is_refused_as_it_is_written(scene: Scene) -> None:
    (refused, *_) = scene.un(_du_fichier_ics("20240231T230000Z,20240312T113000Z")).problemes
    assert (refused.code, refused.valeur) == ("date_invalide", "20240231T230000Z")
