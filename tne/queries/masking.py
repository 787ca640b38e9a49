"""What a reader may see of counts of persons: the one place where masking is decided (docs/donnees-personnelles.md).

In *coordination* every value is exact, small ones marked. In *lecture* a school has three counts, `MESURES`;
which schools are masked is decided once per measure and year on the whole territory, never on what a filter keeps:
whoever compares two filters finds the same schools missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb
import numpy as np
import pandas as pd

from tne import settings
from tne.filters import Filters, View, texts
from tne.queries.memoire import retenue
from tne.queries.perimeter import actuels
from tne.queries.school_persons import Effectif, effectifs
from tne.queries.suppression import Decision, decide
from tne.queries.tableaux import MASQUE as MASQUE
from tne.queries.tableaux import PETIT as PETIT
from tne.queries.tableaux import entiers, est_petit, hidden_values, mentions, petits_dits, sont_petits
from tne.typographie import accord, entier, pourcent

Mesure = Literal["participants", "parents", "eleves"]
MESURES: tuple[Mesure, ...] = ("participants", "parents", "eleves")

PAR_ETABLISSEMENT = "n'est pas montré par établissement"
TROP_PETIT = "effectif trop petit pour être montré"
TOUT_MASQUE = f"{TROP_PETIT}, ou qui en révélerait un"
"""Of a choice whose schools are all masked: some only so that another is not worked out."""
SANS_ETABLISSEMENT = ""  # sorts before any UAI
DENOMINATEUR_MINIMUM = 10
LIGNES_EN_LISTES = 500
"""Up to so many rows a table is masked as plain lists: a page masks dozens of small ones, for which each step of pandas costs
more than the arithmetic."""


@dataclass(frozen=True)
class Compte:
    """A count of persons as `view` may see it: `valeur` is None exactly when `masque`.

    `raison` says in words why it is masked, what is left out, or (coordination) that it is small.
    """

    valeur: int | None
    masque: bool = False
    tout_le_territoire: bool = False
    raison: str = ""

    @property
    def texte(self) -> str:
        """« 1 128 » or « masqué »."""
        return MASQUE if self.masque else entier(self.valeur)


@dataclass(frozen=True)
class Taux:
    """A rate in percent (32.98), None when it is masked or when there is nothing to divide by."""

    valeur: float | None
    masque: bool = False

    def texte(self, decimales: int = 0) -> str:
        """« 33 % », « masqué », or « – » when there is nothing to divide by."""
        return MASQUE if self.masque else pourcent(self.valeur, decimales)


def _years(filters: Filters, held: dict[str, Effectif]) -> tuple[str, ...]:
    return filters.annees or tuple(sorted(held))


def _decision(e: Effectif) -> Decision:
    """The schools to mask. Persons without an establishment are in the total alone: where every school is shown and they
    are few, the difference would be theirs, so they are a cell to hide like a small school.
    """
    found = decide(e.valeurs, settings.seuil(), settings.masques_minimum(), e.propre)
    few = e.sans_etablissement
    if found.masques or not 0 < few < settings.seuil():
        return found

    def held(cells: frozenset[str]) -> int:
        return e.propre(cells) + few * (SANS_ETABLISSEMENT in cells)

    cells = {**e.valeurs, SANS_ETABLISSEMENT: few}
    wider = decide(cells, settings.seuil(), settings.masques_minimum(), held)
    return Decision(wider.masques - {SANS_ETABLISSEMENT}, wider.total)


@retenue
def _decisions(con: duckdb.DuckDBPyConnection, mesure: Mesure) -> dict[str, Decision]:
    """School year → what is masked of the whole territory: the same under every filter."""
    return {annee: _decision(e) for annee, e in effectifs(con, mesure).items()}


def _masked(decisions: dict[str, Decision], annees: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(decisions[a].masques for a in annees if a in decisions))


def masked_schools(
    con: duckdb.DuckDBPyConnection, mesure: Mesure, annees: tuple[str, ...] = ()
) -> frozenset[str]:
    """The UAIs that a reader sees masked for this measure when these years (all without any) stand side by side.

    Decided per year on the whole territory, whatever the filters; masked in one year is masked in all. A replaced
    establishment is its successor. TypeError where `annees` is no tuple of texts: of one text no year would be masked.
    """
    decisions = _decisions(con, mesure)
    return _masked(decisions, texts("annees", annees) or tuple(decisions))


def hidden_totals(con: duckdb.DuckDBPyConnection, mesure: Mesure) -> frozenset[str]:
    """The school years of which a reader sees no total of this measure, even of the whole territory."""
    decisions = _decisions(con, mesure)
    return frozenset(a for a, e in effectifs(con, mesure).items() if not _total_shown(e, decisions[a].total))


def _total_shown(e: Effectif, decided: bool) -> bool:
    return decided and not 0 < e.total < settings.seuil()


def school_counts(
    con: duckdb.DuckDBPyConnection, mesure: Mesure, filters: Filters, view: View
) -> pd.DataFrame:
    """Grain: one row per establishment of the filter with persons, and school year. Ordered by name, UAI, year.

    Columns: uai, nom, annee, valeur (Int64, <NA> when masked), masque, mention (« masqué », « petit effectif, ne pas
    diffuser » or empty). An establishment that is not there has none: a true zero.
    """
    held = effectifs(con, mesure)
    years = _years(filters, held)
    masked = _masked(_decisions(con, mesure), years) if view != "coordination" else frozenset()
    kept = actuels(con, filters)
    names = _names(con)
    rows = sorted(
        (names.get(uai, uai), uai, annee, n)
        for annee in years
        for uai, n in (held[annee].valeurs.items() if annee in held else ())
        if kept is None or uai in kept
    )
    hidden = [uai in masked for _, uai, _, _ in rows]
    counts = [n for *_, n in rows]
    return pd.DataFrame(
        {
            "uai": pd.array([uai for _, uai, _, _ in rows], dtype="str"),
            "nom": pd.array([nom for nom, *_ in rows], dtype="str"),
            "annee": pd.array([annee for _, _, annee, _ in rows], dtype="str"),
            "valeur": entiers([None if h else n for n, h in zip(counts, hidden, strict=True)]),
            "masque": np.array(hidden, dtype=bool),
            "mention": mentions(counts, hidden, view),
        }
    )


@retenue
def _names(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """UAI → name, of every establishment that has one."""
    return dict(con.execute("SELECT uai, nom FROM etablissement WHERE nom IS NOT NULL").fetchall())


@retenue
def subtotals(
    con: duckdb.DuckDBPyConnection, mesure: Mesure, filters: Filters, view: View
) -> dict[str, Compte]:
    """The persons of the filter, one `Compte` per school year of the filter (of the base when it names none).

    In *lecture* masked schools are left out and counted, but for a filter that leaves out no school with persons: that is
    the whole territory, with its full total.
    """
    held = effectifs(con, mesure)
    years = _years(filters, held)
    decisions = _decisions(con, mesure) if view != "coordination" else {}
    masked, shown = _masked(decisions, years), {a: d.total for a, d in decisions.items()}
    kept = actuels(con, filters)
    return {a: _subtotal(held.get(a, Effectif()), kept, masked, shown.get(a, True), view) for a in years}


def _subtotal(
    e: Effectif, kept: frozenset[str] | None, masked: frozenset[str], total_shown: bool, view: View
) -> Compte:
    inside = e.etablissements if kept is None else e.etablissements & kept
    whole = kept is None or (bool(inside) and len(inside) == len(e.valeurs))
    if view == "coordination":
        return mark_small(Compte(e.total if kept is None else e.union(inside), tout_le_territoire=whole))
    if whole:
        if not _total_shown(e, total_shown):
            return Compte(None, masque=True, tout_le_territoire=True, raison=TROP_PETIT)
        return Compte(e.total, tout_le_territoire=True)
    hidden = inside & masked
    if hidden and hidden == inside:
        return Compte(None, masque=True, raison=TOUT_MASQUE)
    return Compte(e.union(inside - hidden), raison=left_out(len(hidden)))


def left_out(number: int) -> str:
    """What a sub-total says of the masked establishments: « 3 établissements masqués n'y sont pas comptés »."""
    if not number:
        return ""
    agreed = accord(
        number, "établissement masqué n'y est pas compté", "établissements masqués n'y sont pas comptés"
    )
    return f"{entier(number)} {agreed}"


def dite(raison: str) -> str:
    """Why something is masked or left out, as a sentence of its own; "" for none."""
    if not raison:
        return ""
    if raison == PAR_ETABLISSEMENT:
        # What stands beside it may be one of the three counts of persons that a school has.
        return "Par établissement, seuls les effectifs d'enseignants formés, de parents et d'élèves sont montrés."
    return f"{raison[:1].upper()}{raison[1:]}."


def mark_small(count: Compte) -> Compte:
    """The same exact count, marked when it is small (coordination)."""
    return replace(count, raison=PETIT) if est_petit(count.valeur) else count


def mask_breakdown(
    df: pd.DataFrame, by: str, counts: list[str], view: View, annee: str | None = None
) -> pd.DataFrame:
    """The same breakdown as `view` may see it: one row per value of `by`, and per year where `annee` names a column.

    In *lecture* the rows with a count of 1 to threshold - 1 are masked in all their counts (registered = present +
    absent + not processed: one hidden count alone would be worked out from the others), with further rows, smallest
    first. Each year is its own table; masked in one year is masked in all. A true 0 is shown. Each count gains
    `<count>_masque`; in *coordination* nothing is masked and `<count>_mention` marks small ones.
    """
    if not counts:
        return df.copy()
    if view == "coordination" and len(df) > LIGNES_EN_LISTES:
        return _marked(df, counts)
    values = {c: [None if pd.isna(v) else int(v) for v in df[c].tolist()] for c in counts}
    keys = [str(k) for k in df[by].tolist()]
    hidden: frozenset[str] = frozenset()
    if view != "coordination":
        years = df[annee].tolist() if annee is not None else [""] * len(keys)
        lines = [tuple(values[c][i] or 0 for c in counts) for i in range(len(keys))]
        hidden = hidden_values(
            (k, y, line) for k, y, line in zip(keys, years, lines, strict=True) if not pd.isna(y)
        )
    out = df.copy()
    for c in counts:
        cell = [
            k in hidden and (len(counts) > 1 or (n or 0) > 0) for k, n in zip(keys, values[c], strict=True)
        ]
        shown = [None if m else n for n, m in zip(values[c], cell, strict=True)]
        out[c] = entiers(shown)
        out[f"{c}_masque"] = np.array(cell, dtype=bool)
        out[f"{c}_mention"] = mentions(values[c], cell, view)
    return out


def _marked(df: pd.DataFrame, counts: list[str]) -> pd.DataFrame:
    """A long breakdown for coordinators, column by column: nothing is masked, small counts are marked."""
    out = df.copy()
    for c in counts:
        missing = df[c].isna().to_numpy(dtype=bool)
        numbers = df[c].fillna(0).to_numpy(dtype="int64")
        out[c] = pd.arrays.IntegerArray(numbers, missing)
        out[f"{c}_masque"] = np.zeros(len(df), dtype=bool)
        out[f"{c}_mention"] = petits_dits(sont_petits(df[c]))
    return out


def rate(numerateur: float | None, denominateur: float | None, view: View) -> Taux:
    """100 × numerator / denominator, shown to readers only if nobody small stands behind it.

    In *lecture* the numerator and its complement must each be 0 or at least the threshold, the denominator at
    least 10; a masked part (None or <NA>) masks the rate.
    """
    if numerateur is None or denominateur is None or pd.isna(numerateur) or pd.isna(denominateur):
        return Taux(None, view != "coordination")
    if denominateur == 0:
        return Taux(None)
    if view != "coordination":
        parts = (numerateur, denominateur - numerateur)
        if denominateur < DENOMINATEUR_MINIMUM or any(map(est_petit, parts)):
            return Taux(None, True)
    return Taux(100 * numerateur / denominateur)
