"""Records of a JSON text as a table: lists of videos of PeerTube, exports of data.education.gouv.fr (GeoJSON too), of Grist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tne.erreurs import FichierIllisible
from tne.reading.bounds import CELLULES_MAX, check_shape
from tne.reading.header import unique_names
from tne.reading.layout import to_arrow
from tne.reading.model import Enregistrement, Tableau

_BEGIN = re.compile(r"\s*(?:\[\s*)?\{\s*\"(?:[^\"\\]|\\.){0,200}\"\s*:")
_MAX = 64 << 20
# Where the sources put their records; the first that holds some is read.
_LISTS = ("data", "results", "records", "videos", "items", "rows", "value", "responses", "features")
# What only wraps one record.
_WRAPPERS = ("fields", "record", "properties")
# A single object is one record when it says so much; a few settings are none.
_LEAST_OF_ONE = 4
# As many columns make a table.
_LEAST_OF_COLUMNS = 2
_LEAST_OF_A_POINT = 2


def begins_json(text: str) -> bool:
    """True for a text that begins like an object, or a list of objects."""
    return _BEGIN.match(text) is not None


def is_json_head(head: bytes, size: int, nom: str) -> bool:
    """True for the first bytes of a JSON text; FichierIllisible when its `size` bytes are too many to be held."""
    if not begins_json(head.decode("utf-8-sig", errors="replace")):
        return False
    if size > _MAX:
        raise FichierIllisible(f"Le fichier JSON « {nom} » dépasse {_MAX >> 20} Mo : demandez-le en CSV.")
    return True


def read_json(text: str, nom: str) -> list[Tableau] | None:
    """The one table of a JSON text, its line being the rank of the record; None when the text is no JSON after all.

    FichierIllisible when it is JSON without records, damaged, or too long.
    """
    value = _parsed(text, nom)
    if value is None:
        return None
    objects = _records(value)
    if isinstance(value, dict) and value.get("type") == "Topology":
        raise FichierIllisible(
            f"Le fichier « {nom} » est un fichier TopoJSON : exportez les contours en GeoJSON."
        )
    if not objects:
        raise FichierIllisible(
            f"Le fichier « {nom} » est un fichier JSON sans liste d'enregistrements : il faut un tableau "
            "(CSV, texte, XLSX, XLS, ODS), ou une liste d'objets."
        )
    names: dict[str, int] = {}
    records, cells = [], 0
    for rank, item in enumerate(objects, 1):
        flat = dict(_flat(item, ""))
        cells += len(flat)
        if cells > CELLULES_MAX:
            raise FichierIllisible(
                f"« {nom} » a plus de {CELLULES_MAX} valeurs : demandez ce fichier en CSV."
            )
        for name in flat:
            names.setdefault(name, len(names))
        row = [""] * len(names)
        for name, content in flat.items():
            row[names[name]] = content
        records.append(Enregistrement(rank, row))
    check_shape(len(records), len(names), cells)
    header = unique_names(tuple(names), len(names))
    return [Tableau(None, header, to_arrow(records, header), 0, entete_brut=tuple(names))] if header else []


def _parsed(text: str, nom: str) -> Any:
    """The value of the text; one object a line makes a list. None for what is no JSON."""
    try:
        # Numbers stay as written: a code keeps its zeros, a price its decimals.
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError as error:
        raise FichierIllisible(
            f"Le fichier JSON « {nom} » est trop imbriqué : ce n'est pas un tableau."
        ) from error
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            try:
                return [json.loads(line, parse_int=str, parse_float=str) for line in lines]
            except (ValueError, RecursionError):
                return None
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise FichierIllisible(
                f"Le fichier JSON « {nom} » est incomplet : il s'arrête à la ligne {error.lineno}."
            ) from error
        return None


def _records(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return (
            [_bare(v) for v in value if isinstance(v, dict)]
            if any(isinstance(v, dict) for v in value)
            else []
        )
    if not isinstance(value, dict):
        return []
    if columns := _in_columns(value):
        return columns
    for name in _LISTS:
        if isinstance(value.get(name), list) and (found := _records(value[name])):
            return found
    scalars = [v for v in value.values() if v is not None and not isinstance(v, list | dict)]
    return [value] if len(scalars) >= _LEAST_OF_ONE else []


def _in_columns(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a table that pandas or R wrote by column, {"Date": {"0": …}, "UAI": {"0": …}} or {"Date": […], "UAI": […]},
    or with its names apart, {"columns": […], "data": [[…]]}, or each record under its number; none for any other."""
    names, rows = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(r, list) for r in rows):
        return [dict(zip(map(str, names), row, strict=False)) for row in rows]
    columns: list[Any] = [dict(enumerate(c)) if isinstance(c, list) else c for c in value.values()]
    if len(columns) < _LEAST_OF_COLUMNS or not all(isinstance(c, dict) and len(c) > 1 for c in columns):
        return []
    first = columns[0].keys()
    if any(c.keys() != first or any(isinstance(v, dict | list) for v in c.values()) for c in columns):
        return []
    if not all(str(k).isdecimal() for k in first):
        return list(value.values())  # each is a record, under its number
    return [{n: c[k] for n, c in zip(value, columns, strict=True)} for k in first]


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    """A record without what wraps it: {"id": 1, "fields": {…}}."""
    if len(item) == 1:  # LimeSurvey before 4: {"12": {…}}
        ((number, only),) = item.items()
        if number.isdecimal() and isinstance(only, dict):
            return only
    if item.get("type") == "Feature" and isinstance(item.get("properties"), dict):
        return {**_place(item.get("geometry")), **item["properties"]}
    for name in _WRAPPERS:
        if isinstance(item.get(name), dict):
            outside = {k: v for k, v in item.items() if not isinstance(v, list | dict)}
            return {**outside, **item[name]}
    return item


def _place(geometry: Any) -> dict[str, Any]:
    """The point of a record of GeoJSON, longitude first, as portals write it in a record of JSON."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    numbers = geometry.get("coordinates")
    if not isinstance(numbers, list) or len(numbers) < _LEAST_OF_A_POINT:
        return {}
    return {"position": {"lat": numbers[1], "lon": numbers[0]}}


def _flat(item: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    """Name → text; an object inside the record gives « channel.name », a place its two numbers, an outline its GeoJSON,
    a list its words."""
    for key, value in item.items():
        name = _clean(f"{prefix}{key}")
        if isinstance(value, dict):
            if set(value) == {"lat", "lon"}:
                yield name, f"{value['lat']}, {value['lon']}"
            elif value.get("type") in ("Polygon", "MultiPolygon") and "coordinates" in value:
                yield name, json.dumps({**value, "coordinates": _numbers(value["coordinates"])})
            elif prefix.count(".") < 2:
                yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            if not any(isinstance(v, list | dict) for v in value):
                yield name, "; ".join(_text(v) for v in value)
        else:
            yield name, _text(value)


def _numbers(value: Any) -> Any:
    """Coordinates as numbers again."""
    if isinstance(value, list):
        return [_numbers(v) for v in value]
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return "" if value is None else _clean(str(value))


def _clean(text: str) -> str:
    """A text that a file and a base take: JSON can escape NUL and half a pair of surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
