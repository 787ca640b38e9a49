"""What a preview says is what the writing then does, and the preview writes nothing."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from tests.importing.scene import COORDINATION, Scene, text_bytes
from tne.access import Droit
from tne.db import writes_here
from tne.demo import demo_en_place
from tne.effects import effects, measure
from tne.erreurs import AccesRefuse
from tne.importing import Options, importer_document, open_document, reconnaitre
from tne.importing.changes import MOST_ROWS
from tne.importing.rehearsal import Repetition, rehearse_import, rehearse_switch
from tne.queries import totals
from tne.ui.importation.apercu import _lists

TROIS = """Référence;Date;Nature;UAI;Heures
2023-001;12/06/2024;Formation;0860002K;3
2023-002;13/06/2024;Suivi de projet;0860002K;2
2023-003;14/06/2024;Formation;0860799B;1"""
SUITE = """Référence;Date;Nature;UAI;Heures
2023-001;12/06/2024;Formation;0860002K;4
2023-002;13/06/2024;Suivi de projet;0860002K;2
2023-002;13/06/2024;Suivi de projet;0860002K;2
2023-004;15/06/2024;Formation;0860002K;1
2023-005;15/06/2024;Fromage;0860002K;1
Total;;;;8"""


def essayer(scene: Scene, text: str, **options: object) -> Repetition:
    chosen = Options(**options)  # type: ignore[arg-type]
    document = open_document(text_bytes(text), "a.csv")
    return rehearse_import(scene.base, COORDINATION, document, reconnaitre(document, chosen), chosen, measure)


def test_a_preview_shows_rows_cells_and_figures_and_writes_nothing(scene: Scene) -> None:
    scene.importer(TROIS)
    before = scene.journal(), scene.contenu(), scene.sql("SELECT n FROM verrou")
    seen = essayer(scene, SUITE)
    assert (scene.journal(), scene.contenu(), scene.sql("SELECT n FROM verrou")) == before
    (change,) = seen.differences
    assert (change.nombre_ajoutees, change.nombre_modifiees, change.nombre_retirees) == (1, 1, 0)
    (line, texts), *rest = change.ajoutees
    assert (line, texts["Référence"], texts["Date"], rest) == (5, "2023-004", "15/06/2024", [])
    (cell,) = change.modifiees
    assert (cell.ligne, cell.fiche, cell.colonne, cell.avant, cell.apres) == (
        2,
        "2023-001 · 0860002K",
        "Heures",
        "3",
        "4",
    )
    (rest_of_file,) = seen.restes
    assert [(line, words) for _, line, words in rest_of_file.doublons] == [
        (4, "Même enregistrement que la ligne 3.")
    ]
    assert [line for _, line, _ in rest_of_file.ecartees] == [7]
    assert rest_of_file.absentes == (("import n° 1", 4, "2023-003 · 0860799B"),)
    told = {e.indicateur.code: (e.avant.texte, e.apres.texte) for e in effects(seen) if e.avant and e.apres}
    assert told["accompagnement.total"] == ("3", "4")
    assert told["accompagnement.formations"] == ("2", "3")
    assert "accompagnement.projets" not in told


def test_the_preview_of_a_replacement_shows_the_rows_that_leave(scene: Scene) -> None:
    scene.importer(TROIS)
    kept, replaced = essayer(scene, SUITE), essayer(scene, SUITE, remplacer=True)
    assert kept.differences[0].nombre_retirees == 0
    assert [texts["Référence"] for _, texts in replaced.differences[0].retirees] == ["2023-003"]


def test_lists_that_are_cut_say_how_many_rows_there_are(scene: Scene) -> None:
    """« 300 lignes absentes du fichier, gardées » stood beside « 310 lignes de fichiers précédents ne figurent plus »."""
    header, row = TROIS.splitlines()[0], "{};12/06/2024;Formation;0860002K;1"
    scene.importer("\n".join([header, *(row.format(n) for n in range(310))]))
    (log,) = essayer(scene, "\n".join([header, *[row.format("A")] * 320])).restes
    elsewhere = [f"{n}{'ABCDEFGHJKLMNPRSTUVWXYZ'[n % 23]};École" for n in range(940001, 940331)]
    (schools,) = essayer(scene, "\n".join(["UAI;Nom", "0860002K;A", *(f"0{s}" for s in elsewhere)])).restes
    assert {len(log.doublons), len(log.absentes), len(schools.ecartees)} == {MOST_ROWS}
    lists = _lists((), (log,), False, False) | _lists((), (schools,), False, False)
    assert list(lists) == ["319 doublons", "310 lignes absentes du fichier, gardées", "330 lignes écartées"]
    assert [number for _, number in lists.values()] == [319, 310, 330]


@pytest.mark.parametrize("remplacer", [False, True])
def test_what_is_seen_is_what_is_done(scene: Scene, remplacer: bool) -> None:
    scene.importer(TROIS)
    seen = essayer(scene, SUITE, remplacer=remplacer)
    options = Options(remplacer=remplacer, valides_seulement=True)
    document = open_document(text_bytes(SUITE), "a.csv")
    (done,) = importer_document(scene.base, COORDINATION, document, reconnaitre(document), options)
    assert done.comptes == seen.resultats[0].comptes
    after = measure(scene.base.cursor(), ())
    assert after == seen.apres
    undone = rehearse_switch(scene.base, COORDINATION, done.import_id or 0, True, measure)
    assert (undone.avant, undone.apres) == (seen.apres, seen.avant)
    assert undone.differences[0].nombre_retirees == seen.differences[0].nombre_ajoutees


def test_the_preview_of_the_undo_of_the_one_import_shows_all_its_rows(scene: Scene) -> None:
    (done,) = scene.importer(TROIS)
    (change,) = rehearse_switch(scene.base, COORDINATION, done.import_id or 0, True, measure).differences
    assert [texts["Référence"] for _, texts in change.retirees] == ["2023-001", "2023-002", "2023-003"]


def test_a_preview_copies_aside_the_rows_that_the_file_may_touch_and_no_others(scene: Scene) -> None:
    header, row = "Référence;Date;Nature;UAI\n", "2023-{:03d};12/06/2024;Formation;0860002K\n"
    scene.importer(header + "".join(row.format(i) for i in range(4, 200)))
    scene.importer(TROIS)
    copied: list[int] = []

    def spy(con: duckdb.DuckDBPyConnection, *_: object) -> int:
        if not writes_here():
            return 0
        copied.append(con.execute("SELECT count(*) FROM avant_intervention").fetchall()[0][0])
        return 0

    document = open_document(text_bytes(SUITE), "a.csv")
    recognised = reconnaitre(document)
    rehearse_import(scene.base, COORDINATION, document, recognised, Options(), spy)
    rehearse_switch(scene.base, COORDINATION, 2, True, spy)
    assert copied == [3, 3]


def test_every_row_that_a_chain_of_replacements_changes_is_in_its_preview(scene: Scene) -> None:
    header, row = "Référence;Date;Nature;UAI;Heures\n", "2023-{:03d};12/06/2024;Formation;0860002K;{}\n"

    def content() -> dict[object, object]:
        return dict(scene.sql("SELECT _cle, (heures, nature) FROM intervention"))

    def check(seen: Repetition, before: dict[object, object]) -> None:
        after = content()
        kept = before.keys() & after.keys()
        told = [(d.nombre_ajoutees, d.nombre_modifiees, d.nombre_retirees) for d in seen.differences]
        real = (
            len(after.keys() - kept),
            sum(before[k] != after[k] for k in kept),
            len(before.keys() - kept),
        )
        assert told == ([real] if any(real) else [])

    def files(first: int, hours: int) -> str:
        return header + "".join(row.format(i, hours) for i in range(first, first + 6))

    texts = [files(1, 1), files(4, 2), files(3, 3), files(8, 4)]
    for text in (*texts, texts[1], texts[0]):
        before = content()
        seen = essayer(scene, text, remplacer=True)
        scene.importer(text, remplacer=True, valides_seulement=True)
        check(seen, before)
    for number in (4, 3, 2, 1, 3, 4):
        undone = not scene.sql("SELECT annule FROM import WHERE id = $n", n=number)[0][0]
        before = content()
        seen = rehearse_switch(scene.base, COORDINATION, number, undone, measure)
        (scene.annuler if undone else scene.retablir)(number)
        check(seen, before)


INSCRITS = """Dispositif : code;Module : code;Groupe : identifiant;Session;Année;État de l'inscription;Présence;UAI;E-mail
23A0130001;M1;G1;1;2023-2024;Inscrit;Présent;0860002K;a@banc.fr
23A0130001;M1;G1;1;2023-2024;Inscrit;Absent;0860002K;b@banc.fr"""


def test_a_preview_counts_again_what_the_file_may_change_and_nothing_else(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.importer(TROIS)
    asked: list[str] = []
    ask = totals.by_year

    def spy(con: duckdb.DuckDBPyConnection, sql: str, *more: object) -> object:
        if writes_here():
            asked.append(sql)
        return ask(con, sql, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(totals, "by_year", spy)
    seen = essayer(scene, SUITE)
    assert asked
    assert [sql for sql in asked if "intervention" not in sql and "v_etablissement" not in sql] == []
    assert [sql for sql in asked if "v_inscription" in sql] == []
    scene.importer(SUITE, valides_seulement=True)
    for text in (INSCRITS, INSCRITS.replace("Absent", "Présent")):
        before = seen.apres
        seen = essayer(scene, text)
        assert effects(seen)
        assert effects(Repetition((), (), (), before, seen.avant)) == ()
        scene.importer(text)
        after = measure(scene.base.cursor(), ())
        assert effects(Repetition((), (), (), seen.apres, after)) == ()


def test_a_file_already_imported_says_so_and_an_undone_one_is_redone(scene: Scene) -> None:
    first = scene.un(TROIS)
    again = essayer(scene, TROIS)
    assert "déjà importé (import n° 1)" in again.deja
    assert again.differences == ()
    assert (again.acquis, again.numero) == (True, first.import_id)
    scene.annuler(first.import_id)
    redone = essayer(scene, TROIS)
    assert "rétabli" in redone.deja
    assert not redone.acquis
    assert redone.differences[0].nombre_ajoutees == 3


def test_a_file_in_force_beside_the_demonstration_says_what_importing_it_would_do(scene: Scene) -> None:
    """« Il n'y a rien de nouveau à écrire » stood above a button that took the demonstration out."""
    scene.importer(SUITE, "demo.csv", demo=True, valides_seulement=True)
    scene.un(TROIS, avec_demo=True)
    said = essayer(scene, TROIS, retirer_demo=True)
    assert said.deja.endswith(" L'importer de nouveau ne ferait que retirer la démonstration.")
    assert not said.acquis
    beside = essayer(scene, TROIS, avec_demo=True)
    assert beside.acquis
    assert "démonstration" not in beside.deja
    assert scene.un(TROIS, retirer_demo=True).etat == "déjà importé"
    assert not demo_en_place(scene.base)


def test_a_file_to_be_redone_under_later_imports_says_so_before(scene: Scene) -> None:
    """It said « est rétabli » before anything was done."""
    scene.annuler(scene.un(TROIS).import_id)
    scene.un(TROIS.replace("Formation", "Suivi de projet"), "b.csv")
    lead = "Ce fichier a été importé puis annulé : l'import n° 1 sera rétabli"
    assert essayer(scene, TROIS).deja.startswith(f"{lead}. Des imports plus récents ont changé ")
    scene.annuler(2)
    assert essayer(scene, TROIS).deja == f"{lead}."


def test_a_figure_that_vanishes_or_falls_is_marked(scene: Scene) -> None:
    first = scene.un(TROIS)
    gone = effects(rehearse_switch(scene.base, COORDINATION, first.import_id or 0, True, measure))
    assert gone
    assert {e.suspect for e in gone if e.avant and e.avant.valeur is not None} == {"disparaît"}
    header, row = "Référence;Date;Nature;UAI\n", "2023-{:03d};12/06/2024;Formation;0860002K\n"
    scene.importer(header + "".join(row.format(i) for i in range(10, 16)))
    fallen = header + row.format(1) + row.format(10)
    seen = {e.indicateur.code: e.suspect for e in effects(essayer(scene, fallen, remplacer=True))}
    assert seen["accompagnement.total"] == "baisse de 78\u202f%"
    assert seen["accompagnement.projets"] == "tombe à zéro"
    small = effects(rehearse_switch(scene.base, COORDINATION, first.import_id or 0, True, measure))
    assert {e.indicateur.code: e.suspect for e in small}["accompagnement.total"] == ""


def test_what_is_known_to_this_day_neither_comes_nor_goes_with_a_year(scene: Scene) -> None:
    """« Ressources : 14 → absent, disparaît » was said of the undo of the last row of a year, and « nouveau » of its first."""
    scene.importer("UAI;Nom;Type;Secteur;État\n0860002K;École A;École;Public;Ouvert")
    scene.importer(
        "Référence;Date;UAI;Type;État\nE1;12/10/2023;0860002K;Socle numérique;Déployé", jeu="equipement"
    )
    scene.importer("Plateforme;Identifiant;Titre;Public\nYT;a;T;Parents", jeu="ressource")
    known = {v.indicateur.code for v in measure(scene.base.cursor(), ())["2023-2024"] if v.valeur is not None}
    assert {"parentalite.ressources", "equipement.dotes"} <= known
    later = TROIS.replace("/2024", "/2025")
    came = effects(essayer(scene, later))
    done = scene.un(later)
    gone = effects(rehearse_switch(scene.base, COORDINATION, done.import_id or 0, True, measure))
    for seen in (came, gone):
        assert {e.annee for e in seen} == {"2024-2025"}
        assert {e.indicateur.famille for e in seen} == {"accompagnements"}
    # One that the year itself makes is told.
    more = scene.un(
        "Référence;Date;UAI;Type;État\nE2;12/10/2025;0860002K;Socle numérique;Déployé", jeu="equipement"
    )
    seen = effects(rehearse_switch(scene.base, COORDINATION, more.import_id or 0, True, measure))
    assert "equipement.dotes" in {e.indicateur.code for e in seen if e.annee == "2025-2026"}


def test_a_file_without_a_usable_row_shows_its_problems_and_no_figure(scene: Scene) -> None:
    seen = essayer(scene, "Référence;Date;Nature;UAI\n2023-001;demain;Formation;0860002K")
    assert seen.avant is None
    assert seen.resultats[0].comptes.refusees == 1


def test_a_reader_rehearses_nothing(scene: Scene) -> None:
    scene.importer(TROIS)
    with pytest.raises(AccesRefuse):
        rehearse_switch(scene.base, Droit(False, "", "lecture"), 1, True, measure)


def test_a_mean_summed_in_another_order_is_no_change(scene: Scene) -> None:
    scene.importer(TROIS)
    (year,) = {"2023-2024"}
    values = measure(scene.base.cursor(), ())[year]
    noisy = tuple(replace(v, valeur=v.valeur and v.valeur * (1 + 1e-14)) for v in values)
    assert effects(Repetition((), (), (), {year: values}, {year: noisy})) == ()


def _dits(scene: Scene, source: str, jeu: str | None = None) -> dict[str, tuple[str, str]]:
    """What the preview of a file says of 2023-2024: code → value after, change."""
    seen = effects(essayer(scene, source, jeu=jeu))
    return {e.indicateur.code: (e.apres.texte, e.ecart) for e in seen if e.apres and e.annee == "2023-2024"}


def test_what_stands_beside_a_value_changes_too(scene: Scene) -> None:
    """« Aucun chiffre ne change » was said of the list that a figure is out of, and of a target."""
    scene.importer("Référence;Date;UAI;Élèves de 4ème\n2023-1;12/10/2023;0860016A;24", jeu="numerixplore")
    pupils = "Année scolaire;UAI;Niveau;Élèves\n2023-2024;0860016A;4ème;{}"
    assert _dits(scene, pupils.format(30)) == {"numerixplore.eleves": ("24", "même valeur, sur 30")}
    scene.importer(pupils.format(30))
    assert _dits(scene, pupils.format(1200)) == {
        "numerixplore.eleves": ("24", "même valeur, sur 1\u202f200 au lieu de 30")
    }
    gone = effects(rehearse_switch(scene.base, COORDINATION, 2, True, measure))
    assert [e.ecart for e in gone] == ["même valeur, sans dénominateur"]
    target = "Indicateur;Année scolaire;Département;Source;Valeur\n{};2023-2024;086;Bilan;{}"
    for jeu, code, number, said in (
        ("objectif", "numerixplore.eleves", 600, ("24", "même valeur, objectif 600")),
        ("objectif", "parentalite.ateliers", 9, ("–", "objectif 9")),
        ("chiffre_declare", "numerixplore.eleves", 40, ("24", "même valeur, déclaré 40")),
        ("chiffre_declare", "parentalite.ateliers", 9, ("9", "nouveau")),
    ):
        assert _dits(scene, target.format(code, number), jeu) == {code: said}
    scene.importer(target.format("numerixplore.eleves", 600), jeu="objectif")
    assert _dits(scene, target.format("numerixplore.eleves", 500), "objectif") == {
        "numerixplore.eleves": ("24", "même valeur, objectif 500 au lieu de 600")
    }
    last = scene.sql("SELECT max(id) FROM import")[0][0]
    gone = effects(rehearse_switch(scene.base, COORDINATION, last, True, measure))
    assert [e.ecart for e in gone] == ["même valeur, objectif 600 retiré"]
