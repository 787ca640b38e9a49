"""From which school year to which an establishment counts, as SQL: what was open in a past year is out of the figures of that
year alone, whatever the directory of today holds.

An establishment counts from the school year of its opening (without a date, and before `DEPUIS`, always; « À ouvrir » without
a date, never) to:
- the school year of the day before its closing, where the date is known;
- closed without a date: the last school year in which a list in force called it open, and before the one in which a list called it
  closed after that (of a later day, or imported later: a list without a day is of that of its import, which may be years after
  the directory that says it closed); none did call it open: it never counts;
- « À fermer »: the school year in which a list last said so;
- vanished from a newer directory of the ministry: the school year in which one last held it.
One that replaces others counts since the first of these did. A list speaks of the day that it is of (`maj`, « date_maj_ligne »),
else of the day of its import. Of two lists with a `maj` the later one tells whether a school is open, whichever was imported
last; beside a list without any, the one imported last does.

Vanished: a directory is an import whose rows all carry the same day. All those of one day together stand for a département, a
type and a secteur where they hold three quarters at least of the establishments that any of them ever held there: fewer, and it
is the list of a circonscription, or of the écoles with a CM2, which says nothing of the others. All of it is read from what the
imports in force have said: to undo one gives back the former years exactly.
"""

from __future__ import annotations

from tne.datasets.annees import annee_de
from tne.datasets.ecoles import departement_de_uai

# Grain: one establishment that was replaced; `remplace_par`: the one that counts in its place, at the end of the chain, known
# or not. A circle of replacements has no end: its members count under the first of them, which is not replaced.
V_SUCCESSEUR = """
WITH RECURSIVE suite AS (
    SELECT uai, [uai] AS passes, remplace_par AS suivant FROM etablissement WHERE remplace_par IS NOT NULL
    UNION ALL
    SELECT s.uai, list_append(s.passes, s.suivant), e.remplace_par FROM suite s JOIN etablissement e ON e.uai = s.suivant
    WHERE NOT list_contains(s.passes, s.suivant)
),
bouts AS (
    SELECT uai, CASE WHEN suivant IS NULL THEN passes[-1] WHEN list_contains(passes, suivant)
                     THEN list_min(passes[list_position(passes, suivant):]) ELSE suivant END AS remplace_par
    FROM (SELECT uai, arg_max(passes, len(passes)) AS passes, arg_max_null(suivant, len(passes)) AS suivant FROM suite GROUP BY uai)
)
SELECT uai, remplace_par FROM bouts WHERE remplace_par <> uai"""

DEPUIS = "2015-09-01"
"""No TNE counts a year before: to tell apart the years of older openings would only make the counts of a choice longer."""
TOUJOURS, ENCORE, JAMAIS = "0000", "9999", "~"
"""A first and a last year with every school year between them, and a first year after any of them."""

_PREMIERE = f"""CASE WHEN date_ouverture >= DATE '{DEPUIS}' THEN {annee_de("date_ouverture")}
                 WHEN etat = 'À ouvrir' AND date_ouverture IS NULL THEN '{JAMAIS}' ELSE '{TOUJOURS}' END"""

# Grain: one establishment, its `etat` as told above. `uai_actuel` is the one that counts when a school was replaced; it counts in the school years from
# `premiere` to `derniere` (`tne.queries.reference`), in none where they are the other way round. `college_de_reference`: a
# collège, public or under contract, whatever the year.
V_ETABLISSEMENT = f"""
WITH dits AS (
    SELECT l._cle, l._import, l.etat, l.maj, coalesce(l.maj, CAST(i.cree AS DATE)) AS jour
    FROM log_etablissement l JOIN import i ON i.id = l._import WHERE i.en_vigueur AND NOT l._retire
),
etats AS (
    SELECT _cle, CASE WHEN sans_jour IS NULL OR dernier > sans_jour THEN etat ELSE etat_sans_jour END AS etat FROM (
        SELECT _cle, arg_max(etat, (maj, _import)) FILTER (maj IS NOT NULL) AS etat,
               arg_max(_import, (maj, _import)) FILTER (maj IS NOT NULL) AS dernier,
               arg_max(etat, _import) FILTER (maj IS NULL) AS etat_sans_jour, max(_import) FILTER (maj IS NULL) AS sans_jour
        FROM dits WHERE etat IS NOT NULL GROUP BY _cle
    )
),
ouverts AS (
    SELECT _cle, max(jour) AS ouvert, arg_max(_import, (jour, _import)) AS dernier, max(jour) FILTER (etat = 'À fermer') AS a_fermer
    FROM dits WHERE etat IN ('Ouvert', 'À fermer') GROUP BY _cle
),
fermes AS (
    SELECT d._cle, min(d.jour) AS ferme FROM dits d JOIN ouverts o ON o._cle = d._cle
    WHERE d.etat = 'Fermé' AND (d.jour >= o.ouvert OR d._import > o.dernier) GROUP BY d._cle
),
annuaires AS (
    SELECT _import, max(maj) AS jour FROM dits WHERE maj IS NOT NULL GROUP BY _import HAVING min(maj) = max(maj)
),
tenus AS (
    SELECT DISTINCT d._cle, a.jour, hash(coalesce(e.departement, {departement_de_uai("e.uai")}), e.type, e.secteur) AS genre
    FROM dits d JOIN annuaires a ON a._import = d._import JOIN etablissement e ON e._cle = d._cle
),
genres AS (SELECT genre, count(DISTINCT _cle) AS connus FROM tenus GROUP BY genre),
complets AS (
    SELECT t.genre, max(t.jour) AS jour FROM (SELECT genre, jour, count(*) AS n FROM tenus GROUP BY genre, jour) t
    JOIN genres g ON g.genre = t.genre WHERE 4 * t.n >= 3 * g.connus GROUP BY t.genre
),
disparus AS (
    SELECT v._cle, v.vu FROM (SELECT _cle, genre, max(jour) AS vu FROM tenus GROUP BY _cle, genre) v
    JOIN complets c ON c.genre = v.genre WHERE v.vu < c.jour
),
-- Read twice: planned over and over as it stands, it took three times as long.
dites AS MATERIALIZED (
    SELECT e.* REPLACE (CASE WHEN e.etat IS NOT NULL THEN coalesce(t.etat, e.etat) END AS etat, s.remplace_par AS remplace_par)
    FROM etablissement e LEFT JOIN etats t ON t._cle = e._cle LEFT JOIN v_successeur s ON s.uai = e.uai
),
remplaces AS (
    SELECT remplace_par AS uai, min({_PREMIERE}) AS premiere FROM dites WHERE remplace_par IS NOT NULL GROUP BY remplace_par
)
SELECT e.*, coalesce(e.remplace_par, e.uai) AS uai_actuel,
       (e.type = 'Collège' AND (e.secteur = 'Public' OR e.contrat = 'Sous contrat')) AS college_de_reference,
       least({_PREMIERE}, coalesce(r.premiere, '{JAMAIS}')) AS premiere,
       CASE WHEN e.date_fermeture IS NOT NULL THEN {annee_de("(e.date_fermeture - INTERVAL 1 DAY)")}
            WHEN e.etat = 'Fermé'
            THEN coalesce(least({annee_de("o.ouvert")}, {annee_de("(f.ferme - INTERVAL 1 YEAR)")}), '')
            WHEN e.etat = 'À fermer' THEN {annee_de("o.a_fermer")}
            WHEN d.vu IS NOT NULL THEN {annee_de("d.vu")} ELSE '{ENCORE}' END AS derniere
FROM dites e LEFT JOIN ouverts o ON o._cle = e._cle LEFT JOIN fermes f ON f._cle = e._cle
LEFT JOIN disparus d ON d._cle = e._cle LEFT JOIN remplaces r ON r.uai = e.uai"""
