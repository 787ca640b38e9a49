"""What is masked cannot be told apart: one participant, or one parent, moved from a masked school to another changes nothing that a
reader gets; nor one who came in place of a colleague of another masked school, of the other secteur.

Two demonstration bases that differ by that alone are opened side by side: every text of a page with its CSV and alternative texts, every
document. Where the sessions of a choice are counted, the schools themselves are not chosen: a session is no person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acces.pages_ouvertes import ANNEES, Ouvert
from tests.documents.test_fuites_documents import tout
from tne.db import Base
from tne.documents import LABELS, ecrire
from tne.filters import Filters
from tne.queries.masking import masked_schools, school_counts

B = "2023-2024"
PAGES = [
    f"pages/{p}.py" for p in ("bilan", "formations", "parentalite", "donnees", "etablissement", "presenter")
]
APRES = "2024-2025"
CHOIX: tuple[dict[str, list[str]], ...] = ({}, {"annee": ANNEES}, {"secteur": ["Public"]}, {"annee": [APRES]})

# When the workbooks inside a slide were made.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
# A person with a presence at that school, and what the school has of parents in its largest workshop.
_PERSONNE = """
SELECT personne FROM inscription WHERE uai = $uai AND annee = $annee AND presence = 'Présent'
GROUP BY personne ORDER BY count(*), personne LIMIT 1
"""
_DEPLACER = "UPDATE inscription SET uai = $vers WHERE uai = $uai AND annee = $annee AND personne = $qui"
_ATELIER = (
    "SELECT _cle FROM atelier_parentalite WHERE uai = $uai AND annee = $annee ORDER BY parents DESC LIMIT 1"
)
_PARENTS = "UPDATE atelier_parentalite SET parents = parents + $de WHERE _cle = $cle"


_COLLEGUE = """
INSERT INTO inscription BY NAME SELECT * REPLACE (uuid() AS _cle, $uai AS uai, $qui AS personne, $presence AS presence) FROM (
    SELECT * FROM inscription WHERE annee = $annee AND presence = 'Présent' AND etat = 'Inscrit' AND uai IS NOT NULL ORDER BY _cle LIMIT 1
)
"""


def accueillir(path: Path, *, dans_l_autre: bool) -> None:
    """Register one more person of two masked collèges, of either secteur, in one session: one is present, the other is not."""
    base = Base(str(path))
    con = base.cursor()
    masked = school_counts(con, "participants", Filters(annees=(B,)), "coordination")
    masked = masked[masked["uai"].isin(masked_schools(con, "participants", (B,)))].sort_values("valeur")
    secteurs = dict(con.execute("SELECT uai, secteur FROM etablissement").fetchall())
    for secteur in ("Public", "Privé"):
        uai = next(u for u in masked["uai"] if secteurs[u] == secteur)
        present = (secteur == "Public") == dans_l_autre
        who = {"uai": uai, "qui": secteur.ljust(16).encode()[:16], "annee": B}
        con.execute(_COLLEGUE, {**who, "presence": "Présent" if present else "Absent"})
    con.execute("UPDATE verrou SET n = n + 1")
    con.close()
    base.close()


def deplacer(path: Path) -> str:
    """Move one participant between two public collèges, and one parent between two schools, all four of them masked; the UAI of
    the collège that has one less.
    """
    base = Base(str(path))
    con = base.cursor()
    found = con.execute(
        "SELECT i.uai, count(DISTINCT i.personne) AS n FROM v_inscription i JOIN etablissement e USING (uai) "
        "WHERE i.present AND i.annee = $annee AND e.secteur = 'Public' AND e.type = 'Collège' "
        "AND i.uai IN (SELECT unnest($masques)) GROUP BY i.uai ORDER BY n DESC, i.uai",
        {"annee": B, "masques": [*masked_schools(con, "participants", (B,))]},
    ).fetchall()
    (one, most), (other, _) = found[0], found[-1]
    assert most > 1, "one stays behind: whether anybody took part is shown"
    ((who,),) = con.execute(_PERSONNE, {"uai": one, "annee": B}).fetchall()
    con.execute(_DEPLACER, {"uai": one, "vers": other, "annee": B, "qui": who})
    for uai, de in zip(sorted(masked_schools(con, "parents", (APRES,)))[:2], (1, -1), strict=True):
        ((cle,),) = con.execute(_ATELIER, {"uai": uai, "annee": APRES}).fetchall()
        con.execute(_PARENTS, {"cle": cle, "de": de})
    con.execute("UPDATE verrou SET n = n + 1")
    con.close()
    base.close()
    return str(one)


@pytest.fixture(scope="module")
def bases(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """The demonstration, the same with one person moved of each kind, and the collège that has one less."""
    folder = tmp_path_factory.mktemp("indiscernables")
    here, moved = (copier_base(demo_modele, folder / name) for name in ("ici", "ailleurs"))
    accueillir(here, dans_l_autre=False)
    accueillir(moved, dans_l_autre=True)
    return here, moved, deplacer(moved)


def lu(seen: Ouvert) -> str:
    """All that a page tells; identifiers of elements and the stamp of what a slideshow keeps are drawn anew for each base."""
    everything = "\n".join([*seen.elements, *(f"{name}\n{text}" for name, text in seen.csv.items())])
    return re.sub(r"[0-9a-f]{32,}|\\*\"reste\\*\": \\*\"-?\d+", "…", everything)


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_sees_no_difference_on_any_page(
    ouvrir_base: Callable[..., Ouvert], bases: tuple[Path, Path, str], page: str
) -> None:
    for chosen in CHOIX:
        here, moved = (lu(ouvrir_base(path, page, False, **chosen)) for path in bases[:2])
        assert len(here) > 1000
        assert here.splitlines() == moved.splitlines(), chosen


def test_a_coordinator_sees_it(ouvrir_base: Callable[..., Ouvert], bases: tuple[Path, Path, str]) -> None:
    """The same comparison finds what is there to find."""
    for page, chosen in (
        ("pages/etablissement.py", {"etablissement": [bases[2]]}),
        ("pages/parentalite.py", {"annee": [APRES]}),
    ):
        here, moved = (lu(ouvrir_base(path, page, True, **chosen)) for path in bases[:2])
        assert here != moved, page


@pytest.mark.parametrize("format_", [f for f in LABELS if f != "pdf"])
def test_nor_in_any_document(bases: tuple[Path, Path, str], format_: str) -> None:
    texts = []
    for path in bases[:2]:
        base = Base(str(path))
        made = (ecrire(base, Filters(annees=(B,), **k), B, format_) for k in ({}, {"secteurs": ("Public",)}))
        texts.append([MOMENT.sub("", tout(document)) for document in made])
        base.close()
    assert texts[0] == texts[1]
