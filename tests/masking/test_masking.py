"""What each view sees of counts of persons, on worlds small enough to count by hand."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from tests.masking.monde import Ecole, remplir
from tne import lecture
from tne.db import Base
from tne.filters import Filters, View
from tne.indicators import BY_CODE, INDICATORS, compute, compute_years
from tne.queries import masking
from tne.queries.group_persons import portees
from tne.queries.masking import (
    PAR_ETABLISSEMENT,
    PETIT,
    Compte,
    Mesure,
    mask_breakdown,
    masked_schools,
    rate,
    school_counts,
    subtotals,
)
from tne.queries.perimeter import perimetre

A, B = "2022-2023", "2023-2024"


def monde() -> list[Ecole]:
    """Six collèges: B's year masks U1 (3), U2 (4), U3 (6); the year before masks U2 (2), U4 (5), U1 (7)."""
    return [
        Ecole("U1", participants={A: 7, B: 3}, offres={B: 20}),
        Ecole("U2", participants={A: 2, B: 4}, offres={B: 20}, secteur="Privé"),
        Ecole("U3", participants={A: 9, B: 6}, offres={B: 20}, secteur="Privé"),
        Ecole("U4", participants={A: 5, B: 12}, absents={B: 9}, offres={B: 30}),
        Ecole("U5", participants={A: 11, B: 20}, absents={B: 12}, offres={B: 40}, secteur="Privé"),
        Ecole("U6", participants={B: 0}, absents={B: 6}, offres={B: 10}),
    ]


def subtotal(con: duckdb.DuckDBPyConnection, mesure: Mesure, filters: Filters, view: View) -> Compte:
    """The persons of the filter in its last school year, its other years standing beside it."""
    counts = subtotals(con, mesure, filters, view)
    return counts[max(counts)]


def view_of(base: Base, filters: Filters, view: str) -> dict[str, object]:
    return {v.indicateur.code: v for v in compute(base, filters, B, view)}


def test_masked_schools_are_decided_per_year_on_the_whole_territory(base: Base) -> None:
    remplir(base, monde())
    con = base.cursor()
    assert masked_schools(con, "participants", (B,)) == {"U1", "U2", "U3"}
    assert masked_schools(con, "participants", (A,)) == {"U2", "U4", "U1"}
    assert masked_schools(con, "participants", (A, B)) == {"U1", "U2", "U3", "U4"}
    assert masked_schools(con, "participants") == {"U1", "U2", "U3", "U4"}
    assert masked_schools(con, "eleves", (B,)) == set()


def test_school_table_reads_masque_and_never_a_bound(base: Base) -> None:
    remplir(base, monde())
    frame = school_counts(base.cursor(), "participants", Filters(annees=(B,)), "lecture")
    assert frame["uai"].tolist() == ["U1", "U2", "U3", "U4", "U5"]
    assert frame["masque"].tolist() == [True, True, True, False, False]
    assert frame["valeur"].isna().tolist() == [True, True, True, False, False]
    assert str(frame["valeur"].dtype) == "Int64"
    assert set(frame["mention"]) == {"", "masqué"}
    assert "<" not in frame.to_string().replace("<NA>", "")


def test_coordination_sees_exact_values_small_ones_marked(base: Base) -> None:
    remplir(base, monde())
    frame = school_counts(base.cursor(), "participants", Filters(annees=(B,)), "coordination")
    assert frame["valeur"].tolist() == [3, 4, 6, 12, 20]
    assert frame["mention"].tolist() == [PETIT, PETIT, "", "", ""]
    assert not frame["masque"].any()


def test_a_filter_shows_the_same_schools_masked(base: Base) -> None:
    remplir(base, monde())
    con = base.cursor()
    alone = subtotal(con, "participants", Filters(annees=(B,), etablissements=("U3",)), "lecture")
    assert (alone.valeur, alone.masque, alone.texte) == (None, True, "masqué")
    some = subtotal(con, "participants", Filters(annees=(B,), etablissements=("U3", "U4")), "lecture")
    assert (some.valeur, some.raison) == (12, "1 établissement masqué n'y est pas compté")
    private = subtotal(con, "participants", Filters(annees=(B,), secteurs=("Privé",)), "lecture")
    assert (private.valeur, private.tout_le_territoire) == (20, False)
    assert private.raison.startswith("2 établissements masqués")


def test_the_whole_territory_shows_its_full_total(base: Base) -> None:
    remplir(base, monde())
    con = base.cursor()
    full = subtotal(con, "participants", Filters(annees=(B,)), "lecture")
    assert (full.valeur, full.tout_le_territoire) == (45, True)
    # U6 has nobody: leaving it out leaves out no school with persons.
    same = subtotal(
        con, "participants", Filters(annees=(B,), etablissements=("U1", "U2", "U3", "U4", "U5")), "lecture"
    )
    assert (same.valeur, same.tout_le_territoire) == (45, True)


def test_a_total_that_would_give_a_school_away_is_masked(base: Base) -> None:
    remplir(base, [Ecole("U1", participants={B: 3})])
    assert subtotal(base.cursor(), "participants", Filters(annees=(B,)), "lecture").masque
    remplir(base, [Ecole("U1", participants={B: 3}), Ecole("U2", participants={B: 30})])
    assert subtotal(base.cursor(), "participants", Filters(annees=(B,)), "lecture").masque
    assert subtotal(base.cursor(), "participants", Filters(annees=(B,)), "coordination").valeur == 33


def test_a_person_of_two_schools_counts_once(base: Base) -> None:
    remplir(base, monde(), [("U4", "U5", B)])
    con = base.cursor()
    both = subtotal(con, "participants", Filters(annees=(B,), etablissements=("U4", "U5")), "lecture")
    assert both.valeur == 32
    assert subtotal(con, "participants", Filters(annees=(B,)), "lecture").valeur == 45


def test_a_replaced_school_is_its_successor_whole(base: Base) -> None:
    schools = [
        *monde(),
        Ecole("U0", participants={B: 2}, remplace_par="U4", commune="Ligugé", secteur="Privé"),
    ]
    remplir(base, schools)
    con = base.cursor()
    frame = school_counts(con, "participants", Filters(annees=(B,)), "coordination")
    assert frame.set_index("uai")["valeur"].to_dict() == {"U1": 3, "U2": 4, "U3": 6, "U4": 14, "U5": 20}
    # Its own commune finds nobody, that of the successor the whole of it: never the two persons of before.
    assert subtotal(con, "participants", Filters(annees=(B,), communes=("Ligugé",)), "lecture").valeur == 0
    poitiers = subtotal(con, "participants", Filters(annees=(B,), communes=("Poitiers",)), "coordination")
    assert poitiers.valeur == 47


def test_parents_and_pupils_follow_the_same_rule(base: Base) -> None:
    small = [Ecole(f"U{i}", parents={B: n}, eleves={B: n + 40}) for i, n in enumerate((2, 6, 7, 30, 40))]
    remplir(base, small)
    con = base.cursor()
    assert masked_schools(con, "parents", (B,)) == {"U0", "U1", "U2"}
    assert masked_schools(con, "eleves", (B,)) == set()
    assert subtotal(con, "parents", Filters(annees=(B,)), "lecture").valeur == 85


def test_threshold_and_minimum_are_settings(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    remplir(base, monde())
    con = base.cursor()
    monkeypatch.setenv("TNE_SEUIL", "13")
    assert masked_schools(con, "participants", (B,)) == {"U1", "U2", "U3", "U4", "U5"}
    monkeypatch.setenv("TNE_SEUIL", "4")
    monkeypatch.setenv("TNE_MASQUES_MINIMUM", "4")
    assert masked_schools(con, "participants", (B,)) == {"U1", "U2", "U3", "U4"}


@pytest.mark.parametrize(
    "filters", [{"etablissements": ("U5",)}, {"communes": ("Ailleurs",)}, {"epcis": ("Grand Poitiers",)}]
)
def test_offers_and_absence_are_never_shown_by_school(
    base: Base, filters: dict[str, tuple[str, ...]]
) -> None:
    remplir(base, [*monde(), Ecole("U9", commune="Ailleurs", participants={B: 20}, offres={B: 30})])
    seen = view_of(base, Filters(annees=(B,), **filters), "lecture")
    for code in ("formation.offres", "formation.taux_absence_global", "formation.taux_absence_moyen"):
        value = seen[code]
        assert (value.masque, value.valeur, value.numerateur, value.denominateur) == (True, None, None, None)
        assert value.raison == PAR_ETABLISSEMENT
        assert value.as_dict()["valeur"] is None
        assert value.texte == "masqué"


def test_offers_and_absence_exist_by_facet(base: Base) -> None:
    plus = [
        Ecole(f"V{i}", participants={B: 20}, absents={B: 10}, offres={B: 40}, secteur="Privé")
        for i in range(2)
    ]
    remplir(base, [*monde(), *plus])
    exact = view_of(base, Filters(annees=(B,), secteurs=("Privé",)), "coordination")
    seen = view_of(base, Filters(annees=(B,), secteurs=("Privé",)), "lecture")
    assert seen["formation.offres"].valeur == exact["formation.offres"].valeur == 160
    # The masked schools, U2 and U3, are in none of the counts that stand beside the participants.
    assert exact["formation.taux_absence_global"].denominateur == 102
    assert seen["formation.taux_absence_global"].as_dict()["numerateur"] == 32
    assert seen["formation.taux_absence_global"].denominateur == 92
    # Offers of the private schools minus those of the schools shown would be those of the masked ones.
    assert seen["formation.participants"].valeur == 60
    assert seen["formation.participants"].denominateur is None


@pytest.mark.parametrize(("offres", "sur"), [(64, None), (65, 65)])
def test_participants_are_told_out_of_no_offer_that_a_few_only_left(
    base: Base, offres: int, sur: int | None
) -> None:
    world = [Ecole(f"U{n}", participants={B: 20}, offres={B: 20}) for n in range(3)]
    remplir(base, [*world[:2], Ecole("U2", participants={B: 20}, offres={B: offres - 40})])
    seen = view_of(base, Filters(annees=(B,)), "lecture")["formation.participants"]
    assert (seen.valeur, seen.denominateur) == (60, sur)


def test_a_facet_that_is_one_school_is_a_school(base: Base) -> None:
    lycee = Ecole("U9", type="Lycée", offres={B: 50}, participants={B: 20}, absents={B: 10})
    remplir(base, [*monde(), lycee])
    seen = view_of(base, Filters(annees=(B,), types=("Lycée",)), "lecture")
    assert seen["formation.offres"].masque
    assert seen["formation.taux_absence_global"].masque
    # Another group goes with it, or the difference with the territory would be the lycée's.
    others = view_of(base, Filters(annees=(B,), types=("Collège",)), "lecture")
    assert others["formation.offres"].valeur != 140
    assert view_of(base, Filters(annees=(B,)), "lecture")["formation.offres"].valeur == 190


def test_a_table_by_facet_leaves_out_what_a_filter_on_its_rows_leaves_out(base: Base) -> None:
    lycee = Ecole("U9", type="Lycée", offres={B: 50}, participants={B: 20}, absents={B: 10})
    remplir(base, [*monde(), lycee])
    con = base.cursor()
    table = portees(con, "offres", Filters(), (B,), par_groupe=True)[B]
    for facet in (Filters(secteurs=("Public",)), Filters(secteurs=("Privé",)), Filters(types=("Collège",))):
        row = portees(con, "offres", facet, (B,))[B]
        kept = set(perimetre(con, facet).uais or ())
        assert set(row.uais or ()) == set(table.uais or ()) & kept
    assert "U9" not in (table.uais or ())
    assert portees(con, "offres", Filters(), (B,))[B].tout_le_territoire


def test_a_rate_needs_numerator_complement_and_denominator() -> None:
    assert rate(5, 10, "lecture").valeur == 50
    assert rate(0, 10, "lecture").valeur == 0
    # Of nine all or none would tell of each of them, though neither part is small.
    hidden = ((4, 20), (16, 20), (5, 9), (0, 9), (9, 9), (None, 20), (pd.NA, 20), (5, None))
    for numerator, denominator in hidden:
        assert rate(numerator, denominator, "lecture").masque, (numerator, denominator)
    assert rate(4, 20, "coordination").valeur == 20
    assert rate(4, 20, "lecture").texte() == "masqué"
    assert (rate(0, 0, "lecture").valeur, rate(0, 0, "lecture").masque) == (None, False)


def test_a_breakdown_masks_a_small_cell_and_another() -> None:
    df = pd.DataFrame({"module": list("abcd"), "presents": [3, 9, 20, 0]})
    out = mask_breakdown(df, "module", ["presents"], "lecture")
    assert out["presents_masque"].tolist() == [True, True, False, False]
    assert out["presents"].isna().tolist() == [True, True, False, False]
    assert out["presents_mention"].tolist() == ["masqué", "masqué", "", ""]
    exact = mask_breakdown(df, "module", ["presents"], "coordination")
    assert exact["presents"].tolist() == [3, 9, 20, 0]
    assert exact["presents_mention"].tolist() == [PETIT, "", "", ""]
    assert df["presents"].tolist() == [3, 9, 20, 0], "the frame given is left alone"


def test_a_long_breakdown_is_marked_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    df = pd.DataFrame(
        {"session": range(6), "presents": [0, 1, 4, 5, 70, 2], "absents": [None, 3.0, 0.0, 5.0, 4.0, None]}
    )
    df["absents"] = df["absents"].astype("Int64")
    short = mask_breakdown(df, "session", ["presents", "absents"], "coordination")
    monkeypatch.setattr(masking, "LIGNES_EN_LISTES", 0)
    for view in ("coordination", "lecture"):
        long = mask_breakdown(df, "session", ["presents", "absents"], view)
        assert view == "lecture" or pd.testing.assert_frame_equal(long, short) is None
        assert bool(long["presents_masque"].any()) == (view == "lecture")


def test_a_cell_masked_in_one_year_is_masked_in_all() -> None:
    df = pd.DataFrame(
        {"annee": [A] * 3 + [B] * 3, "module": list("abc") * 2, "presents": [3, 9, 20, 30, 40, 50]}
    )
    out = mask_breakdown(df, "module", ["presents"], "lecture", annee="annee")
    assert out["presents_masque"].tolist() == [True, True, False] * 2


def test_every_indicator_that_counts_persons_has_a_rule_for_readers(base: Base) -> None:
    remplir(base, monde())
    from tne.lecture import visible

    con = base.cursor()
    ruled = visible(con, Filters(annees=(B,)), (B,))[B]
    declared = {i.code for i in INDICATORS if i.personnes}
    assert declared == set(ruled), "say in tne/lecture.py (`_RULES`) what readers see of each"
    assert set(ruled) <= set(BY_CODE)


def test_two_years_side_by_side_hide_the_same_schools(base: Base) -> None:
    remplir(base, monde())
    table = school_counts(base.cursor(), "participants", Filters(annees=(A, B)), "lecture")
    shown = table[~table["masque"]]
    assert shown[["uai", "annee"]].values.tolist() == [["U5", A], ["U5", B]]
    years = compute_years(base, Filters(annees=(A, B), etablissements=("U4", "U5")), (A, B), "lecture")
    seen = {
        a: next(v for v in values if v.indicateur.code == "formation.participants")
        for a, values in years.items()
    }
    # U4 is masked in the first year: its 12 of the second are left out too.
    assert (seen[A].valeur, seen[B].valeur) == (11, 20)
    assert seen[B].raison == "1 établissement masqué n'y est pas compté"
    assert (
        subtotal(
            base.cursor(), "participants", Filters(annees=(B,), etablissements=("U4", "U5")), "lecture"
        ).valeur
        == 32
    )


def test_a_count_of_persons_that_nobody_decided_on_is_masked_where_it_is_known(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    remplir(base, monde())
    monkeypatch.setattr(lecture, "_RULES", {})
    views = (compute(base, Filters(), B, view) for view in ("coordination", "lecture"))
    pairs = [(exact, seen) for exact, seen in zip(*views, strict=True) if exact.indicateur.personnes]
    assert {seen.valeur for _, seen in pairs} == {None}
    assert {(exact.origine, seen.origine, seen.masque) for exact, seen in pairs} == {
        ("calculé", "calculé", True),
        ("absent", "absent", False),
    }
