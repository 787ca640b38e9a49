"""Who followed the trainings: uptake, sessions, absence, coverage, what is left to do.

Registrations and presences count persons: in *lecture* they are added up over the groups of schools that
`tne.queries.group_persons` allows, never by school, and small cells are masked by `tne.queries.masking`. The views of
`tne.queries.views` say who is active, present, absent; most questions read what `tne.queries.cumuls` has added up.
"""

from tne.queries.formations.offres import offers, offers_by
from tne.queries.formations.personnes import (
    coverage,
    modules_per_teacher,
    registrations,
    replied_before,
    to_check,
)
from tne.queries.formations.portee import INCONNU, reserve, schools_left_out, years_hidden
from tne.queries.formations.repartitions import COMPTES, DIMENSIONS, breakdown
from tne.queries.formations.sessions import delay_published, delays, sessions, unprocessed, waiting

__all__ = [
    "COMPTES",
    "DIMENSIONS",
    "INCONNU",
    "breakdown",
    "coverage",
    "delay_published",
    "delays",
    "modules_per_teacher",
    "offers",
    "offers_by",
    "registrations",
    "replied_before",
    "reserve",
    "schools_left_out",
    "sessions",
    "to_check",
    "unprocessed",
    "waiting",
    "years_hidden",
]
