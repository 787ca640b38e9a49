"""Commands on files alone, without a base: read any table, write a template."""

from __future__ import annotations

import argparse
from pathlib import Path

from tne.cli.commands import Commands, require_named_as, write
from tne.erreurs import UsageIncorrect


def register(commands: Commands) -> None:
    """lire, modele."""
    c = commands.add("lire", _lire, "tout fichier de tableau vers un CSV propre")
    c.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER", help="tout fichier de tableau")
    c.add_argument(
        "--vers", type=Path, required=True, metavar="DOSSIER", help="où écrire ; fait s'il n'existe pas"
    )
    c.add_argument("--feuille", help="la feuille du classeur, au lieu de celle du plus grand tableau")
    c = commands.add("modele", _modele, "un modèle à remplir")
    c.add_argument("jeu", metavar="JEU", help="le jeu de données : intervention, offre…")
    c.add_argument(
        "--format", choices=("csv", "xlsx"), help="celui du nom du fichier si rien n'est dit, sinon csv"
    )
    c.add_argument(
        "-o", dest="sortie", type=Path, required=True, metavar="FICHIER", help="le fichier à écrire"
    )


def _lire(args: argparse.Namespace) -> int:
    from tne.reading import lire_commande

    if args.vers.exists() and not args.vers.is_dir():
        raise UsageIncorrect(f"--vers : « {args.vers} » est un fichier, un dossier est attendu.")
    try:
        args.vers.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise UsageIncorrect(
            f"--vers : le dossier « {args.vers} » ne peut pas être fait : vérifiez son chemin."
        ) from error
    return int(lire_commande(args.fichiers, args.vers, args.feuille))


def _modele(args: argparse.Namespace) -> int:
    from tne.datasets import dataset
    from tne.modeles import modele

    dataset(args.jeu)
    # A CSV named .xlsx is a file that no spreadsheet opens.
    named = "xlsx" if args.sortie.suffix.lower() == ".xlsx" else "csv"
    require_named_as(args.sortie, form := args.format or named)
    write(args.sortie, modele(args.jeu, form))
    print(f"Modèle écrit : {args.sortie}")
    return 0
