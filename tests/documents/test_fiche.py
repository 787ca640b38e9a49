"""The fiche of one school: one page, tagged, always masked, the same figures as the page; all of them in one archive."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
import typst
from pypdf import PdfReader

from tests.acces.conftest import INSCRIPTIONS, SESSIONS
from tests.importing.scene import Scene
from tne.bilan import import_dates
from tne.db import Base
from tne.documents import fiche as pages
from tne.documents.contenu import contenu
from tne.documents.fiche import fiche, fiches
from tne.documents.signes import Signes, imprimer
from tne.erreurs import UsageIncorrect
from tne.filters import Filters
from tne.queries.etablissement import dossier
from tne.typographie import MOIS
from tne.visuals import etablissement_mots as mots

AN = "2023-2024"
BRUYERES, COLLINE, REMPLACE, SUCCESSEUR = "0869032A", "0869011C", "0869048T", "0869001S"


def _text(data: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(data)).pages  # one page, or the test fails
    return re.sub(r"\s+", " ", page.extract_text())


def test_the_fiche_says_what_the_page_says(demo: Base) -> None:
    text = _text(fiche(demo, BRUYERES, AN))
    d = dossier(demo.cursor(), Filters(etablissements=(BRUYERES,)), "lecture")
    assert d is not None
    for words in (mots.identite(d), mots.phrase(d, AN).replace("**", ""), *mots.manques(d, AN)):
        assert re.sub(r"\s+", " ", words) in text
    assert "Préparation des valises mobiles" in text
    assert "16/04/2025" not in text  # what came after the year
    assert "Données de démonstration" in text
    assert f"fiche d\u2019établissement {AN}" in text
    assert re.search(r"Source : .*, import du .*, démonstration · Données importées", text)


def test_what_is_missing_beyond_the_page_is_counted(demo: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    d = dossier(demo.cursor(), Filters(etablissements=("0869046R",)), "lecture")
    assert d is not None
    every = mots.manques(d, AN)
    assert len(every) == 4
    rest = {4: "", 5: "", 3: "1 point de plus sur la page", 1: "3 points de plus sur la page"}
    for most, said in rest.items():
        monkeypatch.setattr(pages, "LIGNES", ((2, 1, most),))
        text = _text(fiche(demo, d.uai, AN))
        assert [re.sub(r"\s+", " ", m) in text for m in every] == [n < most for n in range(4)]
        assert said in text if said else "de plus sur" not in text


def test_no_line_ends_inside_a_date(demo: Base) -> None:
    raw = PdfReader(io.BytesIO(fiche(demo, BRUYERES, AN))).pages[0].extract_text()
    jour, mois = r"\d(?:er)?", f"(?:{'|'.join(MOIS)})"  # an import made today may have been made on the first
    assert re.search(rf"{jour} {mois} 20", re.sub(r"\s", " ", raw))
    assert not re.search(rf"{jour}\s*\n\s*{mois}|{mois}\s*\n\s*20", raw)


def test_the_fiche_is_tagged_with_an_alternative_for_its_chart(demo: Base) -> None:
    with pikepdf.open(io.BytesIO(fiche(demo, BRUYERES, AN))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert len(figures) == 1
        assert "2023-2024 : 5, moyenne 0,8" in str(figures[0]["/Alt"]).replace("\u202f", " ")
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode("utf-8")


def test_the_fiche_is_always_masked(demo: Base) -> None:
    text = _text(fiche(demo, COLLINE, AN))
    assert "nombre masqué" in text
    assert "Masqué : ce nombre n\u2019est pas montré" in text
    exact = dossier(demo.cursor(), Filters(etablissements=(COLLINE,)), "coordination")
    assert exact is not None
    n = exact.effectif("participants", AN, "Formations")
    assert isinstance(n, int)
    assert f"{n} enseignant" not in text


def test_a_replaced_school_gives_its_successors_fiche(demo: Base) -> None:
    assert f"UAI {SUCCESSEUR}" in _text(fiche(demo, REMPLACE, AN))


def test_an_unknown_school_is_refused_with_a_sentence(demo: Base) -> None:
    with pytest.raises(UsageIncorrect, match="0860001J n\u2019est pas dans la base"):
        fiche(demo, "0860001J", AN)


def test_only_what_is_imported_is_said_not_to_have_happened(scene: Scene) -> None:
    """« Ni rencontre avec les parents, ni journée Numérixplore » stood beside « Rien n'est importé sur ces parties »."""
    lines = [f"{u};Collège {u};Collège;Public;Poitiers" for u in (BRUYERES, COLLINE)]
    scene.importer("\n".join(["UAI;Nom;Type;Secteur;Commune", *lines]))
    assert "Rien n’est importé de ce qui se passe dans les établissements." in _text(
        fiche(scene.base, BRUYERES, AN)
    )
    scene.importer(f"Date;Nature;UAI;Thème\n10/10/2023;Formation;{COLLINE};ENT")
    text = _text(fiche(scene.base, BRUYERES, AN))
    assert "Ce qui s’est passé Aucune intervention." in text
    assert "ni rencontre" not in text


def test_no_school_makes_no_archive(scene: Scene) -> None:
    """An archive without a file was written, and said to be."""
    with pytest.raises(UsageIncorrect, match="importez l'annuaire"):
        fiches(scene.base, AN)


def test_a_school_with_too_much_still_has_one_page(scene: Scene) -> None:
    long = "Un thème très long qui décrit en détail ce qui s'est passé ce jour-là dans l'établissement " * 3
    name = "Collège au nom remarquablement long de la vallée de la rivière qui coule vers la mer, et la suite"
    scene.importer(f"UAI;Nom;Type;Secteur;Commune\n{BRUYERES};{name};Collège;Public;Saint-Martin-la-Pallu")
    rows = "\n".join(
        f"{y}-{n};{10 + n % 18}/{1 + n % 6}/{y + 1};Accompagnement personnalisé;{BRUYERES};{long};WebRadio;Abandonné"
        for y in range(2017, 2024)
        for n in range(20)
    )
    scene.importer(f"Référence;Date;Nature;UAI;Thème;Projet;État du projet\n{rows}")
    stock = "\n".join(f"E{n};2023-2024;{BRUYERES};Ressource;{long};1;Commandé" for n in range(20))
    scene.importer(f"Référence;Année scolaire;UAI;Type;Libellé;Quantité;État\n{stock}")
    text = _text(fiche(scene.base, BRUYERES, AN))
    assert re.search(r"1[23]\d événements plus anciens sur la page", text)
    assert "équipements de plus" in text


def test_markup_in_the_data_is_text(scene: Scene) -> None:
    scene.importer(f"UAI;Nom;Type;Secteur;Commune\n{BRUYERES};Collège #read(1) *x* $y$;Collège;Public;<b>&")
    scene.importer(f"Date;Nature;UAI;Thème\n10/10/2023;Formation;{BRUYERES};#panic() @a <b> [c]")
    text = _text(fiche(scene.base, BRUYERES, AN))
    assert "Collège #read(1) *x* $y$" in text
    assert "#panic() @a <b> [c]" in text
    assert "démonstration" not in text


def test_a_sign_that_no_font_draws_takes_no_fiche_away(scene: Scene) -> None:
    """One 🎉 under « Thème », and neither this fiche nor the archive of all could be made."""
    scene.importer(f"UAI;Nom;Type;Secteur;Commune\n{BRUYERES};Collège ﷺ 🌿;Collège;Public;Poitiers")
    scene.importer(f"Date;Nature;UAI;Thème\n10/10/2023;Formation;{BRUYERES};Fête 🎉👩\u200d🏫 du numérique")
    text = _text(fiche(scene.base, BRUYERES, AN))
    assert "Fête du numérique" in text
    assert "Collège \ufffd" in text


def test_signs_are_left_out_together_and_any_other_fault_is_told() -> None:
    """Tried in turns, each of two would come back with the other for ever."""
    tried: list[Signes] = []

    def compiled(signs: Signes) -> bytes:
        tried.append(signs)
        assert len(tried) < 9
        for sign in sorted({"🎉", "🌿"} - signs):
            told = typst.TypstError(f'the text `"\\u{{{ord(sign):x}}}"` could not be displayed')
            told.diagnostic = ""
            raise told
        return b"page"

    assert imprimer(compiled) == (b"page", frozenset("🎉🌿"))

    def broken(signs: Signes) -> bytes:
        tried.append(signs)
        assert len(tried) < 9
        fault = typst.TypstError("unknown variable")
        fault.diagnostic = ""
        raise fault

    with pytest.raises(typst.TypstError, match="unknown variable"):
        imprimer(broken)


def test_all_fiches_with_their_progress(scene: Scene) -> None:
    visited, never, closed, closed_visited, closed_equipped = (
        "0860002K",
        "0860799B",
        "0861457S",
        "0860003L",
        "0860016A",
    )
    schools = dict.fromkeys((visited, never), "Ouvert") | dict.fromkeys(
        (closed, closed_visited, closed_equipped), "Fermé"
    )
    lines = "\n".join(f"{u};Collège {u};Collège;Public;{e}" for u, e in schools.items())
    scene.importer(f"UAI;Nom;Type;Secteur;État\n{lines}")
    scene.importer(
        f"Date;Nature;UAI;Thème\n10/10/2023;Formation;{visited};Robots\n10/10/2022;Formation;{closed_visited};"
    )
    scene.importer(f"Référence;Date;UAI;Type;Libellé\n1;10/10/2022;{closed_equipped};Ressource;Robot")
    for text in (SESSIONS, INSCRIPTIONS):
        assert scene.un(text).comptes.ajoutees > 0
    steps: list[tuple[float, str]] = []
    data = fiches(scene.base, AN, lambda share, name: steps.append((share, name)))
    kept = [visited, closed_visited, closed_equipped, never]  # by name
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [f"fiche-{u}-{AN}.pdf" for u in kept]
        texts = {u: _text(archive.read(f"fiche-{u}-{AN}.pdf")) for u in kept}
    assert "Robots" in texts[visited]
    assert "nombre masqué" in texts[visited], "whoever makes them: there are two participants"
    assert "Robots" not in texts[never]
    assert steps == [(n / 4, f"Collège {u}") for n, u in enumerate(kept, 1)]


def test_documents_are_dated_by_the_latest_import_of_all(scene: Scene) -> None:
    scene.importer(f"UAI;Nom;Type;Secteur\n{BRUYERES};Collège;Collège;Public")
    scene.importer(f"Date;Nature;UAI;Thème\n10/10/2023;Formation;{BRUYERES};ENT")
    scene.sql("UPDATE import SET cree = TIMESTAMP '2024-01-05 10:00:00' + to_days(CAST(id AS INTEGER))")
    said = "Données importées jusqu’au 7 janvier 2024."
    assert re.sub(r"\s", " ", contenu(scene.base, Filters(annees=(AN,)), AN).date_donnees) == said
    assert said in _text(fiche(scene.base, BRUYERES, AN))


def test_an_import_that_was_undone_gives_no_date(scene: Scene) -> None:
    done = scene.un(f"UAI;Nom;Type;Secteur\n{BRUYERES};Collège;Collège;Public")
    assert import_dates(scene.base).keys() == {"etablissement"}
    scene.annuler(done.import_id)
    assert import_dates(scene.base) == {}


def test_a_column_where_nobody_says_anything_is_left_out(demo: Base) -> None:
    assert "Précision" in _text(fiche(demo, "0869004V", AN))
    clairiere = _text(fiche(demo, "0869334D", AN))
    assert "Création d\u2019un livre numérique" in clairiere
    assert "Précision" not in clairiere
