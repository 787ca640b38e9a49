"""`python -m scripts.demo [--vers DOSSIER]`: writes the demonstration exports of every year."""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.demo import annuaire, enseignants, formulaire, plan, ressources, sofia, terrain, verification
from scripts.demo.annees import ANNEES, Annee
from scripts.demo.ecoles import ROOT
from scripts.demo.inscriptions import inscriptions


def write_year(folder: Path, a: Annee) -> None:
    """Every file of one year, after the year's totals have been verified."""
    sessions = plan.sessions(a)
    public = enseignants.public(a)
    rows = inscriptions(a, sessions, public)
    verification.verify_persons(a, public, rows)
    verification.verify_rows(a, sessions, rows)
    verification.verify_interventions(a)
    sofia.write_plan(folder, a, sessions)
    sofia.write_complements(folder, a, sessions)
    sofia.write_inscriptions(folder, a, rows)
    formulaire.write_offre(folder, a, public)
    formulaire.write_reponses(folder, a, public)
    annuaire.write_annuaire(folder, a)
    annuaire.write_ips(folder, a)
    annuaire.write_effectifs(folder, a)
    annuaire.write_objectifs(folder, a)
    terrain.write_interventions(folder, a)
    terrain.write_ateliers(folder, a)
    terrain.write_equipements(folder, a)
    terrain.write_numerixplore(folder, a)
    ressources.write_ressources(folder, a)
    ressources.write_consultations(folder, a)
    ressources.write_youtube(folder, a)


def write_demo(folder: Path) -> None:
    """Every year, one folder each."""
    for a in ANNEES:
        write_year(folder / a.nom, a)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vers", type=Path, default=ROOT / "data" / "demo")
    write_demo(parser.parse_args().vers)
