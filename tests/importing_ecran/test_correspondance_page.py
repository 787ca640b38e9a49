"""Columns given by hand on the import page: chosen one by one, suggested, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing_ecran.test_pages import mots
from tne.db import Base
from tne.importing.headers import mappings


def test_an_export_that_feeds_two_data_sets_is_remapped_column_by_column(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    nom = "consultations-youtube.csv"
    content = (RACINE / "data" / "demo" / "2023-2024" / nom).read_bytes()
    app = ouvrir("importer")
    app.file_uploader[0].set_value([(nom, content, "text/csv")]).run()
    assert "Ressources pour les parents" in mots(app)
    assert not [
        c for c in app.checkbox if c.label.startswith("Retenir")
    ]  # as recognised: nothing to remember
    (titles,) = [s for s in app.selectbox if s.key and s.key.endswith("-ressource-0-titre")]
    titles.set_value("Contenu").run()
    assert [c for c in app.checkbox if c.label.startswith("Retenir")]
    (button,) = [b for b in app.button if b.label.startswith("Importer")]
    button.click().run()
    assert not app.exception
    base = Base(str(base_sans_import))
    assert base.cursor().execute("FROM ressource WHERE titre <> identifiant").fetchall() == []
    (kept,) = mappings.remembered(base)
    assert kept.nom == "Ressources pour les parents, Consultations des ressources, 9 colonnes"
    base.close()


def test_all_suggestions_are_taken_at_once_and_values_mapped(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    heads = "Code dispo;Code mod.;Grp;Sess.;Nom usuel;Prénom;Mél;RNE affectation;Statut;Émargement"
    rows = "23A0130001;M1;1;1;DUPOND;Jean;a@x.fr;0860002K;Inscrit;Vu"
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("s.csv", f"{heads}\n{rows}\n".encode(), "text/csv")]).run()
    (jeu,) = [s for s in app.selectbox if s.key and s.key.startswith("jeu-")]
    jeu.set_value("inscription").run()
    assert "DUPOND" not in mots(app)
    # The same module for all rows, perhaps; never the same person, who would be kept with the mapping.
    everywhere = {
        s.key.rpartition("-0-")[2]
        for s in app.selectbox
        if s.key and "-inscription-0-" in s.key and "La même valeur partout…" in s.options
    }
    assert "module_code" in everywhere
    assert everywhere & {"nom", "prenom", "email", "numen"} == set()
    (every,) = [b for b in app.button if b.key and b.key.startswith("propositions-")]
    every.click().run()
    (group,) = [s for s in app.selectbox if s.key and s.key.endswith("-inscription-0-groupe_id")]
    group.set_value("Grp").run()
    (present,) = [s for s in app.selectbox if s.label.startswith("Émargement")]
    present.set_value("Présent").run()
    (button,) = [b for b in app.button if b.label == "Importer"]
    button.click().run()
    assert not app.exception
    base = Base(str(base_sans_import))
    assert base.cursor().execute("SELECT presence, uai FROM inscription").fetchall() == [
        ("Présent", "0860002K")
    ]
    (kept,) = mappings.remembered(base)
    assert kept.correspondance.valeurs == {"presence": {"Vu": "Présent"}}
    base.close()
