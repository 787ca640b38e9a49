"""How a base made by an earlier version becomes one of this version: ordered changes, each run once.

A column or a table that a declaration adds needs nothing here: it appears when the base opens. What cannot be
derived (an old value to fill in, a table to split) is one more `Migration` at the end of the list, never changed
after its release. Static SQL, valid on a database file and on a lake.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Migration:
    """From one version of the schema to the next. `titre` says why, for whoever reads the list.

    `rederives`: the data sets of which it takes rows out of the current table, to be derived from their log anew.
    """

    titre: str
    statements: tuple[str, ...]
    rederives: tuple[str, ...] = ()


_NUMERO = (
    "CASE WHEN try_cast(session_code AS BIGINT) < 10 THEN '0' ELSE '' END || try_cast(session_code AS BIGINT)"
)
_PLATEFORME = (
    "CASE regexp_replace(strip_accents(lower(plateforme)), '[^a-z0-9]', '', 'g') WHEN 'youtube' THEN 'YouTube' "
    "WHEN 'podeduc' THEN 'PodEduc' WHEN 'peertube' THEN 'PeerTube' ELSE plateforme END"
)
_DE_CHIFFRES = "regexp_full_match(session_code, '\\d{1,15}')"


def _numbered(jeu: str, key: str) -> tuple[str, ...]:
    """`key`: SQL of the parts of the key; a row that its key does not name keeps the one it has (drawn, or of all columns)."""
    ancienne, neuve = (
        f"CAST(unhex(md5(concat_ws(chr(31), dispositif_code, module_code, groupe_id, {code}{key}, ''))) AS UUID)"
        for code in ("session_code", _NUMERO)
    )
    return (
        f"CREATE TEMP TABLE numeros AS SELECT DISTINCT _cle AS ancienne, session_code AS numero, {_NUMERO} AS neuf, "
        f"CASE WHEN _cle = {ancienne} THEN {neuve} ELSE _cle END AS neuve FROM log_{jeu} "
        f"WHERE CASE WHEN {_DE_CHIFFRES} THEN session_code <> {_NUMERO} ELSE false END",
        f"UPDATE log_{jeu} AS l SET _cle = n.neuve, session_code = n.neuf FROM numeros n "
        "WHERE n.ancienne = l._cle AND n.numero = l.session_code",
        f"DELETE FROM {jeu} WHERE _cle IN (SELECT ancienne FROM numeros UNION SELECT neuve FROM numeros)",
        "DROP TABLE numeros",
    )


def _platform(jeu: str, key: str) -> tuple[str, ...]:
    """`key`: SQL of the parts of the key after the platform."""
    ancienne, neuve = (
        f"CAST(unhex(md5(concat_ws(chr(31), {name}, identifiant{key}, ''))) AS UUID)"
        for name in ("plateforme", _PLATEFORME)
    )
    return (
        f"CREATE TEMP TABLE noms AS SELECT DISTINCT _cle AS ancienne, plateforme AS nom, {_PLATEFORME} AS neuf, "
        f"CASE WHEN _cle = {ancienne} THEN {neuve} ELSE _cle END AS neuve FROM log_{jeu} "
        f"WHERE plateforme <> {_PLATEFORME}",
        f"UPDATE log_{jeu} AS l SET _cle = n.neuve, plateforme = n.neuf FROM noms n "
        "WHERE n.ancienne = l._cle AND n.nom = l.plateforme",
        f"DELETE FROM {jeu} WHERE _cle IN (SELECT ancienne FROM noms UNION SELECT neuve FROM noms)",
        "DROP TABLE noms",
    )


def _persons_as_uuid(*jeux: str) -> tuple[str, ...]:
    """Each table written anew: a lake gives no column another type."""
    tables = [table for jeu in jeux for table in (f"log_{jeu}", jeu)]
    return tuple(
        statement
        for table in tables
        for statement in (
            f"CREATE TABLE {table}_neuve AS SELECT * REPLACE (CAST(personne AS UUID) AS personne) FROM {table}",
            f"DROP TABLE {table}",
            f"ALTER TABLE {table}_neuve RENAME TO {table}",
        )
    )


MIGRATIONS = (
    Migration(
        "The order of the actions no longer depends on the clock, which may be set back",
        (
            "ALTER TABLE evenement ADD COLUMN rang BIGINT",
            "CREATE TEMP TABLE ordre AS SELECT rowid AS place, "
            "row_number() OVER (ORDER BY rowid) AS rang FROM evenement",
            "UPDATE evenement SET rang = ordre.rang FROM ordre WHERE ordre.place = evenement.rowid",
            "DROP TABLE ordre",
        ),
    ),
    Migration(
        "A session number without its zero is the same number: rows of before are found again by those that come",
        (
            *_numbered("session", ""),
            *_numbered("session_complement", ""),
            *_numbered("inscription", ", coalesce(hex(personne), chr(30))"),
        ),
        ("session", "session_complement", "inscription"),
    ),
    Migration(
        "« Youtube » is YouTube: the videos of a list by hand are those of the exports",
        (
            *_platform("ressource", ""),
            *_platform("consultation", ", annee, periode, coalesce(CAST(debut AS VARCHAR), chr(30))"),
        ),
        ("ressource", "consultation"),
    ),
    Migration(
        "A person is sixteen bytes, not bytes of any length: an import and each count of persons take less time",
        _persons_as_uuid("inscription", "offre", "reponse"),
    ),
)

# Version 1 is what release 0.1.0 wrote.
SCHEMA_VERSION = 1 + len(MIGRATIONS)
