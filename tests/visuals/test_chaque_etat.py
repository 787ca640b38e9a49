"""Every figure of every page stands in every state of the filter, in both views, with words that may be shown."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest

from tne import visuals
from tne.db import Base
from tne.filters import Filters, View
from tne.indicators import compute
from tne.sections import denominator_words
from tne.visuals import (
    accompagnements,
    donnees,
    equipements,
    equite,
    etablissement,
    formations,
    formations_groupes,
    numerixplore,
    parentalite,
)
from tne.visuals.visual import Visual

AN = ("2023-2024",)
TROIS = ("2022-2023", "2023-2024", "2024-2025")
ETATS = {
    "an": Filters(annees=AN),
    "trois": Filters(annees=TROIS),
    "privé": Filters(annees=AN, secteurs=("Privé",)),
    "commune": Filters(annees=AN, communes=("Poitiers",)),
    "école": Filters(annees=TROIS, types=("École",)),
    "un collège": Filters(annees=AN, etablissements=("0869001S",)),
    "aucun lycée": Filters(annees=AN, types=("Lycée",)),
    "aucun": Filters(annees=AN, communes=("Nulle part",)),
    "année vide": Filters(annees=("2019-2020",)),
    "base vide": Filters(),
}
SANS_DONNEES = ("année vide", "base vide")
"""States in which nothing is known of the year."""
PARTIES = (formations, accompagnements, parentalite, equipements, numerixplore)
"""The figures of every page about a part of the programme: a new one stands here, and in `test_toutes_les_figures.py`."""
FIGURES: tuple[Callable[..., Visual], ...] = (
    *(build for part in PARTIES for build in part.VISUALS),
    *(build for family in equite.VISUALS.values() for build in family),
)
INDICIBLE = re.compile(r"\bnan\b|<NA>|\bNone\b")
"""What Python and its tables write where nothing is."""
PART = re.compile(r"(?<![\d,])(\d+)(,\d+)?\u202f%")


def arrondies_deux_fois(titre: str, traces: str) -> set[str]:
    """The whole shares of a title that a mark below writes with a decimal: « 39 % » over a bar of « 38,6 % »."""
    exactes = {f"{p}{d}" for p, d in PART.findall(traces)}
    entieres = {p for p, d in PART.findall(titre) if not d} - exactes
    return {p for p in entieres for e in exactes if round(float(e.replace(",", ".")) + 1e-9) == int(p)}


def parts_ecrites(figure: dict[str, Any] | None) -> list[str]:
    """The shares that the marks of a figure write, as they are written."""
    notes = (figure or {}).get("layout", {}).get("annotations", ())
    return ["".join(share) for note in notes for share in PART.findall(note["text"])]


def test_every_module_of_figures_is_looked_at() -> None:
    modules = [
        importlib.import_module(f"{visuals.__name__}.{m.name}")
        for m in pkgutil.iter_modules(visuals.__path__)
    ]
    # Equity has a page in each part; the establishment and the data are asked in tests of their own.
    own = [m for m in modules if m not in (equite, etablissement, donnees)]
    missed = {build for m in own for build in getattr(m, "VISUALS", ())} - set(FIGURES)
    assert not missed, "add them to the `VISUALS` of their part (`PARTIES`, above; a new part stands there)"


def test_a_share_rounded_twice_is_seen() -> None:
    assert arrondies_deux_fois("de 39\u202f% à 49\u202f%", "435 sur 1\u202f128 · 38,6\u202f%") == {"39"}
    assert not arrondies_deux_fois("38,6\u202f%, 49\u202f%", "38,6\u202f% et 49\u202f% · 49 sur 100")


@pytest.mark.parametrize("build", FIGURES, ids=lambda b: f"{b.__module__.rsplit('.', 1)[1]}.{b.__name__}")
@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_every_figure_stands_in_every_state(demo: Base, build: Callable[..., Visual], view: View) -> None:
    for name, filters in ETATS.items():
        v = build(demo.cursor(), filters, view)
        words = (v.titre, v.sous_titre, v.alternative, *v.avertissements)
        assert v.titre, name
        assert v.source.startswith("Source"), name
        assert v.filtre == filters.en_mots(), name
        # The finding, and what it rests on where that can be listened to.
        assert v.figure is None or v.titre in v.alternative, f"{name}: {v.titre} | {v.alternative}"
        assert not any("'" in text for text in words), (name, words)
        # « masquée pour ce choix · absent »: what is kept from a reader is there.
        tu = any("masqué" in text or text.startswith("En lecture") for text in words)
        assert not (tu and v.etat == "absent") or name in SANS_DONNEES, (name, words)
        drawn = json.dumps(v.figure or {}, default=str, ensure_ascii=False)
        assert not arrondies_deux_fois(v.titre, drawn), (name, v.titre)
        parts = parts_ecrites(v.figure)
        assert len({"," in part for part in parts}) <= 1, (name, parts)  # « 17 % » beside « 17,1 % »
        assert not any(INDICIBLE.search(text) for text in (*words, drawn)), (name, words)
        if v.figure is not None:
            go.Figure(v.figure)


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (formations_groupes.par_type, "formation.participants"),
        (accompagnements.natures, "accompagnement.formations"),
        (numerixplore.part_par_annee, "numerixplore.eleves"),
    ],
    ids=lambda x: x if isinstance(x, str) else x.__name__,
)
def test_a_share_is_rounded_in_a_figure_as_in_its_tile(
    demo: Base, build: Callable[..., Visual], code: str
) -> None:
    (value,) = (v for v in compute(demo, Filters(annees=TROIS[2:]), TROIS[2]) if v.indicateur.code == code)
    share = denominator_words(value).split(" · ")[1]
    assert "," in share
    assert share in json.dumps(
        build(demo.cursor(), Filters(annees=TROIS), "coordination").figure, ensure_ascii=False
    )
