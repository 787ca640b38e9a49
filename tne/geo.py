"""The shapes of the communes: a schematic mesh shipped with the project, or real contours once imported.

Nothing here draws: `tne.visuals.carte` does. No geometry library is needed at run time: a commune is a list
of rings, and communes that have merged simply keep the rings of all their parts.
"""

import codecs
import csv
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd

from tne.anneaux import Anneau, Point, aire, alleger, centre
from tne.erreurs import FichierIllisible, ImportRefuse

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"

TAILLE_MAX = 30_000_000
"""Bytes: all communes of France simplified to 100 m fit. Parsed, a file takes some fifteen times its size in memory."""

ELEMENTS_MAX = 2_500_000
"""Lists and objects in one file, counted before parsing: `[],[],…` would take thirty times its size."""

DECIMALES = 4
"""0.0001° is 11 m, less than a pixel at any size we draw; it makes neighbours' shared vertices equal."""

_CODES = (
    "code", "code_insee", "insee_com", "insee", "ref:insee", "codgeo", "com", "com_code", "com_current_code", "depcom", "code_commune"
)  # fmt: skip
_NOMS = ("nom", "nom_com", "nom_commune", "nom_officiel", "libgeo", "libelle", "name", "com_name")
_CODE_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")


@dataclass(frozen=True)
class Contour:
    """One commune: its INSEE code, its name, its rings (outer rings and holes together)."""

    code_insee: str
    nom: str
    anneaux: tuple[Anneau, ...]

    def geometrie(self) -> str:
        """The rings as GeoJSON text, for the column of the same name; `contour` reads it back.

        Written as a MultiPolygon of one ring each: drawing needs no more than the rings and their direction.
        """
        return json.dumps(
            {"type": "MultiPolygon", "coordinates": [[anneau] for anneau in self.anneaux]},
            separators=(",", ":"),
        )


@dataclass(frozen=True, eq=False)
class Maillage:
    """The communes of a territory, ready to be drawn.

    `nom` is "maillage schématique" or "contours"; `millesime` the year of the communes, "" if unknown.
    `contours` has one entry per commune. Compared by identity: it is read once and shared.
    """

    nom: str
    millesime: str
    contours: Mapping[str, Contour]

    @property
    def libelle(self) -> str:
        """The words that stand on every map: "maillage schématique", "contours 2018" or "contours"."""
        return f"{self.nom} {self.millesime}".strip() if self.nom == "contours" else self.nom

    def centre(self, code_insee: str) -> Point:
        """The centre of gravity of the commune's largest ring."""
        return centre(max(self.contours[code_insee].anneaux, key=lambda anneau: abs(aire(anneau))))


def maillage(departements: tuple[str, ...]) -> Maillage | None:
    """The schematic mesh of these départements ("086"), or None when one of them has none: then draw points."""
    fichiers = [REFERENCE / f"maillage-{departement}.geojson" for departement in departements]
    if not fichiers or not all(fichier.is_file() for fichier in fichiers):
        return None
    return _maillage_livre(tuple(fichiers))


def maillage_de_contours(contours: Iterable[Contour], millesime: str = "") -> Maillage | None:
    """The mesh of imported contours, their merged communes united; None when there is no contour.

    Contours of a region or more are cut down to what a screen shows of it.
    """
    unis = unir(contours, fusions())
    legers = alleger([c.anneaux for c in unis])
    drawn = {c.code_insee: replace(c, anneaux=anneaux) for c, anneaux in zip(unis, legers, strict=True)}
    return Maillage("contours", millesime, drawn) if drawn else None


def lire_geojson(contenu: bytes) -> list[Contour]:
    """Read a GeoJSON FeatureCollection of communes, one Contour per INSEE code, in the order of the file.

    The code is looked for in the properties `code`, `code_insee`, `INSEE_COM`…, the name in `nom`, `NOM`….
    FichierIllisible when it is no GeoJSON or too large, ImportRefuse names the commune that cannot be used.
    """
    collection = _json(contenu)
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise FichierIllisible(
            "Ce fichier GeoJSON n'est pas une liste de communes : il faut un contour par commune, dans une « FeatureCollection »."
        )
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise FichierIllisible("Ce fichier GeoJSON ne contient aucune commune (« features » est vide).")
    return unir(filter(None, (_contour_de_feature(f, rang) for rang, f in enumerate(features, start=1))), {})


def contour(code_insee: str, nom: str, geometrie: str) -> Contour:
    """One commune from the text of its GeoJSON geometry, as `Contour.geometrie` writes it.

    ImportRefuse when the geometry is not one, naming the commune.
    """
    lieu = f"Contour de « {nom} » ({code_insee})"
    return Contour(code_insee, nom, _anneaux(_json(geometrie.encode()), lieu))


def unir(contours: Iterable[Contour], fusionnees: Mapping[str, tuple[str, str]]) -> list[Contour]:
    """One Contour per present-day code, in the order met.

    `fusionnees` gives, for the code of a former commune, the code and the name of the commune that holds it now.
    Where the parts have the same vertices along a common border, that border disappears; otherwise it stays.
    """
    anneaux: defaultdict[str, list[Anneau]] = defaultdict(list)
    noms: dict[str, str] = {}
    actuels = dict(fusionnees.values())
    for c in contours:
        code, nom = fusionnees.get(c.code_insee, (c.code_insee, actuels.get(c.code_insee, c.nom)))
        noms.setdefault(code, nom)
        anneaux[code].extend(c.anneaux)
    return [Contour(code, noms[code], _dissoudre(anneaux[code])) for code in noms]


@lru_cache(maxsize=1)
def fusions() -> Mapping[str, tuple[str, str]]:
    """Former code → (present code, present name), from `data/reference/communes-fusionnees.csv`."""
    with (REFERENCE / "communes-fusionnees.csv").open(encoding="utf-8", newline="") as fichier:
        return {
            ligne["ancien"]: (ligne["nouveau"], ligne["nom_nouveau"])
            for ligne in csv.DictReader(fichier, delimiter=";")
        }


def communes() -> pd.DataFrame:
    """One row per commune of the lists shipped in `data/reference`, by code.

    Columns: code_insee, nom, latitude, longitude (a point inside it), population, epci. The frame is the
    caller's own copy. Source: code officiel géographique 2026 (Insee), IGN Admin Express.
    """
    return _communes().copy()


def communes_de(departements: Collection[str]) -> pd.DataFrame:
    """Those of `communes` that lie in these départements ("086"): where one is known by its name alone, a commune of
    elsewhere may bear it too.
    """
    everywhere = _communes()
    here = everywhere["code_insee"].str.startswith(tuple(map(prefixe_insee, departements)))
    return everywhere[here].reset_index(drop=True)


@lru_cache(maxsize=1)
def _communes() -> pd.DataFrame:
    types = {"code_insee": "str", "nom": "str", "epci": "str"}
    listes = [
        pd.read_csv(fichier, sep=";", dtype=types, keep_default_na=False)
        for fichier in sorted(REFERENCE.glob("communes-[0-9]*.csv"))
    ]
    return pd.concat(listes, ignore_index=True).sort_values("code_insee", ignore_index=True)


def prefixe_insee(departement: str) -> str:
    """How INSEE codes begin in a département: "086" → "86", "02A" → "2A", "971" → "971"."""
    return departement if departement.startswith("97") else departement[-2:]


def prefixe_du_code(code_insee: str) -> str:
    """How the département of a commune is written: "86194" → "86", "2A004" → "2A", "97105" → "971"."""
    return code_insee[: 3 if code_insee.startswith("97") else 2]


def du_territoire(contours: Iterable[Contour], departements: Collection[str]) -> list[Contour]:
    """The contours that lie in these départements: a national file is cut to the territory."""
    prefixes = tuple(prefixe_insee(departement) for departement in departements)
    return [c for c in contours if c.code_insee.startswith(prefixes)]


@lru_cache(maxsize=4)
def _maillage_livre(fichiers: tuple[Path, ...]) -> Maillage:
    contours: dict[str, Contour] = {}
    millesimes = set()
    for fichier in fichiers:
        contenu = fichier.read_bytes()
        millesimes.add(str(json.loads(contenu)["millesime"]))
        contours.update((c.code_insee, c) for c in lire_geojson(contenu))
    return Maillage("maillage schématique", " et ".join(sorted(millesimes)), contours)


def _json(contenu: bytes) -> object:
    if len(contenu) > TAILLE_MAX:
        raise FichierIllisible(
            f"Ce fichier de contours pèse {len(contenu) // 1_000_000} Mo ; "
            f"{TAILLE_MAX // 1_000_000} Mo sont acceptés au plus."
        )
    if contenu.count(b"[") + contenu.count(b"{") > ELEMENTS_MAX:
        raise FichierIllisible(
            "Ce fichier GeoJSON est trop détaillé : simplifiez ses contours, "
            "ou n'y gardez que les communes de votre territoire."
        )
    try:
        valeur: object = json.loads(_texte(contenu))
    # ValueError covers bad UTF-8, bad JSON and integers of thousands of digits; RecursionError, nested brackets.
    except (ValueError, RecursionError) as erreur:
        raise FichierIllisible("Ce fichier n'est pas du GeoJSON lisible (texte JSON, entier).") from erreur
    return valeur


def _texte(contenu: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in Windows-1252."""
    if contenu[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return contenu.decode("utf-16")
    with suppress(UnicodeDecodeError):
        return contenu.decode("utf-8-sig")
    return contenu.decode("cp1252")


def _contour_de_feature(feature: object, rang: int) -> Contour | None:
    lieu = f"Contour n° {rang} du fichier"
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise ImportRefuse(f"{lieu} : une « Feature » avec ses « properties » est attendue.")
    if str(feature.get("id")).startswith("node/"):
        return None  # OpenStreetMap adds the point of each commune's name
    proprietes = {str(cle).casefold(): valeur for cle, valeur in feature["properties"].items()}
    nom = _premiere(proprietes, _NOMS)
    code = _premiere(proprietes, _CODES).upper()
    if nom:
        lieu += f" (« {nom[:60]} »)"
    if not code:
        raise ImportRefuse(f"{lieu} : aucun code INSEE ; une propriété « code » est attendue.")
    if not _CODE_INSEE.fullmatch(code):
        raise ImportRefuse(
            f"{lieu} : « {code[:20]} » n'est pas un code INSEE de commune (cinq caractères, comme 86194)."
        )
    return Contour(code, nom or code, _anneaux(feature.get("geometry"), lieu))


def _premiere(proprietes: Mapping[str, object], cles: tuple[str, ...]) -> str:
    trouvees = (proprietes[cle] for cle in cles if proprietes.get(cle) not in (None, "", []))
    # JSON can escape half a surrogate pair, which no file or base would take.
    valeur = next(trouvees, "")
    if isinstance(valeur, list):  # some exports write each property as a list of one
        valeur = valeur[0]
    if type(valeur) is int and cles is _CODES:  # it has lost the zero of the first nine départements
        valeur = f"{valeur:05d}"
    return str(valeur).strip().encode("utf-8", "replace").decode()


def _anneaux(geometrie: object, lieu: str) -> tuple[Anneau, ...]:
    nature = geometrie.get("type") if isinstance(geometrie, dict) else None
    if not isinstance(geometrie, dict) or nature not in ("Polygon", "MultiPolygon"):
        trouve = f"« {str(nature)[:30]} » trouvé" if nature else "rien de tel trouvé"
        raise ImportRefuse(f"{lieu} : une géométrie Polygon ou MultiPolygon est attendue, {trouve}.")
    coordonnees = geometrie.get("coordinates")
    polygones = [coordonnees] if nature == "Polygon" else coordonnees
    if not isinstance(polygones, list) or not polygones:
        raise ImportRefuse(f"{lieu} : la géométrie n'a pas de coordonnées.")
    anneaux: list[Anneau] = []
    for polygone in polygones:
        if not isinstance(polygone, list) or not polygone:
            raise ImportRefuse(f"{lieu} : un polygone n'a pas de coordonnées.")
        for place, brut in enumerate(polygone):
            anneau = _anneau(brut, lieu)
            if len(anneau) >= 4:  # rounding can leave nothing of an islet
                anneaux.append(_orienter(anneau, trou=place > 0))
    if not anneaux:
        raise ImportRefuse(f"{lieu} : aucun polygone d'au moins trois sommets distincts.")
    return tuple(anneaux)


def _anneau(brut: object, lieu: str) -> Anneau:
    if not isinstance(brut, list):
        raise ImportRefuse(f"{lieu} : une suite de points est attendue comme coordonnées.")
    points: list[Point] = []
    for sommet in brut:
        if not isinstance(sommet, list) or len(sommet) < 2 or not all(_nombre(v) for v in sommet[:2]):
            raise ImportRefuse(f"{lieu} : un point doit être une longitude et une latitude.")
        longitude, latitude = sommet[:2]
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # also refuses NaN and Infinity
            raise ImportRefuse(
                f"{lieu} : les coordonnées ne sont pas des degrés ; "
                "exportez les contours en WGS 84 (longitude, latitude)."
            )
        point = (round(float(longitude), DECIMALES), round(float(latitude), DECIMALES))
        if not points or point != points[-1]:
            points.append(point)
    if points and points[0] != points[-1]:
        points.append(points[0])
    return tuple(points)


def _nombre(valeur: object) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool)


def _dissoudre(anneaux: list[Anneau]) -> tuple[Anneau, ...]:
    """The rings without the edges that two of them run along in opposite directions.

    What enters a vertex also leaves it, before and after removing such pairs, so every walk comes back to its start.
    """
    if len(anneaux) == 1:
        return (anneaux[0],)
    aretes = {arete for anneau in anneaux for arete in pairwise(anneau)}
    suites: defaultdict[Point, list[Point]] = defaultdict(list)
    for anneau in anneaux:
        for depart, arrivee in pairwise(anneau):
            if (arrivee, depart) not in aretes:
                suites[depart].append(arrivee)
    unis: list[Anneau] = []
    for depart in list(suites):
        while suites[depart]:
            chemin = [depart]
            while len(chemin) == 1 or chemin[-1] != depart:
                chemin.append(suites[chemin[-1]].pop())
            unis.append(tuple(chemin))
    return tuple(unis or anneaux)  # nothing is left of a ring given both ways: keep what was given


def _orienter(anneau: Anneau, *, trou: bool) -> Anneau:
    # A path is filled by the sign of its turns: a hole must turn against its outer ring, whatever the file does.
    return anneau[::-1] if (aire(anneau) < 0) != trou else anneau
