"""The mean of the sessions' rates, as readers and coordinators are told it: one number on a page and in its document."""

from __future__ import annotations

from pathlib import Path

from tests.importing.scene import Scene, csv_bytes
from tests.queries.scene_formations import S1, SESSION, A
from tne import lecture
from tne.filters import Filters
from tne.indicators import Value, compute
from tne.queries.group_persons import Portee
from tne.queries.masking import Compte

AN = Filters(annees=("2023-2024",))
# Absent, processed: the mean of the rates is 50,463 %, which is 50 % at once, and 51 % by way of 50,5 %.
SEANCES = ((3, 8), (5, 9), (7, 12))


def test_the_mean_that_readers_see_is_written_as_the_exact_one(tmp_path: Path) -> None:
    """54 % stood on the page, 55 % in the PDF of the same day: the mean was cut to 54,5 for readers, then rounded again."""
    stage = Scene(tmp_path / "tne.duckdb")
    plan = [[*S1[:2], f"G{s}", "09", "16/10/2023"] for s in range(len(SEANCES))]
    stage.importer(csv_bytes([*SESSION, "Début"], plan), jeu="session")
    rows = [
        [
            *plan[s][:4],
            f"p{s}-{i}@exemple.invalid",
            "Inscrit",
            "Absent" if i < absent else "Présent",
            "02/10/2023",
            A,
        ]
        for s, (absent, processed) in enumerate(SEANCES)
        for i in range(processed)
    ]
    head = [*SESSION, "E-mail", "État de l'inscription", "Présence", "Date d'inscription", "UAI"]
    stage.importer(csv_bytes(head, rows), jeu="inscription")

    def mean(view: str) -> Value:
        values = compute(stage.base, AN, AN.annees[0], view)
        return next(v for v in values if v.indicateur.code == "formation.taux_absence_moyen")

    exact, read = mean("coordination"), mean("lecture")
    stage.base.close()
    assert round(exact.valeur or 0, 3) == 50.463
    assert exact.texte == read.texte == "50\u202f%"
    # Still cut: with all its decimals, the rates of the sessions could be solved for.
    assert read.valeur == 50.49


def test_a_rate_of_few_absences_is_shown_by_no_indicator() -> None:
    def seen(absences: int, presences: int, sessions: int = 9) -> list[float | None]:
        counts = {
            "absences": absences,
            "presences": presences,
            "taux_moyen": 25.0,
            "sessions_traitees": sessions,
        }
        year = lecture._Annee({"inscriptions": Portee()}, {}, lambda _sql, _uais: counts, None, None)
        return [rule(year).valeur for rule in (lecture._absence_globale, lecture._absence_moyenne)]

    assert seen(10, 30) == [25, 25]
    assert seen(4, 30) == seen(30, 4) == [None, None]
    # Of two sessions the mean would be read as the rate of one of them.
    assert (seen(10, 30, 3), seen(10, 30, 2)) == ([25, 25], [25, None])


def test_each_figure_of_persons_says_what_readers_see_left_out_of_it() -> None:
    said = "2 établissements masqués n'y sont pas comptés"
    scopes = dict.fromkeys(("offres", "reponses", "inscriptions", "familles"), Portee((A,), raison=said))
    counts = dict.fromkeys(("participants", "eleves"), Compte(40, raison=said))
    row = dict.fromkeys(("offres", "reponses", "absences", "presences", "familles", "sessions_traitees"), 30)
    held = {**row, "taux_moyen": 50.0, "eleves_4eme": 100}
    year = lecture._Annee(scopes, counts, lambda _sql, _uais: held, (A,), (A,))
    told = {code: rule(year).raison for code, rule in lecture._RULES.items()}
    assert told == dict.fromkeys(lecture._RULES, said)
