"""A file that waits on the import page is there again after another page was looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION
from tests.importing_ecran.test_corriger import FAUX, JUSTE, corriges
from tests.importing_ecran.test_pages import mots
from tests.importing_ecran.test_plusieurs_fichiers import TETE, annuler
from tne.db import Base
from tne.importing import Options, importer, imports

FAUTE = f"{TETE}2023-001;12/06/2024;Formaton;0860002K\n2023-002;13/06/2024;Formation;0860002K\n"
Ouvrir = Callable[..., AppTest]


def deposer(app: AppTest, *files: tuple[str, str]) -> None:
    app.file_uploader[0].set_value([(nom, text.encode(), "text/csv") for nom, text in files]).run()
    assert not app.exception


def aller_et_revenir(app: AppTest) -> None:
    for page in ("etablissement", "importer"):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception


def la(app: AppTest) -> list[str]:
    return [s.value for s in app.subheader if str(s.value).endswith(".csv")]


def importe(base: Path) -> int:
    opened = Base(str(base))
    try:
        return len(imports(opened))
    finally:
        opened.close()


def test_a_file_is_found_again_with_what_was_corrected_in_it(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    """Whoever looked up a code on the page of a school had to drop the file and correct it once more."""
    app = ouvrir("importer")
    deposer(app, ("mois.csv", FAUTE))
    (wrong,) = [s for s in app.selectbox if str(s.key).startswith("remplacer-")]
    wrong.set_value("Formation").run()
    assert "Importer" in [b.label for b in app.button], "nothing is left to be corrected"
    aller_et_revenir(app)
    assert la(app) == ["mois.csv"]
    assert "« mois.csv » est resté sur cette page" in mots(app).replace("\u202f", " ")
    next(b for b in app.button if b.label == "Importer").click().run()
    assert "c\u2019est fait" in mots(app)
    aller_et_revenir(app)
    assert la(app) == [], "it waits no more"
    assert importe(base_sans_import) == 1


def test_how_a_file_is_to_be_read_is_kept_with_it(ouvrir: Ouvrir) -> None:
    app = ouvrir("importer")
    deposer(app, ("offre.csv", "UAI;E-mail\n0860002K;a@exemple.invalid\n"))
    (chosen,) = [s for s in app.selectbox if str(s.key).startswith("annee-")]
    chosen.set_value("2023-2024").run()
    aller_et_revenir(app)
    (chosen,) = [s for s in app.selectbox if str(s.key).startswith("annee-")]
    assert chosen.value == "2023-2024"


def test_a_mapping_that_is_not_to_be_remembered_is_not_when_its_file_is_found_again(ouvrir: Ouvrir) -> None:
    """« Retenir cette correspondance » was ticked anew, and a mapping that was meant for one file was kept for all."""
    app = ouvrir("importer")
    deposer(app, ("a.csv", f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"))
    (reference,) = [s for s in app.selectbox if s.label == "Référence"]
    reference.set_value("\0aucune").run()
    next(c for c in app.checkbox if c.label.startswith("Retenir cette")).uncheck().run()
    aller_et_revenir(app)
    (kept,) = [c for c in app.checkbox if c.label.startswith("Retenir cette")]
    assert kept.value is False


def test_what_is_to_become_of_the_demonstration_is_kept_for_each_file(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    """What was said of the last one was said of all: the first would have taken the demonstration out."""
    base = Base(str(base_sans_import))
    demo = f"{TETE}2023-009;12/06/2024;Formation;0860002K\n"
    importer(base, COORDINATION, demo.encode(), "demo.csv", Options(demo=True))
    base.close()
    app = ouvrir("importer")
    deposer(app, *((f"{n}.csv", f"{TETE}2023-00{n};12/06/2024;Formation;0860002K\n") for n in (1, 2)))

    def choisis() -> list[str | None]:
        return [r.value for r in app.radio if str(r.key).startswith("demo-")]

    for n, said in ((0, "Les garder à côté"), (1, "Les garder à côté"), (1, "Retirer la démonstration")):
        [r for r in app.radio if str(r.key).startswith("demo-")][n].set_value(said).run()
    before = choisis()
    aller_et_revenir(app)
    assert choisis() == before == ["Les garder à côté", "Retirer la démonstration"]


def test_a_file_that_was_found_again_may_be_taken_away(ouvrir: Ouvrir) -> None:
    app = ouvrir("importer")
    app.checkbox("coller").check().run()
    app.text_area[0].set_value(f"{FAUTE}Dupond;;;").run()
    aller_et_revenir(app)
    assert "Tableau collé" in [s.value for s in app.subheader]
    app.button("discret-tenus").click().run()
    assert "Tableau collé" not in [s.value for s in app.subheader]
    assert "Dupond" not in repr(app.session_state)


def test_each_of_several_files_may_be_taken_away_and_dropped_again(ouvrir: Ouvrir) -> None:
    app = ouvrir("importer")
    two = [(f"{n}.csv", f"{TETE}2023-00{n};12/06/2024;Formation;0860002K\n") for n in (1, 2)]
    deposer(app, *two)
    aller_et_revenir(app)
    assert la(app) == ["1.csv", "2.csv"]
    next(b for b in app.button if b.label == "Retirer 1.csv").click().run()
    assert la(app) == ["2.csv"]
    # Dropped again it is in the frame, which takes it away by itself.
    deposer(app, *two)
    assert sorted(la(app)) == ["1.csv", "2.csv"]
    app.file_uploader[0].set_value([]).run()
    assert la(app) == []


@pytest.mark.parametrize("text", ["", "%PDF-1.7 un rapport"])
def test_a_file_that_is_refused_is_not_found_again(ouvrir: Ouvrir, text: str) -> None:
    app = ouvrir("importer")
    deposer(app, ("x.csv", text))
    held = la(app)
    aller_et_revenir(app)
    assert (held, la(app)) == (["x.csv"], [])


def test_a_file_that_the_base_had_before_is_not_found_again(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    text = f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, text.encode(), "a.csv")
    base.close()
    app = ouvrir("importer")
    deposer(app, ("a.csv", text))
    assert "Importer" not in [b.label for b in app.button]
    aller_et_revenir(app)
    assert la(app) == []


def test_a_file_that_was_imported_and_undone_is_not_found_again(ouvrir: Ouvrir) -> None:
    app = ouvrir("importer")
    deposer(app, ("a.csv", f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"))
    next(b for b in app.button if b.label == "Importer").click().run()
    annuler(app)
    aller_et_revenir(app)
    assert la(app) == []


def test_corrections_of_a_file_that_was_imported_are_not_found_again(ouvrir: Ouvrir) -> None:
    """Once their file was in they waited as one of their own, and « Importer » was offered for them."""
    app = ouvrir("importer")
    source = ("mois.csv", FAUX + JUSTE)
    deposer(app, source)
    deposer(app, source, ("a-corriger.csv", corriges(app)))
    aller_et_revenir(app)
    assert sorted(la(app)) == ["a-corriger.csv", "mois.csv"]
    next(b for b in app.button if b.label == "Importer").click().run()
    assert "c\u2019est fait" in mots(app)
    aller_et_revenir(app)
    assert la(app) == []
