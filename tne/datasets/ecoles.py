"""The data set of schools, and what others say of a school: its code, its département."""

from tne.datasets import lists
from tne.kinds import BOOLEEN, CODE, CODE_INSEE, DATE, DEPARTEMENT, LATITUDE, LONGITUDE, TEXTE, UAI
from tne.spec import Check, Column, Dataset, Gravite, Kind, Nommes, Privacy

PUBLIC = Privacy.PUBLIC
LICENCE_OUVERTE = "Licence Ouverte 2.0 (ministère de l'Éducation nationale)"

# Near variants (plurals, « N° », words in another order) are found from these.
UAI_ETABLISSEMENT = (
    "UAI",
    "Code UAI",
    "RNE",
    "numero_uai",
    "Code établissement",
    "Code de l'établissement",
    "UAI de l'établissement",
    "UAI de l'école",
    "UAI du collège",
    "UAI du lycée",
    "Numéro d'établissement",
    "Identifiant établissement",
)
_NOMS = ("Nom de l'établissement", "Nom de l'école", "Nom du collège", "Dénomination")
_CIRCONSCRIPTIONS = ("Circonscription", "Circonscription IEN", "Circo")
_PREFIXE = (
    "CASE WHEN left({uai},3) = '620' THEN '02A' WHEN left({uai},3) = '720' THEN '02B' ELSE left({uai},3) END"
)


def departement_de_uai(column: str = "uai") -> str:
    """SQL giving the département of an UAI: its first three digits, but 620 and 720 for the two of Corsica."""
    return _PREFIXE.format(uai=column)


def _de_la_position(rang: int, kind: Kind) -> str:
    """SQL giving one of the two numbers of « latitude, longitude », where it is one of that kind."""
    number = f"try_cast(trim(split_part(position, ',', {rang})) AS DOUBLE)"
    return f"CASE WHEN {number} BETWEEN {kind.minimum} AND {kind.maximum} THEN {number} END"


# Source: its extreme points, from Lavezzi (41.3 N) to Bray-Dunes (51.1 N) and from Ouessant (5.2 W) to Corsica (9.6 E).
HORS_DE_METROPOLE = Check(
    "hors_de_metropole",
    "latitude",
    f"{departement_de_uai()} NOT BETWEEN '001' AND '095' OR (latitude BETWEEN 41 AND 52 AND longitude BETWEEN -6 AND 10)",
    "Cette position est hors de la France métropolitaine, où est l'établissement : la carte le montrerait ailleurs. Vérifiez que latitude "
    "et longitude ne sont pas échangées.",
    Gravite.AVERTISSEMENT,
)

ETABLISSEMENT = Dataset(
    name="etablissement",
    title="Établissements",
    help="Une ligne par établissement (école, collège, lycée), d'après l'annuaire de l'éducation ou le fichier de géolocalisation.",
    demander="Portail de l'éducation (data.education.gouv.fr), jeu « Annuaire de l'éducation », export CSV filtré sur le département ; à refaire à chaque rentrée, en septembre.",
    licence=LICENCE_OUVERTE,
    si_gardees="Un établissement absent d'un annuaire plus récent (« date_maj_ligne ») compte jusqu'à l'année scolaire du dernier "
    "annuaire qui le tenait ; remplacer cet annuaire l'ôterait aussi des années passées.",
    key=("uai",),
    # Figures of a year (results, indexes, pupils) name their schools too, in capitals: they are no list of them.
    # And where a first name stands, « Nom » is that of a person: it must never be kept as that of a school.
    jamais=(
        "Rentrée scolaire",
        "Rentrée",
        "Année scolaire",
        "Année",
        "Session",
        "Exercice",
        "Millésime",
        "Prénom",
        "Prénom de l'élève",
        "Nom et prénom",
        "Civilité",
        "Date de naissance",
        "Né le",
        "Sexe",
        "INE",
        "NUMEN",
        # Beside other levels, « CP » is no postcode.
        *("PS", "MS", "GS", "CE1", "CE2", "CM1", "CM2"),
    ),
    # A sheet about anything names its schools, in short, and those who inspect them: these must not become those of the list.
    banals=(
        *UAI_ETABLISSEMENT,
        "Nom",
        "Établissement",
        *_NOMS,
        "Type",
        "Commune",
        "Ville",
        *_CIRCONSCRIPTIONS,
    ),
    entourage=(
        *(
            "Adresse",
            "Adresse postale",
            "Rue",
            "Téléphone",
            "Fax",
            "Site",
            "Site web",
            "Site internet",
            "Web",
        ),
        *("Date de création", "Académie", "Région", "Canton", "EPCI", "Bassin"),
        *("Éducation prioritaire", "REP", "Principal", "Directeur", "Directrice", "Chef d'établissement"),
    ),
    departement="coalesce(departement, " + departement_de_uai() + ")",
    columns=(
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Identifiant de l'établissement : sept chiffres et une lettre.",
            ("Identifiant_de_l_etablissement", "identifiant de l'établissement", *UAI_ETABLISSEMENT),
            required=True,
        ),
        Column(
            "nom",
            "Nom",
            TEXTE,
            PUBLIC,
            "Nom usuel de l'établissement.",
            (
                "Nom_etablissement",
                "appellation_officielle",
                "Appellation officielle",
                "Établissement",
                *_NOMS,
            ),
            required=True,
            nommes=Nommes.OFFICIELS,
        ),
        Column(
            "type",
            "Type",
            lists.TYPE_ETABLISSEMENT,
            PUBLIC,
            "École, collège, lycée… ; déduit du code nature s'il manque.",
            ("Type_etablissement", "Type d'établissement"),
            deduit="CASE WHEN code_nature BETWEEN '100' AND '199' THEN 'École' "
            "WHEN code_nature IN ('340', '350', '352') THEN 'Collège' "
            "WHEN code_nature BETWEEN '300' AND '334' THEN 'Lycée' WHEN code_nature = '370' THEN 'EREA' "
            "WHEN code_nature IS NOT NULL THEN 'Autre' END",
        ),
        Column(
            "secteur",
            "Secteur",
            lists.SECTEUR,
            PUBLIC,
            "Public ou privé.",
            (
                "Statut_public_prive",
                "secteur_public_prive_libe",
                "Secteur Public/Privé",
                "Secteur public privé",
                "Public ou privé",
            ),
        ),
        Column(
            "contrat",
            "Contrat",
            lists.CONTRAT,
            PUBLIC,
            "Pour le privé : sous contrat ou hors contrat.",
            ("Type_contrat_prive", "secteur_prive_libelle_type_contrat", "Type de contrat"),
        ),
        Column(
            "etat",
            "État",
            lists.ETAT_ETABLISSEMENT,
            PUBLIC,
            "Ouvert, à fermer (ouvert encore, jusqu'à la fin de l'année scolaire), fermé ou à ouvrir.",
            ("etat_etablissement_libe", "État établissement", "etat_etablissement"),
        ),
        Column(
            "code_nature",
            "Code nature",
            CODE,
            PUBLIC,
            "Nature au sens de la base centrale (340 : collège, 151 : école élémentaire).",
            ("nature_uai", "Code nature UAI"),
        ),
        Column(
            "code_insee",
            "Code INSEE de la commune",
            CODE_INSEE,
            PUBLIC,
            "Cinq caractères ; ce n'est pas le code postal.",
            ("Code_commune", "code_commune", "Code commune"),
        ),
        Column(
            "commune",
            "Commune",
            TEXTE,
            PUBLIC,
            "Nom de la commune.",
            ("Nom_commune", "libelle_commune", "Libellé commune", "Nom de la commune", "Ville", "Localité"),
            nommes=Nommes.OFFICIELS,
        ),
        Column(
            "code_postal",
            "Code postal",
            CODE,
            PUBLIC,
            "Code postal.",
            ("Code_postal", "code_postal_uai", "Code postal UAI", "CP"),
        ),
        Column(
            "departement",
            "Département",
            DEPARTEMENT,
            PUBLIC,
            "Code du département.",
            ("Code_departement", "Code département", "code_departement"),
        ),
        Column(
            "circonscription",
            "Circonscription",
            TEXTE,
            PUBLIC,
            "Circonscription d'inspection du premier degré.",
            ("nom_circonscription", "Circonscription du 1er degré", *_CIRCONSCRIPTIONS),
            nommes=Nommes.OFFICIELS,
        ),
        Column(
            "latitude",
            "Latitude",
            LATITUDE,
            PUBLIC,
            "Degrés décimaux.",
            (),
            deduit=_de_la_position(1, LATITUDE),
        ),
        Column(
            "longitude",
            "Longitude",
            LONGITUDE,
            PUBLIC,
            "Degrés décimaux.",
            (),
            deduit=_de_la_position(2, LONGITUDE),
        ),
        Column(
            "position",
            "Position",
            TEXTE,
            PUBLIC,
            "« latitude, longitude ».",
            ("Position géographique",),
            nommes=Nommes.OFFICIELS,
        ),
        Column(
            "date_ouverture",
            "Date d'ouverture",
            DATE,
            PUBLIC,
            "L'établissement compte à partir de cette année scolaire ; sans date, depuis toujours.",
            ("Date ouverture",),
        ),
        Column(
            "date_fermeture",
            "Date de fermeture",
            DATE,
            PUBLIC,
            "Premier jour où il n'est plus ouvert : il compte jusqu'à l'année scolaire de la veille.",
            ("Date fermeture", "Fermé le"),
        ),
        Column(
            "maj",
            "Mis à jour le",
            DATE,
            PUBLIC,
            "Jour de l'annuaire, le même sur toutes ses lignes : un établissement qui n'est plus dans un annuaire plus récent "
            "compte jusqu'à l'année scolaire de ce jour.",
            ("date_maj_ligne",),
            du_fichier=True,
        ),
        Column(
            "maternelle",
            "École maternelle",
            BOOLEEN,
            PUBLIC,
            "A des classes maternelles.",
            ("Ecole_maternelle",),
        ),
        Column(
            "elementaire",
            "École élémentaire",
            BOOLEEN,
            PUBLIC,
            "A des classes élémentaires.",
            ("Ecole_elementaire",),
        ),
        Column(
            "remplace_par",
            "Remplacé par",
            UAI,
            PUBLIC,
            "UAI de l'établissement qui lui succède (fusion, déménagement).",
            ("UAI de remplacement",),
        ),
        Column(
            "pilote",
            "Établissement pilote",
            BOOLEEN,
            PUBLIC,
            "Établissement pilote du TNE.",
            ("Pilote", "Pilote TNE", "École pilote", "Collège pilote"),
        ),
    ),
    checks=(HORS_DE_METROPOLE,),
)
