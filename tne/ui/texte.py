"""Data values inside Streamlit's Markdown: shown as they are, never obeyed."""

import re

_PARTOUT = re.compile(r"[\\`*_\[\]<>~$|@&]|:(?=\S)|-(?=-)|(?<=www)\.")
_EN_TETE = re.compile(r"^(\s*)([#=]|[+-](?=\s|$)|\d+(?=[.)](?:\s|$)))")


def texte_sur(valeur: object) -> str:
    """The value as Markdown that reads exactly like the value: no link, icon, colour, formula or HTML.

    Line ends become spaces. Ordinary hyphens, dots and brackets stay as they are, so that texts can
    still be searched on the page.
    """
    texte = _PARTOUT.sub(r"\\\g<0>", " ".join(str(valeur).split("\n")))
    tete = _EN_TETE.match(texte)
    if tete is None:
        return texte
    fin = tete.end()
    if tete.group(2).isdigit():
        return f"{texte[:fin]}\\{texte[fin:]}"
    return f"{tete.group(1)}\\{texte[tete.start(2) :]}"
