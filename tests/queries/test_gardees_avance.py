"""Kept tables made in the background after a change: once, of the last state, and never while the base is being let go."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, deposer
from tests.acces.test_purge import Rouvrir
from tests.queries.test_gardees import (
    ECOLES,
    UNE_DE_PLUS,
    _write,
    assert_same,
    kept,
    nothing_known,  # noqa: F401
)
from tests.queries.test_gardees_fichiers import _annuler, _importer, _restaurer, _retablir, files, found
from tne import settings
from tne.db import Base
from tne.purge import purger_en_service
from tne.queries import gardees, gardees_atelier, gardees_avance
from tne.queries.cumuls import DETAILS
from tne.queries.gardees_avance import Avance, en_cours, suivre
from tne.queries.memoire import details_gardes, instant
from tne.ui import contexte
from tne.verification import verifier

PATIENCE = 60
UN_MOMENT = 0.3
"""Seconds in which something that must not happen would have happened."""
Steps = list[tuple[threading.Thread, str]]  # with the schema: the content that the table is made of


@pytest.fixture(autouse=True)
def files_at_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bases of tests are small; and nobody waits for them to rest."""
    monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")
    monkeypatch.setattr(gardees_avance, "REPOS", 0.0)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Each table that was made, and the thread that made it."""
    done: Steps = []
    make = gardees.tenir

    def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, name: str, sql: str) -> None:
        done.append((threading.current_thread(), schema))
        make(maker, base, schema, name, sql)

    monkeypatch.setattr(gardees, "tenir", tenir)
    return done


@pytest.fixture
def suivie(base: Base) -> Iterator[Base]:
    """A base that a server would have opened, its tables made."""
    assert_same(base, ())
    suivre(base)
    yield base
    base.close()
    assert not threads()


def threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "préparation des chiffres"]


def fini() -> None:
    """Wait until nothing is made in the background any more."""
    for thread in threads():
        thread.join(PATIENCE)
    assert not threads()


def demander(base: Base) -> bool:
    """What a page asks; True when it reads kept tables."""
    con = base.cursor()
    with instant(con):
        details_gardes(con)
        return kept(con)


class Arretee:
    """A making in the background that has come as far as the table `name`, and stays there until `aller`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str = "v_registre") -> None:
        self.la, self._go = threading.Event(), threading.Event()
        make = gardees.tenir

        def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, table: str, sql: str) -> None:
            if table == name and threading.current_thread() in threads():
                self.la.set()
                assert self._go.wait(PATIENCE)
            make(maker, base, schema, table, sql)

        monkeypatch.setattr(gardees, "tenir", tenir)

    def aller(self) -> None:
        self._go.set()


def sans_fin(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The first table made in the background never ends, unless it is interrupted. Set once it is under way."""
    begun = threading.Event()
    make = gardees.tenir

    def tell(n: int) -> int:
        begun.set()
        return n

    def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, table: str, sql: str) -> None:
        if begun.is_set() or threading.current_thread() not in threads():
            make(maker, base, schema, table, sql)
            return
        maker.create_function("tne_dire", tell, ["BIGINT"], "BIGINT")
        make(maker, base, schema, table, "SELECT sum(tne_dire(i)) FROM range(1000000000000) AS t(i)")

    monkeypatch.setattr(gardees, "tenir", tenir)
    return begun


def attente(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a question waits for its turn."""
    waits = threading.Event()

    class Told(set[object]):
        def add(self, mark: object) -> None:
            super().add(mark)
            waits.set()

    monkeypatch.setattr(gardees_atelier, "_attendent", Told())
    return waits


@pytest.mark.parametrize("writing", [_importer, _annuler, _retablir, _restaurer])
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
    _importer(suivie)
    fini()
    suivie.close()
    assert found(suivie.path, monkeypatch)


def test_nothing_is_made_of_a_small_base_nor_where_nobody_follows(
    base: Base, monkeypatch: pytest.MonkeyPatch, rouvrir: Rouvrir
) -> None:
    began: list[object] = []
    monkeypatch.setattr(Avance, "_run", lambda self: began.append(self))
    _importer(base)
    assert not began
    suivre(base)
    _annuler(base)
    fini()
    assert len(began) == 1
    monkeypatch.delenv("TNE_LIGNES_SUR_DISQUE")
    suivre(base)
    _importer(base)
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
    _importer(opened)
    fini()
    assert files(opened) >= {".gardees", ".gardees_details"}
    opened.close()


@pytest.mark.parametrize("table", ["v_registre", *list(DETAILS)[:1]])
def test_a_question_waits_for_what_is_being_made(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, steps: Steps, table: str
) -> None:
    making = Arretee(monkeypatch, table)
    waits = attente(monkeypatch)
    _importer(suivie)
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


class Tour:
    """A lock that tells when a thread of the background waits for it, and that threads of that name never get."""

    def __init__(self, never: str = "") -> None:
        self._lock, self.attendu, self._never = threading.Lock(), threading.Event(), never

    def acquire(self, timeout: float = -1) -> bool:
        if threading.current_thread() in threads():
            self.attendu.set()
        if threading.current_thread().name == self._never:
            time.sleep(timeout)
            return False
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()


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
    _importer(suivie)
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
        _importer(suivie)
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
        _importer(suivie)
        fini()
        assert steps


def test_a_newer_state_stops_what_is_made_of_the_one_before(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, steps: Steps
) -> None:
    begun = sans_fin(monkeypatch)
    deposer(suivie, ECOLES, "etablissement")
    assert begun.wait(PATIENCE)
    first = suivie.version()
    deposer(suivie, UNE_DE_PLUS, "inscription", remplacer=True)
    fini()
    states = [state[-1] for state in gardees._chemins]
    assert suivie.version() in states
    assert first not in states
    assert demander(suivie)
    assert {who for who, _ in steps} != {threading.current_thread()}
    assert verifier(suivie) == []


def test_an_import_has_the_processors_to_itself(suivie: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, again = sans_fin(monkeypatch), threading.Event()
    deposer(suivie, ECOLES, "etablissement")
    assert begun.wait(PATIENCE)
    make = Avance._make
    monkeypatch.setattr(Avance, "_make", lambda self, tache: (again.set(), make(self, tache)))
    with suivie.importing():
        with gardees_atelier.tour():
            pass  # it was let go
        assert not again.wait(UN_MOMENT)
        assert en_cours(suivie)
        assert demande(suivie) is None
    fini()
    assert again.is_set()
    assert demande(suivie)


def demande(base: Base) -> str | None:
    """The search path of the state that the base is at, where it is known."""
    con = base.cursor()
    (known,) = [*(path for state, path in gardees._chemins.items() if state[-1] == base.version()), None][:1]
    con.close()
    return known


@pytest.mark.parametrize("moment", ["making", "between two steps", "waiting its turn", "at rest"])
def test_closing_stops_it_and_leaves_nothing_half(
    suivie: Base, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    if moment == "making":
        begun = sans_fin(monkeypatch)
        _importer(suivie)
        assert begun.wait(PATIENCE)
        suivie.close()
    elif moment == "between two steps":
        making = Arretee(monkeypatch)
        _importer(suivie)
        assert making.la.wait(PATIENCE)
        closing = threading.Thread(target=suivie.close)
        closing.start()
        closing.join(UN_MOMENT)
        assert closing.is_alive(), "it waits until nothing of the base is held"
        making.aller()
        closing.join(PATIENCE)
    elif moment == "waiting its turn":
        tour = Tour()
        monkeypatch.setattr(gardees_atelier, "_tour", tour)
        with gardees_atelier.tour():
            _importer(suivie)
            assert tour.attendu.wait(PATIENCE)
            suivie.close()
    else:
        monkeypatch.setattr(gardees_avance, "REPOS", 3600.0)
        _importer(suivie)
        assert en_cours(suivie)
        suivie.close()
    assert not threads()
    assert not en_cours(suivie)
    gardees._chemins.clear()
    monkeypatch.undo()
    monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")
    again = rouvrir(suivie.path)
    assert verifier(again) == []
    assert_same(again, ("v_registre", *DETAILS))


_QUITTER = """
import sys
import pytest
from tests.queries import test_gardees_avance as essai
from tne.db import Base
base = Base(sys.argv[1])
essai.suivre(base)
patch = pytest.MonkeyPatch()
begun = essai.sans_fin(patch)
essai._importer(base)
assert begun.wait(60)
print("en cours", flush=True)
"""


def test_a_server_that_ends_does_not_wait_for_it(base: Base, rouvrir: Rouvrir) -> None:
    base.close()
    done = subprocess.run(
        [sys.executable, "-c", _QUITTER, base.path],
        cwd=settings.ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("en cours\n", 0), done.stderr
    again = rouvrir(base.path)
    assert not demande(again)
    assert verifier(again) == []


def test_what_goes_wrong_is_logged_and_the_question_makes_its_tables(
    suivie: Base, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make = gardees.tenir

    def tenir(*arguments: str) -> None:
        if threading.current_thread() in threads():
            raise duckdb.InvalidInputException("quelque chose")
        make(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(gardees, "tenir", tenir)
    _importer(suivie)
    fini()
    assert [r.getMessage() for r in caplog.records] == [
        "Les chiffres n'ont pas pu être préparés : quelque chose"
    ]
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
    _write(suivie, "DELETE FROM inscription WHERE presence = 'Absent'")
    assert not threads()
    assert demander(suivie)
