"""The Table Schema of each data set (specs.frictionlessdata.io), for tools that check a CSV file before its import."""

from __future__ import annotations

import json
from typing import Any

from tne.modeles import colonnes_a_remplir
from tne.spec import MARQUES, Column, Dataset
from tne.typographie import enumeration

PERSONNE = "la personne (première disponible : adresse de messagerie, NUMEN, nom + prénom + UAI)"
TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def cle_en_mots(d: Dataset) -> str:
    """What makes two rows the same one, as an end of sentence."""
    if not d.key:
        return "toutes les colonnes, et le rang parmi les lignes égales du fichier"
    parts = [PERSONNE if name == "personne" else f"« {d.column(name).label} »" for name in d.key]
    words = enumeration(parts)
    optional = [name for name in d.key if name != "personne" and not d.column(name).required]
    if "reference" in optional:
        words += ", dès que la référence est remplie ; sinon toutes les colonnes, et le rang parmi les lignes égales du fichier"
    return words


def schema(d: Dataset) -> dict[str, Any]:
    """The Table Schema of a data set: what a CSV file for it may hold, columns named by their stable names.

    A file that respects it (ISO dates, decimal point) is importable as it is. `primaryKey` is given only where
    each part of the key is always filled; the key in words is always in `tne:cle`.
    """
    content: dict[str, Any] = {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": d.name,
        "title": d.title,
        "description": d.help,
        "fields": [_field(c) for c in colonnes_a_remplir(d)],
        "missingValues": ["", *MARQUES],
    }
    if all(name != "personne" and d.column(name).required for name in d.key):
        content["primaryKey"] = list(d.key)
    content["tne:cle"] = cle_en_mots(d)
    return content


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": column.required and not column.deduit}
    if column.kind.valeurs:
        constraints["enum"] = list(column.kind.valeurs)
    bounds = {"minimum": column.kind.minimum, "maximum": column.kind.maximum}
    constraints |= {name: bound for name, bound in bounds.items() if bound is not None}
    return {
        "name": column.name,
        "title": column.label,
        "type": TYPES[column.kind.type_sql],
        "format": "email" if column.identite == "email" else "default",
        "description": column.help,
        "constraints": constraints,
        "tne:confidentialite": column.privacy.value,
    }


def texte_du_schema(d: Dataset) -> str:
    """The schema as the text of its JSON file."""
    return json.dumps(schema(d), ensure_ascii=False, indent=2) + "\n"
