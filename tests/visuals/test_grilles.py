"""A list of thousands of rows shows its first ones, says so, and keeps them all for the CSV."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from tests.lu import ecrits, listes
from tne.documents.tables import write_cell
from tne.ui import grilles


def _listes() -> None:
    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import listes, parts_donnees

    installer()
    for rows in (1_000, 1_001):
        data = pd.DataFrame({"Rang": range(rows)})
        formats = {"Rang": "entier"}
        listes.liste(visuel(data, formats, f"essai.{rows}"), f"essai-{rows}")
    parts_donnees.tableau(data, formats, "Les mêmes")


def test_a_grid_shows_its_first_rows_and_says_how_many_there_are() -> None:
    at = AppTest.from_function(_listes, default_timeout=30).run()
    assert not at.exception
    shown = [len(liste["Rang"]) for liste in listes(at)]
    assert shown == [grilles.LIGNES, grilles.PREMIERES]
    assert [len(frame.value) for frame in at.dataframe] == [grilles.PREMIERES]
    said = [t for t in (*(c.value for c in at.caption), *ecrits(at)) if "premières lignes" in t]
    assert len(said) == 2, "the list of a thousand is whole"
    assert "1\u202f001" in said[0]


def _montre(style: object) -> pd.DataFrame:
    proto = ArrowData()
    marshall_styler(proto, style, "essai")  # type: ignore[arg-type]
    shown: pd.DataFrame = pa.ipc.open_stream(proto.styler.display_values).read_all().to_pandas()
    return shown


def test_the_same_list_is_sent_once_and_has_a_name_of_its_own() -> None:
    frame = pd.DataFrame({"Rang": [1, 2]})
    sent = []
    for rows in (frame, frame.copy(), frame.head(1), frame.rename(columns={"Rang": "Nombre"})):
        proto = ArrowData()
        marshall_styler(proto, grilles.ecrire(rows, {}), "essai")
        sent.append((proto.styler.uuid, proto.styler.SerializeToString()))
    assert sent[0] == sent[1]
    assert len({uuid for uuid, _ in sent}) == 3


def test_a_grid_reads_as_pandas_would_write_it() -> None:
    formats = {
        "Texte": "texte",
        "Nombre": "entier",
        "Taux": "decimal",
        "Part": "pourcent",
        "Mixte": "entier",
        "Tel": "",
    }
    data = pd.DataFrame(
        {
            "Texte": ["a", "", None],
            "Nombre": [8, 1128, -3],
            "Taux": [12.5, 3.0, float("nan")],
            "Part": [33.0, None, 48.3],
            "Mixte": ["masqué", "12", "\u2013"],
            "Tel": ["/etablissement?x=1", "b", "c"],
        }
    )
    ecritures = {c: (lambda x, f=f: write_cell(x, f)) for c, f in formats.items() if f}
    wanted = _montre(data.style.format(ecritures))
    pd.testing.assert_frame_equal(_montre(grilles.ecrire(data, ecritures)), wanted)
    assert "1\u202f128" in wanted.to_string()
