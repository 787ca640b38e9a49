"""Persons whom a file knows by another means than earlier imports do: nothing that the base keeps tells them to be the
same, and each would be counted twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import duckdb

from tne.db import log_table
from tne.importing.model import Probleme, Staged, remark

# The means, the best first, and how the export that gives it is asked for.
_BY = {
    "email": "leur adresse de messagerie",
    "numen": "leur NUMEN",
    "nom": "leur nom, leur prénom et leur UAI",
}
_COLUMN = {"email": "la colonne des adresses de messagerie", "numen": "la colonne des NUMEN"}
# Two files that know at least half of their persons alike are of one kind: in any list some have no address.
_ALIKE = 0.5
# The same records again, or others: who is in both is counted twice in any case, but only the first are surely the same.
CODE, AILLEURS = "personnes_autrement", "personnes_ailleurs"
# Number of an import → means → share of its rows.
_Shares = dict[int, dict[str, float]]
_HERE = 0


def _shares(con: duckdb.DuckDBPyConnection, one: Staged) -> _Shares:
    """By what the persons are known in the file (number 0) and in the imports of its school years, in force or not.

    Invented persons are never those of a file.
    """
    if "personne" not in one.dataset.key:
        return {}
    rows = con.execute(
        f"SELECT {_HERE}, personne_par, count(*) FROM {one.table} WHERE _etat = 'ok' AND personne IS NOT NULL GROUP BY ALL "
        f"UNION ALL SELECT l._import, l.personne_par, count(*) FROM {log_table(one.dataset)} l "
        "JOIN import_jeu j ON j.import_id = l._import AND j.jeu = $jeu JOIN import i ON i.id = l._import "
        "WHERE list_has_any(j.annees, $annees) AND NOT i.demo AND l.personne IS NOT NULL GROUP BY ALL ORDER BY ALL",
        {"jeu": one.dataset.name, "annees": list(one.result.annees)},
    ).fetchall()
    counts: dict[int, dict[str, int]] = {}
    for number, by, count in rows:
        counts.setdefault(number, {})[by] = count
    return {n: {by: count / sum(c.values()) for by, count in c.items()} for n, c in counts.items()}


def _otherwise(shares: _Shares) -> list[int]:
    """The imports whose persons the file knows by another means."""
    here = shares.get(_HERE, {})
    alike = {n: sum(min(share, here.get(by, 0)) for by, share in s.items()) for n, s in shares.items()}
    return [n for n, share in alike.items() if here and n != _HERE and share < _ALIKE]


def stood_for(con: duckdb.DuckDBPyConnection, one: Staged) -> set[int]:
    """The imports that the file holds the whole of but for the persons, whom it knows by another means: every session."""
    numbers = _otherwise(_shares(con, one))
    if not numbers:
        return set()
    parts, same = _parts(one)
    listed = ", ".join(f'"{k}"' for k in parts)
    beyond = con.execute(
        f"SELECT DISTINCT l._import FROM (SELECT DISTINCT _import, {listed} FROM {log_table(one.dataset)} "
        f"WHERE list_contains($ids, _import)) l WHERE NOT EXISTS "
        f"(SELECT 1 FROM (SELECT DISTINCT {listed} FROM {one.table} WHERE _etat = 'ok') h WHERE {same})",
        {"ids": numbers},
    ).fetchall()
    return set(numbers) - {number for (number,) in beyond}


def _parts(one: Staged) -> tuple[list[str], str]:
    """What tells a record but for its person, and the SQL that it is the same in a row `h` of the file and a row `l` of the log."""
    parts = [k for k in one.dataset.key if k != "personne"]
    return parts, " AND ".join(f'h."{k}" IS NOT DISTINCT FROM l."{k}"' for k in parts)


def _again(con: duckdb.DuckDBPyConnection, one: Staged, numbers: Sequence[int]) -> bool:
    """True where the file has a record, a session or an offer, that one of these imports has too, but for its persons."""
    _, same = _parts(one)
    found = con.execute(
        f"SELECT count(*) FROM {log_table(one.dataset)} l SEMI JOIN (SELECT * FROM {one.table} WHERE _etat = 'ok') h "
        f"ON {same} WHERE list_contains($ids, l._import)",
        {"ids": list(numbers)},
    ).fetchall()
    return bool(found[0][0])


def counted_twice(
    con: duckdb.DuckDBPyConnection, one: Staged, earlier: Collection[int], remplacer: bool
) -> list[Probleme]:
    """What to say of the imports in force whose persons would be counted twice; `earlier` are those that the file stands
    for, which go where `remplacer`.
    """
    shares = _shares(con, one)
    in_force = con.execute(
        "SELECT id FROM import WHERE en_vigueur AND list_contains($ids, id) ORDER BY id",
        {"ids": _otherwise(shares)},
    ).fetchall()
    told = [n for (n,) in in_force if not (remplacer and n in earlier)]
    if not told:
        return []
    again = _again(con, one, told)
    sentence = _sentence(one, told, shares, again=again, replaceable=set(told) <= set(earlier))
    code = CODE if again else AILLEURS
    return [remark(None, 0, None, code, sentence)]


def _sentence(one: Staged, told: Sequence[int], shares: _Shares, *, again: bool, replaceable: bool) -> str:
    here = _mostly(shares[_HERE])
    means = list(dict.fromkeys(_mostly(shares[n]) for n in told))
    this = "cet import" if len(told) == 1 else "ces imports"
    twice = "chacune serait comptée" if again else "qui s'y trouve aussi serait compté"
    if not again:
        out = []
    elif replaceable:
        out = [f"Remplacez {this} par ce fichier (--remplacer)"]
    else:
        out = [f"Annulez {this}, si ce fichier dit tout ce qui y est"]
    out += [
        f"demandez cet export avec {_COLUMN[by]}"
        for by in means
        if list(_BY).index(by) < list(_BY).index(here)
    ] or [f"demandez {_COLUMN[here]} dans les exports à venir"] * (not again)
    return (
        f"Les personnes de ce fichier sont connues par {_BY[here]}, celles {_numbered(told)} "
        f"({', '.join(one.result.annees)}) par {' ou par '.join(_BY[by] for by in means)} : rien ne dit que ce sont les mêmes, "
        f"et {twice} deux fois. {out[0][:1].upper()}{out[0][1:]}{''.join(f', ou {way}' for way in out[1:])}."
    )


def _mostly(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda by: shares[by])


def _numbered(told: Sequence[int]) -> str:
    if len(told) == 1:
        return f"de l'import n° {told[0]}"
    return f"des imports n° {', '.join(map(str, told[:-1]))} et {told[-1]}"
