"""Data sets about training: plan (modules, sessions), declared complements, offers, replies, registrations."""

from dataclasses import replace
from datetime import datetime

from tne.datasets import lists
from tne.datasets.ecoles import UAI_ETABLISSEMENT
from tne.kinds import ANNEE_SCOLAIRE, CODE, DATE, DUREE_HEURES, EFFECTIF, HORODATAGE, TEXTE, UAI
from tne.spec import Check, Column, Dataset, Gravite, Privacy

PUBLIC, INTERNE, PERSONNEL = Privacy.PUBLIC, Privacy.INTERNE, Privacy.PERSONNEL
SOFIA = "Sofia-FMO, « Export plan et sessions » ; auprès de l'EAFC ou de la SRANE, en juillet."

# School year of a date: 1 September to 31 August.
ANNEE_DE = "CASE WHEN month({d}) >= 9 THEN year({d}) || '-' || (year({d}) + 1) ELSE (year({d}) - 1) || '-' || year({d}) END"


# Drupal, under Framaforms, parts the day and the hour by a dash: « 12/06/2024 - 14:05 ».
HORODATAGE_REPONSE = replace(
    HORODATAGE,
    name="horodatage_reponse",
    sql=HORODATAGE.sql.replace("{x}", "replace({x}, ' - ', ' ')"),
    valides=(*HORODATAGE.valides, ("12/06/2024 - 14:05", datetime(2024, 6, 12, 14, 5))),
)


def annee_de(column: str) -> str:
    """SQL giving the school year (1 September to 31 August) of a date column."""
    return ANNEE_DE.format(d=column)


def campagne_de(column: str) -> str:
    """SQL giving the campaign of an offer or a reply: from May on it prepares the next school year."""
    return (
        f"CASE WHEN month({column}) >= 5 THEN year({column}) || '-' || (year({column}) + 1) "
        f"ELSE (year({column}) - 1) || '-' || year({column}) END"
    )


DISPOSITIF = Column(
    "dispositif_code",
    "Code du dispositif",
    CODE,
    PUBLIC,
    "Année, A, académie, numéro : 23A0130001.",
    ("Dispositif : code", "Code dispositif", "Dispositif"),
    required=True,
)
MODULE_CODE = Column(
    "module_code",
    "Code du module",
    CODE,
    PUBLIC,
    "Code du module dans Sofia-FMO.",
    ("Module : code", "Code module", "Module"),
    required=True,
)
GROUPE = Column(
    "groupe_id",
    "Identifiant du groupe",
    CODE,
    PUBLIC,
    "Identifiant du groupe.",
    ("Groupe : identifiant", "Groupe", "Code groupe"),
    required=True,
)
SESSION_CODE = Column(
    "session_code",
    "Session",
    CODE,
    PUBLIC,
    "Numéro de la session dans le groupe.",
    ("Session", "Code session", "Session : code"),
    required=True,
)


def sans_alias(column: Column, *aliases: str) -> Column:
    """The same column without these headers: where a wording has its own column, they are its label."""
    return replace(column, aliases=tuple(a for a in column.aliases if a not in aliases))


CLE_SESSION = ("dispositif_code", "module_code", "groupe_id", "session_code")
ANNEE_CODE = r"CASE WHEN dispositif_code GLOB '[0-9][0-9]A*' THEN '20' || left(dispositif_code, 2) || '-20' || lpad(CAST(try_cast(left(dispositif_code, 2) AS INTEGER) + 1 AS VARCHAR), 2, '0') END"


def identite(email: bool = True) -> tuple[Column, ...]:
    """The personal columns of a list of people: hashed to count distinct persons, never stored."""
    return (
        Column(
            "email",
            "Adresse de messagerie",
            TEXTE,
            PERSONNEL,
            "Sert à compter les personnes ; n'est pas conservée.",
            (
                "E-mail",
                "Email",
                "Mail",
                "Courriel",
                "Adresse mail",
                "Adresse électronique",
                "Adresse e-mail",
                "Mél",
                "Adresse électronique professionnelle",
                "Adresse de messagerie professionnelle",
                "Adresse de messagerie académique",
                "Adresse mail professionnelle",
                "Adresse mail académique",
                "Adresse e-mail professionnelle",
                "Adresse e-mail académique",
                "Adresse académique",
                "E-mail professionnel",
                "E-mail académique",
                "Mail professionnel",
                "Mail académique",
                "Courriel professionnel",
                "Courriel académique",
                "Votre adresse de messagerie",
                "Votre adresse de messagerie professionnelle",
                "Votre adresse de messagerie académique",
                "Votre adresse mail",
                "Votre adresse mail professionnelle",
                "Votre adresse mail académique",
                "Votre adresse e-mail",
                "Votre adresse électronique",
                "Votre adresse électronique professionnelle",
                "Quelle est votre adresse de messagerie ?",
                "Quelle est votre adresse de messagerie professionnelle ?",
                "Quelle est votre adresse mail ?",
                "Quelle est votre adresse mail professionnelle ?",
                "Quelle est votre adresse électronique ?",
                "Votre courriel",
                "Votre mail",
                "Votre e-mail",
                # Last: a postal address is told from it by what it holds.
                "Adresse",
            ),
            identite="email",
        ),
        Column(
            "numen",
            "NUMEN",
            TEXTE,
            PERSONNEL,
            "Sert à compter les personnes ; n'est pas conservé.",
            (),
            identite="numen",
        ),
        Column(
            "nom",
            "Nom",
            TEXTE,
            PERSONNEL,
            "Sert à compter les personnes ; n'est pas conservé.",
            ("Nom de famille", "Nom d'usage", "Nom du stagiaire"),
            identite="nom",
        ),
        Column(
            "prenom",
            "Prénom",
            TEXTE,
            PERSONNEL,
            "Sert à compter les personnes ; n'est pas conservé.",
            ("Prénom du stagiaire", "Prénoms"),
            identite="prenom",
        ),
    )


MODULE = Dataset(
    name="module",
    title="Modules de formation",
    help="Une ligne par module d'un dispositif du plan de formation.",
    demander=SOFIA,
    key=("dispositif_code", "module_code"),
    annee=ANNEE_CODE,
    famille="formations",
    columns=(
        sans_alias(DISPOSITIF, "Dispositif"),
        Column(
            "dispositif_libelle",
            "Dispositif",
            TEXTE,
            PUBLIC,
            "Libellé du dispositif.",
            ("Dispositif : libellé",),
        ),
        sans_alias(MODULE_CODE, "Module"),
        Column(
            "module_libelle",
            "Module",
            TEXTE,
            PUBLIC,
            "Libellé du module.",
            ("Module : libellé", "Libellé du module"),
            required=True,
        ),
        Column("theme_libelle", "Thème", TEXTE, PUBLIC, "Thème du plan.", ("Thème : libellé",)),
        Column(
            "thematique_nationale",
            "Thématique nationale",
            TEXTE,
            PUBLIC,
            "Thématique nationale.",
            ("Module : thématique nationale",),
        ),
        Column(
            "priorite_nationale",
            "Priorité nationale",
            TEXTE,
            PUBLIC,
            "Priorité nationale.",
            ("Module : priorité nationale",),
        ),
        Column(
            "contenu", "Contenu", TEXTE, INTERNE, "Contenu du module (texte libre).", ("Module : contenu",)
        ),
    ),
)

SESSION = Dataset(
    name="session",
    title="Sessions de formation",
    help="Une ligne par session d'un groupe d'un module. L'UAI est celui du lieu de formation, pas celui des stagiaires.",
    demander=SOFIA,
    key=CLE_SESSION,
    annee=f"coalesce({annee_de('debut')}, {ANNEE_CODE})",
    famille="formations",
    columns=(
        DISPOSITIF,
        MODULE_CODE,
        sans_alias(GROUPE, "Groupe"),
        SESSION_CODE,
        Column("groupe_libelle", "Groupe", TEXTE, PUBLIC, "Libellé du groupe.", ("Groupe : libellé",)),
        Column(
            "debut",
            "Début",
            HORODATAGE,
            PUBLIC,
            "Début de la session.",
            ("Date de début", "Date début"),
            required=True,
        ),
        Column("fin", "Fin", HORODATAGE, PUBLIC, "Fin de la session.", ("Date de fin", "Date fin")),
        Column(
            "duree", "Durée", DUREE_HEURES, PUBLIC, "Durée en heures (3h, 3h30 ou 3,5).", ("Durée (heures)",)
        ),
        Column("modalite", "Modalité", TEXTE, PUBLIC, "Présentiel, distanciel, hybride.", ()),
        Column("uai_lieu", "UAI du lieu", UAI, PUBLIC, "Établissement où se tient la session.", ("UAI",)),
        Column(
            "lieu",
            "Lieu",
            TEXTE,
            PUBLIC,
            "Lieu de la session ; sert à proposer l'opérateur.",
            ("Lieu de formation",),
        ),
        Column(
            "places",
            "Places offertes",
            EFFECTIF,
            PUBLIC,
            "Nombre maximal de préinscrits.",
            ("Préinscriptions : Préinscrits : nombre maximal",),
        ),
        Column(
            "preinscrits",
            "Préinscrits",
            EFFECTIF,
            PUBLIC,
            "Nombre total de préinscrits.",
            ("Préinscriptions : Préinscrits : nombre total",),
            personnes=True,
        ),
        Column("statut", "Statut", TEXTE, PUBLIC, "Dernier statut de la session.", ("Libellé statut",)),
    ),
    checks=(Check("fin_avant_debut", "fin", "fin >= debut", "La fin est avant le début."),),
)

SESSION_COMPLEMENT = Dataset(
    name="session_complement",
    title="Compléments des sessions",
    help="Une ligne par session : opérateur, heures et heures hors face-à-face, que Sofia-FMO ne contient pas.",
    demander="Feuille tenue par l'équipe TNE (modèle à télécharger), au fil de l'année.",
    key=CLE_SESSION,
    annee=ANNEE_CODE,
    famille="formations",
    columns=(
        DISPOSITIF,
        MODULE_CODE,
        GROUPE,
        SESSION_CODE,
        Column(
            "operateur",
            "Opérateur",
            TEXTE,
            PUBLIC,
            "Qui conduit la session : SRANE, Canopé…",
            ("Organisateur",),
        ),
        Column(
            "heures",
            "Heures",
            DUREE_HEURES,
            PUBLIC,
            "Durée déclarée de la session.",
            ("Heures de formation",),
        ),
        Column(
            "heures_hors_face_a_face",
            "Heures hors face-à-face",
            DUREE_HEURES,
            PUBLIC,
            "Heures de la session prises hors des heures de cours devant élèves.",
            ("Heures hors face à face", "Hors face-à-face"),
        ),
    ),
    checks=(
        Check(
            "heures_hors_face_a_face",
            "heures_hors_face_a_face",
            "heures_hors_face_a_face <= heures",
            "Les heures hors face-à-face dépassent les heures de la session.",
        ),
    ),
)

OFFRE = Dataset(
    name="offre",
    title="Offre envoyée aux enseignants",
    help="Une ligne par enseignant et année scolaire : a reçu l'offre de formation et le formulaire d'inscription.",
    demander="Liste d'envoi du courriel d'offre ; auprès de la SRANE, en juin.",
    key=("annee", "personne"),
    annee="annee",
    signature=("uai",),
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
        *identite(),
    ),
)

REPONSE = Dataset(
    name="reponse",
    title="Réponses à l'offre",
    help="Une ligne par réponse au formulaire de l'offre ; les questions ouvertes ne sont pas conservées.",
    demander="Export des réponses du formulaire (LimeSurvey, Forms, Google Forms, Framaforms, Grist), en septembre.",
    key=("annee", "formulaire", "numero"),
    annee="annee",
    signature=("numero",),
    famille="formations",
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
        *identite(),
    ),
)

INSCRIPTION = Dataset(
    name="inscription",
    title="Inscriptions et présences",
    help="Une ligne par stagiaire et session : état de l'inscription, présence en trois états (présent, absent, non traité).",
    demander="Sofia-FMO, inscriptions et émargements des sessions ; auprès de l'EAFC, en juillet, une fois les absences traitées.",
    key=(*CLE_SESSION, "personne"),
    annee=ANNEE_CODE,
    famille="formations",
    columns=(
        DISPOSITIF,
        MODULE_CODE,
        GROUPE,
        SESSION_CODE,
        Column(
            "etat",
            "État de l'inscription",
            lists.ETAT_INSCRIPTION,
            PUBLIC,
            "Inscrit, Convoqué, Retenu, Liste d'attente ou Désisté.",
            ("Statut inscription", "État inscription", "Etat", "Statut de l'inscription"),
            required=True,
        ),
        Column(
            "presence",
            "Présence",
            lists.PRESENCE,
            PUBLIC,
            "Présent ou absent ; vide tant que la présence n'est pas traitée.",
            ("Émargement", "Présent", "Statut présence", "Présence / absence"),
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
            ("UAI d'affectation", "UAI affectation", "UAI d'exercice", *UAI_ETABLISSEMENT),
        ),
        Column(
            "etablissement",
            "Établissement",
            TEXTE,
            PUBLIC,
            "Nom de l'établissement d'affectation.",
            ("Établissement d'affectation", "Affectation"),
        ),
        Column("corps", "Corps", TEXTE, INTERNE, "Corps ou grade.", ("Grade", "Corps / grade")),
        Column("discipline", "Discipline", TEXTE, INTERNE, "Discipline enseignée.", ("Discipline de poste",)),
        *identite(),
    ),
    checks=(
        Check(
            "presence_sans_inscription",
            "presence",
            "NOT (etat IN ('Désisté', 'Liste d''attente') AND presence = 'Présent')",
            "Une personne désistée ou en liste d'attente est notée présente : elle ne compte pas.",
            Gravite.AVERTISSEMENT,
        ),
    ),
)
