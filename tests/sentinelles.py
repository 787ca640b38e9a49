"""A base full of sentinels: words that no reader may find, in every place that may hold one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.importing.scene import csv_bytes
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.importing import Options, importer
from tne.spec import Privacy

# ASCII and one word each: found as they are in any writing of an element.
PERSONNES = ("zsentinelle@ac-poitiers.fr", "05E0099887XYZ", "198.51.100.77", "Sentinellier", "Zoevique")
MEDIATEUR, PILOTE = "Mediatrixnom", "Pilotixnom"
FICHIER, INTERNE, UTILISATEUR = "ListeDeMmeFuitefichier", "Interniquetexte", "utilisatrixnom"
TOUTES = (*PERSONNES, MEDIATEUR, PILOTE, FICHIER, UTILISATEUR, INTERNE)
SESSION = ["Dispositif : code", "Module : code", "Groupe : identifiant", "Session"]
EMAIL, NUMEN, IP, NOM, PRENOM = PERSONNES


def fichiers(codes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files that name people, as the tools export them: data set, content."""
    yield (
        "inscription",
        csv_bytes(
            [*SESSION, "État de l'inscription", "Présence", "UAI", "E-mail", "NUMEN", "Nom", "Prénom", "Adresse IP"],
            [[*codes, "Inscrit", "Présent", "0860002K", EMAIL, NUMEN, NOM, PRENOM, IP]],
        ),
    )  # fmt: skip
    yield (
        "session",
        csv_bytes(
            [*SESSION, "Début", "Module : responsable", "Pilote : nom", "Pilote : email"],
            [["23A0139999", "M9", "G9", "1", "12/06/2024", PILOTE, f"{PRENOM} {PILOTE}", EMAIL]],
        ),
    )
    yield (
        "intervention",
        csv_bytes(
            ["Référence", "Date", "Nature", "UAI", "Médiateur", "Mail", "Commentaire"],
            [["F-1", "12/09/2023", "Formation", "0860002K", f"{PRENOM} {MEDIATEUR}", EMAIL, f"Vu {INTERNE}"]],
        ),
    )


def semer(path: Path) -> None:
    """Put the sentinels in a demonstration base: files that name people, every column of free text in every row, the names of all
    files and users.
    """
    base = Base(str(path))
    con = base.cursor()
    codes = con.execute(
        "SELECT dispositif_code, module_code, groupe_id, session_code FROM session ORDER BY ALL LIMIT 1"
    ).fetchone()
    droit = Droit(True, UTILISATEUR)
    for jeu, content in fichiers([str(c) for c in codes or ()]):
        options = Options(jeu=jeu, avec_demo=True)
        (result,) = importer(base, droit, content, f"{FICHIER} {jeu}.csv", options)
        assert result.etat == "importé", result
    for d in DATASETS.values():
        for c in d.stored:
            if c.privacy is Privacy.INTERNE:
                con.execute(f'UPDATE "{d.name}" SET "{c.name}" = $mot', {"mot": INTERNE})
    for table, column, word in (
        ("import", "fichier", FICHIER),
        ("import", "qui", UTILISATEUR),
        ("evenement", "qui", UTILISATEUR),
        ("evenement", "detail", FICHIER),
    ):
        con.execute(f"UPDATE {table} SET {column} = $mot", {"mot": word})
    con.execute("UPDATE verrou SET n = n + 1")
    con.close()
    base.close()
