"""An address and a title are data: the link opens the address and shows the title, whatever they hold."""

from __future__ import annotations

import pytest

from tne.ui.ressources import lien


@pytest.mark.parametrize(
    ("titre", "adresse", "attendu"),
    [
        (
            "Alpha",
            "https://exemple.invalid/a?b=c&d=%C3%A9",
            "[Alpha](https://exemple.invalid/a?b=c&d=%C3%A9)",
        ),
        ("Alpha", "", "Alpha"),
        ("a](http://x) [b", "https://exemple.invalid", "[a\\](http\\://x) \\[b](https://exemple.invalid)"),
        ("Alpha", "https://exemple.invalid/)[x](y", "[Alpha](https://exemple.invalid/%29%5Bx%5D%28y)"),
        ("Alpha", 'https://exemple.invalid/"><b>', "[Alpha](https://exemple.invalid/%22%3E%3Cb%3E)"),
    ],
)
def test_link(titre: str, adresse: str, attendu: str) -> None:
    assert lien(titre, adresse) == attendu
