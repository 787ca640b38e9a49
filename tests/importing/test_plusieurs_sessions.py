"""A cell that holds several session numbers is refused: it was one more session, of that name."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, SESSION, Scene, csv_bytes


def _plan(scene: Scene, session: str) -> list[tuple[str, str]]:
    header = [*SESSION, "Début", "Fin"]
    row = [*CODES[:3], session, "05/09/2023 09:00", "05/09/2023 12:00"]
    return [(p.code, p.message) for p in scene.un(csv_bytes(header, [row]), jeu="session").problemes]


@pytest.mark.parametrize("written", ["5 et 6", "1, 2 et 3", "1 à 3", "01 + 02", "1;2", "sessions 1 et 2"])
def test_several_numbers_in_a_cell_are_refused(scene: Scene, written: str) -> None:
    (refused,) = (m for code, m in _plan(scene, written) if code == "numero_de_session_invalide")
    assert refused == (
        f"« {written} » dit plusieurs sessions. Faites une ligne par session, ou n'en gardez qu'une."
    )
    assert scene.table("session", "session_code") == []


@pytest.mark.parametrize("written", ["S1", "1 bis", "01-02", "1/2", "session 1", "G1 et demi"])
def test_a_name_of_a_session_stays_one(scene: Scene, written: str) -> None:
    assert "numero_de_session_invalide" not in [code for code, _ in _plan(scene, written)]
