"""Entries by hand take the path of imports: same checks, log, journal, undo; nothing is written twice."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.importing.scene import COORDINATION, Scene, codes, comptes
from tne.access import Droit
from tne.datasets import dataset
from tne.erreurs import AccesRefuse, ImportRefuse
from tne.importing import importer_document, saisie
from tne.importing.model import Options, Resultat
from tne.importing.remarks.perhaps_twice import PEUT_ETRE_DEUX_FOIS
from tne.importing.saisie import SAISIES, as_table, columns_of, current_rows, differences
from tne.importing.wording import as_text

DEUX = """Référence;Date;Nature;UAI;Heures;Thème
2023-001;12/06/2024;Formation;0860002K;3;ENT
2023-002;13/06/2024;Suivi de projet;0860799B;2,5;Radio"""


def grille(scene: Scene, jeu: str) -> pd.DataFrame:
    return current_rows(scene.base, COORDINATION, jeu)


def enregistrer(scene: Scene, jeu: str, after: pd.DataFrame, jeton: str = "j") -> Resultat:
    document, recognised = as_table(differences(jeu, grille(scene, jeu), after), jeton)
    (result,) = importer_document(scene.base, COORDINATION, document, recognised, Options(jeu=jeu))
    scene.verifier()
    return result


@pytest.mark.parametrize("day", ["01/10/2023", "2023-10-01", "1er octobre 2023"])
def test_a_record_is_added_with_the_next_reference(scene: Scene, day: str) -> None:
    """However its day is written: « 2023-10-01 » had the reference of another school year."""
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    after.loc["nouvelle", ["Date", "Nature", "UAI"]] = [day, "Formation", "0860002K"]
    assert comptes(enregistrer(scene, "intervention", after)) == {"lues": 1, "ajoutees": 1}
    assert ("2023-003", "0860002K") in scene.table("intervention", "reference", "uai")


def test_the_next_reference_is_after_those_typed_beside_it(scene: Scene) -> None:
    """That of another row would have written one record in the place of two."""
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    for n, reference in enumerate(["2023-009", "2023-005", ""]):
        columns = ["Référence", "Date", "Nature", "UAI"]
        after.loc[f"nouvelle {n}", columns] = [reference, f"{n + 1:02d}/10/2023", "Formation", "0860002K"]
    changed = differences("intervention", grille(scene, "intervention"), after)
    assert [r["reference"] for r in changed.ajoutees] == ["2023-009", "2023-005", "2023-010"]


def test_only_the_touched_cells_are_written_and_an_emptied_one_is_erased(scene: Scene) -> None:
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    key = after.index[after["Référence"] == "2023-001"][0]
    after.loc[key, ["Heures", "Thème"]] = ["4", ""]
    changed = differences("intervention", grille(scene, "intervention"), after)
    (row,) = changed.corrigees
    assert row["heures"] == "4"
    assert row["theme"] == "#VIDER"
    assert "eleves" not in row
    done = enregistrer(scene, "intervention", after)
    assert comptes(done) == {"lues": 1, "modifiees": 1}
    assert scene.table("intervention", "reference", "heures", "theme")[0] == ("2023-001", 4.0, None)
    scene.annuler(done.import_id)
    assert scene.table("intervention", "reference", "heures", "theme")[0] == ("2023-001", 3.0, "ENT")


def test_a_line_taken_out_of_the_grid_is_retired_and_comes_back_with_an_undo(scene: Scene) -> None:
    scene.importer(DEUX)
    after = grille(scene, "intervention").iloc[1:]
    done = enregistrer(scene, "intervention", after)
    assert comptes(done) == {"lues": 1, "modifiees": 1}
    assert len(scene.table("intervention", "reference")) == 1
    scene.annuler(done.import_id)
    assert len(scene.table("intervention", "reference")) == 2


def test_a_corrected_key_moves_the_record(scene: Scene) -> None:
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    after.loc[after["Référence"] == "2023-001", "UAI"] = "0861457S"
    enregistrer(scene, "intervention", after)
    assert scene.table("intervention", "reference", "uai", "theme") == [
        ("2023-001", "0861457S", "ENT"),
        ("2023-002", "0860799B", "Radio"),
    ]


def test_a_record_without_a_reference_is_corrected_too(scene: Scene) -> None:
    scene.importer("Date;Nature;UAI;Commentaire\n12/06/2024;Formation;0860002K;à revoir")
    after = grille(scene, "intervention")
    after.iloc[0, after.columns.get_loc("Nature")] = "Suivi de projet"
    enregistrer(scene, "intervention", after)
    assert scene.table("intervention", "nature", "commentaire") == [("Suivi de projet", "à revoir")]


def test_of_two_records_alike_without_a_reference_each_can_be_corrected_and_taken_out(scene: Scene) -> None:
    """The key of the second numbers it among those of its file: once the first was gone it could be neither, and stayed beside
    what was to replace it.
    """
    scene.importer("Date;Nature;UAI;Heures\n" + "12/06/2024;Formation;0860002K;3\n" * 3)
    first = enregistrer(scene, "intervention", grille(scene, "intervention").iloc[1:], "un")
    assert comptes(first) == {"lues": 1, "modifiees": 1}
    after = grille(scene, "intervention")
    after.iloc[0, after.columns.get_loc("Heures")] = "4"
    enregistrer(scene, "intervention", after, "deux")
    assert scene.table("intervention", "heures") == [(3.0,), (4.0,)]
    after = grille(scene, "intervention")
    last = enregistrer(scene, "intervention", after[after["Heures"] == "4"], "trois")
    assert "retrait_sans_objet" not in codes(last)
    assert scene.table("intervention", "heures") == [(4.0,)]
    scene.annuler(last.import_id)
    scene.annuler(first.import_id)
    assert scene.table("intervention", "heures") == [(3.0,), (3.0,), (4.0,)]


def test_the_same_filling_sent_twice_is_written_once_and_a_later_one_is_new(scene: Scene) -> None:
    scene.importer(DEUX)
    before = grille(scene, "intervention")
    after = before.copy()
    after.iloc[0, after.columns.get_loc("Heures")] = "9"
    document, recognised = as_table(differences("intervention", before, after), "un")
    for expected in ("importé", "déjà importé"):
        (done,) = importer_document(scene.base, COORDINATION, document, recognised, Options())
        assert done.etat == expected
    back = grille(scene, "intervention")
    back.loc[back["Heures"] == "9", "Heures"] = "3"
    assert enregistrer(scene, "intervention", back, "deux").etat == "importé"
    again = grille(scene, "intervention")
    again.loc[again["Heures"] == "3", "Heures"] = "9"
    assert comptes(enregistrer(scene, "intervention", again, "trois")) == {"lues": 1, "modifiees": 1}


def deux_fois(done: Resultat) -> list[str]:
    return [p.message for p in done.problemes if p.code == PEUT_ETRE_DEUX_FOIS]


def test_a_record_that_a_file_holds_already_is_told_whatever_its_reference(scene: Scene) -> None:
    """The reference that the page gives made it another record: the intervention counted twice without a word."""
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    after.loc["nouvelle", ["Date", "Nature", "UAI"]] = ["12/06/2024", "Formation", "0860002K"]
    assert deux_fois(enregistrer(scene, "intervention", after)) == [
        "1 ligne ajoutée a les mêmes « Date », « Nature » et « UAI » qu'un enregistrement déjà là (2023-001, import n° 1, ligne 2) : "
        "si c'est le même, il compte deux fois. Corrigez alors celui-là, sans en ajouter un."
    ]


def test_a_corrected_reference_does_not_count_twice(scene: Scene) -> None:
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    after.loc[after["Référence"] == "2023-001", "Référence"] = "2023-050"
    assert deux_fois(enregistrer(scene, "intervention", after)) == []
    assert [r for r, *_ in scene.table("intervention", "reference")] == ["2023-002", "2023-050"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Date": "12/06/2099"}, "si elle est prévue, et non faite, retirez-la."),
        ({"Thème": "Annulé (grève)"}, "Si elle n'a pas eu lieu, retirez-la."),
        ({"Heures": "90"}, "si ce sont des minutes, écrivez « 90 min », ou"),
        (
            {"Référence": "2023-002", "UAI": "0860799B", "Date": "12/12/2023"},
            "Un autre enregistrement s'ajoute avec « Référence » vide : il prend le numéro suivant.",
        ),
    ],
)
def test_what_to_do_is_said_of_what_is_typed_and_not_of_a_file(
    scene: Scene, change: dict[str, str], said: str
) -> None:
    """« ôtez-la du fichier », « ôtez cette colonne »: no file, no column was there to be changed."""
    scene.importer(DEUX)
    after = grille(scene, "intervention")
    row = {"Date": "14/12/2023", "Nature": "Formation", "UAI": "0860002K", **change}
    after.loc["nouvelle", list(row)] = list(row.values())
    told = " ".join(p.message for p in enregistrer(scene, "intervention", after).problemes)
    assert said in told
    assert "fichier" not in told


def test_a_name_in_a_finding_is_to_be_looked_at_where_it_is_typed(scene: Scene) -> None:
    row = ["2023-2024", "086", "Formations", "1", "Merci à Mme Martin."]
    after = grille(scene, "constat")
    after.loc["nouvelle", ["Année scolaire", "Département", "Partie", "Ordre", "Texte"]] = row
    (said,) = (p.message for p in enregistrer(scene, "constat", after).problemes)
    assert said.endswith("rien n'a été retiré. Corrigez ce texte s'il ne doit nommer personne.")


def test_the_checks_are_those_of_files(scene: Scene) -> None:
    after = grille(scene, "intervention")
    after.loc["n", ["Date", "Nature", "UAI"]] = ["demain", "Formation", "0860002X"]
    refused = enregistrer(scene, "intervention", after)
    assert refused.import_id is None
    assert codes(refused) == ["date_invalide", "uai_invalide"]


def test_a_later_entry_never_stands_for_an_earlier_one(scene: Scene) -> None:
    for n, theme in enumerate(("ENT", "Radio")):
        after = grille(scene, "intervention")
        after.loc["n", ["Date", "Nature", "UAI", "Thème"]] = ["12/06/2024", "Formation", "0860002K", theme]
        done = enregistrer(scene, "intervention", after, str(n))
        assert (done.etat, done.absentes) == ("importé", 0)
    scene.un(DEUX, remplacer=True)
    assert {t for (t,) in scene.table("intervention", "theme")} >= {"Radio"}


@pytest.mark.parametrize("jeu", SAISIES)
def test_every_grid_reads_back_what_it_shows(scene: Scene, jeu: str) -> None:
    """Retyping every record as the grid shows it changes nothing."""
    from pathlib import Path

    files = {
        "intervention": "interventions-mediateurs.xlsx",
        "etablissement": "etablissements.csv",
        "objectif": "objectifs.csv",
        "atelier_parentalite": "ateliers-parents.csv",
        "numerixplore": "numerixplore.csv",
        "equipement": "equipements.csv",
        "session_complement": "complements-sessions.csv",
    }
    if jeu not in files:
        if jeu == "constat":
            (source,) = Path("data/publie").glob("constats*.csv")
        else:
            text = "Indicateur;Année scolaire;Département;Valeur déclarée;Source;Date\nformation.modules;2023-2024;086;10,5;moi;12/06/2024"
            scene.importer(text)
            source = None
    else:
        (source,) = Path("data/demo/2023-2024").glob(files[jeu])
    if source is not None:
        scene.importer(source, source.name, jeu=jeu, annee=None)
    before = grille(scene, jeu)
    assert len(before), "name in `files` a file of data/demo that holds records of it"
    typed = before.copy()
    typed.index = pd.Index([f"n{i}" for i in range(len(typed))])
    changed = differences(jeu, before.iloc[:0], typed)
    document, recognised = as_table(changed, "j")
    (result,) = importer_document(scene.base, COORDINATION, document, recognised, Options(jeu=jeu))
    assert comptes(result) == {"lues": len(before), "inchangees": len(before)}


def test_of_many_records_only_those_that_were_touched_are_read_cell_by_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page is drawn anew at each key that is pressed: two thousand records took most of the time of it."""
    labels = [c.label for c in columns_of(dataset("intervention"))]
    texts = [
        [f"2023-{n:03d}" if label == "Référence" else str(n) for label in labels] for n in range(1, 2001)
    ]
    before = pd.DataFrame(texts, index=[f"k{n}" for n in range(2000)], columns=labels, dtype="str")
    after = before.drop(index="k7")
    after.loc["k3", "Thème"] = "Radio"
    after.loc["k4", "Thème"] = None
    after.loc["k5", "Thème"] = f" {before.loc['k5', 'Thème']} "
    after.loc["neuf", ["Date", "Nature"]] = ["01/10/2023", "Formation"]
    read: list[object] = []
    monkeypatch.setattr(saisie, "as_text", lambda v: read.append(v) or as_text(v))
    changed = differences("intervention", before, after)
    assert {r["reference"]: r["theme"] for r in changed.corrigees} == {
        "2023-004": "Radio",
        "2023-005": "#VIDER",
    }
    assert [r["reference"] for r in changed.retirees] == ["2023-008"]
    assert [r["reference"] for r in changed.ajoutees] == ["2023-2001"]
    assert len(read) < 2000 + 10 * len(labels)  # the references, for the next one
    read.clear()
    assert not differences("intervention", before, before).lignes
    assert not read


def test_nothing_changed_is_nothing_to_write(scene: Scene) -> None:
    scene.importer(DEUX)
    rows = grille(scene, "intervention")
    with pytest.raises(ImportRefuse, match="Rien n'a été changé"):
        as_table(differences("intervention", rows, rows.copy()), "j")


def test_a_reader_sees_no_grid(scene: Scene) -> None:
    with pytest.raises(AccesRefuse):
        current_rows(scene.base, Droit(False, "", "lecture"), "intervention")
