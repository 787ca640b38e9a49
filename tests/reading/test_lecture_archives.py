"""An archive of one table is that table; of several, a workbook of them; what must not be unpacked is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reading.lecture import Lecteur, cellules
from tne.erreurs import FichierIllisible
from tne.reading import lire, lire_commande

TABLE = b"UAI;Nom\n0860002K;A\n0860799B;B\n"


def archive(**files: bytes | str) -> bytes:
    """A ZIP file; `__` in a name stands for a folder, `_csv` for an extension."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "octets",
    [
        archive(vues_csv=TABLE),
        archive(dossier__vues_csv=TABLE),
        gzip.compress(TABLE),
    ],
    ids=["zip", "dossier", "gzip"],
)
def test_one_table_is_read_as_if_it_stood_alone(lis: Lecteur, octets: bytes) -> None:
    document = lis(octets, "envoi.zip")
    assert cellules(document.principal) == [["0860002K", "A"], ["0860799B", "B"]]
    assert document.principal.feuille is None
    # The same file, unpacked by hand or not, is the same import.
    assert document.sha256 == hashlib.sha256(TABLE).hexdigest()


def test_what_systems_leave_in_archives_does_not_count(lis: Lecteur) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in (
            ("x/vues.csv", TABLE),
            ("__MACOSX/x/._vues.csv", b"\0\5\x16\7"),
            ("x/.DS_Store", b"\0"),
            ("x/Thumbs.db", b"\0"),
            ("x/", b""),
        ):
            made.writestr(name, content)
    assert lis(out.getvalue(), "envoi.zip").principal.feuille is None


def test_several_tables_are_the_sheets_of_a_workbook(lis: Lecteur) -> None:
    document = lis(archive(a_csv=TABLE, b_csv="x;y\n1;2\n", c=b"%PDF-1.7"), "envoi.zip")
    assert [t.feuille for t in document.tableaux] == ["a.csv", "b.csv"]
    (note,) = document.tableaux[0].remarques
    assert note.code == "fichier_laisse"
    assert "« c » est un document PDF" in note.message


@pytest.mark.parametrize(
    ("octets", "mot"),
    [
        pytest.param(lambda: archive(a=archive(b_csv=TABLE)), "contient une archive", id="archive"),
        pytest.param(lambda: archive(a=gzip.compress(TABLE)), "contient une archive", id="gzip dedans"),
        pytest.param(
            lambda: gzip.compress(archive(b_csv=TABLE)), "une autre archive", id="archive comprimée"
        ),
        pytest.param(
            lambda: archive(**{f"f{i}_csv": TABLE for i in range(51)}), "51 fichiers", id="trop de fichiers"
        ),
        pytest.param(lambda: archive(dossier__=b""), "aucun fichier", id="dossier seul"),
        pytest.param(lambda: archive(a=b"%PDF-1.7", b=b"%PDF-1.7"), "aucun tableau", id="aucun tableau"),
        pytest.param(lambda: archive(a_csv=b"a;b\n" + b"\0" * (65 << 20)), "plus de 64 Mo", id="bombe"),
        pytest.param(lambda: gzip.compress(b"a;b\n" + b"\0" * (65 << 20)), "plus de 64 Mo", id="bombe gzip"),
        pytest.param(lambda: gzip.compress(TABLE)[:-9], "abîmée", id="gzip coupé"),
        pytest.param(lambda: archive(**{"Index__Document.iwa": b"x"}), "Numbers", id="Numbers"),
    ],
)
def test_what_must_not_be_unpacked_is_refused(lis: Lecteur, octets: Callable[[], bytes], mot: str) -> None:
    with pytest.raises(FichierIllisible, match=mot) as refusal:
        lis(octets(), "envoi.zip")
    assert "envoi.zip" in str(refusal.value)


def test_a_password_is_asked_to_be_taken_off(lis: Lecteur) -> None:
    octets = bytearray(archive(a_csv=TABLE))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        octets[octets.find(mark) + place] |= 1
    with pytest.raises(FichierIllisible, match="mot de passe"):
        lis(bytes(octets), "envoi.zip")


def test_a_long_text_inside_an_archive_is_read_by_command(tmp_path: Path) -> None:
    rows = b"".join(b"0860002K;%d\n" % i for i in range(300_000))
    (tmp_path / "long.csv.gz").write_bytes(gzip.compress(b"UAI;Rang\n" + rows, 1))
    assert lire_commande([tmp_path / "long.csv.gz"], tmp_path, None) == 0
    assert (tmp_path / "long.csv.gz.csv").read_bytes().count(b"\n") == 300_001
    assert lire(tmp_path / "long.csv.gz", "long.csv.gz").principal.donnees.num_rows == 300_000
