"""Headers that nobody has seen: which column each may be, and what may be shown of it. Nothing here is applied by itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from tne.datasets import DATASETS, dataset
from tne.importing.headers import recognising
from tne.importing.headers.mappings import Correspondance
from tne.importing.rows.nominative import header_shown, is_a_record
from tne.kinds import UAI
from tne.reading import Tableau
from tne.spec import Column, Privacy, fold

_EXAMPLES, _LONGEST = 3, 40
_NEAR = 0.72
_LOOKED_AT = 200

# Headers under which people stand in sheets nobody has seen: those of our personal columns, and a few more words.
_PEOPLE = {
    fold(word)
    for d in DATASETS.values()
    for c in d.columns
    if c.privacy is Privacy.PERSONNEL
    for word in c.names
} | {
    "qui",
    "par",
    "agent",
    "personne",
    "contact",
    "referent",
    "correspondant",
    "principal",
    "principale",
    "proviseur",
    "proviseure",
    "directeur",
    "directrice",
    "chef",
    "adjoint",
    "adjointe",
    "gestionnaire",
    "auteur",
    "saisipar",
    "formateur",
    "formatrice",
    "stagiaire",
    "patronyme",
    "usuel",
    # When someone was born, and the number that says who: « Né(e) le ».
    "naissance",
    "nele",
    "neele",
    "matricule",
    "ine",
}
# One of these stands under its own title; more of them are counted, or said of what kind they are.
_SOMEONE = {
    *("apprenant", "apprenante", "eleve", "etudiant", "etudiante", "candidat", "candidate", "participant", "participante", "inscrit", "inscrite"),
    *("enseignant", "enseignante", "professeur", "professeure", "intervenant", "intervenante", "animateur", "animatrice", "mediateur", "mediatrice"),
    *("tuteur", "tutrice", "encadrant", "encadrante", "employe", "employee", "salarie", "salariee", "remplacant", "remplacante", "redacteur"),
    *("patient", "patiente", "client", "cliente", "usager", "usagere", "adherent", "adherente", "benevole", "beneficiaire", "parent", "mere", "pere"),
}  # fmt: skip
# Of these, what a title says of a thing too: « Nom de l'établissement ».
_ALSO_OF_THINGS = {"nom", "par", "personne", "professionnel", "professionnels"}
_THINGS = {
    "etablissement",
    "ecole",
    "college",
    "lycee",
    "structure",
    "commune",
    "ville",
    "module",
    "dispositif",
    "session",
    "groupe",
    "formation",
    "theme",
    "ressource",
    "video",
    "fichier",
    "lieu",
    "materiel",
    "nombre",
    "nb",
}
_FREE_TEXT = ("comment", "remarque", "observation", "avis", "note", "description", "precision")
# « Anne Durand », « DURAND Anne », « Mme Durand »: rather hide a school than show a colleague.
_FULL_NAME = re.compile(r"(?:(?:M\.|M|Mr|Mme|Mlle|Monsieur|Madame) .+)|[A-ZÀ-Ý][\w'’-]+ [A-ZÀ-Ý][\w'’-]+")


def _words(header: str) -> set[str]:
    return {fold(w) for w in re.split(r"[\W_]+", header)} - {""}


def _may_name(header: str) -> bool:
    """True for a title whose words speak of people, or of free text."""
    words = _words(header)
    of_people = words & (_PEOPLE | _SOMEONE)
    if words & _THINGS:
        of_people -= _ALSO_OF_THINGS | _SOMEONE
    return bool(
        of_people
        or fold(header) in _PEOPLE
        or recognising.names_someone(header)
        or any(w.startswith(_FREE_TEXT) for w in words)
    )


def examples(tableau: Tableau, header: str, personal: Sequence[str]) -> str | None:
    """A few values of a column, None where they could name someone or are free text."""
    if header in personal or _may_name(header):
        return None
    # Under no written title, or under a first record taken for titles, anything may stand.
    if header not in tableau.entete_brut or is_a_record(tableau.entete_brut):
        return None
    seen = _seen(tableau, header)
    if any(header_shown(v) != v or _FULL_NAME.fullmatch(v) for v in seen):
        return None
    shown = [v if len(v) <= _LONGEST else v[: _LONGEST - 1] + "…" for v in dict.fromkeys(seen)]
    return " · ".join(shown[:_EXAMPLES])


def _seen(tableau: Tableau, header: str) -> list[str]:
    column = tableau.colonne(header)
    return [str(v).strip() for v in column[:_LOOKED_AT].to_pylist() if v]


_A_DAY = frozenset({"date", "dates", "jour"})


def suggestions(tableau: Tableau, c: Correspondance) -> dict[str, str]:
    """Header → column that it may be, each column once: a person confirms it."""
    d = dataset(c.jeu)
    used = set(c.colonnes.values())
    free = [col for col in d.columns if col.name not in c.colonnes and col.name not in c.constantes]
    headers = [h for h in tableau.entete if h not in used and fold(h)]
    ranked = sorted(
        ((_likeness(tableau, h, col), -headers.index(h), h, col.name) for h in headers for col in free),
        key=lambda r: (-r[0], -r[1]),
    )
    found: dict[str, str] = {}
    for score, _, header, name in ranked:
        if score and header not in found and name not in found.values():
            found[header] = name
    return found


def _likeness(tableau: Tableau, header: str, column: Column) -> float:
    """0 for nothing in common; codes of schools count most, then a whole word, then « Date » alone for the day that is needed, then letters."""
    if column.kind is UAI and _holds_codes(_seen(tableau, header)):
        return 3.0
    names = {fold(n) for n in column.names} - {""}
    whole = max((len(w) for w in _words(header) & names), default=0)
    if whole >= 3:
        return 2.0 + whole / 100
    folded = fold(header)
    if folded in _A_DAY and column.kind.est_date and column.required:
        return 2.0
    near = max(difflib.SequenceMatcher(None, folded, n).ratio() for n in names)
    if near >= _NEAR:
        return 1.0 + near
    held = max((len(n) for n in names if len(n) >= 4 and (n in folded or folded in n)), default=0)
    return 0.5 + held / 100 if held else 0.0


def _holds_codes(values: Sequence[str]) -> bool:
    """Most values have the shape of a code of school, whatever their letter."""
    shaped = sum(bool(re.fullmatch(r"\d{6,7}[A-Za-z]", v.replace(" ", ""))) for v in values)
    return shaped * 2 > len(values)
