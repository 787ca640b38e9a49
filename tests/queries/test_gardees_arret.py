"""A making in the background stops for an import, for a newer state and for the end, and leaves nothing half."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests.acces.conftest import deposer
from tests.acces.test_purge import Rouvrir
from tests.queries.preparation import (
    PATIENCE,
    UN_MOMENT,
    Arretee,
    Steps,
    Tour,
    demande,
    demander,
    fini,
    sans_fin,
    threads,
)
from tests.queries.tables_gardees import ECOLES, UNE_DE_PLUS, assert_same, importer_de_plus
from tne import settings
from tne.db import Base
from tne.queries import gardees, gardees_atelier, gardees_avance
from tne.queries.cumuls import DETAILS
from tne.queries.gardees_avance import Avance, en_cours
from tne.store.verification import verifier

pytestmark = pytest.mark.usefixtures("nothing_known", "files_at_any_size", "sans_repos")


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


@pytest.mark.parametrize("moment", ["making", "between two steps", "waiting its turn", "at rest"])
def test_closing_stops_it_and_leaves_nothing_half(
    suivie: Base, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    if moment == "making":
        begun = sans_fin(monkeypatch)
        importer_de_plus(suivie)
        assert begun.wait(PATIENCE)
        suivie.close()
    elif moment == "between two steps":
        making = Arretee(monkeypatch)
        importer_de_plus(suivie)
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
            importer_de_plus(suivie)
            assert tour.attendu.wait(PATIENCE)
            suivie.close()
    else:
        monkeypatch.setattr(gardees_avance, "REPOS", 3600.0)
        importer_de_plus(suivie)
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
from tests.queries.preparation import sans_fin
from tests.queries.tables_gardees import importer_de_plus
from tne.db import Base
from tne.queries.gardees_avance import suivre
base = Base(sys.argv[1])
suivre(base)
patch = pytest.MonkeyPatch()
begun = sans_fin(patch)
importer_de_plus(base)
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
