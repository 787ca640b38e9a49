"""Long texts: the fast way and the careful way give the same table, line numbers included."""

from __future__ import annotations

import io

import pytest

import tne.reading
from tests.reading import pollution
from tests.reading.lecture import Lecteur, cellules, lignes
from tne.erreurs import FichierIllisible
from tne.reading import Tableau, lire
from tne.reading.bulk import Bulk, NotOneTable
from tne.reading.encoding import survey


def rapide(octets: bytes, piece: int = 1500, tete: int = 4000) -> Tableau:
    """The table through the fast way, in pieces far smaller than in real life. Raises NotOneTable."""
    encoding, bom = survey([octets])
    if not encoding:
        raise NotOneTable
    stream = io.BytesIO(octets)
    stream.seek(bom)
    bulk = Bulk(stream, encoding, piece, tete, reserve=3000, tail_lines=12)
    return bulk.finish(tuple(bulk.paquets()))


def same(fast: Tableau, careful: Tableau) -> bool:
    """The same header, records, lines, titles and foot."""
    return (
        fast.donnees.cast(careful.donnees.schema).equals(careful.donnees)
        and fast.entete == careful.entete
        and fast.entete_brut == careful.entete_brut
        and (fast.titres, fast.pied, fast.ligne_entete)
        == (careful.titres, careful.pied, careful.ligne_entete)
    )


def test_on_every_pollution_of_a_long_table() -> None:
    """Where the fast way does not give up, it agrees; and it seldom gives up."""
    modele = pollution.catalogue(100)
    differ, given_up, total = [], [], 0
    for cas in [*pollution.fichiers(modele), *pollution.lignes(modele, pas=33)]:
        total += 1
        try:
            fast = rapide(cas.octets)
        except NotOneTable:
            given_up.append(cas.nom)
            continue
        if not same(fast, lire(cas.octets, "x.csv").principal):
            differ.append(cas.nom)
    assert differ == []
    assert len(given_up) < 0.25 * total, given_up


@pytest.mark.parametrize("fin", ["\n", "\r\n"])
def test_line_numbers_over_quoted_line_ends(fin: str) -> None:
    rows = [f'{i},"texte{fin}sur {fin if i % 3 else ""}deux, lignes",{i * 2}' for i in range(400)]
    octets = fin.join(["n,texte,double", *rows, ""]).encode()
    fast, careful = rapide(octets), lire(octets, "x.csv").principal
    assert same(fast, careful)
    assert lignes(careful)[:3] == [2, 4, 7]


def test_a_stray_quote_in_the_middle() -> None:
    rows = [f'{i},"nom, {i}",{i % 28 + 1:02d}/01/2024' for i in range(500)]
    rows[300] = '300,"nom 300,21/01/2024'
    octets = "\n".join(["n,nom,date", *rows]).encode()
    fast = rapide(octets)
    assert same(fast, lire(octets, "x.csv").principal)
    assert cellules(fast)[300] == ["300", '"nom 300', "21/01/2024"]
    assert [r.ligne for r in fast.remarques] == [302]


class Recompte(bytearray):
    """Bytes that know how many of them were counted over."""

    vus = 0

    def count(self, sub: object, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        stop = len(self) if end is None else end
        self.vus += stop - start
        return super().count(sub, start, stop)  # type: ignore[arg-type]


def test_a_stray_quote_in_the_last_piece_is_counted_once() -> None:
    """All of it was counted anew for each line after the quote: of a long file for minutes."""
    first = b"n;nom;date\n" + b"".join(b"%d;nom %d;02/01/2024\n" % (i, i) for i in range(500))
    bulk = Bulk(io.BytesIO(first), "utf-8", 1500, 4000, reserve=3000, tail_lines=12)
    last = Recompte(b'1;"nom;02/01/2024\n' + b"2;nom;02/01/2024\n" * 1000)
    assert bulk._without_tail(last) == (b"", last)
    assert last.vus <= 2 * len(last)


def test_blank_cells_of_every_kind() -> None:
    rows = [f"{i};{'' if i % 2 else ' '};\u00a0;x" if i % 5 else ";;;" for i in range(900)]
    octets = "\n".join(["a;b;c;d", *rows]).encode()
    assert same(rapide(octets), lire(octets, "x.csv").principal)


def test_surplus_short_and_blank_records_in_the_middle() -> None:
    rows = [f"{i};x{i};{i % 28 + 1:02d}/01/2024" for i in range(600)]
    rows[250] += ";en trop;encore"
    rows[251] = "251"
    rows[252] = ""
    octets = "\n".join(["n;nom;date", *rows]).encode()
    fast = rapide(octets)
    assert same(fast, lire(octets, "x.csv").principal)
    assert fast.entete[-1] == "_surplus_2"
    assert {r.ligne for r in fast.remarques} == {252, 253}


@pytest.mark.parametrize("encodage", ["utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_transcoded(encodage: str) -> None:
    rows = [f"{i};Élève n° {i} œuvré à l'école;12,5" for i in range(700)]
    octets = "\r\n".join(["n;Établissement;été", *rows]).encode(encodage)
    assert same(rapide(octets), lire(octets, "x.csv").principal)


def test_a_second_table_is_left_to_the_careful_way() -> None:
    rows = [f"{i};x{i};{i}" for i in range(600)]
    octets = "\n".join(
        ["n;nom;valeur", *rows, "", "UAI;IPS", *(f"0860{i:03d}K;{i}" for i in range(200))]
    ).encode()
    with pytest.raises(NotOneTable):
        rapide(octets)


def test_a_file_over_the_limit_goes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{i};Élève numéro {i};{i % 28 + 1:02d}/01/2024" for i in range(70_000)]
    octets = "\r\n".join(["Liste", "", "n;nom;date", *rows, "", "Source : rectorat", ""]).encode("cp1252")
    assert len(octets) > 2 << 20
    monkeypatch.setattr(tne.reading, "read_workbook", None)
    seen: list[float] = []
    document = lire(octets, "x.csv", progres=seen.append)
    tableau = document.principal
    assert (document.encodage, tableau.donnees.num_rows) == ("cp1252", 70_000)
    assert tableau.titres == ((1, "Liste"),)
    assert tableau.pied == ((70_005, "Source : rectorat"),)
    assert lignes(tableau)[-1] == 70_003
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


_UNE_LIGNE = "0860002K;12/06/2024;Collège Arsène;3,5\r\n".encode()


@pytest.mark.parametrize(
    ("dirt", "code"),
    [
        ("0860016A;13/06/2024;Collège;2,5\r\n".encode("cp1252"), "encodages_melanges"),
        ("0860016A;13/06/2024;Coll\x00ège;2,5\r\n".encode(), "caractere_nul"),
        ("0860016A;13/06/2024;\ufeffCollège;2,5\r\n".encode(), "marque_interieure"),
        ("0860016A;13/06/2024;Collège;2,5\r".encode(), None),
    ],
    ids=["Windows-1252", "NUL", "BOM", "CR"],
)
@pytest.mark.parametrize("piece", [700, 1500])
def test_dirty_bytes_do_not_take_the_quick_way_away(dirt: bytes, code: str | None, piece: int) -> None:
    data = "UAI;Date;Nom;Durée\r\n".encode() + (_UNE_LIGNE * 50 + dirt) * 8 + _UNE_LIGNE * 60
    fast, careful = rapide(data, piece), lire(data, "x.csv").principal
    assert same(fast, careful)
    assert fast.donnees.num_rows == 468
    told = [(r.code, r.ligne) for r in careful.remarques]
    assert told == ([(code, 52)] if code else [])
    assert [(r.code, r.ligne) for r in fast.remarques] == told


def test_what_would_have_to_be_held_whole_is_refused_beyond_a_size(
    lis: Lecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tne.reading, "_MOST", 1000)
    with pytest.raises(FichierIllisible, match="plusieurs tableaux"):
        lis(b"a;b\n1;2\n" * 200)
