"""A well-formed UAI that the base does not know: pointed out with its rows and the likeliest school, never refused."""

from __future__ import annotations

from tests.importing.scene import COORDINATION, Scene, comptes, text_bytes
from tne.effects import measure
from tne.importing import importer_document, open_document, reconnaitre
from tne.importing.correcting.grouping import rewrite
from tne.importing.model import Options
from tne.importing.rehearsal import rehearse_import
from tne.importing.remarks.unknown_schools import Inconnu, texts_of

ECOLES = """UAI;Nom;Commune
0860002K;École des Lilas;Poitiers
0861457S;Collège Camille Claudel;Civray
0861456R;Collège Jean Macé;Loudun"""
# 0860799B and 0860003L are well formed; the first is far from all, the second two signs from 0860002K.
FICHE = """Référence;Date;Nature;UAI;Établissement
2023-001;12/06/2024;Formation;0860002K;École des Lilas
2023-002;13/06/2024;Formation;086 0003 l;
2023-003;13/06/2024;Formation;0860003L;
2023-004;14/06/2024;Formation;0860799B;College Camille-Claudel
2023-005;15/06/2024;Formation;0330001X;École d'ailleurs
2023-006;15/06/2024;Formation;0860002X;École des Lilas"""


def inconnus(scene: Scene, text: str) -> tuple[Inconnu, ...]:
    document = open_document(text_bytes(text), "a.csv")
    options = Options()
    seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), options, measure)
    return seen.inconnus


def test_unknown_schools_are_counted_with_the_nearest_known_one(scene: Scene) -> None:
    scene.importer(ECOLES, jeu="etablissement")
    found = [(i.uai, i.nombre, i.ligne, i.nom, i.proche, i.proche_nom) for i in inconnus(scene, FICHE)]
    assert found == [
        ("0860003L", 2, 3, "", "0860002K", "École des Lilas, Poitiers"),
        ("0330001X", 1, 6, "École d'ailleurs", "", ""),
        ("0860799B", 1, 5, "College Camille-Claudel", "0861457S", "Collège Camille Claudel, Civray"),
    ]


def test_two_schools_as_near_are_no_suggestion(scene: Scene) -> None:
    scene.importer(ECOLES, jeu="etablissement")
    text = "Référence;Date;Nature;UAI\n2023-001;12/06/2024;Formation;0861455P"
    assert [(i.uai, i.proche) for i in inconnus(scene, text)] == [("0861455P", "")]


def test_two_schools_of_one_name_are_no_suggestion_but_with_their_commune(scene: Scene) -> None:
    scene.importer(
        f"{ECOLES}\n0860016A;École Jules Ferry;Poitiers\n0860010U;École Jules Ferry;Loudun",
        jeu="etablissement",
    )
    text = "Référence;Date;Nature;UAI;Établissement\n1;12/06/2024;Formation;0860799B;École Jules Ferry{}"
    assert [i.proche for i in inconnus(scene, text.format(""))] == [""]
    assert [i.proche for i in inconnus(scene, text.format(" Loudun"))] == ["0860010U"]
    other = text.replace("Jules Ferry", "des Iris").format("")
    assert [i.proche for i in inconnus(scene, other)] == [""], "nor is a name that looks like another"


def test_a_school_that_another_replaced_is_no_suggestion(scene: Scene) -> None:
    scene.importer(
        "UAI;Nom;Commune;Remplacé par\n0860002K;École des Lilas;Poitiers;0860016A\n0860016A;Groupe scolaire;Poitiers;",
        jeu="etablissement",
    )
    text = "Référence;Date;Nature;UAI;Établissement\n1;12/06/2024;Formation;0860003L;École des Lilas"
    assert [(i.uai, i.proche) for i in inconnus(scene, text)] == [("0860003L", "")]


def test_a_base_without_schools_and_a_list_of_schools_say_nothing(scene: Scene) -> None:
    assert inconnus(scene, FICHE) == ()
    assert inconnus(scene, ECOLES) == ()


def test_a_code_of_one_data_set_is_looked_for_where_that_one_reads_it(scene: Scene) -> None:
    scene.importer(ECOLES, jeu="etablissement")
    plan = """
        Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début;UAI
        23A0130001;M1;Évaluer;G1;1;12/06/2024;0860003L"""
    document = open_document(text_bytes(plan), "a.csv")
    recognised = reconnaitre(document)
    (unknown,) = inconnus(scene, plan)
    assert unknown.jeu == "session"
    assert texts_of(recognised, unknown) == {("UAI", "0860003L")}, (
        "the modules of the same file have no school"
    )


def test_the_suggestion_rewrites_every_way_the_code_is_written(scene: Scene) -> None:
    scene.importer(ECOLES, jeu="etablissement")
    unknown = inconnus(scene, FICHE)[0]
    document = open_document(text_bytes(FICHE), "a.csv")
    (r,) = reconnaitre(document)
    texts = texts_of((r,), unknown)
    assert texts == {("UAI", "086 0003 l"), ("UAI", "0860003L")}
    mended = rewrite(r, dict.fromkeys(texts, unknown.proche))
    options = Options(valides_seulement=True)
    (done,) = importer_document(scene.base, COORDINATION, document, (mended,), options)
    assert comptes(done) == {"lues": 6, "ajoutees": 5, "refusees": 1}
    assert [u for (u,) in scene.table("intervention", "uai")].count("0860002K") == 3
