"""Every path that writes, or lets exact data out, refuses a reader by itself: no button stands in between."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

import tne
from tests.acces.conftest import COORDINATION, LECTEUR, OFFRES, deposer
from tne import demo, paragraphes
from tne.db import Base
from tne.effects import measure
from tne.erreurs import ErreurTNE
from tne.exports_exacts import exporter_donnees, lignes_par_jeu
from tne.filters import Filters
from tne.importing import (
    Options,
    annuler,
    history,
    importer,
    importer_document,
    reconnaitre,
    reprise,
    retablir,
    saisie,
)
from tne.importing.headers import mappings
from tne.importing.rehearsal import rehearse_import, rehearse_switch
from tne.importing.straight import in_one_writing
from tne.persons.nettoyage import nettoyer
from tne.persons.purge import annees_nominatives, personnes_nominatives, purger, purger_en_service
from tne.provenance import origines
from tne.reading import lire
from tne.slides.diapositives_liste import enregistrer
from tne.store import backup
from tne.store.copie import copier

NEW = OFFRES.replace("d@x.fr", "nouveau@x.fr").encode()
MAPPING = mappings.Correspondance("offre", {"uai": "UAI"})
# Each call would write if its `droit` were a coordinator's. The base of the tests has imports 1 to 5; 5 is undone.
CALLS: dict[str, Callable[[Base, object, Path], object]] = {
    "importing.importer": lambda b, d, _: importer(b, d, NEW, "offre.csv", Options(jeu="offre")),
    "importing.importer (remplacer)": lambda b, d, _: importer(
        b, d, NEW, "offre.csv", Options(jeu="offre", remplacer=True)
    ),
    "importing.importer (rétablir)": lambda b, d, _: importer(
        b, d, OFFRES.replace("a@", "e@").encode(), "offre.csv", Options(jeu="offre")
    ),
    "importing.importer_document": lambda b, d, _: _document(importer_document, b, d),
    "importing.straight.in_one_writing": lambda b, d, _: in_one_writing(
        b, d, b.cursor(), "x", lambda number: []
    ),
    "slides.diapositives_liste.enregistrer": lambda b, d, _: enregistrer(b, d, "2023-2024", (), ()),
    "demo.preparer_base": lambda _, d, p: demo.preparer_base(
        str(p / "neuve.duckdb"), d, lambda share, name: None
    ),
    "importing.journal.annuler": lambda b, d, _: annuler(b, d, 1),
    "importing.journal.retablir": lambda b, d, _: retablir(b, d, 5),
    "importing.history.journal_rows": lambda b, d, _: history.journal_rows(b, d),
    "importing.history.replaced_told": lambda b, d, _: history.replaced_told(b, d, 1),
    "importing.history.rows_of": lambda b, d, _: history.rows_of(b, d, 1, "offre"),
    "importing.history.events": lambda b, d, _: history.events(b, d),
    "importing.saisie.current_rows": lambda b, d, _: saisie.current_rows(b, d, "etablissement"),
    "importing.headers.mappings.remember": lambda b, d, _: mappings.remember(b, d, ("UAI",), "nom", MAPPING),
    "importing.headers.mappings.rename": lambda b, d, _: mappings.rename(b, d, "x", "nom"),
    "importing.headers.mappings.forget": lambda b, d, _: mappings.forget(b, d, "x"),
    "importing.rehearsal.rehearse_import": lambda b, d, _: _document(rehearse_import, b, d, measure),
    "importing.rehearsal.rehearse_switch": lambda b, d, _: rehearse_switch(b, d, 1, True, measure),
    "demo.charger_publie": lambda b, d, _: demo.charger_publie(b, d),
    "demo.charger_demo": lambda b, d, _: demo.charger_demo(b, d),
    "demo.retirer_demo": lambda b, d, _: demo.retirer_demo(b, d),
    "persons.purge.purger": lambda b, d, _: purger(b, d, "2023-2024"),
    "persons.purge.purger_en_service": lambda b, d, _: purger_en_service(b, d, "2023-2024"),
    "persons.nettoyage.nettoyer": lambda b, d, _: nettoyer(b, d),
    "persons.purge.annees_nominatives": lambda b, d, _: annees_nominatives(b, d),
    "persons.purge.personnes_nominatives": lambda b, d, _: personnes_nominatives(b, d, "2023-2024"),
    "exports_exacts.lignes_par_jeu": lambda b, d, _: lignes_par_jeu(b, d, None),
    "exports_exacts.exporter_donnees": lambda b, d, _: exporter_donnees(b, d, "offre", None, confirme=True),
    "store.backup.sauvegarder": lambda b, d, folder: backup.sauvegarder(b, d, folder / "copie.duckdb"),
    "store.backup.sauvegarde_automatique": lambda b, d, _: backup.sauvegarde_automatique(b, d, "essai"),
    "store.backup.sauvegarde_si_importe": lambda b, d, _: backup.sauvegarde_si_importe(b, d, "essai"),
    "store.backup.contenu": lambda b, d, folder: backup.contenu(b, d, folder / "autre.duckdb"),
    "store.backup.octets": lambda b, d, folder: backup.octets(d, folder / "autre.duckdb"),
    "store.backup.remplacer": lambda b, d, folder: backup.remplacer(b.path, d, folder / "autre.duckdb"),
    "store.backup.restaurer_ou_remplacer": lambda b, d, folder: backup.restaurer_ou_remplacer(
        b.path, d, folder / "autre.duckdb"
    ),
    "store.copie.copier": lambda b, d, folder: copier(b.path, str(folder / "copie.duckdb"), d),
    "importing.reprise.annees_a_reprendre": lambda b, d, _: reprise.annees_a_reprendre(b, d),
    "importing.reprise.preparer": lambda b, d, _: reprise.preparer(b, d, "2023-2024", "2024-2025"),
    "paragraphes.enregistrer": lambda b, d, _: paragraphes.enregistrer(b, d, "2023-2024", "formations", "x"),
    "provenance.origines": lambda b, d, _: origines(
        b.cursor(), d, Filters(), "2023-2024", "formation.offres", "coordination"
    ),
    "store.backup.restaurer": lambda b, d, folder: backup.restaurer(b.path, d, folder / "autre.duckdb"),
}
# Functions with a `droit` that are steps of the above, under the same right.
STEPS = {
    "importing.committing.commit",
    "importing.assessing.stage_all",
    "importing.committing.write_staged",
    "importing.again.again",
    "importing.journal.switch",
}


def _document(step: Callable[..., object], base: Base, droit: object, *more: object) -> object:
    document = lire(NEW, "offre.csv")
    options = Options(jeu="offre")
    return step(base, droit, document, reconnaitre(document, options), options, *more)


@pytest.fixture
def base(base: Base) -> Base:
    """With an undone import, and two of the demonstration: one in force, one undone."""
    undone = deposer(base, OFFRES.replace("a@", "e@"), "offre")
    annuler(base, COORDINATION, undone.import_id)
    con = base.cursor()
    con.execute("UPDATE import SET demo = true WHERE id IN (4, 5)")
    return base


def _refusal(call: Callable[[], object]) -> str:
    """The sentence of the refusal, raised or told in a result."""
    try:
        results = call()
    except ErreurTNE as refusal:
        return str(refusal)
    assert isinstance(results, list), results
    assert all(r.etat == "refusé" and r.import_id is None for r in results), results
    return results[0].problemes[0].message


@pytest.mark.parametrize("name", CALLS)
def test_a_reader_writes_nothing(base: Base, tmp_path: Path, name: str) -> None:
    con = base.cursor()
    state = (
        "SELECT * FROM import ORDER BY ALL",
        "SELECT * FROM evenement ORDER BY ALL",
        "SELECT * FROM log_offre ORDER BY ALL",
    )
    before = [con.execute(sql).fetchall() for sql in state], base.version()
    files = sorted(Path(base.path).parent.rglob("*"))
    said = _refusal(lambda: CALLS[name](base, LECTEUR, tmp_path))
    assert "Vous ne pouvez pas" in said or "pas pu être chargée" in said
    assert LECTEUR.raison in said
    assert ([con.execute(sql).fetchall() for sql in state], base.version()) == before
    assert sorted(Path(base.path).parent.rglob("*")) == files
    assert not (tmp_path / "copie.duckdb").exists()


def _modules() -> list[object]:
    names = [m.name for m in pkgutil.walk_packages(tne.__path__, "tne.") if not m.name.startswith("tne.ui")]
    return [importlib.import_module(n) for n in names if not n.endswith("__main__")]


def test_every_function_that_takes_a_right_is_called_above() -> None:
    found = {
        f"{f.__module__.removeprefix('tne.')}.{f.__name__}"
        for module in _modules()
        for _, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__.startswith("tne.")
        and "droit" in inspect.signature(f).parameters
        and not f.__name__.startswith("_")
    }
    called = {name.split(" ")[0] for name in CALLS}
    assert found - called - STEPS == set(), "a new writing path: call it as a reader in CALLS"
    assert called - found == set()


def test_every_function_that_writes_takes_a_right() -> None:
    # restaurer writes its line in a base that it opens itself; _again and the like run inside `commit`.
    writers = {
        f"{f.__module__}.{f.__name__}": inspect.signature(f).parameters
        for module in _modules()
        for _, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__.startswith("tne.") and ".writing(" in inspect.getsource(f)
    }
    assert writers, "the search finds something"
    assert [name for name, parameters in writers.items() if "droit" not in parameters] == []
