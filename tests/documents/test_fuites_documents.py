"""No document tells what readers may not see: exact small counts, free texts, names of files and persons, in any format.

Everything a file holds is searched: texts, tags, alternatives, notes, the workbooks inside the slides.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from tests.sentinelles import TOUTES
from tne.db import Base
from tne.documents import LABELS, ecrire
from tne.documents.fiche import fiche
from tne.filters import Filters
from tne.indicators import compute

AN = "2023-2024"
ANNEES = ("2022-2023", AN, "2024-2025")


def tout(data: bytes) -> str:
    """Every text a document holds, whatever its format: parts of archives within archives too."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(name + "\n" + tout(archive.read(name)) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            alternatives = [
                str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
            ]
            metadata = pdf.Root.Metadata.read_bytes().decode("utf-8")
        return "\n".join([text, *alternatives, metadata])
    return data.decode("utf-8", errors="replace")


@dataclass(frozen=True)
class Petit:
    """A school of the demonstration with so few participants that their number is masked."""

    uai: str
    nombre: int


@pytest.fixture(scope="module")
def semee(
    semee_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The base full of sentinels, open for this module."""
    base = Base(str(copier_base(semee_modele, tmp_path_factory.mktemp("fuites") / "base")))
    yield base
    base.close()


@pytest.fixture(scope="module")
def petit(semee: Base) -> Petit:
    """One school under the threshold."""
    rows = (
        semee.cursor()
        .execute(
            "SELECT uai, count(DISTINCT personne) AS n FROM v_inscription WHERE present AND annee = $a "
            "AND uai IS NOT NULL GROUP BY uai HAVING n BETWEEN 2 AND 4 ORDER BY uai LIMIT 1",
            {"a": AN},
        )
        .fetchall()
    )
    return Petit(*rows[0])


@pytest.mark.parametrize("format_", list(LABELS))
def test_a_document_bears_the_name_of_no_author(semee: Base, format_: str) -> None:
    """What the system shows of a file before it is opened: that of slides was last changed by the author of a library."""
    data = ecrire(semee, Filters(annees=(AN,)), AN, format_)
    told = re.findall(
        r"<(?:dc:creator|cp:lastModifiedBy)>(?:<rdf:Seq><rdf:li>)?([^<]*)|<meta name=.author. content=.([^\"']*)",
        tout(data),
    )
    names = {"".join(found) for found in told}
    if format_ == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            names.add(str(pdf.docinfo["/Author"]))
    assert names <= {"", "Territoire Numérique Éducatif"}
    assert names or format_ == "html", "what is searched is there"


def _holds(text: str, words: tuple[str, ...]) -> set[str]:
    folded = text.casefold()
    return {w for w in words if w.casefold() in folded}


@pytest.mark.parametrize("format_", list(LABELS))
def test_a_document_names_nobody(semee: Base, format_: str) -> None:
    for filters in (Filters(annees=(AN,)), Filters(annees=ANNEES, etablissements=("0860002K",))):
        text = tout(ecrire(semee, filters, AN, format_))
        assert "2023-2024" in text
        assert _holds(text, TOUTES) == set()


def test_a_fiche_names_nobody(semee: Base, petit: Petit) -> None:
    rows = (
        semee.cursor()
        .execute("SELECT uai FROM intervention JOIN etablissement USING (uai) ORDER BY uai LIMIT 1")
        .fetchall()
    )
    for uai in (petit.uai, rows[0][0]):
        assert _holds(tout(fiche(semee, uai, AN)), TOUTES) == set()


@pytest.mark.parametrize("format_", list(LABELS))
def test_a_school_under_the_threshold_shows_its_number_nowhere(
    semee: Base, petit: Petit, format_: str
) -> None:
    """Of that school alone, no number of persons; its sessions, that are no persons, still stand there."""
    chosen = Filters(annees=(AN,), etablissements=(petit.uai,), noms=("Le collège choisi",))
    exact = {v.indicateur.code: v for v in compute(semee, chosen, AN) if v.indicateur.personnes}
    assert exact["formation.participants"].valeur == petit.nombre
    text = re.sub(r"[\u00a0\u202f]", " ", tout(ecrire(semee, chosen, AN, format_)))
    assert "masqué" in text
    said = rf"(?<!\d){petit.nombre} (enseignant|participant|ont suivi|formé)"
    assert not re.search(said, text)
    if format_ == "pptx":
        # Series named after persons, in the chart and in the workbook behind it.
        assert not re.search(
            rf"Ont suivi au moins un module[^\n]{{0,400}}<c:v>{petit.nombre}(\.0)?</c:v>", text
        )


def test_an_exact_document_would_be_caught(
    semee: Base, petit: Petit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search finds the number when it is there: a document drawn for coordinators has it."""
    monkeypatch.setattr(sys.modules["tne.documents.contenu"], "VUE", "coordination")
    chosen = Filters(annees=(AN,), etablissements=(petit.uai,), noms=("Le collège choisi",))
    text = re.sub(r"[\u00a0\u202f]", " ", tout(ecrire(semee, chosen, AN, "html")))
    assert re.search(rf"(?<!\d){petit.nombre}</strong> ?|>{petit.nombre} enseignants?", text)


@pytest.mark.parametrize("format_", list(LABELS))
def test_no_table_of_schools_gives_a_masked_count(semee: Base, petit: Petit, format_: str) -> None:
    """Of the whole territory, nothing stands beside the name of a masked school but yes, no or « masqué »."""
    name = (
        semee.cursor()
        .execute("SELECT nom FROM etablissement WHERE uai = $u", {"u": petit.uai})
        .fetchall()[0][0]
    )
    text = tout(ecrire(semee, Filters(annees=(AN,)), AN, format_))
    for found in re.finditer(re.escape(name), text):
        beside = re.sub(
            r"<[^>]+>", " ", text[found.end() : found.end() + 200].split("</tr>")[0].split("\n")[0]
        )
        assert not re.search(rf"(?<![\d-]){petit.nombre}(?![\d-])", beside), beside
