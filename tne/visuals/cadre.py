"""Where things stand on a map: its ranges, its legend, the names of its towns. Pure geometry, no colour.

Everything is laid out once, in pixels of the narrowest screen: what does not overlap there does not overlap anywhere.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tne.anneaux import Point

TELEPHONE = 340
"""Pixels that a map gets on a telephone 390 px wide."""

LETTRE = 0.56
"""Mean width of a letter for a size of 1, bold names a little more: measured in the browser on our font."""

Boite = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

NOMS_MAX = 12


def se_touchent(a: Boite, b: Boite) -> bool:
    """True when two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@dataclass(frozen=True)
class Cadre:
    """The ranges of a map, and its scale in pixels per degree of latitude on the narrowest screen."""

    ouest: float
    est: float
    sud: float
    nord: float
    echelle: float

    @classmethod
    def autour(cls, points: Sequence[Point], taille: float, hauteur: int, marge: float = 0.02) -> "Cadre":
        """The frame of these points with `marge` of its size around them; at least 0.1° each way, so that one point is a map too."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        (ouest, est), (sud, nord) = _elargir(min(xs), max(xs), marge), _elargir(min(ys), max(ys), marge)
        cadre = cls(ouest, est, sud, nord, 1.0)
        largeur = TELEPHONE * taille
        return replace(cadre, echelle=min(largeur / (est - ouest) / cadre.reduction, hauteur / (nord - sud)))

    @property
    def reduction(self) -> float:
        """How much shorter a degree of longitude is than a degree of latitude, in the middle of the map."""
        return math.cos(math.radians((self.sud + self.nord) / 2))

    def pixel(self, point: Point) -> Point:
        """From the upper left corner."""
        return (
            (point[0] - self.ouest) * self.reduction * self.echelle,
            (self.nord - point[1]) * self.echelle,
        )

    @property
    def boite(self) -> Boite:
        """The whole frame."""
        droite, bas = self.pixel((self.est, self.sud))
        return 0.0, 0.0, droite, bas

    def releve(self, pixels: float) -> "Cadre":
        """The same map with this much room above it."""
        return replace(self, nord=self.nord + pixels / self.echelle)


def _elargir(bas: float, haut: float, part: float) -> tuple[float, float]:
    marge = max(part * (haut - bas), (0.1 - (haut - bas)) / 2)
    return bas - marge, haut + marge


COINS = (("est", "nord"), ("ouest", "nord"), ("ouest", "sud"), ("est", "sud"))
"""The corners where a legend may stand, preferred first."""


@dataclass(frozen=True)
class Coin:
    """Where the legend stands: a corner, and its `lignes` × `colonnes` cells of that size in pixels.

    `groupes`: entries and width of each column instead, where every column holds one kind of entries.
    """

    cote: str
    bord: str
    lignes: int
    colonnes: int
    cellule: tuple[float, float]
    groupes: tuple[tuple[int, float], ...] = ()

    @property
    def taille(self) -> tuple[float, float]:
        """Width and height in pixels."""
        largeur = sum(large for _, large in self.groupes) or self.colonnes * self.cellule[0]
        return largeur, self.lignes * self.cellule[1]

    def boite(self, cadre: Cadre) -> Boite:
        """What the legend covers on that frame."""
        _, _, droite, bas = cadre.boite
        largeur, hauteur = self.taille
        x = droite - largeur if self.cote == "est" else 0.0
        y = 0.0 if self.bord == "nord" else bas - hauteur
        return x, y, x + largeur, y + hauteur

    def decalages(self) -> list[Point]:
        """Left edge and middle of each cell, in pixels right of and above the corner, column after column."""
        largeur, hauteur = self.taille
        gauche = -largeur if self.cote == "est" else 0.0
        haut = 0.0 if self.bord == "nord" else hauteur
        places = []
        for entrees, large in self.groupes or [(self.lignes, self.cellule[0])] * self.colonnes:
            places += [(gauche, haut - (ligne + 0.5) * self.cellule[1]) for ligne in range(entrees)]
            gauche += large
        return places


def largeur_legende(mots: Sequence[str], corps: float) -> float:
    """Pixels of a column of the legend: a mark, these words, and what parts it from the next."""
    return (1 + 0.6 + 0.8 + LETTRE * max(map(len, mots), default=0)) * corps


def placer_legende(
    cadre: Cadre,
    points: Iterable[Point],
    nombre: int,
    cellule: tuple[float, float],
    groupes: Sequence[tuple[int, float]] = (),
) -> tuple[Coin, Cadre]:
    """The emptiest corner for `nombre` entries; where none is empty, the map gets room above it, in columns: `groupes`
    (entries, width) where these fit side by side.
    """
    # A map has thousands of points: they are placed all at once.
    lieux = np.array(list(points), dtype=float).reshape(-1, 2)
    x, y = cadre.pixel((lieux[:, 0], lieux[:, 1]))  # type: ignore[arg-type]

    def couverts(coin: Coin) -> int:
        gauche, haut, droite, bas = coin.boite(cadre)
        return int(np.count_nonzero((gauche < x) & (x < droite) & (haut < y) & (y < bas)))

    coin = min((Coin(cote, bord, nombre, 1, cellule) for cote, bord in COINS), key=couverts)
    if not couverts(coin):
        return coin, cadre
    colonnes = max(1, min(nombre, int(cadre.boite[2] / cellule[0])))
    au_dessus = Coin("ouest", "nord", math.ceil(nombre / colonnes), colonnes, cellule)
    if len(groupes) > 1 and sum(large for _, large in groupes) <= cadre.boite[2]:
        lignes = max(entrees for entrees, _ in groupes)
        au_dessus = Coin("ouest", "nord", lignes, len(groupes), cellule, tuple(groupes))
    # Half a line more, so that the northernmost commune does not touch the words.
    return au_dessus, cadre.releve(au_dessus.taille[1] + cellule[1] / 2)


RECULS = (0.0, 0.3, 0.6, 1.0)
"""How much farther from its town a name may stand where points are in its way, in sizes of its text: more, and it would be
taken for that of a neighbour.
"""

COTES = ("middle right", "middle left", "top center", "bottom center")
COINS_DU_NOM = ("top right", "bottom right", "top left", "bottom left")
"""Places of a name beside its town, preferred first."""

JEU = 2
"""Pixels kept free between a name and such a point."""


@dataclass(frozen=True)
class Nom:
    """A town and where its name goes: `position` is Plotly's `textposition`, `rayon` that of the mark that it stands beside."""

    nom: str
    point: Point
    position: str
    grand: bool
    rayon: float


@dataclass(frozen=True)
class Ville:
    """A town that may be named; the larger `poids` goes first, `grand` is written bold. `etendue`: pixels that no other name
    may cover.
    """

    nom: str
    point: Point
    poids: float
    grand: bool
    etendue: Boite | None = None


def placer_noms(
    villes: Iterable[Ville],
    cadre: Cadre,
    pris: Sequence[Boite],
    corps: float,
    rayon: float,
    evites: Sequence[Boite] = (),
    reculs: Sequence[float] = RECULS,
) -> list[Nom]:
    """Name the main towns, the heaviest first, without overlap and inside the frame.

    Names also keep a distance of a tenth of the map from one another: suburbs leave their place to the next town, so
    that every part of the map has a name. `pris` are boxes to keep free, `corps` the size of the text, `rayon` that of the
    dot. `evites` are points, which a name goes around; where it cannot, only that of a large or chosen town is written, over
    as few as can be. Nor does a name stand on the dot of another town that may be named, where there is another place.
    """
    retenus: list[Nom] = []
    occupes = list(pris)
    foule = np.array(evites, dtype=float).reshape(-1, 4) + np.array((-JEU, -JEU, JEU, JEU))
    _, _, droite, bas = cadre.boite
    ecart = math.hypot(droite, bas) / 10
    rangees = sorted(villes, key=lambda v: (-v.poids, v.nom))
    # Those that may be named have a dot too: beside schools or discs there is none but theirs.
    reperes = [] if evites else [(ville, cadre.pixel(ville.point)) for ville in rangees[: 2 * NOMS_MAX]]
    etendues = [(v, v.etendue) for v in rangees if v.etendue]
    for ville in rangees:
        x, y = cadre.pixel(ville.point)
        point = (x - rayon, y - rayon, x + rayon, y + rayon)
        # A large town is said beside a chosen village too, before its own suburbs.
        if not ville.grand and any(math.dist((x, y), cadre.pixel(nom.point)) < ecart for nom in retenus):
            continue
        if not evites and not ville.grand and any(se_touchent(point, autre) for autre in occupes):
            continue
        autres = _autour(
            [p for v, p in reperes if v is not ville and math.dist(p, (x, y)) >= ecart], rayon + JEU
        )
        interdites = [*occupes, *(etendue for v, etendue in etendues if v is not ville)]
        places = [
            (nom, boite)
            for nom, boite in _places(ville, (x, y), corps, rayon, reculs if evites else ())
            if boite[0] >= 0 and boite[1] >= 0 and boite[2] <= droite and boite[3] <= bas
            if not any(se_touchent(boite, autre) for autre in interdites)
        ]
        boites = [boite for _, boite in places]
        # The edge of a name hides the outline of a chosen commune, of its own too.
        contour = [bool(ville.etendue and se_touchent(boite, ville.etendue)) for boite in boites]
        # Of those that cover as few the first, which is preferred.
        libres = list(
            zip(_couverts(boites, foule), _couverts(boites, autres), contour, range(len(places)), strict=True)
        )
        if not ville.grand and ville.poids < math.inf:
            libres = [place for place in libres if not place[0]]
        if not libres:
            continue
        nom, boite = places[min(libres)[-1]]
        retenus.append(nom)
        occupes += [boite, point]
        if len(retenus) == NOMS_MAX:
            break
    return retenus


def _autour(points: Sequence[Point], rayon: float) -> np.ndarray:
    """The boxes around these points, one per row."""
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    return np.stack((x - rayon, y - rayon, x + rayon, y + rayon), axis=1)


def _couverts(boites: Sequence[Boite], foule: np.ndarray) -> list[int]:
    """How many of the boxes of `foule`, one per row, each of these touches."""
    g, h, d, b = np.array(boites, dtype=float).reshape(-1, 4).T[:, :, None]
    x0, y0, x1, y1 = foule.T
    touched: list[int] = ((g < x1) & (x0 < d) & (h < y1) & (y0 < b)).sum(axis=1).tolist()
    return touched


def _places(
    ville: Ville, pixel: Point, corps: float, rayon: float, reculs: Sequence[float]
) -> Iterator[tuple[Nom, Boite]]:
    """Where a name may stand, preferred first: on four sides; with `reculs` also at the corners, and farther away."""
    x, y = pixel
    grandeur = corps * 1.2 if ville.grand else corps
    largeur, hauteur = len(ville.nom) * grandeur * LETTRE, 1.4 * grandeur
    for recul in reculs or (0.0,):
        loin = rayon + recul * corps
        pied = loin / 0.8 + 1  # so far does Plotly set a text off the centre of its mark
        colonnes = {
            "left": x - pied - largeur,
            "center": x - largeur / 2,
            "right": x + pied,
        }
        lignes = {"top": y - pied - hauteur, "middle": y - hauteur / 2, "bottom": y + pied}
        for position in COTES + COINS_DU_NOM if reculs else COTES:
            ligne, colonne = position.split()
            gauche, haut = colonnes[colonne], lignes[ligne]
            boite = (gauche, haut, gauche + largeur, haut + hauteur)
            yield Nom(ville.nom, ville.point, position, ville.grand, round(loin, 1)), boite
