"""Data set about Numérixplore: the days on which classes of 4ème meet the digital professions."""

from tne.datasets.annees import annee_de
from tne.datasets.terrain import COMMENTAIRE, DE_TOUT_JOURNAL, FEUILLE, JOUR, REFERENCE, UAI_TERRAIN
from tne.kinds import DECIMAL, EFFECTIF, TEXTE, UAI
from tne.spec import Alerte, Check, Column, Dataset, Gravite, Nommes, Privacy

PUBLIC, PERSONNEL = Privacy.PUBLIC, Privacy.PERSONNEL

NUMERIXPLORE = Dataset(
    name="numerixplore",
    title="Numérixplore",
    help="Une ligne par collège et journée : classes et élèves de 4e reçus, métiers du numérique présentés.",
    demander=FEUILLE,
    key=("reference",),
    annee=annee_de("date"),
    signature=("eleves",),  # a day in a school without pupils may be anything
    # So may a day with pupils, where the sheet says something else that nobody knows: « Genre d'action ».
    banals=(
        *DE_TOUT_JOURNAL,
        "Établissement",
        "Collège",
        "Classes",
        *("Élèves", "Élèves présents", "Élèves participants", "Élèves rencontrés"),
    ),
    famille="numerixplore",
    entourage=("Niveau", "Classe"),
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Collège.",
            UAI_TERRAIN,
            required=True,
        ),
        Column(
            "etablissement",
            "Établissement",
            TEXTE,
            PUBLIC,
            "Nom du collège, pour mémoire.",
            ("Collège",),
            nommes=Nommes.LIEUX,
        ),
        Column(
            "classes",
            "Classes",
            EFFECTIF,
            PUBLIC,
            "Nombre de classes.",
            ("Nombre de classes", "Nb classes", "Nb de classes", "Classes de 4e", "Nombre de classes de 4e"),
        ),
        Column(
            "eleves",
            # As it is in the templates that people have filled in: another title would be another source, which replaces none of them.
            "Élèves de 4ème",
            EFFECTIF,
            PUBLIC,
            "Nombre d'élèves de 4e.",
            (
                "Élèves",
                "Nombre d'élèves",
                "Nombre d'élèves de 4ème",
                "Nb élèves",
                "Nb d'élèves",
                "Nb élèves 4ème",
                "Élèves de 4e",
                "Nombre d'élèves de 4e",
                "Nb élèves 4e",
                *("Élèves présents", "Élèves participants", "Élèves rencontrés", "Élèves de 4e présents"),
            ),
            personnes=True,
        ),
        Column(
            "filles",
            "Filles",
            EFFECTIF,
            PUBLIC,
            "Dont filles, si connu.",
            ("Nombre de filles", "Nb filles", "Nb de filles", "Dont filles"),
            personnes=True,
        ),
        Column(
            "professions",
            "Métiers présentés",
            TEXTE,
            PUBLIC,
            "Métiers présentés, séparés par une virgule.",
            ("Professions", "Métiers", "Métiers du numérique", "Professions présentées"),
        ),
        Column(
            "satisfaction",
            "Satisfaction",
            DECIMAL,
            PUBLIC,
            "Note moyenne donnée par les élèves, sur 5.",
            (
                "Note moyenne",
                "Satisfaction (sur 5)",
                "Note sur 5",
                "Note moyenne sur 5",
                "Note /5",
                "Satisfaction /5",
            ),
        ),
        Column(
            "interesses",
            "Élèves intéressés",
            EFFECTIF,
            PUBLIC,
            "Élèves qui disent vouloir en savoir plus, si demandé.",
            ("Nombre d'élèves intéressés",),
            personnes=True,
        ),
        Column(
            "intervenants",
            "Intervenants",
            TEXTE,
            PERSONNEL,
            "N'est pas conservé.",
            ("Intervenant", "Professionnel", "Professionnels", "Entreprise et intervenant"),
        ),
        COMMENTAIRE,
    ),
    alertes=(
        Alerte(
            "notes_en_parts",
            "coalesce(max(satisfaction) <= 1 AND min(satisfaction) < 1 AND count(satisfaction) > 1, false)",
            "Aucune note de satisfaction ne dépasse 1 sur 5 : si le tableur écrit des pourcentages (0,84 pour 84 %), écrivez la "
            "note sur 5.",
        ),
    ),
    checks=(
        Check(
            "note_hors_echelle",
            "satisfaction",
            "satisfaction BETWEEN 0 AND 5",
            "La satisfaction est une note de 0 à 5.",
        ),
        Check(
            "plus_de_filles",
            "filles",
            "filles <= eleves",
            "Il y a plus de filles que d'élèves.",
            Gravite.AVERTISSEMENT,
        ),
        Check(
            "plus_d_interesses",
            "interesses",
            "interesses <= eleves",
            "Il y a plus d'élèves intéressés que d'élèves.",
            Gravite.AVERTISSEMENT,
        ),
    ),
)
