"""An archive of several tables on the page is its tables, as if they had been dropped one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import Scene
from tests.lu import lu
from tests.reading.test_lecture_archives import archive

Ouvrir = Callable[..., AppTest]
ECOLES = b"UAI;Nom;Commune\n0860002K;A;Poitiers\n0860799B;B;Chauvigny\n"
JOURNAL = b"Date;Nature;UAI\n12/09/2023;Formation;0860002K\n"
ENVOI = {"envoi/écoles.csv": ECOLES, "envoi/journal.csv": JOURNAL}


def dropped(ouvrir: Ouvrir, **files: bytes) -> AppTest:
    app = ouvrir("importer")
    data = archive(**files)
    return app.file_uploader[0].set_value([("envoi.zip", data, "application/zip")]).run()


def test_each_table_has_a_card_and_all_are_imported_in_one_press(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    app = dropped(ouvrir, **ENVOI)
    assert [lu(s.value) for s in app.subheader][:2] == ["envoi.zip › journal.csv", "envoi.zip › écoles.csv"]
    next(b for b in app.button if b.key == "importer-tout").click().run()
    assert not app.exception
    base = Scene(base_sans_import)
    assert base.table("etablissement", "uai") == [("0860002K",), ("0860799B",)]
    assert base.table("intervention", "uai") == [("0860002K",)]
    assert not app.info


def test_its_other_files_are_told(ouvrir: Ouvrir) -> None:
    app = dropped(ouvrir, **ENVOI, **{"notice.pdf": b"%PDF-1.7", "__MACOSX/._journal.csv": b"\0"})
    (said,) = (" ".join(lu(i.value).split()) for i in app.info)
    assert said == (
        "« envoi.zip » contient aussi 1 autre fichier : « notice.pdf ». Ce qui n’est pas un tableau n’est pas lu."
    )


def test_those_beside_its_only_table_are_to_be_looked_at(ouvrir: Ouvrir) -> None:
    """One may be an archive of tables: among what needs no doing, under a fold, it would be lost unseen."""
    app = dropped(ouvrir, **{"journal.csv": JOURNAL, "autres.zip": archive(**ENVOI)})
    said = [" ".join(lu(m.value).split()) for m in app.markdown]
    look = said.index("**À vérifier avant d’importer**")
    assert said[look + 1] == "- L’archive contient aussi 1 autre fichier, qui n’est pas lu."
    assert [e.label for e in app.expander if "remarque" in e.label] == []


@pytest.mark.parametrize("lourd", [False, True])
def test_what_cannot_be_unfolded_is_one_card_that_says_why(ouvrir: Ouvrir, lourd: bool) -> None:
    """Of no table, or more than memory holds."""
    files = (
        {"a.csv": b"a;b\n" + b"\0" * (65 << 20), "b.csv": JOURNAL}
        if lourd
        else {"a.pdf": b"%PDF", "b.pdf": b"%PDF"}
    )
    app = dropped(ouvrir, **files)
    assert [lu(s.value) for s in app.subheader][:1] == ["envoi.zip"]
    assert "archive ZIP" in lu(app.error[0].value)
