"""What the coordinator writes under each part of the bilan, in words of their own."""

from tne.datasets import lists
from tne.datasets.bilan import ANNEE, TERRITOIRE
from tne.kinds import TEXTE
from tne.spec import Column, Dataset, Nommes, Privacy

PARAGRAPHE = Dataset(
    name="paragraphe",
    title="Paragraphes du bilan",
    help="Une ligne par partie du bilan, année et département : le texte que la coordination y ajoute.",
    demander="Saisi par la coordination, sur la page Bilan.",
    key=("annee", "departement", "section"),
    annee="annee",
    departement="departement",
    signature=("redaction",),
    columns=(
        ANNEE,
        TERRITOIRE,
        Column(
            "section",
            "Partie",
            lists.SECTION,
            Privacy.PUBLIC,
            "Partie du bilan.",
            ("Section",),
            required=True,
        ),
        Column(
            "redaction",
            "Paragraphe",
            TEXTE,
            Privacy.PUBLIC,
            "Le texte, lu par tous ; un passage à la ligne commence un nouvel alinéa.",
            ("Paragraphe du bilan",),
            required=True,
            nommes=Nommes.SIGNES,
        ),
    ),
)
