"""The command line (stable: scripts use it). Exit code 0 done, 1 refused, 2 usage."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tne import settings
from tne.erreurs import BaseIndisponible, ErreurTNE, UsageIncorrect


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tne", description="Tableau de bord d'un Territoire Numérique Éducatif."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--base", help="la base (par défaut TNE_BASE, sinon data/tne.duckdb)")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument(
        "--json", action="store_true", help="un document JSON sur la sortie standard, et rien d'autre"
    )
    commands = parser.add_subparsers(dest="commande", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], int], help_text: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, parents=[common, *parents])
        command.set_defaults(run=run)
        return command

    add("demo", _demo, "chiffres publiés et exports de démonstration dans une base neuve", as_json)
    c = add("lire", _lire, "tout fichier de tableau vers un CSV propre")
    c.add_argument("fichiers", nargs="+", type=Path)
    c.add_argument("--vers", type=Path, required=True)
    c.add_argument("--feuille")
    c = add("importer", _importer, "importer des fichiers", as_json)
    c.add_argument("fichiers", nargs="+", type=Path)
    c.add_argument("--jeu")
    c.add_argument("--annee")
    c.add_argument("--valides-seulement", action="store_true")
    c.add_argument("--remplacer", action="store_true")
    c.add_argument("--avec-demo", action="store_true")
    c.add_argument("--attendre", type=float, default=0.0, metavar="S")
    add("imports", _imports, "le journal des imports", as_json)
    for name, help_text in (("annuler", "annuler un import"), ("retablir", "rétablir un import annulé")):
        c = add(name, _undo, help_text, as_json)
        c.add_argument("id", type=int)
    c = add("indicateurs", _indicateurs, "les indicateurs d'une année", as_json)
    c.add_argument("--annee", required=True)
    c.add_argument("--etablissement", action="append", default=[])
    c = add("modele", _modele, "un modèle à remplir")
    c.add_argument("jeu")
    c.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    c.add_argument("-o", dest="sortie", type=Path, required=True)
    c = add("exporter", _exporter, "un document, ou les données exactes d'un jeu")
    c.add_argument("quoi", choices=("bilan", "fiche", "donnees"))
    c.add_argument("--format", required=True, choices=("pdf", "pptx", "html", "xlsx", "csv"))
    c.add_argument("--annee", required=True)
    c.add_argument("--etablissement", action="append", default=[])
    c.add_argument("--jeu", help="le jeu de données, pour « donnees »")
    c.add_argument(
        "--confirmer", action="store_true", help="les données exactes sortent de l'outil : à confirmer"
    )
    c.add_argument("-o", dest="sortie", type=Path, required=True)
    c = add("purger", _purger, "défaire le lien entre une année et les personnes", as_json)
    c.add_argument("--annee", required=True)
    for name, run, help_text in (
        ("sauvegarder", _sauvegarder, "copier la base dans un fichier, pendant qu'on travaille"),
        ("restaurer", _restaurer, "remettre une sauvegarde à la place de la base"),
    ):
        c = add(name, run, help_text)
        c.add_argument("fichier", type=Path)
    add("verifier", _verifier, "comparer la base à ce que disent ses imports", as_json)
    add("vider-demo", _vider_demo, "retirer la démonstration", as_json)
    return parser


def _open(args: argparse.Namespace) -> Any:
    from tne.db import Base

    name = args.base or settings.base_name()
    deadline = time.monotonic() + getattr(args, "attendre", 0.0)
    while True:
        try:
            return Base(name)
        except BaseIndisponible:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.2)


def _droit() -> Any:
    from tne.access import droit_ligne_de_commande

    return droit_ligne_de_commande()


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _demo(args: argparse.Namespace) -> int:
    from tne.demo import charger_demo

    base = _open(args)
    results = charger_demo(base, _droit(), lambda share, name: print(f"{share:4.0%} {name}", file=sys.stderr))
    _tell_results(results, args.json)
    return 0


def _lire(args: argparse.Namespace) -> int:
    from tne.reading import lire_commande

    return int(lire_commande(args.fichiers, args.vers, args.feuille))


def _importer(args: argparse.Namespace) -> int:
    from tne.importing import Options, importer

    if args.jeu:
        from tne.datasets import dataset

        dataset(args.jeu)
    missing = [str(f) for f in args.fichiers if not f.is_file()]
    if missing:
        raise UsageIncorrect(f"Fichier introuvable : {', '.join(missing)}.")
    base = _open(args)
    options = Options(
        jeu=args.jeu,
        annee=_annee(args.annee) if args.annee is not None else None,
        valides_seulement=args.valides_seulement,
        remplacer=args.remplacer,
        avec_demo=args.avec_demo,
    )
    results = []
    for path in args.fichiers:
        results += importer(base, _droit(), path, path.name, options, _progress(args.json))
    _tell_results(results, args.json)
    return 1 if any(r.etat == "refusé" for r in results) else 0


def _progress(quiet: bool) -> Callable[[float, str], None]:
    def show(share: float, what: str) -> None:
        if not quiet and sys.stderr.isatty():
            print(f"\r{share:4.0%} {what}   ", end="", file=sys.stderr, flush=True)

    return show


def _annee(text: str) -> str:
    """A school year as the command line takes it: 2023-2024. UsageIncorrect otherwise."""
    parts = text.split("-")
    if (
        len(parts) == 2
        and all(p.isdigit() and len(p) == 4 for p in parts)
        and int(parts[1]) == int(parts[0]) + 1
    ):
        return text
    raise UsageIncorrect(f"« {text} » n'est pas une année scolaire : écrivez par exemple 2023-2024.")


def _tell_results(results: Sequence[Any], as_json: bool) -> None:
    if as_json:
        _print_json([r.as_dict() for r in results])
        return
    for r in results:
        c = r.comptes
        number = f" n° {r.import_id}" if r.import_id is not None else ""
        print(
            f"{r.fichier} → {r.jeu or 'non reconnu'} : {r.etat}{number} ; {c.lues} lues, {c.ajoutees} ajoutées, {c.modifiees} modifiées, "
            f"{c.inchangees} inchangées, {c.doublons} doublons, {c.ecartees} écartées, {c.refusees} refusées"
        )
        for p in r.problemes[:20]:
            place = f"ligne {p.ligne}" if p.ligne else "fichier"
            sheet = f"feuille « {p.feuille} », " if p.feuille else ""
            column = f", colonne « {p.colonne} »" if p.colonne else ""
            hint = f" Proposition : {p.suggestion}." if p.suggestion else ""
            print(f"  {sheet}{place}{column} : {p.message}{hint}")
        if len(r.problemes) > 20:
            print(f"  … et {len(r.problemes) - 20} autres remarques (--json les donne toutes).")


def _imports(args: argparse.Namespace) -> int:
    from tne.importing import imports

    frame = imports(_open(args))
    if args.json:
        _print_json(json.loads(frame.to_json(orient="records", date_format="iso", force_ascii=False)))
    else:
        for row in frame.itertuples():
            state = "en vigueur" if row.en_vigueur else ("annulé" if row.annule else "remplacé")
            print(
                f"n° {row.id}  {row.cree:%d/%m/%Y %H:%M}  {row.fichier} → {row.jeu} : {row.lues} lues, {state}"
            )
    return 0


def _undo(args: argparse.Namespace) -> int:
    from tne.importing import annuler, retablir

    base = _open(args)
    state = (annuler if args.commande == "annuler" else retablir)(base, _droit(), args.id)
    if args.json:
        _print_json(
            {"import_id": state.import_id, "en_vigueur": state.en_vigueur, "changes": list(state.changes)}
        )
    else:
        word = (
            "en vigueur"
            if state.en_vigueur
            else (
                "annulé" if args.commande == "annuler" else "rétabli, mais un import plus récent le remplace"
            )
        )
        print(f"Import n° {state.import_id} : {word}.")
    return 0


def _indicateurs(args: argparse.Namespace) -> int:
    from tne.filters import Filters
    from tne.indicators import compute

    annee = _annee(args.annee)
    base = _open(args)
    values = compute(base, Filters(annees=(annee,), etablissements=tuple(args.etablissement)), annee)
    if args.json:
        _print_json([v.as_dict() for v in values])
    else:
        for v in values:
            print(f"{v.indicateur.code:38} {v.texte:>12}  {v.origine:8} {v.indicateur.libelle}")
    return 0


def _modele(args: argparse.Namespace) -> int:
    from tne.datasets import dataset
    from tne.modeles import modele

    dataset(args.jeu)
    args.sortie.write_bytes(modele(args.jeu, args.format))
    print(f"Modèle écrit : {args.sortie}")
    return 0


def _exporter(args: argparse.Namespace) -> int:
    from tne.documents import LABELS, ecrire
    from tne.exports_exacts import exporter_donnees
    from tne.filters import Filters

    annee = _annee(args.annee)
    if args.quoi == "donnees":
        if not args.jeu or args.format != "csv":
            raise UsageIncorrect(
                "Les données exactes s'exportent en CSV, un jeu à la fois : --format csv --jeu intervention."
            )
        content = exporter_donnees(_open(args), _droit(), args.jeu, annee, args.confirmer)
    elif args.quoi == "fiche":
        content = _fiches(args, annee)
    else:
        if args.format not in LABELS:
            raise UsageIncorrect(f"Le bilan s'exporte en {', '.join(LABELS)}.")
        filters = Filters(annees=(annee,), etablissements=tuple(args.etablissement))
        content = ecrire(_open(args), filters, annee, args.format)
    args.sortie.write_bytes(content)
    print(f"Écrit : {args.sortie}")
    return 0


def _fiches(args: argparse.Namespace, annee: str) -> bytes:
    """One school's fiche, or a ZIP of all of them when no school is named."""
    from tne.documents.fiche import fiche, fiches

    if args.format != "pdf":
        raise UsageIncorrect("La fiche d'un établissement s'exporte en PDF : --format pdf.")
    if len(args.etablissement) == 1:
        return fiche(_open(args), args.etablissement[0], annee)
    if args.etablissement:
        raise UsageIncorrect(
            "Une fiche à la fois (--etablissement UAI), ou toutes dans un ZIP sans --etablissement."
        )
    return fiches(_open(args), annee, _progress(False))


def _purger(args: argparse.Namespace) -> int:
    from tne.purge import purger

    done = purger(_open(args), _droit(), _annee(args.annee))
    if args.json:
        _print_json(
            {
                "annee": done.annee,
                "personnes": done.personnes,
                "lignes": done.lignes,
                "sauvegardes": list(done.sauvegardes),
            }
        )
        return 0
    print(f"{done.annee} : {done.personnes} personnes sans lien désormais, {done.lignes} lignes réécrites.")
    for backup in done.sauvegardes:
        print(
            f"Cette sauvegarde contient encore l'année : {backup}. Supprimez-la quand vous n'en avez plus besoin."
        )
    return 0


def _sauvegarder(args: argparse.Namespace) -> int:
    from tne.backup import sauvegarder

    print(f"Sauvegarde écrite : {sauvegarder(_open(args), _droit(), args.fichier)}")
    print("Le secret qui compte les personnes n'y est pas : gardez aussi le fichier .cle, à part.")
    return 0


def _restaurer(args: argparse.Namespace) -> int:
    from tne.backup import restaurer

    kept = restaurer(args.base or settings.base_name(), _droit(), args.fichier)
    print(f"Base restaurée depuis {args.fichier}." + (f" Celle d'avant est gardée : {kept}" if kept else ""))
    return 0


def _verifier(args: argparse.Namespace) -> int:
    from tne.backup import verifier

    differences = verifier(_open(args))
    if args.json:
        _print_json({"differences": differences})
    else:
        print("\n".join(differences) if differences else "La base est conforme à ses imports.")
    return 1 if differences else 0


def _vider_demo(args: argparse.Namespace) -> int:
    from tne.demo import retirer_demo

    number = retirer_demo(_open(args), _droit())
    if args.json:
        _print_json({"annules": number})
    else:
        print(f"{number} imports de démonstration retirés." if number else "Aucune démonstration à retirer.")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Expected refusals become one sentence on standard error."""
    # A Windows console may not speak UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    args = _parser().parse_args(argv)
    if args.base:
        os.environ["TNE_BASE"] = args.base
    try:
        return int(args.run(args))
    except UsageIncorrect as error:
        print(str(error), file=sys.stderr)
        return 2
    except ErreurTNE as error:
        print(str(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
