"""What is said of a purge: in words that agree, where the backups stand that still hold the year, and that one of them brings it back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import streamlit as st

from tests.acces.test_purge import B, C
from tests.acces.test_purge_fichier import fill
from tne.__main__ import main
from tne.access import Droit
from tne.db import Base
from tne.persons.purge import Purge
from tne.store.backup import contenu, sauvegarde_automatique, sauvegarder, sauvegardes
from tne.store.backup_files import MANUELLE
from tne.ui import sauvegardes as page
from tne.ui.contexte import Contexte
from tne.ui.purge import _told


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ((), ""),
        (("a",), "Cette sauvegarde porte encore l\u2019année\u202f: a. Supprimez-la du dossier"),
        (("a", "b"), "Ces sauvegardes portent encore l\u2019année\u202f: a et b. Supprimez-les du dossier"),
    ],
)
def test_the_page_says_what_it_did_in_words_that_agree(kept: tuple[str, ...], said: str) -> None:
    done = Purge("2023-2024", personnes=1, lignes=1, sauvegardes=kept)
    first, *rest = _told(done, gone=True)
    assert first == "2023-2024\u202f: 1 personne sans lien désormais."
    assert rest[0].startswith(said) if kept else rest == []


def test_the_page_says_in_which_folder_the_backups_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Purge("2023-2024", personnes=1, lignes=1, sauvegardes=("a",))
    assert _told(done, gone=True)[1].endswith(
        "du dossier «\u202fsauvegardes\u202f», à côté de la base, quand vous n\u2019en avez plus besoin."
    )
    monkeypatch.setenv("TNE_SAUVEGARDES", str(tmp_path))
    assert f"du dossier «\u202f{tmp_path}\u202f», quand" in _told(done, gone=True)[1]


def test_the_command_says_which_links_come_back_with_a_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = Base(str(tmp_path / "tne.duckdb"))
    copy = sauvegarder(base, Droit(True, "coordination"), tmp_path / "copie.duckdb")
    with base.writing() as con:
        con.execute("INSERT INTO meta VALUES ('purge:2022-2023', '2024-01-01')")
    base.close()
    assert main(["restaurer", str(copy), "--base", base.path]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Cette sauvegarde date d'avant l'effacement des liens de 2022-2023 : ils sont revenus. "
        "Effacez-les de nouveau par « python -m tne purger --annee 2022-2023 »."
    ]


def test_the_page_says_it_too(tmp_path: Path) -> None:
    base, droit = Base(str(tmp_path / "tne.duckdb")), Droit(True, "coordination")
    sauvegarde_automatique(base, droit, MANUELLE)
    with base.writing() as con:
        con.execute("INSERT INTO meta VALUES ('purge:2022-2023', '2024-01-01')")
    (chosen,) = sauvegardes(base)
    vu = contenu(base, droit, chosen.path)
    page._restore(cast(Contexte, SimpleNamespace(base=base, droit=droit)), chosen, vu)
    assert st.session_state[page._SAID][1:] == [
        "Elle date d\u2019avant l\u2019effacement des liens de 2022-2023, qui sont revenus\u202f: effacez-les de nouveau, plus bas sur "
        "cette page."
    ]
    base.close()


def test_the_command_says_what_it_did_in_words_that_agree(
    base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(base)
    path = base.path
    base.close()
    assert main(["purger", "--annee", B, "--base", path]) == 0
    said = capsys.readouterr().out.replace("\u202f", " ")
    assert f"{B} : 20 003 personnes sans lien désormais, 20 0" in said
    (kept,) = (Path(path).parent / "sauvegardes").glob("*.duckdb")
    assert f"Cette sauvegarde contient encore l'année : {kept}. Supprimez-la" in said
    assert "lignes réécrites." in said
    assert main(["purger", "--annee", C, "--base", path]) == 0
    assert f"{C} : 1 personne sans lien désormais" in capsys.readouterr().out
