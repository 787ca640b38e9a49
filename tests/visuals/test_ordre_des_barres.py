"""What bars of equal length come in, what they leave out, and what a year says that has none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest

from tests.visuals.gallery import textes
from tne.db import Base
from tne.filters import Filters
from tne.queries import accompagnements as questions
from tne.queries import numerixplore as journees
from tne.typographie import cle_tri
from tne.visuals import (
    accompagnements,
    equipements,
    formations_absence,
    formations_participation,
    numerixplore,
    numerixplore_avis,
)
from tne.visuals.accompagnements_personnes import personnes
from tne.visuals.fabrique import complete, en_francais, en_plus, par_annee
from tne.visuals.formations_couverture import modules_par_enseignant
from tne.visuals.formations_participation import par_operateur
from tne.visuals.visual import Visual

ANNEES = ("2022-2023", "2023-2024", "2024-2025")
TROIS = Filters(annees=ANNEES)


def _egales_en_desordre(v: Visual) -> list[tuple[str, str]]:
    """Labels of bars of one length that stand in another order than that of a dictionary, of the last year."""
    serie = v.figure["data"][-1]
    barres = list(zip(serie["customdata"], serie["x"], strict=True))
    paires = pairwise(barres)
    return [
        (a, b) for (a, x), (b, y) in paires if x and x == y and cle_tri(a) > cle_tri(b) and "Autres" not in b
    ]


@pytest.mark.parametrize(
    "build",
    [accompagnements.themes, formations_participation.par_module, formations_absence.par_module],
    ids=lambda b: f"{b.__module__.rsplit('.', 1)[1]}.{b.__name__}",
)
def test_bars_of_one_length_are_in_the_order_of_a_dictionary(
    build: Callable[..., Visual], base: Base
) -> None:
    """« Évaluer en ligne » came after « Séance de programmation »: É is written after Z in a computer."""
    vus = 0
    for commune in ("Poitiers", "Châtellerault", "Loudun", "Montmorillon"):
        for annee in ANNEES:
            v = build(base.cursor(), Filters(annees=(annee,), communes=(commune,)), "coordination")
            if v.figure:
                vus += 1
                assert _egales_en_desordre(v) == [], (commune, annee)
    assert vus > 5


@pytest.mark.parametrize(
    ("build", "colonne", "nombre"),
    [
        (accompagnements.carte_communes, "Commune", "Interventions"),
        (equipements.maillage_pilotes, "Commune", "Plus grande distance (km)"),
        (numerixplore.couverture, "Collège", None),
    ],
    ids=lambda b: b.__name__ if callable(b) else "",
)
def test_rows_of_a_map_are_in_the_order_of_a_dictionary(
    build: Callable[..., Visual], colonne: str, nombre: str | None, base: Base
) -> None:
    """The commune of Échiré, or its collège, came after the last one in Z."""
    with base.writing() as con:
        con.execute(
            "UPDATE etablissement SET commune = 'É' || commune, nom = 'É' || nom WHERE ascii(uai[8]) % 2 = 0"
        )
    rows = build(base.cursor(), Filters(annees=("2023-2024",)), "coordination").donnees
    numbers = [0] * len(rows) if nombre is None else rows[nombre].tolist()
    told = [(-n, cle_tri(str(w))) for n, w in zip(numbers, rows[colonne], strict=True)]
    assert sum(str(w).startswith("É") for w in rows[colonne]) > 5
    assert told == sorted(told)


def test_words_of_a_table_are_in_the_order_of_a_dictionary_numbers_as_they_are() -> None:
    frame = pd.DataFrame({"n": [1, 1, 2, 1], "mot": ["Zoé", "Éducation", "Robots", None]})
    rangs = frame.sort_values(["n", "mot"], ascending=[False, True], key=en_francais)
    assert rangs["mot"].tolist()[:3] == ["Robots", "Éducation", "Zoé"]
    annees = pd.DataFrame({"annee": ["a", "a"], "theme": ["Zoé", "Éducation"], "n": [1, 2]})
    assert complete(annees, "theme", "n")["theme"].tolist() == ["Éducation", "Zoé"]


def test_bars_of_several_years_are_the_largest_of_the_last_one() -> None:
    frame = pd.DataFrame(
        [
            ("Pix", "2022-2023", 90),
            ("ENT", "2022-2023", 8),
            ("ENT", "2023-2024", 9),
            ("Écrans", "2023-2024", 12),
        ],
        columns=["theme", "annee", "n"],
    ).assign(mots="")
    drawn = par_annee(frame, "theme", "n", "mots", famille="parentalite", limite=2)
    assert [list(serie["customdata"]) for serie in drawn["data"] if any(serie["x"])][-1] == ["Écrans", "ENT"]
    every = par_annee(frame, "theme", "n", "mots", famille="parentalite")
    assert list(every["data"][-1]["customdata"]) == ["Écrans", "ENT", "Pix"]


def test_what_bars_leave_out_is_told() -> None:
    assert en_plus(7, "thème") == ""
    assert en_plus(8, "thème") == "1\u00a0autre thème dans les données".replace("\u00a0", " ")
    assert en_plus(10, "métier", 8) == "2 autres métiers dans les données"


def test_themes_of_several_years_say_how_many_more_there_are(base: Base) -> None:
    """Seven stood there as if they were all: « Mise en service du vidéoprojecteur » was in no bar and in no word."""
    v = accompagnements.themes(base.cursor(), TROIS, "lecture")
    montres = set(v.figure["data"][0]["customdata"])
    reste = v.donnees["Thème"].nunique() - len(montres)
    assert (len(montres), reste > 0) == (7, True)
    assert f"{reste} autres thèmes dans les données" in v.sous_titre.replace("\u00a0", " ")
    seule = accompagnements.themes(base.cursor(), Filters(annees=("2023-2024",)), "lecture")
    assert "dans les données" not in seule.sous_titre, "of one year the others have a bar together"
    assert any(mots.startswith("Autres (") for mots in textes(seule.figure))


def test_trades_beyond_the_seventh_are_told(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(
        {
            "annee": "2023-2024",
            "metier": [f"Métier {n}" for n in range(9)],
            "journees": range(9, 0, -1),
            "journees_connues": 12,
        }
    )
    monkeypatch.setattr(journees, "trades", lambda *_: frame)
    v = numerixplore_avis.metiers(base.cursor(), Filters(annees=("2023-2024",)), "lecture")
    assert "2 autres métiers dans les données" in v.sous_titre.replace("\u00a0", " ")


def test_every_kind_of_person_met_has_its_bars(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """Teachers and pupils of four kinds of interventions are eight: of several years the last was in no bar."""
    lues = questions.personnes(base.cursor(), TROIS, "coordination")
    pleines = lues.assign(enseignants=range(20, 20 + len(lues)), eleves=range(50, 50 + len(lues)))
    monkeypatch.setattr(questions, "personnes", lambda *_: pleines.convert_dtypes())
    v = personnes(base.cursor(), TROIS, "coordination")
    assert len(set(v.figure["data"][-1]["customdata"])) == 2 * lues["nature"].nunique() == 8


def test_a_year_in_which_nobody_came_to_it_says_zero(base: Base) -> None:
    """« 5 modules : – » of 2022-2023, where all 372 participants are known to have followed fewer."""
    v = modules_par_enseignant(base.cursor(), TROIS, "coordination")
    assert "5 modules" not in v.donnees.loc[v.donnees["Année"] == "2022-2023", "Modules suivis"].tolist()
    assert "0 · 2022-2023" in textes(v.figure)
    par = par_operateur(base.cursor(), TROIS, "coordination")
    assert not [mots for mots in (*textes(v.figure), *textes(par.figure)) if mots.startswith("–")]
