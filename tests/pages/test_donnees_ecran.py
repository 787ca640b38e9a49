"""The page Données as it is seen: each state, each year, on a phone, and one name for each source."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import dit, html, lu, titres
from tests.pages.conftest import Ouvrir
from tne import demandes, horloge
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.filters import Filters
from tne.typographie import typographier
from tne.ui.liste_lue import Colonne
from tne.ui.tableaux import Cellule, tableau_html
from tne.visuals import donnees, donnees_mois

YEAR = Filters(annees=("2023-2024",))


def _a_copier(app: AppTest) -> list[str]:
    """The texts that the page offers to copy."""
    own = [e.proto for e in app.get("bidi_component") if "a_copier" in e.proto.component_name]
    return [json.loads(proto.json) for proto in own]


def test_each_chosen_year_has_its_months(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_demo))
    monkeypatch.setenv("TNE_ACCES", "poste")
    app = AppTest.from_file(str(racine / "app.py"), default_timeout=60)
    app.query_params["annee"] = ["2022-2023", "2023-2024"]
    app.run().switch_page("pages/donnees.py").run()
    assert not app.exception
    titles = titres(app)
    assert titles[0].startswith("2023-2024 ·")
    assert titles[1].startswith("2022-2023 ·")


@pytest.mark.parametrize("which", ["demo", "publie", "vide"])
def test_the_page_in_every_state(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    names = {"demo": "base_demo", "publie": "base_publiee", "vide": "base_sans_import"}
    path: Any = request.getfixturevalue(names[which])
    monkeypatch.setenv("TNE_BASE", str(path))
    monkeypatch.setenv("TNE_ACCES", "poste")
    app = (
        AppTest.from_file(str(racine / "app.py"), default_timeout=60)
        .run()
        .switch_page("pages/donnees.py")
        .run()
    )
    assert not app.exception
    text = dit(app)
    running = demandes.annees([], horloge.aujourdhui())[0]
    shown = running if which == "vide" else "2023-2024"
    year = app.selectbox(key=f"demander-{shown}")
    assert year.value == shown
    if which == "demo":
        # Never « rien ne manque » above a long mail: it is that of a year one asks for.
        assert not _a_copier(app), "what is asked for has rows in scripts/demo"
        assert "Rien n\u2019est à demander pour 2023-2024" in text
        app.button(key="demander-suite").click().run()
        assert app.selectbox(key=f"demander-{shown}").value == running
        shown = running
    (mail,) = map(lu, _a_copier(app))
    assert shown in mail
    assert all(lu(typographier(DATASETS[j].title)) in mail for j in demandes.ATTENDUS)
    assert {
        "demo": f"{len(demandes.ATTENDUS)} sources",
        "publie": "17 chiffres publiés",
        "vide": "La base est vide",
    }[which] in text.replace("\u202f", " ")


def test_several_years_need_no_column_more_on_a_phone(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_demo))
    monkeypatch.setenv("TNE_ACCES", "poste")
    heads = {}
    for years in (["2023-2024"], ["2023-2024", "2022-2023"]):
        app = AppTest.from_file(str(racine / "app.py"), default_timeout=60)
        app.session_state["annee"] = years
        app.run().switch_page("pages/donnees.py").run()
        (table,) = [h for h in html(app) if "Dernier import" in h]
        heads[len(years)] = table.count('<th scope="col"')
        assert ("Interventions des médiateurs, 2023-2024" in lu(table)) is (len(years) > 1)
    assert heads == {1: 4, 2: 4}


def test_where_nothing_is_imported_no_column_on_imports_holds_dashes_alone(
    ouvrir_page: Ouvrir, base_publiee: Path
) -> None:
    (table,) = [h for h in html(ouvrir_page("donnees", base_publiee)) if ">manque<" in h]
    assert table.count('<th scope="col"') == 2
    assert "Dernier import" not in table


def test_the_way_to_the_templates_opens_them(
    base_publiee: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_publiee))
    monkeypatch.setattr("tne.ui.acces.droit", lambda: Droit(True, "essai"))
    app = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    app.switch_page("pages/donnees.py").run()
    (way,) = [h for h in html(app) if "Modèles à remplir" in h]
    assert 'href="importer?modeles=ouverts"' in way
    for asked in (False, True):
        if asked:
            app.query_params["modeles"] = "ouverts"
        app.switch_page("pages/importer.py").run()
        (block,) = [e for e in app.expander if e.label.startswith("Modèles à remplir")]
        assert block.proto.expanded is asked


def test_a_table_to_read_shows_each_word_and_obeys_none() -> None:
    hostile = '<b>&amp;</b> "=1+1"'
    html = tableau_html(
        hostile, [Colonne("Nom"), Colonne(hostile, "nombre")], [[Cellule(hostile, hostile), Cellule("3")]]
    )
    assert "<b>" not in html
    assert html.count(escape(hostile)) == 5  # a number says the name of its column again, for a phone
    assert '<th scope="row" role="rowheader">' in html
    assert re.search(r'<td role="cell" class="tne-nombre" data-titre="[^"<]*"><span>3</span></td>', html)


def test_the_page_calls_each_source_by_one_name(demo_modele: Path) -> None:
    """« Consultations des ressources » in the lists was « relevés de vues » under them."""
    base = Base(str(demo_modele), read_only=True)
    con = base.cursor()
    said = [
        v.source
        for v in (donnees_mois.mois_par_mois(con, YEAR, "lecture"), donnees.sources(con, YEAR, "lecture"))
    ]
    said.append(donnees.rapprochement(con, YEAR, "lecture").source)
    base.close()
    for line in said:
        assert "consultations des ressources, équipements et ressources des établissements" in line
        assert "Numérixplore" in line
        assert not any(name in line for name in ("Sofia", "relevés de vues", "journal des médiateurs"))
