"""Sheets of attendance: presence in words, in one box or in several; an empty box is never an absence."""

from __future__ import annotations

import pytest

from tests.formes.ecrire import lignes, nulle_part
from tests.importing.scene import CODES, SESSION, Scene, codes, comptes
from tne.importing import Resultat

ENTETE = [*SESSION, "État de l'inscription", "UAI", "E-mail"]
LIGNE = [*CODES, "Inscrit", "0860799B"]


def _liste(headers: list[str], boxes: list[list[str]], sans_etat: bool = False) -> bytes:
    rows = [[*ENTETE, *headers], *([*LIGNE, f"p{i}@x.fr", *row] for i, row in enumerate(boxes))]
    return lignes([r[:4] + r[5:] for r in rows] if sans_etat else rows, ";")


def _presences(scene: Scene) -> list[str | None]:
    (row,) = scene.sql("SELECT list(presence ORDER BY _ligne) FROM inscription")
    found: list[str | None] = row[0]
    return found


@pytest.mark.parametrize(
    ("headers", "boxes"),
    [
        (["Présence"], [["Oui"], ["Non"], [""]]),
        (["Présence"], [["1"], ["0"], [""]]),
        (["Présence"], [["✓"], ["✗"], [""]]),
        (["Présent"], [["VRAI"], ["FAUX"], [""]]),
        (["Présent(e)"], [["P"], ["A"], [""]]),
        (["P/A"], [["p"], ["a"], [""]]),
        (["Présence"], [["P"], ["ABI"], ["N/A"]]),
        (["Emargement"], [["Signé"], ["Absence injustifiée"], ["Non traité"]]),
        (["Présent", "Absent"], [["x", ""], ["", "X"], ["", ""]]),
        (["Présent", "Absent"], [["x", "-"], ["–", "x"], ["-", "-"]]),
        (["Absents", "Présents"], [["", "1"], ["1", ""], ["", ""]]),
        (["P", "A"], [["✔", ""], ["", "✔"], ["", ""]]),
        (["Présent", "Absent"], [["Oui", "Non"], ["Non", "Oui"], ["Non", "Non"]]),
        (["Présent", "Absent"], [["Oui", ""], ["Non", ""], ["", ""]]),
        (["Absent"], [["non"], ["oui"], [""]]),
        (["Absence"], [["0"], ["Absent"], [""]]),
    ],
)
def test_three_states_however_they_are_ticked(
    scene: Scene, headers: list[str], boxes: list[list[str]]
) -> None:
    assert comptes(scene.un(_liste(headers, boxes))) == {"lues": 3, "ajoutees": 3}
    assert _presences(scene) == ["Présent", "Absent", None]


def test_a_third_box_for_excuses(scene: Scene) -> None:
    boxes = [["x", "", ""], ["", "x", ""], ["", "x", "x"], ["", "", "x"], ["", "Absent excusé", ""]]
    scene.un(_liste(["Présent", "Absent", "Excusé"], boxes))
    assert _presences(scene) == ["Présent", "Absent", "Absent excusé", "Absent excusé", "Absent excusé"]


def test_both_boxes_ticked_are_refused_by_line(scene: Scene) -> None:
    result = scene.un(_liste(["Présent", "Absent"], [["x", ""], ["x", "x"]]), valides_seulement=True)
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    (problem,) = [p for p in result.problemes if p.code == "presence_invalide"]
    assert (problem.ligne, problem.colonne, problem.valeur) == (3, "Présent", "Présent et Absent")
    assert problem.suggestion is None, "which box is wrong, nobody here knows"


def test_a_sheet_of_presences_without_states_counts_the_registered(scene: Scene) -> None:
    """Said, and never against a list that knows more: who withdrew stays so, whichever comes first."""
    sheet = _liste(["Présent", "Absent"], [["", "x"], ["x", ""]], sans_etat=True)
    result = scene.un(sheet)
    assert (result.jeu, comptes(result), codes(result)) == (
        "inscription",
        {"lues": 2, "ajoutees": 2},
        ["colonne_absente"],
    )
    assert scene.table("inscription", "etat", "presence") == [("Inscrit", "Absent"), ("Inscrit", "Présent")]
    known = [ENTETE, [*LIGNE[:4], "Désisté", "0860799B", "p0@x.fr"]]
    listed = scene.un(lignes(known, ";"), "b.csv")
    after = [("Désisté", "Absent"), ("Inscrit", "Présent")]
    assert scene.table("inscription", "etat", "presence") == after
    scene.verifier("inscription")
    scene.annuler(result.import_id)
    assert scene.table("inscription", "etat") == [("Désisté",)]
    scene.un(sheet + b"\n", "c.csv")
    assert scene.table("inscription", "etat", "presence") == after
    scene.annuler(listed.import_id)
    assert scene.table("inscription", "etat") == [("Inscrit",), ("Inscrit",)]


def _told(result: Resultat) -> list[str]:
    return [p.message for p in result.problemes if p.code == "colonne_absente"]


def test_a_list_without_presences_says_so(scene: Scene) -> None:
    result = scene.un(_liste(["Paraphe"], [["vu"]]))
    (said,) = _told(result)
    assert "Aucune colonne de présence" in said
    assert "« Paraphe »" in said
    assert not _told(scene.un(_liste(["Absent"], [["x"]]), "b.csv"))
    assert not _told(scene.un(_liste([], [[]]), "c.csv")), "before the sessions, no column is waited for"


def test_a_list_of_people_by_session_without_state_nor_presence_is_no_list_of_sessions(scene: Scene) -> None:
    """Of « Compléments des sessions » it has the key alone: it would name records and say nothing of them."""
    rows = [[*SESSION, "UAI", "E-mail"], [*CODES, "0860799B", "a@x.fr"], [*CODES, "0860016A", "b@x.fr"]]
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, result.import_id) == (None, None)
    (problem,) = result.problemes
    assert (
        "« Inscriptions et présences », où il manque la colonne « État de l'inscription »" in problem.message
    )


INSCRITS = {
    "Sofia-FMO": (
        "Dispositif : code;Dispositif : libellé;Module : code;Groupe : identifiant;Session;Début;Fin;Stagiaire : nom;Stagiaire : prénom;Stagiaire : email;Stagiaire : UAI;Inscription : statut;Présence",
        "23A0130001;TNE;M1;G1;1;12/06/2024 09:00;12/06/2024 12:00;Aubry;Lise;lise.aubry@ac-poitiers.fr;0860799B;Retenu;Présent",
    ),
    "GAIA": (
        "N° dispositif;Code module;N° groupe;N° session;Début;Nom d'usage;Prénom;Mail;RNE;Candidature;Présent (O/N)",
        "23A0130001;M1;G1;1;12/06/2024;Aubry;Lise;lise.aubry@ac-poitiers.fr;0860799B;Retenu;O",
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", INSCRITS)
def test_registrations_under_the_headers_of_the_plan_are_not_the_plan(scene: Scene, nom: str) -> None:
    """They repeat what the plan says of each session: read as the plan, every registration would be lost without a word."""
    rows = [line.split(";") for line in INSCRITS[nom]]
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, comptes(result)) == ("inscription", {"lues": 1, "ajoutees": 1})
    assert scene.table("inscription", "dispositif_code", "groupe_id", "etat", "presence", "uai") == [
        ("23A0130001", "G1", "Retenu", "Présent", "0860799B")
    ]
    nulle_part(scene, "aubry")
    # Where the registration cannot be read, nothing is.
    told = scene.un(lignes([[c for j, c in enumerate(r) if j != 3] for r in rows], ";"), "b.csv")
    assert (told.jeu, told.import_id) == (None, None)


def test_states_that_count_nowhere_and_presences_not_yet_known(scene: Scene) -> None:
    states = ["En attente", "Pré-inscrit", "Annulée", "Non retenu", "Refusé(e)"]
    seen = ["NC", "À saisir", "", "?", "Non saisi"]
    rows = [
        [*CODES, etat, "0860799B", f"p{i}@x.fr", vu]
        for i, (etat, vu) in enumerate(zip(states, seen, strict=True))
    ]
    assert comptes(scene.un(lignes([[*ENTETE, "Présence"], *rows], ";"))) == {"lues": 5, "ajoutees": 5}
    assert scene.sql("SELECT list(etat ORDER BY _ligne), count(presence) FROM inscription") == [
        (["Liste d'attente", "Liste d'attente", "Désisté", "Non retenu", "Non retenu"], 0)
    ]


def test_a_sheet_of_presences_of_an_unnamed_session_says_what_is_missing(scene: Scene) -> None:
    result = scene.un("Nom;Prénom;UAI;Établissement;Présent;Absent\nAubry;Lise;0860799B;Collège;x;")
    assert "« Inscriptions et présences », où il manque" in result.problemes[0].message
    assert "« Code du dispositif »" in result.problemes[0].message


def test_ticks_alone_say_that_no_absence_is_noted(scene: Scene) -> None:
    """Blank is no absence: with presences alone, the rate of absence would be nought without a word."""
    said = scene.un(_liste(["Présence"], [["x"], ["x"], [""]]))
    assert codes(said) == ["aucune_absence"]
    assert _presences(scene) == ["Présent", "Présent", None]
    for name, boxes in (("b.csv", [["x"], ["Absent"], [""]]), ("c.csv", [["x"], ["x"]])):
        assert "aucune_absence" not in codes(scene.un(_liste(["Présence"], boxes), name))


@pytest.mark.parametrize(
    "entete",
    [
        "Nom;Première participation;Dernière sortie;Durée en réunion;E-mail;Rôle",
        "Name;First Join;Last Leave;In-Meeting Duration;Email;Role",
        "Nom;Heure de participation;Heure de sortie;Durée;E-mail;Rôle",
        "Full Name;Join Time;Leave Time;Duration;Email;Role",
        "Nom complet;Action de l’utilisateur;Horodateur",
        "Full Name;User Action;Timestamp",
        "Nom (nom original);Adresse e-mail de l’utilisateur;Heure d’arrivée;Heure de départ;Durée (minutes);Invité",
        "Name (original name);Email;Join time;Leave time;Duration (minutes);Guest",
        "Nom;Modérateur;Score d'activité;Durée;Temps de parole;Webcam",
        "Prénom;Nom;Adresse de courriel;Établissement;Dernier accès au parcours;Groupes",
    ],
)
def test_who_was_connected_is_no_list_of_presences(scene: Scene, entete: str) -> None:
    row = ["Lise Aubry"] * (entete.count(";") + 1)
    result = scene.un(f"{entete}\n{';'.join(row)}", annee="2023-2024")
    assert (result.jeu, result.etat) == (None, "refusé")
    (said,) = result.problemes
    assert "Importez son export des inscriptions" in said.message
    assert "Aubry" not in said.message


def test_a_report_of_teams_in_sections_is_told_by_its_longest(scene: Scene) -> None:
    """Teams writes a summary, who came, then each time someone came in: UTF-16, with tabs."""
    people = [f"Lise Aubry {n}" for n in range(6)]
    lines = ["1. Summary", "Meeting title\tENT", "Attended participants\t6", "", "2. Participants"]
    lines += ["Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole"]
    lines += [f"{p}\t10/3/23, 5:00:10 PM\t10/3/23, 6:00:10 PM\t1h\ta@exemple.fr\tPresenter" for p in people]
    lines += ["", "3. In-Meeting Activities", "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"]
    lines += [
        f"{p}\t10/3/23, {h}:00:10 PM\t10/3/23, {h}:20:10 PM\t20m\ta@exemple.fr\tPresenter"
        for p in people
        for h in (5, 6)
    ]
    result = scene.un("\r\n".join(lines).encode("utf-16"))
    (said,) = result.problemes
    assert "Importez son export des inscriptions" in said.message


def test_hours_of_arrival_in_a_log_are_no_connections(scene: Scene) -> None:
    rows = "16/09/2025;Formation;0860002K;9h;11h"
    result = scene.un(f"Date de passage;Nature;RNE;Heure d'arrivée;Heure de départ\n{rows}")
    assert (result.jeu, result.etat) == ("intervention", "importé")


def test_a_pivot_table_says_what_to_take(scene: Scene) -> None:
    result = scene.un("Étiquettes de lignes;Formation;Projet;Total général\n0860002K;12;3;15")
    assert "la feuille de ces lignes" in result.problemes[0].message


def test_what_else_would_identify_a_person_is_said(scene: Scene) -> None:
    said = scene.un(f"{';'.join(SESSION)};Nom Prénom;UAI;Présence\n{';'.join(CODES)};Aubry Lise;0860002K;P")
    (problem,) = said.problemes
    assert "ou « NUMEN », ou « Nom » et « Prénom »" in problem.message
    assert "« Nom Prénom » tient le prénom avec le nom" in problem.message


def test_a_sheet_without_states_names_the_columns_that_are_not_read(scene: Scene) -> None:
    """« Inscription » says who withdrew: each counted as registered, and nothing named it."""
    (said,) = _told(scene.un(_liste(["Inscription", "Présent"], [["Désisté", "x"]], sans_etat=True)))
    assert said.endswith("Colonnes non lues : « Inscription ».")
    (said,) = _told(scene.un(_liste(["Présent"], [["x"]], sans_etat=True), "b.csv"))
    assert "non lues" not in said
