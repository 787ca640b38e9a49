"""Real exports are full states: which earlier imports a new file stands for, and which of their rows it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from tne.datasets import DATASETS
from tne.datasets.plan import CLE_SESSION
from tne.db import log_table
from tne.importing import journal
from tne.importing.model import SAISIE, Probleme, Reconnaissance, Resultat, Staged, place_in_import, remark
from tne.importing.remarks.otherwise import stood_for
from tne.persons.annees_purgees import of_purged_year
from tne.spec import Dataset, Privacy
from tne.typographie import accord, entier

A_LA_COMMANDE = " (--remplacer)"
"""How the command line is told to; the page has a button for it."""
_EXAMPLES = 10


_ET = " + "  # between the sources of one import, in the journal


def source_of(recognised: Sequence[Reconnaissance], jeu: str) -> str:
    """The source of a data set in a file, as the journal keeps it: those of the tables that feed it, each once."""
    found = (r.source for r in recognised if any(li.dataset.name == jeu for li in r.liaisons))
    return _ET.join(dict.fromkeys(found))


def _shared(one: str, other: str) -> bool:
    """Whether two imports have a source in common: of a workbook, any sheet may have gone or come first."""
    return not set(one.split(_ET)).isdisjoint(other.split(_ET))


def covered(
    con: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    recognised: Sequence[Reconnaissance],
    *,
    before: int | None = None,
    in_force: bool = False,
    leaving: Sequence[int] = (),
) -> list[int]:
    """The earlier imports whose perimeter (data set, source, years) this file covers whole, in order.

    Of another source too where it only knows the persons by another means: both would count them twice.

    An import that also fed another data set, or another year, is not among them: taking it out would lose more than
    the file brings. Undone ones are, unless `in_force`: what replaces them must not depend on the order of undos.
    Nor are those `leaving` whatever the file is: the demonstration, where it goes.
    """
    here = {s.dataset.name: (source_of(recognised, s.dataset.name), set(s.result.annees)) for s in staged}
    otherwise = {s.dataset.name: stood_for(con, s) for s in staged}
    rows = con.execute(
        "SELECT i.id, j.jeu, j.source, j.annees FROM import i JOIN import_jeu j ON j.import_id = i.id "
        "WHERE ($before IS NULL OR i.id < $before) AND (i.en_vigueur OR NOT $in_force) ORDER BY i.id",
        {"before": before, "in_force": in_force},
    ).fetchall()
    fits: dict[int, bool] = {}
    for number, jeu, source, years in rows:
        ours = (
            jeu in here and (_shared(here[jeu][0], source) or number in otherwise[jeu]) and source != SAISIE
        )
        ours = ours and set(years or ()) <= here[jeu][1]
        fits[number] = fits.get(number, True) and ours
    return [number for number, ours in fits.items() if ours and number not in leaving]


def replace_earlier(
    con: duckdb.DuckDBPyConnection,
    number: int,
    staged: Sequence[Staged],
    recognised: Sequence[Reconnaissance],
) -> list[int]:
    """Note that import `number` replaces the earlier ones of its perimeter; returns those newly noted."""
    known = {
        old
        for (old,) in con.execute(
            "SELECT remplace_id FROM import_remplace WHERE import_id = $n", {"n": number}
        ).fetchall()
    }
    added = [old for old in covered(con, staged, recognised, before=number) if old not in known]
    for old in added:
        con.execute("INSERT INTO import_remplace VALUES ($n, $o)", {"n": number, "o": old})
    return added


def going(con: duckdb.DuckDBPyConnection, number: int) -> list[int]:
    """The imports in force that leave once import `number`, which replaces them, is in force."""
    rows = con.execute(
        "SELECT r.remplace_id FROM import_remplace r JOIN import i ON i.id = r.remplace_id "
        "WHERE r.import_id = $n AND i.en_vigueur ORDER BY 1",
        {"n": number},
    ).fetchall()
    return [old for (old,) in rows]


def kept_told(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    source: str,
    replaced: Sequence[int],
    leaving: Sequence[int],
    identite: str,
) -> list[Probleme]:
    """Of a file asked to replace: the imports in force of some of its years that it does not. Those of its source, holding more than
    it; of other sources, that none is replaced where none is.

    Nothing of those `leaving`, nor of the file itself (`identite`) where it stands in the journal.
    """
    rows = con.execute(
        "SELECT i.id, j.source, list_contains($replaced, i.id) FROM import i JOIN import_jeu j ON j.import_id = i.id "
        "WHERE i.en_vigueur AND j.jeu = $jeu AND j.source <> $saisie AND NOT list_contains($leaving, i.id) AND i.identite <> $identite "
        "AND (list_has_any(j.annees, $annees) OR (len(j.annees) = 0 AND len($annees) = 0)) ORDER BY i.id",
        {
            "jeu": staged.dataset.name,
            "saisie": SAISIE,
            "annees": list(staged.result.annees),
            "replaced": list(replaced),
            "leaving": list(leaving),
            "identite": identite,
        },
    ).fetchall()
    kept = [number for number, other, goes in rows if not goes and _shared(source, other)]
    told = [
        remark(
            None,
            0,
            str(number),
            "import_garde",
            f"L'import n° {number} n'est pas remplacé : il tient aussi d'autres années ou un autre jeu de données, que ce fichier n'a pas. "
            "Toutes ses lignes restent ; pour les ôter, annulez-le.",
        )
        for number in kept
    ]
    others = [number for number, *_ in rows if number not in kept]
    if others and not kept and not any(goes for *_, goes in rows):
        told.append(remark(None, 0, str(len(others)), "import_garde", _nothing_replaced(others)))
    return told


def _nothing_replaced(others: Sequence[int]) -> str:
    shown = journal.named(others[:_EXAMPLES]) + (", …" if len(others) > _EXAMPLES else "")
    return "Rien n'est remplacé : " + accord(
        len(others),
        f"{shown} vient d'une autre source (ses colonnes sont autres). Ses lignes restent à côté de celles de ce fichier ; si "
        "c'en est une autre version, annulez-le.",
        f"{shown} viennent d'une autre source (leurs colonnes sont autres). Leurs lignes restent à côté de celles de ce "
        "fichier ; si ce sont d'autres versions, annulez-les.",
    )


def lacking(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, earlier: Sequence[int]) -> list[int]:
    """Those of the `earlier` imports of which the file may be a newer state: not the log of another month, nor the lists of other
    sessions or of other schools (collèges after écoles), which stand beside it and of which it has no row.
    """
    ok = f"(SELECT * FROM {table} WHERE _etat = 'ok')"
    apart = [
        f'(max(l."{c.name}") < (SELECT min("{c.name}") FROM {ok}) OR min(l."{c.name}") > (SELECT max("{c.name}") FROM {ok}))'
        for c in d.stored
        if c.kind.est_date and c.required and c.name not in d.key
    ]
    if set(CLE_SESSION) < set(d.key):
        codes = ", ".join(CLE_SESSION)
        apart.append(f"count(*) FILTER (({codes}) IN (SELECT DISTINCT ({codes}) FROM {ok})) = 0")
    if "uai" in d.key and "reference" not in d.key:
        apart.append("true")
    if not apart:
        return list(earlier)
    beside = con.execute(
        f"SELECT l._import FROM {log_table(d)} l WHERE list_contains($ids, l._import) AND NOT l._retire GROUP BY l._import "
        f"HAVING ({' OR '.join(apart)}) AND count(*) FILTER (l._cle IN (SELECT _cle FROM {ok})) = 0",
        {"ids": list(earlier)},
    ).fetchall()
    return [number for number in earlier if (number,) not in beside]


def missing_rows(d: Dataset, table: str, *, leaving: bool = False) -> str:
    """SQL, from FROM on: the rows `a` of the base, and `l` of the log of the imports `$ids`, that the staged file no longer holds.

    Without those of other months where each has rows of its own, as views have. `leaving`: those that go with `$ids`, of whatever
    month, but not what an import that stays holds too.
    """
    rows = (
        f'FROM "{d.name}" a JOIN {log_table(d)} l ON l._cle = a._cle WHERE list_contains($ids, l._import) '
        f"AND NOT l._retire AND a._cle NOT IN (SELECT _cle FROM {table})"
    )
    if leaving:
        return f"{rows} AND a._cle NOT IN ({_held_beside(d)})"
    months = [c.name for c in d.stored if c.kind.est_date and c.name in d.key]
    return rows + "".join(f' AND (a."{m}" IS NULL OR a."{m}" IN (SELECT "{m}" FROM {table}))' for m in months)


def _held_beside(d: Dataset) -> str:
    """SQL: the keys that the imports in force hold without `$ids`, none of them having taken the row out since."""
    last = "max((o._import, o._rang)) FILTER ({})"
    return (
        f"SELECT o._cle FROM {log_table(d)} o JOIN import i ON i.id = o._import WHERE i.en_vigueur AND NOT list_contains($ids, o._import) "
        f"GROUP BY o._cle HAVING coalesce({last.format('NOT o._retire')} > {last.format('o._retire')}, NOT bool_or(o._retire))"
    )


def with_absences(
    con: duckdb.DuckDBPyConnection, result: Resultat, table: str, earlier: list[int], remplacer: bool
) -> Resultat:
    """The result, with the rows of `earlier` imports that the staged file no longer holds: counted and shown.

    Nothing is told of a file that brings nothing, nor of a year whose links were erased: its rows stand there under other
    numbers, and none would be found again.
    """
    assert result.jeu is not None
    d = DATASETS[result.jeu]
    c = result.comptes
    if not c.ajoutees + c.modifiees + c.inchangees or of_purged_year(con, d.name, table) is not None:
        return result
    if not remplacer:
        earlier = lacking(con, d, table, earlier)
    if not earlier:
        return result
    missing = missing_rows(d, table, leaving=remplacer)
    count = con.execute(f"SELECT count(DISTINCT a._cle) {missing}", {"ids": earlier}).fetchall()[0][0]
    if not count:
        return result
    shown = con.execute(
        f"SELECT max(l._import), arg_max(l._feuille, l._import), arg_max(l._ligne, l._import), any_value({_key_in_words(d)}) {missing} "
        f"GROUP BY a._cle ORDER BY 1, 2, 3 LIMIT {_EXAMPLES}",
        {"ids": earlier},
    ).fetchall()
    places = "Voir " + " ; ".join(
        place_in_import(number, sheet, line) + (f" ({words})" if words else "")
        for number, sheet, line, words in shown
    )
    more = " ; …" if count > _EXAMPLES else ""
    one = count == 1
    subject = (
        "1 ligne d'un import antérieur n'est"
        if one
        else f"{entier(count)} lignes d'imports antérieurs ne sont"
    ) + " plus dans ce fichier"
    if remplacer:
        fate = "elle part avec l'import remplacé" if one else "elles partent avec les imports remplacés"
    else:
        fate = f"elle{' reste' if one else 's restent'} dans la base, à moins de remplacer ces imports{A_LA_COMMANDE}"
        fate += f". {d.si_gardees}" if d.si_gardees else ""
    sentence = f"{subject} : {fate.removesuffix('.')}. {places}{more}."
    problem = remark(None, 0, str(count), "lignes_absentes", sentence)
    return replace(result, absentes=count, problemes=(*result.problemes, problem))


def _key_in_words(d: Dataset) -> str:
    """SQL naming a record by the public parts of its key; never by a person."""
    public = [c.name for c in d.stored if c.name in d.key and c.privacy is Privacy.PUBLIC]
    return "concat_ws(' · ', " + ", ".join(f'CAST(a."{n}" AS VARCHAR)' for n in public) + ")"
