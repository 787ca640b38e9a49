"""Every declaration carries its own test values: these tests loop over all of them.

A new column, data set or rule is tested as soon as it is declared.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tne.datasets import DATASETS, dataset
from tne.datasets.annees import annee_de, campagne_de
from tne.datasets.ecoles import departement_de_uai
from tne.erreurs import UsageIncorrect
from tne.spec import Check, Column, Dataset, Privacy, fold

ALL_COLUMNS = [(d, c) for d in DATASETS.values() for c in d.columns]


def column_id(pair: tuple[Dataset, Column]) -> str:
    return f"{pair[0].name}.{pair[1].name}"


def evaluate(con: duckdb.DuckDBPyConnection, d: Dataset, sql: str, row: dict[str, Any] | None = None) -> Any:
    """An expression over one row of typed columns; those not given are NULL."""
    row = row or {}
    columns = ", ".join(
        f'CAST({"$" + c.name if c.name in row else "NULL"} AS {c.kind.type_sql}) AS "{c.name}"'
        for c in d.columns
    )
    return con.execute(f"SELECT {sql} FROM (SELECT {columns})", row).fetchall()[0][0]


def typeof(con: duckdb.DuckDBPyConnection, d: Dataset, sql: str) -> str:
    return str(evaluate(con, d, f"typeof({sql})"))


@pytest.mark.parametrize("pair", ALL_COLUMNS, ids=column_id)
def test_a_column_is_fully_declared(pair: tuple[Dataset, Column]) -> None:
    d, column = pair
    assert column.name.isidentifier()
    assert column.name == column.name.lower()
    assert fold(column.label)
    assert column.help.strip().endswith((".", "…")), "help is a sentence"
    assert column.privacy in Privacy
    assert all(fold(a) for a in column.aliases)
    if column.identite:
        assert column.privacy is Privacy.PERSONNEL
        assert column.identite in {"email", "numen", "nom", "prenom"}
    if column.privacy is Privacy.PERSONNEL:
        assert not column.required, "an import must be possible without a name"
        assert column.name not in d.key
        assert not column.deduit
        assert "conserv" in column.help, "the person who fills must read what becomes of it"
    if column.personnes:
        assert column.kind.type_sql == "BIGINT"


FREE_TEXT = ("commentaire", "observation", "remarque", "contenu")
NAMES_SOMEONE = (
    "mail",
    "numen",
    "prenom",
    "mediateur",
    "animateur",
    "intervenant",
    "responsable",
    "telephone",
)


@pytest.mark.parametrize("pair", ALL_COLUMNS, ids=column_id)
def test_what_names_someone_is_never_stored(pair: tuple[Dataset, Column]) -> None:
    _, column = pair
    header = fold(column.name + column.label)
    if any(word in header for word in NAMES_SOMEONE):
        assert column.privacy is Privacy.PERSONNEL
    if any(word in header for word in FREE_TEXT):
        assert column.privacy is Privacy.INTERNE


@pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)
def test_no_two_columns_share_a_header(d: Dataset) -> None:
    owner: dict[str, str] = {}
    clashes = [
        f"« {header} » : {owner[fold(header)]} et {column.name}"
        for column in d.columns
        for header in column.names
        if owner.setdefault(fold(header), column.name) != column.name
    ]
    assert not clashes


@pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)
def test_a_data_set_is_fully_declared(d: Dataset) -> None:
    assert DATASETS[d.name] is d
    assert d.title
    assert d.help.startswith("Une ligne par ")
    assert d.help.endswith(".")
    assert d.demander.endswith(".")
    stored = {c.name for c in d.stored}
    for part in d.key:
        assert part in stored or (part == "personne" and d.nominatif)
    assert d.key, "none of ours relies on equal rows alone"
    assert len(set(d.key)) == len(d.key)
    assert set(d.signature) <= {c.name for c in d.columns}
    assert d.nominatif == ("personne" in d.key) or d.name == "reponse", "a reply is keyed by its number"
    assert any(c.required for c in d.columns) or d.signature


@pytest.mark.parametrize("d", DATASETS.values(), ids=DATASETS)
def test_expressions_are_valid_sql(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
    for sql in filter(None, (d.annee, d.departement)):
        assert typeof(con, d, sql) == "VARCHAR"
        assert evaluate(con, d, sql) is None, "nothing known, nothing said"
    for column in d.columns:
        if column.deduit:
            assert typeof(con, d, column.deduit) == column.kind.type_sql
    assert len({c.code for c in d.checks}) == len(d.checks)


@pytest.mark.parametrize("d", [d for d in DATASETS.values() if d.alertes], ids=lambda d: d.name)
def test_what_is_said_of_a_whole_file_is_an_aggregate(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
    for alerte in d.alertes:
        assert alerte.message.endswith(".")
        assert typeof(con, d, alerte.sql) == "BOOLEAN"
        assert evaluate(con, d, alerte.sql) is False, "nothing known, nothing said"


def test_an_unknown_data_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageIncorrect, match=r"« ecole ».*etablissement"):
        dataset("ecole")
    with pytest.raises(KeyError):
        dataset("module").column("absente")


# Row checks: each has a wrong row here, so that a rule that never says no is seen.
WRONG_ROWS: dict[str, dict[str, Any]] = {
    "session.fin_avant_debut": {"debut": "2024-01-10 09:00", "fin": "2024-01-10 08:00"},
    "session.duree_invraisemblable": {
        "debut": "2024-01-10 09:00",
        "fin": "2024-01-10 12:00",
        "duree": 180,
    },
    "session_complement.heures_hors_face_a_face": {"heures": 3, "heures_hors_face_a_face": 4},
    "inscription.presence_sans_inscription": {"etat": "Désisté", "presence": "Présent"},
    "ressource.total_en_ressource": {"identifiant": "Total général"},
    "consultation.total_en_ressource": {"identifiant": "TOTAL"},
    "consultation.mois_sans_date": {"periode": "Mois"},
    "consultation.mois_entame": {"periode": "Mois", "debut": "2023-01-09"},
    "consultation.heures_negatives": {"heures_vues": -1},
    # The other way round.
    "etablissement.hors_de_metropole": {"uai": "0860002K", "latitude": 0.34, "longitude": 46.58},
    "contour.geometrie_json": {"geometrie": "{"},
    "intervention.duree_invraisemblable": {"heures": 90},
    "diapositive.diapositive_inconnue": {"code": "particpation"},
    "numerixplore.note_hors_echelle": {"satisfaction": 85},
    "numerixplore.plus_de_filles": {"eleves": 50, "filles": 60},
    "numerixplore.plus_d_interesses": {"eleves": 50, "interesses": 51},
    **{
        f"{jeu}.{code}": {"indicateur": indicateur, "valeur": valeur}
        for jeu in ("indicateur_publie", "chiffre_declare", "objectif")
        for code, indicateur, valeur in (
            ("pourcent_en_part", "formation.taux_absence_moyen", 0.25),
            ("plus_de_cent_pour_cent", "formation.taux_absence_moyen", 150),
            ("chiffre_negatif", "formation.modules", -4),
            ("compte_a_decimales", "formation.offres", 1.128),
        )
    },
}
CHECKS = {f"{d.name}.{c.code}": (d, c) for d in DATASETS.values() for c in d.checks}


@pytest.mark.parametrize("name", CHECKS)
def test_a_row_check_refuses_a_wrong_row_only(con: duckdb.DuckDBPyConnection, name: str) -> None:
    d, check = CHECKS[name]
    assert isinstance(check, Check)
    assert check.colonne in {c.name for c in d.columns}
    assert check.message.endswith(".")
    assert typeof(con, d, check.sql) == "BOOLEAN"
    assert name in WRONG_ROWS, f"give WRONG_ROWS, in this file, a row that « {name} » refuses"
    assert evaluate(con, d, check.sql, WRONG_ROWS[name]) is False
    assert evaluate(con, d, check.sql) in (None, True)
    examples = {c.name: c.kind.valides[0][1] for c in d.columns} | {"geometrie": '{"type": "Point"}'}
    row = {k: v for k, v in examples.items() if k in {c.name for c in d.columns}}
    if "indicateur" in row:
        row["indicateur"] = "formation.hors_face_a_face"  # 3,5 of what is counted would be told
    assert evaluate(con, d, check.sql, row) in (None, True)


@pytest.mark.parametrize(
    ("day", "year", "campaign"),
    [
        ("2023-08-31", "2022-2023", "2023-2024"),
        ("2023-09-01", "2023-2024", "2023-2024"),
        ("2023-12-31", "2023-2024", "2023-2024"),
        ("2024-01-01", "2023-2024", "2023-2024"),
        ("2024-04-30", "2023-2024", "2023-2024"),
        ("2024-05-01", "2023-2024", "2024-2025"),
        (None, None, None),
    ],
)
def test_school_year_and_campaign_of_a_date(
    con: duckdb.DuckDBPyConnection, day: str | None, year: str | None, campaign: str | None
) -> None:
    sql = f"SELECT {annee_de('d')}, {campagne_de('d')} FROM (SELECT CAST($d AS DATE) AS d)"
    assert con.execute(sql, {"d": day}).fetchall() == [(year, campaign)]


@pytest.mark.parametrize(
    ("jeu", "row", "departement"),
    [
        ("etablissement", {"uai": "0860002K"}, "086"),
        ("etablissement", {"uai": "0860002K", "departement": "094"}, "094"),
        ("contour", {"code_insee": "86194"}, "086"),
        ("contour", {"code_insee": "2A004"}, "02A"),
        ("contour", {"code_insee": "97105"}, "971"),
        ("ips", {"uai": "6200001A"}, "02A"),
        ("effectif", {"uai": "7200001A"}, "02B"),
        ("effectif", {"uai": "9710001A"}, "971"),
    ],
)
def test_departement_of_a_row(
    con: duckdb.DuckDBPyConnection, jeu: str, row: dict[str, str], departement: str
) -> None:
    assert evaluate(con, dataset(jeu), dataset(jeu).departement, row) == departement


def test_departement_and_school_year_read_their_column(con: duckdb.DuckDBPyConnection) -> None:
    assert "autre" in departement_de_uai("autre")
    year = dataset("module").annee
    assert evaluate(con, dataset("module"), year, {"dispositif_code": "23A0130001"}) == "2023-2024"
    assert evaluate(con, dataset("module"), year, {"dispositif_code": "TNE86"}) is None


@pytest.mark.parametrize(
    ("code", "type_"),
    [("340", "Collège"), ("151", "École"), ("302", "Lycée"), ("370", "EREA"), ("900", "Autre")],
)
def test_type_deduced_from_the_nature(con: duckdb.DuckDBPyConnection, code: str, type_: str) -> None:
    d = dataset("etablissement")
    assert evaluate(con, d, d.column("type").deduit, {"code_nature": code}) == type_
    assert type_ in d.column("type").kind.valeurs
