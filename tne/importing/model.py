"""The values that travel through an import: what was recognised, what is wrong, what was counted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tne.forms.reponses import INACHEVEES
from tne.importing.rows.nominative import header_shown
from tne.reading import Tableau
from tne.spec import Column, Dataset, Form, Gravite, fold

# A header any of our sheets may carry: « oui » takes the row's record out of the base, and is undone like any import.
RETIRER = "Retirer"
# The source of entries by hand. They are no full state: a later one never stands for an earlier one.
SAISIE = "saisie"


@dataclass(frozen=True)
class Probleme:
    """One thing to tell about a row, with its place. `ligne` is the line in the file or sheet, 0 for the whole."""

    feuille: str | None
    ligne: int
    colonne: str | None
    valeur: str | None
    code: str
    message: str
    suggestion: str | None = None
    gravite: Gravite = Gravite.BLOQUANT
    choix: tuple[str, ...] = ()  # where no one value is likelier: those between which to choose

    def as_dict(self) -> dict[str, Any]:
        """The documented JSON form. Scripts rely on these names."""
        return {k: v for k, v in asdict(self).items() if k not in ("gravite", "choix")}


def remark(sheet: str | None, line: int, value: str | None, code: str, message: str) -> Probleme:
    """What is told of a line, or of a whole (line 0), and refuses nothing."""
    return Probleme(sheet, line, None, value, code, message, gravite=Gravite.AVERTISSEMENT)


def place_in_import(number: int, feuille: str | None, ligne: int) -> str:
    """Where an import holds a row: two sheets of a workbook have a line 3."""
    sheet = f"feuille « {feuille} », " if feuille else ""
    return f"import n° {number}, {sheet}ligne {ligne}"


@dataclass(frozen=True)
class Comptes:
    """Each record read falls in exactly one of the others: `lues` is always their sum."""

    lues: int = 0
    ajoutees: int = 0
    modifiees: int = 0
    inchangees: int = 0
    doublons: int = 0
    ecartees: int = 0
    refusees: int = 0

    def __add__(self, other: Comptes) -> Comptes:
        return Comptes(**{k: v + getattr(other, k) for k, v in asdict(self).items()})

    def sans_ecriture(self, restent: Comptes | None = None) -> Comptes:
        """Of a file of which nothing is written: what it would have added or changed stays as it is.

        `restent`: the counts once it was redone; only what is still to be added or changed then was not written.
        """
        left = restent or self
        kept = self.ajoutees + self.modifiees + self.inchangees
        added, changed = max(0, self.ajoutees - left.ajoutees), max(0, self.modifiees - left.modifiees)
        return replace(self, ajoutees=added, modifiees=changed, inchangees=kept - added - changed)

    @property
    def juste(self) -> bool:
        """The accounting identity."""
        parts = (
            self.ajoutees + self.modifiees + self.inchangees + self.doublons + self.ecartees + self.refusees
        )
        return self.lues == parts


@dataclass(frozen=True)
class Laissees:
    """The headers of one table that nothing reads; `feuille` is None where the file has no sheets."""

    feuille: str | None
    colonnes: tuple[str, ...]


@dataclass(frozen=True)
class Resultat:
    """What one file did, or would do, to one data set. `import_id` is None when nothing was written."""

    fichier: str
    jeu: str | None
    import_id: int | None
    etat: str  # importé, déjà importé, rétabli, refusé, aperçu
    comptes: Comptes
    problemes: tuple[Probleme, ...] = ()
    annees: tuple[str, ...] = ()
    absentes: int = 0  # rows of earlier imports of the same perimeter that this file no longer holds
    laissees: tuple[Laissees, ...] = ()  # of its tables, in their order
    issue: str = ""  # of a file refused for some of its rows: how a command takes the others

    def as_dict(self) -> dict[str, Any]:
        """The documented JSON form of the command line."""
        return {
            "fichier": self.fichier,
            "jeu": self.jeu,
            "import_id": self.import_id,
            **asdict(self.comptes),
            "problemes": [p.as_dict() for p in self.problemes],
            "colonnes_laissees": [asdict(one) for one in self.laissees],
        }

    def refuse(self) -> Resultat:
        """The same counts for a file that was not written."""
        return replace(self, import_id=None, etat="refusé")


@dataclass(frozen=True)
class Staged:
    """One data set of a file: its result so far, and the temporary table of its rows."""

    result: Resultat
    dataset: Dataset
    table: str
    version: int  # of the data that it was compared with
    empreinte: str | None = None  # of the secret that counted its persons
    a_verser: str = ""  # the rows that the log does not hold yet, where it holds some


@dataclass(frozen=True)
class Liaison:
    """How one data set reads one table: column → header, constants, rewritten values."""

    dataset: Dataset
    colonnes: Mapping[str, str]
    constantes: Mapping[str, str] = field(default_factory=dict)
    valeurs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sans_cle: bool = False
    vides: frozenset[str] = frozenset()  # columns of which the cells that would be refused are left empty

    @property
    def lues(self) -> tuple[Column, ...]:
        """The stored columns that the table gives, under a header of their own or by boxes ticked for them."""
        d = self.dataset
        return tuple(
            c
            for c in d.stored
            if any(n in self.colonnes for n in (c.name, *(box.name for box in d.coches(c.name))))
        )

    @property
    def facultatives(self) -> frozenset[str]:
        """Those whose cells a row may do without: not required, and no part of its key."""
        d = self.dataset
        return frozenset(c.name for c in self.lues if not c.required and c.name not in d.key)

    def entete(self, c: Column) -> str:
        """The header under which the cells of a column are told; its label where boxes give it."""
        return self.colonnes.get(c.name, c.label)


@dataclass(frozen=True)
class Reconnaissance:
    """A table of a file and what it feeds."""

    tableau: Tableau
    form: Form | None
    liaisons: tuple[Liaison, ...]
    ignorees: tuple[str, ...]  # headers kept out of the base
    personnelles: tuple[str, ...]  # headers that name someone: hashed or dropped, never shown
    origine: str = ""  # the perimeter's source where the headers do not tell it

    @property
    def a_la_main(self) -> bool:
        """True of what was typed in: no file stands behind it, and its references are those that the page gave."""
        return self.origine == SAISIE

    @property
    def source(self) -> str:
        """The perimeter's source: the form's name, `modele` for our own sheets, else what the headers are.

        Two exports of different layouts are never full states of one another.
        """
        if self.origine:
            return self.origine
        if self.form:
            return self.form.name
        ours = {fold(c.label) for li in self.liaisons for c in li.dataset.columns} | {fold(RETIRER)}
        # Of a table beside another, « UAI (2) » is called « UAI » as it is when it stands alone.
        low = dict(zip(self.tableau.entete, self.tableau.entete_bas, strict=False))
        alone = {h: re.sub(r" \(\d+\)$", "", h) for h in self.tableau.entete}
        headers = sorted({fold(bare if low.get(h) == bare else h) for h, bare in alone.items()})
        if ours.issuperset(headers):
            return "modele"
        return "colonnes " + hashlib.sha256("\n".join(headers).encode()).hexdigest()[:12]

    @property
    def ecartante(self) -> Form | None:
        """The form that says which rows are no records: of records of the field written in a tool of forms, that of the tool."""
        if self.form:
            return self.form
        headers = {fold(h): h for h in self.tableau.entete}
        return next((f for f in INACHEVEES if f.signature_in(f.named(headers))), None)

    @property
    def laissees(self) -> tuple[str, ...]:
        """The headers left aside, as they may be shown: one may be the name or the address of someone."""
        return tuple(header_shown(h) for h in self.ignorees)

    @property
    def titre(self) -> str:
        """What it was recognised as, in words."""
        if self.form:
            return self.form.title
        return ", ".join(dict.fromkeys(li.dataset.title for li in self.liaisons))

    def correspondance(self) -> dict[str, Any]:
        """The mapping as JSON: part of an import's identity, and what is remembered for the same headers."""
        return {
            "forme": self.form.name if self.form else None,
            "feuille": self.tableau.feuille,
            "jeux": [
                {
                    "jeu": li.dataset.name,
                    "colonnes": dict(sorted(li.colonnes.items())),
                    "constantes": dict(sorted(li.constantes.items())),
                    "valeurs": {k: dict(sorted(v.items())) for k, v in sorted(li.valeurs.items())},
                    **({"vides": sorted(li.vides)} if li.vides else {}),
                }
                for li in self.liaisons
            ],
        }


def identite(
    sha256: str,
    reconnaissances: tuple[Reconnaissance, ...],
    corrections: Mapping[str, str],
    territoire: tuple[str, ...] = (),
) -> str:
    """What makes an import the same one again: the bytes, the data sets, the mapping, the corrections.

    The territory belongs to the mapping where it decides which rows are ours: a national file is another import
    for another territory.
    """
    content: list[Any] = [
        sha256,
        [r.correspondance() for r in reconnaissances],
        dict(sorted(corrections.items())),
    ]
    if any(li.dataset.departement for r in reconnaissances for li in r.liaisons):
        content.append(sorted(territoire))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Options:
    """What the user decides about a file. All of it is part of the same path on screen and in commands."""

    jeu: str | None = None
    annee: str | None = None
    valides_seulement: bool = False
    remplacer: bool = False
    avec_demo: bool = False
    demo: bool = False
    cellules_vides: bool = False  # leave empty the refused cells that a row may do without
    compter_deux_fois: bool = False  # also where nothing tells that persons are those of an earlier import
    memes_references: bool = False  # also where most references stand for records of another day or school
    retirer_demo: bool = False  # take the demonstration out in the same transaction
    version: int | None = None  # of the data that it was made on: it is not written over later ones
    corrections: Mapping[str, str] = field(default_factory=dict)  # "sheet!line!header" → new text
