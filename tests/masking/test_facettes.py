"""A table by type or secteur tells no more than a filter on one of its rows; a replaced school follows its successor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.masking.monde import Ecole, _insert, personne, remplir
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import formations
from tne.queries.formations.portee import participants_exclus
from tne.queries.group_persons import portees
from tne.queries.perimeter import perimetre
from tne.visuals.formations_groupes import par_type

B = "2023-2024"
AN = Filters(annees=(B,))
COUNTS = ["presences", "absences"]


def un_lycee() -> list[Ecole]:
    """Ten collèges, and one lycée that is a school of its kind: its offers and absences are its own."""
    colleges = [Ecole(f"U{i}", participants={B: 12}, absents={B: 6}, offres={B: 20}) for i in range(6)]
    prives = [
        Ecole(f"P{i}", secteur="Privé", participants={B: 9}, absents={B: 5}, offres={B: 15}) for i in range(4)
    ]
    lycee = Ecole("L0", type="Lycée", participants={B: 20}, absents={B: 7}, offres={B: 50})
    return [*colleges, *prives, lycee]


def rows(frame: pd.DataFrame, count: str) -> dict[str, int | None]:
    return {
        r.valeur: None if getattr(r, f"{count}_masque") else int(getattr(r, count))
        for r in frame.itertuples()
    }


CODES = ("formation.offres", "formation.reponses", "formation.taux_absence_global")


@pytest.mark.parametrize("where", [{"communes": ("Ailleurs",)}, {"etablissements": ("E0",)}])
def test_no_school_of_its_kind_has_anybody_and_a_reader_may_know_it(
    base: Base, where: dict[str, tuple[str, ...]]
) -> None:
    """A commune of écoles alone read « masqué » beside zeros, where no école ever received the offer."""
    ecole = Ecole("E0", type="École", commune="Ailleurs", circonscription="Nord")
    far = Filters(annees=(B,), **where)

    def read(filters: Filters) -> list[tuple[float | None, bool]]:
        values = {v.indicateur.code: v for v in compute(base, filters, B, "lecture")}
        return [(values[c].valeur, values[c].masque) for c in CODES if values[c].origine != "absent"]

    remplir(base, [*un_lycee(), ecole])
    assert (0, False) in read(far)
    assert read(far) == read(Filters(annees=(B,), types=("École",))), "what the filter on its type says"
    # As soon as one school of its kind has somebody, that this one has nobody is its own.
    autre = Ecole(
        "E1", type="École", circonscription="Nord", offres={B: 30}, participants={B: 20}, absents={B: 9}
    )
    remplir(base, [*un_lycee(), ecole, autre])
    assert read(far) == [(None, True)] * len(read(far))
    # No filter names the school without a circonscription: all écoles are its kind.
    remplir(base, [*un_lycee(), Ecole("E0", type="École", commune="Ailleurs"), autre])
    assert read(far) == [(None, True)] * len(read(far))
    # An école of another circonscription is another kind: a filter tells them apart.
    remplir(base, [*un_lycee(), ecole, replace(autre, circonscription="Sud")])
    assert (0, False) in read(far)


@pytest.mark.parametrize("dimension", ["type", "secteur"])
def test_a_row_and_the_filter_on_it_say_the_same(base: Base, dimension: str) -> None:
    remplir(base, un_lycee())
    con = base.cursor()
    table = rows(formations.offers_by(con, AN, "lecture", dimension), "offres")
    absences = rows(formations.breakdown(con, AN, "lecture", dimension, COUNTS), "absences")
    for valeur, offers in table.items():
        chosen = Filters(annees=(B,), **{f"{dimension}s": (valeur,)})
        seen = {v.indicateur.code: v for v in compute(base, chosen, B, "lecture")}
        assert offers == seen["formation.offres"].valeur, valeur
        assert absences[valeur] == seen["formation.taux_absence_global"].numerateur, valeur
    exact = rows(formations.offers_by(con, AN, "coordination", dimension), "offres")
    assert sum(exact.values()) == 230


def test_the_single_lycee_reads_masked_not_zero(base: Base) -> None:
    remplir(base, un_lycee())
    con = base.cursor()
    assert rows(formations.offers_by(con, AN, "lecture", "type"), "offres") == {"Collège": 120, "Lycée": None}
    seen = rows(formations.breakdown(con, AN, "lecture", "type", COUNTS), "absences")
    assert seen == {"Collège": 36, "Lycée": None}
    assert "établissements masqués" in formations.reserve(con, AN, "lecture", "offres", par_groupe=True)


PETITS_LYCEES = [Ecole(f"L{i}", type="Lycée", participants={B: 4}, offres={B: 12}) for i in range(3)]


def _colleges(participants: int, offres: int) -> list[Ecole]:
    return [Ecole(f"U{i}", participants={B: participants}, offres={B: offres}) for i in range(8)]


@pytest.mark.parametrize(
    ("world", "filters", "expected"),
    [
        # Three lycées of four participants each are the masked establishments; nobody of the others is left out.
        ([*_colleges(12, 20), *PETITS_LYCEES], AN, {"Collège": (96, 160), "Lycée": ("masqué", 36)}),
        ([*_colleges(12, 20), *PETITS_LYCEES], replace(AN, types=("Lycée",)), {"Lycée": ("masqué", 36)}),
        # So few took part that no total is told.
        (
            [*_colleges(0, 20), Ecole("U8", participants={B: 3}, offres={B: 20})],
            AN,
            {"Collège": ("masqué", 180)},
        ),
        (
            [*_colleges(12, 0), Ecole("U8", participants={B: 12}, offres={B: 3})],
            AN,
            {"Collège": (108, "masqué")},
        ),
        # A true zero stays one.
        (
            [*_colleges(12, 20), *(Ecole(f"L{i}", type="Lycée", offres={B: 12}) for i in range(3))],
            AN,
            {"Collège": (96, 160), "Lycée": (0, 36)},
        ),
    ],
)
def test_participants_who_are_all_masked_are_not_nobody(
    base: Base, world: list[Ecole], filters: Filters, expected: dict[str, tuple[Any, Any]]
) -> None:
    """The chart read « Lycée : 0 » where twelve took part."""
    remplir(base, world)
    figure = par_type(base.cursor(), filters, "lecture")
    seen = figure.donnees.set_index("Type d’établissement")[["Participants", "Sollicités"]]
    assert {str(kind): tuple(row) for kind, row in seen.iterrows()} == expected
    told = {v.indicateur.code: v for v in compute(base, filters, B, "lecture")}["formation.participants"]
    if filters != AN:
        assert told.masque, "what the tile says"


def test_who_got_the_offer_at_two_schools_is_one_reply_of_a_small_group(base: Base) -> None:
    colleges = [Ecole(f"U{i}") for i in range(6)]
    lycees = [Ecole(f"L{i}", type="Lycée") for i in range(4)]
    remplir(base, [*colleges, *lycees])
    replied = [(B, e.uai, personne(e.uai, B, n)) for e in colleges for n in range(8)]
    replied += [(B, e.uai, personne(e.uai, B, 0)) for e in lycees]
    con = base.cursor()
    _insert(con, "reponse", replied, "annee, uai, personne")
    _insert(con, "offre", [(B, u, personne("L0", B, 0)) for u in ("L0", "L1")], "annee, uai, personne")
    con.close()
    chosen = Filters(annees=(B,), types=("Lycée",))
    for view, told in (("coordination", (4, False)), ("lecture", (None, True))):
        seen = {v.indicateur.code: v for v in compute(base, chosen, B, view)}["formation.reponses"]
        assert (seen.valeur, seen.masque) == told


def remplace() -> list[Ecole]:
    """A private school of Ligugé that a public one of Poitiers replaces, itself replaced by U0."""
    return [
        *un_lycee(),
        Ecole(
            "R2",
            secteur="Privé",
            commune="Ligugé",
            participants={B: 11},
            absents={B: 6},
            offres={B: 17},
            remplace_par="R1",
        ),
        Ecole("R1", remplace_par="U0"),
    ]


def test_a_replaced_school_has_the_facets_of_its_successor(base: Base) -> None:
    remplir(base, remplace())
    con = base.cursor()
    assert {"R1", "R2", "U0"} <= set(perimetre(con, Filters(secteurs=("Public",))).uais or ())
    assert "R2" not in (perimetre(con, Filters(secteurs=("Privé",))).uais or ())
    assert perimetre(con, Filters(communes=("Ligugé",))).uais == ()
    assert {"R1", "R2"} <= set(perimetre(con, Filters(communes=("Poitiers",))).uais or ())


@pytest.mark.parametrize("chosen", ["U0", "R1", "R2"])
def test_whoever_chooses_one_of_them_gets_all(base: Base, chosen: str) -> None:
    remplir(base, remplace())
    assert perimetre(base.cursor(), Filters(etablissements=(chosen,))).uais == ("R1", "R2", "U0")


def test_a_masked_school_is_left_out_with_those_that_it_replaced(base: Base) -> None:
    """Its participants are theirs too: with their rows a table by secteur told them."""
    few = [Ecole("N", participants={B: 2}), Ecole("V", participants={B: 1}, remplace_par="N")]
    remplir(base, [*un_lycee(), *few])
    assert {"N", "V"} <= set(participants_exclus(base.cursor(), AN, "lecture"))
    assert participants_exclus(base.cursor(), AN, "coordination") == ()


def test_both_views_agree_on_a_replaced_school(base: Base) -> None:
    remplir(base, remplace())
    con = base.cursor()
    private, public = Filters(annees=(B,), secteurs=("Privé",)), Filters(annees=(B,), secteurs=("Public",))
    for filters, offers, trained in ((private, 60, 36), (public, 187, 103)):
        seen = {v.indicateur.code: v for v in compute(base, filters, B, "coordination")}
        assert seen["formation.offres"].valeur == offers
        assert seen["formation.participants"].valeur == trained
        scope = portees(con, "offres", filters, (B,))[B]
        read = {v.indicateur.code: v for v in compute(base, filters, B, "lecture")}
        assert read["formation.participants"].valeur == trained
        assert set(scope.uais or ()) <= set(perimetre(con, filters).uais or ())
    exact = rows(formations.offers_by(con, AN, "coordination", "secteur"), "offres")
    assert exact == {"Privé": 60, "Public": 187}
    absent = rows(formations.breakdown(con, AN, "coordination", "secteur", COUNTS), "absences")
    assert absent == {"Privé": 20, "Public": 49}


def test_a_school_replaced_by_an_unknown_one_belongs_to_no_facet(base: Base) -> None:
    remplir(base, [*un_lycee(), Ecole("R0", secteur="Privé", offres={B: 9}, remplace_par="X9")])
    con = base.cursor()
    assert "R0" not in (perimetre(con, Filters(secteurs=("Privé",))).uais or ())
    assert perimetre(con, Filters(etablissements=("X9",))).uais == ("R0", "X9")
