"""The rows that questions on trainings are tested against: few enough to be counted by hand."""

from __future__ import annotations

from tests.importing.scene import Scene, csv_bytes

A, B, C, LIBRE = "0860001J", "0860002K", "0860003L", "0860004M"
SESSION = ["Dispositif : code", "Module : code", "Groupe : identifiant", "Session"]
S1, S2, S3 = (
    ["23A0130001", "M1", "G1", "01"],
    ["23A0130001", "M1", "G1", "02"],
    ["23A0130001", "M2", "G2", "03"],
)
# Session, person, state, presence, date of registration, school of posting.
INSCRIPTIONS = [
    (S1, "a1", "Inscrit", "Présent", "02/10/2023", A),
    (S1, "a2", "Convoqué", "Absent", "02/10/2023", A),
    (S1, "b1", "Retenu", "Absent excusé", "09/10/2023", B),
    (S1, "x1", "Inscrit", "Présent", "09/10/2023", None),
    (S1, "a3", "Désisté", "Présent", "02/10/2023", A),
    (S2, "a1", "Inscrit", "Présent", "02/10/2023", A),
    (S2, "a2", "Inscrit", None, "02/10/2023", A),
    (S2, "b2", "Liste d'attente", None, "02/10/2023", B),
    (S3, "a1", "Inscrit", "Présent", "02/10/2023", A),
    (S3, "b1", "Inscrit", None, "02/10/2023", B),
]


def importer_les_formations(stage: Scene) -> None:
    """Three collèges of reference and one out of contract; three sessions; ten registrations; four offers; two replies."""
    stage.importer(
        csv_bytes(
            ["UAI", "Nom", "Commune", "Type", "Secteur", "Contrat", "État"],
            [
                [A, "Collège A", "Poitiers", "Collège", "Public", "Sans objet", "Ouvert"],
                [B, "Collège B", "Civray", "Collège", "Privé", "Sous contrat", "Ouvert"],
                [C, "Collège C", "Loudun", "Collège", "Public", "Sans objet", "Ouvert"],
                [LIBRE, "Collège libre", "Loudun", "Collège", "Privé", "Hors contrat", "Ouvert"],
            ],
        ),
        jeu="etablissement",
    )
    stage.importer(
        csv_bytes(
            [*SESSION, "Début", "Fin", "Modalité", "Lieu", "Places offertes"],
            [
                [*S1, "16/10/2023", "16/10/2023", "Présentiel", "Atelier Canopé 86", "10"],
                [*S2, "18/03/2024", "18/03/2024", "Distanciel", "", "8"],
                [*S3, "20/03/2024", "20/03/2024", "Présentiel", "", ""],
            ],
        ),
        jeu="session",
    )
    stage.importer(
        csv_bytes(
            [*SESSION, "Opérateur", "Heures", "Heures hors face-à-face"],
            [[*S1, "Canopé", "3", "3"], [*S2, "SRANE", "2", "1"]],
        ),
        jeu="session_complement",
    )
    stage.importer(
        csv_bytes(
            [*SESSION, "E-mail", "État de l'inscription", "Présence", "Date d'inscription", "UAI"],
            [[*s, f"{p}@exemple.invalid", e, pr, d, u] for s, p, e, pr, d, u in INSCRIPTIONS],
        ),
        jeu="inscription",
    )
    stage.importer(
        csv_bytes(
            ["E-mail", "UAI", "Année scolaire"],
            [
                [f"{p}@exemple.invalid", u, "2023-2024"]
                for p, u in (("a1", A), ("a2", A), ("b1", B), ("b9", B))
            ],
        ),
        jeu="offre",
    )
    stage.importer(
        csv_bytes(
            ["Numéro", "Formulaire", "E-mail", "Année scolaire", "Date de réponse"],
            [
                ["1", "f", "a1@exemple.invalid", "2023-2024", "20/06/2023"],
                ["2", "f", "b9@exemple.invalid", "2023-2024", "20/06/2023"],
            ],
        ),
        jeu="reponse",
    )
