"""Small worlds of schools and persons, written straight into the tables that the queries read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pandas as pd

from tne.db import Base

ANNEES = ("2022-2023", "2023-2024")
_CODE = {"2022-2023": "22A0130001", "2023-2024": "23A0130001", "2024-2025": "24A0130001"}


@dataclass(frozen=True)
class Ecole:
    """A school and, per year: who took part, registrations absent besides, pupils, parents."""

    uai: str
    type: str = "Collège"
    secteur: str = "Public"
    participants: dict[str, int] = field(default_factory=dict)
    absents: dict[str, int] = field(default_factory=dict)
    eleves: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    offres: dict[str, int] = field(default_factory=dict)
    circonscription: str | None = None
    commune: str = "Poitiers"
    remplace_par: str | None = None
    connue: bool = True  # it stands in the directory of schools


def tirees(drawn: Random) -> list[Ecole]:
    """Twenty-four schools of two types, in secteurs and circonscriptions drawn at random; collèges are in no circonscription."""
    return [
        Ecole(
            f"U{i}",
            type=("Collège", "École")[i % 2],
            secteur=drawn.choice(("Public", "Public", "Privé")),
            circonscription=drawn.choice(("Nord", "Sud")) if i % 2 else None,
        )
        for i in range(24)
    ]


def personne(uai: str | None, annee: str, n: int) -> bytes:
    """The 16 bytes that stand for a person."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{uai}/{annee}/{n}").bytes


def ouvrir(dossier: Path) -> Base:
    """An empty base in a folder."""
    return Base(str(dossier / "monde.duckdb"))


def remplir(base: Base, ecoles: list[Ecole], partages: list[tuple[str, str, str]] = ()) -> None:
    """Make the base hold these schools and nothing else.

    `partages`: (school, other school, year) — the first participant of the first school also took part for the other.
    """
    inscriptions, ateliers, visites, offres = [], [], [], []
    for e in ecoles:
        for annee, n in e.participants.items():
            inscriptions += [(annee, e.uai, personne(e.uai, annee, i), "Présent") for i in range(n)]
        for annee, n in e.absents.items():
            inscriptions += [(annee, e.uai, personne(e.uai, annee, 1000 + i), "Absent") for i in range(n)]
        for annee, n in e.offres.items():
            offres += [(annee, e.uai, personne(e.uai, annee, i)) for i in range(n)]
        ateliers += [(a, e.uai, n) for a, n in e.parents.items()]
        visites += [(a, e.uai, n) for a, n in e.eleves.items()]
    for one, other, annee in partages:
        inscriptions.append((annee, other, personne(one, annee, 0), "Présent"))
    con = base.cursor()
    con.execute("UPDATE verrou SET n = n + 1")  # as any writing does: answers are kept until then
    people = ("inscription", "atelier_parentalite", "numerixplore", "offre", "reponse")
    for table in ("etablissement", *people, "session"):
        con.execute(f"DELETE FROM {table}")
    _insert(
        con,
        "etablissement",
        [
            (
                e.uai,
                f"Établissement {e.uai}",
                e.type,
                e.secteur,
                e.circonscription,
                e.commune,
                e.remplace_par,
                "Ouvert",
                "Sous contrat" if e.secteur == "Privé" else None,
            )
            for e in ecoles
            if e.connue
        ],
        "uai, nom, type, secteur, circonscription, commune, remplace_par, etat, contrat",
    )
    _insert(
        con,
        "inscription",
        [(_CODE[a], "M1", "G1", "01", "Inscrit", p, u, who, a) for a, u, who, p in inscriptions],
        "dispositif_code, module_code, groupe_id, session_code, etat, presence, uai, personne, annee",
    )
    _insert(
        con,
        "atelier_parentalite",
        [(u, n, n, a, "Atelier") for a, u, n in ateliers],
        "uai, parents, familles, annee, type",
    )
    _insert(con, "numerixplore", [(u, n, a) for a, u, n in visites], "uai, eleves, annee")
    _insert(con, "offre", offres, "annee, uai, personne")
    con.close()


def _insert(con, table: str, rows: list[tuple], columns: str) -> None:
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=[c.strip() for c in columns.split(",")])
    con.register("lignes", frame)
    con.execute(f"INSERT INTO {table} (_cle, {columns}) SELECT uuid(), {columns} FROM lignes")
    con.unregister("lignes")
