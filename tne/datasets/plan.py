"""Data sets of the training plan: modules, sessions, what is declared of a session beside Sofia-FMO."""

from dataclasses import replace

from tne.datasets.annees import ANNEE_CODE, annee_de
from tne.durees import DUREE_HEURES, fractions_de_jour
from tne.kinds import CODE, EFFECTIF, HORODATAGE, TEXTE, UAI
from tne.spec import Check, Column, Dataset, Gravite, Nommes, Privacy

PUBLIC, INTERNE = Privacy.PUBLIC, Privacy.INTERNE
SOFIA = "Sofia-FMO, « Export plan et sessions » ; auprès de l'EAFC, du SRANE ou de la DRANE, en juillet."

# « 5 et 6 », « 1, 2 et 3 », « 1 à 3 »: several sessions. « 01-02 » or « 1/2 » may be the name of one.
PLUSIEURS_SESSIONS = r"(?:SESSIONS? )?\d{1,3}(?: ?(?:[,;&+]|ET|À|AU|PUIS) ?\d{1,3})+"

# « 1 » is the « 01 » of which a spreadsheet ate the zero: two digits at least, and no zero before more.
NUMERO_DE_SESSION = replace(
    CODE,
    name="numero_de_session",
    libelle="numéro de session",
    attendu="un numéro de session, par exemple 01",
    sql="CASE WHEN regexp_full_match({x}, '\\d{{1,15}}([.,]0)?') THEN CASE WHEN try_cast(regexp_extract({x}, '^\\d+') AS BIGINT) < 10 THEN '0' ELSE '' END || "
    "try_cast(regexp_extract({x}, '^\\d+') AS BIGINT) WHEN NOT regexp_full_match(upper({x}), '"
    + PLUSIEURS_SESSIONS.replace("{", "{{").replace("}", "}}")
    + "') THEN "
    + CODE.sql
    + " END",
    valides=(
        ("01", "01"),
        ("1", "01"),
        ("001", "01"),
        ("0", "00"),
        ("12", "12"),
        ("012", "12"),
        ("123", "123"),
        ("1.0", "01"),
        ("1,0", "01"),
        ("s1", "S1"),
        ("01-02", "01-02"),
    ),
    invalides=(*CODE.invalides, "5 et 6", "1, 2 et 3", "1 à 3"),
)

DISPOSITIF = Column(
    "dispositif_code",
    "Code du dispositif",
    CODE,
    PUBLIC,
    "Année, A, académie, numéro : 23A0130001.",
    ("Dispositif : code", "Code dispositif", "Dispositif", "N° dispositif", "Identifiant du dispositif"),
    required=True,
)
MODULE_CODE = Column(
    "module_code",
    "Code du module",
    CODE,
    PUBLIC,
    "Code du module dans Sofia-FMO.",
    ("Module : code", "Code module", "Module", "N° module", "Identifiant du module"),
    required=True,
)
GROUPE = Column(
    "groupe_id",
    "Identifiant du groupe",
    CODE,
    PUBLIC,
    "Identifiant du groupe.",
    ("Groupe : identifiant", "Groupe", "Code groupe", "N° groupe", "Groupe : code"),
    required=True,
)
SESSION_CODE = Column(
    "session_code",
    "Session",
    NUMERO_DE_SESSION,
    PUBLIC,
    "Numéro de la session dans le groupe ; 1 y vaut 01.",
    ("Session", "Code session", "Session : code", "N° session", "Session : numéro"),
    required=True,
)


def sans_alias(column: Column, *aliases: str) -> Column:
    """The same column without these headers: where a wording has its own column, they are its label."""
    return replace(column, aliases=tuple(a for a in column.aliases if a not in aliases))


SESSION_NOMMEE = (DISPOSITIF, MODULE_CODE, GROUPE, SESSION_CODE)
"""How a row names its session."""
CLE_SESSION = tuple(c.name for c in SESSION_NOMMEE)


SANS_CODES = (
    "Ces codes de Sofia-FMO distinguent les lignes : ajoutez leurs colonnes au fichier, un code de votre choix par ligne là où Sofia-FMO n'en "
    "donne pas. Sans eux, écrivez les nombres de l'année dans « Chiffres déclarés », page Saisir."
)
"""What is left to who keeps a list of trainings that Sofia-FMO does not hold."""

# A row per person: what the plan says of the session stands in each of them, and is not what they are about.
PAR_PERSONNE = (
    "Prénom",
    "NUMEN",
    "Nom du stagiaire",
    "Stagiaire : nom",
    "Stagiaire : prénom",
    "Stagiaire : email",
    "Stagiaire : NUMEN",
    "Présence",
    "Présent",
    "État de l'inscription",
    "Inscription : statut",
    "Inscription : état",
)

MODULE = Dataset(
    name="module",
    title="Modules de formation",
    help="Une ligne par module d'un dispositif du plan de formation.",
    demander=SOFIA,
    key=("dispositif_code", "module_code"),
    sans_cle=SANS_CODES,
    annee=ANNEE_CODE,
    annee_ailleurs=True,
    famille="formations",
    jamais=PAR_PERSONNE,
    columns=(
        sans_alias(DISPOSITIF, "Dispositif"),
        Column(
            "dispositif_libelle",
            "Dispositif",
            TEXTE,
            PUBLIC,
            "Libellé du dispositif.",
            ("Dispositif : libellé", "Intitulé du dispositif"),
            nommes=Nommes.OEUVRES,
        ),
        sans_alias(MODULE_CODE, "Module"),
        Column(
            "module_libelle",
            "Module",
            TEXTE,
            PUBLIC,
            "Libellé du module.",
            (
                "Module : libellé",
                "Libellé du module",
                "Intitulé du module",
                "Titre du module",
                "Nom du module",
            ),
            required=True,
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "theme_libelle",
            "Thème",
            TEXTE,
            PUBLIC,
            "Thème du plan.",
            ("Thème : libellé",),
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "thematique_nationale",
            "Thématique nationale",
            TEXTE,
            PUBLIC,
            "Thématique nationale.",
            ("Module : thématique nationale",),
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "priorite_nationale",
            "Priorité nationale",
            TEXTE,
            PUBLIC,
            "Priorité nationale.",
            ("Module : priorité nationale",),
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "contenu",
            "Contenu",
            TEXTE,
            INTERNE,
            "Contenu du module (texte libre).",
            ("Module : contenu",),
            nommes=Nommes.OEUVRES,
        ),
    ),
)

# « Date et horaire » says when it ended too: « 12/03/2024 14h-16h ».
_DEBUT = (
    "Début",
    "Date de début",
    "Date début",
    "Date et heure de début",
    "Date et heure",
    "Date et horaire",
)

SESSION = Dataset(
    name="session",
    title="Sessions de formation",
    help="Une ligne par session d'un groupe d'un module. L'UAI est celui du lieu de formation, pas celui des stagiaires.",
    demander=SOFIA,
    key=CLE_SESSION,
    sans_cle=SANS_CODES,
    annee=f"coalesce({annee_de('debut')}, {ANNEE_CODE})",
    famille="formations",
    jamais=PAR_PERSONNE,
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
            _DEBUT[1:],
            required=True,
        ),
        Column(
            "fin",
            "Fin",
            HORODATAGE,
            PUBLIC,
            "Fin de la session.",
            ("Date de fin", "Date fin", "Date et heure de fin"),
        ),
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
    # A day without its hour is midnight: « 12/03/2024 » does not end before « 12/03/2024 14:00 ».
    checks=(
        Check(
            "fin_avant_debut",
            "fin",
            "fin >= debut OR fin = date_trunc('day', debut)",
            "La fin est avant le début.",
        ),
        # Sessions of several days last more than 24 hours, never more than the time they take: a day counts whole without its hour.
        Check(
            "duree_invraisemblable",
            "duree",
            "duree <= 24 OR duree <= date_diff('minute', debut, CASE WHEN fin > date_trunc('day', fin) THEN fin ELSE "
            "coalesce(fin, debut) + INTERVAL 1 DAY END) / 60",
            "Plus de 24 heures, et plus que du début à la fin de la session : si la colonne est en minutes, dites-le dans son titre, "
            "« Durée (min) ».",
            Gravite.AVERTISSEMENT,
        ),
    ),
    alertes=(fractions_de_jour("duree"),),
)

SESSION_COMPLEMENT = Dataset(
    name="session_complement",
    title="Compléments des sessions",
    help="Une ligne par session : opérateur, heures et heures hors face-à-face, que Sofia-FMO ne contient pas.",
    demander="Feuille tenue par l'équipe TNE (modèle à télécharger), au fil de l'année.",
    key=CLE_SESSION,
    sans_cle=SANS_CODES,
    annee=ANNEE_CODE,
    annee_ailleurs=True,
    famille="formations",
    jamais=PAR_PERSONNE,
    # With the days of its sessions a table is the plan, though its groups have no identifier; but who keeps the hours by hand
    # writes the day of the session beside them.
    jamais_sans=(_DEBUT, ("operateur", "heures_hors_face_a_face")),
    columns=(
        *SESSION_NOMMEE,
        Column(
            "operateur",
            "Opérateur",
            TEXTE,
            PUBLIC,
            "Qui conduit la session : SRANE, Canopé… ; la DRANE compte au SRANE, dont elle est l'autre nom, un autre opérateur dans le total seul.",
            ("Organisateur",),
        ),
        Column(
            "heures",
            "Heures",
            DUREE_HEURES,
            PUBLIC,
            "Durée déclarée de la session.",
            ("Heures de formation", "Durée", "Durée (heures)"),
        ),
        Column(
            "heures_hors_face_a_face",
            "Heures hors face-à-face",
            DUREE_HEURES,
            PUBLIC,
            "Heures de la session prises hors des heures de cours devant élèves.",
            ("Heures hors face à face", "Hors face-à-face", "Heures HFF", "HFF"),
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
    alertes=(fractions_de_jour("heures"),),
)
