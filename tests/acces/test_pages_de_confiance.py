"""docs/securite.md, donnees-personnelles.md and accessibilite.md say what the code does: tests, settings, numbers and files that they name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tne import access, settings
from tne.datasets import DATASETS
from tne.persons.annees_purgees import nominatifs
from tne.spec import Privacy, fold

RACINE = Path(__file__).parents[2]
SECURITE = (RACINE / "docs" / "securite.md").read_text(encoding="utf-8")
PERSONNES = (RACINE / "docs" / "donnees-personnelles.md").read_text(encoding="utf-8")
EXPLOITATION = (RACINE / "docs" / "exploitation.md").read_text(encoding="utf-8")
ACCESSIBILITE = (RACINE / "docs" / "accessibilite.md").read_text(encoding="utf-8")
CODE = "".join(p.read_text(encoding="utf-8") for p in (RACINE / "tne").rglob("*.py"))


# What the register calls each column that is kept beside the hash of a person.
REGISTRE = {
    "annee": "année",
    "date_envoi": "date d'envoi",
    "formulaire": "formulaire",
    "numero": "numéro",
    "date_reponse": "date de la réponse",
    "uai": "établissement",
    "etablissement": "établissement d'exercice",
    "dispositif_code": "session",
    "module_code": "session",
    "groupe_id": "session",
    "session_code": "session",
    "etat": "état",
    "presence": "présence",
    "date_inscription": "date d'inscription",
    "corps": "corps",
    "discipline": "discipline",
}


def test_the_register_names_all_that_is_kept_of_a_person() -> None:
    kept = {c.name for jeu in nominatifs() for c in DATASETS[jeu].stored}
    assert kept == set(REGISTRE)
    told = next(line for line in PERSONNES.splitlines() if line.startswith("| Données gardées |"))
    told = told.replace("numéro et date de la réponse", "numéro, date de la réponse")
    assert not [word for word in REGISTRE.values() if word not in told]


def _row(rubrique: str) -> str:
    return next(line for line in PERSONNES.splitlines() if line.startswith(f"| {rubrique} |"))


def test_the_register_names_all_persons_whom_a_file_names() -> None:
    read = {fold(c.label) for d in DATASETS.values() for c in d.columns if c.privacy is Privacy.PERSONNEL}
    assert not [label for label in read if label not in fold(_row("Données lues dans les fichiers"))]


def test_the_register_names_whom_the_journal_names() -> None:
    """Who signs in stands in the base by an address, whatever is said of those whom files name."""
    one = "prenom.nom@ac-poitiers.fr"
    assert access.droit_visite(access.Visite(None, {}, True, True, one, (one,), 0)).qui == one
    assert "coordination" in _row("Personnes concernées")
    assert "adresse de connexion" in _row("Données gardées")


def test_what_the_export_of_exact_rows_leaves_out_is_named() -> None:
    """« Ni texte libre » was said of a file that holds themes and places as somebody typed them."""
    section = fold(PERSONNES.split("## Sortir des données exactes")[1].split("\n## ")[0])
    left_out = {fold(c.label) for d in DATASETS.values() for c in d.columns if c.privacy is Privacy.INTERNE}
    assert not [label for label in left_out if label not in section]
    assert DATASETS["intervention"].column("theme").privacy is Privacy.PUBLIC
    assert "themes" in section


@pytest.mark.parametrize(
    "text", [SECURITE, PERSONNES, ACCESSIBILITE], ids=["securite", "donnees-personnelles", "accessibilite"]
)
def test_what_is_named_exists(text: str) -> None:
    named = re.findall(r"`((?:tests|docs|deploy|\.streamlit)/[\w./@-]+|test_\w+\.py)`", text)
    named = [n for n in named if n != ".streamlit/secrets.toml"]
    assert len(named) > 3
    for name in named:
        found = (RACINE / name).exists() if "/" in name else list((RACINE / "tests").rglob(name))
        assert found, f"{name} does not exist"


def test_the_settings_are_those_of_the_code() -> None:
    told = set(re.findall(r"\bTNE_[A-Z_]+\b", SECURITE))
    read = set(re.findall(r'"(TNE_[A-Z_]+)"', CODE))
    assert told == read
    assert f"| {settings.seuil()} ; {settings.masques_minimum()} |" in SECURITE
    assert "moins de 12 heures" in SECURITE
    assert access.session_heures() == 12
    for number, words in (
        (settings.SAUVEGARDES_JOURS, "des {} derniers jours"),
        (settings.SAUVEGARDES_SEMAINES, "des {} dernières semaines"),
        (settings.SAUVEGARDES_AVANT_OPERATION, "les {} dernières avant opération"),
        (settings.SAUVEGARDES_DEMANDEES, "les {} dernières demandées"),
    ):
        assert words.format(number) in SECURITE
    assert f"| {settings.memory_limit()} |" in SECURITE


def test_what_the_storage_of_a_shared_base_asks_of_the_environment_is_told() -> None:
    assert set(re.findall(r"\bAWS_[A-Z_]+\b", EXPLOITATION)) == set(re.findall(r"\bAWS_[A-Z_]+\b", CODE))


def test_the_server_is_set_as_told() -> None:
    held = tomllib.loads((RACINE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = held["server"]
    assert server["address"] == "127.0.0.1"
    assert "`, `".join(server["allowedHosts"]) in SECURITE
    assert (server["enableXsrfProtection"], server["xsrfCookieSameSite"]) == (True, "strict")
    assert f"{server['maxUploadSize']} Mo par fichier" in SECURITE
    assert f"pendant {server['disconnectedSessionTTL'] // 60} minutes" in SECURITE
    assert held["client"]["showErrorDetails"] == "none"
    assert held["browser"]["gatherUsageStats"] is False
    nginx = (RACINE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for setting in ("limit_conn", "client_max_body_size", "access_log off", "proxy_cookie_flags"):
        assert setting in nginx
        assert setting in SECURITE
