"""Whom the texts of a file name — addresses, telephone numbers, « M. Jean Valjean » — is taken out before it is kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, codes, comptes, csv_bytes
from tests.importing.test_vie_privee import every_byte, every_text
from tne.access import Droit
from tne.datasets import DATASETS
from tne.erreurs import AccesRefuse
from tne.importing import in_parts, open_document, reconnaitre
from tne.importing.correcting.grouping import rewrite
from tne.importing.rows import preparing
from tne.importing.rows.nominative import header_shown
from tne.paragraphes import enregistrer, paragraphes
from tne.persons.contacts import without_contacts
from tne.persons.nettoyage import nettoyer
from tne.persons.nommes import INDICE, REMPLACES, lire, parts_of_no_place
from tne.spec import Nommes, Privacy
from tne.store.verification import verifier

TELEPHONES = (
    "05 49 00 00 17", "0549000017", "05.49.00.00.17", "05-49-00-00-17", "05/49/00/00/17", "0549 00 00 17",
    "(05) 49 00 00 17", "+33 5 49 00 00 17", "+33 (0)5 49 00 00 17", "+33549000017", "0033 5 49 00 00 17",
    "06 12 345 678", "05. 49. 00. 00. 17", "+262 692 00 00 17", "(+33) 5 49 00 00 17", "05·49·00·00·17", "05 · 49 · 00 · 00 · 17",
    "05•49•00•00•17",
)  # fmt: skip
ADRESSES = (
    "jean.valjean@ac-poitiers.fr", "JEAN.VALJEAN@AC-POITIERS.FR", "jean (at) exemple.org", "jean @ exemple.org",
    "mailto:jean@exemple.org", "jean.valjean@ac-poitiers", "jean@bücher.fr",
    "jean.valjean[@]ac-poitiers.fr", "jean@@exemple.org", "jean[at]exemple[dot]org", "jean(at)ac-poitiers(point)fr",
    "jean@collège-valjean.fr", "jean@exemple.préfet",
)  # fmt: skip
NUMENS = ("86E2400001ZZZ", "86e2400001zzz")
# What looks like a number of telephone, like an address or like a NUMEN, and is none.
AUTRES = (
    "0860002K", "01234567800012", "012 345 678 00012", "012345678 00012", "01 2345 6789 01234", "01/02/2024 10h", "01-02-2024 10",
    "01.02.2024 14:30", "2024-01-02 03:04", "25A0130777", "86000", "978-01-23456-78-9", "46.580224,0.340375",
    "0.0612345678", "[0.0612345678,46.0512345678]", "12/09/2025 au 03/10/2025", "M@gistère", "Parcours M@gistere 2025",
    "FR7601234567890123456789012", "M. le Principal", "Madame, Monsieur", "niveau M Python",
    "Rue du Général de Gaulle", "25A0130777 ENT", "086E2400001ZZZ", "25A0130777ENTS",
    # Abbreviations in capitals that begin as a civility does, and a letter with a number.
    "Projet MMOB",
    "MRUN 4",
    "25-MMESS-2",
    "MME_GROUPE",
    "MM-ALPHA",
    "M_ALPHA",
    "câble de 5 m. Salle 12",
    "madame la Principale",
    "Monsieur Le Maire",
    "Visite à Melle Deux-Sèvres",
    # Dates with their hours, and figures in a row that are of no telephone.
    "01-02-2024 10/01-03-2024 12",
    "01/02/2024-03/04/2024",
    "01.02.2024-03.04.2024",
    "Salle du groupe MR A12",
    # Projects, services, lists of civilities, sizes.
    "DR",
    "DR Canopé",
    "Pr Robotique",
    "Pr Canopé",
    "3 tailles M Rouge",
    "Choix (@) ou [@]",
    "Pr ENT",
    "Pr-Alpha",
    "PR Durance",
    "Suite Pr Canopé",
    "M. - Mme - Autre",
    "Madame : Bonjour",
    "Civilité : Mme - Collège Rolland",
    "niveau M . Poste 3",
    "niveau M - Poste 3",
    "taille : M - Rouge",
    "Pr : Rouge",
    "Doctorante Durance",
    # Figures between dots, and after a word that says no telephone.
    "3 · 4 · 5",
    "04 · 05 · 06",
    "Tarif 12 · 0549 élèves",
    "session0612345678",
    "portail0612345678",
    "tel0549000017A",
)  # fmt: skip


AUTOUR = ("{}", "Tél. {}, merci", "({})", "poste 12 {} 0860002K")
# Unusual groups before another number may be a SIRET.
ECRITS = [
    (n, a)
    for n in TELEPHONES
    for a in AUTOUR
    if n not in ("06 12 345 678", "0549 00 00 17") or "0860002K" not in a
]


@pytest.mark.parametrize(("numero", "autour"), ECRITS)
def test_every_writing_of_a_telephone_number_goes_out(numero: str, autour: str) -> None:
    read = lire(autour.format(numero), Nommes.PERSONNE)
    assert read.texte == autour.format("[téléphone retiré]")
    assert dict(read.retires) == {"telephone": 1}


@pytest.mark.parametrize("numero", ["0549000017", "05 49 00 00 17", "+33549000017"])
@pytest.mark.parametrize("mot", ["tel", "Tél", "TEL", "téléphone", "PC_tel_", "port", "Mobile", "fax"])
def test_a_number_glued_to_the_word_for_it_goes_out(mot: str, numero: str) -> None:
    assert re.search(INDICE, mot + numero)
    assert lire(f"Voir {mot}{numero}, merci", Nommes.PERSONNE).texte == f"Voir {mot}[téléphone retiré], merci"


@pytest.mark.parametrize("texte", [*TELEPHONES, *ADRESSES, *NUMENS])
def test_what_reaches_someone_is_found_at_first_sight(texte: str) -> None:
    """By Arrow in a file, by DuckDB in a base: only the texts that they find are read closely."""
    assert pc.match_substring_regex(pa.scalar(f"Voir {texte}"), INDICE).as_py()
    assert duckdb.execute("SELECT regexp_matches($t, $i)", {"t": texte, "i": INDICE}).fetchone() == (True,)


@pytest.mark.parametrize(
    "adresse", ["jean.valjean@ac", "j_v@ac", ".jean.valjean@ac", "a..jean.v@ac", "xjean_@ex.org"]
)
@pytest.mark.parametrize("avant", ["", "a@b.fr'", "a@b.fr;", "mailto:", "l'"])
def test_an_address_goes_out_wherever_it_begins(adresse: str, avant: str) -> None:
    assert "@" not in lire(avant + adresse, Nommes.PERSONNE).texte


@pytest.mark.parametrize("texte", ["_".join("a" * 26), "a" * 4000, "06 12 34 56 78/" * 300])
def test_a_long_text_is_read_at_once(texte: str) -> None:
    """Each part more between two « _ » doubled the time: a header of forty held the program for good."""
    start = time.process_time()
    without_contacts(f"Nom : {texte}", "…")
    assert time.process_time() - start < 0.3


SIGNES = (
    ".", "@", "0", "a", "é.", "a@", "0-", "05/", "05 ", "/", "_", " ", "\n", "d'", "A. ", "a_b_", "M. ", "M.A. ", "Mme_", "Mme-", "Mme ",
    "Mme A ", "M. Durand ", "MM Ab, ", "(at)", "rue de ", "avec ", "0:", "Ab et ", "Dr ", "·",
)  # fmt: skip


@pytest.mark.parametrize("signe", SIGNES)
def test_a_long_text_of_any_sign_is_read_in_the_time_of_its_length(signe: str) -> None:
    """Fifteen thousand dots took seconds, of which each was the beginning of an address; a title is shown in a message as well."""
    start = time.process_time()
    texte = signe * (20_000 // len(signe))
    for nommes in (Nommes.PERSONNE, Nommes.LIEUX):
        lire(texte, nommes)
    header_shown(texte)
    parts_of_no_place(texte)
    assert time.process_time() - start < 4


def test_telephone_numbers_in_a_row_before_a_code_are_read_at_once() -> None:
    """Each one more doubled the time: the last is none, and each may be read in two ways."""
    start = time.process_time()
    read = lire("05 49 00 00 17/" * 30 + "05 49 00 00 171", Nommes.PERSONNE)
    assert time.process_time() - start < 0.3
    assert read.retires == {"telephone": 30}


@pytest.mark.parametrize("suite", ["{}/{}", "{}-{}", "{},{}", "{} / {}", "{}.{}", "{} ou {}"])
@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("05 49 00 00 17", "06 00 00 00 17"),
        ("0549000017", "0600000017"),
        ("05.49.00.00.17", "+33 6 00 00 00 17"),
        ("05/49/00/00/17", "06 12 345 678"),
    ],
)
def test_telephone_numbers_in_a_row_all_go_out(suite: str, un: str, autre: str) -> None:
    read = lire(f"Tél. {suite.format(un, autre)}, merci", Nommes.PERSONNE)
    gone = suite.format("[téléphone retiré]", "[téléphone retiré]")
    assert (read.texte, dict(read.retires)) == (f"Tél. {gone}, merci", {"telephone": 2})
    assert without_contacts(suite.format(un, autre), "…") == suite.format("…", "…")


def test_a_second_line_told_by_its_last_figures_hides_no_number() -> None:
    assert lire("05 49 00 00 17/18", Nommes.PERSONNE).texte == "[téléphone retiré]/18"


@pytest.mark.parametrize("adresse", ADRESSES)
def test_every_writing_of_an_address_goes_out(adresse: str) -> None:
    for nommes in set(Nommes) - {Nommes.SIGNES}:
        assert lire(f"PC ({adresse})", nommes).texte == "PC ([adresse retirée])"


@pytest.mark.parametrize("numen", NUMENS)
@pytest.mark.parametrize("autour", AUTOUR)
def test_a_numen_goes_out_of_a_text(numen: str, autour: str) -> None:
    read = lire(autour.format(numen), Nommes.PERSONNE)
    assert (read.texte, dict(read.retires)) == (autour.format("[NUMEN retiré]"), {"numen": 1})


@pytest.mark.parametrize("texte", AUTRES)
def test_codes_dates_and_platforms_stay(texte: str) -> None:
    read = lire(texte, Nommes.PERSONNE)
    assert (read.texte, read.retires, read.a_verifier) == (texte, {}, {})


@pytest.mark.parametrize(
    ("texte", "personne", "lieux"),
    [
        ("PC de M. Jean VALJEAN", "PC de [nom retiré]", "PC de [nom retiré]"),
        ("PC de M VALJEAN", "PC de [nom retiré]", "PC de [nom retiré]"),
        ("avec M. J.-P. Martin", "avec [nom retiré]", "avec [nom retiré]"),
        ("Mmes Durand et Dupond", "[nom retiré]", "Mmes Durand et Dupond"),
        ("Mme Éponine THÉNARDIER", "[nom retiré]", "[nom retiré]"),
        ("Collège Rolland (M. Jean VALJEAN)", "Collège Rolland ([nom retiré])", "Collège Rolland ([nom retiré])"),
        ("École Ferry avec M. Paul Martin", "École Ferry avec [nom retiré]", "École Ferry avec [nom retiré]"),
        # As they are typed in haste, in other alphabets of Latin letters, in a code.
        ("avec madame Valjean", "avec [nom retiré]", "avec [nom retiré]"),
        ("pour monsieur VALJEAN", "pour [nom retiré]", "pour [nom retiré]"),
        ("remplacé par m. Valjean", "remplacé par [nom retiré]", "remplacé par [nom retiré]"),
        ("avec Mme Éponine P. Thénardier", "avec [nom retiré]", "avec [nom retiré]"),
        ("PC de M. Şahin", "PC de [nom retiré]", "PC de [nom retiré]"),
        ("avec Mme Žofie Łukasz-Đorđević", "avec [nom retiré]", "avec [nom retiré]"),
        ("avec Mme Anne‑Marie Valjean", "avec [nom retiré]", "avec [nom retiré]"),
        ("PC de M. J Valjean", "PC de [nom retiré]", "PC de [nom retiré]"),
        ("avec Mme el Valjean", "avec [nom retiré]", "avec [nom retiré]"),
        ("PC_Mme_Valjean", "PC_[nom retiré]", "PC_[nom retiré]"),
        ("PC de Mme-Valjean", "PC de [nom retiré]", "PC de [nom retiré]"),
        # With a space or a sign too many, or one missing.
        ("PC M .Durand", "PC [nom retiré]", "PC [nom retiré]"),
        ("avec M . Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("Contact : Mme : Durand", "Contact : [nom retiré]", "Contact : [nom retiré]"),
        ("avec Mme - Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("Panne. M Durand prévenu", "Panne. [nom retiré] prévenu", "Panne. [nom retiré] prévenu"),
        ("vu M Durand", "vu [nom retiré]", "vu [nom retiré]"),
        ("reporté.Mme Durand absente", "reporté.[nom retiré] absente", "reporté.[nom retiré] absente"),
        ("le mot 'Mme Durand", "le mot '[nom retiré]", "le mot '[nom retiré]"),
        ("avec Mmes Durand & Petit", "avec [nom retiré]", "avec [nom retiré]"),
        ("avec MM. Durand / Petit", "avec [nom retiré]", "avec [nom retiré]"),
        # Where someone teaches, which bears no name.
        ("Contact : M. : Durand", "Contact : [nom retiré]", "Contact : [nom retiré]"),
        ("CM2 M Durand", "CM2 [nom retiré]", "CM2 [nom retiré]"),
        ("6eA M Durand", "6eA [nom retiré]", "6eA [nom retiré]"),
        ("salle informatique de M. Durand", "salle informatique de [nom retiré]", "salle informatique de [nom retiré]"),
        ("salle de M. Durand", "salle de [nom retiré]", "salle de [nom retiré]"),
        ("cours de Mme Durand", "cours de [nom retiré]", "cours de [nom retiré]"),
        # Civilities of doctors, which many schools have in their name.
        ("avec le Dr Durand", "avec le [nom retiré]", "avec le [nom retiré]"),
        ("avec Dr. Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("contacter Docteur Anne Durand", "contacter [nom retiré]", "contacter [nom retiré]"),
        ("Dr Durand", "[nom retiré]", None),
        ("Docteur Albert Schweitzer", "[nom retiré]", None),
        ("avec Pr. Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("collège Dr Schweitzer", None, None),
        ("rue du Dr Roux", None, None),
        ("Promenade du Docteur Roux", None, None),
        ("École Docteur Roux", None, None),
        ("écoles Docteur Roux et Jean Macé", None, None),
        ("EE Docteur Roux", None, None),
        # Places that bear a name.
        ("Salle_Mme_Curie", None, None),
        ("collège madame de Sévigné", None, None),
        ("Collège Mme de Sévigné", None, None),
        ("École Monsieur Vincent", None, None),
        ("Rue Madame Curie", None, None),
        ("Monsieur Vincent", "[nom retiré]", None),
    ],
)  # fmt: skip
def test_a_civility_and_a_name_go_out_but_not_the_name_of_a_school(
    texte: str, personne: str | None, lieux: str | None
) -> None:
    assert pc.match_substring_regex(pa.scalar(texte), INDICE).as_py(), "or nobody would read it"
    assert lire(texte, Nommes.PERSONNE).texte == (personne or texte)
    assert lire(texte, Nommes.LIEUX).texte == (lieux or texte)
    assert lire(texte, Nommes.OFFICIELS).texte == texte
    told = lire(texte, Nommes.OEUVRES)
    assert (told.texte, dict(told.a_verifier)) == (texte, {"nom": 1}), "of a title it is only told"


@pytest.mark.parametrize(
    "texte", ["Pr Durand", "avec Pr Durand", "le Pr Jean Durand", "Fait. Pr Durand absent"]
)
def test_a_professor_is_told_from_a_project(texte: str) -> None:
    assert lire(texte, Nommes.PERSONNE).retires == {"nom": 1}
    for nommes in (Nommes.CODES, Nommes.OEUVRES, Nommes.OFFICIELS):
        read = lire(texte, nommes)
        assert (read.texte, read.a_verifier) == (texte, {})


def test_what_was_taken_out_is_found_no_second_time() -> None:
    for texte in (*TELEPHONES, *ADRESSES, *NUMENS, "PC de M. Jean VALJEAN"):
        once = lire(texte, Nommes.PERSONNE).texte
        again = lire(once, Nommes.PERSONNE)
        assert (again.texte, again.retires, again.a_verifier) == (once, {}, {})


INTERVENTIONS = csv_bytes(
    ["Référence", "Date", "Nature", "UAI", "Établissement", "Thème", "Commentaire"],
    [
        ["1", "16/09/2025", "Formation", "0860002K", "Collège Rolland (M. Jean VALJEAN)", "Voir jean.valjean@ac-poitiers.fr", "0612345678"],
        ["2", "17/09/2025", "Formation", "0860002K", "Collège Rolland", "Écrans", "Candidat 86E2400001ZZZ"],
        ["3", "18/09/2025", "Formation", "0860002K", "Collège Mme de Sévigné", "sylvie.valjean@ac-poitiers.fr", "06.12.34.56.78"],
    ],
)  # fmt: skip
NOMMES = ("valjean", "0612345678", "06.12.34.56.78", "86e2400001zzz")


def test_the_line_after_the_last_that_is_named_is_one_other(scene: Scene) -> None:
    """« lignes 2, 3, 4, 5, 6 et 1 autres »"""
    rows = [f"{day}/06/2024;Formation;0860002K;06 12 34 56 7{day % 10}" for day in range(10, 16)]
    (told,) = [p.message for p in scene.un("\n".join(["Date;Nature;UAI;Thème", *rows])).problemes]
    assert "lignes 2, 3, 4, 5, 6 et 1 autre : 6 numéros" in told


def named(texts: list[str]) -> list[str]:
    everything = "\n".join(texts).casefold()
    return [n for n in NOMMES if n in everything]


def test_no_table_keeps_them_and_the_check_says_where_they_stood(scene: Scene, tmp_path: Path) -> None:
    result = scene.un(INTERVENTIONS)
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    said = {p.message for p in result.problemes}
    assert said == {
        "Colonne « Établissement », ligne 2 : 1 nom de personne retiré avant d'enregistrer.",
        "Colonne « Thème », lignes 2 et 4 : 2 adresses électroniques retirées avant d'enregistrer.",
        "Colonne « Commentaire », lignes 2 et 4 : 2 numéros de téléphone retirés avant d'enregistrer.",
        "Colonne « Commentaire », ligne 3 : 1 NUMEN retiré avant d'enregistrer.",
    }
    assert scene.table("intervention", "etablissement", "theme", "commentaire") == [
        ("Collège Mme de Sévigné", "[adresse retirée]", "[téléphone retiré]"),
        ("Collège Rolland", "Écrans", "Candidat [NUMEN retiré]"),
        ("Collège Rolland ([nom retiré])", "Voir [adresse retirée]", "[téléphone retiré]"),
    ]
    assert named(every_text(scene)) == []
    assert named([every_byte(tmp_path / "base")]) == []


def test_a_file_in_parts_tells_the_same(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "LONG", 0)
    monkeypatch.setattr(in_parts, "GROUPE", 2)
    lieu = "Collège Rolland (M. Jean VALJEAN)"
    rows = [
        [*CODES, "Inscrit", "0860002K", f"p{i}@exemple.org", lieu if i % 3 == 0 else "Lycée"]
        for i in range(10)
    ]
    header = [*SESSION, "État de l'inscription", "UAI", "E-mail", "Établissement"]
    source = tmp_path / "a.csv"
    source.write_bytes(csv_bytes(header, rows))
    result = scene.un(source)
    assert [p.message for p in result.problemes] == [
        "Colonne « Établissement », lignes 2, 5, 8 et 11 : 4 noms de personnes retirés avant d'enregistrer."
    ]
    assert (comptes(result), named(every_text(scene))) == ({"lues": 10, "ajoutees": 10}, [])


def test_the_same_rows_twice_change_nothing_and_an_undo_keeps_no_name(scene: Scene) -> None:
    first = scene.un(INTERVENTIONS)
    assert scene.un(INTERVENTIONS).etat == "déjà importé"
    again = scene.un(INTERVENTIONS + b"\n")
    assert comptes(again) == {"lues": 3, "inchangees": 3}
    scene.annuler(again.import_id)
    scene.annuler(first.import_id)
    assert (scene.table("intervention", "theme"), named(every_text(scene))) == ([], [])
    scene.retablir(first.import_id)
    scene.verifier("intervention")
    assert named(every_text(scene)) == []


def test_titles_are_only_told_and_published_texts_are_left_to_who_signs_them(scene: Scene) -> None:
    source = csv_bytes(
        [*SESSION, "Module : libellé", "Début", "Lieu"],
        [[*CODES, "Madame Bovary en podcast", "12/06/2024", "Atelier (jean@exemple.org)"]],
    )
    results = scene.importer(source)
    assert scene.table("module", "module_libelle") == [("Madame Bovary en podcast",)]
    assert scene.table("session", "lieu") == [("Atelier ([adresse retirée])",)]
    assert [codes(r) for r in results] == [["nommes_a_verifier"], ["nommes_retires"]]
    texte = "Écrire à tne86@ac-poitiers.fr ou à Mme Durand."
    enregistrer(scene.base, COORDINATION, "2023-2024", "Formations", texte)
    assert paragraphes(scene.base, "2023-2024") == {"Formations": texte}


def test_public_texts_kept_as_they_are_have_decided_who_may_be_named() -> None:
    """Only what the coordinator signs keeps addresses: every other kept text loses them."""
    signed = {(d.name, c.name) for d in DATASETS.values() for c in d.textes if c.nommes is Nommes.SIGNES}
    assert {jeu for jeu, _ in signed} == {"constat", "paragraphe", "diapositive"}
    assert all(c.nommes is Nommes.PERSONNE for d in DATASETS.values() for c in d.textes if c.privacy is Privacy.INTERNE and c.name != "contenu")  # fmt: skip


def test_a_refused_value_is_repeated_without_its_number(scene: Scene) -> None:
    result = scene.un("Référence;Date;Nature;UAI\n1;16/09/2025;Formation;06 12 34 56 78")
    assert [p.valeur for p in result.problemes if p.code == "uai_invalide"] == ["[identité masquée]"]
    assert "06 12" not in repr(result)


def test_no_value_is_rewritten_into_a_name() -> None:
    """What was typed would stand in the journal."""
    text = "Référence;Date;Nature;UAI\n8E+06;16/09/2025;Formation;0860002K"
    (r,) = reconnaitre(open_document(text.encode(), "a.csv"))
    assert rewrite(r, {("Référence", "8E+06"): "valjean@ac-poitiers.fr"}) == r
    assert rewrite(r, {("Référence", "8E+06"): "8000000"}) != r


_TOLD = "SELECT qui, detail FROM evenement WHERE action = 'nettoyage' ORDER BY instant"


def test_a_base_of_before_is_told_and_cleaned(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(preparing, "cleaned", lambda column, *_, **__: (column, []))
        number = scene.un(INTERVENTIONS).import_id
    scene.annuler(
        scene.un("Référence;Date;Nature;UAI;Thème\n9;16/09/2025;Formation;0860002K;Écrans").import_id
    )
    assert set(named(every_text(scene))) == set(NOMMES)
    told = verifier(scene.base)
    assert [t.split("« ")[1].split(" »")[0] for t in told] == ["Établissement", "Thème", "Commentaire"]
    assert "1 texte enregistré par une version précédente porte une adresse" in told[0]
    assert "2 textes enregistrés par une version précédente portent une adresse" in told[1]
    with pytest.raises(AccesRefuse):
        nettoyer(scene.base, Droit(False, "lecture"))
    path = Path(scene.base.path)
    assert nettoyer(scene.base, COORDINATION).nombre == 6
    assert named([every_byte(tmp_path / "base")]) == []
    after = Scene(path)
    assert verifier(after.base) == []
    assert named(every_text(after)) == []
    assert after.sql(_TOLD) == [("coordination", "6 textes")]
    assert sorted(after.table("intervention", "theme"), key=str) == [
        ("Voir [adresse retirée]",),
        ("[adresse retirée]",),
        ("Écrans",),
    ]
    assert comptes(after.un(INTERVENTIONS + b"\n")) == {"lues": 3, "inchangees": 3}
    after.annuler(number)
    after.retablir(number)
    assert named(every_text(after)) == []
    assert nettoyer(after.base, COORDINATION).nombre == 0
    again = Scene(path)
    again.sql("UPDATE log_intervention SET theme = 'Voir jean.valjean@exemple.fr' WHERE reference = '9'")
    assert nettoyer(again.base, COORDINATION).nombre == 1
    assert Scene(path).sql(_TOLD)[-1] == ("coordination", "1 texte")


def test_the_command_cleans_and_the_demonstration_names_nobody(
    base_demo: Path, commande: Callable[..., Any]
) -> None:
    """A file of the demonstration that lost a text would show a false find."""
    scene = Scene(base_demo)
    kept = [t for t in every_text(scene) if any(r in t for r in REMPLACES.values())]
    scene.base.close()
    assert kept == []
    done = commande("nettoyer", "--json", base=base_demo)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"textes": []})
