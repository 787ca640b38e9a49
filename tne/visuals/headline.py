"""What stands at the head of a page about one part of the programme: the answer, the tiles, what to import otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from tne.comparaison import a_la_meme_date, avec_l_annee_d_avant
from tne.filters import Filters, View
from tne.indicators import Value, beside_published
from tne.queries.annees import chosen_years
from tne.queries.perimeter import circonscriptions_d_ecoles, perimetre
from tne.sections import SECTIONS
from tne.typographie import typographier
from tne.visuals.sources import values


@dataclass(frozen=True)
class Chiffre:
    """A number of the head that no indicator gives: what stands in its tile, already in French typography."""

    libelle: str
    valeur: str
    denominateur: str = ""
    aide: str = ""


@dataclass(frozen=True)
class Headline:
    """The answer of a page for `annee`, the last chosen year of which its part has a figure. `reponse` may hold `**`; `valeurs` pairs a value with the year
    before; `rappel` says what to import when nothing is known, and what that would tell. `autres` are numbers without an
    indicator, shown last. `sans_objet`: the choice holds none of those that this part is for, in any chosen year, which the answer says.
    """

    annee: str
    reponse: str
    valeurs: tuple[tuple[Value, Value | None], ...]
    rappel: str
    autres: tuple[Chiffre, ...] = ()
    sans_objet: bool = False

    @property
    def vide(self) -> bool:
        """True when no figure of this part is known for the year."""
        return all(v.origine == "absent" for v, _ in self.valeurs)


def _rien(found: Mapping[str, Value], codes: Iterable[str]) -> bool:
    return all(found[code].origine == "absent" for code in codes)


def sans_etablissement(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when the filters together leave no establishment: zeros would look like figures."""
    return perimetre(con, filters).uais == ()


def ecoles_seules(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when the chosen circonscriptions keep every collège out: why a part that is for them has nothing to show."""
    return circonscriptions_d_ecoles(con, filters)


def headline(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str) -> Headline:
    """The head of the page of that part, from the indicators and the sentence of its section of the bilan."""
    section = next(s for s in SECTIONS if s.famille == famille)
    annees = chosen_years(con, filters)
    rappel = typographier(f"Il manque {section.rappel}. {section.apport}")
    if not annees:
        return Headline("", "", (), rappel)
    annee = annees[-1]
    found, before = avec_l_annee_d_avant(con, filters, annee, view, famille)
    if len(annees) > 1 and _rien(found, section.indicateurs):
        # A year that begins would empty the page of those before it.
        chosen = values(con, filters, annees, view, famille)
        annee = next((a for a in reversed(annees) if not _rien(chosen[a], section.indicateurs)), annee)
        found, before = avec_l_annee_d_avant(con, filters, annee, view, famille)
    now = beside_published(a_la_meme_date(con, filters, annee, view, found))
    pairs = tuple((now[code], before.get(code)) for code in section.indicateurs)
    none = section.sans_objet(now) and all(
        section.sans_objet(others) or _rien(others, others)
        for others in values(con, filters, annees, view, famille).values()
    )
    return Headline(annee, typographier(section.phrase(now)), pairs, rappel, sans_objet=none)
