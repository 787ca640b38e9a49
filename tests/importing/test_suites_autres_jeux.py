"""Random sequences over the data sets that `test_suites_aleatoires` leaves, with cells to refuse, against the same model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importing.modele_independant import EFFACE, Import, Modele, Row
from tests.importing.scene import Scene, comptes, csv_bytes
from tests.importing.test_suites_aleatoires import COURTE, LONGUE, REMOVAL, check_counts, neuve

__all__ = ["neuve"]

MAL = "(mal)"  # the value of a cell that is refused
Cells = list[tuple[str, Any]]
Table = list[dict[str, tuple[str, Any]]]
UAI: Cells = [("0860002K", "0860002K"), (" 860799b", "0860799B"), ("086 0016 A", "0860016A")]
ANNEES: Cells = [("2022-2023", "2022-2023"), ("2023/2024", "2023-2024"), ("rentrée 2023", "2023-2024")]
NOMBRES: Cells = [("", None), ("3", 3), ("4,0", 4), ("1 000", 1000), ("ND", EFFACE), ("trois", MAL)]
TEXTES: Cells = [("", None), ("un", "un"), ("deux", "deux"), ("-", EFFACE)]
JOURS: Cells = [
    ("12/09/2023", date(2023, 9, 12)),
    ("2023-09-12", date(2023, 9, 12)),
    ("31/08/2023", date(2023, 8, 31)),
]
REFERENCES: Cells = [("", None), ("", None), ("r1", "R1"), ("R 2", "R 2")]
SESSION: dict[str, tuple[str, Cells]] = {
    "dispositif_code": ("Dispositif : code", [("23A0130001", "23A0130001"), ("22a0130001", "22A0130001")]),
    "module_code": ("Module : code", [("m1", "M1")]),
    "groupe_id": ("Groupe : identifiant", [("G1", "G1"), ("12,0", "12")]),
    "session_code": ("Session", [("1", "01"), ("001", "01"), ("02", "02")]),
}
CIBLE: dict[str, tuple[str, Cells]] = {
    "indicateur": (
        "Indicateur",
        [("formation.modules", "formation.modules"), ("Modules au plan de formation", "formation.modules")],
    ),
    "annee": ("Année scolaire", ANNEES),
    "departement": ("Département", [("86", "086"), ("086", "086"), ("Vienne", "086")]),
}
TABLES: dict[str, dict[str, tuple[str, Cells]]] = {
    "equipement": {
        "reference": ("Référence", REFERENCES),
        "annee": ("Année scolaire", [("", None), *ANNEES]),
        "date": ("Date", [("", None), ("NS", EFFACE), ("lundi", MAL), *JOURS]),
        "uai": ("UAI", [*UAI, ("0860001X", MAL)]),
        "type": ("Type", [("Lab", "Lab pédagogique"), ("socle", "Socle numérique")]),
        "etat": ("État", [("", None), ("commande", "Commandé"), ("COMMANDÉ", "Commandé")]),
        "quantite": ("Quantité", NOMBRES),
    },
    "numerixplore": {
        "reference": ("Référence", REFERENCES),
        "date": ("Date", JOURS),
        "uai": ("UAI", UAI),
        "eleves": ("Élèves de 4ème", NOMBRES),
        "satisfaction": ("Satisfaction", [("", None), ("3,5", 3.5), ("9", MAL), ("NS", EFFACE)]),
        "professions": ("Métiers présentés", TEXTES),
    },
    "session_complement": {
        **SESSION,
        "operateur": ("Opérateur", [("", None), ("SRANE", "SRANE"), ("Canopé", "Canopé")]),
        "heures": ("Heures", [("", None), ("6h", 6.0), ("3h30", 3.5), ("ND", EFFACE)]),
        "heures_hors_face_a_face": ("Heures hors face-à-face", [("", None), ("3", 3.0), ("aucune", MAL)]),
    },
    "objectif": {**CIBLE, "valeur": ("Objectif", [("12", 12.0), ("33,5", 33.5)]), "source": ("Source", TEXTES)},
    "effectif": {
        "annee": ("Année scolaire", ANNEES),
        "uai": ("UAI", UAI),
        "niveau": ("Niveau", [("4e", "4ème"), ("4EME", "4ème"), ("6ème", "6ème")]),
        "eleves": ("Élèves", [("24", 24), ("0", 0), ("NS", EFFACE), ("douze", MAL)]),
    },
    "etablissement": {
        "uai": ("UAI", UAI),
        "nom": ("Nom", [("A", "A"), ("Collège B", "Collège B")]),
        "commune": ("Commune", TEXTES),
        "etat": ("État", [("", None), ("OUVERT", "Ouvert"), ("Fermé", "Fermé"), ("ailleurs", MAL)]),
        "remplace_par": ("Remplacé par", [("", None), *UAI]),
        "date_fermeture": ("Date de fermeture", [("", None), ("NS", EFFACE), *JOURS]),
    },
    "inscription": {
        **SESSION,
        "etat": ("État de l'inscription", [("inscrite", "Inscrit"), ("Désisté", "Désisté")]),
        "presence": ("Présence", [("", None), ("P", "Présent"), ("ABSENTE", "Absent"), ("peut-être", MAL)]),
        "uai": ("UAI", [("", None), *UAI]),
        "personne": ("E-mail", [("a@ac.fr", "a"), ("A@AC.FR ", "a"), ("mailto:b@ac.fr", "b")]),
    },
}  # fmt: skip
CLES = {
    "equipement": ("reference",),
    "numerixplore": ("reference",),
    "session_complement": tuple(SESSION),
    "objectif": tuple(CIBLE),
    "effectif": ("annee", "uai", "niveau"),
    "etablissement": ("uai",),
    "inscription": (*SESSION, "personne"),
}
# Columns whose cells a row cannot do without.
REQUISES = {*SESSION, *CIBLE, "uai", "niveau", "eleves", "nom", "type", "personne"}
FACULTATIVES = {("numerixplore", "eleves"), ("inscription", "uai")}
# Refused for what it says, not for how it is written.
DE_LA_LIGNE = {"satisfaction"}


def year(day: date | str | None) -> str | None:
    if not isinstance(day, date):
        return None
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def year_of(jeu: str, row: Row) -> str | None:
    if jeu == "equipement":
        return row["annee"] or year(row["date"])
    if jeu == "numerixplore":
        return year(row["date"])
    if "dispositif_code" in row:
        return {"22": "2022-2023", "23": "2023-2024"}[row["dispositif_code"][:2]]
    return row.get("annee")


def with_year(jeu: str, content: dict[Any, Row]) -> dict[Any, Row]:
    """The records as they are shown: a year that is written where its date had said it already changes none."""
    return {key: {**row, "annee": year_of(jeu, row)} for key, row in content.items()}


class Fichier(Import):
    """An import whose rows are of the year that the model says."""

    @property
    def annees(self) -> set[str]:
        return {found for row in self.rows if (found := year_of(self.jeu, row))}


def rows(jeu: str) -> st.SearchStrategy[Table]:
    cells = {
        # A bad cell now and then.
        name: st.sampled_from([c for c in choices if c[1] != MAL] * 4 + [c for c in choices if c[1] == MAL])
        for name, (_, choices) in TABLES[jeu].items()
    }
    return st.lists(
        st.fixed_dictionaries({**cells, "retirer": st.sampled_from(REMOVAL)}), min_size=1, max_size=4
    ).map(lambda table: as_files_are(jeu, table))


def as_files_are(jeu: str, table: Table) -> Table:
    """Of one reference the rows say the same day and school, and what is taken out is named without a mistake: other tests'."""
    first: dict[Any, dict[str, tuple[str, Any]]] = {}
    found = []
    for row in table:
        if row["retirer"][1]:
            row = {
                k: next(c for c in TABLES[jeu][k][1] if c[1] != MAL) if v[1] == MAL else v
                for k, v in row.items()
            }
        known = first.setdefault(row.get("reference", ("", None))[1], row)
        if row.get("reference", ("", None))[1]:
            row = row | {k: known[k] for k in ("uai", "date") if k in row}
        found.append(row)
    return found


files = st.sampled_from(sorted(TABLES)).flatmap(lambda jeu: st.tuples(st.just(jeu), rows(jeu)))
number = st.integers(0, 20)
options = st.fixed_dictionaries(
    {
        "remplacer": st.sampled_from([False, False, False, True]),
        "valides_seulement": st.booleans(),
        "cellules_vides": st.sampled_from([False, False, True]),
    }
)
steps = st.one_of(
    st.tuples(st.just("importer"), files, options),
    st.tuples(st.just("importer"), files, options),
    st.tuples(st.just("encore"), number, options),
    st.tuples(st.just("annuler"), number),
    st.tuples(st.just("retablir"), number),
)


def optional(jeu: str) -> set[str]:
    """The columns whose cells a row may do without."""
    return {k for k in TABLES[jeu] if k not in REQUISES or (jeu, k) in FACULTATIVES}


def taken(jeu: str, table: list[Row], *, valides_seulement: bool, cellules_vides: bool) -> list[Row] | None:
    """The rows that go in; None for a file that is refused."""
    may = optional(jeu) - DE_LA_LIGNE
    emptied = [
        {k: None if v == MAL and cellules_vides and k in may else v for k, v in row.items()} for row in table
    ]
    good = [row for row in emptied if MAL not in row.values()]
    return good if good and (len(good) == len(table) or valides_seulement) else None


def same(scene: Scene, model: Modele) -> None:
    for jeu, columns in TABLES.items():
        names = [c for c in columns if c != "personne" and (jeu, c) != ("equipement", "annee")]
        expected = [tuple(row[c] for c in names) for row in model.contenu(jeu).values()]
        assert sorted(map(repr, scene.table(jeu, *names))) == sorted(map(repr, expected)), jeu


@dataclass
class Partie:
    """A base and its model; of each import of the model the number in the base, and the file with what was said of its cells."""

    scene: Scene
    model: Modele = field(default_factory=lambda: Modele(CLES))
    numbers: list[int] = field(default_factory=list)
    files: list[tuple[str, Any, bool]] = field(default_factory=list)

    def play(self, step: Any) -> None:
        """Do one step on the base and on the model; compare what it said it did."""
        if step[0] == "importer":
            self.bring(*step[1], step[2])
        elif self.files and step[0] == "encore":
            jeu, table, _ = self.files[step[1] % len(self.files)]
            self.bring(jeu, table, step[2])
        elif self.files:
            position = step[1] % len(self.files)
            known = self.model.imports[position]
            if known.annule == (step[0] == "retablir"):
                getattr(self.scene, step[0])(self.numbers[position])
                known.annule = not known.annule

    def bring(self, jeu: str, table: Table, options: dict[str, bool]) -> None:
        names = [*TABLES[jeu], "retirer"]
        header = [title for title, _ in TABLES[jeu].values()]
        source = csv_bytes([*header, "Retirer"], [[row[n][0] for n in names] for row in table])
        values = [{n: row[n][1] for n in names} for row in table]
        result = self.scene.un(source, jeu=jeu, memes_references=True, **options)
        kept = taken(
            jeu,
            values,
            valides_seulement=options["valides_seulement"],
            cellules_vides=options["cellules_vides"],
        )
        assert (result.etat == "refusé") == (kept is None)
        if kept is None:
            return
        mark = (jeu, table, options["cellules_vides"] and bool(optional(jeu)))
        if mark in self.files:
            known = self.model.imports[self.files.index(mark)]
            assert result.etat == ("rétabli" if known.annule else "déjà importé")
            known.annule = False
            known.remplace |= options["remplacer"]
            return
        before = self.model.contenu(jeu)
        self.model.imports.append(Fichier(jeu, kept, options["remplacer"]))
        self.files.append(mark)
        assert result.import_id is not None
        self.numbers.append(result.import_id)
        if not options["remplacer"]:
            said = comptes(result)
            assert said.pop("refusees", 0) == len(table) - len(kept)
            said["lues"] -= len(table) - len(kept)
            check_counts(said, with_year(jeu, before), with_year(jeu, self.model.contenu(jeu)), len(kept))


def run(steps: list[Any], neuve: Callable[[Path], Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        partie = Partie(Scene(neuve(Path(folder))))
        try:
            for step in steps:
                partie.play(step)
                same(partie.scene, partie.model)
                partie.scene.verifier(*TABLES)
        finally:
            partie.scene.base.close()


@settings(COURTE, max_examples=20)
@given(steps=st.lists(steps, min_size=2, max_size=8))
def test_the_base_is_what_the_model_says(neuve: Callable[[Path], Path], steps: list[Any]) -> None:
    run(steps, neuve)


@pytest.mark.long
@LONGUE
@given(steps=st.lists(steps, min_size=2, max_size=14))
def test_the_base_is_what_the_model_says_for_long(neuve: Callable[[Path], Path], steps: list[Any]) -> None:
    run(steps, neuve)


def test_a_year_that_its_date_had_said_already_is_no_change(neuve: Callable[[Path], Path]) -> None:
    dated = {
        "reference": ("R 2", "R 2"),
        "annee": ("", None),
        "date": ("12/09/2023", date(2023, 9, 12)),
        "uai": ("0860002K", "0860002K"),
        "type": ("Lab", "Lab pédagogique"),
        "etat": ("", None),
        "quantite": ("", None),
        "retirer": ("", False),
    }
    options = {"remplacer": False, "valides_seulement": False, "cellules_vides": False}
    said = {**dated, "annee": ("2023/2024", "2023-2024")}
    other = {**dated, "annee": ("2022-2023", "2022-2023")}
    run([("importer", ("equipement", [row]), options) for row in (dated, said, other)], neuve)
