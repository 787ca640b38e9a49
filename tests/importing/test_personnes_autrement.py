"""The same people in two files that name them otherwise: nothing tells them to be the same, and the import says so."""

from __future__ import annotations

from collections.abc import Sequence

from tests.importing.scene import CODES, SESSION, Scene, codes, comptes, csv_bytes
from tne.importing import Resultat

SANS_MEL = [*SESSION, "État de l'inscription", "UAI", "Nom", "Prénom"]
AVEC_MEL = [*SANS_MEL, "E-mail"]


def people(
    count: int, *, mail: bool, sessions: Sequence[str] = ("1",), unknown: int = 0, code: str = CODES[0]
) -> bytes:
    """Registrations of `count` people to each of the sessions; the address of the first `unknown` is not known."""
    rows = [
        [
            code,
            *CODES[1:3],
            s,
            "Inscrit",
            "0860002K",
            f"Nom{n}",
            "Zoé",
            *([f"p{n}@ac.fr" if n >= unknown else ""] if mail else []),
        ]
        for s in sessions
        for n in range(count)
    ]
    return csv_bytes(AVEC_MEL if mail else SANS_MEL, rows)


def told(result: Resultat) -> list[str]:
    return [p.message for p in result.problemes if p.code == "personnes_autrement"]


def persons(scene: Scene) -> int:
    ((count,),) = scene.sql("SELECT count(DISTINCT personne) FROM inscription")
    return int(count)


def test_an_export_without_addresses_says_that_it_counts_everyone_twice(scene: Scene) -> None:
    scene.un(people(4, mail=True))
    result = scene.un(people(4, mail=False))
    (said,) = told(result)
    assert said == (
        "Les personnes de ce fichier sont connues par leur nom, leur prénom et leur UAI, celles de l'import n° 1 (2023-2024) par "
        "leur adresse de messagerie : rien ne dit que ce sont les mêmes, et chacune serait comptée deux fois. Remplacez cet "
        "import par ce fichier (--remplacer), ou demandez cet export avec la colonne des adresses de messagerie."
    )
    assert result.absentes == 4, "so that « Remplacer » is offered"


def test_the_export_replaces_the_import_that_it_knows_otherwise(scene: Scene) -> None:
    first = scene.un(people(4, mail=True, sessions=("1", "2")))
    result = scene.un(people(4, mail=False, sessions=("1", "2")), remplacer=True)
    assert (told(result), persons(scene)) == ([], 4)
    assert comptes(result) == {"lues": 8, "ajoutees": 8}
    scene.verifier("inscription")
    scene.annuler(result.import_id)
    assert persons(scene) == 4, "undone with the import"
    assert scene.sql("SELECT DISTINCT _import FROM inscription") == [(first.import_id,)]
    # The same file once more, now beside the other; then asked to take its place.
    again = scene.un(people(4, mail=False, sessions=("1", "2")))
    assert (again.etat, persons(scene)) == ("rétabli", 4)


def test_a_file_of_one_session_stands_for_no_year(scene: Scene) -> None:
    scene.un(people(4, mail=True, sessions=("1", "2")))
    result = scene.un(people(4, mail=False), remplacer=True)
    (said,) = told(result)
    assert "Annulez cet import, si ce fichier dit tout ce qui y est" in said
    assert result.absentes == 0
    assert scene.sql("SELECT count(*) FROM inscription") == [(12,)], "nothing of the year is lost"


def test_addresses_after_names_are_told_too(scene: Scene) -> None:
    scene.un(people(3, mail=False))
    scene.un(people(3, mail=False, sessions=("2",)), "b.csv")
    (said,) = told(scene.un(people(3, mail=True, sessions=("1", "2")), "c.csv"))
    assert "celles des imports n° 1 et 2 (2023-2024) par leur nom, leur prénom et leur UAI" in said
    assert said.endswith("Remplacez ces imports par ce fichier (--remplacer).")


def test_nothing_is_said_of_files_that_know_their_people_alike(scene: Scene) -> None:
    scene.un(people(5, mail=True, unknown=1))
    assert told(scene.un(people(6, mail=True), "b.csv")) == []
    assert told(scene.un(people(6, mail=False, code="24A0130001"), "c.csv")) == [], "another year"
    scene.annuler(1)
    scene.annuler(2)
    assert told(scene.un(people(6, mail=False), "d.csv")) == [], "undone"


def test_the_first_import_of_a_base_has_nobody_to_count_twice(scene: Scene) -> None:
    assert "personnes_autrement" not in codes(scene.un(people(2, mail=False)))
