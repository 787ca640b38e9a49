"""The operator of a session, as hands write it: the two that figures name, whatever stands around, and the others, which are told."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, SESSION, Scene, csv_bytes, dites
from tests.importing.test_numeros_de_session import plan
from tne.filters import Filters
from tne.importing.correcting.grouping import groups
from tne.provenance import compter
from tne.queries.perimeter import perimetre
from tne.queries.provenance import TRACES
from tne.queries.totals import totals

AN = "2023-2024"
NOMBRES = ("sessions", "sessions_srane", "sessions_canope")


def complements(*operateurs: str) -> bytes:
    """The sessions 01, 02…, one for each operator."""
    rows = [[*CODES[:3], str(n), one, "3"] for n, one in enumerate(operateurs, start=1)]
    return csv_bytes([*SESSION, "Opérateur", "Heures"], rows)


def counted(scene: Scene) -> tuple[int, ...]:
    """The sessions in all, of the SRANE and of Canopé, which their rows must make too."""
    cursor = scene.base.cursor()
    row = totals(cursor, Filters(annees=(AN,)), (AN,))[AN]
    params = {**perimetre(cursor, Filters(annees=(AN,))).params, "annee": AN}
    by_rows = [compter(cursor, TRACES[name], params)[1] for name in NOMBRES[1:]]
    assert by_rows == [row[name] for name in NOMBRES[1:]]
    return tuple(int(row[name]) for name in NOMBRES)


@pytest.mark.parametrize(
    "written",
    [
        "SRANE",
        "le SRANE",
        "SRANE Poitiers",
        "S.R.A.N.E.",
        "Srane 86",
        "DRANE Poitiers (SRANE)",
        "Service régional académique au numérique éducatif",
        "SRA-NE",
        # The same service in other académies.
        "DRANE",
        "la DRANE de Créteil",
        "Délégation régionale académique au numérique éducatif",
    ],
)
def test_the_srane_is_known_however_it_is_written(scene: Scene, written: str) -> None:
    scene.importer(plan("01", "02"))
    assert dites(scene.un(complements(written, "Réseau CANOPÉ"), "b.csv"), "autres_operateurs") == []
    assert counted(scene) == (2, 1, 1)


def test_a_session_that_both_hold_is_one_of_each(scene: Scene) -> None:
    scene.importer(plan("01", "02"))
    assert dites(scene.un(complements("SRANE et Canopé", ""), "b.csv"), "autres_operateurs") == []
    assert counted(scene) == (2, 1, 1)


def test_another_operator_is_told_in_a_base_that_has_a_session_without_one(scene: Scene) -> None:
    scene.importer(plan("01", "02"))
    scene.un(complements("SRANE", ""), "b.csv")
    assert len(dites(scene.un(complements("SRANE", "Orks"), "c.csv"), "autres_operateurs")) == 1


def test_another_operator_counts_in_the_total_and_is_told_once(scene: Scene) -> None:
    scene.importer(plan("01", "02", "03", "04"))
    result = scene.un(complements("Orks", "CLEMI", "Orks", "SRANE"), "b.csv")
    assert dites(result, "autres_operateurs") == [
        "3 sessions ont un opérateur qui n'est ni le SRANE ni Canopé (« Orks », « CLEMI ») : le total des sessions les compte, ni celui "
        "du SRANE ni celui de Canopé. Si c'est l'un d'eux sous un autre nom, écrivez « SRANE » ou « Canopé » dans « Opérateur »."
    ]
    (group,) = (g for g in groups(result.problemes) if g.titre == "Sessions d'un autre opérateur")
    assert group.a_verifier
    assert counted(scene) == (4, 1, 0)
    (said,) = dites(scene.un(complements("Orks", "CLEMI", "Orks", "ENT 86"), "c.csv"), "autres_operateurs")
    assert said.startswith("1 session a un opérateur qui n'est ni le SRANE ni Canopé (« ENT 86 »)")
