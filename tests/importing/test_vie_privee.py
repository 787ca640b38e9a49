"""Who is named in a file is found nowhere afterwards: not in a table, a view, a journal, a byte on disk, a message."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.importing.scene import CODES, REGISTRATIONS, SESSION, Scene, comptes, csv_bytes
from tne.__main__ import main
from tne.datasets import DATASETS
from tne.forms import FORMS
from tne.importing import imports, in_parts
from tne.importing.rows.nominative import header_shown
from tne.persons.nommes import lire
from tne.spec import Nommes, fold

# What must not be found again. Each is written in several ways by the files below.
EMAIL, NUMEN, IP, NOM, PRENOM = (
    "zoe.sentinelle@ac-poitiers.fr",
    "05E0099887XYZ",
    "198.51.100.77",
    "Sentinellier",
    "Zoévique",
)
TELEPHONE, AUTRE = "0699887766", "Racontezvotreviesentinelle"
SENTINELLES = (EMAIL, NUMEN, IP, NOM, PRENOM, TELEPHONE, AUTRE, "sentinelle")

FICHIERS: dict[str, bytes] = {
    "inscriptions": csv_bytes(
        [*SESSION, "État de l'inscription", "UAI", "E-mail", "NUMEN", "Nom", "Prénom", "Téléphone", "Adresse IP", "Avis"],
        [
            [*CODES, "Inscrit", "0860002K", EMAIL, NUMEN, NOM, PRENOM, TELEPHONE, IP, AUTRE],
            [*CODES, "Inscrit", "0860799B", "", NUMEN, NOM, PRENOM, TELEPHONE, IP, AUTRE],
            [*CODES, "Inscrit", "0860799B", "", "", NOM.upper(), PRENOM, "", "", ""],
        ],
    ),
    "limesurvey": csv_bytes(
        ["ID de la réponse", "Date de soumission", "Dernière page", "Adresse IP", "Nom", "Prénom", "Courriel", "Avis"],
        [["1", "2023-06-12 10:00:00", "3", IP, NOM, PRENOM, EMAIL, AUTRE], ["2", "", "1", IP, NOM, PRENOM, EMAIL, AUTRE]],
        ",",
    ),
    "plan": csv_bytes(
        [*SESSION, "Module : libellé", "Début", "Dispositif : responsable", "Module : responsable", "Pilote : nom",
         "Pilote : email", "Utilisateur ayant changé le statut"],
        [[*CODES, "Évaluer", "12/06/2024", f"{NOM} {PRENOM}", NOM, NOM, EMAIL, f"{PRENOM} {NOM}"]],
    ),
    "interventions": csv_bytes(
        ["Référence", "Date", "Nature", "UAI", "Médiateur", "Mail"],
        [["1", "12/09/2023", "Formation", "0860002K", f"{PRENOM} {NOM}", EMAIL]],
    ),
}  # fmt: skip
REFUSES: dict[str, bytes] = {
    # The same cells beside a bad one, and pushed into the wrong column by a missing separator.
    "inscriptions refusées": csv_bytes(
        [*SESSION, "État de l'inscription", "UAI", "E-mail", "Nom", "Prénom"],
        [
            [*CODES, "Peut-être", "0860002K", EMAIL, NOM, PRENOM],
            [*CODES, "Inscrit", EMAIL, NOM, PRENOM, ""],
            [*CODES, NUMEN, IP, EMAIL, NOM, PRENOM],
            [*CODES, "Inscrit", "0860002K", "", "", ""],
        ],
    ),
    "sans titres de colonnes": csv_bytes([EMAIL, NUMEN, IP], [["a", "b", "c"], ["d", "e", "f"]]),
}


def found(texts: Iterable[str]) -> list[str]:
    """The sentinels that stand in these texts, whatever their case."""
    everything = "\n".join(texts).casefold()
    return [s for s in SENTINELLES if s.casefold() in everything]


def every_text(scene: Scene) -> list[str]:
    """Every text that SQL can reach: columns of texts, lists of texts and bytes of every table and view."""
    texts: list[str] = []
    for table, columns in scene.sql(
        "SELECT table_name, list(column_name) FROM information_schema.columns WHERE table_schema = 'main' "
        "AND (data_type LIKE '%VARCHAR%' OR data_type = 'BLOB') GROUP BY ALL"
    ):
        listed = ", ".join(f'CAST("{column}" AS VARCHAR)' for column in columns)
        texts += [str(v) for row in scene.sql(f'SELECT {listed} FROM "{table}"') for v in row]
    return texts


def every_byte(folder: Path) -> str:
    """The bytes of every file, as text one may search. DuckDB packs its main file: SQL looks there."""
    return "\n".join(p.read_bytes().decode("latin-1") for p in sorted(folder.rglob("*")) if p.is_file())


def test_the_search_finds_what_is_stored_on_purpose(scene: Scene, tmp_path: Path) -> None:
    assert found([]) == []
    scene.sql("CREATE TABLE temoin AS SELECT $e AS a, [$n] AS b, $p AS c", e=EMAIL.upper(), n=NUMEN, p=PRENOM)
    assert set(found(every_text(scene))) >= {EMAIL, NUMEN, PRENOM}
    assert EMAIL.upper() in every_byte(tmp_path), "the write-ahead log is searched too"


@pytest.mark.parametrize("nom", [*FICHIERS, *REFUSES])
def test_nothing_that_names_someone_is_found_again(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str], nom: str
) -> None:
    source = (FICHIERS | REFUSES)[nom]
    assert found([source.decode()]), "the file does hold them"
    results = scene.importer(source) + scene.importer(source, valides_seulement=True)
    assert {r.etat for r in results} <= (
        {"refusé", "importé"} if nom in REFUSES else {"importé", "déjà importé"}
    )
    assert found(every_text(scene)) == []
    assert found([every_byte(tmp_path)]) == []
    said = [json.dumps([r.as_dict() for r in results], ensure_ascii=False), imports(scene.base).to_string()]
    assert found(said) == []
    assert found([repr(r) for r in results]) == []
    out = capfd.readouterr()
    assert found([out.out, out.err]) == []


@pytest.mark.parametrize("nom", [*FICHIERS, *REFUSES])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_repeats_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], nom: str, as_json: bool
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((FICHIERS | REFUSES)[nom])
    base = ["--base", str(tmp_path / "b" / "tne.duckdb")]
    code = main(["importer", str(path), *base, *(["--json"] if as_json else [])])
    assert code == (1 if nom in REFUSES else 0)
    path.unlink()
    out = capfd.readouterr()
    assert len(out.out) > 20
    assert found([out.out, out.err, every_byte(tmp_path)]) == []


def test_the_shown_value_is_masked_but_its_place_is_told(scene: Scene) -> None:
    result = scene.un(REFUSES["inscriptions refusées"])
    places = [(p.ligne, p.code) for p in result.problemes]
    assert places == [
        (2, "etat_inscription_invalide"),
        (3, "uai_invalide"),
        (3, "personne_absente"),
        (4, "etat_inscription_invalide"),
        (4, "uai_invalide"),
        (5, "personne_absente"),
    ]
    assert [p.valeur for p in result.problemes if p.ligne in (3, 4) and p.valeur] == [
        "[identité masquée]",
        "[identité masquée]",
        "[identité masquée]",
    ]


@pytest.mark.parametrize("en_parties", [False, True])
def test_temporary_files_hold_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, en_parties: bool
) -> None:
    monkeypatch.setenv("TNE_MEMOIRE", "30MB")
    monkeypatch.setattr(in_parts, "LONG", 0)
    rows = [
        [*CODES[:3], str(i), "Inscrit", "0860002K", f"p{i}.{EMAIL}", f"{NOM}{i}", PRENOM]
        for i in range(90_000)
    ]
    source: bytes | Path = csv_bytes(
        [*SESSION, "État de l'inscription", "UAI", "E-mail", "Nom", "Prénom"], rows
    )
    if en_parties:
        file = tmp_path / "a.csv"
        file.write_bytes(source)
        source = file
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    with watched(tmp_path / "base") as seen:
        result = scene.un(source)
    assert comptes(result) == {"lues": 90_000, "ajoutees": 90_000}
    assert seen.octets, "with so little memory the work does spill"
    assert seen.noms == set()
    scene.base.close()


def test_the_watch_on_temporary_files_sees_what_is_spilled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_MEMOIRE", "60MB")
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    cursor = scene.base.cursor()
    with watched(tmp_path / "base") as seen:
        cursor.execute(
            f"CREATE TEMP TABLE clair AS SELECT 'p' || i || '.{EMAIL}' || md5(CAST(i AS VARCHAR)) AS x FROM range(1500000) t(i)"
        )
        time.sleep(0.3)
    cursor.close()
    scene.base.close()
    assert EMAIL in seen.noms


@dataclass
class Vu:
    """What stood in temporary files: how many bytes, which sentinels, as written or folded."""

    octets: int = 0
    noms: set[str] = field(default_factory=set)

    def look(self, data: bytes) -> None:
        self.octets = max(self.octets, len(data))
        self.noms |= {s for s in SENTINELLES if s.encode() in data or fold(s).encode() in data}


@contextlib.contextmanager
def watched(base: Path) -> Iterator[Vu]:
    """Look at every temporary file of the base, again and again, while the block runs."""
    seen, done = Vu(), threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            for path in base.glob("*.tmp*/*"):
                with contextlib.suppress(OSError):
                    seen.look(path.read_bytes())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def test_what_a_killed_process_left_is_emptied_at_start(tmp_path: Path) -> None:
    base = tmp_path / "tne.duckdb"
    for name in ("tne.duckdb.tmp", "tne.duckdb.tmp.1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "duckdb_temp_block-1.block").write_text(EMAIL)
    Scene(base).base.close()
    assert found([every_byte(tmp_path)]) == []


def test_another_secret_refuses_personal_imports_only(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = csv_bytes(REGISTRATIONS, [[*CODES, "Inscrit", "0860002K", EMAIL, "", "", ""]])
    scene.un(source)
    before = scene.journal()
    other = tmp_path / "autre.cle"
    other.write_text("0" * 64)
    monkeypatch.setenv("TNE_SECRET_FILE", str(other))
    refused = scene.un(source + b"\r\n")
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "secret" in refused.problemes[0].message
    monkeypatch.setenv("TNE_SECRET_FILE", str(tmp_path / "absent.cle"))
    assert "TNE_SECRET_FILE" in scene.un(source + b"\r\n").problemes[0].message
    assert not (tmp_path / "absent.cle").exists(), "a second secret is never made"
    assert scene.journal() == before
    assert scene.un("UAI;Nom\n0860002K;A").etat == "importé"
    assert len(scene.table("inscription", "uai")) == 1


@pytest.mark.parametrize("content", ["", "abcd", "z" * 64])
def test_half_a_secret_is_refused(scene: Scene, content: str) -> None:
    (Path(scene.base.path).with_suffix(".cle")).write_text(content)
    refused = scene.un(csv_bytes(REGISTRATIONS, [[*CODES, "Inscrit", "0860002K", EMAIL, "", "", ""]]))
    assert (refused.etat, scene.table("inscription", "uai")) == ("refusé", [])
    assert "64 chiffres hexadécimaux" in refused.problemes[0].message


def test_the_hash_is_keyed(scene: Scene, tmp_path: Path) -> None:
    source = csv_bytes(REGISTRATIONS, [[*CODES, "Inscrit", "0860002K", EMAIL, "", "", ""]])
    scene.un(source)
    second = Scene(tmp_path / "autre" / "tne.duckdb")
    second.un(source)
    assert scene.table("inscription", "personne") != second.table("inscription", "personne")
    second.base.close()
    secret = (tmp_path / "base" / "tne.cle").read_text().strip()
    assert found([secret]) == []
    assert secret not in "".join(every_text(scene))


@pytest.mark.parametrize("autre", ["Prénom", "Date de naissance", "INE", "Civilité"])
def test_a_list_of_people_is_no_list_of_schools(scene: Scene, autre: str) -> None:
    """« Nom » is a header of schools too: kept as such, a pupil's name would stand in every choice of school."""
    result = scene.un(f"Nom;{autre};Classe;UAI\nDurandal;x;4A;0860799B", annee="2023-2024")
    assert (result.jeu, result.import_id) == (None, None)
    assert scene.table("etablissement", "nom") == []


def test_the_title_of_a_column_of_someone_is_not_repeated(scene: Scene) -> None:
    """A planning has one for each colleague, called « Mme » or by a first name; a school keeps its name."""
    named = "Mme Zoé Sentinellier;monsieur Sentinellier;Marie Sentinellier;SENTINELLIER Jean-Luc"
    columns = f"{named};Collège Mme de Sévigné;Collège Jean Moulin"
    known = scene.un(f"Date;Nature;UAI;Heures;{columns}\n12/09/2023;Formation;0860002K;2;t;u;v;w;y;z")
    assert [one.colonnes for one in known.laissees] == [
        (*["[identité masquée]"] * 4, "Collège Mme de Sévigné", "Collège Jean Moulin")
    ]
    unknown = scene.un(f"Heure;Jour;{columns}\n8h;lundi;t;u;v;w;y;z")
    assert (unknown.jeu, found([repr(known), repr(unknown)])) == (None, [])
    assert "« Collège Mme de Sévigné »" in unknown.problemes[0].message


def test_no_title_that_is_declared_is_taken_for_the_name_of_someone() -> None:
    declared = {name for d in DATASETS.values() for c in d.columns for name in (*c.headers, *c.names)}
    declared |= {header for form in FORMS for header in (*form.signature, *form.personnels, *form.autres)}
    assert [header for header in sorted(declared) if header_shown(header) != header] == []


def test_a_telephone_number_goes_out_of_every_text_but_those_that_are_signed_and_identifiers() -> None:
    kept = {
        c.name
        for d in DATASETS.values()
        for c in d.textes
        if "0612345678" in lire("0612345678", c.nommes).texte
    }
    signed = {c.name for d in DATASETS.values() for c in d.textes if c.nommes is Nommes.SIGNES}
    assert kept == signed | {"identifiant"}


def test_the_name_of_a_platform_names_nobody(scene: Scene) -> None:
    """It is a part of the key, which was taken for an identifier: it stood as it was typed."""
    header = ["Plateforme", "Identifiant", "Titre"]
    rows = [
        ["Chaîne de Mme Durand 06 12 34 56 78", "v1", "Les écrans"],
        ["PodEduc", "0612345678", "Le sommeil"],
    ]
    assert scene.un(csv_bytes(header, rows), jeu="ressource").import_id
    assert sorted(scene.sql("SELECT plateforme, identifiant FROM ressource")) == [
        ("Chaîne de [nom retiré] [téléphone retiré]", "v1"),
        ("PodEduc", "0612345678"),
    ]
