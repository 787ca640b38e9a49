"""No text of the screen is written with the typography of a keyboard: apostrophes, and spaces before : ; ! ? and in « »."""

import ast
from pathlib import Path

import pytest

from tne.typographie import typographier

RACINE = Path(__file__).parents[2]
SOURCES = [
    RACINE / "app.py",
    *sorted((RACINE / "pages").glob("*.py")),
    *sorted((RACINE / "tne" / "ui").rglob("*.py")),
]
CODE = ("{", "=>", "</", "\n")
"""What tells a style sheet or a script from a sentence."""


def _dehors(arbre: ast.AST) -> set[int]:
    """The constants that nobody reads as they are: docstrings, and what `typographier` is given."""
    dehors: set[int] = set()
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Expr) and isinstance(noeud.value, ast.Constant):
            dehors.add(id(noeud.value))
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", "") == "typographier":
            dehors |= {id(n) for n in ast.walk(noeud)}
        # Compared, not shown; and refusals, which are set in French typography where they are shown.
        if isinstance(noeud, ast.Compare | ast.Raise):
            dehors |= {id(n) for n in ast.walk(noeud)}
    return dehors


def _fautes(code: str) -> list[str]:
    arbre = ast.parse(code)
    dehors = _dehors(arbre)
    return [
        f"{n.lineno}: {n.value}"
        for n in ast.walk(arbre)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in dehors
        if typographier(n.value) != n.value and not any(signe in n.value for signe in CODE)
    ]


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.relative_to(RACINE).with_suffix("").as_posix())
def test_texts_of_the_screen_are_in_french_typography(source: Path) -> None:
    """A sentence put together of pieces goes through `typographier` at the end: `f"{a} : {b}"` alone fails here."""
    assert not _fautes(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", ['st.caption("l\'offre")', 'st.caption(f"Année : {x}")', 'x = "Rien ?"'])
def test_it_sees_what_a_keyboard_writes(code: str) -> None:
    assert _fautes(code)
    assert not _fautes(f"st.write(typographier({code.split('(')[-1].split('= ')[-1].rstrip(')')}))")
