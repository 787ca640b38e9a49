"""Data set about equipment: the socle, labs and resources of each school, with their state."""

from tne.datasets import lists
from tne.datasets.annees import annee_de
from tne.datasets.terrain import COMMENTAIRE, REFERENCE, UAI_TERRAIN
from tne.kinds import ANNEE_SCOLAIRE, DATE, EFFECTIF, TEXTE, UAI
from tne.spec import Column, Dataset, Privacy

PUBLIC = Privacy.PUBLIC

EQUIPEMENT = Dataset(
    name="equipement",
    title="Équipements et ressources des établissements",
    help="Une ligne par équipement ou ressource d'un établissement.",
    demander="Département et communes (équipements), SRANE ou DRANE (ressources) ; en juin.",
    key=("reference",),
    annee="coalesce(annee, " + annee_de("date") + ")",
    famille="equipements",
    columns=(
        REFERENCE,
        Column(
            "annee",
            "Année scolaire",
            ANNEE_SCOLAIRE,
            PUBLIC,
            "Année scolaire ; vide, celle de la date.",
            ("Campagne",),
        ),
        Column(
            "date",
            "Date",
            DATE,
            PUBLIC,
            "Date du dernier état connu.",
            (
                *(
                    "Date de livraison",
                    "Date de l'état",
                    "Livré le",
                    "Date de déploiement",
                    "Date d'installation",
                ),
                "Date de mise en service",
            ),
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement équipé.",
            UAI_TERRAIN,
            required=True,
        ),
        Column(
            "type",
            "Type",
            lists.TYPE_EQUIPEMENT,
            PUBLIC,
            "Socle numérique, WebRadio, WebTV, lab, ressource…",
            ("Type d'équipement", "Type de matériel", "Catégorie", "Nature de l'équipement"),
            required=True,
        ),
        Column(
            "libelle",
            "Libellé",
            TEXTE,
            PUBLIC,
            "Nom de l'équipement ou de la ressource.",
            ("Désignation", "Équipement", "Matériel", "Ressource", "Intitulé"),
        ),
        Column(
            "quantite",
            "Quantité",
            EFFECTIF,
            PUBLIC,
            "Nombre.",
            ("Nombre", "Qté", "Nb", "Quantité livrée", "Nombre d'équipements"),
        ),
        Column(
            "etat",
            "État",
            lists.ETAT_EQUIPEMENT,
            PUBLIC,
            "Commandé, livré ou déployé.",
            (
                *(
                    "État d'avancement",
                    "Avancement",
                    "Statut",
                    "État du déploiement",
                    "Statut du déploiement",
                ),
                *("État de la livraison", "Statut de la livraison"),
            ),
        ),
        COMMENTAIRE,
    ),
)
