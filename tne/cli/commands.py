"""The table of commands, and what their functions share: the base, the right, a school year, JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tne import settings
from tne.erreurs import BaseIndisponible, UsageIncorrect

Run = Callable[[argparse.Namespace], int]


class Commands:
    """The parser under construction. A group of commands adds its own in `register(commands)`."""

    def __init__(self) -> None:
        self.parser = argparse.ArgumentParser(
            prog="python -m tne", description="Tableau de bord d'un Territoire Numérique Éducatif."
        )
        self._common = argparse.ArgumentParser(add_help=False)
        self._common.add_argument("--base", help="la base (par défaut TNE_BASE, sinon data/tne.duckdb)")
        self._json = argparse.ArgumentParser(add_help=False)
        self._json.add_argument(
            "--json", action="store_true", help="un document JSON sur la sortie standard, et rien d'autre"
        )
        self._commands = self.parser.add_subparsers(dest="commande", required=True)

    def add(self, name: str, run: Run, help_text: str, *, as_json: bool = False) -> argparse.ArgumentParser:
        """A command under its name; `run` returns the exit code. `as_json`: it takes --json too."""
        parents = [self._common, self._json] if as_json else [self._common]
        command = self._commands.add_parser(name, help=help_text, parents=parents)
        command.set_defaults(run=run)
        return command


def open_base(args: argparse.Namespace) -> Any:
    """The base the command works on, closed with `args.ouvertes`; waits `--attendre` seconds for another process to leave it."""
    from tne.db import Base

    name = args.base or settings.base_name()
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


def droit() -> Any:
    """The right of who runs a command on this machine."""
    from tne.access import droit_ligne_de_commande

    return droit_ligne_de_commande()


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def progress(quiet: bool) -> Callable[[float, str], None]:
    """What shows how far a long command is, on a terminal only."""

    def show(share: float, what: str) -> None:
        if not quiet and sys.stderr.isatty():
            print(f"\r{share:4.0%} {what}   ", end="", file=sys.stderr, flush=True)

    return show


def read_annee(text: str) -> str:
    """A school year as the command line takes it: 2023-2024. UsageIncorrect otherwise."""
    parts = text.split("-")
    if (
        len(parts) == 2
        and all(p.isdigit() and len(p) == 4 for p in parts)
        and int(parts[1]) == int(parts[0]) + 1
    ):
        return text
    raise UsageIncorrect(f"« {text} » n'est pas une année scolaire : écrivez par exemple 2023-2024.")
