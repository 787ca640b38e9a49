"""Commands on files alone, without a base: read any table, write a template."""

from __future__ import annotations

import argparse
from pathlib import Path

from tne.cli.commands import Commands


def register(commands: Commands) -> None:
    """lire, modele."""
    c = commands.add("lire", _lire, "tout fichier de tableau vers un CSV propre")
    c.add_argument("fichiers", nargs="+", type=Path)
    c.add_argument("--vers", type=Path, required=True)
    c.add_argument("--feuille")
    c = commands.add("modele", _modele, "un modèle à remplir")
    c.add_argument("jeu")
    c.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    c.add_argument("-o", dest="sortie", type=Path, required=True)


def _lire(args: argparse.Namespace) -> int:
    from tne.reading import lire_commande

    return int(lire_commande(args.fichiers, args.vers, args.feuille))


def _modele(args: argparse.Namespace) -> int:
    from tne.datasets import dataset
    from tne.modeles import modele

    dataset(args.jeu)
    args.sortie.write_bytes(modele(args.jeu, args.format))
    print(f"Modèle écrit : {args.sortie}")
    return 0
