"""What is read of one text: who it names, however that is written, and what names nobody."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tne.persons.contacts import without_contacts
from tne.persons.nommes import INDICE, lire
from tne.spec import Nommes

TELEPHONES = (
    "05 49 00 00 17", "0549000017", "05.49.00.00.17", "05-49-00-00-17", "05/49/00/00/17", "0549 00 00 17",
    "(05) 49 00 00 17", "+33 5 49 00 00 17", "+33 (0)5 49 00 00 17", "+33549000017", "0033 5 49 00 00 17",
    "06 12 345 678", "05. 49. 00. 00. 17", "+262 692 00 00 17", "(+33) 5 49 00 00 17", "05·49·00·00·17", "05 · 49 · 00 · 00 · 17",
    "05•49•00•00•17", "05_49_00_00_17",
)  # fmt: skip
ADRESSES = (
    "jean.valjean@ac-poitiers.fr", "JEAN.VALJEAN@AC-POITIERS.FR", "jean (at) exemple.org", "jean @ exemple.org",
    "mailto:jean@exemple.org", "jean.valjean@ac-poitiers", "jean@bücher.fr",
    "jean.valjean[@]ac-poitiers.fr", "jean@@exemple.org", "jean[at]exemple[dot]org", "jean(at)ac-poitiers(point)fr",
    "jean@collège-valjean.fr", "jean@exemple.préfet", "jean@exemple,fr", "jean.valjean@ac-poitiers,fr", "jean@ac-poitiers",
    "jean@ac-orléans-tours", "JEAN@GMAIL",
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
    "Pr. EPS et Pr. de SVT absents",
    "Pr. Documentaliste absente",
    "Dr. Scratch",
    "Utilisation de Docteur Scratch",
    "CM2 M Bot",
    "avec M Bot et M Bots",
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
    "01_02_2024_10",
    "25A_01_02_03_04_05",
    "01_02_03_04_05_06",
    "salle@12",
    # What someone is, of where; letters that are of nobody.
    "Madame la Directrice Académique des Services",
    "Madame la Directrice Canopé Poitiers",
    "Madame la Directrice École Jules Ferry",
    "Monsieur l’Inspecteur d’Académie",
    "M. le Principal du Collège Rolland",
    "M. le Maire de Poitiers",
    "Mme la directrice DSDEN",
    "M. X et Mme Y",
    "M.E.N. circulaire",
    "Mme C.P.E.",
    "groupe MR A, taille M A",
    "Maître de conférences, maître E Poitiers, Maître Formateur et maître E.",
    "le Maître Corbeau, maître RASED, Groupe MME Lab et MME LAB 3",
    "CM2 M Groupe A",
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
        # What someone is may be told.
        ("Monsieur le Directeur Durand", "Monsieur le Directeur [nom retiré]", "Monsieur le Directeur [nom retiré]"),
        ("vu M. l'Inspecteur DURANDEAU", "vu M. l'Inspecteur [nom retiré]", "vu M. l'Inspecteur [nom retiré]"),
        ("madame la principale Valjean", "madame la principale [nom retiré]", "madame la principale [nom retiré]"),
        ("Mme la Principale Adjointe Anne Durand", "Mme la Principale Adjointe [nom retiré]", "Mme la Principale Adjointe [nom retiré]"),
        ("M. le Maire Poitiers", None, None),
        ("M. le Maire Jean Durand", "M. le Maire [nom retiré]", "M. le Maire [nom retiré]"),
        ("Mme la Directrice ROUX Anne", "Mme la Directrice [nom retiré]", "Mme la Directrice [nom retiré]"),
        ("Mme la Directrice CES Saint Martin", None, None),
        ("Mme la Directrice CES Jean Moulin", None, None),
        ("M. le Maire J. Durand", "M. le Maire [nom retiré]", "M. le Maire [nom retiré]"),
        # « MME Lab » is where one makes things; this is someone.
        ("avec MME LAB", "avec [nom retiré]", "avec [nom retiré]"),
        ("classe de MME LAB (CM2)", "classe de [nom retiré] (CM2)", "classe de [nom retiré] (CM2)"),
        ("Vu MLLE LAB", "Vu [nom retiré]", "Vu [nom retiré]"),
        ("Vu MR LAB", "Vu [nom retiré]", "Vu [nom retiré]"),
        ("Vu MME LAB-DURAND", "Vu [nom retiré]", "Vu [nom retiré]"),
        # By the first letters.
        ("Mme D.", "[nom retiré]", "[nom retiré]"),
        ("avec Mme D, absente", "avec [nom retiré], absente", "avec [nom retiré], absente"),
        ("PC de M. J.-P. D.", "PC de [nom retiré]", "PC de [nom retiré]"),
        ("Mmes D. et F. absentes", "[nom retiré] absentes", "[nom retiré] absentes"),
        # What follows a name and is none.
        ("Mme Durand CM2", "[nom retiré] CM2", "[nom retiré] CM2"),
        # A master who is nobody's, and one of whom something is said.
        ("Maître Durand", None, None),
        ("Maître DURAND", None, None),
        ("avec maître DURAND Sophie", "avec [nom retiré]", "avec [nom retiré]"),
        ("École Maître Albert", None, None),
        ("avec Maître Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("classe de maîtresse Sophie", "classe de [nom retiré]", "classe de [nom retiré]"),
        # Where someone teaches, which bears no name.
        ("collège de Mme Durand", "collège de [nom retiré]", None),
        ("école maternelle de M. Durand", "école maternelle de [nom retiré]", None),
        ("collège de Mme de Sévigné", None, None),
        ("rue de Mme Curie", None, None),
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
        ("E.E.PU DOCTEUR ROUX", None, None),
        ("Cité scolaire Docteur Roux", None, None),
        ("Parc du Docteur Laborit", None, None),
        ("parc de Mme Durand", "parc de [nom retiré]", "parc de [nom retiré]"),
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


def test_what_was_taken_out_is_found_no_second_time() -> None:
    for texte in (*TELEPHONES, *ADRESSES, *NUMENS, "PC de M. Jean VALJEAN"):
        once = lire(texte, Nommes.PERSONNE).texte
        again = lire(once, Nommes.PERSONNE)
        assert (again.texte, again.retires, again.a_verifier) == (once, {}, {})


# A name of a school, a commune, a street or a circonscription, in the files of the State.
_NOMS = re.compile("nom|adresse|commune|appellation|denomination|libelle|lib_dep", re.IGNORECASE)


@pytest.mark.parametrize("identifiant", ["0612345678", "06-12345678-k", "12a3456789bcd"])
def test_the_identifier_of_a_video_is_no_number_of_anyone(identifiant: str) -> None:
    """It would be that of all others that look so, and their views one count."""
    assert lire(identifiant, Nommes.PERSONNE).retires, "in any other text it is"
    assert lire(identifiant, Nommes.IDENTIFIANTS).texte == identifiant
    assert lire("zoe.durand@exemple.fr", Nommes.IDENTIFIANTS).texte == "[adresse retirée]"


def test_no_school_commune_or_street_of_the_official_files_loses_its_name(donnees_reelles: Path) -> None:
    names = set[str]()
    for path in donnees_reelles.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(source, delimiter=";"))
        names |= {v for row in rows for k, v in row.items() if v and _NOMS.search(k)}
    assert len(names) > 1000
    lost = {n for n in names for one in Nommes for w in (n, n.upper(), n.title()) if lire(w, one).texte != w}
    assert lost == set()
