"""Random tables written in random dialects, encodings and dirt come back as they were, or with the line named."""

from __future__ import annotations

import csv
import io
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.lecture import cellules, entete_ecrite
from tne.erreurs import FichierIllisible
from tne.reading import lire

_TEXTE = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "éèçœ€ ,;:\"'\n|/-«»"), min_size=1, max_size=30
).filter(lambda t: t.strip() != "")
_DATE = st.dates().map(lambda d: f"{d:%d/%m}/{2000 + d.year % 100}")
_NOMBRE = st.decimals(0, 9999, places=1).map(lambda n: str(n).replace(".", ","))
_CODE = st.integers(0, 9_999_999).map(lambda n: f"{n:07d}K")


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """A header of words, and records with a code, a date, a number and free texts."""
    free = draw(st.integers(0, 3))
    rows = draw(
        st.lists(
            st.tuples(_CODE, _DATE, _NOMBRE, *[_TEXTE | st.just("")] * free).map(list),
            min_size=2,
            max_size=25,
        )
    )
    return ["Code", "Date", "Valeur", *[f"Texte {chr(65 + i)}" for i in range(free)]], rows


_BORNE = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@_BORNE
@given(
    table=tables(),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    titles=st.integers(0, 2),
    last_end=st.booleans(),
)
def test_comes_back(
    table: tuple[list[str], list[list[str]]],
    delimiter: str,
    end: str,
    quoting: int,
    encoding: str,
    titles: int,
    last_end: bool,
) -> None:
    names, rows = table
    out = io.StringIO()
    out.write(f"Titre du document{end}" * titles + end * (titles > 0))
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([names, *rows])  # type: ignore[arg-type]
    text = out.getvalue() if last_end else out.getvalue().removesuffix(end)
    tableau = lire(text.encode(encoding), "x.csv").principal
    assert entete_ecrite(tableau) == names
    assert cellules(tableau) == [[c if c.strip() else "" for c in r] for r in rows]


@_BORNE
@given(
    table=tables(),
    delimiter=st.sampled_from([";", ",", "\t"]),
    place=st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
    dirt=st.sampled_from(['"', "\r", "\x00", "\ufeff", "'"]),
)
def test_a_character_in_excess_stays_where_it_is(
    table: tuple[list[str], list[list[str]]], delimiter: str, place: tuple[int, int], dirt: str
) -> None:
    """Whatever is slipped into one record, the records two lines away are read as if nothing were."""
    names, rows = table
    rows = [[c.replace("\n", " ").replace('"', "") for c in r] for r in rows]
    rows = [[c if c.strip() else "" for c in r] for r in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([names, *rows])
    written = out.getvalue().split("\n")
    i = 1 + place[0] % len(rows)
    at = place[1] % (len(written[i]) + 1)
    written[i] = written[i][:at] + dirt + written[i][at:]
    found = cellules(lire("\n".join(written).encode(), "x.csv").principal)
    others = [r for k, r in enumerate(rows, 1) if abs(k - i) > 1]
    kept = [r[: len(names)] for r in found]
    assert [r for r in others if r not in kept] == []


@_BORNE
@given(
    octets=st.binary(max_size=400)
    | st.text(st.sampled_from("ab;,\"'\t\n\r \\|1é"), max_size=120).map(str.encode)
)
def test_anything_ends_with_a_table_or_a_sentence(octets: bytes) -> None:
    try:
        document = lire(octets, "x.csv")
    except FichierIllisible:
        return
    for tableau in document.tableaux:
        assert tableau.donnees.column_names == [*tableau.entete, "_ligne"]
        assert len(set(tableau.entete)) == len(tableau.entete)
