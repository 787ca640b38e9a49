"""The same people in two files that name them otherwise: nothing tells them to be the same, and the import says so.

Where nobody is asked, it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import CODES, SESSION, Scene, codes, comptes, csv_bytes, dites
from tests.importing_ecran.conftest import ouvrir
from tne.importing import in_parts
from tne.spec import Gravite

__all__ = ["ouvrir"]

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


def persons(scene: Scene) -> int:
    ((count,),) = scene.sql("SELECT count(DISTINCT personne) FROM inscription")
    return int(count)


def test_an_export_without_addresses_says_that_it_counts_everyone_twice(scene: Scene) -> None:
    scene.un(people(4, mail=True))
    result = scene.un(people(4, mail=False), compter_deux_fois=True)
    assert (result.etat, persons(scene)) == ("importé", 8)
    (said,) = dites(result, "personnes_autrement")
    assert said == (
        "Les personnes de ce fichier sont connues par leur nom, leur prénom et leur UAI, celles de l'import n° 1 (2023-2024) par "
        "leur adresse de messagerie : rien ne dit que ce sont les mêmes, et chacune serait comptée deux fois. Remplacez cet "
        "import par ce fichier (--remplacer), ou demandez cet export avec la colonne des adresses de messagerie."
    )
    assert result.absentes == 4, "so that « Remplacer » is offered"


def test_the_export_replaces_the_import_that_it_knows_otherwise(scene: Scene) -> None:
    first = scene.un(people(4, mail=True, sessions=("1", "2")))
    result = scene.un(people(4, mail=False, sessions=("1", "2")), remplacer=True)
    assert (dites(result, "personnes_autrement"), persons(scene)) == ([], 4)
    assert comptes(result) == {"lues": 8, "ajoutees": 8}
    scene.verifier("inscription")
    scene.annuler(result.import_id)
    assert persons(scene) == 4, "undone with the import"
    assert scene.sql("SELECT DISTINCT _import FROM inscription") == [(first.import_id,)]
    # The same file once more, now beside the other; then asked to take its place.
    again = scene.un(people(4, mail=False, sessions=("1", "2")), compter_deux_fois=True)
    assert (again.etat, persons(scene)) == ("rétabli", 4)


def test_a_file_of_one_session_stands_for_no_year(scene: Scene) -> None:
    scene.un(people(4, mail=True, sessions=("1", "2")))
    result = scene.un(people(4, mail=False), remplacer=True, compter_deux_fois=True)
    (said,) = dites(result, "personnes_autrement")
    assert "Annulez cet import, si ce fichier dit tout ce qui y est" in said
    assert result.absentes == 0
    assert scene.sql("SELECT count(*) FROM inscription") == [(12,)], "nothing of the year is lost"


def test_addresses_after_names_are_told_too(scene: Scene) -> None:
    scene.un(people(3, mail=False))
    scene.un(people(3, mail=False, sessions=("2",)), "b.csv")
    (said,) = dites(
        scene.un(people(3, mail=True, sessions=("1", "2")), "c.csv", compter_deux_fois=True),
        "personnes_autrement",
    )
    assert "celles des imports n° 1 et 2 (2023-2024) par leur nom, leur prénom et leur UAI" in said
    assert said.endswith("Remplacez ces imports par ce fichier (--remplacer).")


def test_nothing_is_said_of_files_that_know_their_people_alike(scene: Scene) -> None:
    scene.un(people(5, mail=True, unknown=1))
    assert dites(scene.un(people(6, mail=True), "b.csv"), "personnes_autrement") == []
    assert dites(scene.un(people(6, mail=False, code="24A0130001"), "c.csv"), "personnes_autrement") == [], (
        "another year"
    )
    scene.annuler(1)
    scene.annuler(2)
    assert dites(scene.un(people(6, mail=False), "d.csv"), "personnes_autrement") == [], "undone"


def test_the_first_import_of_a_base_has_nobody_to_count_twice(scene: Scene) -> None:
    assert "personnes_autrement" not in codes(scene.un(people(2, mail=False)))


UNASKED = " Rien n'a été écrit. Pour l'importer à côté malgré tout : --compter-deux-fois."


@pytest.mark.parametrize("in_parts_from", [1 << 40, 0], ids=["whole", "in parts"])
def test_where_nobody_is_asked_it_is_refused_and_nothing_is_written(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_parts_from: int
) -> None:
    monkeypatch.setattr(in_parts, "LONG", in_parts_from)
    scene.un(people(4, mail=True))
    before = scene.journal()
    source = tmp_path / "b.csv"
    source.write_bytes(people(4, mail=False))
    result = scene.un(source)
    assert (result.etat, result.import_id, scene.journal()) == ("refusé", None, before)
    (problem,) = [p for p in result.problemes if p.code == "personnes_autrement"]
    assert problem.gravite is Gravite.BLOQUANT
    assert "Remplacez cet import par ce fichier (--remplacer)" in problem.message
    assert problem.message.endswith(UNASKED)
    assert scene.un(source, valides_seulement=True).etat == "refusé", "these rows are valid"
    assert scene.un(source, remplacer=True).etat == "importé"
    assert persons(scene) == 4


def test_other_sessions_known_otherwise_are_told_of_and_imported(scene: Scene) -> None:
    """Another operator's export, without addresses: its teachers may be others."""
    scene.un(people(4, mail=True))
    result = scene.un(people(3, mail=False, sessions=("7",)), "b.csv")
    assert (result.etat, persons(scene), dites(result, "personnes_autrement")) == ("importé", 7, [])
    (said,) = [p.message for p in result.problemes if p.code == "personnes_ailleurs"]
    assert said == (
        "Les personnes de ce fichier sont connues par leur nom, leur prénom et leur UAI, celles de l'import n° 1 (2023-2024) par "
        "leur adresse de messagerie : rien ne dit que ce sont les mêmes, et qui s'y trouve aussi serait compté deux fois. "
        "Demandez cet export avec la colonne des adresses de messagerie."
    )
    scene.annuler(1)
    scene.un(people(3, mail=False, sessions=("1",)), "c.csv")
    (other,) = [
        p.message
        for p in scene.un(people(2, mail=True, sessions=("3",)), "d.csv").problemes
        if p.code == "personnes_ailleurs"
    ]
    assert other.endswith("Demandez la colonne des adresses de messagerie dans les exports à venir.")


def test_what_is_in_force_already_is_not_asked_about_again(scene: Scene) -> None:
    scene.un(people(4, mail=True))
    second = scene.un(people(4, mail=False), compter_deux_fois=True)
    assert scene.un(people(4, mail=False)).etat == "déjà importé"
    assert scene.un(people(4, mail=True)).etat == "déjà importé"
    scene.annuler(second.import_id)
    assert scene.un(people(4, mail=False)).etat == "refusé", "it would count them twice anew"


def test_by_command_the_other_files_go_in(
    tmp_path: Path, base_sans_import: Path, commande: Callable[..., Any]
) -> None:
    files = {
        "a.csv": people(4, mail=True),
        "b.csv": people(4, mail=False),
        "c.csv": people(2, mail=True, code="24A0130001"),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in files]
    done = commande("importer", *paths, "--json", base=base_sans_import)
    told = json.loads(done.stdout)
    assert (done.returncode, [r["import_id"] is not None for r in told]) == (1, [True, False, True])
    said = commande("importer", paths[1], base=base_sans_import)
    assert (said.returncode, " : refusé ;" in said.stdout, UNASKED in said.stdout) == (1, True, True)
    again = commande("importer", paths[1], "--compter-deux-fois", base=base_sans_import)
    assert (again.returncode, " : importé n° " in again.stdout) == (0, True)


def test_on_the_page_who_has_read_it_may_import_it(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    base = Scene(base_sans_import)
    base.un(people(4, mail=True))
    base.base.close()
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("b.csv", people(4, mail=False), "text/csv")]).run()
    assert "chacune serait comptée deux fois" in " ".join(m.value for m in app.markdown)
    next(b for b in app.button if (b.key or "").startswith("importer-")).click().run()
    assert "c\u2019est fait" in " ".join(s.value for s in app.success)
