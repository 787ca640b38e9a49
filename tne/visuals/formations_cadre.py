"""What the visuals on trainings share: reservations, formats of tables, the order of their rows, bars by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from tne.filters import Filters, View
from tne.indicator import TRAITEES
from tne.indicators import kept_presence
from tne.queries import formations as questions
from tne.queries.group_persons import Famille
from tne.queries.masking import dite
from tne.typographie import MOIS, MOIS_COURTS, TIRET_ABSENT, cle_tri, entier, enumeration, pourcent, taux
from tne.visuals import fabrique
from tne.visuals.bars import Colonnes, lire
from tne.visuals.fabrique import LIMITE
from tne.visuals.lines import courbes
from tne.visuals.visual import MASQUE, PERSONNES, Visual

FAMILLE = "formations"
CHOIX_VIDE = "Aucune donnée pour ce choix d'établissements."
COMPTES_DE_PERSONNES = (
    "Participants",
    "Sollicités",
    "Inscrits",
    "Présents",
    "Absents",
    "Non traitées",
    "Enseignants",
)
"""Columns of the tables of this part that count persons."""
RANG_MOIS = {str(m): (m - 9) % 12 for m in range(1, 13)}
"""A school year begins in September."""


_INCONNUS = {
    "mois": ("Date inconnue", "n'a de date connue : elle vient du plan et des sessions de Sofia-FMO"),
    "operateur": ("Opérateur non déclaré", "n'a d'opérateur déclaré : il vient des compléments des sessions"),
    "modalite": (
        "Modalité non renseignée",
        "n'a de modalité connue : elle vient du plan et des sessions de Sofia-FMO",
    ),
}
"""Dimension → the value of sessions of which it is not known (`v_combinaison`), and why."""


def connue(dimension: str, valeur: str) -> bool:
    """False of the value of sessions of which it is not known: a bar shows them, no sentence compares the others with them."""
    return valeur != _INCONNUS.get(dimension, ("", ""))[0]


def tous_inconnus(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    code: str,
    titre: str,
    jeux: Sequence[str],
    coupe: tuple[str, Iterable[str]],
) -> Visual | None:
    """Where a cut (dimension, its values) has nothing to compare, since no session says it: that, for one bar would be of none."""
    dimension, valeurs = coupe
    inconnu, pourquoi = _INCONNUS.get(dimension, ("", ""))
    if not inconnu or set(valeurs) != {inconnu}:
        return None
    notes = [reserve(con, filters, view)]
    return fabrique.rien(
        con, filters, f"{FAMILLE}.{code}", titre, f"Aucune session {pourquoi}.", jeux, notes, etat="calculé"
    )


AUCUNE_PRESENCE = "Aucune présence n'est encore traitée : on ne sait pas encore qui a suivi un module."


def non_traitees(con: duckdb.DuckDBPyConnection, annees: Iterable[str]) -> frozenset[str]:
    """Those of these school years that hold registrations of which none is processed: who came is not known, nobody or all."""
    held = kept_presence(con)
    return frozenset(a for a in annees if ("inscription", a) in held and (TRAITEES, a) not in held)


def sans_donnees(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    code: str,
    sujet: str,
    manque: str,
    jeux: Sequence[str],
    choix: str = "",
    requis: int = 1,
) -> Visual:
    """The form without enough data: what cannot be said, and why (nothing imported, nothing chosen, or not for readers).

    `sujet` opens the title (« Absence par module »), `manque` says what would bring the data, `choix` why nothing of the
    choice could have any, where that is known. Without the first `requis` of `jeux` there is no figure.
    """
    # What no school has is hidden from nobody: « Effectif trop petit » would be read of a plan that is not imported.
    importe = not fabrique.absents(con, filters, jeux[:requis])
    if "inscription" in jeux and filters.annees and not fabrique.absents(con, filters, jeux):
        attente = non_traitees(con, filters.annees) == set(filters.annees)
        choix = choix or (AUCUNE_PRESENCE if attente else "")
    tu = reserve(con, filters, view) if importe else ""
    vide = pd.DataFrame({"Année": pd.Series([], dtype=str)})
    return fabrique.visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=f"{sujet} : rien à montrer pour ce choix",
        donnees=vide,
        formats={"Année": "texte"},
        alternative=choix or tu or (CHOIX_VIDE if importe and filters.par_etablissement else manque),
        jeux=jeux,
        # What is kept from a reader is there.
        etat="calculé" if tu and not choix else "absent",
    )


def annee_du_titre(annees: Sequence[str]) -> str:
    """Over several years a title speaks of the last one, and the line under it says so."""
    return f" Le titre parle de {annees[-1]}." if len(annees) > 1 else ""


_NOMS = {"module": "module", "operateur": "opérateur", "modalite": "modalité"}


def en_plus(valeurs: int, dimension: str, limite: int = LIMITE) -> str:
    """What bars leave out, told after the sentence under the title: « 3 autres modules dans les données. »."""
    mots = fabrique.en_plus(valeurs, _NOMS[dimension], limite)
    return f" {mots}." if mots else ""


def nommes_par_code(con: duckdb.DuckDBPyConnection, dimension: str, annees: Sequence[str]) -> str:
    """Why modules are told by their code: no plan of one of these years is imported. "" where it is, or of another `dimension`."""
    held = kept_presence(con)
    sans = [a for a in annees if ("module", a) not in held]
    if dimension != "module" or not sans:
        return ""
    return f"Le plan de formation n'est pas importé pour {enumeration(sans)} : ses modules portent leur code."


def reserve(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    *,
    par_groupe: bool = False,
) -> str:
    """What a reader does not see of these counts, as a sentence; "" when all is shown. `par_groupe`: by type or secteur."""
    return dite(questions.reserve(con, filters, view, famille, par_groupe=par_groupe))


def reel(valeur: Any) -> float | None:
    """A number, or None for every kind of missing value that a frame may hold."""
    return None if valeur is None or pd.isna(valeur) else float(valeur)


def formats_de(table: pd.DataFrame, **choisis: str) -> dict[str, str]:
    """Formats by column: the chosen ones (spaces as `_`), whole numbers where the column holds numbers, of persons for those
    of `COMPTES_DE_PERSONNES`, else text.
    """
    found = {}
    for c in table.columns:
        key = str(c).replace(" ", "_")
        # Only a column of mixed cells is searched: there may be a row for each session.
        kinds = set(map(type, table[c])) if table[c].dtype == object else ()
        numeric = any(issubclass(k, (int, float)) and not issubclass(k, bool) for k in kinds)
        numeric = numeric or (is_numeric_dtype(table[c].dtype) and not is_bool_dtype(table[c].dtype))
        entiers = PERSONNES if c in COMPTES_DE_PERSONNES else "entier"
        found[str(c)] = choisis.get(key, entiers if numeric else "texte")
    return found


def taux_mots(numerateur: float | None, denominateur: float | None) -> str:
    """« 33 % · 429 sur 1 301 »; the dash when there is nothing to divide by."""
    return f"{pourcent(taux(numerateur, denominateur))} · {entier(numerateur)} sur {entier(denominateur)}"


def dire(frame: Colonnes) -> str:
    """Every row in words for a text alternative: « Public, 2023-2024 : 49 % · 471 sur 960 »."""
    rows = zip(frame["valeur"], frame["annee"], frame["mots"], strict=True)
    return " ; ".join(f"{valeur}, {annee} : {mots}" for valeur, annee, mots in rows)


def garder(colonnes: Mapping[str, Sequence[Any]], lignes: Iterable[int]) -> dict[str, list[Any]]:
    """These rows of the columns, in that order."""
    rangs = list(lignes)
    return {nom: [cellules[i] for i in rangs] for nom, cellules in colonnes.items()}


def ordonner(colonnes: dict[str, list[Any]], dimension: str) -> dict[str, list[Any]]:
    """Months in the order of the school year under their names; other values in that of a dictionary, each by year."""
    couples = list(zip(colonnes["valeur"], colonnes["annee"], strict=True))
    if dimension != "mois":
        mots = [(cle_tri(v), a) for v, a in couples]
        return garder(colonnes, sorted(range(len(mots)), key=mots.__getitem__))
    rangs = [(RANG_MOIS.get(v, 12), a) for v, a in couples]
    tri = garder(colonnes, sorted(range(len(rangs)), key=rangs.__getitem__))
    noms = {str(m): MOIS[m - 1] for m in range(1, 13)}
    return tri | {"valeur": [noms.get(v, v) for v in tri["valeur"]]}


def barres_par_annee(
    frame: Colonnes,
    *,
    tri: bool = True,
    maximum: float | None = None,
    accent: Sequence[str] | None = None,
    limite: int = LIMITE,
    mois: bool = False,
    unite: str = "",
    absent: str = TIRET_ABSENT,
    taille: float = 1,
) -> dict[str, Any]:
    """`fabrique.par_annee` of `frame`: columns valeur (the label), annee, n, and mots, which may say « masqué ». `mois`: the
    labels are months, all of them, which several years compare as lines over `unite`.
    """
    colonnes = lire(frame, ("valeur", "annee", "n", "mots"))
    couples = zip(colonnes["n"], colonnes["mots"], strict=True)
    colonnes["n"] = [MASQUE if t == MASQUE else reel(v) for v, t in couples]
    annees = sorted(set(colonnes["annee"]))
    if mois and len(annees) > 1:
        return _mois_par_annee(colonnes, annees, unite, taille)
    tri = tri and not mois
    return fabrique.par_annee(
        colonnes,
        "valeur",
        "n",
        "mots",
        famille=FAMILLE,
        limite=limite if tri else 12,
        total=maximum,
        tri=tri,
        accent=accent,
        absent=absent,
        taille=taille,
    )


def _mois_par_annee(
    colonnes: Mapping[str, Sequence[Any]], annees: list[str], unite: str, taille: float
) -> dict[str, Any]:
    """One line per year over the months of a school year; a month without sessions, or masked, breaks the line."""
    ordre = [m for m in (MOIS[(r + 8) % 12] for r in range(12)) if m in colonnes["valeur"]]
    large: dict[str, list[Any]] = {"mois": [MOIS_COURTS[MOIS.index(m)] for m in ordre]}
    for annee in annees:
        rows = zip(colonnes["valeur"], colonnes["annee"], colonnes["n"], strict=True)
        une = {m: v for m, a, v in rows if a == annee}
        large[annee] = [None if une.get(m) == MASQUE else une.get(m) for m in ordre]
    return courbes(
        pd.DataFrame(large, dtype=object), "mois", annees, famille=FAMILLE, unite=unite, taille=taille
    )
