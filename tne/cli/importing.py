"""Commands on imports: bring files in, list, undo, redo; the demonstration."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tne import settings
from tne.cli.commands import Commands, droit, open_base, print_json, progress, read_base
from tne.cli.telling import columns_left, problem_lines
from tne.erreurs import UsageIncorrect
from tne.filters import read_annee
from tne.store.backend import backend
from tne.typographie import accord, compte, enumeration

_CHOICES = {
    "--valides-seulement": "importer les lignes valides d'un fichier où d'autres sont refusées",
    "--cellules-vides": "laisser vides les cellules refusées dont une ligne peut se passer : ni dans une colonne "
    "obligatoire, ni dans ce qui identifie l'enregistrement",
    "--remplacer": "prendre la place des imports de la même source et des mêmes années",
    "--compter-deux-fois": "importer aussi quand les personnes du fichier sont connues autrement que dans un import "
    "antérieur : rien ne dit que ce sont les mêmes, chacune est comptée deux fois",
    "--memes-references": "importer aussi quand la plupart des références du fichier désignent déjà des enregistrements d'un autre "
    "jour ou d'un autre établissement : ses lignes prennent leur place",
    "--avec-demo": "importer à côté des données de démonstration",
}


def register(commands: Commands) -> None:
    """demo, importer, imports, annuler, retablir, vider-demo."""
    commands.add(
        "demo",
        _demo,
        "chiffres publiés et exports de démonstration dans une base neuve, ou qui ne contient qu'eux",
        as_json=True,
    )
    c = commands.add("importer", _importer, "importer des fichiers", as_json=True)
    c.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER", help="un ou plusieurs fichiers")
    c.add_argument("--jeu", help="le jeu de données, au lieu de celui que disent les colonnes")
    c.add_argument("--annee", metavar="ANNEE", help="l'année scolaire de toutes les lignes : 2023-2024")
    for option, help_text in _CHOICES.items():
        c.add_argument(option, action="store_true", help=help_text)
    c.add_argument("--attendre", default="0", metavar="S", help="secondes à attendre une base occupée")
    commands.add("imports", _imports, "le journal des imports", as_json=True)
    for name, help_text in (("annuler", "annuler un import"), ("retablir", "rétablir un import annulé")):
        c = commands.add(name, _undo, help_text, as_json=True)
        c.add_argument("id", type=int, metavar="ID", help="le numéro que donne « imports »")
    commands.add("vider-demo", _vider_demo, "retirer la démonstration", as_json=True)


def _secondes(text: str) -> float:
    """Seconds to wait, as French or English hands write them. UsageIncorrect for less than none, or for ever."""
    with suppress(ValueError):
        if 0 <= (seconds := float(text.replace(",", "."))) < math.inf:
            return seconds
    raise UsageIncorrect(f"--attendre : « {text} » n'est pas un nombre de secondes, par exemple 30.")


def _demo(args: argparse.Namespace) -> int:
    from tne.demo import charger_demo

    base = open_base(args, neuve=True)
    results = charger_demo(base, droit(), progress(args.json))
    _tell_results(results, args.json)
    return 0


def _importer(args: argparse.Namespace) -> int:
    if args.jeu:
        from tne.datasets import dataset

        dataset(args.jeu)
    if folders := [str(f) for f in args.fichiers if f.is_dir()]:
        raise UsageIncorrect(
            f"Un dossier ne s'importe pas : nommez ses fichiers ({folders[0].rstrip('/')}/*.csv)."
        )
    missing = [f for f in args.fichiers if not f.is_file()]
    if missing and (str(missing[0]) == "-" or missing[0].exists()):
        raise UsageIncorrect(
            "Ce qu'une autre commande envoie ne s'importe pas directement : enregistrez-le d'abord dans un fichier, dont le journal "
            f"gardera le nom ({missing[0]})."
        )
    if missing:
        raise UsageIncorrect(f"Fichier introuvable : {', '.join(map(str, missing))}.")
    for path in args.fichiers:
        # One that may not be read is told as one that is not there: before a base is made, or another file written into it.
        path.open("rb").close()
    args.attendre = _secondes(args.attendre)
    annee = read_annee(args.annee) if args.annee is not None else None
    made = backend(settings.base_name()).a_preparer()
    # What reads files is loaded while the base opens: either takes a fifth of a second.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(import_module, "tne.importing")
        base = open_base(args, neuve=True)
    # Said of each file it would read as if none had been recognised.
    base.require_writable()
    from tne.importing import Options, importer, imports

    options = Options(
        jeu=args.jeu,
        annee=annee,
        valides_seulement=args.valides_seulement,
        remplacer=args.remplacer,
        cellules_vides=args.cellules_vides,
        compter_deux_fois=args.compter_deux_fois,
        memes_references=args.memes_references,
        avec_demo=args.avec_demo,
    )
    results = []
    for path in args.fichiers:
        results += importer(base, droit(), path, path.name, options, progress(args.json))
    if made and all(r.etat == "refusé" for r in results) and imports(base).empty:
        # An empty base would be taken for that of a first start, which then brings no demonstration. One that another command
        # made meanwhile holds what that one imported.
        base.close()
        Path(base.path).unlink()
    _tell_results(results, args.json)
    return 1 if any(r.etat == "refusé" for r in results) else 0


_CASES = ("lue", "ajoutée", "modifiée", "inchangée", "doublon", "écartée", "refusée")


def _tell_results(results: Sequence[Any], as_json: bool) -> None:
    if as_json:
        print_json([r.as_dict() for r in results])
        return
    told_left: set[Any] = set()
    for r, following in zip(results, [*results[1:], None], strict=True):
        c = r.comptes
        number = f" n° {r.import_id}" if r.import_id is not None else ""
        counts = zip(
            _CASES,
            (c.lues, c.ajoutees, c.modifiees, c.inchangees, c.doublons, c.ecartees, c.refusees),
            strict=True,
        )
        told = ", ".join(compte(n, word) for word, n in counts)
        print(f"{r.fichier} → {r.jeu or 'non reconnu'} : {r.etat}{number} ; {told}")
        for line in problem_lines(r.problemes):
            print(line)
        # Several data sets may be read from one table.
        left = [one for one in r.laissees if (r.fichier, one) not in told_left]
        told_left |= {(r.fichier, one) for one in left}
        for line in columns_left(left):
            print(line)
        if r.issue and (following is None or (following.fichier, following.issue) != (r.fichier, r.issue)):
            print(f"  Rien n'a été écrit de ce fichier. {r.issue}")


def _imports(args: argparse.Namespace) -> int:
    from tne.importing import imports

    frame = imports(read_base(args))
    if args.json:
        print_json(json.loads(frame.to_json(orient="records", date_format="iso", force_ascii=False)))
    else:
        for row in frame.itertuples():
            state = "en vigueur" if row.en_vigueur else ("annulé" if row.annule else "remplacé")
            print(
                f"n° {row.id}  {row.cree:%d/%m/%Y %H:%M}  {row.fichier} → {row.jeu} : {compte(int(str(row.lues)), 'lue')}, {state}"
            )
    return 0


def _undo(args: argparse.Namespace) -> int:
    from tne.importing import annuler, retablir

    base = open_base(args)
    state = (annuler if args.commande == "annuler" else retablir)(base, droit(), args.id)
    if args.json:
        print_json(
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
        # Which they are in now, one line of each says in the list: a replacement may itself have been replaced.
        if others := [f"n° {n}" for n in state.changes if n != state.import_id]:
            changing = accord(len(others), "Un autre change avec lui", "D'autres changent avec lui")
            print(f"{changing} : {enumeration(others)} (voir : python -m tne imports).")
    return 0


def _vider_demo(args: argparse.Namespace) -> int:
    from tne.demo import retirer_demo

    number = retirer_demo(open_base(args), droit())
    if args.json:
        print_json({"annules": number})
    else:
        told = compte(number, "import de démonstration retiré", "imports de démonstration retirés")
        print(f"{told}." if number else "Aucune démonstration à retirer.")
    return 0
