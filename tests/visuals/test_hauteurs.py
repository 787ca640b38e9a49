"""What stands side by side ends at the same height, as far as bars may grow."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.visuals.gallery import absence
from tne.ui.colonnes import hauteur
from tne.ui.hauteurs import PLUS_HAUT, cote_a_cote, egaliser
from tne.visuals import echelle
from tne.visuals.bars import barres
from tne.visuals.visual import Visual


def bars(n: int) -> Visual:
    table = pd.DataFrame({"Module": [f"Module {i}" for i in range(n)], "N": range(n, 0, -1)})
    figure = barres(table, "Module", "N", famille="formations")
    formats = {"Module": "texte", "N": "entier"}
    return replace(absence(), titre="Un titre", donnees=table, formats=formats, figure=figure)


def test_the_shorter_of_two_bar_charts_is_as_high_as_the_other() -> None:
    haute, basse = bars(7), bars(5)
    assert hauteur(haute) - hauteur(basse) > 60
    une, autre = cote_a_cote(haute, basse)
    assert une is haute
    assert abs(hauteur(une) - hauteur(autre)) <= 1
    # Taller, not larger: the same rows, and labels that came down to their bars.
    assert basse.figure
    assert autre.figure
    assert autre.figure["layout"]["yaxis"]["range"] == basse.figure["layout"]["yaxis"]["range"]
    assert autre.figure["layout"]["annotations"] != basse.figure["layout"]["annotations"]


def test_what_a_figure_had_alone_comes_back_and_it_is_made_higher_once() -> None:
    haute, basse = bars(7), bars(5)
    (_, une), (_, autre) = cote_a_cote(haute, basse), cote_a_cote(haute, basse)
    assert une.figure
    assert basse.figure
    layout = dict(une.figure["layout"])
    seule = layout.pop("meta")["seule"]
    assert set(seule) >= {"height", "annotations"}
    assert layout | seule == basse.figure["layout"]
    assert autre.figure is une.figure


def test_bars_grow_by_half_at_most() -> None:
    _, seule = cote_a_cote(bars(12), bars(2))
    assert seule.figure
    natural = bars(2).figure
    assert natural
    assert echelle.hauteur(seule.figure) == round(PLUS_HAUT * echelle.hauteur(natural))


def test_a_column_of_two_shares_what_it_lacks() -> None:
    (haute,), basses = egaliser([[bars(12)], [bars(4), bars(4)]])
    assert abs(hauteur(haute) - sum(map(hauteur, basses))) <= 2
    premiere, seconde = (echelle.hauteur(v.figure or {}) for v in basses)
    assert premiere == seconde


def test_what_is_no_bar_chart_stays_as_it_is() -> None:
    table = replace(bars(2), figure=None)
    ronds = absence()
    assert cote_a_cote(bars(12), table)[1] is table
    assert cote_a_cote(bars(40), ronds)[1] is ronds
