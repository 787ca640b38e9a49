"""What a page says, as one reads it: the signs that only forbid the end of a line are set aside."""


def lu(texte: str) -> str:
    """`texte` with ordinary spaces for no-break ones (U+00A0), without word joiners (U+2060)."""
    return texte.replace("\u00a0", " ").replace("\u2060", "")
