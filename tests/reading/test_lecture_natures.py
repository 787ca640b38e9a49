"""What is no table is refused by the name of what it is, in one French sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.reading.lecture import Lecteur
from tne.erreurs import FichierIllisible


def _zip(**entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            # A fixed date: parallel test processes must collect the very same cases.
            entry = zipfile.ZipInfo(name.replace("__", "/").replace("_x", ".x"), (2024, 1, 1, 0, 0, 0))
            archive.writestr(entry, text)
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("octets", "mot"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf\r\n \n", "est vide"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"7z\xbc\xaf'\x1c\x00", "7-Zip"),
        (_zip(a="b"), "ZIP"),
        (_zip(word__document_xml="<w/>"), "Word"),
        (_zip(ppt__presentation_xml="<p/>"), "PowerPoint"),
        (_zip(a="b")[:-10], "abîmé"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (_OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (_OLE, "Office"),
        (b"<!DOCTYPE html><html><body><h1>Erreur 404</h1></body></html>", "page web sans tableau"),
        (b"<?xml version='1.0'?><racine><a>1</a></racine>", "XML"),
        (b'{"type": "FeatureCollection", "features": []}', "JSON"),
        (b'[{"a": 1}, {"a": 2}]', "JSON"),
        (b"{\\rtf1\\ansi Bonjour}", "RTF"),
        (bytes(range(1, 256)) * 20, "binaire"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "SQLite"),
    ],
)
def test_refused_by_name(lis: Lecteur, octets: bytes, mot: str) -> None:
    with pytest.raises(FichierIllisible, match=mot) as refusal:
        lis(octets, "export.csv")
    assert "export.csv" in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_workbook_that_would_fill_the_memory(lis: Lecteur) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\x00" * (80 << 20))
    with pytest.raises(FichierIllisible, match="décompressé"):
        lis(out.getvalue(), "bombe.xlsx")


def test_a_text_that_only_begins_like_json(lis: Lecteur) -> None:
    assert lis("{nom};note\nA;1\nB;2\n").principal.entete == ("{nom}", "note")
