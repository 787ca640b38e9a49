"""Videos for parents: YouTube Studio, a grid copied from PodEduc, totals of PeerTube."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest

from tests.formes.ecrire import lignes, par_jeu, sans
from tests.importing.scene import Scene, comptes
from tne.importing.correcting.grouping import groups

YOUTUBE = [
    ["Contenu", "Titre de la vidéo", "Heure de publication de la vidéo", "Durée", "Vues engagées", "Vues", "Durée de visionnage (heures)", "Impressions", "Spectateurs uniques", "Durée moyenne d'une vue"],
    ["Total", "", "", "", "2\u202f001", "2\u202f345", "161,6", "32\u202f232", "1\u202f297", "0:01:12"],
    ["aB3_dE-fGh1", "Le cahier de textes, mode d'emploi", "28 sept. 2026", "236", "1\u202f501", "1\u202f745", "121,2", "30\u202f000", "1\u202f000", "0:01:10"],
    ["-xY9zW8vU7t", "Écrans : en parler", "3 août 2026", "62", "400", "500", "40,3", "2\u202f000", "297", "0:00:31"],
    ["0000000042a", "=Total", "1 févr. 2027", "3723", "100", "100", "0,1", "232", "0", "0:00:03"],
]  # fmt: skip


def test_youtube(scene: Scene) -> None:
    """Three videos under their total, which is none: set aside in both data sets, and said."""
    results = par_jeu(scene.importer(lignes(YOUTUBE, ","), annee="2026-2027"))
    assert set(results) == {"ressource", "consultation"}
    for r in results.values():
        assert comptes(r) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    assert scene.table("ressource", "identifiant", "titre", "duree", "date_publication", "plateforme") == [
        ("-xY9zW8vU7t", "Écrans : en parler", 62, date(2026, 8, 3), "YouTube"),
        ("0000000042a", "=Total", 3723, date(2027, 2, 1), "YouTube"),
        ("aB3_dE-fGh1", "Le cahier de textes, mode d'emploi", 236, date(2026, 9, 28), "YouTube"),
    ]
    assert scene.table(
        "consultation", "identifiant", "vues", "heures_vues", "spectateurs", "annee", "periode"
    ) == [
        ("-xY9zW8vU7t", 500, 40.3, 297, "2026-2027", "Depuis la création"),
        ("0000000042a", 100, 0.1, 0, "2026-2027", "Depuis la création"),
        ("aB3_dE-fGh1", 1745, 121.2, 1000, "2026-2027", "Depuis la création"),
    ]


@pytest.mark.parametrize(
    ("nom", "told"),
    [
        ("Contenu 2026-10-01_2026-10-31 TNE86.csv", "2 vidéos ont été publiées avant"),
        ("Contenu 2026-09-01_2027-08-31 TNE86.csv", "1 vidéo a été publiée avant"),
        ("Contenu 2020-01-15_2027-08-31 TNE86.csv", ""),
        ("Contenu 2026-13-01_2026-13-31 TNE86.csv", ""),
        ("Contenu TNE86.csv", ""),
    ],
)
def test_views_of_a_period_alone_are_told(scene: Scene, nom: str, told: str) -> None:
    """They are kept as views since the creation: those of a month took the place of those of the year without a word."""
    results = par_jeu(scene.importer(lignes(YOUTUBE, ","), nom, annee="2026-2027"))
    found = [p for r in results.values() for p in r.problemes if p.code == "periode_du_nom"]
    assert [told in p.message for p in found] == [True] * bool(told)
    assert all(g.a_verifier for g in groups(found))


def test_youtube_archive_as_it_is_handed_over(scene: Scene) -> None:
    """Three tables, of which two say the same views day by day."""
    jours = [["Date", *YOUTUBE[0]], *(["2026-09-28", *row] for row in YOUTUBE[2:])]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Données du tableau.csv", lignes(YOUTUBE, ","))
        archive.writestr("Données du graphique.csv", lignes(jours, ","))
        archive.writestr("Totaux.csv", lignes([["Date", "Vues"], ["2026-09-28", "12"]], ","))
    results = par_jeu(scene.importer(out.getvalue(), "Contenu TNE86.zip", annee="2026-2027"))
    assert set(results) == {"ressource", "consultation"}
    assert scene.table("consultation", "identifiant", "vues") == [
        ("-xY9zW8vU7t", 500),
        ("0000000042a", 100),
        ("aB3_dE-fGh1", 1745),
    ]
    assert scene.sql("SELECT DISTINCT _feuille FROM consultation") == [("Données du tableau.csv",)]


def test_youtube_durations_written_as_hours(scene: Scene) -> None:
    rows = [r.copy() for r in YOUTUBE]
    for row, written in zip(rows[2:], ("0:03:56", "1:02", "1:02:03"), strict=True):
        row[3] = written
    scene.importer(lignes(rows, ","), annee="2026-2027")
    assert scene.sql("SELECT list(duree ORDER BY duree) FROM ressource") == [([62, 236, 3723],)]


@pytest.mark.parametrize("dropped", YOUTUBE[0][2:])
def test_youtube_without_one_of_its_columns(scene: Scene, dropped: str) -> None:
    """The columns depend on what the user chose; without views there is nothing to count, only videos."""
    results = par_jeu(scene.importer(lignes(sans(YOUTUBE, dropped), ","), annee="2026-2027"))
    assert set(results) == ({"ressource"} if dropped == "Vues" else {"ressource", "consultation"})
    for r in results.values():
        assert comptes(r) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    # The videos went in without a word of their views, which are what the file is wanted for.
    told = [p.message for r in results.values() for p in r.problemes if p.code == "colonne_absente"]
    assert told == [
        "Il manque la colonne « Vues » : rien de ce fichier n'est lu comme « Consultations des ressources ». Exportez-le de nouveau avec elle, ou "
        "ajoutez-la."
    ] * (dropped == "Vues")


def test_youtube_read_as_a_list_of_videos_alone_lacks_nothing(scene: Scene) -> None:
    result = scene.un(lignes(sans(YOUTUBE, "Impressions"), ","), annee="2026-2027", jeu="ressource")
    assert "colonne_absente" not in {p.code for p in result.problemes}


def test_youtube_with_the_least_columns(scene: Scene) -> None:
    rows = [[r[0], r[1], r[5]] for r in YOUTUBE]
    results = par_jeu(scene.importer(lignes(rows, ","), annee="2026-2027"))
    assert comptes(results["consultation"]) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    assert scene.sql("SELECT sum(vues) FROM consultation") == [(2345,)], "what the total line says"


PODEDUC = [
    ["Titre", "Vue du mois", "Vue de l'année", "Vue totale depuis création"],
    ["Pix en famille", "12", "1 128", "2 345"],
    ["Protéger ses données", "0", "84", "84"],
]


@pytest.mark.parametrize("separateur", ["\t", "|"])
@pytest.mark.parametrize("nom", ["texte collé", "a.csv"])
def test_podeduc_pasted(scene: Scene, separateur: str, nom: str) -> None:
    """Two videos in three periods: two records, six counts, of the year that the user declares."""
    results = par_jeu(scene.importer(lignes(PODEDUC, separateur), nom, annee="2023-2024"))
    assert comptes(results["ressource"]) == {"lues": 2, "ajoutees": 2}
    assert comptes(results["consultation"]) == {"lues": 2, "ajoutees": 2}
    assert scene.table("consultation", "identifiant", "periode", "vues", "annee", "plateforme") == [
        ("Pix en famille", "Année", 1128, "2023-2024", "PodEduc"),
        ("Pix en famille", "Depuis la création", 2345, "2023-2024", "PodEduc"),
        ("Pix en famille", "Mois", 12, "2023-2024", "PodEduc"),
        ("Protéger ses données", "Année", 84, "2023-2024", "PodEduc"),
        ("Protéger ses données", "Depuis la création", 84, "2023-2024", "PodEduc"),
        ("Protéger ses données", "Mois", 0, "2023-2024", "PodEduc"),
    ]
    assert scene.table("ressource", "identifiant", "titre", "plateforme") == [
        ("Pix en famille", "Pix en famille", "PodEduc"),
        ("Protéger ses données", "Protéger ses données", "PodEduc"),
    ]


def test_podeduc_under_a_title_with_curly_apostrophes_and_without_a_period(scene: Scene) -> None:
    rows = [[c.replace("'", "\u2019") for c in r] for r in sans(PODEDUC, "Vue du mois")]
    text = "Statistiques de mes vidéos\n\n".encode() + lignes(rows, "\t", fin="\r\n")
    results = par_jeu(scene.importer(text, "texte collé", annee="2023-2024"))
    assert comptes(results["consultation"]) == {"lues": 2, "ajoutees": 2}
    assert scene.sql("SELECT periode, sum(vues) FROM consultation GROUP BY ALL ORDER BY ALL") == [
        ("Année", 1212),
        ("Depuis la création", 2429),
    ]


PEERTUBE = [
    ["uuid", "name", "views", "duration", "publishedAt", "likes"],
    [
        "9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "Le TNE en 3 minutes",
        "1204",
        "187",
        "2023-10-05T08:12:00.000Z",
        "3",
    ],
    [
        "b2f0c1d4-5b1e-4a43-8f0e-0f6f3f0b1a11",
        "Webradio au collège",
        "56",
        "61",
        "2024-01-15T10:00:00.000Z",
        "0",
    ],
]


@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_peertube(scene: Scene, separateur: str) -> None:
    results = par_jeu(scene.importer(lignes(PEERTUBE, separateur, quoted=True), annee="2023-2024"))
    assert [comptes(results[j]) for j in ("ressource", "consultation")] == [{"lues": 2, "ajoutees": 2}] * 2
    assert scene.table("ressource", "titre", "duree", "date_publication", "plateforme") == [
        ("Le TNE en 3 minutes", 187, date(2023, 10, 5), "PeerTube"),
        ("Webradio au collège", 61, date(2024, 1, 15), "PeerTube"),
    ]
    assert scene.table("consultation", "vues", "periode", "annee") == [
        (56, "Depuis la création", "2023-2024"),
        (1204, "Depuis la création", "2023-2024"),
    ]


def test_peertube_as_its_interface_for_programs_gives_it(scene: Scene) -> None:
    """`/api/v1/video-channels/…/videos`: objects inside objects; who holds the account is left out."""
    names = PEERTUBE[0]
    videos = [
        {**dict(zip(names, row, strict=True)), "views": int(row[2]), "duration": int(row[3]), "nsfw": False, "category": {"id": 13, "label": "Éducation"}, "account": {"name": "mme.martin", "displayName": "Mme Martin"}, "description": None}
        for row in PEERTUBE[1:]
    ]  # fmt: skip
    text = json.dumps({"total": 2, "data": videos}, ensure_ascii=False).encode()
    results = par_jeu(scene.importer(text, "videos.json", annee="2023-2024"))
    assert [comptes(results[j]) for j in ("ressource", "consultation")] == [{"lues": 2, "ajoutees": 2}] * 2
    assert scene.sql("SELECT titre, duree FROM ressource ORDER BY 1") == [
        ("Le TNE en 3 minutes", 187),
        ("Webradio au collège", 61),
    ]
    assert scene.sql("SELECT sum(vues), min(periode) FROM consultation") == [(1260, "Depuis la création")]


def test_peertube_without_its_long_identifiers(scene: Scene) -> None:
    rows = [["shortUUID", "name", "views"], ["kZ9aB", "Le TNE en 3 minutes", "1204"]]
    scene.importer(lignes(rows, ","), annee="2023-2024")
    assert scene.table("consultation", "identifiant", "vues") == [("kZ9aB", 1204)]


def test_peertube_with_the_least_columns(scene: Scene) -> None:
    results = par_jeu(
        scene.importer(lignes(sans(PEERTUBE, "duration", "publishedAt", "likes"), ","), annee="2023-2024")
    )
    assert comptes(results["consultation"]) == {"lues": 2, "ajoutees": 2}


@pytest.mark.parametrize("rows", [YOUTUBE, PODEDUC, PEERTUBE], ids=["YouTube", "PodEduc", "PeerTube"])
def test_views_without_a_year_are_refused(scene: Scene, rows: list[list[str]]) -> None:
    """Nothing in these exports says the school year: views of no year would be in no figure."""
    results = par_jeu(scene.importer(lignes(rows, "\t")))
    views = results["consultation"]
    assert (views.etat, views.comptes.ajoutees, views.comptes.refusees) == (
        "refusé",
        0,
        views.comptes.lues - views.comptes.ecartees,
    )
    assert views.comptes.refusees > 0
    assert any("nnée" in f"{p.colonne} {p.message}" for p in views.problemes)
    assert scene.sql("SELECT (SELECT count(*) FROM consultation) + (SELECT count(*) FROM ressource)") == [
        (0,)
    ]


def test_views_of_a_dated_period_need_no_year(scene: Scene) -> None:
    text = "Plateforme;Identifiant;Période;Début;Vues\nYouTube;abc;Mois;01/09/2023;12\n"
    assert comptes(scene.un(text.encode())) == {"lues": 1, "ajoutees": 1}
    assert scene.table("consultation", "annee", "vues") == [("2023-2024", 12)]


@pytest.mark.parametrize(
    ("mois", "suivant"),
    [
        ("Vue du mois novembre 2024", "Vue du mois décembre 2024"),
        ("Vue du mois (nov. 2024)", "Vue du mois (déc. 2024)"),
        ("Vue du mois de novembre 2024", "Vue du mois de décembre 2024"),
        ("Vue du mois : 11/2024", "Vue du mois : 12/2024"),
        ("Vue du mois 2024-11", "Vue du mois 2024-12"),
    ],
)
@pytest.mark.parametrize("annee", ["2024-2025", None])
def test_podeduc_months_of_one_year_stand_beside_each_other(
    scene: Scene, mois: str, suivant: str, annee: str | None
) -> None:
    """The month of the header is that of the records: it gives their school year too."""
    for header, views in ((mois, "12"), (suivant, "30")):
        rows = [["Titre", header, "Vue totale depuis création"], ["Pix en famille", views, "2 345"]]
        scene.importer(lignes(rows, "\t"), "texte collé", annee=annee)
    assert scene.table("consultation", "periode", "debut", "vues", "annee") == [
        ("Depuis la création", None, 2345, "2024-2025"),
        ("Mois", date(2024, 11, 1), 12, "2024-2025"),
        ("Mois", date(2024, 12, 1), 30, "2024-2025"),
    ]


def test_podeduc_of_months_of_two_years_asks_for_the_year(scene: Scene) -> None:
    rows = [["Titre", "Vue du mois août 2024", "Vue du mois septembre 2024", "Vue totale depuis création"], ["Pix", "1", "2", "9"]]  # fmt: skip
    (problem,) = par_jeu(scene.importer(lignes(rows, "\t"), "texte collé"))["consultation"].problemes
    assert (problem.code, problem.colonne) == ("valeur_absente", "Année scolaire")


@pytest.mark.parametrize(
    ("nom", "titre", "annee"),
    [
        ("vues-2024-{n}.csv", "", "2024-2025"),
        ("PodEduc {n}_2024.csv", "", "2024-2025"),
        ("vues du 05-{n}-2024.csv", "", None),
        ("vues {mot} 2024.csv", "", None),
        ("texte collé", "Statistiques de mes vidéos, {mot} 2024", "2024-2025"),
        ("export-2024-12.csv", "Vues de {mot} 2024", None),
    ],
)
def test_podeduc_months_said_by_the_file_stand_beside_each_other(
    scene: Scene, nom: str, titre: str, annee: str | None
) -> None:
    """By its name, or by a title over its table, which wins: both give the school year too."""
    for n, mot, views in (("10", "octobre", "12"), ("11", "novembre", "30")):
        rows = [PODEDUC[0], ["Pix en famille", views, "40", "2 345"]]
        head = titre.format(mot=mot) + "\n\n" if titre else ""
        results = par_jeu(
            scene.importer(head.encode() + lignes(rows, "\t"), nom.format(n=n, mot=mot), annee=annee)
        )
        assert "mois_inconnu" not in {p.code for p in results["consultation"].problemes}
    assert scene.table("consultation", "periode", "debut", "vues", "annee") == [
        ("Année", None, 40, "2024-2025"),
        ("Depuis la création", None, 2345, "2024-2025"),
        ("Mois", date(2024, 10, 1), 12, "2024-2025"),
        ("Mois", date(2024, 11, 1), 30, "2024-2025"),
    ]


@pytest.mark.parametrize("nom", ["texte collé", "export-2019-10.csv", "vues-2023-2024.csv", "lot 3 2024.csv", "vues maison 2024.csv"])  # fmt: skip
def test_podeduc_of_a_month_that_nothing_names_says_what_would_happen(scene: Scene, nom: str) -> None:
    """The month of a name outside the declared year is about something else."""
    results = par_jeu(scene.importer(lignes(PODEDUC, "\t"), nom, annee="2023-2024"))
    assert [p.message for p in results["ressource"].problemes] == []
    (said,) = [p.message for p in results["consultation"].problemes]
    assert "« Vue du mois » ne dit pas de quel mois" in said
    assert "« Vue du mois octobre 2024 »" in said
    assert "« vues-2024-10.csv »" in said
    assert scene.sql("SELECT count(debut) FROM consultation") == [(0,)]


def test_podeduc_two_years_in_one_grid(scene: Scene) -> None:
    rows = [["Titre", "Vue de l'année 2024-2025", "Vue de l'année 2023-2024", "Vue totale depuis création"], ["Pix", "3", "2", "9"]]  # fmt: skip
    scene.importer(lignes(rows, "\t"), "texte collé", annee="2024-2025")
    assert scene.sql("SELECT annee, vues FROM consultation WHERE periode = 'Année' ORDER BY 1") == [
        ("2023-2024", 2),
        ("2024-2025", 3),
    ]
    rows = [["Titre", "Vue du mois", "Vue du mois octobre 2024", rows[0][3]], ["Pix", "3", "2", "9"]]
    scene.importer(lignes(rows, "\t"), "texte collé", annee="2024-2025")
    months = scene.sql("SELECT debut, vues FROM consultation WHERE periode = 'Mois' ORDER BY 2")
    assert months == [(date(2024, 10, 1), 2), (None, 3)]


@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("title", ["", "Statistiques de mes vidéos\n"])
def test_podeduc_pasted_one_cell_a_line(scene: Scene, blank: str, title: str) -> None:
    text = title + "".join(cell + "\n" + blank for row in PODEDUC for cell in row)
    results = par_jeu(scene.importer(text.encode(), "texte collé", annee="2023-2024"))
    assert comptes(results["consultation"]) == {"lues": 2, "ajoutees": 2}
    assert scene.sql("SELECT sum(vues) FROM consultation WHERE identifiant = 'Pix en famille'") == [(3485,)]
