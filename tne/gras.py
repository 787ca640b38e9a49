"""The `**` around what a sentence stresses: bold on a page and on paper, left out where there are words alone."""

import re

_GRAS = re.compile(r"\*\*(.+?)\*\*")


def sans_gras(phrase: str) -> str:
    """The sentence without these signs."""
    return phrase.replace("**", "")


def gras_en_html(phrase: str) -> str:
    """What stands between them as strong; the rest of the sentence, which is HTML already, as it is."""
    return _GRAS.sub(r"<strong>\1</strong>", phrase)


def passages(phrase: str) -> list[dict[str, object]]:
    """The sentence cut where they begin and end, as the templates of paper read it: what is bold and what is not."""
    return [{"gras": bool(i % 2), "texte": part} for i, part in enumerate(_GRAS.split(phrase)) if part]
