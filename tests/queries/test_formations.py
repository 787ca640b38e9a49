"""Questions on trainings, against rows counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.importing.scene import Scene, csv_bytes
from tests.queries.scene_formations import S1, S3, SESSION, A, B, C, importer_les_formations
from tne.filters import Filters
from tne.indicators import compute, compute_years
from tne.queries import formations as questions
from tne.queries.formations import repartitions
from tne.queries.tableaux import hidden_by_difference
from tne.visuals.formations_couverture import a_faire
from tne.visuals.formations_en_attente import sessions_en_attente

AN = Filters(annees=("2023-2024",))


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of `scene_formations`."""
    stage = Scene(tmp_path_factory.mktemp("formations") / "tne.duckdb")
    importer_les_formations(stage)
    stage.base.close()
    return Path(stage.base.path)


@pytest.fixture
def scene(modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path) -> Iterator[Scene]:
    """A copy of that base, to read or to change."""
    stage = Scene(copier_base(modele, tmp_path / "base"))
    yield stage
    stage.base.close()


@pytest.fixture(scope="module")
def lue(modele: Path, copier_base: Callable[[Path, Path], Path]) -> Iterator[Scene]:
    """Another copy, for all tests that only read."""
    stage = Scene(copier_base(modele, modele.parent / "lue"))
    yield stage
    stage.base.close()


@pytest.fixture
def con(lue: Scene) -> Iterator[duckdb.DuckDBPyConnection]:
    cursor = lue.base.cursor()
    yield cursor
    cursor.close()


def lignes(frame: object, *colonnes: str) -> list[tuple[object, ...]]:
    return [tuple(r) for r in frame[list(colonnes)].itertuples(index=False)]  # type: ignore[index]


def test_everything_was_imported(lue: Scene) -> None:
    counts = lue.sql(
        "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM inscription), (SELECT count(*) FROM offre), "
        "(SELECT count(*) FROM reponse), (SELECT count(*) FROM session_complement), (SELECT count(*) FROM etablissement)"
    )
    assert counts == [(3, 10, 4, 2, 2, 4)]


@pytest.mark.parametrize(
    ("dimension", "attendu"),
    [
        ("module", [("M1", 2, 6, 3, 2, 1), ("M2", 1, 2, 1, 0, 1)]),
        (
            "operateur",
            [("Canopé", 2, 4, 2, 2, 0), ("Opérateur non déclaré", 1, 2, 1, 0, 1), ("SRANE", 1, 2, 1, 0, 1)],
        ),
        ("modalite", [("Distanciel", 1, 2, 1, 0, 1), ("Présentiel", 2, 6, 3, 2, 1)]),
        ("mois", [("10", 2, 4, 2, 2, 0), ("3", 1, 4, 2, 0, 2)]),
        ("type", [("Collège", 1, 7, 3, 2, 2), ("Établissement inconnu", 1, 1, 1, 0, 0)]),
        (
            "secteur",
            [("Privé", 0, 2, 0, 1, 1), ("Public", 1, 5, 3, 1, 1), ("Établissement inconnu", 1, 1, 1, 0, 0)],
        ),
    ],
)
def test_breakdown(con: duckdb.DuckDBPyConnection, dimension: str, attendu: list[tuple[object, ...]]) -> None:
    counts = ["participants", *questions.COMPTES]
    found = lignes(questions.breakdown(con, AN, "coordination", dimension, counts), "valeur", *counts)
    assert sorted(found) == sorted(attendu)


@pytest.mark.parametrize("dimension", questions.DIMENSIONS)
def test_a_breakdown_adds_up_to_all_registrations(con: duckdb.DuckDBPyConnection, dimension: str) -> None:
    frame = questions.breakdown(con, AN, "coordination", dimension, questions.COMPTES)
    (total,) = lignes(questions.registrations(con, AN, "coordination"), *questions.COMPTES)
    assert total == (8, 4, 2, 2)
    assert tuple(int(frame[c].sum()) for c in questions.COMPTES) == total


def test_a_reader_sees_no_small_count(con: duckdb.DuckDBPyConnection) -> None:
    frame = questions.breakdown(con, AN, "lecture", "module", ["participants"])
    assert not frame["participants"].notna().any()


@pytest.mark.parametrize(
    "filters",
    [Filters(annees=AN.annees, etablissements=(A,)), Filters(annees=AN.annees, communes=("Poitiers",))],
)
def test_a_reader_sees_nothing_for_one_school(con: duckdb.DuckDBPyConnection, filters: Filters) -> None:
    assert len(questions.breakdown(con, filters, "coordination", "module", ["presences"])) == 2
    assert questions.breakdown(con, filters, "lecture", "module", ["presences"]).empty
    assert questions.sessions(con, filters, "lecture").empty
    assert questions.reserve(con, filters, "lecture")
    assert not questions.reserve(con, filters, "coordination")


def test_sessions(con: duckdb.DuckDBPyConnection) -> None:
    read = ("session_code", "declaree", "delai_jours")
    frame = questions.sessions(con, AN, "coordination", columns=read)
    assert lignes(
        frame, "session_code", "inscriptions", "presences", "absences", "non_traitees", "declaree"
    ) == [
        ("01", 4, 2, 2, 0, True),
        ("02", 2, 1, 0, 1, True),
        ("03", 2, 1, 0, 1, False),
    ]
    # Active registrations only: 14, 14, 7 and 7 days before 16 October.
    assert frame["delai_jours"].iloc[0] == pytest.approx(10.5)


def test_sessions_of_one_school_hold_its_registrations(con: duckdb.DuckDBPyConnection) -> None:
    frame = questions.sessions(con, Filters(annees=AN.annees, etablissements=(B,)), "coordination")
    assert lignes(frame, "session_code", "inscriptions", "absences") == [("01", 1, 1), ("03", 1, 0)]


def test_past_sessions_to_process(con: duckdb.DuckDBPyConnection) -> None:
    found = questions.unprocessed(con, AN, "coordination", jour=date(2024, 3, 20))  # the day of the next one
    assert lignes(found, "module", "entiere") == [("M1", False)]
    assert len(questions.unprocessed(con, AN, "coordination", jour=date(2024, 4, 1))) == 2


def test_a_session_without_any_presence_is_wholly_to_process(con: duckdb.DuckDBPyConnection) -> None:
    only_b = Filters(annees=AN.annees, etablissements=(B,))
    assert lignes(questions.unprocessed(con, only_b, "coordination"), "module", "entiere") == [("M2", True)]


def test_coverage_counts_colleges_of_reference_only(con: duckdb.DuckDBPyConnection) -> None:
    frame = questions.coverage(con, AN, "lecture")
    assert sorted(lignes(frame, "uai", "represente")) == [(A, True), (B, False), (C, False)]
    assert questions.coverage(con, Filters(annees=("2020-2021",)), "lecture").empty


def test_offers_replies_and_participants_cross(con: duckdb.DuckDBPyConnection) -> None:
    assert questions.offers(con, AN, "coordination") == {"2023-2024": 4}
    by = questions.offers_by(con, AN, "coordination", "secteur")
    assert lignes(by, "valeur", "offres") == [("Privé", 2), ("Public", 2)]
    # a1 had replied, x1 had not; b9 replied and never came.
    assert lignes(questions.replied_before(con, AN, "coordination"), "avaient_repondu", "sans_reponse") == [
        (1, 1)
    ]


def test_a_dimension_that_is_none_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    """« commune » ended in a bare KeyError."""
    with pytest.raises(ValueError, match="secteur are expected, not 'commune'"):
        questions.breakdown(con, AN, "coordination", "commune", questions.COMPTES)


def test_a_reply_of_another_year_is_none_of_this_one(scene: Scene) -> None:
    head = "Numéro;Formulaire;E-mail;Année scolaire;Date de réponse"
    scene.importer(f"{head}\n3;f;x1@exemple.invalid;2022-2023;20/06/2022", jeu="reponse")
    con = scene.base.cursor()
    assert questions.replied_before(con, AN, "coordination")["avaient_repondu"].tolist() == [1]
    con.close()


def test_modules_per_teacher(con: duckdb.DuckDBPyConnection) -> None:
    found = questions.modules_per_teacher(con, AN, "coordination")
    assert lignes(found, "modules", "enseignants") == [(1, 1), (2, 1)]


def test_registrations_to_mend(scene: Scene) -> None:
    con = scene.base.cursor()
    assert lignes(
        questions.to_check(con, AN, "coordination"),
        "sans_etablissement",
        "etablissement_inconnu",
        "hors_plan",
    ) == [(1, 0, 0)]
    scene.importer(
        csv_bytes(
            [*SESSION, "E-mail", "État de l'inscription", "UAI"],
            [["23A0130001", "M9", "G9", "09", "z@exemple.invalid", "Inscrit", "0860799B"]],
        ),
        jeu="inscription",
    )
    assert lignes(
        questions.to_check(con, AN, "coordination"),
        "sans_etablissement",
        "etablissement_inconnu",
        "hors_plan",
    ) == [(1, 1, 1)]


def test_what_is_left_to_do_is_named_with_its_reason(con: duckdb.DuckDBPyConnection) -> None:
    v = a_faire(con, AN, "coordination")
    assert v.titre.startswith("2 sessions passées à terminer")
    assert lignes(v.donnees, "À faire", "Quoi", "Pourquoi") == [
        ("Terminer la saisie", "2 sessions passées", "quelques présences non traitées"),
        (
            "Compléter les inscriptions",
            "1 inscription sans établissement",
            "comptée dans l\u2019ensemble, dans aucun collège",
        ),
        ("Déclarer les sessions", "1 session", "ni opérateur ni heures déclarés"),
    ]
    v = a_faire(con, Filters(annees=AN.annees, etablissements=(B,)), "coordination")
    assert v.titre == "1 session passée sans présence traitée"
    first = lignes(v.donnees, "À faire", "Quoi", "Pourquoi")[0]
    assert first == ("Saisir les présences", "M2, session du 20/03/2024", "aucune présence traitée")


def test_delays_keep_sessions_with_enough_processed(con: duckdb.DuckDBPyConnection) -> None:
    (found,) = questions.delays(con, AN, "coordination", 4).values()
    assert lignes(found, "presences", "absences", "semaines") == [(2, 2, pytest.approx(1.5))]
    (found,) = questions.delays(con, AN, "coordination", 1).values()
    assert len(found) == 3
    assert found["semaines"].is_monotonic_increasing
    assert questions.delays(con, AN, "coordination", 1_000) == {}


@pytest.mark.parametrize(
    "filters",
    [AN, Filters(annees=AN.annees, secteurs=("Public",)), Filters(annees=AN.annees, etablissements=(B,))],
)
def test_the_indicators_say_the_same(lue: Scene, con: duckdb.DuckDBPyConnection, filters: Filters) -> None:
    values = {v.indicateur.code: v for v in compute_years(lue.base, filters, AN.annees)["2023-2024"]}
    (ligne,) = lignes(questions.registrations(con, filters, "coordination"), "presences", "absences")
    general = values["formation.taux_absence_global"]
    assert (general.numerateur, general.denominateur) == (ligne[1], sum(ligne)) or general.valeur is None
    assert values["formation.offres"].valeur == questions.offers(con, filters, "coordination")["2023-2024"]
    assert values["formation.sessions"].valeur == len(questions.sessions(con, filters, "coordination"))
    replied = questions.replied_before(con, filters, "coordination")
    total = int(replied[["avaient_repondu", "sans_reponse"]].sum().sum())
    assert values["formation.participants"].valeur == total
    covered = questions.coverage(con, filters, "coordination")
    rate = values["formation.colleges_representes"]
    assert (rate.numerateur, rate.denominateur) == (covered["represente"].sum(), len(covered))


def test_an_import_is_seen_at_once_and_a_copy_cannot_spoil_the_next(
    scene: Scene,
) -> None:
    con = scene.base.cursor()
    first = questions.offers(con, AN, "coordination")
    first["2023-2024"] = 99
    second = questions.offers(con, AN, "coordination")
    assert second == {"2023-2024": 4}
    second["2023-2024"] = 99
    assert questions.offers(con, AN, "coordination") == {"2023-2024": 4}
    scene.importer(
        csv_bytes(["E-mail", "UAI", "Année scolaire"], [["c1@exemple.invalid", C, "2023-2024"]]), jeu="offre"
    )
    assert questions.offers(scene.base.cursor(), AN, "coordination") == {"2023-2024": 5}


def test_a_reader_cannot_take_one_choice_away_from_the_whole(scene: Scene) -> None:
    """Public and private add up to the territory: a cell whose rest is small is masked in both."""
    rows = [[*S1, f"pub{i}@exemple.invalid", "Inscrit", "Présent", A if i % 2 else C] for i in range(40)]
    rows += [[*S3, f"pub{i}@exemple.invalid", "Inscrit", "Présent", A if i % 2 else C] for i in range(40)]
    rows += [[*S1, f"pri{i}@exemple.invalid", "Inscrit", "Présent", B] for i in range(3)]
    rows += [[*S3, f"pri{i}@exemple.invalid", "Inscrit", "Présent", B] for i in range(20)]
    frame = csv_bytes([*SESSION, "E-mail", "État de l'inscription", "Présence", "UAI"], rows)
    scene.importer(frame, jeu="inscription")
    part = repartitions._cut(
        repartitions._breakdowns(
            scene.base.cursor(), Filters(annees=AN.annees, secteurs=("Public",)), "coordination", (), True
        ),
        "module",
        ["presences"],
    )
    whole = repartitions._cut(
        repartitions._breakdowns(scene.base.cursor(), AN, "coordination", (), True), "module", ["presences"]
    )
    assert "M1" in hidden_by_difference(part, whole)


def test_a_mean_does_not_depend_on_the_order_in_which_rows_came(tmp_path: Path) -> None:
    rows = [
        [
            *S1[:2],
            f"G{s}",
            "09",
            f"p{s}-{i}@exemple.invalid",
            "Inscrit",
            "Absent" if i < s % 5 else "Présent",
            "02/10/2023",
            A,
        ]
        for s in range(60)
        for i in range(6 + s % 8)
    ]
    head = [*SESSION, "E-mail", "État de l'inscription", "Présence", "Date d'inscription", "UAI"]
    seen = set()
    for attempt, order in enumerate((rows, rows[::-1], sorted(rows, key=lambda r: r[4][::-1]))):
        stage = Scene(tmp_path / str(attempt) / "tne.duckdb")
        sessions = sorted({tuple(r[:4]) for r in order}, key=[tuple(r[:4]) for r in order].index)
        stage.importer(csv_bytes([*SESSION, "Début"], [[*s, "16/10/2023"] for s in sessions]), jeu="session")
        stage.importer(csv_bytes(head, order), jeu="inscription")
        (values,) = compute_years(stage.base, AN, AN.annees).values()
        seen |= {v.valeur for v in values if v.indicateur.code == "formation.taux_absence_moyen"}
        stage.base.close()
    assert len(seen) == 1


def test_what_is_left_to_do_is_listed_session_by_session(con: duckdb.DuckDBPyConnection) -> None:
    v = sessions_en_attente(con, AN, "coordination")
    assert v.titre == "2 sessions attendent des présences ou un complément"
    assert lignes(v.donnees, "Module", "À faire", "Codes") == [
        ("M1", "présences à terminer", "23A0130001, module\u00a0M1, groupe\u00a0G1, session\u00a002"),
        (
            "M2",
            "présences à terminer ; complément à déclarer",
            "23A0130001, module\u00a0M2, groupe\u00a0G2, session\u00a003",
        ),
    ]
    assert [f"{d:%d/%m/%Y}" for d in v.donnees["Date"]] == ["18/03/2024", "20/03/2024"]
    chosen = sessions_en_attente(con, Filters(annees=AN.annees, etablissements=(B,)), "coordination")
    assert lignes(chosen.donnees, "À faire", "Codes") == [
        (
            "aucune présence traitée ; complément à déclarer",
            "23A0130001, module\u00a0M2, groupe\u00a0G2, session\u00a003",
        )
    ]


def test_a_reply_that_names_no_school_is_of_the_one_to_which_that_year_s_offer_went(scene: Scene) -> None:
    offers = [["a1@exemple.invalid", B, "2022-2023"]]
    scene.importer(csv_bytes(["E-mail", "UAI", "Année scolaire"], offers), jeu="offre")
    head = ["Numéro", "Formulaire", "E-mail", "Année scolaire", "Date de réponse"]
    replies = [["9", "F", "a1@exemple.invalid", "2023-2024", "05/06/2023"]]
    scene.importer(csv_bytes(head, replies), jeu="reponse")
    told = "SELECT v.uai, v.sollicite FROM v_reponse v JOIN reponse r ON r._cle = v.reponse_cle WHERE r.numero = '9'"
    assert scene.sql(told) == [(A, True)]


def test_a_mean_of_few_sessions_shows_no_small_count_of_persons(lue: Scene) -> None:
    marked = {v.indicateur.code: v.petit for v in compute(lue.base, AN, AN.annees[0], "coordination")}
    assert marked["formation.taux_absence_global"], "two absences"
    assert not marked["formation.taux_absence_moyen"], "of three sessions"
