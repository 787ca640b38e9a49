"""Data values inside Streamlit's Markdown, or inside HTML: shown as they are, never obeyed."""

import re
from html import escape

from tne.gras import gras_en_html
from tne.typographie import dates_entieres

_PARTOUT = re.compile(r"[\\`*_\[\]<>~$|@&]|:(?=\S)|-(?=-)|(?<=www)\.")
_ANNEE = re.compile(r"(?<!\d)((?:19|20)\d\d-)(?=(?:19|20)\d\d(?!\d))")
# A count has its thousands apart: four digits on end are a year.
_COMPTE = re.compile(r"(?<=\d)(?<!\d{4}) (?=[a-zà-öø-ÿœ]{4})|(?<=\bsur) (?=\d)")
_COURT = re.compile(r"(?<![\w-])(?=[\w-]{3,20}(?![\w-]))\w+(?:-\w+)+(?![\w-])")
_PROPRE = re.compile(r"(?<![\w-])(?=[\w-]{3,20}(?![\w-]))[A-ZÀ-Þ]\w*(?:-\w+)+(?![\w-])")
_COMMANDE = re.compile(r" \([^()]*--[^()]*\)")
_EN_TETE = re.compile(r"^(\s*)([#=]|[+-](?=\s|$)|\d+(?=[.)](?:\s|$)))")


def texte_sur(valeur: object) -> str:
    """The value as Markdown that reads exactly like the value: no link, icon, colour, formula or HTML.

    Line ends become spaces. Ordinary hyphens, dots and brackets stay as they are, so that texts can
    still be searched on the page.
    """
    texte = _PARTOUT.sub(r"\\\g<0>", _une_ligne(valeur))
    tete = _EN_TETE.match(texte)
    if tete is None:
        return texte
    fin = tete.end()
    if tete.group(2).isdigit():
        return f"{texte[:fin]}\\{texte[fin:]}"
    return f"{tete.group(1)}\\{texte[tete.start(2) :]}"


def phrase(valeur: object) -> str:
    """`texte_sur` of a sentence to read: no line ends inside a school year or a short name (« Pouilly-sur-Loire »), where
    browsers break after the hyphen.

    The sign that forbids it (U+2060) is not seen, and a search on the page passes over it. Not for the cells of a table, nor for
    what is written to a file: who copies a name gets it as it is.
    """
    return _noms(_ANNEE.sub("\\1\u2060", texte_sur(valeur)))


def intitule(valeur: object) -> str:
    """`phrase` of a heading, whose line ends stand out: a number stays with its word, a short compound is whole."""
    return _entier(insecable(texte_sur(valeur)))


def phrase_lue(valeur: object) -> str:
    """`phrase` where no Markdown is read: dates are whole too."""
    return dates_entieres(_ANNEE.sub("\\1\u2060", _une_ligne(valeur)))


def phrase_html(valeur: object) -> str:
    """`phrase_lue` for HTML."""
    return escape(phrase_lue(valeur))


def intitule_html(valeur: object) -> str:
    """`intitule` for HTML."""
    return escape(_entier(insecable(_une_ligne(valeur))))


def gras_html(texte: str) -> str:
    """A sentence with `**` around its figures, for HTML: nothing else of it is obeyed."""
    return gras_en_html(escape(insecable(_une_ligne(texte))))


def _noms(texte: str) -> str:
    return _PROPRE.sub(lambda mot: mot.group().replace("-", "-\u2060"), texte)


def _entier(texte: str) -> str:
    """The text with its short compounds kept whole."""
    return _COURT.sub(lambda mot: mot.group().replace("-", "-\u2060"), texte)


def _une_ligne(valeur: object) -> str:
    return " ".join(str(valeur).split("\n"))


def insecable(markdown: str) -> str:
    """Markdown where no line ends inside a school year or a short name, or between a number and its word, or before what it is a part of."""
    return _noms(_COMPTE.sub("\u00a0", _ANNEE.sub("\\1\u2060", markdown)))


def sans_commande(message: str) -> str:
    """A message of an import as a page says it: without the brackets that are for who types a command (« (--remplacer) »)."""
    return _COMMANDE.sub("", message)
