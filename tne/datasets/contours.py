"""Data set of the outlines of communes, which maps draw."""

from tne.kinds import CODE, CODE_INSEE, TEXTE
from tne.spec import Check, Column, Dataset, Nommes, Privacy

PUBLIC = Privacy.PUBLIC

CONTOUR = Dataset(
    name="contour",
    title="Contours des communes",
    help="Une ligne par commune et millésime : contour géographique (GeoJSON).",
    demander="geo.api.gouv.fr ou IGN Admin Express ; une fois, puis à chaque fusion de communes.",
    licence="Licence Ouverte 2.0 (IGN, Admin Express)",
    key=("code_insee", "millesime"),
    departement="CASE WHEN left(code_insee, 2) = '97' THEN left(code_insee, 3) ELSE '0' || left(code_insee, 2) END",
    columns=(
        Column(
            "code_insee",
            "Code INSEE de la commune",
            CODE_INSEE,
            PUBLIC,
            "Commune.",
            ("code", "insee", "Code Officiel Commune", "Code commune"),
            required=True,
        ),
        Column(
            "nom",
            "Commune",
            TEXTE,
            PUBLIC,
            "Nom de la commune.",
            ("nom_commune", "Nom Officiel Commune"),
            nommes=Nommes.OFFICIELS,
        ),
        Column("millesime", "Millésime", CODE, PUBLIC, "Année des contours.", ()),
        Column(
            "geometrie",
            "Géométrie",
            TEXTE,
            PUBLIC,
            "Géométrie GeoJSON.",
            ("geometry", "Geo Shape", "Contour"),
            required=True,
            nommes=Nommes.OFFICIELS,
        ),
    ),
    checks=(
        Check("geometrie_json", "geometrie", "json_valid(geometrie)", "La géométrie n'est pas du GeoJSON."),
    ),
)
