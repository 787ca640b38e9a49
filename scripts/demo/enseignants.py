"""Fictional teachers: who received the offer, who replied, who registered, who was present."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scripts.demo import ecoles
from scripts.demo.annees import ANNEES, Annee
from scripts.demo.ecriture import champs
from scripts.demo.hasard import Hasard, allouer

_PRENOMS = champs(
    "Camille,Claude,Dominique,Maxime,Sacha,Alix,Andréa,Lou,Charlie,Noa,Élie,Gaël,Céleste,Zoé,Loïc", ","
)
_CORPS = (
    "Professeur certifié",
    "Professeur certifié",
    "Professeur agrégé",
    "Professeur d’EPS",
    "Contractuel",
    "PLP",
)
_DISCIPLINES = champs(
    "Lettres modernes,Mathématiques,Anglais,Histoire-géographie,SVT,Physique-chimie,Technologie,Arts plastiques,"
    "Éducation musicale et chant choral,EPS,Espagnol,Documentation,Allemand,Lettres classiques",
    ",",
)
_REFERENCE = 1  # position of 2023-2024 in ANNEES: the other years keep part of its teachers


@dataclass(frozen=True)
class Enseignant:
    """One fictional teacher of one collège."""

    numero: int
    uai: str
    etablissement: str
    prenom: str
    corps: str
    discipline: str

    @property
    def nom(self) -> str:
        """A name nobody bears."""
        return f"DÉMO-{self.numero:04d}"

    @property
    def email(self) -> str:
        """An address that cannot exist (RFC 2606)."""
        bare = self.prenom.lower().translate(str.maketrans("éëïè", "eeie"))
        return f"{bare}.demo-{self.numero:04d}@exemple.invalid"


@dataclass(frozen=True)
class Public:
    """The teachers of a year. Each list is in no meaningful order; `participants` pairs each with modules followed."""

    offres: list[Enseignant]
    repondants: list[Enseignant]
    participants: list[tuple[Enseignant, int]]
    jamais_presents: list[Enseignant]


def _sizes(total: int) -> list[int]:
    """Offers per collège, in proportion to its pupils; the five of `_small` are the smallest."""
    schools = ecoles.colleges()
    weights = [
        float(e.eleves) * (0.45 if i in _small() else 0.8 if e.prive else 1) for i, e in enumerate(schools)
    ]
    return allouer(total, weights, [9] * len(schools), [46] * len(schools))


@lru_cache(maxsize=1)
def _small() -> tuple[int, ...]:
    """Positions of the collèges with few teachers, most of them private; the longest list of the years fits."""
    h = Hasard("petits collèges")
    private = h.tirage(range(35, 47), 5)
    public = h.tirage(
        [i for i, e in enumerate(ecoles.colleges()) if not e.prive and not e.pilote and i > 0], 6
    )
    return (private[0], public[0], private[1], private[2], public[1], *private[3:], *public[2:])


def _person(numero: int, place: int, a: Annee) -> Enseignant:
    h = Hasard(f"enseignant {numero}")
    school = ecoles.colleges()[place]
    if place == 0 and a.debut < 2023:
        school = ecoles.college_ferme()  # its teachers moved to the first collège when it closed
    return Enseignant(
        numero, school.uai, school.nom, h.choix(_PRENOMS), h.choix(_CORPS), h.choix(_DISCIPLINES)
    )


def _teachers(a: Annee) -> list[list[Enseignant]]:
    """Teachers per collège who received the offer of that year; seven in eight are those of 2023-2024."""
    reference = _sizes(ANNEES[_REFERENCE].offres)
    out: list[list[Enseignant]] = []
    first = 1
    newcomer = 2001 if a.debut < 2023 else 4001
    for place, (size, known) in enumerate(zip(_sizes(a.offres), reference, strict=True)):
        kept = known if a.debut == ANNEES[_REFERENCE].debut else min(size, known * 7 // 8)
        numbers = [first + i for i in range(kept)] + [newcomer + i for i in range(size - kept)]
        newcomer += size - kept
        first += known
        out.append([_person(n, place, a) for n in numbers])
    return out


def _participants_per_school(a: Annee, sizes: list[int], h: Hasard) -> list[int]:
    small = list(_small())
    few = dict(zip(small, a.petits_colleges, strict=False))
    few |= dict.fromkeys(small[len(few) : len(few) + a.colleges_absents], 0)
    others = [i for i in range(len(sizes)) if i not in few]
    total = sum(a.participants) - sum(few.values())
    weights = [sizes[i] * (0.6 + 0.8 * h.part()) for i in others]
    given = allouer(total, weights, [5] * len(others), [sizes[i] * 4 // 5 for i in others])
    return [few[i] if i in few else given[others.index(i)] for i in range(len(sizes))]


def public(a: Annee) -> Public:
    """Who did what in that year; the counts are exactly the year's."""
    h = Hasard(f"public {a.nom}")
    schools = _teachers(a)
    counts = _participants_per_school(a, [len(s) for s in schools], h)
    present: list[Enseignant] = []
    others: list[Enseignant] = []
    for teachers, n in zip(schools, counts, strict=True):
        mixed = h.melange(teachers)
        present += mixed[:n]
        others += mixed[n:]
    modules = h.melange([k for k, n in enumerate(a.participants, start=1) for _ in range(n)])
    present, others = h.melange(present), h.melange(others)
    never = others[: a.inscrits - len(present)]
    strangers = others[len(never) :]
    replied = present[: a.participants_ayant_repondu]
    left = a.reponses - len(replied)
    replied += never[: left * 3 // 4] + strangers[: left - left * 3 // 4]
    return Public(
        offres=h.melange([t for s in schools for t in s]),
        repondants=h.melange(replied),
        participants=list(zip(present, modules, strict=True)),
        jamais_presents=never,
    )
