"""The demonstration is taken out in one writing: two sessions that press at once are not in each other's way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.importing.scene import Scene, comptes
from tne.access import Droit
from tne.db import Base
from tne.demo import demo_en_place, retirer_demo
from tne.store.verification import verifier

POSTE = Droit(True, "poste")


def test_two_sessions_take_the_demonstration_out_at_once(base: Base) -> None:
    """One import after the other, each met some that the other had just undone, and was told « déjà annulé »."""
    held = base.cursor().execute("SELECT count(*) FROM import WHERE demo").fetchall()[0][0]
    with ThreadPoolExecutor(2) as pool:
        found = [f.result() for f in [pool.submit(retirer_demo, base, POSTE) for _ in range(2)]]
    assert sorted(found) == [0, held]
    assert not demo_en_place(base)
    told = base.cursor().execute("SELECT qui, detail FROM evenement WHERE action = 'annulation'").fetchall()
    assert told == [("poste", "démonstration")] * held
    assert verifier(base) == []


def test_a_file_that_takes_its_place_counts_what_it_adds_to_the_rest(scene: Scene) -> None:
    """Of the same key as an invented record it is no change of it."""
    listed = "Année scolaire;Formulaire;Numéro de la réponse;Date de la réponse\n2023-2024;f;1;{}\n"
    scene.un(listed.format("12/06/2023"), demo=True)
    real = scene.un(listed.format("13/06/2023"), "b.csv", retirer_demo=True)
    assert comptes(real) == {"lues": 1, "ajoutees": 1}
    assert scene.sql("SELECT id, demo, en_vigueur FROM import ORDER BY id") == [
        (1, True, False),
        (2, False, True),
    ]
