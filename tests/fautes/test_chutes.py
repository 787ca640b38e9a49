"""Killed at any moment, a server or a command leaves a base that opens, whole, as it was before or after.

Each kill, with its stage, its delay and the state found, is a line of `chutes.jsonl` in the folder of the tests' files.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fautes.chutes import Atelier, Chute, ecrire
from tests.fautes.travaux import TRAVAUX

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills by signal, tells by a Unix socket")
# In the order of what people do most; the ordinary suite takes the first of each kind.
COURTS = ("serveur : importer", "commande : annuler", "purger", "serveur : restaurer")


@pytest.fixture
def atelier(tmp_path: Path) -> Iterator[Atelier]:
    made = Atelier(tmp_path / "atelier", seed=2024)
    yield made
    made.close()


def _kill(atelier: Atelier, works: list[str], log: Path) -> list[Chute]:
    fallen = []
    for work in works:
        fallen.append(atelier.tuer(work))
        ecrire(fallen[-1:], log)
    return fallen


def _told(fallen: list[Chute]) -> str:
    return "\n".join(
        f"{n:4} {work:22} {stage:14} {state}"
        for (work, stage, state), n in sorted(Counter((c.travail, c.etape, c.etat) for c in fallen).items())
    )


def test_a_few_kills(atelier: Atelier, tmp_path: Path) -> None:
    log = tmp_path / "chutes.jsonl"
    fallen = _kill(atelier, [*COURTS, *COURTS], log)
    # A busy machine moves a kill past its aim: a few more are aimed within.
    while 3 * sum(c.dedans for c in fallen) < len(fallen) < 16:
        fallen.append(atelier.tuer(COURTS[0], dedans=True))
        ecrire(fallen[-1:], log)
    print(_told(fallen))
    assert len(fallen) >= 8
    assert 3 * sum(c.dedans for c in fallen) >= len(fallen), _told(fallen)


@pytest.mark.long
def test_two_hundred_kills(atelier: Atelier, tmp_path: Path) -> None:
    works = [work for _ in range(200 // len(TRAVAUX) + 1) for work in TRAVAUX][:200]
    fallen = _kill(atelier, works, tmp_path / "chutes.jsonl")
    print(_told(fallen))
    assert len(fallen) == 200
    assert 3 * sum(c.dedans for c in fallen) >= 200, _told(fallen)
    states = {(c.travail, c.etat) for c in fallen}
    assert {state for _, state in states} == {"avant", "après"}
    assert {c.travail for c in fallen} == set(TRAVAUX)
