"""A cell that one table masks is not given back by the other tables of the page."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.masking.monde import Ecole, _insert, personne, remplir
from tne.datasets import DATASETS
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import completude, croisements, formations
from tne.queries.croisements import aussi_masquees
from tne.visuals import donnees, donnees_mois
from tne.visuals.visual import MASQUE

B = "2023-2024"
AN = Filters(annees=(B,))
# Module, month of its only session, present, absent: December is M2 under another name.
SEANCES = (("M1", 11, 3, 6), ("M2", 12, 9, 7), ("M3", 11, 20, 10), ("M4", 1, 30, 12))


@pytest.fixture
def seances(base: Base) -> Base:
    """Four modules of one session each, in three months, for three collèges."""
    remplir(base, [Ecole(f"U{i}") for i in range(3)])
    con = base.cursor()
    sessions, rows = [], []
    for module, month, present, absent in SEANCES:
        day = datetime(2024 if month < 8 else 2023, month, 10)
        sessions.append(("23A0130001", module, "G1", "01", day, B))
        for n in range(present + absent):
            school = f"U{n % 3}"
            told = "Présent" if n < present else "Absent"
            rows.append(
                ("23A0130001", module, "G1", "01", "Inscrit", told, school, personne(module, B, n), B)
            )
    codes = "dispositif_code, module_code, groupe_id, session_code"
    _insert(con, "session", sessions, f"{codes}, debut, annee")
    _insert(con, "inscription", rows, f"{codes}, etat, presence, uai, personne, annee")
    con.close()
    return base


def shown(base: Base, dimension: str, counts: list[str]) -> dict[str, int | None]:
    frame = formations.breakdown(base.cursor(), AN, "lecture", dimension, counts)
    first = counts[0]
    return {
        r["valeur"]: None if r[f"{first}_masque"] else int(r[first]) for r in frame.to_dict(orient="records")
    }


@pytest.mark.parametrize("counts", [["participants"], ["presences", "absences"]])
def test_a_module_of_one_month_is_masked_under_both_names(seances: Base, counts: list[str]) -> None:
    assert shown(seances, "module", counts) == {"M1": None, "M2": None, "M3": 20, "M4": 30}
    months = shown(seances, "mois", counts)
    assert months["12"] is None, "December would say M2, and the rest of the total M1"
    assert months["11"] is None, "January and the total would say November less M3, that is M1"


def test_coordinators_see_every_cell(seances: Base) -> None:
    frame = formations.breakdown(seances.cursor(), AN, "coordination", "mois", ["participants"])
    assert dict(zip(frame["valeur"], frame["participants"], strict=True)) == {"1": 30, "11": 23, "12": 9}


def given_back(rows: pd.DataFrame, masked: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """The masked cells whose sum follows from the shown ones and the total, by the rank of their vectors."""

    def rank(vectors: list[np.ndarray]) -> int:
        return int(np.linalg.matrix_rank(np.array(vectors)))

    known, hidden = [np.ones(len(rows))], {}
    for d in masked:
        for v in rows[d].unique():
            vector = (rows[d] == v).to_numpy(dtype=float)
            if v in masked[d]:
                hidden[d, v] = vector
            else:
                known.append(vector)
    return {c for c, v in hidden.items() if not v.all() and rank([*known, v]) == rank(known)}


def test_the_search_finds_what_one_table_gives_of_another() -> None:
    rows = pd.DataFrame({"module": ["a", "b", "c", "d"], "mois": ["1", "2", "1", "3"]})
    masked = {"module": frozenset({"a", "b"}), "mois": frozenset()}
    assert given_back(rows, masked) == {("module", "a"), ("module", "b")}
    closed = aussi_masquees(rows, masked, {})
    assert given_back(rows, closed) == set()
    assert masked["module"] <= closed["module"]


def test_where_nothing_is_masked_nothing_more_is() -> None:
    rows = pd.DataFrame({"module": ["a", "b"], "mois": ["1", "2"]})
    none: dict[str, frozenset[str]] = {"module": frozenset(), "mois": frozenset()}
    assert aussi_masquees(rows, none, {}) == none
    # One module alone is the total, which is shown: nothing can hide it.
    one = pd.DataFrame({"module": ["a", "a"], "mois": ["1", "2"]})
    alone = {"module": frozenset({"a"}), "mois": frozenset()}
    assert aussi_masquees(one, alone, {}) == alone


VALUES = st.sampled_from("abcd")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=9, unique=True),
    st.sets(st.tuples(st.integers(0, 2), VALUES), max_size=4),
)
def test_no_masked_cell_is_a_combination_of_shown_ones(
    combinations: list[tuple[str, str, str]], chosen: set[tuple[int, str]]
) -> None:
    names = ("module", "mois", "operateur")
    rows = pd.DataFrame(combinations, columns=list(names))
    masked = {d: frozenset(v for n, v in chosen if n == i and v in set(rows[d])) for i, d in enumerate(names)}
    closed = aussi_masquees(rows, masked, {})
    assert given_back(rows, closed) == set()
    assert all(masked[d] <= closed[d] for d in names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(croisements, "LIGNES_EN_CLAIR", 0)
        assert aussi_masquees(rows, masked, {}) == closed, "the same on fewer rows"


@pytest.mark.parametrize("seed", [7, *range(30, 60)])
def test_many_combinations_hide_the_same_cells_on_fewer_rows(seed: int) -> None:
    """Whichever LAPACK and processor round the sums that are null: by one of them no cell was found to be given back."""
    drawn = np.random.default_rng(seed)
    size = 300
    rows = pd.DataFrame(
        {
            "module": [f"m{n:02d}" for n in drawn.integers(0, 16, size)],
            "operateur": [f"o{n}" for n in drawn.integers(0, 3, size)],
            "mois": [f"{n:02d}" for n in drawn.integers(1, 13, size)],
        }
    )
    # Two modules held in one month each, by nobody else: that month is both of them, and one operator is one module.
    rows.loc[rows["mois"] == "12", "module"] = np.where(
        drawn.random((rows["mois"] == "12").sum()) < 0.5, "m90", "m91"
    )
    rows.loc[rows["module"] == "m07", "operateur"] = "o9"
    rows = rows.drop_duplicates(ignore_index=True)
    masked = {"module": frozenset({"m90", "m07"}), "operateur": frozenset[str](), "mois": frozenset[str]()}
    sizes = {(d, str(v)): int(n) for d in masked for v, n in rows[d].value_counts().items()}
    assert given_back(rows, masked)
    found = []
    for beyond in (60, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(croisements, "LIGNES_EN_CLAIR", beyond)
            found.append(aussi_masquees(rows, masked, sizes))
    assert found[0] == found[1]
    assert given_back(rows, found[0]) == set()


def test_the_records_of_a_month_do_not_say_its_registrations(seances: Base) -> None:
    """November and December are masked among the registrations by month: as rows of an import they are the same number."""
    con = seances.cursor()
    hidden = formations.breakdown(con, AN, "lecture", "mois", ["inscriptions", "presences"])
    assert hidden["inscriptions_masque"].any()
    months = completude.by_month(con, AN, "lecture").set_index(["jeu", "mois"])["lignes"]
    assert sorted(months.loc["inscription"]) == [1, 1, 2], "the sessions of January, December and November"
    grid = donnees_mois.mois_par_mois(con, AN, "lecture")
    row = grid.donnees.set_index("Source").loc[DATASETS["inscription"].title]
    assert (row["nov."], row["déc."], row["janv."]) == (2, 1, 1)
    assert "Inscriptions et présences, nov.<br><b>2 sessions</b>" in str(grid.figure).replace("\u202f", " ")
    assert "sessions qui en ont" in grid.sous_titre
    exact = donnees_mois.mois_par_mois(con, AN, "coordination")
    assert exact.donnees.set_index("Source").loc[DATASETS["inscription"].title, "nov."] == 39
    con.close()


@pytest.mark.parametrize(("each", "shown"), [(1, False), (20, True)])
def test_the_rows_of_a_source_do_not_say_a_total_that_is_masked(base: Base, each: int, shown: bool) -> None:
    remplir(base, [Ecole(f"U{i}", offres={B: each}, participants={B: each}) for i in range(3)])
    con = base.cursor()
    value = next(v for v in compute(base, AN, B, "lecture") if v.indicateur.code == "formation.offres")
    assert value.masque is not shown
    table = donnees.sources(con, AN, "lecture").donnees.set_index("Source")["Lignes"]
    for jeu in ("offre", "inscription"):
        assert table[DATASETS[jeu].title.replace("'", "’")] == (3 * each if shown else MASQUE)
    exact = donnees.sources(con, AN, "coordination").donnees.set_index("Source")["Lignes"]
    assert exact[DATASETS["offre"].title.replace("'", "’")] == 3 * each
    con.close()
