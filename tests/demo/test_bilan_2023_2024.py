"""The files of 2023-2024, counted again: they add up to the published bilan."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest
from vacances_scolaires_france import SchoolHolidayDates

from tests.demo.lecture import ANNEES, DEMO, Row, feuille, inscriptions, lire_csv

ANNEE = "2023-2024"
CLE = ("Dispositif : code", "Module : code", "Groupe : identifiant", "Session")
INACTIFS = ("Désisté", "Liste d'attente")
ABSENTS = ("Absent", "Absence excusée")


def _cle(r: Row) -> tuple[str, ...]:
    return tuple(r[c] for c in CLE)


def _personne(r: Row) -> str:
    return r["Adresse de messagerie"].lower()


@pytest.fixture(scope="module")
def lignes() -> list[Row]:
    return inscriptions(ANNEE)


@pytest.fixture(scope="module")
def actives(lignes: list[Row]) -> list[Row]:
    return [r for r in lignes if r["État de l'inscription"] not in INACTIFS]


@pytest.fixture(scope="module")
def offres() -> dict[str, str]:
    return {
        r["Adresse de messagerie"].lower(): r["UAI d'exercice"]
        for r in lire_csv(DEMO / ANNEE / "offre-envoi.csv")
    }


@pytest.fixture(scope="module")
def repondants() -> set[str]:
    rows = lire_csv(DEMO / ANNEE / "reponses-limesurvey.csv", sep=",", encoding="utf-8")
    done = [r["Adresse électronique professionnelle"].lower() for r in rows if r["Date de soumission"]]
    assert len(done) == len(set(done)) == 527
    return set(done)


def test_schools() -> None:
    rows = lire_csv(DEMO / ANNEE / "etablissements.csv")
    opened = [r for r in rows if r["etat"] == "OUVERT"]
    colleges = [r for r in opened if r["Type_etablissement"] == "Collège"]
    assert Counter(r["Statut_public_prive"] for r in colleges) == {"Public": 35, "Privé": 12}
    private = [r for r in colleges if r["Statut_public_prive"] == "Privé"]
    assert {r["Type_contrat_prive"] for r in private} == {"CONTRAT D'ASSOCIATION TOUTES CLASSES"}
    assert sum(r["Type_etablissement"] == "Ecole" for r in opened) == 240
    assert len(rows) - len(opened) == 4
    assert len({r["nom_circonscription"] for r in rows} - {""}) == 7


def test_offers_and_replies(offres: dict[str, str], repondants: set[str]) -> None:
    assert len(offres) == 1128
    assert len(set(offres.values())) == 47
    assert repondants <= set(offres)


def test_registration_rows(lignes: list[Row], actives: list[Row]) -> None:
    states = Counter(r["État de l'inscription"] for r in lignes)
    assert len(lignes) == 1448
    assert (states["Désisté"], states["Liste d'attente"], len(actives)) == (38, 26, 1384)
    assert set(states) - set(INACTIFS) == {"Inscrit", "Convoqué", "Retenu"}
    presences = Counter(r["Présence"] for r in actives)
    assert presences["Présent"] == 872
    assert sum(presences[a] for a in ABSENTS) == 429
    assert presences[""] == 83
    assert all(r["Présence"] == "" for r in lignes if r["État de l'inscription"] in INACTIFS)
    assert len({(_cle(r), _personne(r)) for r in lignes}) == len(lignes)


def test_not_processed_is_one_whole_session_and_56_scattered(actives: list[Row]) -> None:
    by_session: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for r in actives:
        by_session[_cle(r)].append(r)
    whole = [len(rows) for rows in by_session.values() if not any(r["Présence"] for r in rows)]
    assert whole == [27]
    assert len(by_session) == 46


def test_persons(lignes: list[Row], actives: list[Row], offres: dict[str, str], repondants: set[str]) -> None:
    modules: dict[str, set[str]] = defaultdict(set)
    presences: Counter[str] = Counter()
    for r in actives:
        if r["Présence"] == "Présent":
            modules[_personne(r)].add(r["Module : code"])
            presences[_personne(r)] += 1
    assert len({_personne(r) for r in lignes}) == len({_personne(r) for r in actives}) == 698
    assert len(modules) == 545
    assert Counter(len(m) for m in modules.values()) == {1: 317, 2: 155, 3: 52, 4: 16, 5: 5}
    assert presences == Counter({p: len(m) for p, m in modules.items()})
    assert (len(set(modules) & repondants), len(set(modules) - repondants)) == (431, 114)
    assert {_personne(r) for r in lignes} <= set(offres)


def test_every_college_took_part_five_of_them_with_fewer_than_five(
    actives: list[Row], offres: dict[str, str]
) -> None:
    present = {(r["UAI d'affectation"], _personne(r)) for r in actives if r["Présence"] == "Présent"}
    counts = Counter(uai for uai, _ in present)
    assert set(counts) == set(offres.values())
    assert sum(n < 5 for n in counts.values()) == 5
    assert all(offres[p] == uai for uai, p in present)


def _starts(annee: str) -> dict[tuple[str, ...], datetime]:
    header, *rows = feuille(DEMO / annee / "plan-et-sessions.xlsx", "Liste des dispositifs")
    places = [header.index(c) for c in CLE]
    out = {}
    for row in rows:
        value = row[header.index("Début")]
        if isinstance(value, float):
            value = datetime(1899, 12, 30) + timedelta(days=value)
        elif isinstance(value, str):
            value = datetime.strptime(value, "%d/%m/%Y %H:%M")
        assert isinstance(value, datetime)
        out[tuple(str(row[i]) for i in places)] = value
    return out


def _rates_and_delays(annee: str) -> tuple[list[float], list[float]]:
    """Absence rate and mean delay in days of every session with a processed registration."""
    starts = _starts(annee)
    by_session: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for r in inscriptions(annee):
        if r["État de l'inscription"] not in INACTIFS and r["Présence"]:
            by_session[_cle(r)].append(r)
    rates, delays = [], []
    for key, rows in by_session.items():
        rates.append(sum(r["Présence"] in ABSENTS for r in rows) / len(rows))
        spent = [
            (starts[key] - datetime.strptime(r["Date d'inscription"], "%d/%m/%Y %H:%M")).total_seconds()
            for r in rows
        ]
        assert min(spent) > 0
        delays.append(sum(spent) / len(spent) / 86400)
    return rates, delays


def _correlation(xs: list[float], ys: list[float]) -> float:
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    cov = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return cov / (sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys)) ** 0.5


def test_absence_both_rates_and_the_wrong_ones(lignes: list[Row], actives: list[Row]) -> None:
    rates, _ = _rates_and_delays(ANNEE)
    assert len(rates) == 45
    assert round(100 * sum(rates) / len(rates), 1) == 33.3
    absent = sum(r["Présence"] in ABSENTS for r in actives)
    blank = sum(r["Présence"] == "" for r in actives)
    gone = sum(r["État de l'inscription"] == "Désisté" for r in lignes)
    done = len(actives) - blank
    assert round(100 * absent / done, 2) == 32.97
    assert round(100 * absent / len(actives), 1) == 31.0
    assert round(100 * (absent + blank) / len(actives), 1) == 37.0
    assert round(100 * (absent + gone) / (done + gone), 1) == 34.9


def test_absence_rises_with_delay_in_2023_2024_only() -> None:
    found = {annee: _correlation(*reversed(_rates_and_delays(annee))) for annee in ANNEES}
    assert 0.75 < found["2023-2024"] < 0.85
    assert abs(found["2022-2023"]) < 0.15
    assert 0.3 < found["2024-2025"] < 0.6


def test_sessions_and_hours() -> None:
    rows = lire_csv(DEMO / ANNEE / "complements-sessions.csv")
    assert Counter(r["Opérateur"] for r in rows) == {"SRANE": 12, "Canopé": 34}
    assert {(r["Heures"], r["Heures hors face-à-face"]) for r in rows} == {("3", "3")}
    header, *plan = feuille(DEMO / ANNEE / "plan-et-sessions.xlsx", "Liste des dispositifs")
    assert len(plan) == 46
    assert len({(r[header.index("Dispositif : code")], r[header.index("Module : code")]) for r in plan}) == 10
    assert len(set(_starts(ANNEE).values())) == 46
    pilots = {
        r["UAI"]
        for r in lire_csv(DEMO / ANNEE / "etablissements-pilotes.csv")
        if r["Établissement pilote"] == "oui"
    }
    places = [(str(r[header.index("Lieu")]), str(r[header.index("UAI")])) for r in plan]
    assert sum(lieu == "Atelier Canopé 86" for lieu, _ in places) == 34
    assert sum(uai in pilots for _, uai in places) == 12


def _interventions(annee: str) -> list[dict[str, object]]:
    rows = feuille(DEMO / annee / "interventions-mediateurs.xlsx", "Interventions")
    start = next(i for i, r in enumerate(rows) if r[0] == "Référence")
    return [dict(zip([str(h) for h in rows[start]], r, strict=True)) for r in rows[start + 1 :]]


def test_interventions() -> None:
    rows = _interventions(ANNEE)
    assert len({r["Référence"] for r in rows}) == len(rows) == 139
    types = {
        r["Identifiant_de_l_etablissement"]: r["Type_etablissement"]
        for r in lire_csv(DEMO / ANNEE / "etablissements.csv")
    }
    counts = Counter((r["Nature"], types[str(r["UAI"])]) for r in rows)
    expected = {
        "Formation": (58, 18),
        "Accompagnement personnalisé": (32, 9),
        "Intervention technique": (9, 8),
        "Suivi de projet": (1, 4),
    }
    found = {n: (counts[n, "Ecole"], counts[n, "Collège"]) for n in expected}
    assert found == expected
    assert {r["Projet"] for r in rows if r["Nature"] == "Suivi de projet"} == {"WebRadio", "WebTV"}
    visited = {r["UAI"] for r in rows}
    assert len(visited) < len(types) / 2


@pytest.mark.parametrize("annee", ANNEES)
def test_interventions_on_school_days_of_zone_a(annee: str) -> None:
    holidays = SchoolHolidayDates()
    months: Counter[int] = Counter()
    for r in _interventions(annee):
        value = r["Date"]
        if isinstance(value, str):
            value = datetime.strptime(value, "%d/%m/%Y").date()
        assert isinstance(value, date)
        assert value.weekday() < 5
        assert not holidays.is_holiday_for_zone(value, "A")
        assert (value.month, value.day) not in {(11, 1), (11, 11), (5, 1), (5, 8)}
        months[value.month] += 1
    assert max(months.values()) > 3 * min(months.get(m, 0) for m in (9, 12, 2))


def test_pupils_of_4eme_are_never_more_than_the_college_has() -> None:
    for annee in ANNEES:
        total = {
            r["Numéro du collège"]: int(r["4èmes total"]) for r in lire_csv(DEMO / annee / "effectifs.csv")
        }
        assert 4850 < sum(total.values()) < 5000
        for r in lire_csv(DEMO / annee / "numerixplore.csv"):
            assert int(r["Élèves de 4ème"]) <= total[r["UAI"]]


def test_the_closed_college_was_replaced() -> None:
    rows = lire_csv(DEMO / ANNEE / "etablissements-pilotes.csv")
    (old,) = [r for r in rows if r["Remplacé par"]]
    states = {
        r["Identifiant_de_l_etablissement"]: r["etat"] for r in lire_csv(DEMO / ANNEE / "etablissements.csv")
    }
    assert (states[old["UAI"]], states[old["Remplacé par"]]) == ("FERME", "OUVERT")
    before = {r["UAI d'affectation"] for r in inscriptions("2022-2023")}
    after = {r["UAI d'affectation"] for r in inscriptions(ANNEE)}
    assert old["UAI"] in before - after
    assert old["Remplacé par"] in after - before
