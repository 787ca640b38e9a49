"""The table of commands, and what their functions share: the base, the right, JSON."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from tne import settings
from tne.erreurs import BaseIndisponible, UsageIncorrect

Run = Callable[[argparse.Namespace], int]

FORMATS = ("pdf", "pptx", "html", "xlsx", "csv")
"""What commands write, as `--format` takes it and as the name of the file ends."""

ANNEE = {"metavar": "ANNEE", "help": "l'année scolaire : 2023-2024"}
"""How `--annee` is declared by each command that takes one."""

# What argparse says of a wrong call, in English whatever the language of the computer.
_ENGLISH = (
    (r"the following arguments are required: (.*)", r"il manque \1"),
    (
        r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)",
        r"\1 : « \2 » n'est pas possible ; choix : \3",
    ),
    (r"argument (\S+): invalid \S+ value: '(.*)'", r"\1 : « \2 » n'est pas un nombre"),
    (r"argument (\S+): expected .*", r"\1 attend une valeur"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 ne prend pas de valeur"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 peut être \2 : écrivez l'option entière"),
    (r"unrecognized arguments: (.*)", r"inconnu : \1"),
)


class _Mise(argparse.HelpFormatter):
    """The help as argparse lays it out, its word « usage » in French, each command beside what it does."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **settings)
        self._action_max_length = 16  # argparse forgets that the names of commands stand further to the right

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Emploi : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks French: its headings, its own option, and what it says of a wrong call."""

    def __init__(self, **settings: Any) -> None:
        own = settings.pop("add_help", True)
        super().__init__(formatter_class=_Mise, add_help=False, **settings)
        # argparse writes the colon itself.
        self._positionals.title, self._optionals.title = "à donner ", "options "
        if own:
            self.add_argument("-h", "--help", action="help", help="cette aide")

    def error(self, message: str) -> NoReturn:
        """The usage and one sentence on standard error; exit code 2."""
        for english, french in _ENGLISH:
            if re.fullmatch(english, message):
                message = re.sub(english, french, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{message}\n")


class Commands:
    """The parser under construction. A group of commands adds its own in `register(commands)`."""

    def __init__(self) -> None:
        self.parser = Parser(
            prog="python -m tne",
            description="Tableau de bord d'un Territoire Numérique Éducatif.",
            epilog="« python -m tne COMMANDE --help » dit ce que chacune demande. La base d'un seul fichier n'a qu'un "
            "programme à la fois : fermez d'abord le tableau de bord.",
        )
        # Plain ones: argparse adds the options of a parent to those that bear the same title, here still its own.
        self._common = argparse.ArgumentParser(add_help=False)
        self._common.add_argument("--base", help="la base (par défaut TNE_BASE, sinon data/tne.duckdb)")
        self._json = argparse.ArgumentParser(add_help=False)
        self._json.add_argument(
            "--json", action="store_true", help="un document JSON sur la sortie standard, et rien d'autre"
        )
        self._commands = self.parser.add_subparsers(dest="commande", metavar="COMMANDE", required=True)

    def add(self, name: str, run: Run, help_text: str, *, as_json: bool = False) -> Parser:
        """A command under its name; `run` returns the exit code. `as_json`: it takes --json too."""
        # Their types want parents of the class that is made; argparse itself takes any.
        parents: list[Any] = [self._common, self._json] if as_json else [self._common]
        said = f"{help_text[0].upper()}{help_text[1:]}."
        command = self._commands.add_parser(name, help=help_text, description=said, parents=parents)
        command.set_defaults(run=run)
        return command


def open_base(args: argparse.Namespace, *, neuve: bool = False) -> Any:
    """The base the command works on, closed with `args.ouvertes`; waits `--attendre` seconds for another process to leave it.

    BaseIndisponible where there is none, unless the command may make it (`neuve`): a name with a slip would give an empty base,
    whole and without a fault, and the first start of the dashboard would take it for its own.
    """
    from tne.db import Base

    name = args.base or settings.base_name()
    if not neuve:
        require_base(name)
    deadline = time.monotonic() + getattr(args, "attendre", 0.0)
    while True:
        try:
            base = Base(name)
            args.ouvertes.callback(base.close)
            return base
        except BaseIndisponible:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.2)


def require_base(name: str) -> None:
    """BaseIndisponible where there is no base of that name."""
    from tne.store.backend import backend

    if (asked := backend(name)).a_preparer():
        raise BaseIndisponible(
            f"La base « {asked.nom} » n'existe pas : vérifiez son nom (--base, ou TNE_BASE)."
        )


def read_base(args: argparse.Namespace) -> Any:
    """The base of a command that only lists, as `open_base` gives it; one that is not there is told on standard error, read as an
    empty one, and not made.
    """
    from tne.db import Base
    from tne.store.backend import backend

    asked = backend(args.base or settings.base_name())
    if not asked.a_preparer():
        return open_base(args)
    folder = args.ouvertes.enter_context(TemporaryDirectory())
    base = Base(str(Path(folder) / "vide.duckdb"))
    args.ouvertes.callback(base.close)
    say_missing(asked.nom, " encore : elle est lue comme vide")
    return base


def say_missing(nom: str, suite: str = "") -> None:
    """Tell on standard error that there is no base of that name, where the command does its work all the same: `suite` says how."""
    print(
        f"La base « {nom} » n'existe pas{suite}. Si elle devrait exister, vérifiez son nom (--base, ou TNE_BASE).",
        file=sys.stderr,
    )


def droit() -> Any:
    """The right of who runs a command on this machine."""
    from tne.access import droit_ligne_de_commande

    return droit_ligne_de_commande()


def write(path: Path, content: bytes) -> None:
    """Write what `-o` names. UsageIncorrect when its folder does not exist, it is one itself, or it is « - »."""
    if str(path) == "-":
        # For many tools that is the standard output, where it is here told what was written: a file of that name was found later.
        raise UsageIncorrect(
            "-o attend un nom de fichier : « - » n'en est pas un, rien n'est écrit à l'écran."
        )
    try:
        path.write_bytes(content)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise UsageIncorrect(
            f"« {path} » ne peut pas être écrit : donnez un fichier dans un dossier qui existe."
        ) from error


def require_named_as(path: Path, form: str) -> None:
    """UsageIncorrect where the name is that of another of the formats: no program opens a PPTX named .pdf."""
    if (named := path.suffix.lower()[1:]) in FORMATS and named != form:
        raise UsageIncorrect(
            f"« {path.name} » porterait le nom d'un fichier {named} et serait un fichier {form} : changez --format, ou le nom."
        )


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def progress(quiet: bool) -> Callable[[float, str], None]:
    """What shows how far a long command is, on a terminal only."""

    def show(share: float, what: str) -> None:
        if not quiet and sys.stderr.isatty():
            print(f"\r{share:4.0%} {what}   ", end="", file=sys.stderr, flush=True)

    return show
