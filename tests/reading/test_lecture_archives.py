"""The archive of YouTube Studio is a workbook of its tables, one of a single table is that table; any other is refused by what it is."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile

import openpyxl
import pytest

from tests.reading.lecture import Lecteur, cellules
from tne.erreurs import FichierIllisible

VUES = b"Contenu,Vues\naB3_dE-fGh1,12\n"


def archive(**files: bytes) -> bytes:
    """A ZIP file; in a name without a dot, `_` stands for a space, `__csv` for an extension."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            told = name if "." in name else name.replace("__csv", ".csv").replace("_", " ")
            made.writestr(told, content)
    return out.getvalue()


def test_the_tables_of_youtube_are_the_sheets_of_a_workbook(lis: Lecteur) -> None:
    document = lis(archive(Table_data__csv=VUES, Totals__csv=b"Date,Views\n2026-09-28,12\n"), "Contenu.zip")
    assert [t.feuille for t in document.tableaux] == ["Table data.csv", "Totals.csv"]
    assert cellules(document.tableaux[0]) == [["aB3_dE-fGh1", "12"]]


def test_any_other_archive_is_refused_by_what_it_is(lis: Lecteur) -> None:
    for packed, kind in (
        (archive(a__csv=VUES, vues__csv=VUES), "archive ZIP"),
        (archive(Table_data__csv=VUES, autre__csv=VUES), "archive ZIP"),
        (gzip.compress(VUES), "archive gzip"),
    ):
        with pytest.raises(FichierIllisible, match=f"« envoi » est une {kind}"):
            lis(packed, "envoi")


@pytest.mark.parametrize("nom", ["Table_data__csv", "envoi__csv"])
def test_an_archive_that_unfolds_beyond_memory_is_refused(lis: Lecteur, nom: str) -> None:
    with pytest.raises(FichierIllisible, match="plus de 64 Mo"):
        lis(archive(**{nom: b"a;b\n" + b"\0" * (65 << 20)}), "Contenu.zip")


def test_an_archive_of_one_table_is_that_table(lis: Lecteur) -> None:
    """Under both names, with the mark of what it holds; what a Macintosh or Windows adds by itself is no file."""
    for packed in (
        archive(vues__csv=VUES),
        archive(**{"envoi/": b"", "envoi/vues.csv": VUES, "__MACOSX/envoi/._vues.csv": b"\0\5\x16\7"}),
        archive(**{"vues.csv": VUES, ".DS_Store": b"\0", "Thumbs.db": b"\0", "desktop.ini": b"[a]"}),
    ):
        document = lis(packed, "envoi.zip")
        assert (document.nom, document.sha256) == ("envoi.zip › vues.csv", hashlib.sha256(VUES).hexdigest())
        assert cellules(document.principal) == [["aB3_dE-fGh1", "12"]]
        assert not document.principal.remarques


def test_a_workbook_or_a_text_alone_is_read_out_of_its_archive(lis: Lecteur) -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["UAI", "Nom"], ["0860002K", "A"]):
        book.active.append(row)
    book.save(out)
    document = lis(archive(**{"écoles.xlsx": out.getvalue()}), "envoi.zip")
    assert (document.format, cellules(document.principal)) == ("xlsx", [["0860002K", "A"]])
    assert lis(archive(**{"liste.txt": VUES}), "envoi.zip").principal.entete == ("Contenu", "Vues")


def test_other_files_beside_one_table_are_counted(lis: Lecteur) -> None:
    document = lis(archive(**{"vues.csv": VUES, "lisez-moi.txt": b"...", "notice.pdf": b"%PDF"}), "envoi.zip")
    (said,) = document.principal.remarques
    assert said.message == "L'archive contient aussi 2 autres fichiers, qui ne sont pas lus."


def test_a_name_that_a_macintosh_wrote_is_read_with_its_accents(lis: Lecteur) -> None:
    """It writes UTF-8 and does not say so, with accents apart from their letters."""
    packed = archive(**{"e\u0301coles.csv": VUES}).replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    assert lis(packed, "envoi.zip").nom == "envoi.zip › écoles.csv"


def test_the_only_file_of_an_archive_is_refused_for_what_it_is(lis: Lecteur) -> None:
    for packed, told in (
        (archive(**{"plan.pdf": b"%PDF-1.7"}), "« envoi.zip › plan.pdf » est un document PDF"),
        (archive(**{"b.zip": archive(vues__csv=VUES)}), "« envoi.zip › b.zip » est une archive ZIP"),
        (archive(), "« envoi.zip » est"),
        # The workbook behind a chart of a document is no table of an archive.
        (archive(**{"word/document.xml": b"<a/>", "word/embeddings/a.xlsx": VUES}), "un document Word"),
    ):
        with pytest.raises(FichierIllisible, match=told):
            lis(packed, "envoi.zip")


def test_an_archive_that_asks_for_a_password_says_so(lis: Lecteur) -> None:
    packed = bytearray(archive(vues__csv=VUES))
    packed[6] |= 1  # of the entry, and of the list at the end
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FichierIllisible, match=r"« envoi\.zip » est protégée par un mot de passe"):
        lis(bytes(packed), "envoi.zip")


def test_an_archive_of_others_names_its_tables(lis: Lecteur) -> None:
    """Whoever drops it has to take one out."""
    packed = archive(export__csv=VUES, plan__csv=VUES, lisez_moi=b"...")
    told = r"à décompresser d'abord \(elle contient « export.csv » et « plan.csv »\)"
    with pytest.raises(FichierIllisible, match=told):
        lis(packed, "envoi.zip")
    many = archive(**{f"t{i}__csv": VUES for i in range(5)})
    with pytest.raises(FichierIllisible, match=r"« t0.csv », « t1.csv », « t2.csv » et 2 autres"):
        lis(many, "envoi.zip")
