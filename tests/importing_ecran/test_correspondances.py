"""Mappings: exact by themselves, suggested otherwise, remembered for the same headers, on screen and by command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import RACINE
from tests.importing.scene import COORDINATION, Scene, comptes, text_bytes
from tests.importing.test_vie_privee import every_text
from tne.access import Droit
from tne.datasets import DATASETS
from tne.erreurs import AccesRefuse, ImportRefuse, UsageIncorrect
from tne.importing import committing, importer_document, known_mappings, open_document, reconnaitre
from tne.importing.headers import mappings, suggesting
from tne.importing.headers.mappings import Correspondance
from tne.importing.model import Options
from tne.persons.nettoyage import nettoyer
from tne.spec import Privacy
from tne.store.verification import verifier
from tne.ui.importation.correspondance import _ordered

JOURNAL = """Quand;Nature de l'aide;Code de l'école;Mél du collègue;Divers;Qui
12/06/2024;Formation;0860002K;a@x.fr;rien;a@x.fr
13/06/2024;Présentiel;0860002K;b@x.fr;rien;"""


def tableau(text: str):  # type: ignore[no-untyped-def]
    return open_document(text_bytes(text), "a.csv").principal


CHOISIE = Correspondance(
    "intervention",
    {"date": "Quand", "nature": "Nature de l'aide", "uai": "Code de l'école"},
    {"theme": "Numérique"},
    {"nature": {"Présentiel": "Accompagnement personnalisé"}},
)


def test_a_day_alone_may_be_the_one_that_is_needed() -> None:
    """« Date » was proposed for « Fin », whose « Date de fin » is nearer to it by letters, and nothing for « Début »."""
    t = tableau("Intitulé;Date;Animé par\nWebradio;03/10/2024;DRANE\n")
    assert suggesting.suggestions(t, mappings.exact(t, "session"))["Date"] == "debut"


def test_nothing_is_guessed_but_suggested() -> None:
    with pytest.raises(ImportRefuse):
        reconnaitre(open_document(text_bytes(JOURNAL), "a.csv"))
    t = tableau(JOURNAL)
    start = mappings.exact(t, "intervention")
    assert start.colonnes == {}
    assert mappings.missing(start) == ["date", "nature", "uai"]
    assert suggesting.suggestions(t, start)["Nature de l'aide"] == "nature"
    with pytest.raises(ImportRefuse, match="il manque : « Date »"):
        mappings.bind(t, start)


@pytest.mark.parametrize("jeu", ["session", "module", "session_complement"])
def test_a_list_of_trainings_without_any_code_is_told_where_its_numbers_go(jeu: str) -> None:
    """« Donnez une valeur pour tout le fichier » would have made one session of all its rows."""
    t = tableau("Intitulé;Date;Animé par;Nb inscrits\nWebradio;03/10/2024;DRANE;12\n")
    with pytest.raises(ImportRefuse, match="page Saisir") as refused:
        mappings.bind(t, mappings.exact(t, jeu))
    assert "une valeur pour tout le fichier" not in str(refused.value)


@pytest.mark.parametrize(
    "header",
    ["Patient", "Employé assigné", "Nom de l'apprenant", "Enseignant", "Tuteur", "Naissance", "Né(e) le", "Matricule", "N° INE"],
)  # fmt: skip
def test_nobody_stands_as_an_example_under_the_title_of_who_they_are(header: str) -> None:
    """A surname alone, a first name alone and a day of birth look like any other word and any other day."""
    t = tableau(f"Date;{header}\n12/06/2024;Martin\n13/06/2024;01/02/2011")
    assert suggesting.examples(t, header, ()) is None


@pytest.mark.parametrize("header", ["Nombre d'élèves", "Nb élève", "Enseignants", "École de l'élève"])
def test_what_is_counted_or_is_a_school_stays_an_example(header: str) -> None:
    assert (
        suggesting.examples(tableau(f"Date;{header}\n12/06/2024;12\n13/06/2024;14"), header, ()) == "12 · 14"
    )


def test_examples_never_come_from_a_column_that_may_name_someone() -> None:
    t = tableau(JOURNAL)
    assert suggesting.examples(t, "Divers", ()) == "rien"
    assert suggesting.examples(t, "Quand", ()) == "12/06/2024 · 13/06/2024"
    assert suggesting.examples(t, "Mél du collègue", ()) is None  # its values are addresses
    assert suggesting.examples(t, "Qui", ()) is None
    assert suggesting.examples(t, "Divers", ("Divers",)) is None
    named = tableau("Quand;Équipe;Médiatrice\n12/06/2024;Anne Durand;Anne\n13/06/2024;les deux;Lise")
    assert [suggesting.examples(named, h, ()) for h in named.entete] == [
        "12/06/2024 · 13/06/2024",
        None,
        None,
    ]
    heads = tableau("UAI;Principal;Accueil\n0860002K;Durand;Mme Petit\n0860799B;Roy;M. Aubry")
    assert [suggesting.examples(heads, h, ()) for h in heads.entete] == ["0860002K · 0860799B", None, None]
    inside = tableau("Détails;Lieu\nVu avec Mme Durand;Collège Mme de Sévigné\nRien;Lycée")
    shown = [suggesting.examples(inside, h, ()) for h in inside.entete]
    assert shown == [None, "Collège Mme de Sévigné · Lycée"]
    headless = tableau("Dupond Jean;12/06/2024;0860002K\nDurand Anne;13/06/2024;0860002K")
    assert all(suggesting.examples(headless, h, ()) is None for h in headless.entete)


STAGIAIRES = """Code mod.;Nom usuel;Nom établissement;RNE affectation;Commentaire formateur;Émargement
M1;DUPOND;Collège A;0860002X;a oublié;Pres.
M2;DURAND;Collège B;860799B;;Abs."""


def test_a_title_that_nobody_has_seen_shows_no_person_and_no_free_text() -> None:
    t = tableau(STAGIAIRES)
    shown = {h: suggesting.examples(t, h, ()) for h in t.entete}
    assert shown["Nom usuel"] is None
    assert shown["Commentaire formateur"] is None
    assert shown["Nom établissement"] == "Collège A · Collège B"
    assert shown["RNE affectation"] == "0860002X · 860799B"


def test_codes_of_schools_are_known_by_their_shape_and_words_before_letters() -> None:
    t = tableau(STAGIAIRES)
    exact = mappings.exact(t, "inscription")
    assert exact.colonnes["uai"] == "RNE affectation", "a declared wording but for its first word"
    found = suggesting.suggestions(t, exact)
    assert found["Nom établissement"] == "etablissement"
    assert found["Nom usuel"] == "nom"
    assert found["Code mod."] == "module_code"


def test_a_confirmed_mapping_imports_and_is_remembered_for_the_same_headers(scene: Scene) -> None:
    document = open_document(text_bytes(JOURNAL), "a.csv")
    r = mappings.bind(document.principal, CHOISIE)
    (done,) = importer_document(scene.base, COORDINATION, document, (r,), Options())
    assert comptes(done) == {"lues": 2, "ajoutees": 2}
    mappings.remember(scene.base, COORDINATION, document.principal.entete, "Journal", CHOISIE)
    # Another order, other accents: the same headers; the ordinary path (and so the command line) knows them now.
    other = """Nature de l'aide;QUAND;Code de l'ecole;Mél du collègue;Divers;Qui
    Présentiel;14/06/2024;0860799B;;;"""
    (again,) = scene.importer(other)
    assert (again.etat, comptes(again)) == ("importé", {"lues": 1, "ajoutees": 1})
    assert ("Accompagnement personnalisé", "Numérique") in scene.table("intervention", "nature", "theme")


def test_a_remembered_mapping_is_seen_renamed_replaced_and_deleted(scene: Scene) -> None:
    header = tableau(JOURNAL).entete
    mappings.remember(scene.base, COORDINATION, header, "Journal", CHOISIE)
    mappings.remember(scene.base, COORDINATION, header, " Journal\n2024 ", CHOISIE)
    (kept,) = mappings.remembered(scene.base)
    assert (kept.nom, kept.correspondance) == ("Journal 2024", CHOISIE)
    mappings.rename(scene.base, COORDINATION, kept.empreinte, "Médiateurs")
    assert mappings.remembered(scene.base)[0].nom == "Médiateurs"
    with pytest.raises(UsageIncorrect):
        mappings.rename(scene.base, COORDINATION, kept.empreinte, "  ")
    mappings.forget(scene.base, COORDINATION, kept.empreinte)
    assert known_mappings(scene.base) == {}


def test_another_data_set_asked_for_leaves_the_memory_aside() -> None:
    document = open_document(text_bytes(JOURNAL), "a.csv")
    known = {mappings.headers_mark(document.principal.entete): CHOISIE}
    assert reconnaitre(document, Options(), known)[0].titre == "Interventions des médiateurs"
    with pytest.raises(ImportRefuse):
        reconnaitre(document, Options(jeu="numerixplore"), known)


def test_values_of_personal_columns_are_never_kept() -> None:
    c = Correspondance(
        "intervention",
        {**CHOISIE.colonnes, "mediateur": "Qui"},
        {},
        {"mediateur": {"Dupond": "Durand"}},
    )
    (link,) = mappings.bind(tableau(JOURNAL), c).liaisons
    assert link.valeurs == {}


def test_a_reader_keeps_renames_and_deletes_nothing(scene: Scene) -> None:
    reader = Droit(False, "", "lecture")
    for call in (
        lambda: mappings.remember(scene.base, reader, ("a",), "n", CHOISIE),
        lambda: mappings.rename(scene.base, reader, "x", "n"),
        lambda: mappings.forget(scene.base, reader, "x"),
    ):
        with pytest.raises(AccesRefuse):
            call()


@pytest.mark.parametrize("nom", ["plan-et-sessions.xlsx", "consultations-youtube.csv", "offre-envoi.csv"])
def test_an_export_that_feeds_several_data_sets_is_mapped_part_by_part(nom: str) -> None:
    path = RACINE / "data" / "demo" / "2023-2024" / nom
    for r in reconnaitre(open_document(path, nom)):
        c = Correspondance.from_json(mappings.of(r).as_json())
        assert [p.jeu for p in c.parts] == [li.dataset.name for li in r.liaisons]
        assert mappings.bind(r.tableau, c) == r


def test_one_part_of_a_remapped_export_changes_alone_and_is_remembered(scene: Scene) -> None:
    path = RACINE / "data" / "demo" / "2023-2024" / "consultations-youtube.csv"
    document = open_document(path, path.name)
    (r,) = reconnaitre(document)
    first, *others = mappings.of(r).parts
    chosen = mappings.joined([replace(first, colonnes={**first.colonnes, "titre": "Contenu"}), *others])
    mappings.remember(scene.base, COORDINATION, r.tableau.entete, "YouTube à nous", chosen)
    (again,) = reconnaitre(document, Options(), known_mappings(scene.base))
    assert mappings.of(again) == chosen
    assert again.form == r.form  # its total is still set aside
    (only,) = reconnaitre(document, Options(jeu="consultation"), known_mappings(scene.base))
    assert [li.dataset.name for li in only.liaisons] == ["consultation"]


def test_a_form_without_what_it_must_have_is_refused() -> None:
    path = RACINE / "data" / "demo" / "2023-2024" / "consultations-youtube.csv"
    (r,) = reconnaitre(open_document(path, path.name))
    parts = [
        replace(p, colonnes={n: h for n, h in p.colonnes.items() if n != "vues"})
        for p in mappings.of(r).parts
    ]
    with pytest.raises(ImportRefuse, match="il manque"):
        mappings.bind(r.tableau, mappings.joined(parts))


def test_columns_of_persons_are_offered_where_they_count_persons_alone() -> None:
    offered = {c.name: c for c in _ordered(DATASETS["inscription"])}
    assert {c.name for c in DATASETS["inscription"].columns if c.identite} <= set(offered)
    assert not [c.name for c in offered.values() if c.privacy is Privacy.PERSONNEL and not c.identite]
    assert any(
        c.privacy is Privacy.PERSONNEL and not c.identite for d in DATASETS.values() for c in d.columns
    ), "there are some to leave out"


NOMMEE = """Quand;Aide;Code de l'école;Mme Durand;M. Aubry
12/06/2024;Formation;0860002K;3;9
13/06/2024;Chez M. Petit;0860002K;5;9"""


@pytest.mark.parametrize("titles", ["Mme Durand;M. Aubry", "M. Aubry;MME DURAND", "m. aubry;mme durand"])
def test_a_title_that_names_someone_is_read_again_and_kept_nowhere(scene: Scene, titles: str) -> None:
    document = open_document(text_bytes(NOMMEE), "a.csv")
    columns = {"date": "Quand", "nature": "Aide", "uai": "Code de l'école", "enseignants": "Mme Durand"}
    values = {"nature": {"Chez M. Petit": "Formation"}}
    constants = {"commentaire": "appeler Mme Lucas"}
    chosen = mappings.Correspondance("intervention", columns, constants, values)
    r = mappings.bind(document.principal, chosen)
    (done,) = importer_document(scene.base, COORDINATION, document, (r,), Options())
    assert comptes(done) == {"lues": 2, "ajoutees": 2}
    (again,) = importer_document(scene.base, COORDINATION, document, (r,), Options())
    assert again.etat == "déjà importé"
    mappings.remember(scene.base, COORDINATION, document.principal.entete, "Journal", chosen)
    kept = "\n".join(every_text(scene)).casefold()
    assert "aide" in kept
    assert [n for n in ("durand", "aubry", "petit", "lucas") if n in kept] == []
    # The next file of the same titles, in whatever order and case, is read by it all the same.
    numbers = "4;8" if titles.casefold().startswith("mme") else "8;4"
    (other,) = scene.importer(f"Quand;Aide;Code de l'école;{titles}\n14/06/2024;Formation;0860799B;{numbers}")
    assert other.etat == "importé"
    assert scene.table("intervention", "enseignants") == [(3,), (4,), (5,)]


def test_whom_a_text_for_the_whole_file_names_is_taken_out_and_told(scene: Scene) -> None:
    document = open_document(
        text_bytes("Jour;Nature;UAI\n12/06/2024;Formation;0860002K\n13/06/2024;Formation;0860799B"), "a.csv"
    )
    columns = {"date": "Jour", "nature": "Nature", "uai": "UAI"}
    chosen = mappings.Correspondance(
        "intervention", columns, {"commentaire": "appeler Mme Lucas, 05 49 00 00 17"}
    )
    r = mappings.bind(document.principal, chosen)
    (done,) = importer_document(scene.base, COORDINATION, document, (r,), Options())
    assert scene.table("intervention", "commentaire") == [("appeler [nom retiré], [téléphone retiré]",)] * 2
    assert [p.colonne for p in done.problemes] == ["Commentaire"] * 2
    kept = "\n".join(every_text(scene))
    assert [n for n in ("Lucas", "05 49") if n in kept] == []


def test_the_mappings_of_a_base_of_before_are_told_and_cleaned(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = open_document(text_bytes(NOMMEE), "a.csv")
    columns = {"date": "Quand", "nature": "Aide", "uai": "Code de l'école", "enseignants": "Mme Durand"}
    chosen = mappings.Correspondance("intervention", columns, {}, {"nature": {"Chez M. Petit": "Formation"}})
    r = mappings.bind(document.principal, chosen)
    with monkeypatch.context() as before:
        before.setattr(committing, "journalled", lambda mapping: mapping)
        before.setattr(mappings, "_without_names", lambda c, _: c)
        importer_document(scene.base, COORDINATION, document, (r,), Options())
        mappings.remember(scene.base, COORDINATION, document.principal.entete, "Journal", chosen)
    sound = open_document(text_bytes(JOURNAL), "b.csv").principal.entete
    mappings.remember(scene.base, COORDINATION, sound, "Sans nom", CHOISIE)
    (told,) = verifier(scene.base)
    assert told.startswith("Journal : 2 correspondances de colonnes d'une version précédente portent")
    path = Path(scene.base.path)
    assert nettoyer(scene.base, COORDINATION).textes == {("Journal", "Correspondance des colonnes"): 2}
    after = Scene(path)
    assert verifier(after.base) == []
    assert [m.nom for m in mappings.remembered(after.base)] == ["Sans nom"]
    kept = "\n".join(every_text(after))
    assert [n for n in ("Durand", "Petit") if n in kept] == []
    # The same import is still known as such.
    (again,) = importer_document(after.base, COORDINATION, document, (r,), Options())
    assert again.etat == "déjà importé"
