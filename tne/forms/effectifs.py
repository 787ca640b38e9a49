"""Numbers of pupils, as the open data of the ministry and tables by hand give them: one column for each level."""

from __future__ import annotations

from tne.datasets.terrain import JOURS
from tne.spec import Feed, Form


def _niveau(colonne: str, niveau: str) -> Feed:
    return Feed("effectif", headers={colonne: "eleves"}, constants={"niveau": niveau}, sauf=("eleves",))


EFFECTIFS_COLLEGES = Form(
    name="effectifs_colleges",
    title="Effectifs d'élèves des collèges, par niveau",
    signature=("Rentrée scolaire", "Numéro du collège", "4èmes total"),
    feeds=tuple(_niveau(f"{n}èmes total", f"{n}ème") for n in "6543"),
    origine="data.education.gouv.fr",
    autres={f"{n}èmes total": (f"Nombre total de {n}èmes",) for n in "6543"},
)

# The same data set as the interface for programs gives it.
EFFECTIFS_COLLEGES_TECHNIQUES = Form(
    name="effectifs_colleges_techniques",
    title="Effectifs d'élèves des collèges, par niveau (en-têtes techniques)",
    signature=("rentree_scolaire", "numero_college", "4eme_total"),
    feeds=tuple(_niveau(f"{n}eme_total", f"{n}ème") for n in "6543"),
    origine="data.education.gouv.fr",
    autres={f"{n}eme_total": (f"nombre_total_de_{n}emes", f"{n}emes_total") for n in "6543"},
)

_CLASSES = ("CP", "CE1", "CE2", "CM1", "CM2")
_EN_CLASSE = {f"Nombre d'élèves en {c} hors ULIS": f"nombre_eleves_{c.lower()}_hors_ulis" for c in _CLASSES}
EFFECTIFS_ECOLES = Form(
    name="effectifs_ecoles",
    title="Effectifs d'élèves des écoles, par niveau",
    signature=("Rentrée scolaire", "Numéro de l'école", "Nombre d'élèves en CM2 hors ULIS"),
    feeds=(
        _niveau("Nombre d'élèves en pré-élémentaire hors ULIS", "Maternelle"),
        *(_niveau(h, c) for h, c in zip(_EN_CLASSE, _CLASSES, strict=True)),
        _niveau("Nombre d'élèves en ULIS", "ULIS"),
    ),
    origine="data.education.gouv.fr",
    autres={
        "Rentrée scolaire": ("rentree_scolaire",),
        "Numéro de l'école": ("numero_ecole",),
        "Nombre d'élèves en pré-élémentaire hors ULIS": ("nombre_eleves_preelementaire_hors_ulis",),
        "Nombre d'élèves en ULIS": ("nombre_eleves_ulis",),
        **{label: (technical,) for label, technical in _EN_CLASSE.items()},
    },
)


def _cote_a_cote(
    name: str,
    title: str,
    signature: tuple[str, ...],
    niveaux: tuple[str, ...],
    autres: dict[str, tuple[str, ...]],
) -> Form:
    """A table by hand, or of a head's software: the levels side by side, their year in a column or given for the file."""
    return Form(
        name=name,
        title=title,
        signature=("UAI", *signature),
        feeds=tuple(_niveau(n, n) for n in niveaux),
        origine="tableau",
        annee_requise=True,
        autres={"UAI": ("RNE", "Code UAI", "Code RNE", "UAI (RNE)", "N° UAI"), **autres},
    )


EFFECTIFS_LARGES = _cote_a_cote(
    "effectifs_larges",
    "Effectifs d'élèves, une colonne par niveau",
    ("4ème", "3ème"),
    tuple(f"{n}ème" for n in "6543"),
    {
        f"{n}ème": (
            f"{n}e",
            f"{n}èmes",
            f"Effectif {n}ème",
            f"Effectif {n}e",
            f"Élèves de {n}ème",
            f"Nb {n}ème",
        )
        for n in "6543"
    },
)

_SECTIONS = {"PS": "Petite section", "MS": "Moyenne section", "GS": "Grande section"}

# The same of an école: its « CP » are pupils, not a postcode.
EFFECTIFS_ECOLES_LARGES = _cote_a_cote(
    "effectifs_ecoles_larges",
    "Effectifs d'élèves des écoles, une colonne par niveau",
    ("CM1", "CM2"),
    ("Maternelle", *_SECTIONS, *_CLASSES),
    {
        c: (
            *((_SECTIONS[c], f"Effectif {_SECTIONS[c].lower()}") if c in _SECTIONS else ()),
            f"Effectif {c}",
            f"Effectifs {c}",
            f"Élèves de {c}",
            f"Élèves {c}",
            f"Nb élèves {c}",
            f"Nb {c}",
        )
        for c in (*_SECTIONS, *_CLASSES)
    },
)

EFFECTIFS_LYCEES = Form(
    name="effectifs_lycees",
    title="Effectifs d'élèves des lycées",
    signature=("Rentrée scolaire", "Numéro du lycée"),
    feeds=(),
    origine="data.education.gouv.fr",
    autres={"Rentrée scolaire": ("rentree_scolaire",), "Numéro du lycée": ("numero_lycee",)},
    refus="Ce fichier donne les effectifs des lycées, que le bilan n'emploie pas : importez « Effectifs d'élèves … par collège » "
    "ou « … par école » (data.education.gouv.fr).",
)

EFFECTIFS_SANS_NIVEAU = Form(
    name="effectifs_sans_niveau",
    title="Effectifs d'élèves, sans le niveau",
    signature=("Année scolaire", "Numéro d'établissement", "Nombre d'élèves"),
    feeds=(),
    origine="data.education.gouv.fr",
    autres={
        "Année scolaire": ("Rentrée scolaire", "rentree_scolaire", "annee_scolaire"),
        "Numéro d'établissement": ("Numéro de l'établissement", "numero_etablissement", "numero_uai"),
        "Nombre d'élèves": ("nombre_d_eleves", "Nombre d'élèves total", "nombre_d_eleves_total"),
    },
    sauf=("Niveau", "niveau_scolaire"),
    refus="Ce fichier donne les élèves de chaque établissement sans leur niveau, alors que le bilan a besoin des élèves de 4e : "
    "importez « Effectifs d'élèves par niveau … par collège » (data.education.gouv.fr), ou le modèle « Effectifs d'élèves ».",
)

# Of two classes of one level, the second took the place of the first.
EFFECTIFS_PAR_CLASSE = Form(
    name="effectifs_par_classe",
    title="Effectifs d'élèves, par classe",
    signature=("Division", "Niveau", "Effectif"),
    feeds=(),
    origine="Siècle ou Onde",
    autres={
        "Division": ("Divisions", "Code division", "Code de la division", "Libellé division", "Libellé de la division",
                     "Nom de la division", "Classe", "Nom de la classe", "Libellé classe", "Libellé de la classe"),
        "Effectif": ("Effectifs", "Élèves", "Nb élèves", "Nb d'élèves", "Nombre d'élèves", "Effectif total"),
    },
    # A day of Numérixplore tells its class and its level too.
    sauf=("Date", *JOURS),
    refus="Ce tableau donne les élèves de chaque classe, dont plusieurs sont du même niveau : additionnez-les, pour une ligne par "
    "établissement, année scolaire et niveau, sans colonne de classe, ou remplissez le modèle « Effectifs d'élèves ».",
)  # fmt: skip

EFFECTIFS: tuple[Form, ...] = (
    EFFECTIFS_COLLEGES,
    EFFECTIFS_COLLEGES_TECHNIQUES,
    EFFECTIFS_ECOLES,
    EFFECTIFS_LARGES,
    EFFECTIFS_ECOLES_LARGES,
    EFFECTIFS_LYCEES,
    EFFECTIFS_SANS_NIVEAU,
    EFFECTIFS_PAR_CLASSE,
)
