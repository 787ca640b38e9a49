"""The bilan of one school year: its sections with values, changes, findings. Pages, slides and documents read it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from tne import settings
from tne.comparaison import a_la_meme_date, avec_l_annee_d_avant
from tne.db import Base
from tne.filters import Filters, View, read_annee
from tne.indicators import Value, beside_published
from tne.paragraphes import paragraphes
from tne.queries.memoire import retenue
from tne.section_phrases import en_bref
from tne.sections import SECTIONS, Section
from tne.typographie import typographier

ENSEIGNEMENTS = "Enseignements"
"""The section of what the year taught, that is no part of the programme."""

TOUT_LE_TERRITOIRE = (
    "Constats et paragraphes parlent de tout le territoire, quel que soit le choix d'établissements."
)
"""Said wherever they stand beside figures of some establishments."""

_FINDINGS = """
SELECT section, ordre, tonalite, theme, texte, source FROM constat
WHERE annee = $annee AND departement IN (SELECT unnest($territoire)) AND texte IS NOT NULL ORDER BY section, ordre
"""

_DATES = """
SELECT j.jeu, max(i.cree) AS importe FROM import i JOIN import_jeu j ON j.import_id = i.id
WHERE i.en_vigueur GROUP BY j.jeu ORDER BY j.jeu
"""


@dataclass(frozen=True)
class Part:
    """One section for one year: (value, value of the year before or None) per indicator, sentence, findings."""

    section: Section
    phrase: str
    values: tuple[tuple[Value, Value | None], ...]
    constats: tuple[tuple[str, str, str], ...]  # (tonalité, thème, texte)
    paragraphe: str = ""  # the coordinator's words, one alinéa per line
    sans_objet: bool = False  # the choice holds none of those that the part is for, which its sentence says

    @property
    def vide(self) -> bool:
        """True when no figure of the section is known for the year."""
        return all(v.origine == "absent" for v, _ in self.values)


@dataclass(frozen=True)
class Bilan:
    """One school year at a glance."""

    annee: str
    parts: tuple[Part, ...]
    enseignements: tuple[tuple[str, str, str], ...]
    paragraphe: str = ""  # the coordinator's words on the year as a whole

    @property
    def reponse(self) -> str:
        """The year in one sentence: the first figure of each part; where all are zero or masked, the first part for these schools."""
        said = en_bref({v.indicateur.code: v for part in self.parts for v, _ in part.values})
        if not said:
            known = [p for p in self.parts if not p.vide]
            first = next((p for p in known if not p.sans_objet), next(iter(known), None))
            said = f"{first.phrase.split('. ')[0].rstrip('.')}." if first else ""
        return typographier(said)

    @property
    def commente(self) -> bool:
        """True when somebody wrote of the year: a finding, or a paragraph."""
        said = any(p.constats or p.paragraphe for p in self.parts)
        return said or bool(self.enseignements or self.paragraphe)

    @property
    def vide(self) -> bool:
        """True when nothing at all is known for the year."""
        return all(p.vide for p in self.parts) and not self.enseignements and not self.paragraphe


def bilan(
    base: Base, filters: Filters, annee: str, view: View, con: duckdb.DuckDBPyConnection | None = None
) -> Bilan:
    """The bilan of `annee` under the filters; its figures read on `con` when given (`tne.queries.memoire.instant`). UsageIncorrect
    for what is no school year.
    """
    con = con or base.cursor()
    found, before = avec_l_annee_d_avant(con, filters, annee, view)
    now = beside_published(a_la_meme_date(con, filters, annee, view, found))
    findings, written = constats(con, annee), paragraphes(base, annee)
    parts = tuple(
        Part(
            s,
            s.phrase(now),
            tuple((now[code], before.get(code)) for code in s.indicateurs),
            findings.get(s.section, ()),
            written.get(s.section, ""),
            s.sans_objet(now),
        )
        for s in SECTIONS
    )
    return Bilan(annee, parts, findings.get(ENSEIGNEMENTS, ()), written.get(ENSEIGNEMENTS, ""))


@retenue
def constats(con: duckdb.DuckDBPyConnection, annee: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The findings of a year: section → (tonalité, thème, texte) in their order. Of the whole territory: one for all choices.
    UsageIncorrect for what is no school year.
    """
    rows = con.execute(
        _FINDINGS, {"annee": read_annee(annee), "territoire": list(settings.territoire())}
    ).fetchall()
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for section, _, tone, theme, text, _ in rows:
        found[section] = (*found.get(section, ()), (tone or "", theme or "", text))
    return found


def import_dates(base: Base) -> dict[str, pd.Timestamp]:
    """Data set → when its latest import in force was made: the date of the data, under each chart."""
    frame = base.cursor().execute(_DATES).df()
    return dict(zip(frame["jeu"], frame["importe"], strict=True))
