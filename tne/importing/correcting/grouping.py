"""The problems of a file as a person goes through them: alike ones together, one decision for all alike."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from tne.importing.correcting.emptying import Refus, goes_without
from tne.importing.model import Liaison, Probleme, Reconnaissance
from tne.importing.rows.nominative import hidden, unnamed
from tne.spec import Gravite, fold

_TITLES = {
    "valeur_absente": "Case à remplir",
    "personne_absente": "Personne que rien n'identifie",
    "doublon_different": "Doublons qui ne disent pas la même chose",
    "valeur_effacee": "Valeurs effacées par la source",
    "ecartees": "Lignes écartées",
    "reference_reprise": "Même référence pour des lignes différentes",
    "reference_remplacee": "Références d'enregistrements déjà importés",
    "reference_partagee": "Références de lignes d'un autre jour",
    "feuille_repetee": "Feuille qui en répète d'autres",
    "feuille_semblable": "Feuilles qui ont des lignes en commun",
    "feuille_douteuse": "Feuille dont le nom fait douter",
    "jours_a_venir": "Jours à venir",
    "lignes_annulees": "Lignes annulées qui comptent",
    "lignes_comptees_une_fois": "Lignes qui en valent peut-être plusieurs",
    "repetitions": "Cellules qui répètent celle du dessus",
    "hors_de_metropole": "Positions hors de la France métropolitaine",
    "hors_du_territoire": "Établissements hors du territoire",
    "nombres_fusionnes": "Nombres de cellules fusionnées",
    "lignes_repetees": "Lignes qui en répètent d'autres",
    "liste_de_contacts": "Liste de contacts, ou offre",
    "mois_d_abord": "Dates dont le mois est peut-être d'abord",
    "plusieurs_adresses": "Plusieurs adresses dans une cellule",
    "adresse_partagee": "Adresse de plusieurs noms",
    "adresse_sur_d_autres_lignes": "Adresse qui manque à des lignes de la même personne",
    "sans_annee": "Lignes sans année scolaire",
    "sessions_sans_annee": "Sessions sans année scolaire",
    "uai_de_la_feuille": "Établissement que dit le nom de la feuille",
    "feuille_masquee": "Feuille masquée qui n'est pas importée",
    "lignes_masquees": "Lignes masquées dans le tableur",
    "lignes_barrees": "Lignes barrées dans le tableur",
    "colonnes_masquees": "Colonnes masquées dans le tableur",
    "presences_en_parties": "Présences en plusieurs colonnes",
    "durees_calculees": "Durées calculées d'après les heures",
    "durees_non_calculees": "Lignes dont les heures ne donnent pas de durée",
    "autre_jour_de_la_semaine": "Dates d'un autre jour de la semaine",
    "pied": "Lignes de bas de tableau",
    "lignes_absentes": "Lignes qui ne sont plus dans le fichier",
    "peut_etre_deux_fois": "Enregistrements peut-être déjà importés",
    "import_garde": "Import qui n'est pas remplacé",
    "annee_de_la_feuille": "Année de la feuille et année de ses lignes",
    "annee_du_nom": "Année du nom du fichier et année de ses lignes",
    "annee_du_titre": "Année du titre et année des lignes",
    "annee_donnee": "Année donnée au fichier et années de ses lignes",
    "annee_des_dates": "Année des lignes et année de leurs dates",
    "deux_campagnes": "Réponses de deux campagnes",
    "parties_du_niveau": "Élèves d'une partie du niveau",
    "periode_du_nom": "Vues d'une période seule",
    "sessions_inconnues": "Sessions absentes du plan",
    "codes_autrement": "Sessions dont le code est peut-être écrit autrement",
    "etat_plus_ancien": "Lignes d'un import plus ancien",
    "fichier_lu_autrement": "Fichier déjà en vigueur",
    "vues_en_baisse": "Vues en baisse",
    "vues_en_morceaux": "Vues en plusieurs morceaux",
    "autres_operateurs": "Sessions d'un autre opérateur",
    "personnes_autrement": "Personnes connues autrement que dans un import antérieur",
    "personnes_ailleurs": "Personnes connues autrement que dans d'autres imports",
    "retrait_sans_objet": "Retraits sans objet",
    "retirer_invalide": "Mot non reconnu dans « Retirer »",
    "deja_importe": "Fichier déjà importé",
    "fichier": "Fichier refusé",
}
_NEAR = 0.6
# Remarks after which a figure may be wrong, or rows missing, unless someone looks.
_A_VERIFIER = frozenset(
    {
        *(
            "tableau_laisse",
            "archive",
            "duree_invraisemblable",
            "diapositive_inconnue",
            "jours_inverses",
            "jour_ou_mois",
            "mois_d_abord",
            "plusieurs_adresses",
            "adresse_partagee",
            "adresse_sur_d_autres_lignes",
            "liste_de_contacts",
            "lignes_annulees",
            "lignes_comptees_une_fois",
            "feuille_douteuse",
            "jours_a_venir",
            "lignes_repetees",
            "repetitions",
            "nombres_fusionnes",
            "hors_de_metropole",
            "hors_du_territoire",
            "sans_annee",
            "sessions_sans_annee",
            "feuille_masquee",
            "lignes_masquees",
            "lignes_barrees",
            "colonnes_masquees",
            "autre_jour_de_la_semaine",
            "presences_en_parties",
            "durees_non_calculees",
            "feuille_semblable",
            "colonnes_rivales",
            "colonne_absente",
            "entete_court",
            "cellules_en_trop",
        ),
        *(
            "fractions_de_jour",
            "notes_en_parts",
            "parties_du_niveau",
            "pourcent_en_part",
            "compte_a_decimales",
            "aucune_absence",
            "deux_campagnes",
            "mois_sans_date",
            "mois_entame",
            "mois_inconnu",
            "periode_du_nom",
            "formule_sans_valeur",
        ),
        *(
            "reference_remplacee",
            "reference_partagee",
            "peut_etre_deux_fois",
            "import_garde",
            "codes_autrement",
            "autres_operateurs",
            "vues_en_baisse",
            "vues_en_morceaux",
            "etat_plus_ancien",
            "fichier_lu_autrement",
            "annee_du_nom",
            "annee_du_titre",
            "annee_donnee",
            "annee_des_dates",
            "annee_de_la_feuille",
            "annee_invraisemblable",
            "doublon_different",
            "plus_de_filles",
            "plus_d_interesses",
        ),
    }
)


@dataclass(frozen=True)
class Groupe:
    """Problems of one kind in one column."""

    titre: str
    bloquant: bool
    problemes: tuple[Probleme, ...]

    @property
    def nombre(self) -> int:
        """How many there are."""
        return len(self.problemes)

    @property
    def a_verifier(self) -> bool:
        """True for remarks that someone should look at before the import; the others are only good to know."""
        return not self.bloquant and self.problemes[0].code in _A_VERIFIER


@dataclass(frozen=True)
class Valeur:
    """A refused text of a column, how many rows hold it, and the likeliest right one (empty without a good guess).

    `choix`: the few between which a person has to choose, where there is no likeliest one.
    `facultatif`: its rows go in without these cells.
    """

    entete: str
    texte: str
    nombre: int
    attendu: str
    proposition: str
    choix: tuple[str, ...] = ()
    facultatif: bool = False


def groups(problemes: Sequence[Probleme]) -> list[Groupe]:
    """By kind and column: blocking ones first, then the most frequent."""
    by: dict[tuple[bool, str], list[Probleme]] = {}
    for p in problemes:
        by.setdefault((p.gravite is not Gravite.BLOQUANT, _title(p)), []).append(p)
    ordered = sorted(by.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    return [Groupe(title, not remark, tuple(found)) for (remark, title), found in ordered]


def _title(p: Probleme) -> str:
    if p.code.endswith("_invalide") and p.code not in _TITLES:
        return f"Valeur non reconnue dans « {p.colonne} »"
    title = _TITLES.get(p.code)
    if title is None:
        # A rule of the data set, or a note of the reader: its sentence is its kind.
        return p.message.rstrip(".")
    return f"{title} : « {p.colonne} »" if p.code == "valeur_absente" else title


def refused_values(
    con: duckdb.DuckDBPyConnection, problemes: Sequence[Probleme], may: Collection[Refus] = ()
) -> list[Valeur]:
    """The distinct refused texts, most frequent first, with a suggestion: letter of an UAI, value of a list, school.

    `may`: the refusals that go where the cell is left empty (`emptying.may_be_empty`).
    """
    found = [
        p
        for p in problemes
        if p.gravite is Gravite.BLOQUANT
        and p.code.endswith("_invalide")
        and p.code != "retirer_invalide"
        and p.colonne
        and p.valeur
        and not hidden(p.valeur)
    ]
    counts = Counter((str(p.colonne), str(p.valeur)) for p in found)
    first = {(str(p.colonne), str(p.valeur)): p for p in reversed(found)}
    needed = {(str(p.colonne), str(p.valeur)) for p in found if not goes_without(p, may)}
    schools = _schools(con) if any(p.code == "uai_invalide" for p in found) else {}
    return [
        Valeur(
            header,
            text,
            number,
            p.message,
            p.suggestion or _nearest_school(p, schools),
            p.choix,
            (header, text) not in needed,
        )
        for (header, text), number in counts.most_common()
        for p in (first[header, text],)
    ]


def _schools(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Folded name, and name with commune → UAI of the school that alone bears it, empty where several do."""
    rows = con.execute(
        "SELECT uai, nom, commune FROM etablissement WHERE nom IS NOT NULL AND remplace_par IS NULL ORDER BY uai"
    ).fetchall()
    found: dict[str, set[str]] = {}
    for uai, nom, commune in rows:
        for words in (nom, f"{nom} {commune or ''}", f"{commune or ''} {nom}"):
            found.setdefault(fold(words), set()).add(uai)
    # One that several bear stays: nearer to itself than with the commune of any of them, it proposes none.
    return {words: next(iter(uais)) if len(uais) == 1 else "" for words, uais in found.items()}


def _nearest_school(p: Probleme, schools: Mapping[str, str]) -> str:
    if p.code != "uai_invalide" or not p.valeur:
        return ""
    near = difflib.get_close_matches(fold(p.valeur), list(schools), n=1, cutoff=_NEAR)
    return schools[near[0]] if near else ""


def rewrite(r: Reconnaissance, replacements: Mapping[tuple[str, str], str]) -> Reconnaissance:
    """The recognition with values rewritten: (header, text) → text, for all rows alike; part of the mapping.

    An empty text leaves the cells empty where rows may do without them.
    """
    liaisons: list[Liaison] = []
    for li in r.liaisons:
        values = {name: dict(v) for name, v in li.valeurs.items()}
        for c in (c for c in li.dataset.stored if c in li.lues or c.name in li.constantes):
            may = c.name in li.facultatives and not c.kind.libre
            for (header, old), new in replacements.items():
                # A text typed to take the place of another may name someone too: the journal would keep it.
                written = new.strip() and unnamed(new) == new
                if header == li.entete(c) and (written or (may and not new)):
                    values.setdefault(c.name, {})[old] = new.strip()
        liaisons.append(replace(li, valeurs=values))
    return replace(r, liaisons=tuple(liaisons))
