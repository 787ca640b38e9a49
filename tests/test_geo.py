"""The shapes of the communes: the shipped mesh, reading GeoJSON, merged communes."""

import importlib.util
import json
import math
import os
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tne import anneaux, geo
from tne.erreurs import FichierIllisible, ImportRefuse

RACINE = Path(__file__).resolve().parents[1]
CARRE = [[0.0, 46.0], [0.1, 46.0], [0.1, 46.1], [0.0, 46.1], [0.0, 46.0]]


def feature(code: object = "86194", nom: object = "Poitiers", geometrie: object = "carré") -> dict:
    """One commune as GeoJSON writes it."""
    if geometrie == "carré":
        geometrie = {"type": "Polygon", "coordinates": [CARRE]}
    return {"type": "Feature", "properties": {"code": code, "nom": nom}, "geometry": geometrie}


def collection(*features: object, **autres: object) -> bytes:
    """A FeatureCollection as bytes."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **autres}).encode()


def aire(contour: geo.Contour) -> float:
    """Enclosed area, holes deducted."""
    return sum(
        (ax * by - bx * ay) / 2 for anneau in contour.anneaux for (ax, ay), (bx, by) in pairwise(anneau)
    )


def dedans(point: geo.Point, anneau: geo.Anneau) -> bool:
    """True when the ring holds the point (count of crossings)."""
    x, y = point
    coupes = [
        (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in pairwise(anneau)
    ]
    return sum(coupes) % 2 == 1


@pytest.fixture(scope="module")
def contours_2018() -> list[geo.Contour]:
    """The real communes of the Vienne, 2018."""
    dossier = os.environ.get("TNE_DONNEES_REELLES")
    if not dossier:
        pytest.skip("TNE_DONNEES_REELLES n'est pas défini : pas de fichier réel à lire")
    return geo.lire_geojson((Path(dossier) / "communes-086-2018.geojson").read_bytes())


# --- the shipped mesh


def test_mesh_has_each_commune_once_and_around_its_point():
    mesh = geo.maillage(("086",))
    communes = geo.communes()
    assert mesh is not None
    assert list(mesh.contours) == list(communes["code_insee"])
    assert len(communes) == 265
    for ligne in communes.itertuples():
        contour = mesh.contours[ligne.code_insee]
        assert contour.nom == ligne.nom
        assert len(contour.anneaux) == 1
        assert dedans((ligne.longitude, ligne.latitude), contour.anneaux[0]), contour.nom


def _make_mesh() -> Any:
    pytest.importorskip("shapely", reason="shapely, dépendance de développement, n'est pas installé")
    spec = importlib.util.spec_from_file_location("make_mesh", RACINE / "scripts" / "make_mesh.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_the_script_says_which_list_of_communes_it_lacks():
    """« 94 », as a département is written elsewhere, ended in a stack."""
    with pytest.raises(SystemExit, match=r"data/reference/communes-94\.csv manque.*094"):
        _make_mesh().main("94")


def test_mesh_is_what_the_script_makes():
    """GEOS may order vertices otherwise from one version to the next: each cell is compared as a shape."""
    script = _make_mesh()
    shapely = script.shapely
    lignes = script.read_communes(geo.REFERENCE / "communes-086.csv")
    refait = json.loads(script.geojson("086", lignes, script.cells(lignes)))
    livre = json.loads((geo.REFERENCE / "maillage-086.geojson").read_bytes())
    assert {k: v for k, v in refait.items() if k != "features"} == {
        k: v for k, v in livre.items() if k != "features"
    }
    assert len(refait["features"]) == len(livre["features"])
    for nouveau, ancien in zip(refait["features"], livre["features"], strict=True):
        assert nouveau["properties"] == ancien["properties"]
        a, b = (shapely.geometry.shape(f["geometry"]) for f in (nouveau, ancien))
        assert a.symmetric_difference(b).area < 0.01 * b.area, ancien["properties"]


def test_mesh_says_its_source_and_licence():
    livre = json.loads((geo.REFERENCE / "maillage-086.geojson").read_bytes())
    assert "Licence Ouverte" in livre["licence"]
    assert "IGN" in livre["source"]
    assert "ne suivent pas" in livre["note"]


def test_territory_without_mesh_gives_none():
    assert geo.maillage(("094",)) is None
    assert geo.maillage(("086", "079")) is None
    assert geo.maillage(()) is None


def test_labels():
    mesh = geo.maillage(("086",))
    assert mesh is not None
    assert mesh.libelle == "maillage schématique"
    contours = geo.lire_geojson(collection(feature()))
    assert [geo.maillage_de_contours(contours, m).libelle for m in ("2018", "")] == [
        "contours 2018",
        "contours",
    ]
    assert geo.maillage_de_contours([], "2018") is None


def test_communes_is_the_callers_copy():
    abimee = geo.communes()
    abimee.loc[0, "nom"] = "abîmé"
    premiere = geo.communes().iloc[0]
    assert (premiere["code_insee"], premiere["nom"]) == ("86001", "Adriers")
    assert list(geo.communes().columns) == [
        "code_insee",
        "nom",
        "latitude",
        "longitude",
        "population",
        "epci",
    ]


# --- reading GeoJSON


def test_reads_names_codes_and_rounds():
    anneau = [[0.000049, 46.0], [0.1, 46.0], [0.10000001, 46.0], [0.1, 46.123456]]
    lu = geo.lire_geojson(
        b"\xef\xbb\xbf"
        + collection(
            {
                "type": "Feature",
                "properties": {"INSEE_COM": "2a004", "NOM_COM": "Ajaccio"},
                "geometry": {"type": "Polygon", "coordinates": [anneau]},
            }
        )
    )
    assert lu == [geo.Contour("2A004", "Ajaccio", (((0.0, 46.0), (0.1, 46.0), (0.1, 46.1235), (0.0, 46.0)),))]


def test_reads_the_encodings_and_the_properties_of_other_sources():
    def lu(proprietes: dict, encodage: str) -> tuple[str, str]:
        commune = {**feature(), "properties": proprietes}
        texte = json.dumps({"type": "FeatureCollection", "features": [commune]}, ensure_ascii=False)
        ((contour),) = geo.lire_geojson(texte.encode(encodage))
        return contour.code_insee, contour.nom

    assert lu({"code": "86024", "nom": "Béruges"}, "cp1252") == ("86024", "Béruges")
    assert lu({"code": "86024", "nom": "Béruges"}, "utf-16") == ("86024", "Béruges")
    assert lu({"com_code": ["86024"], "com_name": ["Béruges"]}, "utf-8") == ("86024", "Béruges")
    assert lu({"code": 1053, "nom": "Bourg-en-Bresse"}, "utf-8") == ("01053", "Bourg-en-Bresse")
    assert lu({"code_insee": "86024", "nom_officiel": "Béruges"}, "utf-8") == ("86024", "Béruges")
    assert lu({"ref:INSEE": "86024", "name": "Béruges", "admin_level": "8"}, "utf-8") == ("86024", "Béruges")


def test_openstreetmap_adds_a_point_to_each_outline():
    point = {"type": "Point", "coordinates": [0.1, 46.1]}
    nom = {"type": "Feature", "id": "node/26691742", "properties": {"name": "Poitiers"}, "geometry": point}
    assert geo.lire_geojson(collection(nom, feature())) == geo.lire_geojson(collection(feature()))


def test_holes_turn_against_their_outer_ring_whatever_the_file_does():
    trou = [[0.02, 46.02], [0.08, 46.02], [0.08, 46.08], [0.02, 46.08], [0.02, 46.02]]
    for dehors in (CARRE, CARRE[::-1]):
        for dedans_ in (trou, trou[::-1]):
            geometrie = {"type": "Polygon", "coordinates": [dehors, dedans_]}
            (lu,) = geo.lire_geojson(collection(feature(geometrie=geometrie)))
            assert aire(lu) == pytest.approx(0.1 * 0.1 - 0.06 * 0.06)


def test_geometry_survives_the_base():
    geometrie = {"type": "MultiPolygon", "coordinates": [[CARRE], [[[x + 1, y] for x, y in CARRE]]]}
    (lu,) = geo.lire_geojson(collection(feature(geometrie=geometrie)))
    assert geo.contour(lu.code_insee, lu.nom, lu.geometrie()) == lu
    assert len(lu.anneaux) == 2


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (b"", "pas du GeoJSON lisible"),
        (b"\xff\xfe\x00", "pas du GeoJSON lisible"),
        (b"[" * 100_000, "pas du GeoJSON lisible"),
        (b"[1" + b"0" * 10_000 + b"]", "pas du GeoJSON lisible"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "aucune commune"),
        (collection(), "aucune commune"),
    ],
)
def test_what_is_no_geojson_is_said(contenu, mots):
    with pytest.raises(FichierIllisible, match=mots):
        geo.lire_geojson(contenu)


@pytest.mark.parametrize(
    ("mauvaise", "mots"),
    [
        ("texte", r"Contour n° 2 du fichier : une « Feature »"),
        ({"type": "Feature", "properties": None}, "properties"),
        (feature(code=None), r"n° 2 du fichier \(« Poitiers »\) : aucun code INSEE"),
        (feature(code="086"), "« 086 » n'est pas un code INSEE"),
        (feature(code={"x": "86194"}), "n'est pas un code INSEE"),
        (feature(geometrie=None), "rien de tel trouvé"),
        (feature(geometrie={"type": "Point", "coordinates": [0, 46]}), "« Point » trouvé"),
        (feature(geometrie={"type": "Polygon"}), "pas de coordonnées"),
        (feature(geometrie={"type": "Polygon", "coordinates": [{}]}), "suite de points"),
        (feature(geometrie={"type": "MultiPolygon", "coordinates": [[]]}), "pas de coordonnées"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[[0.1]]]}), "une longitude et une latitude"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[["0", "46"]]]}), "une longitude et une"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[[True, 46]]]}), "une longitude et une"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[[497_000, 6_609_000]]]}), "WGS 84"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[[math.nan, 46]]]}), "WGS 84"),
        (feature(geometrie={"type": "Polygon", "coordinates": [[[10**400, 46]]]}), "WGS 84"),
        (feature(geometrie={"type": "Polygon", "coordinates": [CARRE[:2]]}), "trois sommets distincts"),
    ],
)
def test_a_wrong_commune_is_named(mauvaise, mots):
    with pytest.raises(ImportRefuse, match=mots):
        geo.lire_geojson(collection(feature(), mauvaise))


def test_size_is_bounded(monkeypatch):
    monkeypatch.setattr(geo, "ELEMENTS_MAX", 12)
    geo.lire_geojson(collection(feature()))
    with pytest.raises(FichierIllisible, match="trop détaillé"):
        geo.lire_geojson(collection(feature(), feature(code="86066")))
    monkeypatch.setattr(geo, "TAILLE_MAX", 1_000_000)
    with pytest.raises(FichierIllisible, match="pèse 2 Mo ; 1 Mo sont acceptés"):
        geo.lire_geojson(b" " * 2_000_000)


def test_half_a_surrogate_pair_does_not_spoil_a_name():
    (lu,) = geo.lire_geojson(collection(feature(nom="Poi\ud800tiers")))
    assert lu.nom == "Poi?tiers"


def test_wrong_geometry_from_the_base_names_the_commune():
    with pytest.raises(ImportRefuse, match=r"« Poitiers » \(86194\)"):
        geo.contour("86194", "Poitiers", '{"type": "Point"}')


def test_territory_cuts_a_national_file():
    codes = ["86194", "2A004", "97105", "97209", "08105"]
    contours = geo.lire_geojson(collection(*(feature(code=code) for code in codes)))
    assert [c.code_insee for c in geo.du_territoire(contours, ("086",))] == ["86194"]
    assert [c.code_insee for c in geo.du_territoire(contours, ("02A", "971"))] == ["2A004", "97105"]


# --- merged communes


def test_parts_lose_the_border_they_share():
    voisin = [[0.1, 46.0], [0.2, 46.0], [0.2, 46.1], [0.1, 46.1], [0.1, 46.0]]
    ile = [[0.5, 46.0], [0.6, 46.0], [0.6, 46.1], [0.5, 46.0]]
    lus = geo.lire_geojson(
        collection(
            feature(code="86231", nom="ancienne"),
            feature(code="86247", nom="ancien nom", geometrie={"type": "Polygon", "coordinates": [voisin]}),
            feature(code="86247", nom="île", geometrie={"type": "Polygon", "coordinates": [ile]}),
        )
    )
    (uni,) = geo.unir(lus, geo.fusions())
    assert (uni.code_insee, uni.nom) == ("86247", "Val-de-Comporté")
    assert len(uni.anneaux) == 2
    assert aire(uni) == pytest.approx(0.2 * 0.1 + 0.1 * 0.1 / 2)
    exterieur = max(uni.anneaux, key=len)
    assert Counter(exterieur)[(0.1, 46.1)] == 1
    assert ((0.1, 46.0), (0.1, 46.1)) not in set(pairwise(exterieur))


def test_real_contours_become_the_communes_of_today(contours_2018):
    mesh = geo.maillage_de_contours(contours_2018, "2018")
    assert len(contours_2018) == 274
    assert set(mesh.contours) == set(geo.communes()["code_insee"])
    attendues = Counter()
    for contour in contours_2018:
        attendues[geo.fusions().get(contour.code_insee, (contour.code_insee, ""))[0]] += aire(contour)
    for code, contour in mesh.contours.items():
        assert aire(contour) == pytest.approx(attendues[code]), contour.nom
    for code, nom in dict(geo.fusions().values()).items():
        assert mesh.contours[code].nom == nom
        assert len(mesh.contours[code].anneaux) == 1


def test_real_centres_are_near_our_points(contours_2018):
    mesh = geo.maillage_de_contours(contours_2018, "2018")
    for ligne in geo.communes().itertuples():
        assert math.dist(mesh.centre(ligne.code_insee), (ligne.longitude, ligne.latitude)) < 0.06, ligne.nom


# --- what a screen can show of a region


def _bande(gauche: list[geo.Point], droite: list[geo.Point]) -> tuple[geo.Anneau, ...]:
    """What lies between two lines drawn from south to north."""
    return ((*gauche, *reversed(droite), gauche[0]),)


def test_many_points_are_cut_down_and_neighbours_still_share_their_border(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapely = pytest.importorskip("shapely")
    lines = [
        [(x + 0.05 * math.sin(i / 300 + x) + 0.0003 * (7 * i % 5), 46 + i / 2000) for i in range(2001)]
        for x in (0.0, 0.3, 0.5, 1.0)
    ]
    speck = (((0.7, 46.5), (0.7001, 46.5), (0.7001, 46.5001), (0.7, 46.5)),)
    shapes = [*(_bande(a, b) for a, b in pairwise(lines)), speck]
    assert anneaux.alleger(shapes) is shapes, "a département is drawn as it is"
    monkeypatch.setattr(anneaux, "SOMMETS_MAX", 10_000)
    light = anneaux.alleger(shapes)
    assert sum(len(ring) for shape in light for ring in shape) < 0.5 * sum(len(s[0]) for s in shapes)
    drawn = [shapely.geometry.Polygon(shape[0]) for shape in light]
    whole = shapely.unary_union(drawn[:3])
    assert whole.geom_type == "Polygon"
    assert not whole.interiors, "no gap between neighbours"
    assert sum(d.area for d in drawn[:3]) == pytest.approx(whole.area, rel=1e-3), "nor one over the other"
    before = shapely.unary_union([shapely.geometry.Polygon(s[0]) for s in shapes[:3]])
    assert whole.hausdorff_distance(before) < 2 / anneaux.PAS
    assert drawn[3].area > 0, "a commune smaller than a step keeps a place"
    assert anneaux.aire(light[0][0]) * anneaux.aire(shapes[0][0]) > 0, "and each its direction"
