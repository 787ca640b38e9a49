"""« petit effectif, ne pas diffuser » beside every small count of persons that coordinators see, and never before readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.visuals.test_chaque_etat import FIGURES
from tne import settings
from tne.db import Base
from tne.documents.csv_fr import csv_francais
from tne.filters import Filters, View
from tne.indicators import BY_CODE, Value, compute
from tne.queries.etablissement import dossier
from tne.queries.masking import PETIT
from tne.queries.memoire import moment
from tne.sections import denominator_words
from tne.visuals import etablissement, formations
from tne.visuals.etablissement_mots import phrase
from tne.visuals.petits import REMARQUE, note, remarquer, remarques, sans
from tne.visuals.visual import PERSONNES, Visual

TROIS = ("2022-2023", "2023-2024", "2024-2025")
TOUTES: tuple[Callable[..., Visual], ...] = (*FIGURES, *etablissement.VISUALS)
PERSONNE = re.compile(
    r"particip|inscri|présen|absent|traité|parent|famille|enfant|élève|fille|enseignant|sollicit|offre|^sur$",
    re.I,
)
"""What the heads of columns of persons say."""
AUTRES = {
    ("parentalite.vues_public", "Parents de collégiens"),  # views
    ("parentalite.vues_public", "Parents d\u2019écoliers"),
    ("numerixplore.metiers", "Sur"),  # days
    ("numerixplore.satisfaction", "Sur"),
    ("numerixplore.filles", "Sur"),
    ("numerixplore.interet", "Sur"),
    ("numerixplore.part", "Élèves de 4e"),  # enrolments are open data
    ("numerixplore.colleges", "Sur"),
}
"""Columns of such a name that count something else, or what everybody may know."""


def _entier(v: object) -> bool:
    return isinstance(v, (int, float)) and not isinstance(v, bool) and not pd.isna(v)


def _de_personnes(v: Visual, colonne: str) -> bool:
    if (v.code, colonne) in AUTRES:
        return False
    genre = v.formats[colonne]
    return genre == PERSONNES or (genre == "entier" and bool(PERSONNE.search(colonne)))


def _petits(v: Visual) -> list[int]:
    """The rows of a figure with a count of persons under the threshold, whatever the figure declares."""
    lus = [c for c in v.donnees.columns if _de_personnes(v, str(c))]
    return [
        i
        for i, ligne in enumerate(v.donnees[lus].itertuples(index=False))
        if any(_entier(n) and 0 < n < settings.seuil() for n in ligne)
    ]


@pytest.fixture(scope="module")
def rares(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The demonstration where few persons are counted everywhere: figures of pupils and families have none so small."""
    opened = Base(str(copier_base(demo_modele, tmp_path_factory.mktemp("rares"))))
    con = opened.cursor()
    for table, colonnes in {
        "numerixplore": ("eleves", "filles", "interesses"),
        "atelier_parentalite": ("familles", "parents", "enfants"),
        "intervention": ("enseignants", "eleves"),
    }.items():
        for c in colonnes:
            con.execute(f"UPDATE {table} SET {c} = 2 WHERE {c} > 0")
    con.close()
    yield opened
    opened.close()


FORMES = """SELECT uai FROM v_inscription WHERE active AND present AND uai IS NOT NULL AND annee = '2023-2024'
GROUP BY 1 HAVING count(DISTINCT personne) < 5 ORDER BY 1 LIMIT 1"""


@pytest.fixture(scope="module")
def choix(demo: Base) -> tuple[Filters, ...]:
    """All, and schools: one with few teachers trained, the first with a meeting, a day, a visit; a type, a year."""
    con = demo.cursor()
    tables = ("atelier_parentalite", "numerixplore", "intervention")
    firsts = (f"SELECT min(uai) FROM {t} WHERE uai IS NOT NULL" for t in tables)
    uais = [con.execute(question).fetchall()[0][0] for question in (FORMES, *firsts)]
    con.close()
    schools = (Filters(annees=TROIS, etablissements=(u,)) for u in uais)
    return (
        Filters(annees=TROIS),
        *schools,
        Filters(annees=TROIS, types=("École",)),
        Filters(annees=TROIS[1:2], etablissements=tuple(uais[:1])),
    )


def tel_qu_une_page(base: Base, build: Callable[..., Visual], filters: Filters, view: View) -> Visual:
    """The figure as a page asks for it: all its questions at one moment."""
    with moment(base) as con:
        return build(con, filters, view)


@pytest.mark.parametrize("build", TOUTES, ids=lambda b: f"{b.__module__.rsplit('.', 1)[1]}.{b.__name__}")
def test_every_small_count_of_persons_is_told_to_coordinators(
    demo: Base, rares: Base, choix: tuple[Filters, ...], build: Callable[..., Visual]
) -> None:
    for base in (demo, rares):
        for filters in choix if base is demo else choix[:2]:
            v = tel_qu_une_page(base, build, filters, "coordination")
            petits = _petits(v)
            told = v.donnees[REMARQUE].tolist() if REMARQUE in v.donnees else [""] * len(v.donnees)
            assert [i for i in petits if told[i] != PETIT] == [], (filters, v.donnees.iloc[petits])
            if petits:
                assert PETIT in csv_francais(v.donnees, v.formats).decode("utf-8-sig")
                drawn = v.figure is not None
                assert any("etit effectif, ne pas diffuser" in a for a in v.avertissements) == drawn, filters


@pytest.mark.parametrize("build", TOUTES, ids=lambda b: f"{b.__module__.rsplit('.', 1)[1]}.{b.__name__}")
def test_no_reader_sees_a_small_count_nor_its_remark(
    demo: Base, rares: Base, choix: tuple[Filters, ...], build: Callable[..., Visual]
) -> None:
    for base in (demo, rares):
        for filters in choix if base is demo else choix[:2]:
            v = tel_qu_une_page(base, build, filters, "lecture")
            assert _petits(v) == [], (filters, v.donnees)
            assert PETIT not in csv_francais(v.donnees, v.formats).decode("utf-8-sig")
            assert not any("ne pas diffuser" in a for a in v.avertissements), filters


SANS_FORME = {"Participants": PERSONNES, "Sessions": "entier", "État": "texte"}


def test_only_persons_are_small_and_what_is_published_is_not() -> None:
    seuil = settings.seuil()
    frame = pd.DataFrame(
        {
            "Participants": [0, 1, seuil - 1, seuil, "masqué", None, 2],
            "Sessions": [1] * 7,
            "État": ["calculé"] * 6 + ["publié"],
        }
    )
    assert remarques(frame, SANS_FORME).tolist() == ["", PETIT, PETIT, "", "", "", ""]
    told, formats = remarquer(frame, SANS_FORME, "coordination")
    assert formats[REMARQUE] == "texte"
    assert note(told) == "Petit effectif, ne pas diffuser : 2 des 7 lignes de « Données »."
    assert note(told.iloc[1:3]) == "Petit effectif, ne pas diffuser."


def test_nothing_is_remarked_where_nothing_is_small_nor_for_readers() -> None:
    small = pd.DataFrame({"Participants": [3]})
    for frame, view in ((small, "lecture"), (small + 9, "coordination")):
        told, formats = remarquer(frame, {"Participants": PERSONNES}, view)  # type: ignore[arg-type]
        assert list(told.columns) == ["Participants"] == list(formats)
        assert note(told) == ""


def test_a_figure_that_counts_persons_says_for_whom() -> None:
    frame = pd.DataFrame({"Sessions": [3], "Participants": [3]})
    assert remarquer(frame, {"Sessions": "entier", "Participants": "entier"}, None)[0] is frame
    with pytest.raises(ValueError, match="sans dire pour qui"):
        remarquer(frame, {"Sessions": "entier", "Participants": PERSONNES}, None)


def _chiffre(code: str, n: float, d: float | None, **champs: object) -> Value:
    return replace(Value(BY_CODE[code], "2023-2024", n, "calculé", n, d), **champs)


@pytest.mark.parametrize(
    ("value", "mots"),
    [
        (_chiffre("parentalite.familles", 3, None, petit=True), PETIT),
        (
            _chiffre("formation.participants", 3, 12, petit=True),
            f"sur 12 sollicités · 25 % · {PETIT}",
        ),
        (_chiffre("formation.participants", 30, 120), "sur 120 sollicités · 25,0 %"),
        (_chiffre("formation.participants", 30, 20), "pour 20 sollicités"),
    ],
)
def test_a_tile_says_that_its_count_is_small(value: Value, mots: str) -> None:
    assert denominator_words(value).replace("\u202f", " ") == mots


def test_every_small_indicator_of_persons_is_marked_for_coordinators(
    demo: Base, rares: Base, choix: tuple[Filters, ...]
) -> None:
    marked = set()
    for base in (demo, rares):
        for filters in choix:
            for view in ("coordination", "lecture"):
                for v in compute(base, filters, "2023-2024", view):  # type: ignore[arg-type]
                    few = [n for n in (v.numerateur, v.denominateur) if n and n < settings.seuil()]
                    persons = v.indicateur.personnes and not v.indicateur.moyenne and v.origine == "calculé"
                    assert v.petit == (view == "coordination" and bool(few) and persons), (filters, v)
                    marked |= {v.indicateur.code} if v.petit else set()
    assert {"formation.participants", "parentalite.familles"} <= marked


def test_the_answer_on_a_school_says_that_its_count_is_small(demo: Base, choix: tuple[Filters, ...]) -> None:
    seen = {
        view: phrase(dossier(demo.cursor(), choix[-1], view), TROIS[1])  # type: ignore[arg-type]
        for view in ("coordination", "lecture")
    }
    assert re.search(r"enseignants? formés?\*\* \(petit effectif, ne pas diffuser\)", seen["coordination"])
    assert "petit" not in seen["lecture"]


def test_the_years_of_a_school_tell_their_small_counts_line_by_line(
    demo: Base, choix: tuple[Filters, ...]
) -> None:
    """Its columns are years, where events stand beside persons: one event is no secret."""
    con = demo.cursor()
    lines = {label for label, _ in etablissement.PERSONNES.values()}
    small = set()
    for filters in choix[1:5]:
        table = etablissement.annees(con, filters, "coordination").donnees
        assert REMARQUE not in etablissement.annees(con, filters, "lecture").donnees
        for row in table.to_dict("records"):
            few = any(_entier(n) and 0 < n < settings.seuil() for c, n in row.items() if c in TROIS)
            assert (row.get(REMARQUE, "") == PETIT) == (few and row["Chiffre"] in lines), row
            small |= {row["Chiffre"]} if few else set()
    assert small & lines
    assert small - lines


def test_a_list_without_a_column_makes_no_remark_on_it():
    """« 17 familles, 19 parents : petit effectif » was said of the one child, whom the page does not show."""
    formats = {"Lieu": "texte", "Familles": PERSONNES, "Enfants": PERSONNES}
    donnees = pd.DataFrame({"Lieu": ["a", "b", "c"], "Familles": [17, 4, 9], "Enfants": [1, 0, 12]})
    dites, _ = remarquer(donnees, formats, "coordination")
    assert dites[REMARQUE].tolist() == [PETIT, PETIT, ""]
    assert sans(dites, formats, ["Enfants"])[REMARQUE].tolist() == ["", PETIT, ""]
    assert REMARQUE not in sans(dites.iloc[[0, 2]], formats, ["Enfants"])
    assert sans(dites, formats, ["Autre"])[REMARQUE].tolist() == [PETIT, PETIT, ""]


def test_a_sentence_that_crosses_replies_and_presences_says_that_its_count_is_small(demo: Base) -> None:
    """Six of this school had replied, two had not: no row of the figure holds that number, so no remark stood beside it."""
    con = demo.cursor()
    for schools, said in ((("0869001S",), True), ((), False)):
        for view in ("coordination", "lecture"):
            told = formations.portee(con, Filters(("2023-2024",), etablissements=schools), view)
            crossed = "parmi les participants" in " ".join(told.avertissements)
            assert crossed is (view == "coordination" or not schools)
            assert (PETIT in " ".join(told.avertissements)) is (said and view == "coordination")
