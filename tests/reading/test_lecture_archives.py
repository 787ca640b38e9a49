"""The archive of YouTube Studio is a workbook of its tables; any other archive is refused by what it is."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from tests.reading.lecture import Lecteur, cellules
from tne.erreurs import FichierIllisible

VUES = b"Contenu,Vues\naB3_dE-fGh1,12\n"


def archive(**files: bytes) -> bytes:
    """A ZIP file; `_` in a name stands for a space, `__csv` for an extension."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__csv", ".csv").replace("_", " "), content)
    return out.getvalue()


def test_the_tables_of_youtube_are_the_sheets_of_a_workbook(lis: Lecteur) -> None:
    document = lis(archive(Table_data__csv=VUES, Totals__csv=b"Date,Views\n2026-09-28,12\n"), "Contenu.zip")
    assert [t.feuille for t in document.tableaux] == ["Table data.csv", "Totals.csv"]
    assert cellules(document.tableaux[0]) == [["aB3_dE-fGh1", "12"]]


def test_any_other_archive_is_refused_by_what_it_is(lis: Lecteur) -> None:
    for packed, kind in (
        (archive(vues__csv=VUES), "archive ZIP"),
        (archive(Table_data__csv=VUES, autre__csv=VUES), "archive ZIP"),
        (gzip.compress(VUES), "archive gzip"),
    ):
        with pytest.raises(FichierIllisible, match=f"« envoi » est une {kind}"):
            lis(packed, "envoi")


def test_an_archive_that_unfolds_beyond_memory_is_refused(lis: Lecteur) -> None:
    with pytest.raises(FichierIllisible, match="plus de 64 Mo"):
        lis(archive(Table_data__csv=b"a;b\n" + b"\0" * (65 << 20)), "Contenu.zip")


def test_an_archive_of_others_names_its_tables(lis: Lecteur) -> None:
    """Whoever drops it has to take one out."""
    packed = archive(export__csv=VUES, lisez_moi=b"...")
    with pytest.raises(FichierIllisible, match=r"à décompresser d'abord \(elle contient « export.csv »\)"):
        lis(packed, "envoi.zip")
    many = archive(**{f"t{i}__csv": VUES for i in range(5)})
    with pytest.raises(FichierIllisible, match=r"« t0.csv », « t1.csv », « t2.csv » et 2 autres"):
        lis(many, "envoi.zip")
