"""The figures of the published bilan of 2023-2024, by indicator: bilan de l'an II du TNE Vienne (data/publie/README.md)."""

from __future__ import annotations

PUBLISHED = {
    "formation.modules": 10,
    "formation.offres": 1128,
    "formation.reponses": 527,
    "formation.participants": 545,
    "formation.sessions_srane": 12,
    "formation.sessions_canope": 34,
    "formation.sessions": 46,
    "formation.taux_absence_moyen": 33,
    "formation.hors_face_a_face": 100,
    "formation.colleges_representes": 100,
    "accompagnement.formations": 76,
    "accompagnement.personnalises": 41,
    "accompagnement.techniques": 17,
    "accompagnement.projets": 5,
    "accompagnement.total": 139,
    "accompagnement.part_ecoles": 72,
    "accompagnement.part_colleges": 28,
}
