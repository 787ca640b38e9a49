"""Random sequences of imports, undos, redos and replacements, against an independent model in plain Python."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.importing.modele_independant import EFFACE, Import, Modele
from tests.importing.scene import Scene, comptes, csv_bytes

# Data set → column → header and cells: text as written, value as read. Keys may lack a part.
ANNEES = [("", None), ("2022-2023", "2022-2023"), ("2023-2024", "2023-2024"), ("2023-2024", "2023-2024")]
TABLES: dict[str, dict[str, tuple[str, list[tuple[str, Any]]]]] = {
    "consultation": {
        "plateforme": ("Plateforme", [("YT", "YT")]),
        "identifiant": ("Identifiant", [("a", "a"), ("b", "b")]),
        "annee": ("Année scolaire", ANNEES[1:]),
        "debut": ("Début", [("", None), ("", None), ("01/10/2023", date(2023, 10, 1))]),
        "periode": ("Période", [("Mois", "Mois"), ("mensuel", "Mois")]),
        "vues": ("Vues", [("1", 1), ("2", 2), ("1 000", 1000), ("ND", EFFACE)]),
        "heures_vues": (
            "Durée de visionnage (heures)",
            [("", None), ("1,5", 1.5), ("2", 2.0), ("NS", EFFACE)],
        ),
        "spectateurs": ("Spectateurs uniques", [("", None), ("7", 7), ("-", EFFACE)]),
    },
    "equipement": {
        "reference": ("Référence", [("", None), ("R1", "R1"), ("r2", "R2")]),
        "annee": ("Année scolaire", ANNEES),
        "uai": ("UAI", [("0860002K", "0860002K"), ("860799b", "0860799B")]),
        "type": ("Type", [("Lab", "Lab pédagogique"), ("socle", "Socle numérique")]),
        "libelle": ("Libellé", [("", None), ("un", "un"), ("#VIDER", EFFACE)]),
        "quantite": ("Quantité", [("", None), ("3", 3), ("4", 4), ("ND", EFFACE)]),
    },
}
CLES = {
    "consultation": ("plateforme", "identifiant", "annee", "periode", "debut"),
    "equipement": ("reference",),
}
REMOVAL = [("", False)] * 6 + [("oui", True), ("non", False)]


def rows(jeu: str) -> st.SearchStrategy[list[dict[str, tuple[str, Any]]]]:
    cells = {name: st.sampled_from(choices) for name, (_, choices) in TABLES[jeu].items()}
    row = st.fixed_dictionaries({**cells, "retirer": st.sampled_from(REMOVAL)})
    return st.lists(row, min_size=1, max_size=4).map(one_school_for_each_reference)


def one_school_for_each_reference(
    table: list[dict[str, tuple[str, Any]]],
) -> list[dict[str, tuple[str, Any]]]:
    """A file in which one reference stands for two schools is refused, and another test's."""
    uais: dict[Any, tuple[str, Any]] = {}
    return [
        row | {"uai": uais.setdefault(row["reference"][1], row["uai"])}
        if row.get("reference", ("", None))[1] is not None
        else row
        for row in table
    ]


files = st.sampled_from(sorted(TABLES)).flatmap(lambda jeu: st.tuples(st.just(jeu), rows(jeu)))
number = st.integers(0, 20)
steps = st.one_of(
    st.tuples(st.just("importer"), files, st.sampled_from([False, False, False, True])),
    st.tuples(st.just("encore"), number, st.booleans()),
    st.tuples(st.just("annuler"), number),
    st.tuples(st.just("annuler"), number),
    st.tuples(st.just("retablir"), number),
)


def as_bytes(jeu: str, table: list[dict[str, tuple[str, Any]]]) -> bytes:
    header = [title for title, _ in TABLES[jeu].values()]
    names = [*TABLES[jeu], "retirer"]
    return csv_bytes([*header, "Retirer"], [[row[name][0] for name in names] for row in table])


def same(scene: Scene, model: Modele) -> None:
    for jeu, columns in TABLES.items():
        expected = [tuple(row[c] for c in columns) for row in model.contenu(jeu).values()]
        assert sorted(map(repr, scene.table(jeu, *columns))) == sorted(map(repr, expected))


@pytest.fixture(scope="module")
def neuve(neuve_modele: Path, copier_base: Callable[[Path, Path], Path]) -> Callable[[Path], Path]:
    """`neuve(dossier)`: an empty base there."""
    return partial(copier_base, neuve_modele)


def run(steps: list[Any], neuve: Callable[[Path], Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(neuve(Path(folder)))
        model, sources = Modele(CLES), list[bytes]()
        try:
            for step in steps:
                play(scene, model, sources, step)
                same(scene, model)
                scene.verifier(*TABLES)
        finally:
            scene.base.close()


def play(scene: Scene, model: Modele, sources: list[bytes], step: Any) -> None:
    """Do one step on the base and on the model; compare what it said it did."""
    if step[0] in ("importer", "encore"):
        if step[0] == "importer":
            (jeu, table), replacing = step[1], step[2]
            source = as_bytes(jeu, table)
            values = [{name: row[name][1] for name in (*TABLES[jeu], "retirer")} for row in table]
        elif sources:
            source, replacing = sources[step[1] % len(sources)], step[2]
        else:
            return
        # A reference that stood for another school until now is a correction: whoever imports has said so.
        result = scene.un(source, remplacer=replacing, memes_references=True)
        if source in sources:
            position = sources.index(source)
            known = model.imports[position]
            assert result.etat == ("rétabli" if known.annule else "déjà importé")
            known.annule = False
            known.remplace |= replacing
        else:
            before = model.contenu(jeu)
            position = len(sources)
            sources.append(source)
            model.imports.append(Import(jeu, values, replacing))
            if not replacing:
                check_counts(comptes(result), before, model.contenu(jeu), len(table))
        assert result.import_id == position + 1, "a rank is drawn once"
    elif sources:
        position = step[1] % len(sources)
        known = model.imports[position]
        if known.annule == (step[0] == "retablir"):
            getattr(scene, step[0])(position + 1)
            known.annule = not known.annule


def check_counts(said: dict[str, int], before: dict[Any, Any], after: dict[Any, Any], read: int) -> None:
    assert said["lues"] == read
    assert said.get("ajoutees", 0) == len(after.keys() - before.keys())
    moved = [key for key in before if before[key] != after.get(key)]
    assert said.get("modifiees", 0) == len(moved)


LONGUE = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
# Without shrinking, which takes minutes where each step is a transaction: the long run shrinks.
COURTE = settings(
    LONGUE, max_examples=40, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False
)


@COURTE
@given(steps=st.lists(steps, min_size=2, max_size=8))
def test_the_base_is_what_the_model_says(neuve: Callable[[Path], Path], steps: list[Any]) -> None:
    run(steps, neuve)


@pytest.mark.long
@LONGUE
@given(steps=st.lists(steps, min_size=2, max_size=14))
def test_the_base_is_what_the_model_says_for_long(neuve: Callable[[Path], Path], steps: list[Any]) -> None:
    run(steps, neuve)
