"""« Youtube », written by hand, is the platform of the exports: in files that come, and in a base of before."""

from __future__ import annotations

import hashlib
import uuid

import pytest

from tests.importing.scene import Scene, comptes
from tne.store.verification import verifier

LISTE = "Plateforme;Identifiant;Titre;Public\n{};aB3_dE-fGh1;Les écrans;Parents d'écoliers\n"
VUES = (
    "Plateforme;Identifiant;Année scolaire;Période;Début;Vues\n{0};aB3_dE-fGh1;2023-2024;Mois;01/10/2023;12\n"
)
VUES += "{0};aB3_dE-fGh1;2023-2024;Année;;30\n"


@pytest.mark.parametrize("written", ["Youtube", "YOUTUBE", "You Tube", "you-tube"])
def test_however_it_is_written_it_is_one_platform(scene: Scene, written: str) -> None:
    scene.un(LISTE.format("YouTube"), "a.csv")
    scene.un(VUES.format("YouTube"), "b.csv")
    assert comptes(scene.un(LISTE.format(written), "c.csv")) == {"lues": 1, "inchangees": 1}
    assert comptes(scene.un(VUES.format(written), "d.csv")) == {"lues": 2, "inchangees": 2}
    scene.un(LISTE.format("Site du collège"), "e.csv")
    assert scene.table("ressource", "plateforme") == [("Site du collège",), ("YouTube",)]


def _as_before(scene: Scene, name: str, number: int) -> None:
    """The rows of this import under platform `name`, with the keys that version 3 gave them."""
    con = scene.base.cursor()
    for jeu, parts in (("ressource", ""), ("consultation", ", annee, periode, CAST(debut AS VARCHAR)")):
        for table in (f"log_{jeu}", jeu):
            rows = con.execute(
                f"SELECT CAST(_cle AS VARCHAR), identifiant{parts} FROM {table} WHERE _import = $n",
                {"n": number},
            ).fetchall()
            for key, *told in rows:
                text = "\x1f".join([name, *("\x1e" if t is None else t for t in told), ""])
                digest = uuid.UUID(bytes=hashlib.md5(text.encode(), usedforsecurity=False).digest())
                con.execute(
                    f"UPDATE {table} SET plateforme = $name, _cle = CAST($digest AS UUID) "
                    "WHERE CAST(_cle AS VARCHAR) = $key AND _import = $n",
                    {"name": name, "digest": str(digest), "key": key, "n": number},
                )
    con.execute("UPDATE meta SET valeur = '3' WHERE cle = 'schema'")
    con.close()


def test_rows_of_before_are_those_of_the_exports(scene: Scene) -> None:
    scene.un(LISTE.format("YouTube"), "a.csv")
    scene.un(VUES.format("YouTube"), "b.csv")
    before = scene.contenu()
    for number in (1, 2):
        _as_before(scene, "Youtube", number)
    assert scene.table("ressource", "plateforme") == [("Youtube",)]
    scene.rouvrir()
    assert scene.contenu() == before
    assert verifier(scene.base) == []
    assert scene.un(LISTE.format("YouTube"), "a.csv").etat == "déjà importé"
    assert comptes(scene.un(VUES.format("youtube"), "c.csv")) == {"lues": 2, "inchangees": 2}
    scene.annuler(1)
    assert scene.table("ressource", "plateforme") == []


def test_rows_that_the_two_names_had_doubled_become_one_again(scene: Scene) -> None:
    scene.un(LISTE.format("YouTube"), "a.csv")
    scene.un(LISTE.format("PodEduc"), "b.csv")
    _as_before(scene, "youtube", 2)
    assert len(scene.table("ressource", "plateforme")) == 2
    scene.rouvrir()
    assert scene.table("ressource", "plateforme", "_import") == [("YouTube", 2)]
    assert verifier(scene.base) == []
    scene.annuler(2)
    assert scene.table("ressource", "plateforme", "_import") == [("YouTube", 1)]
