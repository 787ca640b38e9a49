"""What can be declared about data: kinds of value, columns, data sets, forms of exports.

Nothing here reads or draws. Tables, header matching, checks, templates, messages, documentation and
tests are all derived from these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from tne.folding import sans_accents


class Privacy(Enum):
    """Who may ever see a column. There is no default: a column without a decision does not exist."""

    PUBLIC = "public"
    INTERNE = "interne"  # free text: coordinators only, never in slides or documents
    PERSONNEL = "personnel"  # hashed to count persons, or dropped; never stored


class Gravite(Enum):
    """Whether a problem stops a row or is only reported."""

    BLOQUANT = "bloquant"
    AVERTISSEMENT = "avertissement"


class Nommes(Enum):
    """Who may stay named inside the texts of a column (`tne.persons.nommes`). Addresses and numbers go out of all but `SIGNES`."""

    PERSONNE = "personne"  # a civility and a name are taken out
    LIEUX = "lieux"  # hand-written names of schools and communes: « Mme de Sévigné » alone may be one
    OEUVRES = "oeuvres"  # titles, which name writers and characters: names are only told
    CODES = (
        "codes"  # of records, where « M » alone is a letter: a civility and a name are taken for a person's
    )
    IDENTIFIANTS = "identifiants"  # of a record elsewhere: only addresses are taken out, its figures may look like any number
    OFFICIELS = (
        "officiels"  # official lists of places, coordinates: names stay, one that no place bears is told
    )
    SIGNES = "signés"  # texts that the coordinator publishes under their name: all is told, nothing taken out


# Marks a source writes on purpose where it has no value. They erase an older value; an empty cell never does.
VIDER = "#VIDER"  # the one that is no source's: who fills a file by hand writes it, and what the screen writes in a cell emptied there
MARQUES = ("NS", "ND", "NC", "-", VIDER)
# What databases, R and Python write where a cell is empty: they erase nothing.
SANS_VALEUR = ("\\N", "NULL", "(null)", "NA", "<NA>", "NaN", "NaT", "None")


def ecritures(marques: Sequence[str]) -> tuple[str, ...]:
    """The marks as hands and word processors write them too: « nc », « n.c. », the longer strokes of a hyphen."""
    found: list[str] = []
    for marque in marques:
        dotted = ".".join(marque)
        letters = (marque, dotted, f"{dotted}.") if marque.isalpha() else (marque,)
        found += [
            *letters,
            *(m.lower() for m in letters if marque.isalpha()),
            *("–—" if marque == "-" else ""),
        ]
    return tuple(found)


@dataclass(frozen=True)
class Kind:
    """How the text of a cell becomes a value.

    `sql` is an expression over `{x}`, a non-blank trimmed text, giving the typed value or NULL when the text
    does not fit. `valides` pairs texts with the value they give, `invalides` are texts refused: the tests run both.
    """

    name: str
    libelle: str
    type_sql: str
    sql: str
    attendu: str
    valides: tuple[tuple[str, Any], ...]
    invalides: tuple[str, ...]
    marques: tuple[str, ...] = MARQUES
    vides: tuple[str, ...] = ()  # texts by which a source writes that a cell is empty: they erase nothing
    valeurs: tuple[str, ...] = ()  # the closed list, for choices; empty where it is too long to be shown
    libre: bool = False  # any text is a value, and is kept as it was written
    ferme: bool = False  # a closed list: the nearest of its texts is worth a suggestion
    format: str = "texte"  # how a screen or a document writes it: texte, entier, decimal, date
    minimum: int | None = None  # of a number, both included; None where it has none
    maximum: int | None = None
    trop_grand: str = ""  # what may have happened to a number whose size is beyond the maximum

    @property
    def est_date(self) -> bool:
        """True for a day, with its hour or without."""
        return self.type_sql in ("DATE", "TIMESTAMP")


@dataclass(frozen=True)
class Column:
    """One declared column. `aliases` are other headers met in real files, compared after folding."""

    name: str
    label: str
    kind: Kind
    privacy: Privacy
    help: str = ""
    aliases: tuple[str, ...] = ()
    plutot: tuple[str, ...] = ()  # aliases that win over the label: « UAI » may be of the place beside them
    required: bool = False
    deduit: str = ""  # SQL over the row's typed columns, used where the cell is empty
    deduit_avec: tuple[str, ...] = ()  # the table must have one of these columns to do without this one
    coche: tuple[str, str] | None = (
        None  # a column to tick: the column it fills and the value; not stored itself
    )
    si_absente: str = ""  # what the preview says of a file without this column
    identite: str = ""  # for personal columns that count persons: email, numen, nom, prenom
    personnes: bool = False  # the value is a number of persons (small counts must be masked)
    nommes: Nommes = Nommes.PERSONNE  # for texts: who may stay named in them
    du_fichier: bool = False  # says of what day the file is, not what the record is: another one is no change

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers under which people write this column, its own first."""
        return (self.label, *self.aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """Those, and the name that exact exports give it."""
        return (self.label, self.name, *self.aliases)


@dataclass(frozen=True)
class Check:
    """A rule between the columns of one row: `sql` is true when the row is right (NULL counts as right)."""

    code: str
    colonne: str
    sql: str
    message: str
    gravite: Gravite = Gravite.BLOQUANT
    hors_forme: bool = False  # only for tables that are no known export


@dataclass(frozen=True)
class Alerte:
    """What to say of a whole file: `sql` is an aggregate over its accepted rows, true when there is something to say."""

    code: str
    sql: str
    message: str


@dataclass(frozen=True)
class Dataset:
    """A data set: one log, one current table. `help` begins with the grain."""

    name: str
    title: str
    help: str
    demander: str  # from whom to ask the export, where to click, in what month
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()  # empty: all columns + occurrence number in the file
    sans_cle: str = (
        ""  # what is to be done with a table that has no column of the key: one value would make its rows one
    )
    annee: str = ""  # SQL over the columns giving the school year ("annee" where it is a column)
    si_gardees: str = (
        ""  # what becomes of the rows of earlier files that a new one no longer holds, where they are kept
    )
    annee_ailleurs: bool = False  # where it gives none, another data set may, or none is needed
    checks: tuple[Check, ...] = ()
    alertes: tuple[Alerte, ...] = ()
    departement: str = ""  # SQL giving the 3-character département; rows of elsewhere are set aside
    licence: str = ""
    famille: str = "neutre"
    signature: tuple[str, ...] = ()  # columns whose header must be there for the data set to be recognised
    ecarte_sans: str = ""  # a column without which a row of a public file is set aside and told, not refused
    # A header that may mean something else, and what to ask then; of `banals`, where no other header is read.
    equivoque: tuple[str, str] = ("", "")
    jamais: tuple[str, ...] = ()  # headers that say that a table is about something else
    # Headers that say so too where none of these columns is read.
    jamais_sans: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    entourage: tuple[
        str, ...
    ] = ()  # what such a list may hold besides: with anything else, it is asked about
    # Headers of sheets about anything: only where there is no other one is what stands beside them asked about.
    banals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [c.name for c in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: colonne déclarée deux fois")
        missing = [k for k in self.key if k not in names and k != "personne"]
        if missing:
            raise ValueError(f"{self.name}: clé inconnue {missing}")

    def column(self, name: str) -> Column:
        """The declared column of that name. KeyError if there is none."""
        for c in self.columns:
            if c.name == name:
                return c
        raise KeyError(name)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that reach a table: everything but the personal ones, and those ticked for another one."""
        return tuple(c for c in self.columns if c.privacy is not Privacy.PERSONNEL and c.coche is None)

    @property
    def textes(self) -> tuple[Column, ...]:
        """The stored columns that keep a text as it was written."""
        return tuple(c for c in self.stored if c.kind.libre)

    @property
    def codes(self) -> tuple[Column, ...]:
        """The stored columns of words that keep no free text: codes, UAI, words of a list."""
        return tuple(c for c in self.stored if c.kind.type_sql == "VARCHAR" and not c.kind.libre)

    def coches(self, name: str) -> tuple[Column, ...]:
        """The columns that are ticked for that one."""
        return tuple(c for c in self.columns if c.coche is not None and c.coche[0] == name)

    @property
    def identites(self) -> tuple[Column, ...]:
        """The personal columns from which a person is counted."""
        return tuple(c for c in self.columns if c.identite)

    @property
    def nominatif(self) -> bool:
        """True when rows are about persons counted through a keyed hash."""
        return bool(self.identites)

    @property
    def of_the_file(self) -> frozenset[str]:
        """The names of the columns that say of what day a file is, not what a record is."""
        return frozenset(c.name for c in self.stored if c.du_fichier)

    @property
    def of_the_year(self) -> tuple[Column, ...]:
        """The columns that the school year of a record depends on."""
        return tuple(c for c in self.stored if re.search(rf"\b{c.name}\b", self.annee))

    def headers_of_others(self, read: Collection[str]) -> tuple[str, ...]:
        """The headers that say that a table of which these columns are read is about something else."""
        beside, own = self.jamais_sans
        return self.jamais if any(name in read for name in own) else (*self.jamais, *beside)

    @property
    def par_reference(self) -> bool:
        """True for hand-kept sheets whose `reference` column is the key as soon as it is filled."""
        return any(c.name == "reference" for c in self.columns)


@dataclass(frozen=True)
class Ecart:
    """Rows of an export that are not records of ours. `sql` is over the raw cells, named by `{Header}`."""

    code: str
    sql: str
    message: str


@dataclass(frozen=True)
class Feed:
    """What one data set takes from a form.

    `headers` overrides the data set's own header matching (header of the export → column), `constants` gives
    values the export does not carry, `values` rewrites cells before they are typed (column → text → text).
    """

    dataset: str
    headers: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)  # column → the column whose header it shares
    exclusif: bool = False  # only `headers` count, the data set's aliases are not tried
    sauf: tuple[str, ...] = ()  # columns whose own aliases are not tried
    sans_cle: bool = False  # the source has no identifier: all columns + occurrence make the key
    datee: bool = False  # the date of the period may follow its headers: « Vue du mois octobre 2024 »


@dataclass(frozen=True)
class Form:
    """How a real export looks: recognised by `signature` headers (folded), never by its file name."""

    name: str
    title: str
    signature: tuple[str, ...]
    feeds: tuple[Feed, ...]
    ecarts: tuple[Ecart, ...] = ()
    personnels: tuple[str, ...] = ()  # headers that name someone: dropped, never shown, not even as examples
    feuille: str = ""
    origine: str = ""  # the operator behind the export, in words
    annee_requise: bool = False  # the rows do not say their campaign: it is declared for the file
    jours_du_nom: bool = False  # the tool names the file after the first and last day that it counts
    voulu: str = ""  # the data set that the export is wanted for: told where its columns are not there
    refus: str = ""  # an export that is told from the right one, and refused with these words
    sauf: tuple[str, ...] = ()  # not where one of these headers is there
    autres: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # other writings of the headers named here
    partout: tuple[
        str, ...
    ] = ()  # of these, those that tables of anything have: something else must say what this is

    replis: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # header → others, of which the only one filled stands for it where it is empty

    def signature_in(self, headers: Mapping[str, str]) -> bool:
        """True when these folded headers hold the signature as it is written here."""
        return all(fold(s) in headers for s in self.signature)

    def named(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Folded header → header as written, and each header of this form under its own name, however it is written."""
        found = dict(headers)
        for name, others in self.autres.items():
            met = [headers[fold(o)] for o in others if fold(o) in headers]
            if met:
                found.setdefault(fold(name), met[0])
        return found


_NON_ALNUM = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold a header or a closed-list value for comparison: case, accents, ligatures, punctuation and spaces."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    return _NON_ALNUM.sub("", sans_accents(text).casefold())
