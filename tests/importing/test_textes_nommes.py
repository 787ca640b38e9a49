"""Whom the texts of a file name — addresses, telephone numbers, « M. Jean Valjean » — is taken out before it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, codes, comptes, csv_bytes
from tests.importing.test_vie_privee import every_byte, every_text
from tne.access import Droit
from tne.datasets import DATASETS
from tne.erreurs import AccesRefuse
from tne.importing import in_parts, open_document, reconnaitre
from tne.importing.correcting.grouping import rewrite
from tne.importing.rows import preparing
from tne.paragraphes import enregistrer, paragraphes
from tne.persons.nettoyage import nettoyer
from tne.persons.nommes import REMPLACES
from tne.spec import Nommes, Privacy
from tne.store import rewriting
from tne.store.verification import verifier

INTERVENTIONS = csv_bytes(
    ["Référence", "Date", "Nature", "UAI", "Établissement", "Thème", "Commentaire"],
    [
        ["1", "16/09/2025", "Formation", "0860002K", "Collège Rolland (M. Jean VALJEAN)", "Voir jean.valjean@ac-poitiers.fr", "0612345678"],
        ["2", "17/09/2025", "Formation", "0860002K", "Collège Rolland", "Écrans", "Candidat 86E2400001ZZZ"],
        ["3", "18/09/2025", "Formation", "0860002K", "Collège Mme de Sévigné", "sylvie.valjean@ac-poitiers.fr", "06.12.34.56.78"],
    ],
)  # fmt: skip
NOMMES = ("valjean", "0612345678", "06.12.34.56.78", "86e2400001zzz")


def test_the_line_after_the_last_that_is_named_is_one_other(scene: Scene) -> None:
    """« lignes 2, 3, 4, 5, 6 et 1 autres »"""
    rows = [f"{day}/06/2024;Formation;0860002K;06 12 34 56 7{day % 10}" for day in range(10, 16)]
    (told,) = [p.message for p in scene.un("\n".join(["Date;Nature;UAI;Thème", *rows])).problemes]
    assert "lignes 2, 3, 4, 5, 6 et 1 autre : 6 numéros" in told


def named(texts: list[str]) -> list[str]:
    everything = "\n".join(texts).casefold()
    return [n for n in NOMMES if n in everything]


def test_no_table_keeps_them_and_the_check_says_where_they_stood(scene: Scene, tmp_path: Path) -> None:
    result = scene.un(INTERVENTIONS)
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    said = {p.message for p in result.problemes}
    assert said == {
        "Colonne « Établissement », ligne 2 : 1 nom de personne retiré avant d'enregistrer.",
        "Colonne « Thème », lignes 2 et 4 : 2 adresses électroniques retirées avant d'enregistrer.",
        "Colonne « Commentaire », lignes 2 et 4 : 2 numéros de téléphone retirés avant d'enregistrer.",
        "Colonne « Commentaire », ligne 3 : 1 NUMEN retiré avant d'enregistrer.",
    }
    assert scene.table("intervention", "etablissement", "theme", "commentaire") == [
        ("Collège Mme de Sévigné", "[adresse retirée]", "[téléphone retiré]"),
        ("Collège Rolland", "Écrans", "Candidat [NUMEN retiré]"),
        ("Collège Rolland ([nom retiré])", "Voir [adresse retirée]", "[téléphone retiré]"),
    ]
    assert named(every_text(scene)) == []
    assert named([every_byte(tmp_path / "base")]) == []


def test_a_file_in_parts_tells_the_same(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "LONG", 0)
    monkeypatch.setattr(in_parts, "GROUPE", 2)
    lieu = "Collège Rolland (M. Jean VALJEAN)"
    rows = [
        [*CODES, "Inscrit", "0860002K", f"p{i}@exemple.org", lieu if i % 3 == 0 else "Lycée"]
        for i in range(10)
    ]
    header = [*SESSION, "État de l'inscription", "UAI", "E-mail", "Établissement"]
    source = tmp_path / "a.csv"
    source.write_bytes(csv_bytes(header, rows))
    result = scene.un(source)
    assert [p.message for p in result.problemes] == [
        "Colonne « Établissement », lignes 2, 5, 8 et 11 : 4 noms de personnes retirés avant d'enregistrer."
    ]
    assert (comptes(result), named(every_text(scene))) == ({"lues": 10, "ajoutees": 10}, [])


def test_the_same_rows_twice_change_nothing_and_an_undo_keeps_no_name(scene: Scene) -> None:
    first = scene.un(INTERVENTIONS)
    assert scene.un(INTERVENTIONS).etat == "déjà importé"
    again = scene.un(INTERVENTIONS + b"\n")
    assert comptes(again) == {"lues": 3, "inchangees": 3}
    scene.annuler(again.import_id)
    scene.annuler(first.import_id)
    assert (scene.table("intervention", "theme"), named(every_text(scene))) == ([], [])
    scene.retablir(first.import_id)
    scene.verifier("intervention")
    assert named(every_text(scene)) == []


def test_titles_are_only_told_and_published_texts_are_left_to_who_signs_them(scene: Scene) -> None:
    source = csv_bytes(
        [*SESSION, "Module : libellé", "Début", "Lieu"],
        [[*CODES, "Madame Bovary en podcast", "12/06/2024", "Atelier (jean@exemple.org)"]],
    )
    results = scene.importer(source)
    assert scene.table("module", "module_libelle") == [("Madame Bovary en podcast",)]
    assert scene.table("session", "lieu") == [("Atelier ([adresse retirée])",)]
    assert [codes(r) for r in results] == [["nommes_a_verifier"], ["nommes_retires"]]
    texte = "Écrire à tne86@ac-poitiers.fr ou à Mme Durand."
    enregistrer(scene.base, COORDINATION, "2023-2024", "Formations", texte)
    assert paragraphes(scene.base, "2023-2024") == {"Formations": texte}


def test_public_texts_kept_as_they_are_have_decided_who_may_be_named() -> None:
    """Only what the coordinator signs keeps addresses: every other kept text loses them."""
    signed = {(d.name, c.name) for d in DATASETS.values() for c in d.textes if c.nommes is Nommes.SIGNES}
    assert {jeu for jeu, _ in signed} == {"constat", "paragraphe", "diapositive"}
    assert all(c.nommes is Nommes.PERSONNE for d in DATASETS.values() for c in d.textes if c.privacy is Privacy.INTERNE and c.name != "contenu")  # fmt: skip


def test_a_refused_value_is_repeated_without_its_number(scene: Scene) -> None:
    result = scene.un("Référence;Date;Nature;UAI\n1;16/09/2025;Formation;06 12 34 56 78")
    assert [p.valeur for p in result.problemes if p.code == "uai_invalide"] == ["[identité masquée]"]
    assert "06 12" not in repr(result)


def test_no_value_is_rewritten_into_a_name() -> None:
    """What was typed would stand in the journal."""
    text = "Référence;Date;Nature;UAI\n8E+06;16/09/2025;Formation;0860002K"
    (r,) = reconnaitre(open_document(text.encode(), "a.csv"))
    assert rewrite(r, {("Référence", "8E+06"): "valjean@ac-poitiers.fr"}) == r
    assert rewrite(r, {("Référence", "8E+06"): "8000000"}) != r


_TOLD = "SELECT qui, detail FROM evenement WHERE action = 'nettoyage' ORDER BY instant"


def test_a_base_of_before_is_told_and_cleaned(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(preparing, "cleaned", lambda column, *_, **__: (column, []))
        number = scene.un(INTERVENTIONS).import_id
    scene.annuler(
        scene.un("Référence;Date;Nature;UAI;Thème\n9;16/09/2025;Formation;0860002K;Écrans").import_id
    )
    assert set(named(every_text(scene))) == set(NOMMES)
    scene.rouvrir()  # out of the log, into pages of the file
    assert named([every_byte(tmp_path / "base")])
    told = verifier(scene.base)
    assert [t.split("« ")[1].split(" »")[0] for t in told] == ["Établissement", "Thème", "Commentaire"]
    assert "1 texte enregistré par une version précédente porte une adresse" in told[0]
    assert "2 textes enregistrés par une version précédente portent une adresse" in told[1]
    with pytest.raises(AccesRefuse):
        nettoyer(scene.base, Droit(False, "lecture"))
    path = Path(scene.base.path)
    assert nettoyer(scene.base, COORDINATION).nombre == 6
    assert named([every_byte(tmp_path / "base")]) == []
    after = Scene(path)
    assert verifier(after.base) == []
    assert named(every_text(after)) == []
    assert after.sql(_TOLD) == [("coordination", "6 textes")]
    assert sorted(after.table("intervention", "theme"), key=str) == [
        ("Voir [adresse retirée]",),
        ("[adresse retirée]",),
        ("Écrans",),
    ]
    assert comptes(after.un(INTERVENTIONS + b"\n")) == {"lues": 3, "inchangees": 3}
    after.annuler(number)
    after.retablir(number)
    assert named(every_text(after)) == []
    assert nettoyer(after.base, COORDINATION).nombre == 0
    again = Scene(path)
    again.sql("UPDATE log_intervention SET theme = 'Voir jean.valjean@exemple.fr' WHERE reference = '9'")
    assert nettoyer(again.base, COORDINATION).nombre == 1
    assert Scene(path).sql(_TOLD)[-1] == ("coordination", "1 texte")


def test_a_cleaning_that_is_cut_is_finished_by_the_next_opening(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.un(INTERVENTIONS)
    for table in ("log_intervention", "intervention"):
        scene.sql(f"UPDATE {table} SET theme = 'Voir jean.valjean@exemple.fr' WHERE reference = '1'")
    scene.rouvrir()

    def cut(_path: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(rewriting, "rewrite", cut)
        with pytest.raises(KeyboardInterrupt):
            nettoyer(scene.base, COORDINATION)
    assert named([every_byte(tmp_path / "base")]), "in old pages of the file"
    scene.rouvrir()
    assert not named([every_byte(tmp_path / "base")])


def test_the_command_cleans_and_the_demonstration_names_nobody(
    base_demo: Path, commande: Callable[..., Any]
) -> None:
    """A file of the demonstration that lost a text would show a false find."""
    scene = Scene(base_demo)
    kept = [t for t in every_text(scene) if any(r in t for r in REMPLACES.values())]
    scene.base.close()
    assert kept == []
    done = commande("nettoyer", "--json", base=base_demo)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"textes": []})
