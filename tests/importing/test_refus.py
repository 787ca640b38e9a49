"""Bad input: one French sentence each, the right exit code, the base unharmed."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.importing.scene import Scene, comptes
from tne.__main__ import main

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ECOLES = b"UAI;Nom\n0860002K;A\n0860799B;B\n"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("lisez-moi.txt", "bonjour")
    return out.getvalue()


MAUVAIS: dict[str, tuple[str, bytes]] = {
    "empty": ("vide.csv", b""),
    "blank": ("vide.csv", b"\n \n\t\n"),
    "header only": ("a.csv", b"UAI;Nom\n"),
    "image": ("photo.csv", PNG),
    "pdf": ("a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n"),
    "archive named xlsx": ("classeur.xlsx", archive()),
    "random bytes": ("a.csv", bytes(range(256)) * 20),
    "broken workbook": ("a.xlsx", b"PK\x03\x04" + b"\0" * 200),
    "no row usable": ("a.csv", b"UAI;Nom\n0860002X;A\n;B\n"),
    "only rows of elsewhere": ("a.csv", b"UAI;Nom\n0940176F;A\n"),
    "only a total": ("a.csv", b"Plateforme;Identifiant;Titre\nTotal;;\n"),
    "unknown table": ("a.csv", b"Couleur;Taille\nrouge;3\nvert;4\n"),
    "a sentence": ("a.csv", b"Bonjour, voici le fichier demande.\n"),
    "web page": ("a.csv", b"<!DOCTYPE html><html><body><p>Connexion</p></body></html>"),
    "json": ("a.csv", b'{"uai": "0860002K"}'),
    "sql": ("a.sql", b"DROP TABLE etablissement;\n"),
}


@pytest.fixture
def garnie(tmp_path: Path) -> Path:
    """A base with two schools, closed."""
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    scene.un(ECOLES)
    scene.base.close()
    return tmp_path / "base" / "tne.duckdb"


@pytest.mark.parametrize("nom", MAUVAIS)
def test_bad_input_is_refused_with_a_sentence_and_the_base_is_unharmed(
    garnie: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], nom: str
) -> None:
    name, content = MAUVAIS[nom]
    path = tmp_path / name
    path.write_bytes(content)
    before = state(garnie)
    assert main(["importer", str(path), "--base", str(garnie), "--json"]) == 1
    out = capfd.readouterr()
    assert out.err == ""
    results = json.loads(out.out)
    assert [r["import_id"] for r in results] == [None]
    sentence = results[0]["problemes"][0]["message"]
    assert is_a_sentence(sentence), sentence
    assert main(["importer", str(path), "--base", str(garnie)]) == 1
    assert sentence in capfd.readouterr().out
    assert state(garnie) == before


def state(base: Path) -> object:
    scene = Scene(base)
    try:
        return scene.journal(), scene.contenu()
    finally:
        scene.base.close()


def is_a_sentence(text: str) -> bool:
    return text[0].isupper() | (text[0] in "«0123456789") and text.rstrip()[-1] in ".?!" and "\n" not in text


def test_a_file_that_lies_about_its_extension_is_read_for_what_it_is(
    garnie: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(ECOLES + b"0860016A;C\n")
    assert main(["importer", str(path), "--base", str(garnie), "--json"]) == 0
    (result,) = json.loads(capfd.readouterr().out)
    assert (result["ajoutees"], result["inchangees"]) == (1, 2)


def test_one_bad_file_does_not_keep_the_others_out(
    garnie: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "bon.csv", tmp_path / "mauvais.csv"
    good.write_bytes(b"UAI;Nom\n0860016A;C\n")
    bad.write_bytes(PNG)
    assert main(["importer", str(bad), str(good), "--base", str(garnie), "--json"]) == 1
    assert [r["import_id"] for r in json.loads(capfd.readouterr().out)] == [None, 2]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["importer", "{fichier}", "--jeu", "ecole"], "« ecole » n'existe pas"),
        (["importer", "{fichier}", "--annee", "2023"], "« 2023 » n'est pas une année scolaire"),
        (["importer", "{fichier}", "--annee", "2023-2025"], "n'est pas une année scolaire"),
        (["importer", "absent.csv"], "introuvable"),
        (["importer", "-"], "enregistrez-le d'abord dans un fichier"),
        (["importer", "/dev/null"], "enregistrez-le d'abord dans un fichier"),
        (["importer", "{dossier}"], "Un dossier ne s'importe pas : nommez ses fichiers ("),
        (["annuler", "99"], "n° 99 n'existe pas"),
        (["retablir", "1"], "déjà en vigueur"),
        (["indicateurs", "--annee", "hier"], "n'est pas une année scolaire"),
    ],
)
def test_wrong_use_ends_with_two(
    garnie: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ECOLES)
    before = state(garnie)
    given = [a.format(fichier=path, dossier=tmp_path) for a in arguments]
    assert main([*given, "--base", str(garnie)]) == 2
    out = capfd.readouterr()
    assert out.out == ""
    assert word in out.err
    assert is_a_sentence(out.err.strip())
    assert state(garnie) == before


def test_a_base_that_is_none_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ECOLES)
    base = tmp_path / "tne.duckdb"
    base.write_bytes(b"ceci n'est pas une base\n" * 500)
    before = base.read_bytes()
    assert main(["importer", str(path), "--base", str(base), "--json"]) == 1
    out = capfd.readouterr()
    assert "n'est pas une base lisible" in out.err
    assert is_a_sentence(out.err.strip())
    assert base.read_bytes() == before
    assert main(["importer", str(path), "--base", str(tmp_path)]) == 1
    assert is_a_sentence(capfd.readouterr().err.strip())


def test_a_base_of_a_newer_program_is_left_alone(garnie: Path, capfd: pytest.CaptureFixture[str]) -> None:
    scene = Scene(garnie)
    scene.sql("UPDATE meta SET valeur = '999' WHERE cle = 'schema'")
    scene.base.close()
    assert main(["imports", "--base", str(garnie)]) == 1
    assert "version plus récente" in capfd.readouterr().err


def test_real_data_do_not_mix_with_the_demonstration_unasked(scene: Scene) -> None:
    scene.un(ECOLES, demo=True)
    before = scene.journal()
    source = "UAI;Nom\n0860016A;C\n0860016A;C\n0940176F;D"
    refused = scene.un(source)
    assert (refused.jeu, refused.etat, refused.import_id) == ("etablissement", "refusé", None)
    assert "--avec-demo" in refused.problemes[0].message
    assert (refused.comptes.lues, refused.comptes.ajoutees, refused.comptes.doublons) == (3, 1, 1)
    assert scene.journal() == before
    published = "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\nformation.modules;2023-2024;086;10;0;p"
    assert scene.un(published).etat == "importé", "published figures are at home beside the demonstration"
    assert scene.un(source, avec_demo=True).etat == "importé"
    assert len(scene.table("etablissement", "uai")) == 3
    assert scene.un("UAI;Nom\n0861457S;E", demo=True).etat == "refusé", "nor the demonstration with real data"


def test_invented_records_of_the_same_references_are_removed_not_the_references(scene: Scene) -> None:
    """The first own sheet, from our template, begins with 2023-001 as the demonstration does."""
    log = "Référence;Date;Nature;UAI\n2023-001;{day}/09/2023;Formation;0860002K\n2023-002;{day}/10/2023;Formation;0860002K"
    scene.un(log.format(day=12), demo=True)
    refused = scene.un(log.format(day=13))
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "vider-demo" in refused.problemes[0].message
    beside = scene.un(log.format(day=13), avec_demo=True)
    assert "--memes-references" in beside.problemes[0].message


def test_the_same_fault_on_every_row_is_one_sentence(
    tmp_path: Path, garnie: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vues.csv"
    path.write_text("Contenu,Titre de la vidéo,Vues\n" + "".join(f"id{i},Vidéo,{i}\n" for i in range(40)))
    assert main(["importer", str(path), "--base", str(garnie)]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert len(said) == 1
    assert said[0].startswith("  lignes 2 à 41 (40")
    assert "colonne « Année scolaire »" in said[0]
    assert said[0].endswith("Elle peut être donnée pour tout le fichier : --annee 2023-2024.")


FEUILLES = {
    # What is found in a hand-kept sheet → what is said of it, what is proposed instead.
    "UAI;Nom;Financeur;Quantité;Livraison\n0860002K;CLG;Commune;2;mai\n": (
        "De ce tableau, seuls « UAI » et « Nom » se lisent comme « Établissements » ; les autres colonnes (« Financeur », "
        "« Quantité », « Livraison ») sont inconnues.",
        None,
    ),
    "UAI;Établissement;Ressource;Nombre d'accès\n0860002K;CLG;Manuel;120\n": (
        "Les nombres par établissement que le bilan n'emploie pas (usages de l'ENT ou du GAR",
        None,
    ),
    "Plateforme;Identifiant;Titre;Prénom\nPad;lise;Bonjour;Lise\n": (
        "se lisent comme « Ressources pour les parents » ; l'autre colonne (« Prénom ») est inconnue.",
        None,
    ),
    "04/09/2023;0860002K;Formation;12\n05/09/2023;0860002K;Formation;3\n": (
        "la première ligne tient des données, non des titres de colonnes",
        None,
    ),
    "Date;UAI;Nature\n09/14/2023;0860002K;Formation\n": ("n'est pas une date", "14/09/2023"),
    "Date;UAI;Nature\n5/9/23;0860002K;Formation\n": ("n'a que deux chiffres pour l'année", "05/09/2023"),
    "Date;UAI;Nature\n31/02/2024;0860002K;Formation\n": ("n'est pas une date", None),
    "Date;UAI;Nature\n13/13/2023;0860002K;Formation\n": ("n'est pas une date", None),
    "Date;UAI;Nature\n04/09/2023;0860002K, 0860799B;Formation\n": (
        "deux UAI sont dans cette cellule. Faites une ligne par établissement, ou gardez-en un seul des deux.",
        None,
    ),
    "Date;UAI;Niveau;Nombre d'élèves;Nombre de classes\n14/11/2023;0860002K;4ème;78 élèves;3\n": (
        "« 78 élèves » n'est pas un nombre",
        "78",
    ),
    "UAI;E-mail;Nom;Prénom\n0860002K;a@ac.fr;A;B\n": (
        "Le fichier ne dit pas de quelle année scolaire il est",
        None,
    ),
    "Titre\tVue de l'année\tVue totale depuis création\nPix\t3\t9\n": (
        "Le fichier ne dit pas de quelle année scolaire il est",
        None,
    ),
}  # fmt: skip


def test_a_hand_kept_sheet_is_told_what_is_wrong_with_it_once(scene: Scene) -> None:
    """Where, what was found, what was expected; and what was probably meant, where one thing was."""
    for text, (said, proposed) in FEUILLES.items():
        result = scene.importer(text.encode())[-1]
        assert result.etat == "refusé", text
        (problem,) = [p for p in result.problemes if p.code not in ("aucune_ligne", "mois_inconnu")][:1]
        assert (said in problem.message, problem.suggestion) == (True, proposed), problem
        assert len(set(result.problemes)) == len(result.problemes)
    assert scene.un(next(iter(FEUILLES)).encode(), jeu="etablissement").etat == "importé"


def test_the_only_row_set_aside_is_told_as_one(scene: Scene) -> None:
    """« Aucune des 1 lignes lues n'est à importer : toutes ont été écartées. »"""
    told = scene.un("UAI;Nom\n0940176F;École B").problemes[0].message
    assert told.startswith(
        "La seule ligne lue n'est pas à importer : elle a été écartée. Hors du territoire, réglé sur : Vienne"
    )


@pytest.mark.parametrize("beside", ["luc.v@exemple.fr", "12/06/2024", "0860002K"])
def test_a_name_in_a_first_line_of_values_is_not_repeated(scene: Scene, beside: str) -> None:
    """Over words it is taken for the titles; a value beside the name says that it is a record."""
    (told,) = scene.un(f"Valjean;{beside};Loudun\na;b;c\nd;e;f").problemes
    assert "la première ligne tient des données" in told.message
    assert "Valjean" not in told.message


def test_a_refused_row_stands_in_for_none_of_its_record(scene: Scene) -> None:
    """A record written three times, the first wrongly: it goes in once, and its last row is the double."""
    row = "1;12/06/2024;Formation;0860002K"
    source = f"Référence;Date;Nature;UAI;Heures\n{row};beaucoup\n{row};3\n{row};3"
    assert comptes(scene.un(source, valides_seulement=True)) == {
        "lues": 3,
        "ajoutees": 1,
        "doublons": 1,
        "refusees": 1,
    }
    assert scene.table("intervention", "reference", "heures") == [("1", 3.0)]
    scene.verifier("intervention")
