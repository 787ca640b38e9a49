"""What the tests of two sessions on one base share: its records, and what a page or the base says of them."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.importing.scene import Scene

DEUX = """Référence;Date;Nature;UAI;Heures;Thème
2023-001;12/06/2024;Formation;0860002K;3;ENT
2023-002;13/06/2024;Suivi de projet;0860799B;2,5;Radio"""

Seances = Callable[[str], AppTest]


def dit(app: AppTest) -> str:
    """What the page says, with plain spaces."""
    said = "\n".join(str(m.value) for m in [*app.warning, *app.error, *app.success, *app.markdown])
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def themes(scene: Scene) -> dict[str, str]:
    """The theme of each intervention, by reference."""
    return dict(scene.sql("SELECT reference, theme FROM intervention ORDER BY 1"))
