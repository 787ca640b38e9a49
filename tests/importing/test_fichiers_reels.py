"""Real open data, read where they stand: what is ours comes in, what is of elsewhere is set aside and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.scene import Scene, codes, comptes


def test_annuaire_in_its_territory(
    scene: Scene, donnees_reelles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    result = scene.un(donnees_reelles / "annuaire-094.csv", "a.csv")
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 613, "ajoutees": 613})
    assert [p for p in result.problemes if p.gravite.value == "bloquant"] == []
    assert scene.sql(
        "SELECT type, secteur, contrat, etat, departement, count(*) FROM etablissement GROUP BY ALL ORDER BY ALL"
    ) == [
        ("École", "Public", "Sans objet", "Ouvert", "094", 611),
        ("École", "Public", "Sans objet", "À fermer", "094", 2),
    ]
    assert scene.sql(
        "SELECT uai, nom, commune, code_insee, code_postal, circonscription, code_nature, round(latitude, 4), maternelle, "
        "elementaire, CAST(date_ouverture AS VARCHAR), _ligne FROM etablissement WHERE uai = '0940176F'"
    ) == [
        (
            "0940176F", "Ecole élémentaire Robert Doisneau", "Fresnes", "94034", "94260",
            "Circonscription d'inspection du 1er degré de Fresnes", "151", 48.7511, False, True, "1965-05-01", 2,
        )
    ]  # fmt: skip
    again = scene.un((donnees_reelles / "annuaire-094.csv").read_bytes(), "b.csv")
    assert (again.etat, comptes(again)) == ("déjà importé", {"lues": 613, "inchangees": 613})
    texts = [t for (t,) in scene.sql("SELECT CAST(l AS VARCHAR) FROM log_etablissement l")]
    assert not [t for t in texts if "@ac-creteil" in t or "0172045505" in t], (
        "mail and telephone stay outside"
    )
    scene.verifier()


def test_annuaire_of_elsewhere_is_set_aside_and_said(scene: Scene, donnees_reelles: Path) -> None:
    before = scene.journal()
    result = scene.un(donnees_reelles / "annuaire-094.csv")
    assert (result.etat, result.import_id) == ("refusé", None)
    assert comptes(result) == {"lues": 613, "ecartees": 613}
    assert codes(result)[0] == "aucune_ligne"
    assert [(p.valeur, "territoire" in p.message) for p in result.problemes if p.code == "ecartees"] == [
        ("613", True)
    ]
    assert scene.journal() == before


def test_a_national_file_keeps_what_is_ours(
    scene: Scene, donnees_reelles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,094")
    scene.un(donnees_reelles / "annuaire-094.csv")
    scene.un(donnees_reelles / "geolocalisation-colleges-086.csv")
    assert scene.sql("SELECT departement, count(*) FROM etablissement GROUP BY ALL ORDER BY ALL") == [
        ("086", 52),
        ("094", 613),
    ]


def test_geolocalisation(scene: Scene, donnees_reelles: Path) -> None:
    result = scene.un(donnees_reelles / "geolocalisation-colleges-086.csv", "a.csv")
    assert comptes(result) == {"lues": 52, "ajoutees": 52}
    assert scene.sql("SELECT type, secteur, count(*) FROM etablissement GROUP BY ALL ORDER BY ALL") == [
        ("Collège", "Privé", 17),
        ("Collège", "Public", 35),
    ]
    assert scene.sql(
        "SELECT nom, commune, code_insee, latitude, etat, contrat FROM etablissement WHERE uai = '0860002K'"
    ) == [("Collège Romain Rolland", "Charroux", "86061", 46.13437065958356, "Ouvert", "Sans objet")]


def test_ips(scene: Scene, donnees_reelles: Path) -> None:
    result = scene.un(donnees_reelles / "ips-colleges-086.csv", "a.csv")
    assert (result.jeu, comptes(result)) == ("ips", {"lues": 46, "ajoutees": 46})
    assert result.annees == ("2022-2023",)
    assert scene.sql("SELECT ips, ecart_type, effectifs FROM ips WHERE uai = '0860014Y'") == [
        (105.7, 32.8, 257)
    ]


def test_real_files_one_after_the_other_in_any_order(scene: Scene, donnees_reelles: Path) -> None:
    files = ["ips-colleges-086.csv", "geolocalisation-colleges-086.csv"]
    numbers = [scene.un(donnees_reelles / f).import_id for f in files]
    full = scene.contenu()
    for n in numbers:
        scene.annuler(n)
    assert not any(scene.contenu().values())
    for f in reversed(files):
        assert scene.un(donnees_reelles / f).etat == "rétabli"
    assert scene.contenu() == full
