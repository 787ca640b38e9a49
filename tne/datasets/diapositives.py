"""The order of the slides of a year, those left out, and those that hold a text of the coordinator."""

from tne.datasets.bilan import ANNEE, TERRITOIRE
from tne.kinds import BOOLEEN, EFFECTIF, TEXTE
from tne.spec import Check, Column, Dataset, Gravite, Nommes, Privacy

# The slides that the program draws, in their order (`tne.slides.diapositives`).
CONNUES = (
    *("titre", "participation", "couverture", "delai", "accompagnements", "territoire"),
    *("parentalite", "equipements", "numerixplore", "enseignements", "questions"),
)
# Kept without a word, such a line moved and hid nothing.
INCONNUE = Check(
    "diapositive_inconnue",
    "code",
    f"code IN {CONNUES} OR starts_with(code, 'texte-') OR titre IS NOT NULL OR texte IS NOT NULL",
    f"Aucune diapositive n'a ce nom : la ligne reste sans effet. Celles du programme : {', '.join(CONNUES)} ; une diapositive ajoutée a un "
    "titre ou un texte.",
    Gravite.AVERTISSEMENT,
)

DIAPOSITIVE = Dataset(
    name="diapositive",
    title="Diapositives",
    help="Une ligne par diapositive, année et département : son rang, si elle est montrée, et son texte si elle est ajoutée.",
    demander="Saisi par la coordination, sur la page Diapositives.",
    key=("annee", "departement", "code"),
    annee="annee",
    departement="departement",
    signature=("ordre", "visible"),
    checks=(INCONNUE,),
    columns=(
        ANNEE,
        TERRITOIRE,
        Column(
            "code",
            "Diapositive",
            TEXTE,
            Privacy.PUBLIC,
            "Nom de la diapositive : participation, territoire… ; texte-1, texte-2… pour celles que vous ajoutez.",
            ("Code de la diapositive",),
            required=True,
        ),
        Column("ordre", "Ordre", EFFECTIF, Privacy.PUBLIC, "Rang dans la présentation.", ("Rang",)),
        Column(
            "visible",
            "Visible",
            BOOLEEN,
            Privacy.PUBLIC,
            "Non : la diapositive n'est pas montrée.",
            ("Montrée",),
        ),
        Column(
            "titre",
            "Titre",
            TEXTE,
            Privacy.PUBLIC,
            "Titre d'une diapositive ajoutée.",
            (),
            nommes=Nommes.SIGNES,
        ),
        Column(
            "texte",
            "Texte",
            TEXTE,
            Privacy.PUBLIC,
            "Texte d'une diapositive ajoutée, une phrase par ligne.",
            (),
            nommes=Nommes.SIGNES,
        ),
    ),
)
