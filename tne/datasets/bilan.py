"""Data sets that carry figures and sentences: published and declared figures, targets, findings."""

from tne.choices import choix
from tne.datasets import lists
from tne.indicator_list import INDICATORS
from tne.kinds import ANNEE_SCOLAIRE, DATE, DECIMAL, DEPARTEMENT, EFFECTIF, TEXTE
from tne.spec import Check, Column, Dataset, Gravite, Nommes, Privacy

PUBLIC = Privacy.PUBLIC

# What sheets call an indicator beside its label.
_AUTREMENT = {"accompagnement.formations": ("Formations par les médiateurs",)}
# Under another name, a number would be kept and shown nowhere.
NOM_INDICATEUR = choix(
    "indicateur",
    "indicateur",
    {i.code: (i.libelle, *_AUTREMENT.get(i.code, ())) for i in INDICATORS},
    attendu="un indicateur, par exemple formation.participants ou « Enseignants ayant suivi au moins un module » "
    "(voir la liste des indicateurs)",
)
_EN_PARTS = ", ".join(f"'{i.code}'" for i in INDICATORS if i.unite == "pourcent")
# A cell that a spreadsheet shows as 25 % holds 0.25.
POURCENT_EN_PART = Check(
    "pourcent_en_part",
    "valeur",
    f"indicateur NOT IN ({_EN_PARTS}) OR valeur <= 0 OR valeur > 1",
    "Cet indicateur est en pour cent, et cette valeur se lit 1 % ou moins : pour 25 %, écrivez 25 (une cellule au format "
    "pourcentage tient 0,25).",
    Gravite.AVERTISSEMENT,
)
_COMPTES = ", ".join(f"'{i.code}'" for i in INDICATORS if i.unite == "nombre")
# « 1.128 » is a number of thousands in other languages, and one and a little here: the bilan would say 1.
COMPTE_A_DECIMALES = Check(
    "compte_a_decimales",
    "valeur",
    f"indicateur NOT IN ({_COMPTES}) OR valeur = round(valeur)",
    "Cet indicateur compte des unités, et cette valeur a des décimales : pour 1 128, écrivez 1128 (« 1.128 » et « 1,128 » se "
    "lisent un et quelques).",
    Gravite.AVERTISSEMENT,
)
# No indicator counts less than nothing, and no share is more than the whole.
HORS_BORNES = (
    Check("chiffre_negatif", "valeur", "valeur >= 0", "Un chiffre du bilan n'est jamais négatif."),
    Check(
        "plus_de_cent_pour_cent",
        "valeur",
        f"indicateur NOT IN ({_EN_PARTS}) OR valeur <= 100",
        "Cet indicateur est en pour cent : il ne dépasse pas 100.",
    ),
)
INDICATEUR = Column(
    "indicateur",
    "Indicateur",
    NOM_INDICATEUR,
    PUBLIC,
    "Code ou nom de l'indicateur, par exemple formation.participants.",
    ("Code", "Code de l'indicateur", "Code indicateur", "Nom de l'indicateur", "Libellé de l'indicateur"),
    required=True,
)
ANNEE = Column(
    "annee", "Année scolaire", ANNEE_SCOLAIRE, PUBLIC, "Année scolaire.", ("Année",), required=True
)
TERRITOIRE = Column(
    "departement",
    "Département",
    DEPARTEMENT,
    PUBLIC,
    "Département du territoire ; s'il est seul, la colonne peut manquer.",
    ("Code du département", "Dept", "Dép."),
    required=True,
)
SOURCE = Column("source", "Source", TEXTE, PUBLIC, "D'où vient le chiffre.", ("Origine",), required=True)


def _chiffre(
    name: str,
    title: str,
    help_text: str,
    demander: str,
    valeur: str,
    *more: Column,
    autres: tuple[str, ...] = (),
    equivoque: tuple[str, str] = ("", ""),
) -> Dataset:
    return Dataset(
        name=name,
        title=title,
        help=help_text,
        demander=demander,
        key=("indicateur", "annee", "departement"),
        annee="annee",
        departement="departement",
        equivoque=equivoque,
        checks=(*HORS_BORNES, POURCENT_EN_PART, COMPTE_A_DECIMALES),
        columns=(
            INDICATEUR,
            ANNEE,
            TERRITOIRE,
            Column(
                "valeur",
                valeur,
                DECIMAL,
                PUBLIC,
                "Valeur, dans l'unité de l'indicateur (33 pour 33 %).",
                ("Valeur", *autres),
                required=True,
            ),
            *more,
        ),
    )


INDICATEUR_PUBLIE = _chiffre(
    "indicateur_publie",
    "Chiffres publiés",
    "Une ligne par indicateur, année et département : le chiffre publié dans un bilan.",
    "Bilans publiés par l'académie.",
    "Valeur publiée",
    Column("decimales", "Décimales", EFFECTIF, PUBLIC, "Nombre de décimales publiées.", (), required=True),
    SOURCE,
    Column(
        "date_publication", "Date de publication", DATE, PUBLIC, "Date de la publication.", ("Publié le",)
    ),
)
CHIFFRE_DECLARE = _chiffre(
    "chiffre_declare",
    "Chiffres déclarés",
    "Une ligne par indicateur, année et département : un nombre connu sans la liste qui le justifie.",
    "Saisi par la coordination.",
    "Valeur déclarée",
    SOURCE,
    Column(
        "date", "Date", DATE, PUBLIC, "Date à laquelle le nombre a été donné.", ("Date de la déclaration",)
    ),
    autres=("Chiffre déclaré", "Nombre déclaré"),
)
OBJECTIF = _chiffre(
    "objectif",
    "Objectifs",
    "Une ligne par indicateur, année et département : la cible fixée.",
    "Saisi par la coordination.",
    "Objectif",
    Column("source", "Source", TEXTE, PUBLIC, "D'où vient l'objectif.", ("Origine",)),
    autres=("Cible", "Valeur cible", "Valeur visée", "Objectif fixé"),
    equivoque=(
        "Valeur",
        "« Valeur » peut être un objectif à atteindre ou un chiffre constaté : appelez cette colonne « Objectif », ou "
        "« Valeur déclarée » à côté d'une colonne « Source ». Ou choisissez le jeu de données (à la ligne de commande, "
        "--jeu objectif).",
    ),
)

CONSTAT = Dataset(
    name="constat",
    title="Constats",
    help="Une ligne par constat du bilan, par année, département et partie.",
    demander="Saisi par la coordination.",
    key=("annee", "departement", "section", "ordre"),
    annee="annee",
    departement="departement",
    columns=(
        ANNEE,
        TERRITOIRE,
        Column("section", "Partie", lists.SECTION, PUBLIC, "Partie du bilan.", ("Section",), required=True),
        Column("ordre", "Ordre", EFFECTIF, PUBLIC, "Rang dans la partie.", (), required=True),
        Column(
            "tonalite",
            "Tonalité",
            lists.TONALITE,
            PUBLIC,
            "Positif, vigilance ou à confirmer. Une phrase sans tonalité n'est sur les diapositives que si aucune n'en a.",
            ("Ton",),
        ),
        Column("theme", "Thème", TEXTE, PUBLIC, "Thème du constat.", (), nommes=Nommes.SIGNES),
        Column(
            "texte", "Texte", TEXTE, PUBLIC, "La phrase.", ("Constat",), required=True, nommes=Nommes.SIGNES
        ),
        Column("source", "Source", TEXTE, PUBLIC, "D'où vient le constat.", ()),
    ),
)
