"""Replacement: real exports are full states, which take the place of earlier ones where somebody asks for it."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes
from tests.importing.test_classeurs import workbook
from tests.importing.test_journal import HEADER, file, views
from tne.importing import imports
from tne.importing.correcting.grouping import groups


def test_the_rows_that_a_new_file_lacks_are_listed(scene: Scene) -> None:
    scene.un(file("a;Année;1", "b;Année;1", "c;Année;1"))
    scene.un(file("z;Année;1", annee="2022-2023"))
    result = scene.un(file("a;Année;1", "d;Année;2"))
    assert result.absentes == 2
    (absent,) = [p for p in result.problemes if p.code == "lignes_absentes"]
    assert absent.valeur == "2"
    assert "--remplacer" in absent.message
    assert views(scene) == {"a": 1, "b": 1, "c": 1, "d": 2, "z": 1}, "kept unless asked otherwise"


def test_a_row_that_a_new_file_lacks_is_shown_where_it_was_last(scene: Scene) -> None:
    scene.un(file("a;Année;1", "b;Année;1"))
    scene.un(file("b;Année;2", "c;Année;1"))
    (absent,) = [p for p in scene.un(file("a;Année;2", "c;Année;2")).problemes if p.code == "lignes_absentes"]
    assert "Voir import n° 2, ligne 2 (YT · b" in absent.message


def test_a_full_file_lacks_nothing(scene: Scene) -> None:
    scene.un(file("a;Année;1"))
    result = scene.un(file("a;Année;2", "b;Année;1"))
    assert (result.absentes, codes(result)) == (0, [])


def test_replace_takes_the_earlier_rows_of_the_perimeter_out(scene: Scene) -> None:
    old = scene.un(file("a;Année;1", "b;Année;1"))
    other_year = scene.un(file("z;Année;1", annee="2022-2023"))
    before = scene.contenu()
    new = scene.un(file("a;Année;2"), remplacer=True)
    assert views(scene) == {"a": 2, "z": 1}
    assert scene.sql("SELECT id, annule, en_vigueur FROM import ORDER BY id") == [
        (old.import_id, False, False),
        (other_year.import_id, False, True),
        (new.import_id, False, True),
    ]
    scene.verifier()
    scene.annuler(new.import_id)
    assert scene.contenu() == before
    scene.retablir(new.import_id)
    assert views(scene) == {"a": 2, "z": 1}


def test_chain_of_replacements_undone_in_any_order(scene: Scene) -> None:
    a = scene.un(file("a;Année;1"))
    b = scene.un(file("b;Année;2"), remplacer=True)
    c = scene.un(file("c;Année;3"), remplacer=True)
    assert views(scene) == {"c": 3}
    scene.annuler(b.import_id)
    assert views(scene) == {"c": 3}, "a is not back: c replaced only what was in force, b, but b is undone"
    scene.annuler(c.import_id)
    assert views(scene) == {"a": 1}
    assert imports(scene.base)["remplace_par"].isna().all(), "by none that is in force"
    scene.annuler(a.import_id)
    assert views(scene) == {}
    scene.retablir(b.import_id)
    assert views(scene) == {"b": 2}
    scene.retablir(a.import_id)
    assert views(scene) == {"b": 2}, "still replaced"
    scene.verifier()


def test_a_replaced_file_again_says_what_replaces_it(scene: Scene) -> None:
    old = file("a;Année;1")
    scene.un(old)
    new = scene.un(file("b;Année;2"), remplacer=True)
    again = scene.un(old)
    assert again.etat == "déjà importé"
    assert "remplace" in again.problemes[0].message
    assert views(scene) == {"b": 2}
    assert new.import_id == 2


def test_replace_asked_after_the_import_is_done(scene: Scene) -> None:
    old = scene.un(file("a;Année;1", "b;Année;1"))
    source = file("a;Année;2")
    new = scene.un(source)
    assert views(scene) == {"a": 2, "b": 1}
    again = scene.un(source, remplacer=True)
    assert again.import_id == new.import_id
    assert "il remplace maintenant 1 import plus ancien : n° 1" in again.problemes[0].message
    assert views(scene) == {"a": 2}
    assert scene.sql("SELECT import_id, detail FROM evenement WHERE action = 'remplacement'") == [(2, "1")]
    before = scene.journal()
    scene.un(source, remplacer=True)
    assert scene.journal() == before, "nothing is left to replace"
    scene.annuler(new.import_id)
    assert views(scene) == {"a": 1, "b": 1}
    scene.un(source, remplacer=True)
    assert views(scene) == {"a": 2}
    assert old.import_id == 1


def test_redone_to_replace_counts_only_what_later_imports_leave_it(scene: Scene) -> None:
    scene.un(file("a;Année;1", "b;Année;1"))
    source = file("a;Année;2", "c;Année;2")
    new = scene.un(source)
    retired = scene.un(f"{HEADER};Retirer\nYT;a;Année;;2023-2024;oui")
    assert comptes(retired) == {"lues": 1, "modifiees": 1}
    scene.annuler(new.import_id)
    again = scene.un(source, remplacer=True)
    assert views(scene) == {"c": 2}, "b goes with what is replaced, a stays retired"
    assert comptes(again) == {"lues": 2, "ajoutees": 1, "inchangees": 1}
    told = again.problemes[0].message
    assert (
        "il remplace maintenant 1 import plus ancien : n° 1. Des imports plus récents ont changé 1 " in told
    )
    scene.verifier()


def test_an_import_that_holds_more_than_the_new_file_is_not_replaced(scene: Scene) -> None:
    plan = """
        Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début
        23A0130001;M1;Évaluer;G1;1;12/06/2024
    """
    scene.importer(plan)
    (other,) = scene.importer(plan.replace("M1", "M2"), jeu="module", remplacer=True)
    assert [(p.code, p.valeur) for p in other.problemes] == [("import_garde", "1")], "told, not passed over"
    assert "L'import n° 1 n'est pas remplacé" in other.problemes[0].message
    assert [m for (m,) in scene.table("module", "module_code")] == ["M1", "M2"]
    assert [m for (m,) in scene.table("session", "module_code")] == ["M1"], "its sessions are nowhere else"


def test_an_import_of_more_years_is_not_replaced_by_one_of_them_and_is_told(scene: Scene) -> None:
    suivi = "Référence;Date;Nature;UAI\n1;12/10/2022;Formation;0860799B\n2;12/10/2023;Formation;0860799B"
    scene.un(suivi)
    later = "Référence;Date;Nature;UAI\n2;12/10/2023;Suivi de projet;0860799B"
    assert codes(scene.un(later + "\n3;13/10/2023;Formation;0860799B")) == []
    new = scene.un(later, remplacer=True)
    assert [(p.code, p.valeur) for p in new.problemes if p.code == "import_garde"] == [("import_garde", "1")]
    assert scene.sql("SELECT id FROM import WHERE en_vigueur ORDER BY id") == [(1,), (3,)]
    other_year = scene.un("Référence;Date;Nature;UAI\n9;12/10/2024;Formation;0860799B", remplacer=True)
    assert codes(other_year) == [], "no year in common: nothing to tell"
    assert codes(scene.un(suivi + "\n9;12/10/2024;Formation;0860799B", remplacer=True)) == []


def test_beside_an_import_that_stays_nothing_is_said_of_other_sources(scene: Scene) -> None:
    scene.un("Référence;Date;Nature;UAI\n1;12/10/2022;Formation;0860799B\n2;12/10/2023;Formation;0860799B")
    scene.un("Date;Nature;UAI;Ville\n13/10/2023;Formation;0860002K;Poitiers")
    new = scene.un("Référence;Date;Nature;UAI\n2;12/10/2023;Suivi de projet;0860799B", remplacer=True)
    assert [(p.code, p.valeur) for p in new.problemes] == [("import_garde", "1")]


def test_a_file_of_another_source_that_was_to_replace_says_that_it_replaces_nothing(scene: Scene) -> None:
    """Its rows went in beside those of the first, which both counted, without a word."""
    log = "Date;Nature;UAI;Ville\n12/10/2023;Formation;0860799B;Poitiers"
    scene.un(log)
    other = "Date;Nature;UAI;Lieu-dit\n13/10/2023;Formation;0860799B;Centre"
    assert "import_garde" not in codes(scene.un(other)), "not asked to replace"
    scene.annuler(2)
    (said,) = [p for p in scene.un(other, remplacer=True).problemes if p.code == "import_garde"]
    assert (said.valeur, said.message) == (
        "1",
        "Rien n'est remplacé : l'import n° 1 vient d'une autre source (ses colonnes sont autres). Ses lignes restent à côté de celles de "
        "ce fichier ; si c'en est une autre version, annulez-le.",
    )
    assert groups([said])[0].a_verifier, "no remark under a fold"
    (again,) = [p for p in scene.un(other, remplacer=True).problemes if p.code == "import_garde"]
    assert again.message == said.message, "the file itself is not what it replaces"
    newer = "Date;Nature;UAI;Lieu-dit\n14/10/2023;Formation;0860799B;Centre"
    assert "import_garde" not in codes(scene.un(newer, remplacer=True)), "the sheet of somebody else stays"
    (said,) = [
        p
        for p in scene.un(log.replace("Ville", "Bourg"), remplacer=True).problemes
        if p.code == "import_garde"
    ]
    assert said.message.startswith(
        "Rien n'est remplacé : les imports n° 1 et n° 3 viennent d'une autre source"
    )


@pytest.mark.parametrize("went", ["Sept", "Oct"])
def test_a_workbook_is_replaced_whichever_of_its_sheets_went(scene: Scene, went: str) -> None:
    """Its source was that of the first: without it, its rows counted beside those that it had to replace."""
    sheets: dict[str, list[list[object]]] = {
        "Sept": [["Date", "Nature", "UAI", "Ville"], ["12/09/2023", "Formation", "0860799B", "Poitiers"]],
        "Oct": [["Date", "Nature", "UAI", "Lieu-dit"], ["13/10/2023", "Formation", "0860799B", "Centre"]],
    }
    scene.un(workbook(*sheets.items()), "a.xlsx")
    rest = {name: rows for name, rows in sheets.items() if name != went}
    new = scene.un(workbook(*rest.items()), "b.xlsx", remplacer=True)
    assert "import_garde" not in codes(new)
    assert scene.sql("SELECT id FROM import WHERE en_vigueur") == [(2,)]
    assert len(scene.table("intervention", "date")) == 1
    scene.annuler(2)
    assert len(scene.table("intervention", "date")) == 2


def test_a_workbook_that_replaces_writes_what_the_replaced_file_had_nothing_of_too(scene: Scene) -> None:
    scene.un(file("a;Année;1"))
    views_sheet: list[list[object]] = [list(line.split(";")) for line in file("b;Année;2").splitlines()]
    visits: list[list[object]] = [["Date", "Nature", "UAI"], ["12/09/2023", "Formation", "0860799B"]]
    scene.importer(workbook(("Vues", views_sheet), ("Visites", visits)), "b.xlsx", remplacer=True)
    assert scene.sql("SELECT id FROM import WHERE en_vigueur") == [(2,)]
    assert views(scene) == {"b": 2}
    assert len(scene.table("intervention", "date")) == 1
    scene.verifier()


def test_annuaire_and_geolocalisation_do_not_replace_each_other(scene: Scene) -> None:
    scene.un("Identifiant_de_l_etablissement;Nom_etablissement\n0860002K;A\n0860799B;B")
    result = scene.un("numero_uai;appellation_officielle;nature_uai\n0860002K;A;340", remplacer=True)
    assert len(scene.table("etablissement", "uai")) == 2
    assert codes(result) == ["import_garde"], "told of files of no year too"


def test_replacement_counts_against_what_it_takes_out_and_names_it(scene: Scene) -> None:
    scene.un(file("a;Année;1", "b;Année;1"))
    result = scene.un(file("a;Année;1", "c;Année;1"), remplacer=True)
    (absent,) = result.problemes
    assert (result.absentes, absent.code) == (1, "lignes_absentes")
    assert "elle part avec l'import remplacé" in absent.message
    assert "import n° 1, ligne 3 (YT · b · 2023-2024 · Année)" in absent.message
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "inchangees": 1}
    scene.verifier()
