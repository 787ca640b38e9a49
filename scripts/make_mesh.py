"""Make the schematic mesh of a département from one point per commune: `python scripts/make_mesh.py 086`.

One-off generator, run by hand when the list of communes changes; it needs shapely, a development dependency.
Each commune gets the Voronoi cell of its point, cut by the concave hull of all points. The result looks like
the département but follows no real boundary, hence the name shown on the map, *maillage schématique*.
"""

import csv
import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import shapely
from shapely.geometry import MultiPoint, Point, Polygon

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"

# Tried on the Vienne against its real outline: of ratios 0.06 to 0.2 and margins 0.02 to 0.04 this pair shares
# the largest area with it (intersection over union 0.935).
HULL_RATIO = 0.12
MARGIN_DEGREES = 0.025
DECIMALS = 4  # 0.0001° is 11 m: under a tenth of a pixel on the largest slide

Row = dict[str, str]
Ring = list[list[float]]


def read_communes(path: Path) -> list[Row]:
    """Return the rows of a `communes-XXX.csv` (`;`, UTF-8), ordered by code so that the output never depends on the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file, delimiter=";"), key=lambda row: row["code_insee"])


def cells(communes: list[Row]) -> list[Ring]:
    """Return one closed ring (longitude, latitude) per commune, in the order given.

    Longitudes are shrunk by the cosine of the mean latitude while computing: otherwise "nearest" would be wrong.
    """
    shrink = math.cos(math.radians(sum(float(row["latitude"]) for row in communes) / len(communes)))
    points = [Point(float(row["longitude"]) * shrink, float(row["latitude"])) for row in communes]
    together = MultiPoint(points)
    hull = shapely.concave_hull(together, ratio=HULL_RATIO).buffer(MARGIN_DEGREES, quad_segs=3)
    voronoi = shapely.get_parts(shapely.voronoi_polygons(together, extend_to=hull))
    tree = shapely.STRtree(voronoi)
    return [ring(_holding(point, voronoi, tree).intersection(hull), point, shrink) for point in points]


def ring(cell: Polygon, point: Point, shrink: float) -> Ring:
    """Return the outer ring of the part of the cell that holds the point, rounded, starting at its smallest vertex."""
    part = next(part for part in shapely.get_parts(cell) if part.covers(point))
    vertices = [
        [round(x / shrink, DECIMALS), round(y, DECIMALS)] for x, y in part.normalize().exterior.coords
    ]
    kept = [vertex for i, vertex in enumerate(vertices) if i == 0 or vertex != vertices[i - 1]]
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def geojson(departement: str, communes: list[Row], rings: Iterable[Ring]) -> str:
    """Return the GeoJSON text, one commune per line so that a change reads as a change of that commune."""
    head = {
        "type": "FeatureCollection",
        "nom": "maillage schématique",
        "departement": departement,
        "millesime": "2026",
        "source": "Cellules de Voronoï autour d'un point par commune (scripts/make_mesh.py) ; "
        "points : IGN Admin Express, communes : code officiel géographique 2026 (Insee)",
        "licence": "Licence Ouverte 2.0",
        "note": "Limites schématiques : elles ne suivent pas les limites réelles des communes.",
    }
    features = [
        {
            "type": "Feature",
            "properties": {"code": row["code_insee"], "nom": row["nom"]},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for row, ring in zip(communes, rings, strict=True)
    ]
    lines = ",\n".join(_compact(feature) for feature in features)
    return f'{_compact(head)[:-1]},"features":[\n{lines}\n]}}\n'


def _holding(point: Point, voronoi: list[Polygon], tree: shapely.STRtree) -> Polygon:
    return voronoi[tree.query(point, predicate="within")[0]]


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(departement: str) -> None:
    """Write `data/reference/maillage-XXX.geojson` from `data/reference/communes-XXX.csv`. SystemExit without that file."""
    source = REFERENCE / f"communes-{departement}.csv"
    if not source.is_file():
        raise SystemExit(
            f"data/reference/{source.name} manque ; le code tient en trois caractères : 094, 02A."
        )
    communes = read_communes(source)
    text = geojson(departement, communes, cells(communes))
    (REFERENCE / f"maillage-{departement}.geojson").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Emploi : python scripts/make_mesh.py 094")
    main(sys.argv[1])
