"""Tables that a coordinator is handed and that the bilan cannot count: refused with what to take instead."""

from __future__ import annotations

from tne.datasets.terrain import JOURS, UAI_TERRAIN
from tne.forms.reponses import REPONSES
from tne.spec import Form

_CONNEXIONS = (
    "Ce tableau dit qui s'est connecté à une visioconférence ou à un parcours, non à quelle session de formation : le bilan compte "
    "les présences de Sofia-FMO. Importez son export des inscriptions, ou remplissez le modèle « Inscriptions et présences »."
)
RENCONTRES = (
    "Les rencontres de parents se déclarent une par ligne, avec le nombre de parents venus, dans le modèle « Ateliers et formations pour "
    "les parents »."
)
# Once these are added, the table is a list of presences like any other.
_SESSION = ("Session", "Identifiant du groupe", "Groupe : identifiant")

TEAMS = Form(
    name="teams",
    title="Teams, rapport de présence",
    signature=("Première participation", "Dernière sortie"),
    feeds=(),
    origine="Teams",
    autres={"Première participation": ("First Join",), "Dernière sortie": ("Last Leave",)},
    sauf=_SESSION,
    refus=_CONNEXIONS,
)

# The last section of Teams' report, its lists of before 2021, and Zoom's.
ENTREES = Form(
    name="entrees_sorties",
    title="Teams ou Zoom, entrées et sorties",
    signature=("Heure d'arrivée", "Heure de départ"),
    feeds=(),
    origine="Teams ou Zoom",
    autres={
        "Heure d'arrivée": ("Join Time", "Heure de participation", "Heure d'entrée", "Heure de connexion"),
        "Heure de départ": ("Leave Time", "Heure de sortie", "Heure de déconnexion"),
    },
    # A log kept by hand says too when one arrived at a school, and has the day or the school beside it.
    sauf=(*_SESSION, "Date", *JOURS, *UAI_TERRAIN, "Établissement", "École", "Collège"),
    refus=_CONNEXIONS,
)

ACTIONS = Form(
    name="actions_teams",
    title="Teams, liste de présence",
    signature=("Nom complet", "Action de l'utilisateur"),
    feeds=(),
    origine="Teams",
    autres={"Nom complet": ("Full Name",), "Action de l'utilisateur": ("User Action",)},
    sauf=_SESSION,
    refus=_CONNEXIONS,
)

BIGBLUEBUTTON = Form(
    name="bigbluebutton",
    title="BigBlueButton, tableau de bord",
    signature=("Score d'activité", "Temps de parole"),
    feeds=(),
    origine="BigBlueButton",
    autres={"Score d'activité": ("Activity Score",), "Temps de parole": ("Talk time",)},
    sauf=_SESSION,
    refus=_CONNEXIONS,
)

MAGISTERE = Form(
    name="magistere",
    title="M@gistère ou Moodle, participants d'un parcours",
    signature=("Adresse de courriel", "Dernier accès au parcours"),
    feeds=(),
    origine="M@gistère",
    autres={
        "Dernier accès au parcours": ("Dernier accès au cours", "Dernier accès", "Last access to course")
    },
    sauf=_SESSION,
    refus=_CONNEXIONS,
)

# Each session has a column, of any title, and each mark one with its number.
PRESENCE_MOODLE = Form(
    name="presence_moodle",
    title="M@gistère ou Moodle, rapport de l'activité « Présence »",
    signature=("Prénom", "P", "A", "E"),
    feeds=(),
    origine="M@gistère",
    autres={"Prénom": ("First name",)},
    sauf=_SESSION,
    refus="Ce tableau est un rapport de présence de M@gistère ou de Moodle : ses séances sont en colonnes, et rien n'y dit de quelle "
    "session du plan il s'agit. Le bilan compte les présences de Sofia-FMO : importez son export des inscriptions, ou recopiez ce tableau "
    "dans le modèle « Inscriptions et présences », une ligne par stagiaire et par session.",
)

# Who asks to choose among dates or groups in a form of its own writes the same headers beside those of the tool.
_FORMULAIRES = tuple(
    name
    for form in REPONSES
    for header in form.signature
    for name in (header, *form.autres.get(header, ()))
    if header != "ID"
)
CHOIX_MOODLE = Form(
    name="choix_moodle",
    title="M@gistère ou Moodle, choix de groupe",
    signature=("Prénom", "Groupe", "Choix"),
    feeds=(),
    origine="M@gistère",
    autres={"Prénom": ("First name",), "Groupe": ("Group", "Groupes", "Groups"), "Choix": ("Choice",)},
    sauf=(*_SESSION, *_FORMULAIRES),
    refus="Ce tableau dit ce que chacun a choisi dans un parcours de M@gistère ou de Moodle, non à quelle session de formation il est "
    "inscrit : le bilan compte les inscriptions et les présences de Sofia-FMO. Importez son export des inscriptions, ou remplissez le "
    "modèle « Inscriptions et présences ».",
)


# What each one got in a course: nobody knows in which session of the plan.
_RESULTATS = (
    "Ce tableau donne les résultats de chacun dans un parcours de M@gistère ou de Moodle, non sa présence à une session de "
    "formation : le bilan compte les présences de Sofia-FMO. Importez son export des inscriptions, ou remplissez le modèle "
    "« Inscriptions et présences »."
)
NOTES_MOODLE = Form(
    name="notes_moodle",
    title="M@gistère ou Moodle, notes d'un parcours",
    signature=("Dernier téléchargement depuis ce cours",),
    feeds=(),
    origine="M@gistère",
    autres={
        "Dernier téléchargement depuis ce cours": (
            "Dernier téléchargement depuis ce parcours",
            "Last downloaded from this course",
        )
    },
    sauf=_SESSION,
    refus=_RESULTATS,
)
TESTS_MOODLE = Form(
    name="tests_moodle",
    title="M@gistère ou Moodle, résultats d'un test",
    signature=("Commencé le", "Temps utilisé"),
    feeds=(),
    origine="M@gistère",
    autres={"Commencé le": ("Started on", "Started"), "Temps utilisé": ("Time taken",)},
    sauf=_SESSION,
    refus=_RESULTATS,
)


def _billetterie(name: str, title: str, *signature: str, autres: dict[str, tuple[str, ...]]) -> Form:
    """The list of those who hold a ticket, as a box office exports it: nobody knows who came, nor to what."""
    return Form(
        name=name,
        title=title,
        signature=signature,
        feeds=(),
        origine=title.partition(",")[0],
        autres=autres,
        sauf=_SESSION,
        refus="Ce tableau est la liste des inscrits d'une billetterie : le bilan ne compte pas les billets, mais qui est venu. "
        f"{RENCONTRES} Les présences aux formations sont celles de Sofia-FMO : importez son export des inscriptions.",
    )


EVENTBRITE = _billetterie(
    "eventbrite",
    "Eventbrite, participants",
    "Order #",
    "Ticket Type",
    autres={"Order #": ("Order ID", "N° de commande"), "Ticket Type": ("Type de billet",)},
)
HELLOASSO = _billetterie(
    "helloasso",
    "HelloAsso, billets vendus",
    "Référence commande",
    "Prénom participant",
    # Its list of payments names no other than who paid.
    autres={
        "Référence commande": ("Référence de commande",),
        "Prénom participant": ("Prénom du participant", "Prénom payeur", "Prénom"),
    },
)
CODES_BARRES = _billetterie(
    "billets_codes_barres",
    "Billetweb ou Weezevent, participants",
    # Without anybody, a price and a bar code are those of a thing.
    "Prénom",
    "Tarif",
    "Code-barres",
    autres={"Tarif": ("Billet",), "Code-barres": ("Code-barre", "Barcode")},
)

# Which street goes to which collège: https://data.education.gouv.fr, « Carte scolaire des collèges publics ».
CARTE_SCOLAIRE = Form(
    name="carte_scolaire",
    title="Carte scolaire des collèges publics",
    signature=("Code RNE", "Secteur unique", "Parité"),
    feeds=(),
    origine="data.education.gouv.fr",
    refus="Ce fichier dit de quel collège dépend chaque rue (carte scolaire des collèges publics), ce que le bilan n'emploie pas. La liste "
    "des établissements est l'« Annuaire de l'éducation » (data.education.gouv.fr).",
)

CROISE = Form(
    name="tableau_croise",
    title="Tableau croisé dynamique",
    signature=("Étiquettes de lignes",),
    feeds=(),
    origine="Excel ou LibreOffice",
    # LibreOffice names the column of totals only.
    autres={"Étiquettes de lignes": ("Row Labels", "Total Résultat", "Total Result")},
    refus="Ce tableau croisé additionne des lignes que le bilan compte lui-même : importez la feuille de ces lignes.",
)

ECARTEES: tuple[Form, ...] = (
    TEAMS,
    ENTREES,
    ACTIONS,
    BIGBLUEBUTTON,
    MAGISTERE,
    PRESENCE_MOODLE,
    CHOIX_MOODLE,
    NOTES_MOODLE,
    TESTS_MOODLE,
    EVENTBRITE,
    HELLOASSO,
    CODES_BARRES,
    CARTE_SCOLAIRE,
    CROISE,
)
