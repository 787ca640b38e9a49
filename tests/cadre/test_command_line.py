"""The command line explains itself in French, and is what the documents and the messages of the program say of it."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import RACINE
from tne.__main__ import main
from tne.cli import figures, importing, keeping, reading, sharing
from tne.cli.commands import Commands
from tne.cli.importing import _tell_results
from tne.cli.telling import problem_lines
from tne.importing.model import Comptes, Probleme
from tne.inattendu import NON_ECRIT

DOCUMENTS = [RACINE / "README.md", *sorted((RACINE / "docs").glob("*.md"))]
QUOTED = re.compile(r"python -m tne ([a-z][a-z-]+)([^`»\"\n]*)")
# What scripts rely on: each command with its options, as promised.
STABLE = {
    "demo": "",
    "lire": "--vers --feuille",
    "importer": "--jeu --annee --valides-seulement --remplacer --avec-demo --attendre --json",
    "imports": "--json",
    "annuler": "",
    "retablir": "",
    "indicateurs": "--annee --etablissement --json",
    "modele": "--format -o",
    "exporter": "--format --annee --etablissement -o",
    "sauvegarder": "",
    "restaurer": "",
    "verifier": "",
    "vider-demo": "",
    "purger": "--annee",
}


def _commands() -> dict[str, argparse.ArgumentParser]:
    made = Commands()
    for group in (importing, reading, figures, keeping, sharing):
        group.register(made)
    actions = made.parser._actions
    return dict(next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices)


COMMANDS = _commands()


def _options(name: str) -> set[str]:
    return {option for action in COMMANDS[name]._actions for option in action.option_strings}


def test_a_python_without_the_packages_is_told_which_one_has_them() -> None:
    """Who types « python -m tne » as it is written: without the packages of the environment, it was a traceback in English."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tne", "verifier"],
        cwd=RACINE,
        env={**os.environ, "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"Ce Python n'a pas « \w+ » : lancez la commande avec celui de l'installation \(\.venv\S+ -m tne …, dans le dossier du "
        r"projet\)\.\n",
        done.stderr,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_and_all_it_takes(name: str) -> None:
    parser = COMMANDS[name]
    assert parser.description
    unexplained = [a.dest for a in parser._actions if not a.help]
    assert not unexplained
    told = parser.format_help()
    assert not re.search(r"usage|positional|show this|optional", told, re.IGNORECASE)
    assert "Emploi : python -m tne" in told
    assert told.count("Emploi") == told.count("\noptions :") == 1
    assert not re.search(r"^(à donner|options):", told, re.MULTILINE), "a space stands before a colon"


@pytest.mark.parametrize("name", STABLE)
def test_the_commands_that_scripts_use_keep_their_options(name: str) -> None:
    assert set(STABLE[name].split()) | {"--base"} <= _options(name)


def _quoted() -> Iterator[tuple[str, str, str]]:
    for path in (*DOCUMENTS, *sorted((RACINE / "tne").rglob("*.py"))):
        for command, rest in QUOTED.findall(path.read_text(encoding="utf-8")):
            yield path.name, command, rest


def test_what_documents_and_messages_tell_to_type_exists() -> None:
    found = list(_quoted())
    assert len(found) > 20
    for where, command, rest in found:
        assert command in COMMANDS, f"{where}: {command}"
        unknown = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)) - _options(command)
        assert not unknown, f"{where}: {command} {unknown}"


def test_each_variable_that_a_document_names_is_read_and_each_that_is_read_is_told() -> None:
    told = {n for path in DOCUMENTS for n in re.findall(r"\bTNE_[A-Z_]+", path.read_text(encoding="utf-8"))}
    code = "".join(p.read_text(encoding="utf-8") for p in (RACINE / "tne").rglob("*.py"))
    read = set(re.findall(r'"(TNE_[A-Z_]+)"', code))
    assert read <= told
    # The README names two more, of the tests.
    assert told - read == {"TNE_CHROMIUM", "TNE_DONNEES_REELLES"}


def test_the_counts_of_an_import_agree_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    """« 1 ajoutées, 0 modifiées » : the page says « 1 ajoutée, 0 modifiée »."""
    done = SimpleNamespace(
        fichier="a.csv",
        jeu="session",
        etat="importé",
        import_id=3,
        comptes=Comptes(3, ajoutees=1, inchangees=2),
        problemes=[],
        laissees=(),
        issue="",
    )
    _tell_results([done], False)
    assert (
        "importé n° 3 ; 3 lues, 1 ajoutée, 0 modifiée, 2 inchangées, 0 doublon, 0 écartée, 0 refusée"
        in capsys.readouterr().out
    )


def test_a_title_over_several_lines_is_told_on_one() -> None:
    told = Probleme(None, 9, "Nb\nélèves", "24,", "effectif_invalide", "« 24, » n'est pas un nombre.")
    assert list(problem_lines([told])) == ["  ligne 9, colonne « Nb élèves » : « 24, » n'est pas un nombre."]


@pytest.mark.parametrize(
    ("number", "said"), [("1", "1 ligne écartée"), ("1200", "1\u202f200 lignes écartées")]
)
def test_rows_set_aside_are_counted_by_their_reason(number: str, said: str) -> None:
    """« Hors du territoire. » alone does not say of how many of the rows set aside."""
    told = Probleme(None, 0, None, number, "ecartees", "Hors du territoire.")
    assert list(problem_lines([told])) == [f"  fichier, {said} : Hors du territoire."]


def test_the_help_of_documents_names_no_format_that_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["exporter", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "fiche : pdf ; sans --etablissement, une archive ZIP de toutes." in told


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("demo", "dans une base neuve, ou qui ne contient qu'eux"),
        ("sauvegarder", "sous un nom qui n'est pas pris"),
        ("exporter", "le format du fichier"),
    ],
)
def test_the_help_of_a_command_says_what_it_takes(command: str, words: str) -> None:
    assert words in " ".join(COMMANDS[command].format_help().split())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("", "il manque COMMANDE"),
        ("imprimer", "COMMANDE : « imprimer » n'est pas possible"),
        ("annuler", "il manque ID"),
        ("annuler un", "ID : « un » n'est pas un nombre"),
        ("importer --attendre nan README.md", "--attendre : « nan » n'est pas un nombre de secondes"),
        ("importer --attendre=-1 README.md", "--attendre : « -1 » n'est pas un nombre de secondes"),
        ("imports --tout", "inconnu : --tout"),
        ("purger --annee", "--annee attend une valeur"),
        ("imports --json=1", "--json ne prend pas de valeur"),
        (
            "importer --c README.md",
            "--c peut être --cellules-vides, --compter-deux-fois : écrivez l'option entière",
        ),
        ("modele offre -o -", "-o attend un nom de fichier"),
        (
            "modele offre --format csv -o m.xlsx",
            "porterait le nom d'un fichier xlsx et serait un fichier csv",
        ),
        (
            "exporter bilan --format pptx --annee 2023-2024 -o bilan.PDF",
            "« bilan.PDF » porterait le nom d'un fichier pdf et serait un fichier pptx",
        ),
        ("modele offre -o absent/m.csv", "donnez un fichier dans un dossier qui existe"),
        ("lire README.md --vers README.md", "un dossier est attendu"),
        ("indicateurs --annee 2023", "« 2023 » n'est pas une année scolaire"),
        ("indicateurs --annee 2023-2025", "« 2023-2025 » n'est pas une année scolaire"),
        ("indicateurs --annee ²⁰²³-2024", "« ²⁰²³-2024 » n'est pas une année scolaire"),
        (
            "indicateurs --annee 2023-2024 --etablissement Poitiers",
            "« POITIERS » n'est pas un UAI",
        ),
        ("indicateurs --annee 2023-2024 --etablissement=", "«  » n'est pas un UAI"),
        (
            "exporter bilan --format csv --annee 2023-2024 -o b.csv --etablissement 0860002K,0860799B",
            "De plusieurs établissements, répétez l'option",
        ),
    ],
)
def test_a_wrong_call_is_told_in_french(
    commande: Callable[..., Any], base_vide: Path, call: str, words: str
) -> None:
    done = commande(*call.split(), base=base_vide)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "error" not in done.stderr
    assert NON_ECRIT not in done.stderr, "the stack of a fault, as a command tells it"


def test_a_model_is_of_the_format_that_its_name_says(
    commande: Callable[..., Any], base_vide: Path, tmp_path: Path
) -> None:
    for name, said, begin in (
        ("m.xlsx", (), b"PK"),
        ("M.XLSX", (), b"PK"),
        ("m.csv", (), b"\xef\xbb\xbf"),
        ("m.txt", ("--format", "xlsx"), b"PK"),
    ):
        out = tmp_path / name
        assert commande("modele", "intervention", *said, "-o", str(out), base=base_vide).returncode == 0
        assert out.read_bytes().startswith(begin), name


def test_an_unknown_school_is_told_beside_its_zeros(commande: Callable[..., Any], base_demo: Path) -> None:
    asked = ("indicateurs", "--annee", "2023-2024", "--json", "--etablissement")
    wrong = commande(*asked, "0869999Z", base=base_demo)
    assert wrong.returncode == 0
    assert json.loads(wrong.stdout)
    assert "0869999Z n'est pas dans l'annuaire" in wrong.stderr
    right = commande(*asked, "0869015G", base=base_demo)
    assert right.stderr == ""
    for written in (
        "086 9015g",
        "869015G",
    ):  # as in a file: spaces, lower case, a zero that a spreadsheet ate
        assert commande(*asked, written, base=base_demo).stdout == right.stdout, written


def test_exact_rows_by_command_ask_to_be_confirmed_in_the_words_of_a_command(
    commande: Callable[..., Any], base_demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "lignes.csv"
    asked = ["exporter", "donnees", "--format", "csv", "--annee", "2023-2024", "--jeu", "intervention"]
    asked += ["-o", str(out)]
    refused = commande(*asked, base=base_demo)
    assert refused.returncode == 1
    assert "Ajoutez --confirmer" in refused.stderr
    assert not out.exists()
    assert commande(*asked, "--confirmer", base=base_demo).returncode == 0
    rows = out.read_text(encoding="utf-8-sig").splitlines()[1:]
    one = next(uai for uai in re.findall(r";(08\d{5}[A-Z]);", rows[0]))
    assert commande(*asked, "--confirmer", "--etablissement", one, base=base_demo).returncode == 0
    kept = out.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert kept == [row for row in rows if f";{one};" in row]
    assert 0 < len(kept) < len(rows)
    both = commande(
        *asked, "--confirmer", *("--etablissement", one, "--etablissement", "0869999Z"), base=base_demo
    )
    assert both.returncode == 0
    assert "0869999Z n'est pas dans l'annuaire" in both.stderr, "its rows would be missed without a word"


def test_how_far_the_demonstration_is_shows_on_a_terminal_only(
    base_vide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for any long command: a planned task kept 54 lines of it."""

    monkeypatch.setattr("tne.demo.charger_demo", lambda _base, _droit, show: show(0.5, "fichier 27 sur 54"))
    monkeypatch.setattr("tne.cli.importing._tell_results", lambda *_: None)
    assert main(["demo", "--base", str(base_vide)]) == 0
    assert capsys.readouterr().err == ""


JOURNAL = "Référence;Date;Nature;UAI\nA1;{jour}/06/2024;Formation;0860002K\n"


def test_what_became_of_each_import_is_told(
    base_vide: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script reads the JSON; a person reads this, and undoes by the number."""

    def told(*call: str) -> str:
        assert main([*call, "--base", str(base_vide)]) == 0
        return capsys.readouterr().out

    def states() -> list[str]:
        return [line.split()[1] + line.rpartition(",")[2] for line in told("imports").splitlines()]

    for jour, options in ((12, []), (13, ["--remplacer"])):
        listed = tmp_path / "mois.csv"
        listed.write_text(JOURNAL.format(jour=jour), encoding="utf-8")
        told("importer", str(listed), *options)
    assert states() == ["2 en vigueur", "1 remplacé"]
    assert re.search(r"n° 2  \d\d/\d\d/\d{4} \d\d:\d\d  mois\.csv → intervention : 1 lue, ", told("imports"))
    assert told("annuler", "1") == "Import n° 1 : annulé.\n"
    assert states() == ["2 en vigueur", "1 annulé"]
    assert told("retablir", "1") == "Import n° 1 : rétabli, mais un import plus récent le remplace.\n"
    other = "Un autre change avec lui : n° 1 (voir : python -m tne imports).\n"
    assert told("annuler", "2") == f"Import n° 2 : annulé.\n{other}"
    assert states() == ["2 annulé", "1 en vigueur"]
    assert told("retablir", "2") == f"Import n° 2 : en vigueur.\n{other}"
    assert told("verifier") == "La base est conforme à ses imports.\n"
    assert told("vider-demo") == "Aucune démonstration à retirer.\n"
    assert told("nettoyer").startswith("Aucun texte enregistré ne porte d'adresse")
    assert told("sauvegardes") == "Aucune sauvegarde automatique pour cette base.\n"
    assert told("entretenir") == "Une base d'un seul fichier ne demande pas d'entretien.\n"
