"""Two coordinators at once: what one writes is neither lost nor doubled by what the other presses on a page drawn before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION, Scene
from tests.importing_ecran.deux_seances import DEUX, Seances, dit, themes
from tne.importing import Options, importer_document
from tne.importing.saisie import as_table, current_rows, differences
from tne.store.backup import restaurer, sauvegarder

ENREGISTRER = "enregistrer-saisie-intervention"


def _cle(app: AppTest, kind: str, fin: str) -> str:
    """The key of the first widget whose key ends so."""
    return next(str(w.key) for w in getattr(app, kind) if str(w.key).endswith(fin))


def _ajouter(app: AppTest, theme: str) -> None:
    """Fill the form of a new intervention, and have it checked."""
    app.date_input(_cle(app, "date_input", "-date")).set_value(date(2024, 6, 14))
    app.selectbox(_cle(app, "selectbox", "-nature")).set_value("Formation")
    app.text_input(_cle(app, "text_input", "-uai")).set_value("0860002K")
    app.text_input(_cle(app, "text_input", "-theme")).set_value(theme)
    _verifier(app)


def _verifier(app: AppTest) -> None:
    app.button(_cle(app, "button", "-verifier")).click().run()


def _corriger(app: AppTest, reference: str, theme: str) -> None:
    """Correct the theme of a record, and have it checked."""
    box = next(w for w in app.selectbox if w.label == "Enregistrement")
    box.set_value(next(o for o in box.options if o.startswith(reference))).run()
    app.text_input(_cle(app, "text_input", "-theme")).set_value(theme)
    _verifier(app)


def _enregistrer(app: AppTest) -> None:
    app.button(ENREGISTRER).click().run()
    assert not app.exception


def test_two_new_records_typed_at_the_same_time_are_both_kept(scene: Scene, seance: Seances) -> None:
    """Each had the next free reference of its own page: the second took the place of the first."""
    scene.importer(DEUX)
    first, second = seance("saisir"), seance("saisir")
    _ajouter(first, "ENT de l'un")
    _ajouter(second, "Radio de l'autre")
    _enregistrer(first)
    _enregistrer(second)
    assert "La base a changé pendant votre saisie" in dit(second)
    assert len(themes(scene)) == 3, "nothing is written that was not read"
    _enregistrer(second)
    assert list(themes(scene).items())[2:] == [("2023-003", "ENT de l'un"), ("2023-004", "Radio de l'autre")]
    scene.verifier("intervention")


def test_of_one_record_corrected_twice_each_cell_is_that_of_who_typed_it(
    scene: Scene, seance: Seances
) -> None:
    scene.importer(DEUX)
    page = seance("saisir")
    _corriger(page, "2023-001", "Réseaux")
    scene.importer("Référence;Date;Nature;UAI;Heures\n2023-001;12/06/2024;Formation;0860002K;9")
    _enregistrer(page)
    _enregistrer(page)
    assert scene.sql("SELECT heures, theme FROM intervention WHERE reference = '2023-001'") == [
        (9.0, "Réseaux")
    ]


def test_what_another_wrote_stays_when_the_same_form_is_sent_again(scene: Scene, seance: Seances) -> None:
    """Its fields held what they had proposed first: sent once more, they put the hours of before back."""
    scene.importer(DEUX)
    page = seance("saisir")
    _corriger(page, "2023-001", "Réseaux")
    scene.importer("Référence;Date;Nature;UAI;Heures\n2023-001;12/06/2024;Formation;0860002K;9")
    _enregistrer(page)
    assert "La base a changé pendant votre saisie" in dit(page)
    page.text_input(_cle(page, "text_input", "-theme")).set_value("Robots")
    _verifier(page)
    _enregistrer(page)
    assert scene.sql("SELECT heures, theme FROM intervention WHERE reference = '2023-001'") == [
        (9.0, "Robots")
    ]


def test_a_correction_of_a_record_that_has_left_brings_it_back_whole_and_said(
    scene: Scene, seance: Seances
) -> None:
    """Only the touched cells were written: half a record came back, and nothing said so."""
    done = scene.un(DEUX)
    page = seance("saisir")
    _corriger(page, "2023-001", "Réseaux")
    scene.annuler(done.import_id)
    _enregistrer(page)
    assert "1 enregistrement que vous corrigiez n’y est plus" in dit(page)
    assert "1 ligne nouvelle" in dit(page)
    _enregistrer(page)
    assert scene.sql("SELECT reference, heures, theme FROM intervention") == [("2023-001", 3.0, "Réseaux")]


def test_what_another_wrote_already_is_said_and_is_not_the_receipt_of_an_entry_before(
    scene: Scene, seance: Seances
) -> None:
    """The button was gone without a word, or over « c'est fait » with the number of what one had written before."""
    scene.importer(DEUX)
    page = seance("saisir")
    _corriger(page, "2023-002", "Vidéo")
    _enregistrer(page)
    assert "Import n° 2 : c’est fait." in dit(page)
    _corriger(page, "2023-001", "Réseaux")
    scene.importer("Référence;Date;Nature;UAI;Thème\n2023-001;12/06/2024;Formation;0860002K;Réseaux")
    _enregistrer(page)
    said = dit(page) + page.info[0].value
    assert "elle dit déjà ce que vous vouliez y écrire. Rien à enregistrer." in said.replace("\u00a0", " ")
    assert "c’est fait" not in said
    assert scene.sql("SELECT count(*) FROM import") == [(3,)]


def test_the_receipt_of_an_entry_does_not_come_back_when_the_next_one_is_given_up(
    scene: Scene, seance: Seances
) -> None:
    scene.importer(DEUX)
    page = seance("saisir")
    _corriger(page, "2023-002", "Vidéo")
    _enregistrer(page)
    _corriger(page, "2023-001", "Réseaux")
    page.button(_cle(page, "button", "abandonner-saisie-intervention")).click().run()
    assert "c’est fait" not in dit(page)


def test_what_another_writes_elsewhere_stops_nobody(scene: Scene, seance: Seances) -> None:
    scene.importer(DEUX)
    page = seance("saisir")
    _ajouter(page, "Réseaux")
    scene.importer("UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers", jeu="etablissement")
    _enregistrer(page)
    assert len(themes(scene)) == 3


def test_an_import_is_not_pressed_for_under_a_preview_of_before(scene: Scene, seance: Seances) -> None:
    """The page took it that who pressed had read that other records give way: it was drawn before they came in."""
    page = seance("importer")
    autres = DEUX.replace("12/06/2024", "10/10/2023").replace("13/06/2024", "11/10/2023")
    page.file_uploader[0].upload("carnet.csv", autres.encode(), "text/csv").run()
    scene.importer(DEUX)
    # As app.py does at each run.
    page.session_state["_contexte"] = replace(page.session_state["_contexte"], version=scene.base.version())
    _importer(page)
    assert "La base a changé depuis que cette page est affichée : rien n’a été écrit." in dit(page)
    assert scene.sql("SELECT min(date) FROM intervention") == [(date(2024, 6, 12),)]
    _importer(page)
    assert scene.sql("SELECT min(date) FROM intervention") == [(date(2023, 10, 10),)]


def test_a_press_is_answered_where_another_file_has_brought_rows_that_this_one_lacks(
    scene: Scene, seance: Seances
) -> None:
    """The page was drawn once more to ask what to do with those rows: the press was gone without a word."""
    page = seance("importer")
    page.file_uploader[0].upload("carnet.csv", DEUX.encode(), "text/csv").run()
    scene.importer(DEUX.replace("2023-00", "2023-10"), "autre.csv")
    page.session_state["_contexte"] = replace(page.session_state["_contexte"], version=scene.base.version())
    _importer(page)
    assert "2 lignes de fichiers précédents ne figurent plus dans celui-ci" in page.radio[0].label
    assert "La base a changé depuis que cette page est affichée : rien n’a été écrit." in dit(page)
    _importer(page)
    assert "La base a changé" not in dit(page)
    assert len(themes(scene)) == 4


def _importer(page: AppTest) -> None:
    next(b for b in page.button if b.label == "Importer").click().run()
    assert not page.exception


def _revoir(page: AppTest, scene: Scene) -> str:
    """What the page says once another session has written."""
    page.session_state["_contexte"] = replace(page.session_state["_contexte"], version=scene.base.version())
    page.run()
    assert not page.exception
    return dit(page) + "".join(i.value for i in page.info)


def test_a_receipt_goes_with_the_import_that_a_restoration_took_away(
    scene: Scene, seance: Seances, tmp_path: Path
) -> None:
    """It went on saying « c'est fait », and the file could not be imported again, not even dropped anew."""
    scene.importer("UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers", jeu="etablissement")
    copy = sauvegarder(scene.base, COORDINATION, tmp_path / "copie.duckdb")
    page = seance("importer")
    page.file_uploader[0].upload("carnet.csv", DEUX.encode(), "text/csv").run()
    _importer(page)
    assert "Import n° 2 : c’est fait." in _revoir(page, scene)
    restaurer(scene.base, COORDINATION, copy)
    said = _revoir(page, scene).replace("\u202f", " ")
    assert "c’est fait" not in said
    assert "L’import n° 2 de ce fichier n’est plus dans la base" in said
    _importer(page)
    assert "Import n° 3 : c’est fait." in (said := _revoir(page, scene))
    assert "n’est plus dans la base" not in said
    assert len(themes(scene)) == 2


def test_a_receipt_goes_with_the_import_that_was_undone_elsewhere(scene: Scene, seance: Seances) -> None:
    """« C'est fait » stood above the list of the last imports, which said « annulé »."""
    page = seance("importer")
    page.file_uploader[0].upload("carnet.csv", DEUX.encode(), "text/csv").run()
    _importer(page)
    page.button("defaire-1").click().run()
    said = _revoir(page, scene)
    assert "c’est fait" not in said
    assert "importé puis annulé" in said
    scene.retablir(1)
    assert "déjà importé" in _revoir(page, scene)


def test_an_entry_is_not_written_over_data_that_came_in_after_it_was_checked(scene: Scene) -> None:
    scene.importer(DEUX)
    then = scene.base.version()
    before = current_rows(scene.base, COORDINATION, "intervention")
    document, recognised = as_table(differences("intervention", before, before.iloc[1:]), "j")
    scene.importer(DEUX.replace("2023-00", "2023-10"), "b.csv")
    for version, etat in ((then, "refusé"), (scene.base.version(), "importé")):
        options = Options(jeu="intervention", version=version)
        (done,) = importer_document(scene.base, COORDINATION, document, recognised, options)
        assert done.etat == etat
