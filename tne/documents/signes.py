"""Signs that no font of a PDF draws. A PDF/UA-1 holds none, and Typst makes no document at all: one 🎉 in a paragraph, and there
was no bilan. What carries no word goes out, with the space before it; a letter of another script leaves its mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import typst

_TOLD = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`')
_NAMED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ILLISIBLE = "\ufffd"
Signes = frozenset[str]


def en_pdf(compiler: typst.Compiler, **entrees: str) -> bytes:
    """The document of a compiler's template as PDF/UA-1. TypstError where it holds a sign that no font draws."""
    made = compiler.compile(format="pdf", sys_inputs=entrees, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # a list of images in other formats
    return made


def imprimer(compiler: Callable[[Signes], bytes], connus: Signes = frozenset()) -> tuple[bytes, Signes]:
    """The document that `compiler` makes without the signs given to it, and those that it could not hold; `connus`: found earlier.

    TypstError where the document cannot be made for any other reason.
    """
    while True:
        try:
            return compiler(connus), connus
        except typst.TypstError as e:
            found = connus | _non_dessines(e)
            if found == connus:
                raise
            connus = found


def _non_dessines(e: typst.TypstError) -> Signes:
    """Every sign of the document that Typst could not draw: it tells all of them at once."""
    told = _TOLD.findall(f"{e} {e.diagnostic}")
    return frozenset(c for text in told for c in _NAMED.sub(lambda m: chr(int(m[1], 16)), text))


def sans(texte: str, signes: Signes) -> str:
    """The text as it can be drawn."""
    mute = "".join(re.escape(c) for c in sorted(signes) if not unicodedata.category(c).startswith(("L", "N")))
    if mute:
        texte = re.sub(f"[ \u00a0\u202f]?[{mute}]+", "", texte)
    return "".join(_ILLISIBLE if c in signes else c for c in texte) if signes else texte
