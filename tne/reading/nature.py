"""What a file is, told from its bytes: a workbook, a text, or something that is no table and is refused by name."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Collection, Iterable, Sequence

from tne.erreurs import FichierIllisible
from tne.reading.bounds import check_ods, unpacked
from tne.reading.json_table import begins_json
from tne.typographie import compte, enumeration

_GZIP = b"\x1f\x8b"
# First bytes → what the person is told. Order matters only where one signature begins another.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG\r\n", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF87a", "une image GIF"),
    (b"GIF89a", "une image GIF"),
    (b"II*\x00", "une image TIFF"),
    (b"MM\x00*", "une image TIFF"),
    (b"RIFF", "une image ou un son"),
    (b"{\\rtf", "un document RTF"),
    (_GZIP, "une archive gzip"),
    (b"BZh", "une archive bzip2"),
    (b"\xfd7zXZ\x00", "une archive xz"),
    (b"(\xb5/\xfd", "une archive zstd"),
    (b"7z\xbc\xaf'\x1c", "une archive 7-Zip"),
    (b"Rar!\x1a\x07", "une archive RAR"),
    (b"PAR1", "un fichier Parquet"),
    (b"SQLite format 3\x00", "une base SQLite"),
    (b"!BDN", "un fichier de données d'Outlook (PST), dont il faut exporter le calendrier en CSV"),
    (b"MZ\x90", "un programme Windows"),
    (b"\x7fELF", "un programme"),
    (b"ID3", "un son"),
    (b"OggS", "un son ou une vidéo"),
    (b"\x00\x00\x01\x00", "une icône"),
    (b"MIME-Version:", "une page web archivée (MHTML)"),
    (b"ID;PWXL;", "un ancien fichier de tableur (SYLK)"),
)
# Beginnings of texts that hold commas or semicolons and no table.
_TEXTS = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            r"(?=(?:.*\n){0,60}?from: )(?=(?:.*\n){0,60}?date: )"
            r"\s*(?:(?:received|return-path|delivered-to|message-id|mime-version|from|to|subject|date|x-[\w-]+): .*\r?\n"
            r"(?:[ \t].*\r?\n)*){3}",
            "un message électronique, dont il faut enregistrer la pièce jointe",
        ),
        (
            r"\s*BEGIN:VCALENDAR",
            "un agenda (iCalendar), qu'Outlook ou Thunderbird ouvrent et exportent en CSV, où l'on garde les interventions et ajoute "
            "leur « Nature » et leur « UAI »",
        ),
        (r"\s*BEGIN:VCARD", "un carnet d'adresses (vCard)"),
        (
            r"\s*\[InternetShortcut\]",
            "un raccourci vers une adresse web, dont il faut télécharger le fichier",
        ),
        (
            r"\s*\{[^{}]{0,400}\bhttps://(?:docs|drive)\.google\.com/",
            "un raccourci vers un document en ligne de Google, dont il faut télécharger le fichier (XLSX ou CSV)",
        ),
        (r"TABLE\r?\n0,1\r?\n", "un ancien fichier de tableur (DIF)"),
        (r"ID;P[^\r\n]*\r?\n(?:[BCF];[XY]\d+;|P;P|O;L)", "un ancien fichier de tableur (SYLK)"),
    )
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|meta|div|!--|\?xml)", re.IGNORECASE
)
# Of an archive, the files that a table may be in; so many are named.
_A_TABLE = re.compile(r"\.(?:csv|tsv|xlsx?|xlsm|xlsb|ods|json|geojson)$", re.IGNORECASE)
# What systems put into an archive by themselves: the other half of a Macintosh's files, how a folder is shown.
_NO_FILE = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|~\$[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|)$", re.IGNORECASE
)
_MOST_TOLD = 3
# A mail whose parts, or whose accents, stand as it was sent: « Th=C3=A8me ».
_MAIL = re.compile(r"(?:[\w-]+: .*\r?\n)", re.ASCII)
_SENT = re.compile(
    r"^content-(?:type: *multipart/|transfer-encoding: *(?:quoted-printable|base64))",
    re.IGNORECASE | re.MULTILINE,
)
_ATTACHED = re.compile(r"\bfilename=\"?([^\";\r\n]+)", re.IGNORECASE)
ZIP = b"PK\x03\x04"
# The entry that a workbook of Numbers has, and no other archive.
_NUMBERS = "Index/Document.iwa"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first record of the stream of an XLS that tells of the whole workbook, Excel 95 or later.
_BOF = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
_FILE_PASS = 0x2F
# Declared sizes, for a quick word; what is read is measured as it is unpacked (bounds.py).
_MAX_UNPACKED = 512 << 20
_MAX_RATIO = 200
# Where a package of OpenDocument says what it is, before anything compressed.
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ALLOWED_CONTROLS = frozenset("\t\n\r\x01\x0b\x0c\x1a\x1c\x1d\x1e\x1f")


def is_container(head: bytes) -> bool:
    """True for the first bytes of an archive or of an old Office document, whose nature stands further inside."""
    return head.startswith((ZIP, _GZIP, _OLE))


def is_markup(head: bytes) -> bool:
    """True for the first bytes of a web page: its table may stand far down, on one endless line."""
    return _MARKUP.match(head) is not None


def kind_of(data: bytes, nom: str) -> str:
    """ "xlsx", "ods", "xls", "html" or "texte". FichierIllisible, naming what it is, when it is no table."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise FichierIllisible(f"Le fichier « {nom} » est vide.")
    if nom.startswith("~$"):
        raise _no_table(
            nom, "la trace d'un classeur ouvert dans un tableur, dont il faut choisir le vrai fichier"
        )
    if data.startswith(ZIP):
        return _zipped(data, nom)
    if data.startswith(_OLE):
        return _compound(data, nom)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise _no_table(nom, name)
    if data[4:12] in (b"ftypmp42", b"ftypisom", b"ftypM4V ", b"ftypheic"):
        raise _no_table(nom, "une vidéo ou une photo")
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        raise _no_table(nom, "une image BMP")
    return "texte"


def files_in(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Of the entries of an archive, the files that a table may be in, by their name, and the other files.

    Left out: folders, and what systems add by themselves.
    """
    files = sorted(n for n in names if not _NO_FILE.search(n))
    return [n for n in files if _A_TABLE.search(n)], [n for n in files if not _A_TABLE.search(n)]


def bare(name: str) -> str:
    """The name of an entry of an archive without its folders."""
    return name.rsplit("/", 1)[-1]


def named_some(names: Sequence[str]) -> str:
    """The first names of these, without their folders, and how many others."""
    told = [f"« {bare(n)} »" for n in names[:_MOST_TOLD]]
    rest = len(names) - len(told)
    return enumeration([*told, compte(rest, "autre", "autres")] if rest else told)


def is_office(names: Collection[str]) -> bool:
    """True where these entries are those of a document of an office suite, and not of an archive that someone made."""
    known = {"[Content_Types].xml", "mimetype", _NUMBERS}
    return any(n in known or n.startswith(("xl/", "word/", "ppt/")) for n in names)


def kind_of_text(text: str, nom: str) -> str:
    """ "html", "json" (it begins so) or "texte" for a decoded file. FichierIllisible for XML, a web page without table, binary data."""
    if not text.strip():
        raise FichierIllisible(f"Le fichier « {nom} » est vide.")
    head = text.lstrip()[:65536]
    controls = sum(1 for c in head if c < " " and c not in _ALLOWED_CONTROLS)
    if controls > 0.02 * len(head):
        raise _no_table(nom, "un fichier binaire")
    start = head.lower()
    if re.match(r"<!doctype html|<html|<head|<body|<table|<meta|<div|<!--", start):
        if re.search(r"<table\b", text, re.IGNORECASE) and re.search(r"<t[dh]\b", text, re.IGNORECASE):
            return "html"
        raise _no_table(nom, "une page web sans tableau (souvent une page d'erreur ou de connexion)")
    for beginning, name in _TEXTS:
        if beginning.match(text):
            raise _no_table(nom, name)
    if _MAIL.match(text) and "\nmime-version:" in start and _SENT.search(head):
        raise _no_table(nom, f"un courriel{_way_out(_ATTACHED.findall(text))}")
    if start.startswith("<?xml") or re.match(r"<[a-z][\w:]*(\s[^<>]*)?>", start):
        if re.search(r"<table\b", text, re.IGNORECASE) and re.search(r"<(?:td|cell)\b", text, re.IGNORECASE):
            return "html"
        if "opendocument.spreadsheet" in start:
            raise _no_table(nom, "un classeur OpenDocument à plat (FODS), à enregistrer en ODS")
        raise _no_table(nom, "un fichier XML")
    if begins_json(text):
        return "json"
    if start[0] in "{[" and _is_json(text):
        raise _no_table(nom, "un fichier JSON")
    return "texte"


def _no_table(nom: str, name: str) -> FichierIllisible:
    return FichierIllisible(
        f"Le fichier « {nom} » est {name} : il faut un tableau (CSV, texte, XLSX, XLS, ODS ou JSON)."
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    except RecursionError:  # brackets inside brackets, thousands deep
        return True
    return True


def _zipped(data: bytes, nom: str) -> str:
    with unpacked(data, nom) as archive:
        entries = archive.infolist()
        names = {e.filename for e in entries}
        ods = "mimetype" in names and _ods_mimetype(archive, nom)
        manifest = _small(archive, "META-INF/manifest.xml") if ods else b""
    workbook = "xl/workbook.xml" in names or "xl/workbook.bin" in names
    if not workbook and not ods:
        if any(n.startswith("word/") for n in names):
            raise _no_table(nom, "un document Word")
        if any(n.startswith("ppt/") for n in names):
            raise _no_table(nom, "une présentation PowerPoint")
        if _NUMBERS in names:
            raise _no_table(nom, "un classeur Numbers, à exporter en XLSX ou en CSV")
        raise _no_table(nom, f"une archive ZIP, à décompresser d'abord{_tables_of(names)}")
    if b"encryption-data" in manifest:
        raise _protected(nom)
    size = sum(e.file_size for e in entries)
    if size > _MAX_UNPACKED or (size > 64 << 20 and size > _MAX_RATIO * len(data)):
        raise FichierIllisible(
            f"Le classeur « {nom} » occuperait {size >> 20} Mo une fois décompressé, plus que ce qui se lit sans risque : "
            "enregistrez la feuille utile en CSV."
        )
    if ods:
        with unpacked(data, nom) as archive:
            check_ods(archive, nom)
    return "ods" if ods else "xlsx"


def _way_out(attached: Iterable[str]) -> str:
    """What to do with a mail: its table stands in a file that comes along, or in its words."""
    found = [f"« {n.strip()} »" for n in attached if _A_TABLE.search(n.strip())]
    if not found:
        return ", dont il faut copier le tableau pour le coller"
    return f", dont il faut enregistrer la pièce jointe ({enumeration(found[:_MOST_TOLD])})"


def _tables_of(names: Iterable[str]) -> str:
    """What to say of the files of an archive that may be tables; nothing where there is none."""
    found, _ = files_in(names)
    return f" (elle contient {named_some(found)})" if found else ""


def _ods_mimetype(archive: zipfile.ZipFile, nom: str) -> bool:
    kind = _small(archive, "mimetype").strip()
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        raise _no_table(nom, "un document Writer")
    if kind.startswith(b"application/vnd.oasis.opendocument.presentation"):
        raise _no_table(nom, "une présentation Impress")
    return kind.startswith(ODS)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of an entry, whatever it claims to weigh."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as entry:
        return entry.read(1 << 20)


def _protected(nom: str) -> FichierIllisible:
    return FichierIllisible(
        f"Le classeur « {nom} » est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
    )


def _compound(data: bytes, nom: str) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise _protected(nom)
    if holds("WordDocument"):
        raise _no_table(nom, "un document Word (ancien format)")
    if holds("PowerPoint Document"):
        raise _no_table(nom, "une présentation PowerPoint (ancien format)")
    if holds("Workbook") or holds("Book"):
        if _ciphered(data):
            raise _protected(nom)
        return "xls"
    raise _no_table(nom, "un document Office qui n'est pas un classeur")


def _ciphered(data: bytes) -> bool:
    """True when the stream of an XLS begins with the record FilePass, in clear: all after it is enciphered.

    It comes right after the first record, but for those that protect against writing ([MS-XLS] 2.1.7.20.1).
    """
    for begin in _BOF.finditer(data):
        position = begin.start()
        for _ in range(6):
            kind, size = (int.from_bytes(data[position + k : position + k + 2], "little") for k in (0, 2))
            if kind == _FILE_PASS:
                return True
            position += 4 + size
    return False
