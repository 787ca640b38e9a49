"""From bytes to text. One bad byte never turns a whole UTF-8 file into another encoding."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tne.reading.model import Remarque

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What French text is made of beyond ASCII. Other letters are possible, and rarer.
_FRENCH = frozenset("éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ«»°€’‘“”–—…·ñáíóúßãõ \u00a0§²³±µ½×")
_LETTERS = frozenset("éèêëàâäçîïôöùûüœæÉÈÊÀÂÇÎÔÛŒñáíóú")
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_SAMPLE = 1 << 20
# Of each piece of a long file that is not UTF-8, so much is looked at once some letters beyond ASCII are known.
_LOOK = 1 << 16
_LEAST = 1 << 12


_MELANGE = (
    "encodages_melanges",
    "Octet qui n'est pas de l'UTF-8, lu comme du Windows-1252 à cet endroit seulement.",
)
_DEUX_FOIS = (
    "double_encodage",
    "Texte passé deux fois en UTF-8 (« Ã© » pour « é ») : remis tel qu'il était.",
)
# « Ã » in UTF-8: how an accented letter begins that was encoded twice, and « é ».
_TWICE = b"\xc3\x83"
_LETTER = b"\xc3\xa9"
_NUL = ("caractere_nul", "Caractères nuls retirés.")
_MARQUE = ("marque_interieure", "Marque d'ordre des octets au milieu du fichier, retirée.")


@dataclass(frozen=True)
class Texte:
    """A decoded file, its line ends as written; NUL characters and byte order marks are gone."""

    contenu: str
    encodage: str
    remarques: tuple[Remarque, ...]


def decode(data: bytes) -> Texte:
    """Decode a file whose encoding nobody declared. Never fails; what was mended is said in `remarques`."""
    notes: list[Remarque] = []
    bom, encoding = _by_bom(data)
    body = data[len(bom) :]
    if not encoding:
        encoding = _utf16_without_bom(body)
    if encoding.startswith(("utf-16", "utf-32")):
        text = body.decode(encoding, errors="replace")
        if "\ufffd" in text:
            notes.append(
                Remarque(_line_of(text, text.index("\ufffd")), "octet_invalide", "Caractère illisible.")
            )
        return _cleaned(text, encoding, notes)
    try:
        return _cleaned(_once(body.decode("utf-8"), body, notes), "utf-8", notes)
    except UnicodeDecodeError as error:
        first_bad = error.start
    if bom or _mostly_utf8(body):
        text = body.decode("utf-8", errors=AS_CP1252)
        line = _line_of_bytes(body, first_bad)
        notes.append(Remarque(line, *_MELANGE))
        return _cleaned(text, "utf-8", notes)
    encoding = _single_byte(body)
    errors = AS_CP1252 if encoding == "cp1252" else "strict"
    return _cleaned(body.decode(encoding, errors=errors), encoding, notes)


def survey(pieces: Iterable[bytes]) -> tuple[str, int]:
    """The encoding of a long file and the length of its byte order mark, without keeping the file.

    MELE where it is UTF-8 with bytes of Windows-1252, NUL characters, marks in its middle or CR alone; "" when only
    the careful reading can decode it.
    """
    encoding, bom, utf8, odd = "", b"", _Utf8(), False
    high, valid, first, pending = bytearray(), 0, True, False
    twice = letter = False
    for piece in pieces:
        if first:
            bom, encoding = _by_bom(piece)
            encoding = encoding or _utf16_without_bom(piece)
            piece, first = piece[len(bom) :], False
        if encoding.startswith("utf-") and encoding != "utf-8":
            continue
        odd = odd or (pending and not piece.startswith(b"\n"))
        alone = piece.count(b"\r") - piece.count(b"\r\n") if b"\r" in piece else 0
        pending = piece.endswith(b"\r")
        # One byte is looked for faster than three, and the first of a mark is rare.
        marked = codecs.BOM_UTF8[:1] in piece and codecs.BOM_UTF8 in piece
        odd = odd or b"\x00" in piece or marked or alone > pending
        if not letter and _LETTER[:1] in piece:
            letter = _LETTER in piece
            twice = not letter and (twice or _TWICE in piece)
        if utf8.goes_on(piece):
            continue
        seen = piece[: _SAMPLE if len(high) < _LEAST else _LOOK]
        valid += len(_UTF8_PAIR.findall(seen))
        if len(high) < _SAMPLE:
            high += b"".join(_HIGH_WITH_NEIGHBOURS.findall(seen))
    if utf8.so_far and twice:
        return "", 0  # all of it may have been encoded twice
    if utf8.so_far:
        mixed = odd or utf8.cut != b""
        return MELE if mixed and encoding in ("", "utf-8") else "" if mixed else encoding or "utf-8", len(bom)
    if bom or letter or _mostly_utf8(bytes(high)):
        return MELE, len(bom)
    if odd or valid > 0.02 * len(high):
        return "", 0
    return _single_byte(bytes(high)), 0


class _Utf8:
    """Whether the pieces of a file are UTF-8, without decoding them: Arrow checks ten times faster."""

    def __init__(self) -> None:
        self.so_far = True
        self.cut = b""  # the first bytes of a character that ends in the next piece

    def goes_on(self, piece: bytes) -> bool:
        """True while every piece has been UTF-8."""
        if not self.so_far:
            return False
        data = self.cut + piece if self.cut else piece
        self.cut = b""
        for back in (1, 2, 3):
            if data[-back:][:1] >= b"\xc0":
                self.cut = data[-back:]
                break
        whole = data[: len(data) - len(self.cut)]
        offsets = pa.py_buffer(struct.pack("=ii", 0, len(whole)))
        text = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(whole)])
        try:
            text.validate(full=True)
        except pa.ArrowInvalid:
            self.so_far = False
        return self.so_far


def _by_bom(data: bytes) -> tuple[bytes, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return bom, encoding
    return b"", ""


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 shows itself by a NUL in every other byte of plain text; "" when it does not."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half + 1:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half + 1:
        return "utf-16-be"
    return ""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the bytes that do not fit, read as Windows-1252 (Latin-1 where it has no character)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    text = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in bad)
    return text, error.end


AS_CP1252 = "tne_cp1252"
codecs.register_error(AS_CP1252, _as_cp1252)


def _as_byte(error: UnicodeError) -> tuple[bytes, int]:
    """Codec error handler: the characters that Windows-1252 lacks and that stand for one byte."""
    if not isinstance(error, UnicodeEncodeError) or error.object[error.start] > "\xff":
        raise error
    return bytes([ord(error.object[error.start])]), error.start + 1


AS_BYTE = "tne_octet"
codecs.register_error(AS_BYTE, _as_byte)

MELE = "utf-8-mele"
"""UTF-8 as `decode` mends it, for a text that is read in pieces."""


class _Mending(codecs.BufferedIncrementalDecoder):
    """Decodes UTF-8 with stray bytes; NUL characters and marks are gone, CR alone has become LF. Says so once each."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self.remarques: list[Remarque] = []
        self._line = 1
        self._return = ""  # a CR at the end of a piece, of which the LF may follow

    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        first_bad = -1
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError as error:
            first_bad = error.start
            text, used = codecs.utf_8_decode(data, AS_CP1252, final)
        text, self._return = self._return + text, ""
        if text.endswith("\r") and not final:
            text, self._return = text[:-1], "\r"
        if first_bad >= 0:
            self._note(_MELANGE, self._line + data[:first_bad].count(b"\n"))
        text = _CR_ALONE.sub("\n", text)
        for odd, note in (("\x00", _NUL), ("\ufeff", _MARQUE)):
            if odd in text:
                self._note(note, self._line + text[: text.index(odd)].count("\n"))
                text = text.replace(odd, "")
        self._line += text.count("\n")
        return text, used

    def _note(self, note: tuple[str, str], line: int) -> None:
        if all(r.code != note[0] for r in self.remarques):
            self.remarques.append(Remarque(line, *note))


def _mele(name: str) -> codecs.CodecInfo | None:
    if name != MELE.replace("-", "_"):
        return None
    return codecs.CodecInfo(
        name=MELE,
        encode=codecs.utf_8_encode,
        decode=lambda data, errors="strict": (_Mending().decode(bytes(data), final=True), len(data)),
        incrementaldecoder=_Mending,
    )


codecs.register(_mele)

_CR_ALONE = re.compile(r"\r(?!\n)")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


# A small letter with an accent, or « É » : in UTF-8 it is read in the other encodings as signs (« Ã© », « √© ») that no
# French text holds, however much of the file is written in them.
_ACCENT = re.compile(rb"\xc3[\x89\xa0-\xbf]")


def _mostly_utf8(data: bytes) -> bool:
    """True when an accented letter is written so, or when valid sequences outnumber the bytes that are not."""
    if _ACCENT.search(data):
        return True
    valid = _UTF8_PAIR.findall(data)
    rest = len(_HIGH.findall(data)) - sum(map(len, valid))
    return len(valid) > rest


def _single_byte(data: bytes) -> str:
    """Windows-1252 unless the file reads clearly better as Mac Roman or the old DOS page."""
    sample = data if len(data) <= _SAMPLE else bytes(b"".join(_HIGH_WITH_NEIGHBOURS.findall(data))[:_SAMPLE])
    scores = {encoding: _plausibility(sample, encoding) for encoding in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda encoding: scores[encoding])
    few = len(_HIGH.findall(sample)) < 4
    clear = scores[best] > scores["cp1252"] + 0.3 and (scores["cp1252"] < 0.3 or not few)
    return best if clear else "cp1252"


_HIGH_WITH_NEIGHBOURS = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")


def _plausibility(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that French text would hold where they stand (0 to 1)."""
    text = sample.decode(encoding, errors="replace")
    good, total = 0.0, 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char < "\x80":
            continue
        total += 1
        if char in _LETTERS and (before.isalpha() or after.isalpha()):
            # A capital inside lower-case letters is what a wrong encoding looks like.
            good += 0.2 if char.isupper() and before.islower() else 1
        elif char in _FRENCH:
            good += 0.6
    return good / total if total else 0.0


def _once(text: str, data: bytes, notes: list[Remarque]) -> str:
    """The text, or what it was before it was taken for Windows-1252 and encoded again: UTF-8 to its last byte.

    One letter with an accent that was not would end that: nothing else is changed.
    """
    if _TWICE not in data:
        return text
    try:
        first = text.encode("cp1252", errors=AS_BYTE).decode("utf-8")
    except UnicodeError:
        return text
    notes.append(Remarque(_line_of_bytes(data, data.index(_TWICE)), *_DEUX_FOIS))
    return first


def _cleaned(text: str, encoding: str, notes: list[Remarque]) -> Texte:
    if "\x00" in text:
        line = _line_of(text, text.index("\x00"))
        notes.append(Remarque(line, *_NUL))
        text = text.replace("\x00", "")
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\ufeff" in text:
        line = _line_of(text, text.index("\ufeff"))
        notes.append(Remarque(line, *_MARQUE))
        text = text.replace("\ufeff", "")
    return Texte(text.rstrip("\x1a"), encoding, tuple(notes))


def _line_of(text: str, position: int) -> int:
    before = text[:position]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def _line_of_bytes(data: bytes, position: int) -> int:
    before = data[:position]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
