"""A long file staged in parts: the same rows, counts, problems and keys as when it is held whole; memory holds a part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

import tne.importing
from tests.importing.scene import Scene
from tne.importing import Resultat, in_parts, straight
from tne.reading import parts
from tne.reading.bulk import Bulk
from tne.spec import Dataset

ENTETE = (
    "Dispositif : code;Module : code;Groupe : identifiant;Session;État de l'inscription;Présence;UAI;E-mail"
)
RANGS = 1200


def ligne(i: int) -> str:
    return f"23A0130001;M{i % 5};G{i % 7};{i};Inscrit;{('Présent', 'Absent', '')[i % 3]};0860002K;p{i % 90}@exemple.fr"


def fichier(*, fin: str = "Total;;;;;;;\n") -> str:
    """Registrations with something of every kind in their first, middle and last records."""
    rows = [ligne(i) for i in range(RANGS)]
    for i in (3, 400, 800, 1190):
        rows[i] = rows[i].replace("0860002K", "0860001X")  # refused
        rows[i + 1] = rows[i + 1].replace("Inscrit", "")
        rows[i + 2] = rows[i + 2].split("@")[0].rsplit(";", 1)[0] + ";"  # nobody
        rows[i + 3] = rows[i - 1]  # twice, the same
        rows[i + 4] = rows[i - 1].replace("0860002K", "0860799B")  # twice, not the same
        rows[i - 2] += ", autre@exemple.fr"  # two addresses
        rows[i + 5] = rows[i + 5].replace(";Présent;", ";ND;").replace(";Absent;", ";ND;")  # erased
        rows[i + 6] = f"23A0130001;M1;G1;{i};Désisté;Présent;0860002K;d{i}@exemple.fr"  # told by a rule
    rows[600] = "Total;;;;;;;"
    return "\n".join(["Inscriptions, édité le 08/07/2024", ENTETE, *rows, fin])


@pytest.fixture
def en_parties(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Any file in parts of three small packets; whether each was."""
    monkeypatch.setattr(in_parts, "LONG", 0)
    monkeypatch.setattr(in_parts, "GROUPE", 50)
    monkeypatch.setattr(parts, "_PACKETS", 3)
    monkeypatch.setattr(
        parts, "Bulk", partial(Bulk, piece=3000, first_piece=6000, reserve=4000, tail_lines=12)
    )
    done: list[bool] = []
    way = tne.importing._in_parts

    def watched(*given: Any) -> list[Resultat] | None:
        found = way(*given)
        done.append(found is not None)
        return found

    monkeypatch.setattr(tne.importing, "_in_parts", watched)
    return done


@pytest.fixture
def scenes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Scene, Scene]]:
    """Two bases that count persons with one secret."""
    monkeypatch.setenv("TNE_SECRET_FILE", str(tmp_path / "secret.cle"))
    pair = Scene(tmp_path / "a" / "tne.duckdb"), Scene(tmp_path / "b" / "tne.duckdb")
    yield pair
    for scene in pair:
        scene.base.close()


def log(scene: Scene) -> list[tuple[Any, ...]]:
    return scene.sql("SELECT * EXCLUDE (_rang) FROM log_inscription ORDER BY ALL")


@pytest.mark.parametrize("encodage", ["utf-8", "cp1252"])
def test_the_same_as_when_held_whole(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, encodage: str
) -> None:
    whole, cut = scenes
    file = tmp_path / "inscriptions.csv"
    file.write_bytes(fichier().encode(encodage))
    for options in ({}, {"valides_seulement": True}, {"valides_seulement": True}):
        expected = whole.un(file.read_bytes(), file.name, **options)
        result = cut.un(file, file.name, **options)
        assert en_parties[-1]
        assert result == expected
    assert len({p.code for p in result.problemes}) >= 8, "the file holds something of every kind"
    assert cut.contenu() == whole.contenu()
    assert log(cut) == log(whole)
    cut.verifier("inscription")
    file.write_bytes(fichier().replace(";Présent;", ";ND;").encode(encodage))  # erased where they stood
    assert cut.un(file, file.name, **options) == whole.un(file.read_bytes(), file.name, **options)
    cut.annuler(2)
    cut.annuler(1)
    assert cut.table("inscription", "_cle") == []


def test_rows_to_withdraw_are_those_of_the_file_held_whole(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path
) -> None:
    whole, cut = scenes
    file = tmp_path / "inscriptions.csv"
    rows = [ligne(i) for i in range(RANGS)]
    for withdrawn in ((), (2, 3, 600, RANGS - 1), (3, 700)):  # twice, which has no object any more
        said = [f"{row};{'oui' if i in withdrawn else ''}" for i, row in enumerate(rows)]
        file.write_text("\n".join([f"{ENTETE};Retirer", *said, ""]), encoding="utf-8")
        expected, result = whole.un(file.read_bytes(), file.name), cut.un(file, file.name)
        assert en_parties[-1]
        assert result == expected
        assert cut.contenu() == whole.contenu()
        assert log(cut) == log(whole)
    assert len(cut.table("inscription", "_cle")) == RANGS - 2
    cut.verifier("inscription")


@pytest.mark.parametrize("groupe", [1, 7, 50, 10 * RANGS])
def test_all_parts_but_the_last_are_whole_groups(en_parties: list[bool], tmp_path: Path, groupe: int) -> None:
    file = tmp_path / "a.csv"
    rows = [ligne(i) for i in range(RANGS)]
    file.write_text("\n".join([ENTETE, *rows, ""]), encoding="utf-8")
    with parts.en_parties(file, file.name, lambda share: None) as one:
        assert one is not None
        *found, first, last = one.lignes(groupe)
    assert len(found) > 3
    if groupe < 60:  # records of a part at least
        assert [t.num_rows % groupe for _, t in found[:-1]] == [0] * (len(found) - 1)
    in_order = [first, *found, last]
    assert all(rank + t.num_rows <= after for (rank, t), (after, _) in pairwise(in_order))
    sessions = [s for _, t in in_order for s in t.column("Session").to_pylist()]
    assert sessions == [str(i) for i in range(RANGS)]


def test_a_file_that_feeds_two_data_sets(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path
) -> None:
    whole, cut = scenes
    head = "Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début"
    rows = [
        f"23A0130001;M{i % 40};Évaluer {i % 40};G1;{i};{'12/06/2024' if i % 250 else 'demain'}"
        for i in range(900)
    ]
    file = tmp_path / "plan.csv"
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    expected, result = whole.importer(file.read_bytes(), file.name), cut.importer(file, file.name)
    assert en_parties == [False, True]
    assert result == expected
    assert len(result) == 2


@pytest.mark.parametrize(
    "contenu",
    [
        # A cell beyond the header in the middle, another table at the end, rows that only all others tell apart.
        fichier().replace(ligne(500), ligne(500) + ";de trop"),
        fichier(fin="\n\nUAI;IPS\n0860002K;100\n0860799B;101\n"),
        "\n".join(
            ["Référence;Date;Nature;UAI", *(f"{i};12/09/2023;Formation;0860002K" for i in range(900)), ""]
        ),
    ],
)
def test_what_cannot_be_cut_is_held_whole(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, contenu: str
) -> None:
    whole, cut = scenes
    file = tmp_path / "a.csv"
    file.write_text(contenu, encoding="utf-8")
    assert cut.importer(file) == whole.importer(file.read_bytes())
    assert en_parties == [False, False]


DATES = ENTETE + ";Date d'inscription"


@pytest.mark.parametrize(
    ("ordinaire", "autre", "ensemble"),
    [
        (
            "05/06/2024 09:00",
            "06/13/2024 10:00",
            True,
        ),  # the month first, whatever the first records made believe
        ("05/06/2024 09:00", "05/06/24 10:00", True),
        ("05/06/2024 09:00", "mardi 14/05/2024", True),
        ("05/06/2024 09:00", "6/5/2024 9:30 PM", True),
        ("25/06/2024 09:00", "06/13/2024 10:00", False),  # a slip among dates with the day first
        ("2024-06-05 09:00", "2024-06-13 10:00", False),
    ],
)
def test_dates_that_only_their_whole_column_tells_how_to_read(
    scenes: tuple[Scene, Scene],
    en_parties: list[bool],
    tmp_path: Path,
    ordinaire: str,
    autre: str,
    ensemble: bool,
) -> None:
    whole, cut = scenes
    rows = [f"{ligne(i)};{autre if 600 <= i < 1000 and i % 2 else ordinaire}" for i in range(RANGS)]
    file = tmp_path / "dates.csv"
    file.write_text("\n".join([DATES, *rows, ""]), encoding="utf-8")
    expected = whole.importer(file.read_bytes(), file.name, valides_seulement=True)
    assert cut.importer(file, file.name, valides_seulement=True) == expected
    assert en_parties == [False, not ensemble]
    assert log(cut) == log(whole)


def test_a_sign_that_repeats_the_cell_above_is_read_whole(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path
) -> None:
    """That cell may stand in the part before."""
    whole, cut = scenes
    rows = [ligne(i).replace("0860002K", "idem" if i % 9 == 4 else "0860002K") for i in range(RANGS)]
    file = tmp_path / "idem.csv"
    file.write_text("\n".join([ENTETE, *rows, ""]), encoding="utf-8")
    assert cut.importer(file, file.name) == whole.importer(file.read_bytes(), file.name)
    assert en_parties == [False, False]
    assert log(cut) == log(whole)


def test_signs_around_every_cell_of_a_column(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path
) -> None:
    whole, cut = scenes
    rows = [ligne(i).replace("0860002K", '"=""0860002K"""') for i in range(RANGS)]
    file = tmp_path / "signes.csv"
    file.write_text("\n".join([ENTETE, *rows, ""]), encoding="utf-8")
    assert cut.importer(file, file.name) == whole.importer(file.read_bytes(), file.name)
    assert en_parties == [False, False]
    assert cut.sql("SELECT DISTINCT uai FROM inscription") == [("0860002K",)]


def test_more_problems_than_are_told(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tne.importing.correcting.problems.MOST_PROBLEMS", 100)
    whole, cut = scenes
    file = tmp_path / "a.csv"
    file.write_text(fichier().replace("0860002K", "0860001X"), encoding="utf-8")
    result = cut.un(file)
    assert en_parties == [True]
    assert result == whole.un(file.read_bytes())
    assert result.comptes.refusees > 1000


def test_rows_of_which_nothing_is_told_are_in_the_log_before_the_file_is_checked(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cut = scenes
    seen: list[tuple[int, int]] = []
    finish = straight.finish

    def watched(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
        seen.extend(
            con.execute(
                "SELECT (SELECT count(*) FROM log_inscription), (SELECT count(*) FROM attente_inscription)"
            ).fetchall()
        )
        finish(con, d)

    monkeypatch.setattr(straight, "finish", watched)
    file = tmp_path / "a.csv"
    file.write_text(fichier(), encoding="utf-8")
    result = cut.un(file)
    assert result.etat == "refusé"
    ((logged, waiting),) = seen
    assert logged > 1100
    assert logged + waiting == result.comptes.lues
    assert cut.sql("SELECT count(*) FROM log_inscription") == [(0,)], "refused: rolled back"
    assert cut.un(file, valides_seulement=True).import_id == 1


def test_a_fault_before_the_end_leaves_the_base_as_it_was(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cut = scenes
    file = tmp_path / "a.csv"
    file.write_text("\n".join([ENTETE, *map(ligne, range(RANGS)), ""]), encoding="utf-8")
    before = cut.journal(), cut.base.version()
    with monkeypatch.context() as patch:
        patch.setattr(straight, "finish", lambda con, d: con.execute("SELECT error('a fault')"))
        with pytest.raises(duckdb.InvalidInputException):
            cut.un(file)
    assert (cut.journal(), cut.base.version()) == before
    assert cut.un(file).comptes.ajoutees == RANGS
    cut.verifier("inscription")


def test_a_disk_that_is_full_when_the_rows_are_committed(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cut = scenes
    file = tmp_path / "a.csv"
    file.write_text("\n".join([ENTETE, *map(ligne, range(RANGS)), ""]), encoding="utf-8")

    def full(*_: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(straight, "finish", full)
        result = cut.un(file)
    assert result.etat == "refusé"
    assert "Le disque est plein" in result.problemes[0].message
    assert cut.journal() == []


def test_an_import_undone_comes_back_by_the_same_file(
    scenes: tuple[Scene, Scene], en_parties: list[bool], tmp_path: Path
) -> None:
    _, cut = scenes
    file = tmp_path / "a.csv"
    file.write_text("\n".join([ENTETE, *map(ligne, range(RANGS)), ""]), encoding="utf-8")
    cut.un(file)
    rows = log(cut)
    cut.annuler(1)
    assert cut.un(file).etat == "rétabli"
    assert cut.un(file).etat == "déjà importé"
    assert log(cut) == rows
    assert en_parties == [True, True, True]
    cut.verifier("inscription")
