"""How the headers of a file are read, decided by a person: column by column, and remembered for the same headers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import duckdb

from tne import horloge
from tne.access import Droit
from tne.datasets import DATASETS, dataset
from tne.db import Base
from tne.durees import DUREE_HEURES
from tne.erreurs import ImportRefuse, UsageIncorrect
from tne.forms import FORMS
from tne.importing import journal
from tne.importing.headers import matching, recognising, unnaming
from tne.importing.headers.day_of_hours import DAY_AND_HOURS, day_of_hours
from tne.importing.headers.hours_span import hours_computed
from tne.importing.headers.sheet_school import sheet_school
from tne.importing.model import Liaison, Reconnaissance
from tne.reading import Tableau
from tne.spec import Form, Privacy, fold


@dataclass(frozen=True)
class Correspondance:
    """The reading of one table as one data set: column → header, column → constant, column → text → text.

    `forme` names the known export it is, whose totals and rows of no use are still set aside. `suite`: what else each
    row gives, for an export that feeds several data sets, or one of them several times.
    """

    jeu: str
    colonnes: Mapping[str, str]
    constantes: Mapping[str, str] = field(default_factory=dict)
    valeurs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    forme: str = ""
    suite: tuple[Correspondance, ...] = ()

    @property
    def parts(self) -> tuple[Correspondance, ...]:
        """One reading per record that a row gives, each without a `suite`."""
        return (replace(self, suite=()), *self.suite)

    def as_json(self) -> str:
        """What the base keeps; the same mapping always gives the same text."""
        return json.dumps(self._content(), ensure_ascii=False, sort_keys=True)

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = {
            "jeu": self.jeu,
            "colonnes": dict(self.colonnes),
            "constantes": dict(self.constantes),
            "valeurs": {k: dict(v) for k, v in self.valeurs.items() if v},
            "forme": self.forme,
        }
        if self.suite:
            content["suite"] = [part._content() for part in self.suite]
        return content

    @staticmethod
    def from_json(text: str) -> Correspondance:
        """The mapping that `as_json` wrote."""
        content = json.loads(text)
        suite = tuple(Correspondance(**part) for part in content.pop("suite", ()))
        return Correspondance(**content, suite=suite)


def joined(parts: Sequence[Correspondance]) -> Correspondance:
    """One mapping of several readings of the same rows, in order."""
    first, *others = parts
    return replace(first, suite=tuple(others))


@dataclass(frozen=True)
class Retenue:
    """A mapping remembered for a set of headers."""

    empreinte: str
    nom: str
    correspondance: Correspondance
    cree: datetime


def headers_mark(entete: Sequence[str]) -> str:
    """What makes the headers of two files the same: their folded words, in any order."""
    return hashlib.sha256("\n".join(sorted(fold(h) for h in entete)).encode()).hexdigest()


def marks(tableau: Tableau) -> tuple[str, ...]:
    """Those under which a mapping may be remembered for a table: of its headers in the file, and as they are once those of a
    beginning and an end are a duration, which earlier versions kept.
    """
    return tuple(map(headers_mark, _titles(tableau)))


def _titles(tableau: Tableau) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys((tableau.titres_du_fichier, tableau.entete)))


def exact(tableau: Tableau, jeu: str, annee: str | None = None) -> Correspondance:
    """What the headers say by themselves for this data set: the declared wordings and those close to them, nothing guessed."""
    d = dataset(jeu)
    headers: dict[str, str] = {}
    for header in tableau.entete:
        headers.setdefault(fold(header), header)
    if dated := day_of_hours(tableau):
        headers.setdefault(DAY_AND_HOURS, dated)
    headers.pop("", None)
    return Correspondance(jeu, *matching.linked(d, headers, annee, sheet_school(tableau)))


def of(r: Reconnaissance) -> Correspondance:
    """The mapping of a recognition."""
    return joined(
        [
            Correspondance(
                li.dataset.name,
                dict(li.colonnes),
                dict(li.constantes),
                {k: dict(v) for k, v in li.valeurs.items()},
                r.form.name if r.form else "",
            )
            for li in r.liaisons
        ]
    )


def missing(c: Correspondance) -> list[str]:
    """The names of the columns without which the data set cannot be read: to map, or to give for the whole file."""
    d = dataset(c.jeu)
    return [col.name for col in matching.missing_columns(d, c.colonnes, c.constantes, _form(c))]


def _form(c: Correspondance) -> Form | None:
    return next((f for f in FORMS if f.name == c.forme), None)


def bind(tableau: Tableau, c: Correspondance) -> Reconnaissance:
    """The table read by this mapping. ImportRefuse names the columns that are missing, or not in the table."""
    tableau, c = _with_hours(tableau, c)
    return recognising.build(tableau, _form(c), tuple(_link(tableau, part) for part in c.parts))


def _with_hours(tableau: Tableau, c: Correspondance) -> tuple[Tableau, Correspondance]:
    """Both with the duration that other columns tell, where the data set counts hours and no column is chosen for them."""
    d = dataset(c.jeu)
    hours = {col.name for col in d.columns if col.kind is DUREE_HEURES}
    if c.suite or not hours or hours & {*c.colonnes, *c.constantes}:
        return tableau, c
    computed = hours_computed(tableau, {h: name for name, h in c.colonnes.items()})
    added = {fold(h): h for h in computed.entete if h not in tableau.entete}
    more, _ = matching.linked(d, added, None)
    return (computed, replace(c, colonnes={**more, **c.colonnes})) if more else (tableau, c)


def _link(tableau: Tableau, c: Correspondance) -> Liaison:
    d, form = dataset(c.jeu), _form(c)
    if lacking := missing(c):
        names = ", ".join(f"« {d.column(n).label} »" for n in lacking)
        advice = "Choisissez la colonne qui convient, ou donnez une valeur pour tout le fichier."
        if d.sans_cle and set(d.key) <= set(lacking):
            advice = d.sans_cle
        raise ImportRefuse(f"Pour lire ce tableau comme « {d.title} », il manque : {names}. {advice}")
    unknown = [h for h in c.colonnes.values() if h not in tableau.entete]
    if unknown:
        raise ImportRefuse(f"Le tableau n'a pas de colonne « {unknown[0]} ».")
    personal = {col.name for col in d.columns if col.privacy is Privacy.PERSONNEL}
    values = {k: v for k, v in c.valeurs.items() if v and k not in personal}
    keyless = any(f.sans_cle for f in (form.feeds if form else ()) if f.dataset == c.jeu)
    return Liaison(d, dict(c.colonnes), dict(c.constantes), values, keyless)


def remembered(base: Base) -> tuple[Retenue, ...]:
    """The remembered mappings of data sets that still exist, latest first."""
    con = base.cursor()
    try:
        rows = con.execute(
            "SELECT empreinte, nom, contenu, cree FROM correspondance ORDER BY cree DESC, nom, empreinte"
        ).fetchall()
    finally:
        con.close()
    found = (Retenue(mark, nom, Correspondance.from_json(text), cree) for mark, nom, text, cree in rows)
    return tuple(r for r in found if _still_known(r.correspondance))


def _still_known(c: Correspondance) -> bool:
    return all(
        part.jeu in DATASETS
        and {*part.colonnes, *part.constantes, *part.valeurs}
        <= {col.name for col in DATASETS[part.jeu].columns}
        for part in c.parts
    )


def for_table(
    tableau: Tableau, known: Mapping[str, Correspondance], jeu: str | None, annee: str | None
) -> Reconnaissance | None:
    """The table read by the mapping remembered for its headers; None when there is none, or for another data set."""
    met = ((titles, known.get(headers_mark(titles))) for titles in _titles(tableau))
    titles, c = next(((titles, c) for titles, c in met if c is not None), (tableau.entete, None))
    parts = [p for p in c.parts if jeu in (None, p.jeu)] if c is not None else []
    if not parts:
        return None
    written = {f: h for f, h in unnaming.titles_read(titles).items() if h in tableau.entete}
    together = {fold(h): h for h in tableau.entete if h not in titles}
    uai = sheet_school(tableau)
    return bind(tableau, joined([_for_headers(p, together | written, together, annee, uai) for p in parts]))


def for_other_sheets(tableau: Tableau, c: Correspondance) -> Correspondance:
    """The same mapping without the school that the name of the sheet tells: another sheet is of another school."""
    uai = sheet_school(tableau)
    parts = [
        replace(p, constantes={k: v for k, v in p.constantes.items() if k != "uai" or v != uai})
        for p in c.parts
    ]
    return joined(parts)


def _for_headers(
    c: Correspondance,
    written: Mapping[str, str],
    together: Mapping[str, str],
    annee: str | None,
    uai: str | None,
) -> Correspondance:
    """The mapping over the titles as they are written. `together`: those that this file has by what its cells say, and the one of which
    the mapping was kept may not have had.
    """
    columns = {name: written[fold(h)] for name, h in c.colonnes.items() if fold(h) in written}
    more, _ = matching.linked(DATASETS[c.jeu], together, None)
    columns = {name: h for name, h in more.items() if h not in columns.values()} | columns
    constants = {**matching.of_the_sheet(DATASETS[c.jeu], columns, uai), **c.constantes}
    if annee and any(col.name == "annee" for col in DATASETS[c.jeu].columns):
        constants["annee"] = annee
        columns.pop("annee", None)
    return replace(c, colonnes=columns, constantes=constants)


def remember(base: Base, droit: Droit, entete: Sequence[str], nom: str, c: Correspondance) -> None:
    """Keep a confirmed mapping for these headers, without those whom it names; it takes the place of an earlier one."""
    droit.require("retenir une correspondance")
    mark, name = headers_mark(entete), _name(nom)
    content = joined([_without_names(part, entete) for part in c.parts]).as_json()

    def work() -> None:
        with base.writing() as con:
            con.execute("DELETE FROM correspondance WHERE empreinte = $m", {"m": mark})
            con.execute(
                "INSERT INTO correspondance VALUES ($m, $nom, $c, $t)",
                {"m": mark, "nom": name, "c": content, "t": horloge.maintenant().replace(microsecond=0)},
            )

    journal.retry(work)


def naming(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The marks of the remembered mappings that name someone, kept by a version that left titles and values as they were."""
    rows = con.execute("SELECT empreinte, contenu FROM correspondance ORDER BY empreinte").fetchall()
    return [mark for mark, text in rows if _names(Correspondance.from_json(text))]


def _names(c: Correspondance) -> bool:
    return any(p != _without_names(p, list(p.colonnes.values())) for p in c.parts)


def _without_names(c: Correspondance, entete: Sequence[str]) -> Correspondance:
    return replace(
        c,
        colonnes={name: unnaming.title_kept(entete, h) for name, h in c.colonnes.items()},
        constantes=unnaming.constants_kept(c.jeu, c.constantes),
        valeurs=unnaming.values_kept(c.valeurs),
    )


def rename(base: Base, droit: Droit, empreinte: str, nom: str) -> None:
    """Give a remembered mapping another name."""
    droit.require("renommer une correspondance")
    name = _name(nom)

    def work() -> None:
        with base.writing() as con:
            con.execute(
                "UPDATE correspondance SET nom = $n WHERE empreinte = $m", {"n": name, "m": empreinte}
            )

    journal.retry(work)


def forget(base: Base, droit: Droit, empreinte: str) -> None:
    """Delete a remembered mapping; the imports made with it stay."""
    droit.require("supprimer une correspondance")

    def work() -> None:
        with base.writing() as con:
            con.execute("DELETE FROM correspondance WHERE empreinte = $m", {"m": empreinte})

    journal.retry(work)


def _name(nom: str) -> str:
    name = " ".join(nom.split())[:80]
    if not name:
        raise UsageIncorrect("Donnez un nom à la correspondance.")
    return name
