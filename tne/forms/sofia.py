"""What the training service gives: the plan and its sessions, from Sofia-FMO."""

from __future__ import annotations

from tne.datasets.plan import PAR_PERSONNE
from tne.spec import Feed, Form

SOFIA_PLAN = Form(
    name="sofia_plan",
    title="Sofia-FMO, Export plan et sessions",
    signature=("Dispositif : code", "Module : code", "Groupe : identifiant", "Session", "Début"),
    feeds=(Feed("module"), Feed("session", headers={"UAI": "uai_lieu", "Libellé statut": "statut"})),
    personnels=(
        "Dispositif : responsable",
        "Module : responsable",
        "Pilote : nom",
        "Pilote : email",
        "Utilisateur ayant changé le statut",
    ),
    feuille="Liste des dispositifs",
    sauf=PAR_PERSONNE,
    origine="Sofia-FMO",
)
