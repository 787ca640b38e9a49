"""One square per school: how many have been reached, how many have not, at a glance."""

from typing import Any

import pandas as pd

from tne.typographie import entier
from tne.visuals import couleurs
from tne.visuals.gabarit import AXE_NU, echapper, legende, mise_en_page

PAR_LIGNE = 12


def carres(
    df: pd.DataFrame,
    libelle: str,
    atteint: str,
    *,
    famille: str,
    mots_oui: str,
    mots_non: str,
    un_oui: str = "",
    cle: str | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """A full square where the column `atteint` is true, an empty one where it is not, full ones first.

    `cle` names the column that a click returns as customdata (the label otherwise); `un_oui` says of one square what `mots_oui`
    says of all full ones, where that is in the plural. The legend says how many there are of each, where there are any. Squares stay square at any width, aligned left.
    """
    n = couleurs.NUANCES[famille]
    suite = df.sort_values(atteint, ascending=False, kind="stable")
    rangees = max(1, -(-len(suite) // PAR_LIGNE))
    case, haut = 28 * taille, 30 * taille
    figure = mise_en_page(haut + rangees * case, (0, 0, haut, 0), taille) | {
        "xaxis": AXE_NU
        | {"range": [-0.5, PAR_LIGNE - 0.5], "constrain": "domain", "constraintoward": "left"},
        "yaxis": AXE_NU
        | {
            "range": [rangees - 0.5, -0.5],
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "top",
        },
    }
    traces = []
    rangs = list(range(len(suite)))
    etats = [bool(v) for v in suite[atteint]]
    noms = [str(v) for v in suite[libelle]]
    cles = [str(v) for v in suite[cle]] if cle else noms
    for oui, mots in ((True, mots_oui), (False, mots_non)):
        choisis = [i for i in rangs if etats[i] is oui]
        dit = un_oui if oui and un_oui else mots
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": mots,
                "x": [i % PAR_LIGNE for i in choisis],
                "y": [i // PAR_LIGNE for i in choisis],
                "customdata": [cles[i] for i in choisis],
                "hovertext": [f"{echapper(noms[i])}<br>{dit}" for i in choisis],
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {
                    "symbol": "square" if oui else "square-open",
                    "size": 18 * taille,
                    # In ink the empty ones were what one saw first.
                    "color": n.plein if oui else couleurs.CONTEXTE,
                    "line": {"width": 0 if oui else 2 * taille, "color": couleurs.CONTEXTE},
                },
            }
        )
    compte_oui = sum(etats)
    entrees = [
        (n.plein, n.plein, compte_oui, mots_oui),
        (couleurs.PAPIER, couleurs.CONTEXTE, len(etats) - compte_oui, mots_non),
    ]
    # A square of which there is none would be looked for.
    dites = [(fond, bord, f"{entier(nombre)} {mots}") for fond, bord, nombre, mots in entrees if nombre]
    formes, notes = legende(dites, -haut + 12 * taille, taille)
    figure["shapes"], figure["annotations"] = formes, notes
    return {"data": traces, "layout": figure}
