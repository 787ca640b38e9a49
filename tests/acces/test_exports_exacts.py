"""Exact rows leave only when a coordinator confirms it, with a line in the journal, without hash nor free text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import pytest

from tests.acces.conftest import COORDINATION, LECTEUR, deposer
from tne import exports_exacts
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import AccesRefuse, UsageIncorrect
from tne.exports_exacts import exporter_donnees, lignes_par_jeu
from tne.importing import importer
from tne.spec import Privacy
from tne.typographie import cle_tri

B = "2023-2024"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def events(base: Base) -> list[tuple[str, str]]:
    sql = "SELECT qui, detail FROM evenement WHERE action = 'export de données exactes'"
    return base.cursor().execute(sql).fetchall()


def test_a_confirmed_export_is_a_french_table_and_a_line_of_the_journal(base: Base) -> None:
    # Sessions of the year after, each with three of the same four codes.
    others = ("24A0130001;M1;G1", "23A0130001;M2;G1", "23A0130001;M1;G2")
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;Début"
    deposer(base, "\n".join([head, *(f"{codes};1;2024-11-06" for codes in others)]), "session")
    content = exporter_donnees(base, COORDINATION, "inscription", B, confirme=True)
    rows = table(content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == [c.label for c in DATASETS["inscription"].stored if c.privacy is Privacy.PUBLIC]
    # The registration of a session of the year after is not of this one.
    assert [r[3] for r in rows[1:]] == ["01", "01"]
    assert events(base) == [("coordination", "inscription, 2023-2024, 2 lignes")]


def test_a_long_list_leaves_whole_and_in_order_a_part_at_a_time(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.cursor().execute(
        f"INSERT INTO offre (_cle, _import, _ligne, annee, uai) SELECT uuid(), 9, i, '{B}', '0860002K' FROM range(5000) t(i)"
    )
    monkeypatch.setattr(exports_exacts, "_AT_ONCE", 1)  # of 2,048 rows
    parts: list[int] = []
    true = exports_exacts.csv_par_parties

    def spied(columns: Sequence[str], given: Iterable[pd.DataFrame], formats: Mapping[str, str]) -> bytes:
        return true(columns, (parts.append(len(part)) or part for part in given), formats)

    monkeypatch.setattr(exports_exacts, "csv_par_parties", spied)
    rows = table(exporter_donnees(base, COORDINATION, "offre", B, confirme=True))
    assert len(rows) == sum(parts) + 1 == 5000 + 3 + 1
    assert max(parts) <= 2048
    assert rows.count(rows[0]) == 1
    assert events(base)[-1][1] == f"offre, {B}, 5\u202f003 lignes"


def test_no_hash_and_no_free_text_leave(base: Base) -> None:
    deposer(
        base,
        "Référence;Date;Nature;UAI;Commentaire\n1;12/09/2023;Formation;0860002K;Mme Untel a aidé\n",
        "intervention",
    )
    told = exporter_donnees(base, COORDINATION, "intervention", None, confirme=True).decode("utf-8-sig")
    assert "0860002K" in told
    assert "Untel" not in told
    assert "12/09/2023" in told
    held = {h for (h,) in base.cursor().execute("SELECT personne FROM offre").fetchall()}
    persons = exporter_donnees(base, COORDINATION, "offre", None, confirme=True).decode("utf-8-sig").lower()
    assert held
    assert not any(written in persons for h in held for written in (str(h), h.hex))


def test_moments_keep_their_hour_and_come_back_unchanged(base: Base) -> None:
    moments = {"10": "05/10/2023 14:00", "11": "06/10/2023", "12": "07/10/2023 09:05:30"}
    head = "Code du dispositif;Code du module;Identifiant du groupe;Session;Début;Fin\n"
    rows = "".join(f"23A0130009;1;1;{session};{moment};{moment}\n" for session, moment in moments.items())
    deposer(base, head + rows, "session")
    content = exporter_donnees(base, COORDINATION, "session", None, confirme=True)
    told = {r[3]: (r[5], r[6]) for r in table(content)[1:] if r[0] == "23A0130009"}
    assert told == {session: (moment, moment) for session, moment in moments.items()}
    (back,) = importer(base, COORDINATION, content, "retour.csv")
    assert (back.comptes.lues, back.comptes.inchangees) == (len(table(content)) - 1,) * 2


def test_what_is_said_to_be_unknown_comes_back_unchanged(base: Base) -> None:
    deposer(base, "Année scolaire;UAI;IPS\n2023-2024;0860002K;NS\n2023-2024;0860009T;105,7\n", "ips")
    content = exporter_donnees(base, COORDINATION, "ips", None, confirme=True)
    assert [r[1:3] for r in table(content)[1:]] == [["0860002K", "NS"], ["0860009T", "105,7"]]
    (back,) = importer(base, COORDINATION, content, "retour.csv")
    assert (back.comptes.lues, back.comptes.inchangees) == (2, 2)


@pytest.mark.parametrize(("droit", "confirme"), [(LECTEUR, True), (LECTEUR, False), (COORDINATION, False)])
def test_neither_a_reader_nor_an_unconfirmed_click_gets_anything(
    base: Base, droit: object, confirme: bool
) -> None:
    version = base.version()
    with pytest.raises(AccesRefuse):
        exporter_donnees(base, droit, "offre", B, confirme)
    with pytest.raises(AccesRefuse):  # numbers of rows are exact too
        lignes_par_jeu(base, LECTEUR, B)
    assert base.version() == version
    assert events(base) == []


def test_nothing_to_export_is_said(base: Base) -> None:
    with pytest.raises(UsageIncorrect, match="2031-2032"):
        exporter_donnees(base, COORDINATION, "offre", "2031-2032", confirme=True)
    with pytest.raises(UsageIncorrect, match="n'existe pas"):
        exporter_donnees(base, COORDINATION, "inconnu", B, confirme=True)
    assert events(base) == []


@pytest.mark.parametrize("annee", [B, None])
def test_the_rows_announced_are_those_that_leave(base: Base, annee: str | None) -> None:
    announced = lignes_par_jeu(base, COORDINATION, annee)
    assert "inscription" in announced
    assert "ips" not in announced
    titles = [DATASETS[jeu].title for jeu in announced]
    assert titles == sorted(titles, key=cle_tri)
    for jeu, number in announced.items():
        assert len(table(exporter_donnees(base, COORDINATION, jeu, annee, confirme=True))) == number + 1


def test_a_choice_of_schools_is_honoured_or_refused_never_forgotten(base: Base) -> None:
    rows = (
        "1;12/09/2023;Formation;0860002K\n2;13/09/2023;Formation;0860003L\n3;12/10/2024;Formation;0860003L\n"
    )
    deposer(base, f"Référence;Date;Nature;UAI\n{rows}", "intervention")
    kept = table(exporter_donnees(base, COORDINATION, "intervention", B, True, ("0860003L",)))
    assert [row[0] for row in kept] == ["Référence", "2"]
    assert events(base)[-1][1] == f"intervention, {B}, 0860003L, 1 ligne"
    both = exporter_donnees(base, COORDINATION, "intervention", B, True, ("0860002K", "0860003L"))
    assert [row[0] for row in table(both)[1:]] == ["1", "2"]
    with pytest.raises(UsageIncorrect, match="ne disent pas l'établissement"):
        exporter_donnees(base, COORDINATION, "module", None, True, ("0860003L",))
    with pytest.raises(UsageIncorrect, match="0869999Z"):
        exporter_donnees(base, COORDINATION, "intervention", B, True, ("0869999Z",))


@pytest.mark.parametrize("asked", ["0860799B", "0860002K"])
def test_the_rows_of_a_school_that_changed_its_number_are_all_there(base: Base, asked: str) -> None:
    """Those under the other number were counted and did not leave: the file had fewer than the figure beside it."""
    deposer(base, "UAI;Nom;Remplacé par\n0860002K;Ancien;0860799B\n0860799B;Actuel;\n", "etablissement")
    visits = (
        "1;12/09/2023;Formation;0860002K\n2;13/09/2023;Formation;0860799B\n3;13/09/2023;Formation;0861457S\n"
    )
    deposer(base, f"Référence;Date;Nature;UAI\n{visits}", "intervention")
    rows = table(exporter_donnees(base, COORDINATION, "intervention", B, True, (asked,)))
    place = rows[0].index("UAI")
    assert [r[place] for r in rows[1:]] == ["0860002K", "0860799B"]
    assert events(base)[-1][1] == f"intervention, {B}, {asked}, 2 lignes"
