"""Fictional schools in the real communes of the Vienne, the same for every year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

from scripts.demo.ecriture import champs
from scripts.demo.hasard import Hasard, allouer

ROOT = Path(__file__).resolve().parents[2]
_LETTRES = "ABCDEFGHJKLMNPRSTUVWXYZ"
_NOMS = champs(
    "Les Tilleuls,Les Coquelicots,Le Grand Chêne,Les Peupliers,La Fontaine aux Saules,Les Glycines,Le Moulin Bleu,"
    "Les Iris,La Clairière,Les Marronniers,Le Pré Fleuri,Les Cèdres,La Source Vive,Les Acacias,Le Verger,Les Lavandes,"
    "La Roseraie,Les Noyers,Le Chemin Vert,Les Hirondelles,La Prairie,Les Bleuets,Le Petit Bois,Les Érables,La Colline,"
    "Les Genêts,Le Vallon,Les Primevères,La Lande,Les Châtaigniers,Le Ruisseau,Les Jonquilles,La Garenne,Les Frênes,"
    "Le Belvédère,Les Roseaux,La Passerelle,Les Amandiers,Le Sentier,Les Merisiers,La Grange,Les Ajoncs,Le Bocage,"
    "Les Platanes,La Rive,Les Bruyères,Le Coteau,Les Pâquerettes",
    ",",
)


@dataclass(frozen=True)
class Commune:
    """A real commune: code, name, a point inside, population, EPCI."""

    code: str
    nom: str
    latitude: float
    longitude: float
    population: int
    epci: str


@dataclass(frozen=True)
class Etablissement:
    """A fictional school. `eleves` is its size, `ips` its index (None: not significant)."""

    uai: str
    nom: str
    type: str
    nature: str
    prive: bool
    commune: Commune
    latitude: float
    longitude: float
    circonscription: str
    eleves: int
    ips: float | None
    ouvert: bool = True
    pilote: bool = False
    remplace_par: str = ""


def uai(numero: int) -> str:
    """An UAI of the unused block 0869xxx, with its letter."""
    digits = f"0869{numero:03d}"
    return digits + _LETTRES[int(digits) % 23]


@lru_cache(maxsize=1)
def communes() -> tuple[Commune, ...]:
    """The 265 communes, from the project's reference data."""
    with (ROOT / "data" / "reference" / "communes-086.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Commune(
                r["code_insee"],
                r["nom"],
                float(r["latitude"]),
                float(r["longitude"]),
                int(r["population"]),
                r["epci"],
            )
            for r in csv.DictReader(file, delimiter=";")
        )


def _spread(total: int, places: list[Commune], maxi: int) -> list[Commune]:
    """`total` places, more in large communes but less than in proportion."""
    weights = [sqrt(c.population * sqrt(c.population)) for c in places]
    counts = allouer(total, weights, [0] * len(places), [maxi] * len(places))
    return [c for c, n in zip(places, counts, strict=True) for _ in range(n)]


# Centre and name of the seven districts: each école goes to the nearest.
_CIRCONSCRIPTIONS = (
    ("Poitiers Est", 46.585, 0.40),
    ("Poitiers Ouest", 46.575, 0.26),
    ("Poitiers Sud", 46.49, 0.34),
    ("Châtellerault", 46.82, 0.55),
    ("Loudunais", 46.92, 0.12),
    ("Montmorillonnais", 46.44, 0.87),
    ("Civraisien", 46.18, 0.27),
)


def _circonscription(c: Commune) -> str:
    def distance(center: tuple[str, float, float]) -> float:
        return (c.latitude - center[1]) ** 2 + ((c.longitude - center[2]) * 0.69) ** 2

    return f"Circonscription démo {min(_CIRCONSCRIPTIONS, key=distance)[0]}"


def _around(c: Commune, h: Hasard) -> tuple[float, float]:
    reach = 12 if c.population > 20000 else 4
    return (
        round(c.latitude + h.entier(-reach, reach) / 1000 + h.entier(0, 9) / 10000, 4),
        round(c.longitude + h.entier(-reach, reach) / 1000 + h.entier(0, 9) / 10000, 4),
    )


def _ips(h: Hasard, c: Commune, prive: bool) -> float:
    town = -6 if c.population > 20000 else 0
    spread = (h.entier(-140, 140) + h.entier(-140, 140)) / 10
    return round(101 + town + (9 if prive else 0) + spread, 1)


def _college(numero: int, nom: str, c: Commune, h: Hasard, *, prive: bool, **more: object) -> Etablissement:
    latitude, longitude = _around(c, h)
    word = "Collège privé démo" if prive else "Collège démo"
    eleves = h.entier(180, 420) if prive else h.entier(260, 620)
    return Etablissement(
        uai(numero),
        f"{word} {nom}",
        "Collège",
        "340",
        prive,
        c,
        latitude,
        longitude,
        "",
        eleves,
        _ips(h, c, prive),
        **more,  # type: ignore[arg-type]
    )


def _colleges() -> list[Etablissement]:
    h = Hasard("colleges")
    towns = [c for c in communes() if c.population >= 1900]
    public = _spread(35, towns, 7)
    private = _spread(12, [c for c in towns if c.population >= 5000], 4)
    names = h.melange(_NOMS)
    pilots = set(h.tirage(range(35), 6))
    out = [
        _college(i + 1, names[i], c, h, prive=i >= 35, pilote=i in pilots)
        for i, c in enumerate([*public, *private])
    ]
    # One more collège, closed in August 2023: pupils and teachers went to the first of the list.
    old = _college(48, names[47], out[0].commune, h, prive=False, ouvert=False, remplace_par=out[0].uai)
    return [*out, old]


def _ecoles() -> list[Etablissement]:
    h = Hasard("ecoles")
    places = h.melange(_spread(240, list(communes()), 22))
    closed = h.tirage([c for c in communes() if c.population < 1500], 3)
    out = []
    for i, c in enumerate([*places, *closed]):
        prive = c.population > 2000 and h.entier(1, 6) == 1
        maternelle = c.population > 4000 and h.entier(1, 4) == 1
        kind = (
            "École maternelle" if maternelle else "École élémentaire" if h.entier(0, 1) else "École primaire"
        )
        latitude, longitude = _around(c, h)
        nom = f"{kind} {'privée ' if prive else ''}démo {h.choix(_NOMS)}"
        eleves = h.entier(18, 60) if c.population < 800 else h.entier(60, 260)
        ips = None if eleves < 25 else _ips(h, c, prive)
        out.append(
            Etablissement(
                uai(101 + i),
                nom,
                "Ecole",
                "101" if maternelle else "151",
                prive,
                c,
                latitude,
                longitude,
                _circonscription(c),
                eleves,
                ips,
                ouvert=i < 240,
                pilote=i < 240 and i % 27 == 4 and not maternelle,
            )
        )
    return out


@lru_cache(maxsize=1)
def etablissements() -> tuple[Etablissement, ...]:
    """Every school: 47 open collèges (35 public, 12 under contract), 1 closed, 240 open écoles, 3 closed."""
    return (*_colleges(), *_ecoles())


def colleges() -> list[Etablissement]:
    """The 47 open collèges, public first."""
    return [e for e in etablissements() if e.type == "Collège" and e.ouvert]


def college_ferme() -> Etablissement:
    """The collège that closed in August 2023 and says which one took its place."""
    return next(e for e in etablissements() if e.remplace_par)


def ecoles() -> list[Etablissement]:
    """The 240 open écoles."""
    return [e for e in etablissements() if e.type == "Ecole" and e.ouvert]
