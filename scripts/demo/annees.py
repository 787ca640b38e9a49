"""What each demonstration year must add up to. 2023-2024 follows the published bilan, the others are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Annee:
    """The totals of a year, met exactly by what is generated."""

    debut: int  # 2023 for 2023-2024
    sessions_par_module: tuple[int, ...]
    srane: int  # sessions held by the SRANE; the others by Canopé
    offres: int
    reponses: int
    inacheves: int
    inscrits: int  # distinct persons registered
    participants: tuple[int, ...]  # persons present in 1, 2, 3… modules
    participants_ayant_repondu: int
    absents: int
    sessions_non_traitees: tuple[int, ...]  # active registrations of each session never processed
    non_traites_epars: int
    desistes: int
    attente: int
    colleges_absents: int  # collèges without any participant
    petits_colleges: tuple[int, ...]  # participants of the collèges that have fewer than five
    correlation: tuple[float, float]  # bounds: session's absence rate against its mean delay
    taux_moyen: tuple[float, float]  # bounds, in %
    pente: float  # how much absence rises over the range of delays
    hors_face_a_face: int  # sessions wholly outside teaching hours
    interventions: tuple[tuple[int, int], ...]  # école, collège: formation, personnalisé, technique, projet
    plusieurs_ecoles: int  # interventions held in two schools
    defavorises: int  # weight given to the least favoured schools when visits are drawn (10: none)
    ateliers: tuple[int, int]  # Orks, Trousse à Projets
    numerixplore: int  # days in collèges
    quatriemes: int  # pupils of 4ème in the 47 collèges

    @property
    def nom(self) -> str:
        """2023-2024."""
        return f"{self.debut}-{self.debut + 1}"

    @property
    def presents(self) -> int:
        """Presences: one per participant and module followed."""
        return sum(k * n for k, n in enumerate(self.participants, start=1))

    @property
    def non_traites(self) -> int:
        """Active registrations whose attendance nobody has processed."""
        return sum(self.sessions_non_traitees) + self.non_traites_epars

    @property
    def actives(self) -> int:
        """Active registrations."""
        return self.presents + self.absents + self.non_traites


ANNEES = (
    Annee(
        debut=2022,
        sessions_par_module=(5, 5, 4, 4, 4, 3, 3, 2),
        srane=8,
        offres=964,
        reponses=402,
        inacheves=17,
        inscrits=470,
        participants=(240, 96, 28, 8),
        participants_ayant_repondu=301,
        absents=214,
        sessions_non_traitees=(),
        non_traites_epars=50,
        desistes=22,
        attente=9,
        colleges_absents=4,
        petits_colleges=(1, 2, 2, 3, 3, 4, 4),
        correlation=(-0.12, 0.12),
        taux_moyen=(27.5, 29.0),
        pente=0.0,
        hors_face_a_face=24,
        interventions=((41, 9), (18, 4), (14, 9), (0, 2)),
        plusieurs_ecoles=3,
        defavorises=3,
        ateliers=(7, 3),
        numerixplore=14,
        quatriemes=4967,
    ),
    Annee(
        debut=2023,
        sessions_par_module=(7, 6, 6, 5, 5, 4, 4, 4, 3, 2),
        srane=12,
        offres=1128,
        reponses=527,
        inacheves=24,
        inscrits=698,
        participants=(317, 155, 52, 16, 5),
        participants_ayant_repondu=431,
        absents=429,
        sessions_non_traitees=(27,),
        non_traites_epars=56,
        desistes=38,
        attente=26,
        colleges_absents=0,
        petits_colleges=(1, 2, 3, 3, 4),
        correlation=(0.78, 0.82),
        taux_moyen=(33.28, 33.34),
        pente=0.34,
        hors_face_a_face=46,
        interventions=((58, 18), (32, 9), (9, 8), (1, 4)),
        plusieurs_ecoles=0,
        defavorises=13,
        ateliers=(11, 6),
        numerixplore=26,
        quatriemes=4912,
    ),
    Annee(
        debut=2024,
        sessions_par_module=(7, 6, 6, 5, 5, 4, 4, 4, 3, 3, 3, 2),
        srane=20,
        offres=1141,
        reponses=498,
        inacheves=31,
        inscrits=672,
        participants=(300, 165, 68, 22, 6),
        participants_ayant_repondu=402,
        absents=371,
        sessions_non_traitees=(24, 29, 31),
        non_traites_epars=64,
        desistes=45,
        attente=12,
        colleges_absents=1,
        petits_colleges=(2, 3, 4),
        correlation=(0.40, 0.50),
        taux_moyen=(27.5, 29.5),
        pente=0.14,
        hors_face_a_face=49,
        interventions=((62, 25), (38, 14), (6, 5), (2, 5)),
        plusieurs_ecoles=5,
        defavorises=10,
        ateliers=(9, 8),
        numerixplore=31,
        quatriemes=4880,
    ),
)
