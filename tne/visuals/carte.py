"""The map of the communes, as a plain Plotly dict: no tile, no request, light and dark from one figure."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from tne.anneaux import Point
from tne.geo import Maillage, communes, fusions
from tne.typographie import entier, typographier
from tne.visuals import couleurs
from tne.visuals.cadre import RECULS, Boite, Cadre, Ville, placer_noms
from tne.visuals.carte_legende import CORPS, REDUIT, Signe, layout, legende_a_cote, place_legende
from tne.visuals.carte_traces import (
    ECOLE,
    POINT,
    ROND,
    ROND_DESSOUS,
    Lieu,
    trace_choix,
    trace_ecoles,
    trace_noms,
    trace_reperes,
    traces_ronds,
    traces_surfaces,
)
from tne.visuals.gabarit import commun

HAUTEUR = 460
"""Pixels of a map on a page, its legend beside it: the Vienne then fills a column of half a page."""

GRANDE_VILLE = 20_000
"""Inhabitants from which a town's name is bold."""

BOURG = 1_000
"""Inhabitants from which a commune may be named at all."""

NOMMEES = 3
"""Communes, chosen or alone to have a colour, up to which each is named; of more, the main towns tell better where they are."""

MASQUE, SANS_DONNEE = "masqué", "sans donnée"


@dataclass(frozen=True)
class Classe:
    """One step of the legend: values from `debut` (included) to `fin` (excluded; None: no end)."""

    libelle: str
    debut: float
    fin: float | None = None

    @property
    def vide(self) -> bool:
        """True for the class of "none at all": drawn in the pale grey of an empty track, without hue."""
        return self.debut == 0 and self.fin is not None and self.fin <= 1

    def contient(self, valeur: float) -> bool:
        """True when the value falls in this class; never for NaN."""
        return valeur >= self.debut and (self.fin is None or valeur < self.fin)


COMPTES = (
    Classe("aucune", 0, 1),
    Classe("1 ou 2", 1, 3),
    Classe("3 à 5", 3, 6),
    Classe("6 et plus", 6),
)
"""Classes of small counts, those of interventions or workshops by commune."""

_BORNES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def classes_de_comptes(valeurs: Sequence[float], zero: str = "aucune") -> tuple[Classe, ...]:
    """Classes for any counts: `zero`, then at most three steps that share the filled communes best.

    Steps end at round numbers. Below 10, and where half of the filled communes have 5 at most, these are the
    steps of `COMPTES`: interventions by commune keep the same colours from year to year.
    """
    positives = sorted(valeur for valeur in valeurs if valeur > 0)
    if not positives or positives[-1] < 10 or positives[len(positives) // 2] <= 5:
        return (Classe(zero, 0, 1), *COMPTES[1:])
    bornes = [borne for borne in _BORNES if borne < positives[-1]]
    paires = [(a, b) for a in bornes for b in bornes if a < b]

    def ecart(paire: tuple[int, int]) -> tuple[float, int, int]:
        a, b = paire
        parts = [
            sum(v <= a for v in positives),
            sum(a < v <= b for v in positives),
            sum(v > b for v in positives),
        ]
        return sum((part - len(positives) / 3) ** 2 for part in parts), -b, -a  # of equals, the widest steps

    a, b = min(paires, key=ecart)
    return (
        Classe(zero, 0, 1),
        Classe(_entre(1, a), 1, a + 1),
        Classe(_entre(a + 1, b), a + 1, b + 1),
        Classe(f"{entier(b + 1)} et plus", b + 1),
    )


def hors_carte(df: pd.DataFrame, mesh: Maillage | None) -> list[str]:
    """The INSEE codes of `df` that `carte` cannot draw, in order: say under the map how many there are.

    With a mesh, those that it does not hold; without, those that have no latitude or longitude.
    """
    if mesh is None:
        perdues = df["latitude"].isna() | df["longitude"].isna()
        return sorted(df.loc[perdues, "code_insee"])
    return sorted({_actuel(code) for code in df["code_insee"]} - set(mesh.contours))


def carte(
    df: pd.DataFrame,
    mesh: Maillage | None,
    *,
    couleur: str,
    classes: Sequence[Classe] = COMPTES,
    absent: float | None = 0.0,
    vide: str = SANS_DONNEE,
    points: pd.DataFrame | None = None,
    choisies: Collection[str] = (),
    taille: float = 1.0,
    hauteur: int = HAUTEUR,
) -> dict[str, Any]:
    """Draw one value per commune; return a Plotly figure as a dict (`data`, `layout`).

    `df`: one row per commune, `code_insee`, `valeur` (NaN: masked, drawn hatched), optionally `texte`, what the
    pointer reads under the name. The values of merged communes add up under the present code. A commune of the
    mesh without a row has the value `absent`, or is drawn without a colour, as `vide` says, if that is None. Without `mesh` (a territory
    that has none), each row is a point, and `nom`, `latitude`, `longitude` are needed too.

    `couleur`: a part of the programme (`tne.visuals.visual.FAMILLES`). `classes`: at most four above "none".
    `points`: schools, with `uai`, `nom`, `latitude`, `longitude`, `legende` (the words of the legend) and `plein` (drawn
    full or hollow); the towns then keep their names but no dot. `choisies`: INSEE codes to outline, and to name before all others where they are few;
    without a choice, those that have a colour are. `taille` scales texts and strokes for slides; `hauteur` is
    in pixels, without a legend that stands above the map.

    A click gives as `customdata` an INSEE code (5 characters) or, on a school, its UAI (8).
    ValueError when a value falls in no class, or there is neither mesh nor point to draw.
    """
    lieux = _lieux(df, mesh, classes, absent, vide)
    if not lieux:
        raise ValueError("carte sans maillage ni point")
    signes = _signes(classes, couleur, {lieu.classe for lieu in lieux}, vide)
    ecoles = _signes_ecoles(points)
    # Without a mesh, a school may stand further out than the middle of those of its commune.
    sommets = _sommets(mesh) if mesh else [*(lieu.point for lieu in lieux), *_points(points)]
    rond = ROND_DESSOUS if ecoles else ROND
    # Discs at the edge need more room than borders do: for themselves, and for the height of a name beside them.
    cadre = Cadre.autour(sommets, taille, hauteur, marge=0.02 if mesh else 0.05)
    seul = cadre
    coin, cadre = place_legende(cadre, sommets, [*signes, *ecoles], taille)
    # A legend that stands above makes the figure higher, not the map smaller.
    hauteur = round(hauteur * cadre.boite[3] / seul.boite[3])
    rayon = (POINT if mesh else rond) / 2 * taille
    choix = {_actuel(code) for code in choisies}
    vues = choix if 0 < len(choix) <= NOMMEES or not mesh else _colorees(lieux, classes, vide)
    nommees = [lieu.code for lieu in lieux if lieu.code in vues] if len(vues) <= NOMMEES else []
    noms = placer_noms(
        _villes(lieux, {code: _etendue(mesh, code, cadre) for code in nommees}),
        cadre,
        [coin.boite(cadre)],
        CORPS * taille,
        rayon,
        evites=_ronds(_points(points), ECOLE / 2 * taille, cadre)
        + ([] if mesh else _ronds([lieu.point for lieu in lieux], rayon, cadre)),
        # Beside discs, a name farther from its own would be read as that of another.
        reculs=RECULS if mesh else RECULS[:2],
    )
    fond = traces_surfaces(mesh, lieux, signes, taille) if mesh else traces_ronds(lieux, signes, taille, rond)
    traces = [
        *fond,
        *([trace_choix(mesh, choix, taille)] if mesh and choix else []),
        *([trace_reperes(lieux, taille)] if mesh else []),
        trace_noms(noms, taille, reperes=mesh is not None and not ecoles),
        # Last, over the names: no school may disappear under a word.
        *(trace_ecoles(points, signe, taille) for signe in ecoles if points is not None),
    ]
    trace = commun(taille) | layout(cadre, coin, [*signes, *ecoles], taille, hauteur, seul.nord)
    # A map that has room for its key in a corner gives nothing of its size for it.
    part = 1 if cadre == seul else REDUIT
    trace["meta"]["large"] = legende_a_cote(seul, [*signes, *ecoles], taille, hauteur, part)
    return {"data": traces, "layout": trace}


def _actuel(code: str) -> str:
    return fusions().get(code, (code, ""))[0]


def _lieux(
    df: pd.DataFrame, mesh: Maillage | None, classes: Sequence[Classe], absent: float | None, vide: str
) -> list[Lieu]:
    codes = [_actuel(code) for code in df["code_insee"].tolist()]
    seules = {code for code, n in Counter(codes).items() if n == 1}
    valeurs: dict[str, float] = {}
    for code, v in zip(codes, df["valeur"].astype("float64").tolist(), strict=True):
        valeurs[code] = valeurs.get(code, 0.0) + v  # NaN, masked, stays NaN
    textes = dict(zip(codes, df["texte"].tolist(), strict=True)) if "texte" in df else {}
    textes = {code: texte for code, texte in textes.items() if code in seules}
    lieux = []
    places = _places_du_maillage(mesh) if mesh else _places_des_lignes(df.assign(code_insee=codes))
    for code, (nom, point) in places.items():
        valeur = valeurs.get(code, absent)
        classe = vide if valeur is None else _classe(valeur, classes)
        compte = 0.0 if valeur is None or math.isnan(valeur) else valeur
        # A number alone would not say of what: none is told as the legend does.
        seul = entier(compte) if compte else classe
        texte = classe if classe in (MASQUE, vide) else textes.get(code, seul)
        lieux.append(Lieu(code, nom, point, compte, classe, texte))
    return lieux


def _colorees(lieux: Sequence[Lieu], classes: Sequence[Classe], vide: str) -> set[str]:
    """The communes that have a colour: the name of a neighbour hides the only one."""
    pales = {vide, *(classe.libelle for classe in classes if classe.vide)}
    return {lieu.code for lieu in lieux if lieu.classe not in pales}


@lru_cache(maxsize=4)
def _places_du_maillage(mesh: Maillage) -> Mapping[str, tuple[str, Point]]:
    """Name and point by code: those of our list where it knows the commune (files of contours drop the articles)."""
    table = communes()
    points = zip(table["longitude"], table["latitude"], strict=True)
    connues = dict(zip(table["code_insee"], zip(table["nom"], points, strict=True), strict=True))
    places = {code: connues.get(code) or (c.nom, mesh.centre(code)) for code, c in mesh.contours.items()}
    return {code: (typographier(nom), point) for code, (nom, point) in places.items()}


def _places_des_lignes(lignes: pd.DataFrame) -> dict[str, tuple[str, Point]]:
    placees = lignes.dropna(subset=["latitude", "longitude"]).drop_duplicates("code_insee")
    return {
        code: (typographier(nom), (float(x), float(y)))
        for code, nom, x, y in zip(
            placees["code_insee"], placees["nom"], placees["longitude"], placees["latitude"], strict=True
        )
    }


def _classe(valeur: float, classes: Sequence[Classe]) -> str:
    if math.isnan(valeur):
        return MASQUE
    for classe in classes:
        if classe.contient(valeur):
            return classe.libelle
    raise ValueError(f"valeur hors des classes de la carte : {valeur}")


def _signes(classes: Sequence[Classe], famille: str, presentes: set[str], vide: str) -> list[Signe]:
    """All classes, from none to most; the two states that are no class only when a commune is in it."""
    teintes = iter(couleurs.echelle(famille, sum(not classe.vide for classe in classes)))
    signes = [Signe(c.libelle, couleurs.PALE if c.vide else next(teintes)) for c in classes]
    etats = [Signe(MASQUE, couleurs.CONTEXTE, "hachures"), Signe(vide, couleurs.PAPIER)]
    return signes + [etat for etat in etats if etat.libelle in presentes]


def _signes_ecoles(points: pd.DataFrame | None) -> list[Signe]:
    """One entry per pair of words and look, the full ones first."""
    if points is None:
        return []
    paires = sorted(set(zip(~points["plein"].astype(bool), points["legende"], strict=True)))
    return [Signe(mot, couleurs.ENCRE, "creux" if creux else "plein") for creux, mot in paires]


def _points(points: pd.DataFrame | None) -> list[Point]:
    if points is None:
        return []
    places = points.dropna(subset=["latitude", "longitude"])
    return list(zip(places["longitude"].tolist(), places["latitude"].tolist(), strict=True))


def _ronds(points: Sequence[Point], rayon: float, cadre: Cadre) -> list[Boite]:
    """What these discs cover, in pixels of the frame."""
    pixels = [cadre.pixel(point) for point in points]
    return [(x - rayon, y - rayon, x + rayon, y + rayon) for x, y in pixels]


@lru_cache(maxsize=4)
def _sommets(mesh: Maillage) -> Sequence[Point]:
    return [point for c in mesh.contours.values() for anneau in c.anneaux for point in anneau]


@lru_cache(maxsize=1)
def _habitants() -> Mapping[str, float]:
    table = communes()
    return dict(zip(table["code_insee"], table["population"].astype(float), strict=True))


def _etendue(mesh: Maillage | None, code: str, cadre: Cadre) -> Boite | None:
    """The pixels that a commune takes, for the names of others to stand beside; None where it is a point."""
    contour = mesh.contours.get(code) if mesh else None
    pixels = [cadre.pixel(point) for anneau in (contour.anneaux if contour else ()) for point in anneau]
    if not pixels:
        return None
    x, y = zip(*pixels, strict=True)
    return (min(x), min(y), max(x), max(y))


def _villes(lieux: Sequence[Lieu], nommees: Mapping[str, Boite | None]) -> list[Ville]:
    """Weighed by population where we know that of nearly all; elsewhere by value, so that an unknown territory has names too, and
    the part of one that is not described. Those of `nommees` go before all others, however small.
    """
    habitants = _habitants()
    if 10 * sum(lieu.code in habitants for lieu in lieux) < 9 * len(lieux):
        habitants = {}
    return [
        Ville(
            lieu.nom,
            lieu.point,
            math.inf if lieu.code in nommees else habitants.get(lieu.code, lieu.valeur),
            habitants.get(lieu.code, 0) >= GRANDE_VILLE,
            nommees.get(lieu.code),
        )
        for lieu in lieux
        if lieu.code in nommees or habitants.get(lieu.code, BOURG) >= BOURG
    ]


def _entre(premier: int, dernier: int) -> str:
    if premier == dernier:
        return entier(premier)
    return f"{entier(premier)} {'ou' if dernier == premier + 1 else 'à'} {entier(dernier)}"
