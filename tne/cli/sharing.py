"""Commands for a base that several instances share: copy one there and back, keep its files few."""

from __future__ import annotations

import argparse

from tne.cli.commands import Commands, droit, open_base, print_json, require_base
from tne.typographie import compte, entier


def register(commands: Commands) -> None:
    """copier, entretenir."""
    c = commands.add("copier", _copier, "copier une base entière dans une autre, neuve", as_json=True)
    c.add_argument("source", metavar="SOURCE", help="comme TNE_BASE : un fichier, ou ducklake:postgres:…")
    c.add_argument(
        "destination", metavar="DESTINATION", help="comme TNE_BASE ; elle ne contient encore aucun import"
    )
    commands.add(
        "entretenir",
        _entretenir,
        "réunir les petits fichiers d'une base partagée et oublier ses anciens états",
        as_json=True,
    )


def _copier(args: argparse.Namespace) -> int:
    from tne.store.copie import copier

    require_base(args.source)
    done = copier(args.source, args.destination, droit())
    if args.json:
        print_json({"lignes": done.lignes, "total": done.total})
        return 0
    for table, number in done.lignes.items():
        if number:
            print(f"{table:32} {entier(number):>12}")
    print(
        f"{compte(done.total, 'ligne')} dans les deux bases. Copiez aussi le fichier du secret (.cle), à part."
    )
    return 0


def _entretenir(args: argparse.Namespace) -> int:
    base = open_base(args)
    done = base.backend.compact(base.cursor())
    if args.json:
        print_json(None if done is None else {"fichiers": done.fichiers, "instantanes": done.instantanes})
    elif done is None:
        print("Une base d'un seul fichier ne demande pas d'entretien.")
    else:
        print(
            f"Fichiers de données : {entier(done.fichiers[0])} avant, {entier(done.fichiers[1])} après ; "
            f"états gardés : {entier(done.instantanes[0])} avant, {entier(done.instantanes[1])} après."
        )
    return 0
