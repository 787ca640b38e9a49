"""Commands that keep the base: back up, restore, verify, purge, clean, prepare."""

from __future__ import annotations

import argparse
from pathlib import Path

from tne import settings
from tne.cli.commands import ANNEE, Commands, droit, open_base, print_json, say_missing
from tne.filters import read_annee
from tne.typographie import compte


def register(commands: Commands) -> None:
    """purger, nettoyer, sauvegarder, restaurer, sauvegardes, verifier, preparer."""
    c = commands.add("purger", _purger, "défaire le lien entre une année et les personnes", as_json=True)
    c.add_argument("--annee", required=True, **ANNEE)
    for name, run, help_text, file_text in (
        (
            "sauvegarder",
            _sauvegarder,
            "copier la base dans un fichier",
            "la copie à écrire, sous un nom qui n'est pas pris",
        ),
        ("restaurer", _restaurer, "remettre une sauvegarde à la place de la base", "la sauvegarde"),
    ):
        c = commands.add(name, run, help_text)
        c.add_argument("fichier", type=Path, metavar="FICHIER", help=file_text)
    commands.add("sauvegardes", _sauvegardes, "les sauvegardes automatiques de la base", as_json=True)
    commands.add(
        "nettoyer",
        _nettoyer,
        "retirer des textes déjà enregistrés adresses, téléphones, NUMEN et noms de personnes",
        as_json=True,
    )
    commands.add(
        "verifier",
        _verifier,
        "comparer la base à ce que disent ses imports, et lire les réglages",
        as_json=True,
    )
    commands.add(
        "preparer",
        _preparer,
        "additionner d'avance, après un gros import, ce que la première page attendrait",
    )


def _purger(args: argparse.Namespace) -> int:
    from tne.persons.purge import purger
    from tne.store import backup_files

    base = open_base(args)
    done = purger(base, droit(), read_annee(args.annee))
    if args.json:
        print_json(
            {
                "annee": done.annee,
                "personnes": done.personnes,
                "lignes": done.lignes,
                "sauvegardes": list(done.sauvegardes),
            }
        )
        return 0
    rewritten = compte(done.lignes, "ligne réécrite", "lignes réécrites")
    print(f"{done.annee} : {compte(done.personnes, 'personne')} sans lien désormais, {rewritten}.")
    folder = backup_files.folder(base.backend)
    for backup in done.sauvegardes:
        print(
            f"Cette sauvegarde contient encore l'année : {folder / backup}. Supprimez-la quand vous n'en avez plus besoin."
        )
    return 0


def _nettoyer(args: argparse.Namespace) -> int:
    from tne.persons.nettoyage import nettoyer

    done = nettoyer(open_base(args), droit())
    if args.json:
        print_json(
            {"textes": [{"jeu": jeu, "colonne": c, "nombre": n} for (jeu, c), n in done.textes.items()]}
        )
        return 0
    for (jeu, column), n in done.textes.items():
        cleaned = compte(n, "texte nettoyé", "textes nettoyés")
        print(f"{jeu} : {cleaned} dans la colonne « {column} ».")
    if done.nombre:
        print("Les sauvegardes d'avant les portent encore : supprimez-les quand vous n'en avez plus besoin.")
    else:
        print(
            "Aucun texte enregistré ne porte d'adresse, de téléphone, de NUMEN ni de nom précédé d'une civilité, aucun code d'adresse, de "
            "téléphone ni de NUMEN."
        )
    return 0


def _sauvegarder(args: argparse.Namespace) -> int:
    from tne.store.backup import sauvegarder

    print(f"Sauvegarde écrite : {sauvegarder(open_base(args), droit(), args.fichier)}")
    print("Le secret qui compte les personnes n'y est pas : gardez aussi le fichier .cle, à part.")
    return 0


def _restaurer(args: argparse.Namespace) -> int:
    from tne.store.backup import restaurer_ou_remplacer

    done = restaurer_ou_remplacer(args.base or settings.base_name(), droit(), args.fichier)
    print(
        f"Base restaurée depuis {args.fichier}."
        + (f" Celle d'avant est gardée : {done.gardee}" if done.gardee else "")
    )
    for year in done.purges_defaites:
        print(
            f"Cette sauvegarde date d'avant l'effacement des liens de {year} : ils sont revenus. "
            f"Effacez-les de nouveau par « python -m tne purger --annee {year} »."
        )
    return 0


def _sauvegardes(args: argparse.Namespace) -> int:
    from tne.store.backend import backend
    from tne.store.backup_files import MOTIFS, listed

    asked = backend(args.base or settings.base_name())
    every = listed(asked)
    # Those of a base that was lost are listed all the same: one of them is what is looked for.
    if asked.a_preparer():
        say_missing(asked.nom)
    if args.json:
        print_json(
            [
                {
                    "fichier": str(s.path),
                    "instant": s.instant.isoformat(),
                    "motif": s.motif,
                    "octets": s.taille,
                }
                for s in every
            ]
        )
        return 0
    for s in every:
        print(f"{s.instant:%d/%m/%Y %H:%M}  {MOTIFS.get(s.motif, s.motif)} : {s.path}")
    if not every:
        print("Aucune sauvegarde automatique pour cette base.")
    return 0


def _verifier(args: argparse.Namespace) -> int:
    from tne.access import acces_annonce, session_heures
    from tne.store.verification import verifier

    # Whoever has just written a setting asks this: what only the pages read would be found by their first visitor.
    settings.require_readable()
    acces_annonce()
    session_heures()
    differences = verifier(open_base(args))
    if args.json:
        print_json({"differences": differences})
    else:
        print("\n".join(differences) if differences else "La base est conforme à ses imports.")
    return 1 if differences else 0


def _preparer(args: argparse.Namespace) -> int:
    from tne.erreurs import BaseIndisponible
    from tne.queries.gardees import petite
    from tne.queries.gardees_fichiers import lit_des_fichiers
    from tne.queries.memoire import details_gardes, instant

    con = open_base(args).cursor()
    if petite(con):
        print("Rien à préparer : la base est assez petite pour que la première page n'attende pas.")
        return 0
    with instant(con):
        details_gardes(con)
        if not lit_des_fichiers(con):
            raise BaseIndisponible(
                "Rien n'a été gardé : la base est partagée, a plus de lignes que TNE_LIGNES_GARDEES, ou son disque n'a plus de place."
            )
    print("C'est prêt : le prochain démarrage répond sans attendre, tant que rien n'est importé.")
    return 0
