"""Refused cells that a row may do without are left empty where someone says so: said, kept by the journal, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.importing.scene import (
    CODES,
    COORDINATION,
    SESSION,
    Scene,
    codes,
    comptes,
    csv_bytes,
    dites,
    text_bytes,
)
from tne.importing import Reconnaissance, Resultat, importer_document, in_parts, open_document, reconnaitre
from tne.importing.correcting.emptying import left_empty, may_be_empty, rows_without
from tne.importing.correcting.grouping import refused_values, rewrite
from tne.importing.model import Options

HEAD = "Référence;Date;Nature;UAI;Nb enseignants;Nb élèves"
FILE = f"""{HEAD}
1;12/06/2026;Formation;0860002K;beaucoup;12
2;13/06/2026;Formation;0860002K;valjean@ac.fr;13
3;14/06/2026;Formation;0860002K;3;14
4;15/06/2026;Formation;0860002K;beaucoup;classe
Total;;;;plein;"""
REQUIRED = f"{FILE}\n5;demain;Formation;0860002K;beaucoup;15"


def read(scene: Scene, text: str) -> tuple[tuple[Reconnaissance, ...], list[Resultat]]:
    document = open_document(text_bytes(text), "a.csv")
    recognised = reconnaitre(document)
    return recognised, importer_document(scene.base, COORDINATION, document, recognised, Options())


def written(scene: Scene, text: str, recognised: tuple[Reconnaissance, ...], **options: Any) -> Resultat:
    document = open_document(text_bytes(text), "a.csv")
    (result,) = importer_document(scene.base, COORDINATION, document, recognised, Options(**options))
    return result


def counted(scene: Scene) -> list[tuple[Any, ...]]:
    return scene.table("intervention", "reference", "enseignants", "eleves")


def test_one_value_is_left_empty_in_all_its_rows(scene: Scene) -> None:
    recognised, results = read(scene, FILE)
    values = refused_values(scene.base.cursor(), results[0].problemes, may_be_empty(recognised, results))
    assert [(v.entete, v.texte, v.nombre, v.facultatif) for v in values] == [
        ("Nb enseignants", "beaucoup", 2, True),
        ("Nb élèves", "classe", 1, True),
    ]
    mended = tuple(rewrite(r, {("Nb enseignants", "beaucoup"): ""}) for r in recognised)
    result = written(scene, FILE, mended, valides_seulement=True)
    assert comptes(result) == {"lues": 5, "ajoutees": 2, "refusees": 2, "ecartees": 1}
    assert dites(result, "cellules_vides") == [
        "Colonne « Nb enseignants », lignes 2 et 5 : 2 cellules laissées vides, comme demandé."
    ]
    assert counted(scene) == [("1", None, 12), ("3", 3, 14)]
    ((kept,),) = scene.sql("SELECT correspondance FROM import")
    assert json.loads(kept)[0]["jeux"][0]["valeurs"] == {"enseignants": {"beaucoup": ""}}


def test_a_column_is_taken_without_its_refused_cells_also_of_those_that_may_not_be_shown(
    scene: Scene,
) -> None:
    recognised, results = read(scene, FILE)
    assert rows_without(results, may_be_empty(recognised, results)) == 3
    mended = tuple(left_empty(r, {"Nb enseignants"}) for r in recognised)
    result = written(scene, FILE, mended, valides_seulement=True)
    assert counted(scene) == [("1", None, 12), ("2", None, 13), ("3", 3, 14)]
    # The total is no record: nothing of it was taken.
    assert dites(result, "cellules_vides") == [
        "Colonne « Nb enseignants », lignes 2, 3 et 5 : 3 cellules laissées vides, comme demandé."
    ]
    ((kept,),) = scene.sql("SELECT correspondance FROM import")
    assert json.loads(kept)[0]["jeux"][0]["vides"] == ["enseignants"]
    assert "valjean" not in repr((result, kept))
    scene.annuler(result.import_id)
    assert counted(scene) == []
    assert written(scene, FILE, mended, valides_seulement=True).etat == "rétabli", (
        "the same decision, the same import"
    )
    scene.verifier("intervention")


def test_what_a_row_must_have_is_never_left_empty(scene: Scene) -> None:
    recognised, results = read(scene, REQUIRED)
    may = may_be_empty(recognised, results)
    assert {(header, code) for _, header, code in may} >= {("Nb élèves", "effectif_invalide")}
    assert not {header for _, header, _ in may} & {"Date", "UAI", "Nature", "Référence"}
    assert rows_without(results, may) == 0, "no press for the whole file"
    assert [rewrite(r, {("Date", "demain"): ""}) for r in recognised] == list(recognised)
    mended = tuple(left_empty(r) for r in recognised)
    result = written(scene, REQUIRED, mended, valides_seulement=True)
    assert [(p.ligne, p.colonne) for p in result.problemes if p.gravite.value == "bloquant"] == [(7, "Date")]
    assert comptes(result) == {"lues": 6, "ajoutees": 4, "refusees": 1, "ecartees": 1}


def test_an_older_value_stays_where_a_cell_is_left_empty(scene: Scene) -> None:
    scene.un(f"{HEAD}\n1;12/06/2026;Formation;0860002K;7;11")
    result = scene.un(FILE, cellules_vides=True)
    assert comptes(result) == {"lues": 5, "ajoutees": 3, "modifiees": 1, "ecartees": 1}
    assert counted(scene)[0] == ("1", 7, 12)


def test_what_boxes_say_together_can_be_left_empty_or_rewritten(scene: Scene) -> None:
    header = [*SESSION, "E-mail", "Présent", "Absent"]
    source = csv_bytes(header, [[*CODES, "a@x.fr", "x", "x"], [*CODES, "b@x.fr", "x", ""]])
    document = open_document(source, "a.csv")
    recognised = reconnaitre(document)
    results = importer_document(scene.base, COORDINATION, document, recognised, Options())
    (value,) = refused_values(scene.base.cursor(), results[0].problemes, may_be_empty(recognised, results))
    assert (value.texte, value.facultatif) == ("Présent et Absent", True)
    told_of = (value.entete, value.texte)
    for mended in (rewrite(recognised[0], {told_of: ""}), left_empty(recognised[0], {value.entete})):
        (done,) = importer_document(scene.base, COORDINATION, document, (mended,), Options())
        assert (done.etat, scene.table("inscription", "presence")) == ("importé", [("Présent",), (None,)])
        scene.annuler(done.import_id)
    (done,) = importer_document(
        scene.base, COORDINATION, document, (rewrite(recognised[0], {told_of: "Absent"}),), Options()
    )
    assert scene.table("inscription", "presence") == [("Absent",), ("Présent",)]


@pytest.mark.parametrize("from_size", [1 << 40, 0], ids=["whole", "in parts"])
def test_a_long_file_is_taken_so_too(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_size: int
) -> None:
    monkeypatch.setattr(in_parts, "LONG", from_size)
    monkeypatch.setattr(in_parts, "GROUPE", 2)
    rows = [[*CODES, "Inscrit", "0860002K" if n % 3 else "collège", f"p{n}@exemple.org"] for n in range(8)]
    source = tmp_path / "a.csv"
    source.write_bytes(csv_bytes([*SESSION, "État de l'inscription", "UAI", "E-mail"], rows))
    assert scene.un(source).etat == "refusé"
    result = scene.un(source, cellules_vides=True)
    assert comptes(result) == {"lues": 8, "ajoutees": 8}
    assert dites(result, "cellules_vides") == [
        "Colonne « UAI », lignes 2, 5 et 8 : 3 cellules laissées vides, comme demandé."
    ]
    assert scene.sql("SELECT count(*) FROM inscription WHERE uai IS NULL") == [(3,)]
    assert scene.un(source, cellules_vides=True).etat == "déjà importé"


def test_by_command(tmp_path: Path, base_sans_import: Path, commande: Callable[..., Any]) -> None:
    (tmp_path / "a.csv").write_bytes(text_bytes(FILE))
    (tmp_path / "b.csv").write_bytes(text_bytes(REQUIRED))
    assert commande("importer", tmp_path / "a.csv", base=base_sans_import).returncode == 1
    done = commande("importer", tmp_path / "b.csv", "--cellules-vides", base=base_sans_import)
    assert (done.returncode, "demain" in done.stdout) == (1, True), "the date is still refused"
    done = commande("importer", tmp_path / "a.csv", "--cellules-vides", base=base_sans_import)
    assert (done.returncode, "0 refusée" in done.stdout) == (0, True)
    assert "lignes 2, 3 et 5 : 3 cellules laissées vides, comme demandé." in done.stdout
    assert "--cellules-vides" in commande("importer", "--help", base=base_sans_import).stdout


def test_nothing_is_told_of_a_file_without_refused_cells(scene: Scene) -> None:
    result = scene.un(f"{HEAD}\n1;12/06/2026;Formation;0860002K;;NS", cellules_vides=True)
    assert (codes(result), comptes(result)) == (["valeur_effacee"], {"lues": 1, "ajoutees": 1})


VALIDES, VIDES = "--valides-seulement.", "--cellules-vides."


@pytest.mark.parametrize(
    ("lines", "options", "said"),
    [
        ((0, 1), [], f"Pour n'importer que la ligne valide : {VALIDES}"),
        ((0, 0), [], ""),
        ((1, 1), [], ""),
        (
            (0, 0, 2, 2),
            [],
            f"Pour n'importer que les lignes valides : {VALIDES} "
            f"Pour tout importer, en laissant vides les cellules refusées : {VIDES}",
        ),
        (
            (0, 1, 2),
            [],
            f"Pour n'importer que la ligne valide : {VALIDES} Pour importer aussi la ligne qui peut se passer de ses "
            f"cellules refusées : --valides-seulement {VIDES}",
        ),
        ((0, 1, 2), ["--valides-seulement"], ""),
        ((0, 1, 2), ["--cellules-vides"], f"Pour n'importer que les lignes valides : {VALIDES}"),
        (
            (2,),
            ["--valides-seulement"],
            f"Pour tout importer, en laissant vides les cellules refusées : {VIDES}",
        ),
        (
            (1, 2, 2, 3),
            [],
            "Pour importer les lignes qui peuvent se passer de leurs cellules refusées : --valides-seulement "
            f"{VIDES}",
        ),
    ],
)
def test_a_refusal_by_command_names_the_options_that_would_take_what_they_can(
    lines: tuple[int, ...],
    options: list[str],
    said: str,
    tmp_path: Path,
    base_sans_import: Path,
    commande: Callable[..., Any],
) -> None:
    kinds = (
        "12/06/2026;Formation;0860002K;4;12",
        "demain;Formation;0860002K;4;12",
        "12/06/2026;Formation;0860002K;beaucoup;12",
        "demain;Formation;0860002K;beaucoup;12",
    )
    rows = (f"{n};{kinds[kind]}" for n, kind in enumerate(lines))
    (tmp_path / "a.csv").write_bytes(text_bytes("\n".join((HEAD, *rows))))
    done = commande("importer", tmp_path / "a.csv", *options, base=base_sans_import)
    assert done.stdout.partition("Rien n'a été écrit de ce fichier. ")[2].rstrip() == said
