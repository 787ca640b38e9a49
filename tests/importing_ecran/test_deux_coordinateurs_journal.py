"""Two coordinators at the journal: no undo, restoration or purge takes away what was not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.scene import COORDINATION, Scene
from tests.importing_ecran.deux_seances import DEUX, Seances, dit, themes
from tne.erreurs import UsageIncorrect
from tne.store.backup import restaurer, sauvegarder
from tne.store.verification import verifier


def test_the_number_of_an_import_that_a_restoration_took_away_is_not_given_again(
    scene: Scene, tmp_path: Path
) -> None:
    """A page that was open offered to undo it, and undid the next import in its place."""
    scene.importer(DEUX)
    copy = sauvegarder(scene.base, COORDINATION, tmp_path / "copie.duckdb")
    gone = scene.un(DEUX.replace("2023-00", "2023-01"), "b.csv").import_id
    restaurer(scene.base, COORDINATION, copy)
    assert (gone, scene.un(DEUX.replace("2023-00", "2023-02"), "c.csv").import_id) == (2, 3)
    with pytest.raises(UsageIncorrect, match="n° 2 n'existe pas, ou n'existe plus"):
        scene.annuler(gone)
    # Nor after one that brings an older state back still.
    restaurer(scene.base, COORDINATION, copy)
    assert scene.un(DEUX.replace("2023-00", "2023-03"), "d.csv").import_id == 4
    assert verifier(scene.base) == []


def test_a_restoration_takes_nothing_away_that_was_not_read(scene: Scene, seance: Seances) -> None:
    """What another session had imported since the page was drawn went with it."""
    scene.importer(DEUX)
    page = seance("journal")
    page.button("sauvegardes-faire").click().run()
    page.checkbox("sauvegardes-effet-1").check().run()
    scene.importer(DEUX.replace("2023-00", "2023-10"), "autre.csv")
    page.button("sauvegardes-restaurer").click().run()
    assert "rien n’a été écrit" in dit(page) + page.info[0].value
    assert len(themes(scene)) == 4
    assert "1 import disparaît : n° 2 (autre.csv)." in dit(page)
    page.button("sauvegardes-restaurer").click().run()
    assert len(themes(scene)) == 2
    assert not page.checkbox("sauvegardes-effet-1").value, "it is done: nothing asks to restore it again"


def test_a_year_is_not_purged_of_persons_whom_nobody_agreed_to_nor_twice(
    scene: Scene, seance: Seances
) -> None:
    offre = "Année scolaire;UAI;E-mail\n2023-2024;0860002K;{}@x.fr\n"
    scene.importer(offre.format("a"), "offre.csv", jeu="offre")
    first, second = seance("journal"), seance("journal")
    for page in (first, second):
        page.selectbox("purge-annee").set_value("2023-2024").run()
        page.checkbox("purge-accord-2023-2024-1").check().run()
    scene.importer(offre.format("b"), "suite.csv", jeu="offre")
    first.button("purge-faire").click().run()
    assert "rien n’a été écrit" in first.info[0].value
    assert first.button("purge-faire").disabled
    first.checkbox("purge-accord-2023-2024-2").check().run()
    assert "2 personnes" in first.checkbox("purge-accord-2023-2024-2").label.replace("\u00a0", " ")
    # What was ticked under another number stayed so, once the page was drawn again for something else.
    scene.importer(offre.format("c"), "fin.csv", jeu="offre")
    first.run()
    assert "3 personnes" in first.checkbox("purge-accord-2023-2024-3").label.replace("\u00a0", " ")
    assert first.button("purge-faire").disabled
    first.checkbox("purge-accord-2023-2024-3").check().run()
    first.button("purge-faire").click().run()
    second.button("purge-faire").click().run()
    assert not second.exception
    assert "Les liens de 2023-2024 sont déjà effacés." in [i.value for i in second.info]
    assert scene.sql("SELECT count(*) FROM evenement WHERE action = 'purge'") == [(1,)]


def test_an_undo_takes_nothing_away_that_was_not_read(scene: Scene, seance: Seances) -> None:
    """Of an import that another session has corrected since, other rows leave than the journal had shown."""
    number = scene.un(DEUX).import_id
    page = seance("journal")
    page.checkbox(f"journal-effet-{number}").check().run()
    assert "2 lignes retirées" in page.selectbox(f"lignes-journal-{number}").options[0].replace("\u00a0", " ")
    scene.importer(DEUX.replace("2023-002;13/06/2024;Suivi", "2023-003;13/06/2024;Suivi"), "autre.csv")
    page.button(f"journal-annuler-{number}").click().run()
    assert "rien n’a été écrit" in dit(page)
    assert len(themes(scene)) == 3
    # One of its two records is kept by the other file.
    assert "1 ligne retirée" in page.selectbox(f"lignes-journal-{number}").options[0].replace("\u00a0", " ")
    page.button(f"journal-annuler-{number}").click().run()
    assert not page.exception
    assert list(themes(scene)) == ["2023-001", "2023-003"]


def test_an_undo_is_not_put_off_for_what_another_session_wrote_elsewhere(
    scene: Scene, seance: Seances
) -> None:
    number = scene.un(DEUX).import_id
    page = seance("journal")
    page.checkbox(f"journal-effet-{number}").check().run()
    scene.importer(DEUX.replace("2023-00", "2023-10"), "autre.csv")
    page.button(f"journal-annuler-{number}").click().run()
    assert list(themes(scene)) == ["2023-101", "2023-102"]
