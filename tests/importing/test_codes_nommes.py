"""What reaches a person has no place in a code either: refused at import, told and replaced in a base of before."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, comptes, csv_bytes
from tests.importing.test_qui_est_nomme import AUTRES
from tests.importing.test_vie_privee import every_byte, every_text
from tne.datasets import DATASETS
from tne.importing import Liaison, Reconnaissance
from tne.importing.rows import preparing, sources
from tne.importing.rows.cells import Conversions
from tne.importing.rows.nominative import held
from tne.persons.nettoyage import nettoyer
from tne.privacy import Secret
from tne.reading import Tableau
from tne.spec import Column
from tne.store.verification import verifier

NOMMANT = {
    "valjean@ac-poitiers.fr": "une adresse électronique",
    "G1 valjean (at) exemple.org": "une adresse électronique",
    "06.12.34.56.78": "un numéro de téléphone",
    "0612345678": "un numéro de téléphone",
    "86E2400001ZZZ": "un NUMEN",
    "G1 Mme Valjean": "un nom de personne",
    "G1_Mme_Valjean": "un nom de personne",
    "G1 Mme V": "un nom de personne",
    "Groupe de M. Jean Valjean (mardi)": "un nom de personne",
}
GROUPE = DATASETS["inscription"].column("groupe_id")
CODES_TENUS = [(d.name, c) for d in DATASETS.values() for c in d.codes]


@pytest.mark.parametrize(("texte", "nature"), NOMMANT.items())
@pytest.mark.parametrize("n", range(4), ids=[h.rsplit(" ", 1)[-1] for h in SESSION])
def test_a_code_that_names_someone_is_refused_and_repeated_nowhere(
    scene: Scene, tmp_path: Path, n: int, texte: str, nature: str
) -> None:
    named_codes = [texte if i == n else code for i, code in enumerate(CODES)]
    rows = [[*codes, "Inscrit", "0860002K", f"p{i}@ac.fr"] for i, codes in enumerate((CODES, named_codes))]
    source = csv_bytes([*SESSION, "État de l'inscription", "UAI", "E-mail"], rows)
    (result,) = scene.importer(source, valides_seulement=True)
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    (problem,) = [p for p in result.problemes if p.ligne == 3]
    assert (problem.colonne, problem.valeur) == (SESSION[n], lire_masque(texte))
    assert problem.message.startswith(
        f"Cette cellule tient {nature} : rien n'en est gardé ni montré. Écrivez un "
    )
    seen = "\n".join([repr(result), *every_text(scene), every_byte(tmp_path / "base")])
    assert [
        part for part in (texte, "valjean", "86E24", "0612345678") if part.casefold() in seen.casefold()
    ] == []


def lire_masque(texte: str) -> str:
    if texte.startswith("Groupe"):
        return "Groupe de [identité masquée] (mardi)"
    return f"{texte[:3]}[identité masquée]" if texte.startswith("G1") else "[identité masquée]"


@cache
def conversions() -> Conversions:
    """Made once: an opening takes longer than all that is asked of it."""
    return Conversions(duckdb.connect())


def refuses(liaison: Liaison, column: str, texte: str) -> bool:
    """The one row of a table, whose cell holds the text, is refused for this column."""
    table = pa.table({"x": pa.array([texte], pa.string()), "_ligne": pa.array([2], pa.int64())})
    source = sources.source(Reconnaissance(Tableau(None, ("x",), table, 0), None, (liaison,), (), ()), 0)
    rows = preparing.prepare(conversions(), source, 0, Secret(b"0" * 32))
    return rows.state(column, "mal") == "true"


@pytest.mark.parametrize(("jeu", "column"), CODES_TENUS, ids=lambda x: getattr(x, "name", x))
@pytest.mark.parametrize(
    "texte", ["valjean@ac-poitiers.fr", "0612345678", "2023-2024 valjean@ac-poitiers.fr"]
)
def test_no_column_that_keeps_no_free_text_takes_an_address(jeu: str, column: Column, texte: str) -> None:
    assert refuses(Liaison(DATASETS[jeu], {column.name: "x"}), column.name, texte)


def test_nor_by_a_value_put_in_its_place_or_given_for_the_whole_file() -> None:
    d, adresse = DATASETS["inscription"], "valjean@ac-poitiers.fr"
    assert refuses(Liaison(d, {"groupe_id": "x"}, valeurs={"groupe_id": {"G1": adresse}}), "groupe_id", "G1")
    assert refuses(Liaison(d, {"module_code": "x"}, {"groupe_id": adresse}), "groupe_id", "M1")
    assert not refuses(Liaison(d, {"groupe_id": "x"}, valeurs={"groupe_id": {"G1": "G2"}}), "groupe_id", "G1")


# Codes of ten figures: what is no number of a person, and is not written as one.
CHIFFRES = (
    "2300110456",
    "1000012345",
    "0000123456",
    "0012345678",
    "0860001234",
    "012345678",
    "01234567890",
    "110456",
)


# Letters of groups, functions and places.
LETTRES = ("M ALPHA", "G M 12", "groupe M", "Mme la Principale", "Salle Mme de Sévigné", "MM-03", "M1")


@pytest.mark.parametrize("texte", [*AUTRES, *CHIFFRES, *LETTRES])
def test_a_code_that_names_nobody_stays(texte: str) -> None:
    assert held(texte, GROUPE) == ""


def test_a_number_of_someone_or_written_as_one_is_no_code() -> None:
    for texte in ("0612345678", "0549000017", "0912345678", "08 60 00 12 34", "G1 (AT) EXEMPLE.ORG"):
        assert held(texte, GROUPE), texte


def test_codes_of_a_base_of_before_are_told_and_replaced_by_the_same_everywhere(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes_seuls = {CODES[2], "0860001234"}  # the second looks like a number of someone at first sight
    groupes = [
        "g1 valjean (at) exemple.org",
        "0612345678",
        "86E2400001ZZZ",
        "groupe de Mme Valjean",
        *sorted(codes_seuls),
    ]
    sessions = [[*CODES[:2], g, CODES[3]] for g in groupes]
    with monkeypatch.context() as before:
        before.setattr(preparing, "without_naming", lambda column, *_: (column, np.array([], np.intp)))
        plan = csv_bytes([*SESSION, "Début"], [[*codes, "12/06/2024"] for codes in sessions])
        scene.importer(plan)
        inscrits = [[*codes, "Inscrit", "0860002K", f"p{i}@ac.fr"] for i, codes in enumerate(sessions)]
        number = scene.un(csv_bytes([*SESSION, "État de l'inscription", "UAI", "E-mail"], inscrits)).import_id
    joined = "SELECT count(*), count(DISTINCT session_id), count(*) FILTER (hors_plan) FROM v_inscription_cle"
    assert scene.base.cursor().execute(joined).fetchall() == [(6, 6, 0)]
    told = verifier(scene.base)
    assert [t.split(" : ")[0] for t in told] == [DATASETS[d].title for d in ("session", "inscription")]
    assert all("4 lignes d'une version précédente portent" in t for t in told)
    seen = ("valjean", "0612345678", "86e24")
    assert not [s for s in seen if s in " ".join(told).casefold()]
    path = Path(scene.base.path)
    assert nettoyer(scene.base, COORDINATION).textes == {
        (DATASETS[d].title, "Identifiant du groupe"): 4 for d in ("session", "inscription")
    }
    assert not [s for s in seen if s in every_byte(tmp_path / "base").casefold()]
    after = Scene(path)
    assert verifier(after.base) == []
    assert after.base.cursor().execute(joined).fetchall() == [(6, 6, 0)], (
        "each registration is still of its session"
    )
    kept = {g for (g,) in after.table("session", "groupe_id")}
    assert codes_seuls < kept
    assert all(g in codes_seuls or re.fullmatch(r"\[CODE RETIRÉ [0-9A-F]{8}\]", g) for g in kept)
    after.annuler(number)
    after.retablir(number)
    assert verifier(after.base) == []
    assert nettoyer(after.base, COORDINATION).nombre == 0


def test_a_level_that_names_someone_is_refused(scene: Scene) -> None:
    """Any text may be a level: « CM2 de Mme Valjean » was kept."""
    rows = [
        ["2023-2024", "0860002K", niveau, 24] for niveau in ("CM2", "CM2 de Mme Valjean", "CM1 M Groupe A")
    ]
    source = csv_bytes(["Année", "UAI", "Niveau", "Élèves"], rows)
    (result,) = scene.importer(source, valides_seulement=True)
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "refusees": 1}
    (problem,) = [p for p in result.problemes if p.ligne == 3]
    assert problem.message.startswith("Cette cellule tient un nom de personne")
    assert "valjean" not in "\n".join([repr(result), *every_text(scene)]).casefold()
