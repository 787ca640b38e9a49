"""What is no table is refused by the name of what it is, in one French sentence."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from tests.reading.lecture import Lecteur, cellules
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


def _ods_ciphered() -> bytes:
    """As LibreOffice 25 keeps it with a password: one enciphered package, told by the manifest."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("encrypted-package", bytes(range(256)))
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest><m:encryption-data m:checksum=""/></m:manifest>'
        )
    return out.getvalue()


def _xls_ciphered(before: bytes = b"") -> bytes:
    """The head of the stream of an XLS with a password: its first record, then FilePass in clear."""
    first = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    return (
        _OLE
        + "Workbook".encode("utf-16-le")
        + bytes(40)
        + first
        + before
        + b"\x2f\x00\x36\x00\x01\x00"
        + bytes(52)
    )


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
        (_zip(mimetype="application/epub+zip"), "ZIP"),
        (_zip(word__document_xml="<w/>"), "Word"),
        (_zip(ppt__presentation_xml="<p/>"), "PowerPoint"),
        (_zip(a="b")[:-10], "abîmé"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (_ods_ciphered(), "mot de passe"),
        (_xls_ciphered(), "mot de passe"),
        (_xls_ciphered(b"\x86\x00\x00\x00"), "mot de passe"),
        (
            b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
            "FODS",
        ),
        (_OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (_OLE, "Office"),
        (b"<!DOCTYPE html><html><body><h1>Erreur 404</h1></body></html>", "page web sans tableau"),
        (b"<?xml version='1.0'?><racine><a>1</a></racine>", "XML"),
        (b'{"type": "FeatureCollection", "features": []}', "JSON sans liste"),
        (b'{"a": 1, "b": [1, 2]}', "JSON sans liste"),
        (b"[1, 2, 3]", "un fichier JSON"),
        (b'[{"a": 1},\n {"a": 2', "incomplet : il s'arrête à la ligne 2"),
        (b'[{"a":' * 20_000, "imbriqué"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "MHTML"),
        (b"{\\rtf1\\ansi Bonjour}", "RTF"),
        (bytes(range(1, 256)) * 20, "binaire"),
        (
            b"From: a@exemple.invalid\r\nTo: b@exemple.invalid\r\nDate: Mon, 8 Jan 2024\r\n\r\na;b",
            "message électronique",
        ),
        (
            b"Received: from x\r\n by y; z\r\nFrom: a@exemple.invalid\r\nDate: Mon, 8 Jan\r\n\r\na",
            "message électronique",
        ),
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "agenda .*exportent en CSV.*« Nature » et leur « UAI » : il faut un tableau",
        ),
        (b"!BDN" + b"\x00\x01" * 20, "exporter le calendrier en CSV"),
        (b"BEGIN:VCARD\r\nFN:A\r\n", "carnet d'adresses"),
        (b"[InternetShortcut]\r\nURL=https://exemple.invalid\r\n", "raccourci"),
        (b'{"url":"https://docs.google.com/spreadsheets/d/x","doc_id":"x"}', "document en ligne de Google"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF"),
        (b'ID;PCALCOOO32\r\nB;Y18;X12\r\nC;Y1;X1;K"Date"\r\n', "SYLK"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "SQLite"),
    ],
)
def test_refused_by_name(lis: Lecteur, octets: bytes, mot: str) -> None:
    with pytest.raises(FichierIllisible, match=mot) as refusal:
        lis(octets, "export.csv")
    assert "export.csv" in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_what_a_spreadsheet_leaves_beside_an_open_file(lis: Lecteur) -> None:
    with pytest.raises(FichierIllisible, match="classeur ouvert"):
        lis(b"\x03Ana" + b" " * 51, "~$journal.xlsx")


def test_a_table_whose_first_column_is_a_date_is_no_message(lis: Lecteur) -> None:
    assert len(lis("Date: a;b\nDate: c;d\nDate: e;f\n").principal.entete) == 2


def test_a_workbook_that_would_fill_the_memory(lis: Lecteur) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\x00" * (80 << 20))
    with pytest.raises(FichierIllisible, match="décompressé"):
        lis(out.getvalue(), "bombe.xlsx")


def test_a_text_that_only_begins_like_json(lis: Lecteur) -> None:
    assert lis("{nom};note\nA;1\nB;2\n").principal.entete == ("{nom}", "note")


@pytest.mark.parametrize(
    ("texte", "entete", "premiere"),
    [
        (
            '{"total": 2, "data": [{"uuid": "9c", "views": 1204, "channel": {"name": "tne"}, "tags": ["a", "b"]}]}',
            ("uuid", "views", "channel.name", "tags"),
            ["9c", "1204", "tne", "a; b"],
        ),
        (
            '[{"code": "0860002K", "ips": 102.50, "ferme": false, "position": {"lon": 0.3, "lat": 46.6}, "n": null}]',
            ("code", "ips", "ferme", "position", "n"),
            ["0860002K", "102.50", "FAUX", "46.6, 0.3", ""],
        ),
        (
            '[{"code": "86194", "contour": {"type": "Polygon", "coordinates": [[[0.1, 46], [0.2, 46], [0.1, 46]]]}}]',
            ("code", "contour"),
            ["86194", '{"type": "Polygon", "coordinates": [[[0.1, 46.0], [0.2, 46.0], [0.1, 46.0]]]}'],
        ),
        ('{"records": [{"id": 1, "fields": {"UAI": "0860002K"}}]}', ("id", "UAI"), ["1", "0860002K"]),
        ('{"a": 1}\n{"a": 2, "b": "x"}\n', ("a", "b"), ["1", ""]),
        (
            '{"uuid": "9c", "name": "Une", "views": 3, "duration": 61}',
            ("uuid", "name", "views", "duration"),
            ["9c", "Une", "3", "61"],
        ),
    ],
)
def test_lists_of_objects(lis: Lecteur, texte: str, entete: tuple[str, ...], premiere: list[str]) -> None:
    document = lis(texte, "x.json")
    assert (document.format, document.principal.entete) == ("json", entete)
    assert cellules(document.principal)[0] == premiere


def test_a_csv_whose_first_cell_is_an_object(lis: Lecteur) -> None:
    assert lis('{"a": 1};note\n{"a": 2};1\n{"a": 3};2\n').principal.donnees.num_columns == 3


def test_long_pages_and_lists_on_one_line(lis: Lecteur) -> None:
    """Neither its length nor its one endless line makes a text of it."""
    row = "<tr><td>0860002K</td><td>" + "x" * 1000 + "</td></tr>"
    page = "<html><style>" + "a{}" * 40_000 + "</style><table>" + row * 5000 + "</table></html>"
    assert lis(page, "export.xls").principal.donnees.num_rows == 5000
    objects = "[" + ",".join('{"uai": "0860002K", "texte": "' + "x" * 1000 + '"}' for _ in range(5000)) + "]"
    assert lis(objects, "export.json").principal.donnees.num_rows == 5000


@pytest.mark.parametrize(
    ("attached", "way"),
    [
        ("interventions mars.csv", "enregistrer la pièce jointe (« interventions mars.csv »)"),
        ("logo.png", "copier le tableau pour le coller"),
    ],
)
def test_a_mail_as_it_was_sent(lis: Lecteur, attached: str, way: str) -> None:
    """Its table is in a file that comes along, or its accents in the signs of transport, « Th=C3=A8me »."""
    mail = EmailMessage()
    mail["From"] = "a@exemple.fr"
    mail.set_content("Date;Nature;Thème\n12/03/2024;Formation;é\n", cte="quoted-printable")
    mail.add_attachment(b"Date;Nature", maintype="application", subtype="octet-stream", filename=attached)
    with pytest.raises(FichierIllisible) as refused:
        lis(bytes(mail), "a.eml")
    assert way in str(refused.value)


def test_a_mail_in_plain_text_is_read(lis: Lecteur) -> None:
    mail = "From: a@exemple.fr\nMIME-Version: 1.0\nContent-Type: text/plain\n\nDate;Nature\n12/03/2024;Projet\n13/03/2024;Projet\n"
    assert lis(mail, "a.eml").principal.entete == ("Date", "Nature")
