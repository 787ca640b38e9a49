"""Maps for the tests of this folder: the mesh of the Vienne, three schools, and what a figure draws."""

import pandas as pd

from tne import geo

MESH = geo.maillage(("086",))
ECOLES = pd.DataFrame(
    {
        "uai": ["0860002K", "0860799B", "0861457S"],
        "nom": ["Collège A", "<b>B</b>", "Collège C"],
        "latitude": [46.58, 46.8, None],
        "longitude": [0.34, 0.54, None],
        "legende": ["jamais visité", "visité", "visité"],
        "plein": [False, True, True],
    }
)


def table(**valeurs: float | None) -> pd.DataFrame:
    """`table(c86194=24)`: one row per commune."""
    return pd.DataFrame({"code_insee": [c[1:] for c in valeurs], "valeur": list(valeurs.values())})


def traces(figure: dict) -> dict[str, dict]:
    """The traces by name."""
    return {trace["name"]: trace for trace in figure["data"]}
