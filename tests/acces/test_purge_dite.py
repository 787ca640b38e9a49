"""What the page says of a purge: in words that agree, and where the backups stand that still hold the year."""

from __future__ import annotations

from pathlib import Path

import pytest

from tne.persons.purge import Purge
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
