"""Persons are counted, and counted right: by e-mail, NUMEN, or name, first name and school, folded."""

from __future__ import annotations

from typing import Any

import pytest

import tne.importing.rows.persons
from tests.importing.scene import CODES, REGISTRATIONS, Scene, codes, comptes, csv_bytes
from tne.importing.correcting.grouping import groups
from tne.privacy import secret_path


def persons(scene: Scene, *people: tuple[str, str, str, str, str]) -> int:
    """Number of distinct persons among registrations, each to a session of its own."""
    rows = [
        [*CODES[:3], str(i), "Inscrit", uai, email, numen, nom, prenom]
        for i, (uai, email, numen, nom, prenom) in enumerate(people)
    ]
    scene.un(csv_bytes(REGISTRATIONS, rows))
    ((count, kind),) = scene.sql("SELECT count(DISTINCT personne), max(typeof(personne)) FROM inscription")
    assert kind == "UUID"  # sixteen bytes
    return int(count)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("0860002K", "Zoe.A@ac-poitiers.fr", "", "", ""), ("0860799B", " zoe.a@AC-POITIERS.fr ", "", "", "")),
        (("0860002K", "z@ac.fr", "05E1", "A", "B"), ("0860002K", "z@ac.fr", "", "C", "D")),
        (("0860002K", "", "05e0099887xyz", "", ""), ("0860799B", "", "05E 0099887 XYZ", "", "")),
        (("0860002K", "", "", "Éloïse", "Bœuf-Noël"), ("0860002K", "", "", "ELOISE", "boeuf noel")),
        (("0860002K", "", "", "A", "B"), ("086 0002 k", "", "", "A", "B")),
        (("0860002K", "-", "", "A", "B"), ("0860002K", "ND", "-", "A", "B")),
        (("0860002K", "anonymous", "", "A", "B"), ("0860002K", "", "", "A", "B")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "mailto:Z@ac.fr", "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "Zoé A <z@ac.fr>", "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "<z@ac.fr>", "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "z@ac.fr ;", "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", '"A, Zoé" <z@ac.fr>;', "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "Z@ac.fr ; z.a@free.fr", "", "", "")),
        (("0860002K", "z@ac.fr", "", "", ""), ("0860002K", "Zoé A <z@ac.fr>\nmailto:z.a@free.fr", "", "", "")),
        (("0860002K", "", "", "A", "B"), ("0860002K", "ce.0860002k@ac-poitiers.fr", "", "A", "B")),
        (("0860002K", "ce.0860002k@ac.fr", "", "", ""), ("0860002K", "CE.0860002K@ac.fr", "", "", "")),
    ],
    ids=["email", "email first", "numen", "accents", "uai", "marks", "no email", "mailto", "mail name", "angles", "semicolon", "quoted name", "two", "two lines", "name before a school's", "a school's alone"],
)  # fmt: skip
def test_one_person(scene: Scene, one: Any, other: Any) -> None:
    assert persons(scene, one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("0860002K", "a@ac.fr", "", "", ""), ("0860002K", "b@ac.fr", "", "", "")),
        (("0860002K", "", "", "A", "B"), ("0860799B", "", "", "A", "B")),
        (("0860002K", "", "", "AB", "C"), ("0860002K", "", "", "A", "BC")),
        (("0860002K", "", "1a", "", ""), ("0860002K", "1a@", "", "", "")),
        (("0860002K", "anonymous", "", "A", "B"), ("0860002K", "anonymous", "", "C", "D")),
        (("0860002K", "-", "", "A", "B"), ("0860002K", "-", "", "C", "D")),
        (("0860002K", "NULL", "\\N", "A", "B"), ("0860002K", "NULL", "\\N", "C", "D")),
        (("0860002K", "", "", "NA", "B"), ("0860002K", "", "", "NB", "B")),
        (("0860002K", "", "n.c.", "A", "B"), ("0860002K", "", "n.c.", "C", "D")),
        (("0860002K", "", "inconnu", "A", "B"), ("0860002K", "", "inconnu", "C", "D")),
        (("0860002K", "", "?", "A", "B"), ("0860002K", "", "?", "C", "D")),
        (("0860002K", "ce.0860002k@ac.fr", "", "A", "B"), ("0860002K", "ce.0860002k@ac.fr", "", "C", "D")),
        (("0860002K", "ce.0860002k@ac.fr", "5E", "", ""), ("0860002K", "ce.0860002k@ac.fr", "6E", "", "")),
    ],
    ids=["email", "school", "cut", "kind", "anonymous", "marks", "no value of a database", "Na is a name", "marks with points", "no numen", "no numen known", "mailbox of a school", "numen before it"],
)  # fmt: skip
def test_two_persons(scene: Scene, one: Any, other: Any) -> None:
    assert persons(scene, one, other) == 2


@pytest.mark.parametrize(
    ("written", "identity", "by"),
    [
        (("0860002K", " Zoé.A@AC-Poitiers.FR ", "05E1", "A", "B"), "email:zoé.a@ac-poitiers.fr", "email"),
        (("0860002K", "anonymous", "05e 99 xyz", "A", "B"), "numen:05E99XYZ", "numen"),
        (("860002k", "", "-", "Bœuf-Noël", "Éloïse"), "nom:boeufnoel|eloise|0860002K", "nom"),
    ],
)  # fmt: skip
def test_the_hash_is_what_plain_sql_makes_of_it(scene: Scene, written: Any, identity: str, by: str) -> None:
    """HMAC-SHA-256 with its pads written out, as every earlier version counted."""
    persons(scene, written)
    secret = bytes.fromhex(secret_path(scene.base.path).read_text().strip()).ljust(64, b"\0")
    pads = {"i": bytes(b ^ 0x36 for b in secret), "o": bytes(b ^ 0x5C for b in secret)}
    sql = "CAST(unhex(left(sha256($o || unhex(sha256($i || encode($x)))), 32)) AS UUID)"
    ((made, kept, how),) = (
        scene.base.cursor()
        .execute(f"SELECT {sql}, personne, personne_par FROM inscription", {**pads, "x": identity})
        .fetchall()
    )
    assert (made, by) == (kept, how)


def test_each_of_many_persons_has_the_hash_of_a_file_of_its_own(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tne.importing.rows.persons, "_AT_ONCE", 3)
    many = [("0860002K", f"p{i}@exemple.fr", "", "", "") for i in range(10)]
    persons(scene, *many)
    together = scene.sql("SELECT DISTINCT personne FROM inscription ORDER BY ALL")
    assert len(together) == 10
    scene.annuler(1)
    for one in many:
        persons(scene, one)
    assert scene.sql("SELECT DISTINCT personne FROM inscription ORDER BY ALL") == together


def test_a_row_that_identifies_nobody_is_refused(scene: Scene) -> None:
    for nobody in (["", "", "", ""], ["anonymous", "", "", ""], ["-", "ND", "", ""], ["", "", "Durand", ""]):
        result = scene.un(csv_bytes(REGISTRATIONS, [[*CODES, "Inscrit", "0860002K", *nobody]]))
        assert (result.etat, [p.code for p in result.problemes]) == ("refusé", ["personne_absente"])


@pytest.mark.parametrize(
    ("email", "nom", "prenom", "code"),
    [
        ("a@ac.fr ; b@ac.fr", "Durand", "Luc", "plusieurs_adresses"),
        ("A@ac.fr, a@ac.fr", "Martin", "Anne", None),
        ("A@ac.fr", "Durand", "Luc", "adresse_partagee"),
        ("a@ac.fr", "DURAND", "Anne-Marie", None),
        ("a@ac.fr", "MARTIN", "ANNE", None),
        ("ce.0860002k@ac.fr", "Durand", "Luc", None),
    ],
    ids=["two in a cell", "the same twice", "another's", "married", "written otherwise", "a school's"],
)
def test_an_address_of_several_persons_is_told(
    scene: Scene, email: str, nom: str, prenom: str, code: str | None
) -> None:
    """It counts them for one, and nobody else could see it: a remark names the line, and never the address."""
    people = [("b@ac.fr", "Petit", "Jo"), ("a@ac.fr", "Martin", "Anne"), (email, nom, prenom)]
    rows = [[*CODES[:3], str(i), "Inscrit", "0860002K", m, "", n, p] for i, (m, n, p) in enumerate(people)]
    found = {p.code: p for p in scene.un(csv_bytes(REGISTRATIONS, rows)).problemes if "adresse" in p.code}
    if code is None:
        assert not found
    else:
        assert found[code].ligne == 4
        assert groups([found[code]])[0].a_verifier
        assert "@" not in found[code].message
        assert "Durand" not in found[code].message


def test_the_mailbox_of_a_school_is_nobody_s_address(scene: Scene) -> None:
    people = [("ce.0860002k@ac.fr", "", "Martin", "Anne"), ("ce.0860002k@ac.fr", "", "Durand", "Luc")]
    rows = [[*CODES, "Inscrit", "0860002K", *person] for person in people]
    assert codes(scene.un(csv_bytes(REGISTRATIONS, rows))) == []


@pytest.mark.parametrize(
    ("uai", "numen", "nom", "prenom", "told"),
    [
        ("086 0002 k", "", "MARTIN", "anne", True),
        ("0860799B", "05e1", "", "", True),
        ("0860799B", "", "Martin", "Anne", False),
        ("0860002K", "", "Martin", "Annie", False),
        ("0860002K", "", "Petit", "Jo", False),
    ],
    ids=["name and school", "numen", "another school", "another name", "no address anywhere"],
)
def test_a_person_whose_address_is_on_other_rows_is_told(
    scene: Scene, uai: str, numen: str, nom: str, prenom: str, *, told: bool
) -> None:
    """Counted twice, which the file itself tells: names and schools, or NUMEN, are the same."""
    rows = [
        [*CODES, "Inscrit", "0860002K", "a@ac.fr", "05E1", "Martin", "Anne"],
        [*CODES[:3], "2", "Inscrit", "0860002K", "", "", "Petit", "Jo"],
        [*CODES[:3], "3", "Inscrit", uai, "-", numen, nom, prenom],
    ]
    found = scene.un(csv_bytes(REGISTRATIONS, rows)).problemes
    assert [(p.code, p.ligne) for p in found] == ([("adresse_sur_d_autres_lignes", 4)] if told else [])
    assert all(group.a_verifier for group in groups(found))


def test_anonymous_answers_are_as_many_answers(scene: Scene) -> None:
    rows = [[str(i), "2023-06-12 10:00:00", "2023-06-12 10:05:00", "anonymous", ""] for i in range(3)]
    scene.un(csv_bytes(["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"], rows))
    assert scene.sql("SELECT count(*), count(personne) FROM reponse") == [(3, 0)]
    assert scene.sql("SELECT count(personne), count(DISTINCT repondant) FROM v_reponse") == [(0, 3)]


def test_answers_without_number_are_told_apart_by_their_content(scene: Scene) -> None:
    source = csv_bytes(
        ["Année scolaire", "Numéro de la réponse", "Adresse de messagerie"],
        [["2023-2024", "", "a@ac.fr"], ["2023-2024", "", "b@ac.fr"], ["2023-2024", "", "b@ac.fr"]],
    )
    assert comptes(scene.un(source)) == {"lues": 3, "ajoutees": 3}
    assert scene.sql("SELECT count(DISTINCT repondant) FROM v_reponse") == [(2,)]
    scene.verifier()


def test_a_list_of_one_person_in_each_school_is_asked_about(scene: Scene) -> None:
    """« UAI, Mail » is a list of contacts as well: as an offer, each would count for a teacher who got it."""
    schools = ["0860002K", "0860799B", "0861457S", "0860016A", "0860001J"]
    rows = [f"{uai};{i}@ac.fr" for i, uai in enumerate(schools)]
    (told,) = scene.un("\n".join(["UAI;Mail", *rows]), annee="2023-2024").problemes
    assert told.code == "liste_de_contacts"
    assert groups([told])[0].a_verifier
    assert not scene.un("\n".join(["UAI;Mail", *rows, "0860002K;z@ac.fr"]), annee="2023-2024").problemes
