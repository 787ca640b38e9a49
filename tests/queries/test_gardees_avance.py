"""Kept tables made in the background after a change: once, of the last state, and never while the base is being let go."""

from __future__ import annotations

import threading
from collections.abc import Callable

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, deposer
from tests.queries.preparation import (
    PATIENCE,
    UN_MOMENT,
    Arretee,
    Steps,
    Tour,
    attente,
    demande,
    demander,
    fini,
    threads,
)
from tests.queries.tables_gardees import (
    ECOLES,
    ECRITURES,
    annuler_le_second,
    assert_same,
    ecrire_a_cote,
    files,
    found,
    importer_de_plus,
    kept,
)
from tne.db import Base
from tne.persons.purge import purger_en_service
from tne.queries import gardees, gardees_atelier
from tne.queries.cumuls import DETAILS
from tne.queries.gardees_avance import Avance, en_cours, suivre
from tne.queries.memoire import instant
from tne.store.verification import verifier
from tne.ui import contexte

pytestmark = pytest.mark.usefixtures("nothing_known", "files_at_any_size", "sans_repos")


@pytest.mark.parametrize("writing", ECRITURES)
def test_the_first_question_after_a_change_makes_nothing(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, steps: Steps, writing: Callable[[Base], None]
) -> None:
    writing(suivie)
    fini()
    made = len(steps)  # none where it is as it was two writings ago
    assert demande(suivie)
    assert threading.main_thread() not in {who for who, _ in steps}
    monkeypatch.setattr(gardees, "_contents", None)
    assert demander(suivie)
    assert len(steps) == made
    monkeypatch.undo()
    monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")
    assert verifier(suivie) == []
    assert_same(suivie, ("v_registre", *DETAILS))


def test_the_next_start_finds_them_too(suivie: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    importer_de_plus(suivie)
    fini()
    suivie.close()
    assert found(suivie.path, monkeypatch)


def test_nothing_is_made_of_a_small_base_nor_where_nobody_follows(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[object] = []
    monkeypatch.setattr(Avance, "_run", lambda self: began.append(self))
    importer_de_plus(base)
    assert not began
    suivre(base)
    annuler_le_second(base)
    fini()
    assert len(began) == 1
    monkeypatch.delenv("TNE_LIGNES_SUR_DISQUE")
    suivre(base)
    importer_de_plus(base)
    assert not en_cours(base)
    base.close()
    reader = Base(base.path, read_only=True)
    suivre(reader)
    assert reader.follower is None
    reader.close()
    assert len(began) == 1


def test_a_server_follows_the_base_that_it_opens(base: Base) -> None:
    base.close()
    opened = contexte._open(base.path)
    assert isinstance(opened.follower, Avance)
    importer_de_plus(opened)
    fini()
    assert files(opened) >= {".gardees", ".gardees_details"}
    opened.close()


@pytest.mark.parametrize("table", ["v_registre", *list(DETAILS)[:1]])
def test_a_question_waits_for_what_is_being_made(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, steps: Steps, table: str
) -> None:
    making = Arretee(monkeypatch, table)
    waits = attente(monkeypatch)
    importer_de_plus(suivie)
    assert making.la.wait(PATIENCE)
    waits.clear()
    asked: list[bool] = []
    page = threading.Thread(target=lambda: asked.append(demander(suivie)))
    page.start()
    assert waits.wait(PATIENCE)
    # A change of what it reads does not stop it now: the page would make it a second time.
    assert deposer(suivie, ECOLES, "etablissement").etat == "importé"
    assert not asked
    making.aller()
    page.join(PATIENCE)
    assert asked == [True]
    fini()
    by_page = {schema.rsplit("_", 1)[0] for who, schema in steps if who is page}
    assert by_page <= (set(DETAILS) if table == "v_registre" else set()), "it had the first turn at most"
    assert verifier(suivie) == []


@pytest.mark.parametrize("before", [False, True])
def test_only_details_are_waited_for_by_what_reads_them(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """Nor by a page that came before, while what it reads was made: the next turn is not its own."""
    first = Arretee(monkeypatch)
    details = Arretee(monkeypatch, next(iter(DETAILS)))
    waits = attente(monkeypatch)
    counted = "SELECT count(*) FROM v_registre"
    seen: list[object] = []

    def look() -> None:
        con = suivie.cursor()
        with instant(con):
            seen.extend([kept(con), con.execute(counted).fetchall()])

    page = threading.Thread(target=look, name="la page")
    monkeypatch.setattr(gardees_atelier, "_tour", Tour(never=page.name))
    importer_de_plus(suivie)
    assert first.la.wait(PATIENCE)
    if before:
        waits.clear()
        page.start()
        assert waits.wait(PATIENCE)
    first.aller()
    assert before or details.la.wait(PATIENCE)
    if not before:
        page.start()
    page.join(PATIENCE)
    assert seen == [True, suivie.cursor().execute(counted).fetchall()]
    assert en_cours(suivie), "nobody has waited until it gave up"
    details.aller()
    fini()


def test_questions_under_way_go_first_unless_one_waits(suivie: Base, steps: Steps) -> None:
    with instant(suivie.cursor()):
        importer_de_plus(suivie)
        (making,) = threads()
        making.join(UN_MOMENT)
        assert steps == []
        page = threading.Thread(target=lambda: demander(suivie))
        page.start()
        page.join(PATIENCE)
        assert steps, "what the page waits for is not put off"
    fini()
    assert demande(suivie)


def test_questions_that_never_end_do_not_put_it_off_for_ever(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, steps: Steps
) -> None:
    monkeypatch.setattr(gardees_atelier, "CESSION", 0.0)
    with instant(suivie.cursor()):
        importer_de_plus(suivie)
        fini()
        assert steps


def test_what_goes_wrong_is_logged_and_the_question_makes_its_tables(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make = gardees.tenir

    def tenir(*arguments: str) -> None:
        if threading.current_thread() in threads():
            raise duckdb.InvalidInputException("quelque chose")
        make(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(gardees, "tenir", tenir)
    importer_de_plus(suivie)
    fini()
    # The dashboard writes the kind of an error, not its message (tests/acces): here the rest of the line counts.
    said = [r.getMessage().partition(" : ")[0] for r in caplog.records]
    assert said == ["Les chiffres n'ont pas pu être préparés"]
    assert not en_cours(suivie)
    assert demander(suivie)
    assert verifier(suivie) == []


def test_a_purge_in_service_leaves_tables_of_what_it_left(suivie: Base) -> None:
    purger_en_service(suivie, COORDINATION, "2023-2024")
    fini()
    assert demande(suivie)
    assert verifier(suivie) == []
    assert_same(suivie, ("v_registre",))


def test_writings_beside_the_program_are_left_to_the_question(suivie: Base) -> None:
    ecrire_a_cote(suivie, "DELETE FROM inscription WHERE presence = 'Absent'")
    assert not threads()
    assert demander(suivie)
