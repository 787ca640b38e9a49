"""Data sets about who trains: the offer sent to teachers, their replies, their registrations and presences."""

from dataclasses import replace
from datetime import datetime

from tne.datasets import lists
from tne.datasets.annees import ANNEE_CODE, campagne_de
from tne.datasets.ecoles import UAI_ETABLISSEMENT
from tne.datasets.personnes import IDENTITE
from tne.datasets.plan import CLE_SESSION, SESSION_NOMMEE
from tne.kinds import ANNEE_SCOLAIRE, BOOLEEN, CODE, DATE, HORODATAGE, TEXTE, UAI
from tne.spec import Alerte, Check, Column, Dataset, Gravite, Nommes, Privacy

PUBLIC, INTERNE = Privacy.PUBLIC, Privacy.INTERNE

# Drupal, under Framaforms, parts the day and the hour by a dash: « 12/06/2024 - 14:05 ».
HORODATAGE_REPONSE = replace(
    HORODATAGE,
    name="horodatage_reponse",
    sql=HORODATAGE.sql.replace("{x}", "replace({x}, ' - ', ' ')"),
    valides=(*HORODATAGE.valides, ("12/06/2024 - 14:05", datetime(2024, 6, 12, 14, 5))),
)


# Beside the session's own columns « UAI » is the place of training.
_UAI_DU_STAGIAIRE = (
    "UAI d'affectation",
    "UAI affectation",
    "UAI d'exercice",
    "UAI du stagiaire",
    "Stagiaire : UAI",
    "RNE d'affectation",
    "RNE affectation",
    "RNE d'exercice",
)

# Of so many schools, an offer reaches more than one teacher of some.
_DE_CONTACTS = Alerte(
    "liste_de_contacts",
    "count(uai) >= 5 AND count(*) = count(DISTINCT uai)",
    "Chaque établissement n'a qu'une ligne : est-ce une liste de contacts (référents, direction) ? Comme offre, chacun compte "
    "pour un enseignant qui l'a reçue. Si c'en est une, n'importez pas ce fichier.",
)

OFFRE = Dataset(
    name="offre",
    title="Offre envoyée aux enseignants",
    help="Une ligne par année scolaire et par enseignant qui a reçu l'offre de formation et le formulaire d'inscription.",
    demander="Liste d'envoi du courriel d'offre ; auprès du SRANE ou de la DRANE, en juin.",
    key=("annee", "personne"),
    annee="annee",
    signature=("uai",),
    alertes=(_DE_CONTACTS,),
    # Codes of schools and addresses are in any form and any list of people.
    entourage=(
        "Académie",
        "Bassin",
        "Circonscription",
        "Civilité",
        "Code postal",
        "Commune",
        "Corps",
        "Département",
        "Discipline",
        "Établissement",
        "Nom de l'établissement",
        "Fonction",
        "Grade",
        "Liste",
        "Lettre",
        "N°",
        "Objet",
        "Portable",
        "Quotité",
        "Secteur",
        "Statut",
        "Téléphone",
        "Type d'établissement",
        "Ville",
    ),
    famille="formations",
    columns=(
        Column(
            "annee",
            "Année scolaire",
            ANNEE_SCOLAIRE,
            PUBLIC,
            "Année de la campagne.",
            ("Campagne",),
            required=True,
            deduit=campagne_de("date_envoi"),
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement de l'enseignant.",
            ("UAI d'exercice", "UAI d'affectation", *UAI_ETABLISSEMENT),
        ),
        Column("date_envoi", "Date d'envoi", DATE, PUBLIC, "Jour de l'envoi.", ("Envoyé le", "Date envoi")),
        *IDENTITE,
    ),
)

REPONSE = Dataset(
    name="reponse",
    title="Réponses à l'offre",
    help="Une ligne par réponse au formulaire de l'offre ; les questions ouvertes ne sont pas conservées.",
    demander="Export des réponses du formulaire (LimeSurvey, Microsoft Forms, Google Forms, Nextcloud Forms, Framaforms, Grist, SurveyMonkey, Typeform, Sphinx), en septembre.",
    key=("annee", "formulaire", "numero"),
    annee="annee",
    signature=("numero",),
    jamais=("Date d'envoi", "Envoyé le"),
    famille="formations",
    alertes=(
        Alerte(
            "deux_campagnes",
            "coalesce(count(DISTINCT annee) > 1 AND list_has_any("
            "list(DISTINCT year(date_reponse)) FILTER (month(date_reponse) = 4), "
            "list(DISTINCT year(date_reponse)) FILTER (month(date_reponse) = 5)), false)",
            "Des réponses sont d'avril et d'autres de mai : celles-là comptent dans l'année scolaire qui s'achève, celles-ci dans la "
            "suivante. Si elles sont d'une seule campagne, donnez son année à tout le fichier : « Année scolaire du fichier » "
            "(--annee 2023-2024).",
        ),
    ),
    columns=(
        Column(
            "annee",
            "Année scolaire",
            ANNEE_SCOLAIRE,
            PUBLIC,
            "Année de la campagne (les réponses de juin 2023 sont de 2023-2024).",
            ("Campagne",),
            required=True,
            deduit=campagne_de("date_reponse"),
        ),
        Column("formulaire", "Formulaire", TEXTE, PUBLIC, "Outil ou nom du formulaire.", ("Outil",)),
        Column(
            "numero",
            "Numéro de la réponse",
            CODE,
            PUBLIC,
            "Numéro donné par le formulaire.",
            ("Numéro de réponse",),
        ),
        Column(
            "date_reponse",
            "Date de la réponse",
            HORODATAGE_REPONSE,
            PUBLIC,
            "Date de fin de saisie.",
            ("Date de soumission", "Heure de fin", "Horodateur", "Completed Time", "Submitted Time"),
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement déclaré.",
            (
                "UAI de votre établissement",
                "Votre établissement (UAI)",
                "Votre UAI",
                "Code UAI de votre établissement",
                "UAI de votre école ou établissement",
                "UAI de votre école ou de votre établissement",
                "UAI (RNE) de votre établissement",
                "RNE de votre établissement",
                "Code RNE de votre établissement",
                "UAI de l'établissement",
                "UAI d'exercice",
                "UAI d'affectation",
                *UAI_ETABLISSEMENT,
            ),
        ),
        *IDENTITE,
    ),
)

INSCRIPTION = Dataset(
    name="inscription",
    title="Inscriptions et présences",
    help="Une ligne par stagiaire et session : état de l'inscription, présence en trois états (présent, absent, non traité).",
    demander="Sofia-FMO, inscriptions et émargements des sessions ; auprès de l'EAFC, en juillet, une fois les absences traitées.",
    key=(*CLE_SESSION, "personne"),
    alertes=(
        Alerte(
            "aucune_absence",
            "count(*) FILTER (presence = 'Présent') > 0 AND count(*) FILTER (presence IS NULL) > 0 "
            "AND count(*) FILTER (presence LIKE 'Absent%') = 0",
            "Aucune absence n'est notée : les cases vides restent « non traitées », et le taux d'absence sera de 0 %. Si une case "
            "vide veut dire absent, écrivez « Absent » dans le fichier avant de l'importer.",
        ),
    ),
    annee=ANNEE_CODE,
    annee_ailleurs=True,
    famille="formations",
    columns=(
        *SESSION_NOMMEE,
        Column(
            "etat",
            "État de l'inscription",
            lists.ETAT_INSCRIPTION,
            PUBLIC,
            "Inscrit, Convoqué, Retenu, Liste d'attente, Désisté ou Non retenu.",
            (
                "Statut inscription",
                "État inscription",
                "Etat",
                "Statut de l'inscription",
                "Statut",
                "Candidature",
                "État de la candidature",
                "Statut de la candidature",
            ),
            required=True,
            # A sheet of presences names those who were expected.
            deduit="'Inscrit'",
            deduit_avec=("presence", "absent", "excuse"),
            si_absente="Le fichier ne dit pas l'état de l'inscription : chacun y est compté comme inscrit, sauf si un autre "
            "import dit autre chose (désisté, liste d'attente).",
        ),
        Column(
            "presence",
            "Présence",
            lists.PRESENCE,
            PUBLIC,
            "Présent ou absent ; vide tant que la présence n'est pas traitée.",
            (
                "Émargement",
                "Signature",
                "Présent",
                "Présent(e)",
                "Statut présence",
                "État de la présence",
                "Présence effective",
                "Présence / absence",
                "Présent / absent",
                "Présence (P/A)",
                "Présence (oui/non)",
                "P/A",
                "P",
                "Assiduité",
            ),
            si_absente="Aucune colonne de présence n'est reconnue : chaque inscription y reste « non traitée ».",
        ),
        Column(
            "absent",
            "Absent",
            BOOLEEN,
            PUBLIC,
            "Case cochée à côté de « Présent » : la présence est « Absent ».",
            ("Absente", "Absent(e)", "Absence", "A"),
            coche=("presence", "Absent"),
        ),
        Column(
            "excuse",
            "Excusé",
            BOOLEEN,
            PUBLIC,
            "Case cochée à côté de « Présent » : la présence est « Absent excusé ».",
            (
                "Excusée",
                "Excusé(e)",
                "Absent excusé",
                "Absence excusée",
                "Absence justifiée",
                "Absent justifié",
                "AE",
            ),
            coche=("presence", "Absent excusé"),
        ),
        Column(
            "date_inscription",
            "Date d'inscription",
            HORODATAGE,
            PUBLIC,
            "Jour de l'inscription.",
            ("Inscrit le", "Date de l'inscription"),
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement d'affectation du stagiaire.",
            (*_UAI_DU_STAGIAIRE, *UAI_ETABLISSEMENT),
            plutot=_UAI_DU_STAGIAIRE,
        ),
        Column(
            "etablissement",
            "Établissement",
            TEXTE,
            PUBLIC,
            "Nom de l'établissement d'affectation.",
            ("Établissement d'affectation", "Affectation"),
            nommes=Nommes.LIEUX,
        ),
        Column("corps", "Corps", TEXTE, INTERNE, "Corps ou grade.", ("Grade", "Corps / grade")),
        Column("discipline", "Discipline", TEXTE, INTERNE, "Discipline enseignée.", ("Discipline de poste",)),
        *IDENTITE,
    ),
    checks=(
        Check(
            "presence_sans_inscription",
            "presence",
            "NOT (etat IN ('Désisté', 'Liste d''attente', 'Non retenu') AND presence = 'Présent')",
            "Une personne désistée, non retenue ou en liste d'attente est notée présente : elle ne compte pas.",
            Gravite.AVERTISSEMENT,
        ),
    ),
)
