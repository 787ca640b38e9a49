"""Commands that give figures: indicators, documents, exact data."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tne.cli.commands import (
    ANNEE,
    FORMATS,
    Commands,
    Parser,
    droit,
    open_base,
    print_json,
    progress,
    read_base,
    require_named_as,
    write,
)
from tne.erreurs import AccesRefuse, UsageIncorrect
from tne.filters import Filters, read_annee


def register(commands: Commands) -> None:
    """indicateurs, exporter."""
    c = commands.add("indicateurs", _indicateurs, "les indicateurs d'une année", as_json=True)
    _scope(c)
    c = commands.add("exporter", _exporter, "un document, ou les données exactes d'un jeu")
    c.add_argument(
        "quoi",
        choices=("bilan", "fiche", "donnees"),
        help="bilan : pdf, pptx, html ou xlsx. fiche : pdf ; sans --etablissement, une archive ZIP de toutes. donnees : csv",
    )
    c.add_argument("--format", required=True, choices=FORMATS, help="le format du fichier")
    _scope(c)
    c.add_argument("--jeu", help="le jeu de données, pour « donnees »")
    c.add_argument(
        "--confirmer", action="store_true", help="pour « donnees » : les chiffres exacts sortent de l'outil"
    )
    c.add_argument(
        "-o", dest="sortie", type=Path, required=True, metavar="FICHIER", help="le fichier à écrire"
    )


def _scope(c: Parser) -> None:
    c.add_argument("--annee", required=True, **ANNEE)
    c.add_argument(
        "--etablissement",
        action="append",
        default=[],
        type=_uai,
        metavar="UAI",
        help="un établissement ; se répète",
    )


def _uai(text: str) -> str:
    """An UAI as the base writes it: « 086 0002k » is 0860002K, and so is 860002K, its zero eaten by a spreadsheet."""
    bare = "".join(text.split()).upper()
    return f"0{bare}" if re.fullmatch(r"\d{6}[A-Z]", bare) else bare


def _require_uais(texts: Sequence[str]) -> None:
    """UsageIncorrect for what has not the form of an UAI: of a name, of two UAI in one, or of a variable of a script that is
    empty, every figure would be a computed zero.
    """
    for text in texts:
        if not re.fullmatch(r"\d{7}[A-Z]", text, re.ASCII):
            raise UsageIncorrect(
                f"--etablissement : « {text} » n'est pas un UAI, sept chiffres et une lettre, par exemple 0860002K. De plusieurs "
                "établissements, répétez l'option."
            )


def _schools(base: Any, uais: tuple[str, ...]) -> tuple[str, ...]:
    """The names of these schools. One that the base does not hold is told on standard error: a wrong letter gives zeros."""
    from tne.queries.choices import names

    said = names(base.cursor(), uais)
    for uai, name in zip(uais, said, strict=True):
        if name == uai:
            print(
                f"L'établissement {uai} n'est pas dans l'annuaire de la base : vérifiez l'UAI.",
                file=sys.stderr,
            )
    return said


def _dite(base: Any) -> Any:
    """The base; that it is of another territory than the one that is set is told on standard error."""
    from tne.queries.ailleurs import etablissements_d_ailleurs, phrase

    if told := phrase(etablissements_d_ailleurs(base.cursor(), Filters(), "lecture")):
        print(told, file=sys.stderr)
    return base


def _indicateurs(args: argparse.Namespace) -> int:
    from tne.indicators import compute

    annee = read_annee(args.annee)
    _require_uais(args.etablissement)
    base, schools = _dite(read_base(args)), tuple(args.etablissement)
    _schools(base, schools)
    values = compute(base, Filters(annees=(annee,), etablissements=schools), annee)
    if args.json:
        print_json([v.as_dict() for v in values])
    else:
        for v in values:
            print(f"{v.indicateur.code:38} {v.texte:>12}  {v.origine:8} {v.indicateur.libelle}")
    return 0


def _exporter(args: argparse.Namespace) -> int:
    from tne.documents import LABELS, ecrire
    from tne.exports_exacts import AVERTISSEMENT, exporter_donnees

    annee = read_annee(args.annee)
    _require_uais(args.etablissement)
    require_named_as(args.sortie, args.format)
    if args.quoi == "donnees":
        if not args.jeu or args.format != "csv":
            raise UsageIncorrect(
                "Les données exactes s'exportent en CSV, un jeu à la fois : --format csv --jeu intervention."
            )
        if not args.confirmer:
            raise AccesRefuse(f"{AVERTISSEMENT} Ajoutez --confirmer pour recevoir le fichier.")
        base, schools = _dite(open_base(args)), tuple(args.etablissement)
        _schools(base, schools)
        content = exporter_donnees(base, droit(), args.jeu, annee, True, schools)
    elif args.quoi == "fiche":
        content = _fiches(args, annee)
    else:
        if args.format not in LABELS:
            raise UsageIncorrect(f"Le bilan s'exporte en {', '.join(LABELS)}.")
        base, schools = _dite(open_base(args)), tuple(args.etablissement)
        filters = Filters(annees=(annee,), etablissements=schools, noms=_schools(base, schools))
        content = ecrire(base, filters, annee, args.format)
    write(args.sortie, content)
    print(f"Écrit : {args.sortie}")
    if args.quoi == "fiche" and not args.etablissement and args.sortie.suffix.lower() != ".zip":
        print("C'est une archive ZIP, avec une fiche par établissement : renommez-la en .zip pour l'ouvrir.")
    return 0


def _fiches(args: argparse.Namespace, annee: str) -> bytes:
    """One school's fiche, or a ZIP of all of them when no school is named."""
    from tne.documents.fiche import fiche, fiches

    if args.format != "pdf":
        raise UsageIncorrect("La fiche d'un établissement s'exporte en PDF : --format pdf.")
    if len(args.etablissement) == 1:
        return fiche(_dite(open_base(args)), args.etablissement[0], annee)
    if args.etablissement:
        raise UsageIncorrect(
            "Une fiche à la fois (--etablissement UAI), ou toutes dans un ZIP sans --etablissement."
        )
    return fiches(_dite(open_base(args)), annee, progress(False))
