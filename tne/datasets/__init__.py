"""The data sets of a TNE, each declared once. Everything else is derived from `DATASETS`."""

from __future__ import annotations

from tne.datasets.bilan import CHIFFRE_DECLARE, CONSTAT, INDICATEUR_PUBLIE, OBJECTIF
from tne.datasets.contours import CONTOUR
from tne.datasets.diapositives import DIAPOSITIVE
from tne.datasets.ecoles import ETABLISSEMENT
from tne.datasets.eleves import EFFECTIF_ELEVES, IPS
from tne.datasets.equipements import EQUIPEMENT
from tne.datasets.formations import INSCRIPTION, OFFRE, REPONSE
from tne.datasets.numerixplore import NUMERIXPLORE
from tne.datasets.paragraphes import PARAGRAPHE
from tne.datasets.parents import ATELIER_PARENTALITE
from tne.datasets.plan import MODULE, SESSION, SESSION_COMPLEMENT
from tne.datasets.ressources import CONSULTATION, RESSOURCE
from tne.datasets.terrain import INTERVENTION
from tne.erreurs import UsageIncorrect
from tne.spec import Dataset

DATASETS: dict[str, Dataset] = {
    d.name: d
    for d in (
        ETABLISSEMENT,
        EFFECTIF_ELEVES,
        IPS,
        MODULE,
        SESSION,
        SESSION_COMPLEMENT,
        OFFRE,
        REPONSE,
        INSCRIPTION,
        INTERVENTION,
        ATELIER_PARENTALITE,
        RESSOURCE,
        CONSULTATION,
        EQUIPEMENT,
        NUMERIXPLORE,
        INDICATEUR_PUBLIE,
        CHIFFRE_DECLARE,
        OBJECTIF,
        CONSTAT,
        PARAGRAPHE,
        DIAPOSITIVE,
        CONTOUR,
    )
}

PUBLICS = frozenset(
    {"indicateur_publie", "constat", "paragraphe", "objectif", "chiffre_declare", "contour", "diapositive"}
)
"""Those that hold no records of the programme: their real rows may stand beside the demonstration."""


def dataset(name: str) -> Dataset:
    """The data set of that name. UsageIncorrect, naming the known ones, if there is none."""
    if name not in DATASETS:
        raise UsageIncorrect(
            f"Le jeu de données « {name} » n'existe pas. Jeux connus : {', '.join(DATASETS)}."
        )
    return DATASETS[name]
