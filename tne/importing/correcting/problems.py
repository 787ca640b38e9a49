"""Every problem of a staged data set, with its place, what was found, what was expected, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from tne.datasets.plan import NUMERO_DE_SESSION, PLUSIEURS_SESSIONS
from tne.db import value_columns
from tne.formules import ERREURS_DE_FORMULE
from tne.importing.columns.ditto import repeats
from tne.importing.columns.periods import SANS_ANNEE, day_of_no_year, month_alone, several_days
from tne.importing.correcting.named_schools import code_of, known_codes, schools_by_name
from tne.importing.correcting.proposing import choices, codes_of, letter_replaced, number_with_note, suggest
from tne.importing.correcting.rooms import is_room
from tne.importing.correcting.school_words import SchoolWords
from tne.importing.model import RETIRER, Probleme, Reconnaissance
from tne.importing.remarks.same_reference import refused_told
from tne.importing.rows.nominative import unnamed
from tne.importing.rows.record_cells import Cells
from tne.importing.rows.sources import Source
from tne.importing.staging import SANS_UAI, retirer_bit
from tne.kinds import ANNEE_SCOLAIRE, UAI
from tne.spec import Column, Dataset, Gravite, Kind, fold
from tne.sql import sql_text
from tne.typographie import enumeration

# A file with more problems than that is not read line by line any more; the counts stay exact.
MOST_PROBLEMS = 5000

# The staged rows whose cells are looked at, to tell what is wrong with them.
_TOLD = (
    "((_etat <> 'ecartee' AND (_mal <> 0 OR _manque <> 0 OR _regles <> 0 OR _efface <> 0)) "
    f"OR coalesce(_ecart = '{SANS_UAI}', false))"
)

# The day of a month alone, on the sheet of that month.
_DAY = re.compile(r"(?:[a-zé]+\.? )?(?:0?[1-9]|[12]\d|3[01])(?:er)?", re.IGNORECASE)
# Where a column does not tell it from « 24/11/14 », year first (`habits.order_said`).
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d\d(?: .*)?")
_SIMPLE_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_IN_WORDS = {2: "deux", 3: "trois", 4: "quatre"}

HORS_TERRITOIRE = "Hors du territoire."
_ECARTS = {
    "total": "Ligne de total : elle n'est pas un enregistrement.",
    "vide": "Ligne non remplie (ses colonnes reconnues sont vides, sauf la référence).",
    "intertitre": "Intertitre (mois, semaine, session, groupe) : il n'est pas un enregistrement.",
    "separateur": "Ligne de tirets : elle n'est pas un enregistrement.",
    "exemple": "Ligne d'exemple d'un modèle : elle n'est pas un enregistrement.",
    "hors_territoire": HORS_TERRITOIRE,
    "pied": "Ligne de bas de tableau.",
    SANS_UAI: "Ligne sans UAI valide.",
}


def problems(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: list[Source]) -> list[Probleme]:
    """The problems of the staged rows, in file order. Refused values first say what was expected."""
    found: list[Probleme] = []
    rows = con.execute(
        f"SELECT _rang, _sous, _feuille, _ligne, _mal, _manque, _regles, _efface, _etat FROM {table} "
        f"WHERE {_TOLD} ORDER BY _rang, _sous LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    schools = SchoolWords(con)
    for rank, sous, sheet, line, bad, missing, rules, erased, state in rows:
        cells = Cells(sources, rank, sous, schools.may_show)
        if state == "ecartee":
            found.append(_without_school(d, cells, sheet, line))
            continue
        found += _row_problems(d, cells, sheet, line, bad, missing, rules, erased if state == "ok" else 0)
    # A record that gives several rows has what is wrong with it once.
    found = _with_schools(con, list(dict.fromkeys(found)))
    found += refused_told(con, d, table, sources, MOST_PROBLEMS)
    doubles, removals = con.execute(
        f"SELECT coalesce(bool_or(_tour > 1), false), coalesce(bool_or(_retire), false) FROM {table} WHERE _etat = 'ok'"
    ).fetchall()[0]
    # Most files have neither, and to look for what is wrong with them reads the table twice.
    found += _duplicates(con, d, table) if doubles else []
    found += _removals_of_nothing(con, d, table) if removals else []
    return found


def _with_schools(con: duckdb.DuckDBPyConnection, found: list[Probleme]) -> list[Probleme]:
    """The same problems; where the name of one school stands for its code, that code is proposed, and a code with another letter only
    where the directory knows it, if it knows any: else a digit is as likely the wrong one."""
    named: Mapping[str, str] | None = None
    known: frozenset[str] | None = None
    for i, p in enumerate(found):
        if p.code != "uai_invalide" or not p.valeur:
            continue
        if p.suggestion is None:
            named = schools_by_name(con) if named is None else named
            found[i] = replace(p, suggestion=code_of(named, p.valeur))
        elif letter_replaced(p.valeur, p.suggestion):
            known = known_codes(con) if known is None else known
            found[i] = replace(p, suggestion=p.suggestion if not known or p.suggestion in known else None)
    return found


def ranks_told(con: duckdb.DuckDBPyConnection, table: str, first: int, end: int) -> list[int]:
    """The ranks from `first` to before `end` whose cells `problems` may look at, in order."""
    rows = con.execute(
        f"SELECT DISTINCT _rang FROM {table} WHERE _rang >= $first AND _rang < $end AND {_TOLD} "
        f"ORDER BY _rang LIMIT {MOST_PROBLEMS}",
        {"first": first, "end": end},
    ).fetchall()
    return [int(rank) for (rank,) in rows]


def _row_problems(
    d: Dataset, cells: Cells, sheet: str | None, line: int, bad: int, missing: int, rules: int, erased: int
) -> Iterator[Probleme]:
    for i, column in enumerate(d.stored):
        bit = 1 << i
        header = cells.header(column.name) or column.label
        if bad & bit:
            text = cells.text(column.name) or ""
            # Of several boxes none is wrong by itself.
            alone = not cells.boxes(column)
            yield Probleme(
                sheet,
                line,
                header,
                text,
                f"{column.kind.name}_invalide",
                _refusal(column, header, text, cells.naming(column.name)),
                suggest(column, cells.meant(column.name), header) if alone else None,
                choix=choices(column, cells.meant(column.name)) if alone else (),
            )
        elif missing & bit:
            yield Probleme(
                sheet,
                line,
                header,
                None,
                "valeur_absente",
                _absent(column, cells),
            )
        if erased & bit:
            mark = cells.text(column.name)
            yield Probleme(
                sheet,
                line,
                header,
                mark,
                "valeur_effacee",
                f"« {mark} » : la source déclare qu'elle n'a pas de valeur, une valeur plus ancienne est effacée.",
                gravite=Gravite.AVERTISSEMENT,
            )
    if bad & retirer_bit(d):
        word = cells.removal(cells.source.retirer or "") or ""
        yield Probleme(
            sheet,
            line,
            RETIRER,
            word,
            "retirer_invalide",
            f"« {_short(word)} » n'est ni oui ni non : « oui » retire l'enregistrement, une case vide le garde.",
        )
    if d.nominatif and missing & (1 << len(d.stored)):
        labels = ", ".join(c.label.lower() for c in d.identites)
        yield Probleme(
            sheet,
            line,
            None,
            None,
            "personne_absente",
            f"Rien n'identifie la personne : il faut au moins l'un de ces champs ({labels}).",
        )
    for i, check in enumerate(d.checks):
        if rules & (1 << i):
            header = cells.header(check.colonne) or d.column(check.colonne).label
            yield Probleme(
                sheet,
                line,
                header,
                cells.text(check.colonne),
                check.code,
                check.message,
                gravite=check.gravite,
            )


def _refusal(column: Column, header: str, text: str, naming: str) -> str:
    """Why a cell is refused, and what to write instead. What names someone is not repeated."""
    if naming:
        instead = f"Écrivez {_wanted(column)}{'' if column.required else ', ou videz-la'}."
        return f"Cette cellule tient {naming} : rien n'en est gardé ni montré. {instead}"
    if repeats(text):
        return f"« {text} » répète la cellule du dessus, qui est vide. Écrivez {_wanted(column)}."
    if text in ERREURS_DE_FORMULE:
        return f"« {text} » est l'erreur d'une formule du tableur. Écrivez {_wanted(column)}."
    if column.kind.est_date and several_days(text):
        return f"« {_short(text)} » dit plusieurs jours. Faites une ligne par jour, ou n'en gardez qu'un."
    if column.kind.est_date and (lacking := _lacking(column, text)):
        return lacking
    if noted := number_with_note(column, text):
        only, mark = noted
        return f"« {text} » : le nombre {only} renvoie à une note (« {mark} »). Écrivez-le seul, si la note n'y change rien."
    if (number := len(codes_of(column, text))) > 1:
        one = "un seul des deux" if number == 2 else "un seul"
        return (
            f"« {_short(text)} » : {_IN_WORDS.get(number, str(number))} UAI sont dans cette cellule. Faites une ligne par "
            f"établissement, ou gardez-en {one}."
        )
    if column.kind is UAI and is_room(text):
        # Under the place of an appointment there is no room for its school.
        beside = (
            "" if _is_named(column, header) else ", ou ajoutez au tableau une colonne « UAI » (code ou nom)"
        )
        return f"« {_short(text)} » est une salle, non un établissement. Écrivez l'UAI de l'établissement{beside}."
    if column.kind is NUMERO_DE_SESSION and re.fullmatch(PLUSIEURS_SESSIONS, text.upper()):
        return (
            f"« {_short(text)} » dit plusieurs sessions. Faites une ligne par session, ou n'en gardez qu'une."
        )
    return f"« {_short(text)} » n'est pas {column.kind.attendu}{_too_large(column.kind, text)}."


def _is_named(column: Column, header: str) -> bool:
    return fold(header) in set(map(fold, column.names))


def _too_large(kind: Kind, text: str) -> str:
    """What may have happened to a number beyond the bounds of its kind; "" for any other text, which has lost no comma."""
    if not kind.trop_grand or kind.maximum is None or not _SIMPLE_NUMBER.fullmatch(text):
        return ""
    return f" : {kind.trop_grand}" if abs(float(text.replace(",", "."))) > kind.maximum else ""


def _wanted(column: Column) -> str:
    return column.kind.attendu if column.kind.ferme else column.kind.attendu.split(" : ")[0]


def _lacking(column: Column, text: str) -> str:
    """What a text that begins to say a date does not say of it; "" for any other."""
    if month := month_alone(text):
        return f"« {_short(text)} » ne dit pas le jour. {_without_day(column, month)}"
    if _DAY.fullmatch(text):
        return f"« {text} » ne dit ni le mois ni l'année. Écrivez la date entière, par exemple 12/06/2024."
    if day_of_no_year(text):
        return f"« {_short(text)} » ne dit pas l'année. Écrivez-la, par exemple 12/06/2024."
    if _SHORT_YEAR.fullmatch(text):
        return f"« {_short(text)} » n'a que deux chiffres pour l'année. Écrivez les quatre, par exemple 12/06/2024."
    return ""


def _without_day(column: Column, month: date) -> str:
    """What to do about a month where a day is needed. Of a session or a registration the days are counted."""
    if column.kind.type_sql == "TIMESTAMP":
        return f"Écrivez-le, par exemple {month.replace(day=12):%d/%m/%Y}."
    return (
        "Les comptes ne tiennent qu'au mois, mais listes et calendriers montrent le jour : écrivez le vrai, ou "
        f"{month:%d/%m/%Y} s'il n'est pas connu."
    )


def _without_school(d: Dataset, cells: Cells, sheet: str | None, line: int) -> Probleme:
    """A row of a public file set aside because its school has no valid code."""
    column = d.column(d.ecarte_sans)
    text = cells.text(column.name)
    told = f"« {_short(text)} » n'est pas {column.kind.attendu}." if text else _absent(column, cells)
    header = cells.header(column.name) or column.label
    message = f"{told} La ligne est laissée de côté."
    near = suggest(column, text, header) if text else None
    return Probleme(sheet, line, header, text, SANS_UAI, message, near, gravite=Gravite.AVERTISSEMENT)


def _absent(column: Column, cells: Cells) -> str:
    if column.kind is ANNEE_SCOLAIRE and cells.header(column.name) is None:
        return SANS_ANNEE
    return f"La colonne « {column.label} » doit être remplie par {_wanted(column)}."


def _duplicates(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    several = {name: f'count(DISTINCT "{name}") > 1' for name, _ in value_columns(d)}
    labels = {c.name: c.label for c in d.stored}
    told = ", ".join(
        f"CASE WHEN {sql} THEN {sql_text(labels[n])} END" for n, sql in several.items() if n in labels
    )
    rows = con.execute(
        f"SELECT any_value(_feuille), min(_ligne), max(_ligne), list_filter([{told}], lambda x: x IS NOT NULL) "
        f"FROM {table} WHERE _etat = 'ok' AND _cle IN "
        f"(SELECT _cle FROM {table} WHERE _etat = 'ok' AND _tour > 1) GROUP BY _cle HAVING {' OR '.join(several.values())} "
        f"ORDER BY 2 LIMIT {MOST_PROBLEMS}"
    ).fetchall()
    return [
        Probleme(
            sheet,
            last,
            None,
            None,
            "doublon_different",
            f"Même clé que la ligne {first} avec des valeurs différentes{_in_columns(columns)} : les valeurs remplies de la "
            "dernière ligne l'emportent.",
            gravite=Gravite.AVERTISSEMENT,
        )
        for sheet, first, last, columns in rows
    ]


def _in_columns(labels: Sequence[str]) -> str:
    return f" ({enumeration([f'« {label} »' for label in labels])})" if labels else ""


def _removals_of_nothing(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    rows = con.execute(
        f"SELECT _feuille, _ligne FROM {table} WHERE _etat = 'ok' AND _retire AND _tour = 1 "
        f'AND _cle NOT IN (SELECT _cle FROM "{d.name}") ORDER BY _rang, _sous LIMIT {MOST_PROBLEMS}'
    ).fetchall()
    return [
        Probleme(
            sheet,
            line,
            RETIRER,
            None,
            "retrait_sans_objet",
            "Cette ligne demande de retirer un enregistrement que la base ne contient pas : rien ne change.",
            gravite=Gravite.AVERTISSEMENT,
        )
        for sheet, line in rows
    ]


def _short(text: str) -> str:
    text = " ".join(unnamed(text).split())
    return text if len(text) <= 80 else text[:77] + "…"


def set_aside_words(r: tuple[Reconnaissance, ...]) -> dict[str, str]:
    """Code of a reason to set a row aside → its sentence, those of the forms included."""
    messages = dict(_ECARTS)
    for one in r:
        if form := one.ecartante:
            messages |= {e.code: e.message for e in form.ecarts}
    return messages


def set_aside(
    con: duckdb.DuckDBPyConnection, table: str, r: tuple[Reconnaissance, ...]
) -> list[tuple[str, int]]:
    """Why rows were set aside: (sentence, number of records), most frequent first."""
    messages = set_aside_words(r)
    rows = con.execute(
        f"SELECT _ecart, count(DISTINCT _rang) FROM {table} WHERE _etat = 'ecartee' GROUP BY _ecart ORDER BY 2 DESC, 1"
    ).fetchall()
    return [(messages.get(code, code), count) for code, count in rows]
