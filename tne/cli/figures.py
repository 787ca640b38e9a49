"""Commands that give figures: indicators, documents, exact data."""

from __future__ import annotations

import argparse
from pathlib import Path

from tne.cli.commands import Commands, droit, open_base, print_json, progress, read_annee
from tne.erreurs import UsageIncorrect


def register(commands: Commands) -> None:
    """indicateurs, exporter."""
    c = commands.add("indicateurs", _indicateurs, "les indicateurs d'une année", as_json=True)
    c.add_argument("--annee", required=True)
    c.add_argument("--etablissement", action="append", default=[])
    c = commands.add("exporter", _exporter, "un document, ou les données exactes d'un jeu")
    c.add_argument("quoi", choices=("bilan", "fiche", "donnees"))
    c.add_argument("--format", required=True, choices=("pdf", "pptx", "html", "xlsx", "csv"))
    c.add_argument("--annee", required=True)
    c.add_argument("--etablissement", action="append", default=[])
    c.add_argument("--jeu", help="le jeu de données, pour « donnees »")
    c.add_argument(
        "--confirmer", action="store_true", help="les données exactes sortent de l'outil : à confirmer"
    )
    c.add_argument("-o", dest="sortie", type=Path, required=True)


def _indicateurs(args: argparse.Namespace) -> int:
    from tne.filters import Filters
    from tne.indicators import compute

    annee = read_annee(args.annee)
    base = open_base(args)
    values = compute(base, Filters(annees=(annee,), etablissements=tuple(args.etablissement)), annee)
    if args.json:
        print_json([v.as_dict() for v in values])
    else:
        for v in values:
            print(f"{v.indicateur.code:38} {v.texte:>12}  {v.origine:8} {v.indicateur.libelle}")
    return 0


def _exporter(args: argparse.Namespace) -> int:
    from tne.documents import LABELS, ecrire
    from tne.exports_exacts import exporter_donnees
    from tne.filters import Filters
    from tne.queries.choices import names

    annee = read_annee(args.annee)
    if args.quoi == "donnees":
        if not args.jeu or args.format != "csv":
            raise UsageIncorrect(
                "Les données exactes s'exportent en CSV, un jeu à la fois : --format csv --jeu intervention."
            )
        content = exporter_donnees(open_base(args), droit(), args.jeu, annee, args.confirmer)
    elif args.quoi == "fiche":
        content = _fiches(args, annee)
    else:
        if args.format not in LABELS:
            raise UsageIncorrect(f"Le bilan s'exporte en {', '.join(LABELS)}.")
        base, schools = open_base(args), tuple(args.etablissement)
        filters = Filters(annees=(annee,), etablissements=schools, noms=names(base.cursor(), schools))
        content = ecrire(base, filters, annee, args.format)
    args.sortie.write_bytes(content)
    print(f"Écrit : {args.sortie}")
    return 0


def _fiches(args: argparse.Namespace, annee: str) -> bytes:
    """One school's fiche, or a ZIP of all of them when no school is named."""
    from tne.documents.fiche import fiche, fiches

    if args.format != "pdf":
        raise UsageIncorrect("La fiche d'un établissement s'exporte en PDF : --format pdf.")
    if len(args.etablissement) == 1:
        return fiche(open_base(args), args.etablissement[0], annee)
    if args.etablissement:
        raise UsageIncorrect(
            "Une fiche à la fois (--etablissement UAI), ou toutes dans un ZIP sans --etablissement."
        )
    return fiches(open_base(args), annee, progress(False))
