"""Closed lists shared by several data sets: canonical value → variants met in real files."""

from tne.choices import choix, ouvert
from tne.kinds import NON, OUI

TYPE_ETABLISSEMENT = choix(
    "type_etablissement",
    "type d'établissement",
    {
        "École": (
            "Ecole",
            "Ecole maternelle",
            "Ecole élémentaire",
            "Ecole primaire",
            "Ecole de niveau élémentaire",
            "1er degré",
            *("école publique", "école privée", "maternelle", "élémentaire", "primaire"),
            *("E.M.PU", "E.E.PU", "E.P.PU", "E.M.PR", "E.E.PR", "E.P.PR"),
        ),
        "Collège": ("Collège public", "Collège privé", "Collèges", "CLG"),
        "Lycée": (
            "Lycée polyvalent",
            "Lycée professionnel",
            "LYCEE D ENSEIGNEMENT GENERAL",
            "LYCEE ENSEIGNT GENERAL ET TECHNOLOGIQUE",
            "Lycée général et technologique",
            *("LP", "LPO", "LGT"),
        ),
        "EREA": (),
        "Médico-social": ("medico social", "IME", "ITEP"),
        "Service administratif": (),
        "Information et orientation": ("CIO",),
        "Autre": ("autres",),
    },
)

# One level under one name: two files that write it otherwise would count its pupils twice. Any other level is kept.
NIVEAU = ouvert(
    "niveau",
    "niveau",
    "un niveau, par exemple 4e",
    {
        f"{n}ème": (f"{n}e", f"{n}emes", f"{n}EME", word)
        for n, word in ((6, "sixième"), (5, "cinquième"), (4, "quatrième"), (3, "troisième"))
    },
)

SECTEUR = choix(
    "secteur",
    "secteur",
    {
        "Public": ("PU", "public"),
        "Privé": ("PR", "prive", "privé sous contrat", "Privé hors contrat", "private"),
    },
)

CONTRAT = choix(
    "contrat",
    "contrat",
    {
        "Sans objet": ("SANS OBJET", "99"),
        "Sous contrat": (
            "CONTRAT D'ASSOCIATION TOUTES CLASSES",
            "CONTRAT D ASSOCIATION TOUTES CLASSES",
            "CONTRAT D'ASSOCIATION PARTIE DES CLASSES",
            "CONTRAT D ASSOCIATION PARTIE DES CLASSES",
            "CONTRAT SIMPLE TOUTES CLASSES",
            "CONTRAT SIMPLE PARTIE DES CLASSES",
            "CONTRAT ASSOCIATION TOUTES CLASSES",
            "CONTRAT ASSOCIATION PARTIE DES CLASSES",
            "CONTRAT SIMPLE POUR PARTIE DES CLASSES",
            "C0NTRAT SIMPLE POUR PARTIE DES CLASSES",  # with a zero, as in the nomenclature itself
            "CONTRAT TTES CLASSES SIMPLE+ASSOCIATION",
            "CONTRAT PARTIE DES CLASSES SIMPLE+ASSOC",
            "SOUS CONTRAT ETABLISSEMENT AGRICOLE",
            "privé sous contrat",
            *("association", "contrat d'association", "sous contrat d'association"),
            *("simple", "contrat simple", "sous contrat simple"),
        ),
        "Hors contrat": ("HORS CONTRAT", "RECONNU PAR L'ETAT"),
    },
    vides=("Inconnu du gestionnaire",),
)

ETAT_ETABLISSEMENT = choix(
    "etat_etablissement",
    "état",
    {
        "Ouvert": ("OUVERT", "1"),
        "À fermer": ("A FERMER", "3"),
        "Fermé": ("FERME",),
        "À ouvrir": ("A OUVRIR",),
    },
)

ETAT_INSCRIPTION = choix(
    "etat_inscription",
    "état de l'inscription",
    {
        "Inscrit": ("inscrite", "inscrit(e)"),
        "Convoqué": ("convoquée", "convoqué(e)"),
        "Retenu": ("retenue", "retenu(e)"),
        # Not registered yet: they count nowhere either.
        "Liste d'attente": (
            *("en liste d'attente", "liste attente", "LA", "en attente", "pré-inscrit", "pré-inscrite"),
            *("pré-inscrit(e)", "pré-inscription", "candidat", "candidate", "candidat(e)"),
        ),
        "Désisté": (
            *("désistée", "désisté(e)", "désistement", "annulé", "annulée", "inscription annulée"),
            *("désinscrit", "désinscrite", "désinscrit(e)", "désinscription"),
        ),
        "Non retenu": (
            "non retenue",
            "non retenu(e)",
            "refusé",
            "refusée",
            "refusé(e)",
            "candidature refusée",
        ),
    },
)

PRESENCE = choix(
    "presence",
    "présence",
    {
        "Présent": (
            *("présente", "présent(e)", "P", "prés.", "présence"),
            *("signé", "émargé", "a signé", "a émargé"),
            *OUI,
        ),
        "Absent excusé": (
            *("absence excusée", "absente excusée", "absent(e) excusé(e)", "excusé"),
            *("AE", "AJ", "ABJ"),
            *("abs. excusé", "abs. excusée", "abs. excusé(e)", "abs. justifiée", "excusée", "excusé(e)"),
            *("absent justifié", "absente justifiée", "absence justifiée"),
        ),
        "Absent": (
            *("absente", "absent(e)"),
            *("A", "ANJ", "ABI"),
            *("abs.", "abs. non excusée", "abs. non justifiée", "abs. injustifiée", "absent non excusé"),
            *("absence", "absence non excusée", "absent non justifié", "absence non justifiée"),
            *("absence injustifiée", "absent injustifié", "injustifié", "injustifiée"),
            *NON,
        ),
    },
    vides=(
        "Non traité",
        "Non traitée",
        "Non traité(e)",
        "NT",
        "N.T.",
        "N/A",
        "NR",
        "N.R.",
        "Non renseigné",
        "Non renseignée",
        "Non saisi",
        "Non saisie",
        "À traiter",
        "À saisir",
        "En attente",
        "En cours",
        "NC",
        "N.C.",
        "?",
    ),
)

NATURE_INTERVENTION = choix(
    "nature_intervention",
    "nature de l'intervention",
    {
        "Formation": (
            "formation",
            "formations",
            "session de formation",
            "formation d'enseignants",
            "formation des enseignants",
            "formation collective",
        ),
        "Accompagnement personnalisé": (
            "personnalisé",
            "accompagnement",
            "accompagnement en classe",
            "accompagnement personnalisé en classe",
            "accompagnement individuel",
            "accompagnement individualisé",
            "co-animation",
            "co-animation en classe",
            "co-intervention",
            "co-intervention en classe",
            "co-enseignement",
        ),
        "Intervention technique": (
            "technique",
            "techniques",
            "accompagnement technique",
            "interventions techniques",
            "aide technique",
            "assistance technique",
            *("dépannage", "installation", "maintenance"),
        ),
        "Suivi de projet": (
            "projet",
            "suivi projet",
            "projets",
            "suivi de projets",
            "accompagnement de projet",
        ),
    },
)

TYPE_PROJET = choix(
    "type_projet",
    "type de projet",
    {"WebRadio": ("web radio", "radio"), "WebTV": ("web tv", "télé"), "Autre": ()},
)
ETAT_PROJET = choix(
    "etat_projet",
    "état du projet",
    {
        "Prévu": ("à venir",),
        "En cours": ("lancé", "démarré"),
        "Terminé": ("achevé", "fini", "réalisé", "clos"),
        "Abandonné": (),
    },
)
TYPE_ATELIER = choix(
    "type_atelier",
    "type de rencontre",
    {
        "Atelier": ("atelier parents", "ateliers", "atelier parents-enfants", "café des parents"),
        "Formation": ("formations", "formation de parents"),
    },
)
PUBLIC_RESSOURCE = choix(
    "public_ressource",
    "public",
    {
        "Parents d'écoliers": ("écoliers", "parents école", "1er degré", "parents 1er degré", "école"),
        "Parents de collégiens": (
            "collégiens",
            "parents collège",
            "2nd degré",
            "parents 2nd degré",
            "collège",
        ),
        "Tous": ("tous les parents", "parents", "parents d'élèves", "familles", "tout public"),
        "Enseignants": ("enseignant", "professeurs", "profs"),
    },
)
PERIODE = choix(
    "periode",
    "période",
    {
        "Mois": ("mensuel",),
        "Année": ("annuel",),
        "Depuis la création": ("total", "cumul"),
        "Période choisie": (),
    },
)
ETAT_EQUIPEMENT = choix(
    "etat_equipement",
    "état",
    {
        "Commandé": (
            "commande",
            "commandée",
            "commandés",
            "en commande",
            "à livrer",
            "livraison en cours",
            "en cours de livraison",
        ),
        "Livré": ("livraison", "livrée", "livrés", "reçu", "réceptionné"),
        "Déployé": (
            "déployée",
            "déployés",
            "installé",
            "installée",
            "installés",
            *("en service", "mis en service", "opérationnel", "fonctionnel", "livré et installé"),
            "déploiement",
        ),
    },
)
TYPE_EQUIPEMENT = choix(
    "type_equipement",
    "type d'équipement",
    {
        "Socle numérique": ("socle", "SNE", "socle numérique de base"),
        "WebRadio": ("web radio", "radio"),
        "WebTV": ("web tv",),
        "Lab pédagogique": ("lab", "labs pédagogiques", "espace modulable"),
        "Ressource numérique": ("ressource", "logiciel", "abonnement", "ressources"),
        "Autre équipement": ("autre", "équipement"),
    },
)
SECTION = choix(
    "section",
    "partie du bilan",
    {
        "Formations": ("formation",),
        "Accompagnements": ("accompagnement",),
        "Parentalité": ("familles", "parents"),
        "Équipements et ressources": ("équipement", "équipements", "ressources"),
        "Numérixplore": ("numerixplore",),
        "Enseignements": ("bilan", "constats", "enseignement"),
    },
)
TONALITE = choix(
    "tonalite",
    "tonalité",
    {
        "Positif": ("positive", "point fort", "réussite"),
        "Vigilance": (
            "à surveiller",
            "réserve",
            "point de vigilance",
            "point faible",
            "à améliorer",
            "négatif",
        ),
        "À confirmer": ("à suivre",),
    },
)
