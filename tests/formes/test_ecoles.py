"""Open data on schools: both vintages of the directory, both headers of the geolocation, IPS, pupils, national files."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from tests.formes.ecrire import lignes, nulle_part, sans
from tests.importing.scene import Scene, codes, comptes
from tne.datasets import dataset
from tne.forms import FORMS
from tne.kinds import LETTRES_UAI


def _entete(line: str) -> list[str]:
    return line.split(";")


RECENTE = _entete(
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;Adresse_2;Adresse_3;"
    "Code_postal;Code_commune;Nom_commune;Code_departement;Code_academie;Code_region;Ecole_maternelle;Ecole_elementaire;"
    "Voie_generale;Voie_technologique;Voie_professionnelle;Telephone;Fax;Web;Mail;Restauration;Hebergement;ULIS;Apprentissage;"
    "Segpa;Section_arts;Section_cinema;Section_theatre;Section_sport;Section_internationale;Section_europeenne;Lycee_Agricole;"
    "Lycee_militaire;Lycee_des_metiers;Post_BAC;Appartenance_Education_Prioritaire;GRETA;SIREN_SIRET;Fiche_onisep;position;"
    "Type_contrat_prive;Libelle_departement;Libelle_academie;Libelle_region;coordX_origine;coordY_origine;epsg_origine;"
    "nom_circonscription;latitude;longitude;precision_localisation;date_ouverture;date_maj_ligne;etat;ministere_tutelle;"
    "multi_uai;rpi_concentre;rpi_disperse;code_nature;libelle_nature;Code_type_contrat_prive;PIAL;etablissement_mere;"
    "type_rattachement_etablissement_mere;code_circonscription;code_zone_animation_pedagogique;"
    "libelle_zone_animation_pedagogique;code_bassin_formation;libelle_bassin_formation"
)
# The older vintage: 69 columns, one with a space in its name, the number of pupils still there.
ANCIENNE = [
    "Nombre_d_eleves" if h == "libelle_nature" else "Code postal" if h == "Code_postal" else h
    for h in RECENTE
    if h not in ("code_bassin_formation", "libelle_bassin_formation")
]

ECOLES: list[dict[str, str]] = [
    {
        "Identifiant_de_l_etablissement": "0860799B", "Nom_etablissement": "Collège Jules Verne", "Type_etablissement": "Collège",
        "Statut_public_prive": "Public", "Code_postal": "86180", "Code_commune": "86041", "Nom_commune": "Buxerolles",
        "Code_departement": "086", "Ecole_maternelle": "", "Ecole_elementaire": "", "Telephone": "0549000001",
        "Mail": "ce.0860799B@ac-poitiers.fr", "Type_contrat_prive": "SANS OBJET", "Libelle_departement": "Vienne",
        "position": "46.6, 0.35", "latitude": "46.6", "longitude": "0.35", "date_ouverture": "1980-09-01", "etat": "OUVERT",
        "code_nature": "340",
    },
    {
        "Identifiant_de_l_etablissement": "0860016A", "Nom_etablissement": "Ecole élémentaire Éluard", "Type_etablissement": "Ecole",
        "Statut_public_prive": "Public", "Code_postal": "86000", "Code_commune": "86194", "Nom_commune": "Poitiers",
        "Code_departement": "086", "Ecole_maternelle": "0", "Ecole_elementaire": "1", "Type_contrat_prive": "SANS OBJET",
        "Libelle_departement": "Vienne", "position": "46.58, 0.34", "etat": "OUVERT", "code_nature": "151",
        "nom_circonscription": "Circonscription d'inspection du 1er degré de Poitiers Est",
    },
    {
        "Identifiant_de_l_etablissement": "0861457S", "Nom_etablissement": "Collège privé Saint-Exemple", "Type_etablissement": "Collège",
        "Statut_public_prive": "Privé", "Code_postal": "86100", "Code_commune": "86066", "Nom_commune": "Châtellerault",
        "Code_departement": "086", "Type_contrat_prive": "CONTRAT PARTIE DES CLASSES SIMPLE+ASSOC", "Libelle_departement": "Vienne",
        "position": "", "etat": "A OUVRIR", "code_nature": "340",
    },
    {
        "Identifiant_de_l_etablissement": "0010001W", "Nom_etablissement": "Ecole de l'Ain", "Type_etablissement": "Ecole",
        "Statut_public_prive": "Public", "Code_postal": "01000", "Code_commune": "01053", "Nom_commune": "Bourg-en-Bresse",
        "Code_departement": "001", "Type_contrat_prive": "SANS OBJET", "Libelle_departement": "Ain", "etat": "OUVERT", "code_nature": "151",
    },
]  # fmt: skip


def annuaire(headers: list[str]) -> list[list[str]]:
    known = {"Code postal": "Code_postal"}
    return [headers, *([e.get(known.get(h, h), "") for h in headers] for e in ECOLES)]


@pytest.mark.parametrize(
    "headers",
    [RECENTE, ANCIENNE, [h.lower() for h in RECENTE], [h.replace("_", " ") for h in RECENTE]],
    ids=["71 colonnes", "69 colonnes", "API", "espaces"],
)
def test_annuaire(scene: Scene, headers: list[str]) -> None:
    """Three schools of the Vienne, one of the Ain set aside and said; the address of a head stays outside."""
    assert len(headers) == (69 if headers is ANCIENNE else 71)
    rows = annuaire(ANCIENNE if headers is ANCIENNE else RECENTE)
    result = scene.un(lignes([headers, *rows[1:]], ";", bom=True, fin="\r\n"))
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 4, "ajoutees": 3, "ecartees": 1})
    assert [(p.valeur, "territoire" in p.message) for p in result.problemes if p.code == "ecartees"] == [
        ("1", True)
    ]
    assert scene.table("etablissement", "uai", "type", "secteur", "contrat", "etat", "code_insee", "code_postal", "departement", "latitude") == [
        ("0860016A", "École", "Public", "Sans objet", "Ouvert", "86194", "86000", "086", 46.58),
        ("0860799B", "Collège", "Public", "Sans objet", "Ouvert", "86041", "86180", "086", 46.6),
        ("0861457S", "Collège", "Privé", "Sous contrat", "À ouvrir", "86066", "86100", "086", None),
    ]  # fmt: skip
    assert scene.sql(
        "SELECT elementaire, maternelle, circonscription FROM etablissement WHERE uai = '0860016A'"
    ) == [(True, False, "Circonscription d'inspection du 1er degré de Poitiers Est")]
    nulle_part(scene, "ce.0860799b", "0549000001")


def test_annuaire_with_the_least_columns(scene: Scene) -> None:
    """Code and name are enough; the département comes from the code, the type from the nature."""
    keep = {"Identifiant_de_l_etablissement", "Nom_etablissement", "code_nature"}
    rows = sans(annuaire(RECENTE), *(h for h in RECENTE if h not in keep))
    assert comptes(scene.un(lignes(rows, ";"))) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    assert scene.table("etablissement", "uai", "type") == [
        ("0860016A", "École"), ("0860799B", "Collège"), ("0861457S", "Collège"),
    ]  # fmt: skip


LIBELLES = _entete(
    "Code établissement;Appellation officielle;Dénomination principale;Patronyme uai;Secteur Public/Privé;Adresse;Lieu dit;"
    "Boite postale;Code postal;Localite d'acheminement;Commune;Coordonnee X;Coordonnee Y;EPSG;Latitude;Longitude;"
    "Qualité d'appariement;Localisation;Code nature;Nature;Code état établissement;Etat établissement;Code département;"
    "Code région;Code académie;Code commune;Département;Région;Académie;Position;secteur_prive_code_type_contrat;"
    "secteur_prive_libelle_type_contrat;Code ministère;Ministère;Date ouverture"
)
TECHNIQUES = _entete(
    "numero_uai;appellation_officielle;denomination_principale;patronyme_uai;secteur_public_prive_libe;adresse_uai;lieu_dit_uai;"
    "boite_postale_uai;code_postal_uai;localite_acheminement_uai;libelle_commune;coordonnee_x;coordonnee_y;EPSG;latitude;longitude;"
    "appariement;localisation;nature_uai;nature_uai_libe;etat_etablissement;etat_etablissement_libe;code_departement;code_region;"
    "code_academie;code_commune;libelle_departement;libelle_region;libelle_academie;position;secteur_prive_code_type_contrat;"
    "secteur_prive_libelle_type_contrat;code_ministere;libelle_ministere;date_ouverture"
)
LIEUX = [
    "0860799B;Collège Jules Verne;COLLEGE;JULES VERNE;Public;1 rue;;;86180;BUXEROLLES;Buxerolles;500061.0;6562675.4;EPSG:2154;46.6;0.35;Parfaite;Numéro de rue;340;COLLEGE;1;OUVERT;086;75;13;86041;Vienne;Nouvelle-Aquitaine;Poitiers;46.6, 0.35;99;SANS OBJET;06;MINISTERE DE L'EDUCATION NATIONALE;1980-09-01",
    "0861457S;Collège privé Saint-Exemple;COLLEGE PRIVE;;Privé;2 rue;;BP 3;86100;CHATELLERAULT;Châtellerault;;;;;;;;340;COLLEGE;3;FERME;086;75;13;86066;Vienne;Nouvelle-Aquitaine;Poitiers;;30;CONTRAT D'ASSOCIATION TOUTES CLASSES;06;MINISTERE DE L'EDUCATION NATIONALE;01/09/1975",
    "0010001W;Ecole de l'Ain;ECOLE;;Public;;;;01000;BOURG;Bourg-en-Bresse;;;;;;;;151;ECOLE;1;OUVERT;001;84;10;01053;Ain;Auvergne-Rhône-Alpes;Lyon;;99;SANS OBJET;06;;",
]  # fmt: skip


@pytest.mark.parametrize("headers", [LIBELLES, TECHNIQUES], ids=["libellés", "techniques"])
def test_geolocalisation(scene: Scene, headers: list[str]) -> None:
    """« Département » is a name there and « Nature » words: the codes come from their own columns."""
    assert len(headers) == 35
    result = scene.un(lignes([headers, *(x.split(";") for x in LIEUX)], ";"))
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 3, "ajoutees": 2, "ecartees": 1})
    assert scene.table("etablissement", "uai", "nom", "type", "secteur", "contrat", "etat", "code_nature", "code_insee", "commune", "code_postal", "departement", "longitude", "date_ouverture") == [
        ("0860799B", "Collège Jules Verne", "Collège", "Public", "Sans objet", "Ouvert", "340", "86041", "Buxerolles", "86180", "086", 0.35, date(1980, 9, 1)),
        ("0861457S", "Collège privé Saint-Exemple", "Collège", "Privé", "Sous contrat", "Fermé", "340", "86066", "Châtellerault", "86100", "086", None, date(1975, 9, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("headers", [LIBELLES, TECHNIQUES], ids=["libellés", "techniques"])
def test_geolocalisation_without_any_one_of_the_optional_columns(scene: Scene, headers: list[str]) -> None:
    rows = [headers, *(x.split(";") for x in LIEUX)]
    # The technical names one in three: each column is dropped under the other names.
    for dropped in headers[2 :: 1 if headers is LIBELLES else 3]:
        result = scene.un(lignes(sans(rows, dropped), ";"))
        assert (result.jeu, result.comptes.refusees, result.comptes.ecartees) == ("etablissement", 0, 1), (
            dropped
        )
    assert scene.table("etablissement", "uai", "departement", "code_nature") == [
        ("0860799B", "086", "340"),
        ("0861457S", "086", "340"),
    ]


IPS_ENTETE = ["Rentrée scolaire", "Académie", "Code du département", "Département", "UAI", "Nom de l'établissment", "Code INSEE de la commune", "Nom de la commune", "Secteur", "Effectifs", "IPS", "Ecart-type de l'IPS"]  # fmt: skip
IPS_LIGNES = [
    ["2022-2023", "POITIERS", "086", "VIENNE", "0860799B", "COLLEGE JULES VERNE", "86041", "BUXEROLLES", "public", "612.0", "105.7", "32.8"],
    ["2022-2023", "POITIERS", "086", "VIENNE", "0861457S", "COLLEGE PRIVE", "86066", "CHATELLERAULT", "privé sous contrat", "41.0", "NS", "NS"],
    ["2022-2023", "LYON", "001", "AIN", "0010001W", "COLLEGE DE L'AIN", "01053", "BOURG", "public", "300.0", "99.9", "30.1"],
]  # fmt: skip


@pytest.mark.parametrize("nom", ["Nom de l'établissment", "Nom de l'établissement"])
@pytest.mark.parametrize("code", ["{}", "ecoles"])
def test_ips(scene: Scene, nom: str, code: str) -> None:
    """`086` in the collèges, `86` and no deviation in the écoles; NS is a value; the header misspelt or mended."""
    rows = [[nom if h == "Nom de l'établissment" else h for h in IPS_ENTETE], *map(list, IPS_LIGNES)]
    if code == "ecoles":
        rows = [rows[0], *([*r[:2], r[2].lstrip("0"), *r[3:]] for r in rows[1:])]
        rows = sans(rows, "Ecart-type de l'IPS")
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, result.annees) == ("ips", ("2022-2023",))
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}
    assert "mal" not in codes(result)
    deviation = None if code == "ecoles" else 32.8
    assert scene.table("ips", "uai", "annee", "ips", "effectifs", "ecart_type") == [
        ("0860799B", "2022-2023", 105.7, 612, deviation),
        ("0861457S", "2022-2023", None, 41, None),
    ]


def test_the_ips_of_ecoles_and_of_colleges_do_not_stand_for_each_other(scene: Scene) -> None:
    scene.un(lignes([IPS_ENTETE, IPS_LIGNES[0]], ";"))
    ecoles = scene.un(lignes(sans([IPS_ENTETE, IPS_LIGNES[1]], "Ecart-type de l'IPS"), ";"), remplacer=True)
    assert ecoles.absentes == 0
    assert scene.table("ips", "uai") == [("0860799B",), ("0861457S",)]


@pytest.mark.parametrize("dropped", [h for h in IPS_ENTETE if h not in ("Rentrée scolaire", "UAI", "IPS")])
def test_ips_without_one_of_its_columns(scene: Scene, dropped: str) -> None:
    result = scene.un(lignes(sans([IPS_ENTETE, *IPS_LIGNES], dropped), ";"))
    assert (result.jeu, comptes(result)) == ("ips", {"lues": 3, "ajoutees": 2, "ecartees": 1})


LARGE = [
    ["Rentrée scolaire", "Région académique", "Académie", "Département", "Commune", "Numéro du collège", "Dénomination principale", "Patronyme", "Secteur", "REP", "REP +", "Nombre d'élèves total", "6èmes total", "6èmes filles", "5èmes total", "4èmes total", "4èmes filles", "3èmes total"],
    ["2023", "NOUVELLE-AQUITAINE", "POITIERS", "VIENNE", "BUXEROLLES", "0860799B", "COLLEGE", "JULES VERNE", "PUBLIC", "0", "0", "612", "160", "80", "155", "150", "70", "147"],
    ["2023", "NOUVELLE-AQUITAINE", "POITIERS", "VIENNE", "CHATELLERAULT", "0861457S", "COLLEGE PRIVE", "", "PRIVE", "0", "0", "41", "10", "5", "11", "0", "0", "20"],
    ["2023", "AUVERGNE", "LYON", "AIN", "BOURG", "0010001W", "COLLEGE", "", "PUBLIC", "0", "0", "300", "80", "40", "75", "75", "30", "70"],
]  # fmt: skip


@pytest.mark.parametrize("technical", [False, True])
def test_effectifs_by_level_in_columns(scene: Scene, technical: bool) -> None:
    """Three collèges of which one is elsewhere: eight numbers of pupils, and 4ème is the denominator of Numérixplore."""
    rows = [list(r) for r in LARGE]
    if technical:
        rows[0] = ["rentree_scolaire", "region_academique", "academie", "departement", "commune", "numero_college", "denomination_principale", "patronyme", "secteur", "rep", "rep_plus", "nombre_eleves_total", "6eme_total", "6eme_filles", "5eme_total", "4eme_total", "4eme_filles", "3eme_total"]  # fmt: skip
    result = scene.un(lignes(rows, ";"))
    assert (result.jeu, result.annees, comptes(result)) == ("effectif", ("2023-2024",), {"lues": 3, "ajoutees": 2, "ecartees": 1})  # fmt: skip
    assert scene.table("effectif", "annee", "niveau", "uai", "eleves") == sorted(
        ("2023-2024", niveau, uai, n)
        for uai, counts in (("0860799B", (160, 155, 150, 147)), ("0861457S", (10, 11, 0, 20)))
        for niveau, n in zip(("6ème", "5ème", "4ème", "3ème"), counts, strict=True)
    )


def test_effectifs_without_the_other_levels(scene: Scene) -> None:
    rows = [[r[0], r[5], r[15]] for r in LARGE]
    assert comptes(scene.un(lignes(rows, ";"))) == {"lues": 3, "ajoutees": 2, "ecartees": 1}
    assert scene.sql("SELECT niveau, sum(eleves) FROM effectif GROUP BY ALL") == [("4ème", 150)]


def test_effectifs_one_row_per_level(scene: Scene) -> None:
    rows = [
        ["Rentrée", "UAI", "Niveau", "Effectif"],
        ["2023", "0860799B", "4ème", "150"],
        ["2023", "0860799B", "3ème", "147"],
        ["session 2024", "0861457S", "4ème", "1 002"],
    ]
    assert comptes(scene.un(lignes(rows, ";"))) == {"lues": 3, "ajoutees": 3}
    assert scene.sql("SELECT annee, niveau, sum(eleves) FROM effectif GROUP BY ALL ORDER BY ALL") == [
        ("2023-2024", "3ème", 147),
        ("2023-2024", "4ème", 1152),
    ]


def test_contours(scene: Scene, donnees_reelles: Path) -> None:
    """274 outlines of 2018: those that have merged since are kept as the file has them, under their year."""
    result = scene.un(donnees_reelles / "communes-086-2018.geojson", "communes-086-2018.geojson")
    assert (result.jeu, comptes(result)) == ("contour", {"lues": 274, "ajoutees": 274})
    assert scene.sql("SELECT count(DISTINCT code_insee), list(DISTINCT millesime) FROM contour") == [
        (274, ["2018"])
    ]
    merged = ("86021", "86056", "86166", "86043", "86067", "86188", "86278", "86231", "86277")
    assert scene.sql("SELECT count(*) FROM contour WHERE list_contains($m, code_insee)", m=list(merged)) == [
        (9,)
    ]
    renamed = scene.un(donnees_reelles / "communes-086-2018.geojson", "a.csv")
    assert renamed.jeu == "contour"
    assert renamed.comptes.refusees == 0


def _uai(number: int) -> str:
    return f"{number:07d}{LETTRES_UAI[number % 23]}"


def test_a_national_directory_keeps_the_territory(scene: Scene) -> None:
    """68,000 schools, of which 700 of the Vienne come in; the 67,300 others are counted and said."""
    rows = [RECENTE]
    for n in range(68_000):
        ours = n % 97 == 0 and n < 67_900
        number = 860_000 + n // 97 if ours else (n % 85 + 1) * 10_000 + n // 85
        rows.append([{"Identifiant_de_l_etablissement": _uai(number), "Nom_etablissement": f"École {n}", "Type_etablissement": "Ecole", "Code_departement": f"{number // 10_000:03d}", "etat": "OUVERT", "Mail": f"ce.{n}@ac-exemple.fr"}.get(h, "") for h in RECENTE])  # fmt: skip
    content = lignes(rows, ";", bom=True, fin="\r\n")
    start = time.perf_counter()
    result = scene.un(content)
    spent = time.perf_counter() - start
    assert comptes(result) == {"lues": 68_000, "ajoutees": 700, "ecartees": 67_300}
    assert [p.valeur for p in result.problemes if p.code == "ecartees"] == ["67300"]
    assert scene.sql("SELECT count(*), list(DISTINCT departement) FROM etablissement") == [(700, ["086"])]
    print(f"{len(content) / 1e6:.0f} Mo, {spent:.1f} s")


def test_every_form_names_its_origin_and_data_sets() -> None:
    for form in FORMS:
        assert form.origine
        assert all(dataset(f.dataset) for f in form.feeds)


def test_a_public_file_leaves_aside_the_rows_of_no_valid_school(scene: Scene) -> None:
    """A wrong letter elsewhere is of no matter; of ours it is told by line, and the others come in."""
    codes_uai = ["0860799B", "0860001X", "0790001A", "", "inconnu"]
    rows = [IPS_ENTETE, *([*IPS_LIGNES[0][:4], uai, *IPS_LIGNES[0][5:]] for uai in codes_uai)]
    result = scene.un(lignes(rows, ";"))
    assert comptes(result) == {"lues": 5, "ajoutees": 1, "ecartees": 4}
    told = [(p.ligne, p.valeur, p.suggestion) for p in result.problemes if p.code == "uai_invalide"]
    assert told == [(3, "0860001X", "0860001J"), (5, None, None), (6, "inconnu", None)]
    assert {(p.valeur, p.message) for p in result.problemes if p.code == "ecartees"} == {
        ("1", "Hors du territoire."),
        ("3", "Ligne sans UAI valide."),
    }
    assert scene.table("ips", "uai") == [("0860799B",)]


def test_a_list_of_schools_still_refuses_a_wrong_code_of_ours_alone(scene: Scene) -> None:
    """The list itself is what the others are checked against: only what is elsewhere goes by itself."""
    rows = [["UAI", "Nom"], ["0860001X", "École"], ["0790001A", "École"], ["0860016A", "École"]]
    result = scene.un(lignes(rows, ";"), valides_seulement=True)
    assert comptes(result) == {"lues": 3, "ajoutees": 1, "ecartees": 1, "refusees": 1}
    assert [p.ligne for p in result.problemes if p.code == "uai_invalide"] == [2]


def test_outlines_of_a_portal_as_csv(scene: Scene) -> None:
    """The export of a portal as a table: the shape is a cell of GeoJSON, quoted."""
    shape = '{"coordinates": [[[0.3, 46.5], [0.4, 46.5], [0.4, 46.6], [0.3, 46.5]]], "type": "Polygon"}'
    rows = [
        ["Geo Point", "Geo Shape", "Code Officiel Commune", "Nom Officiel Commune"],
        ["46.5, 0.3", shape, "86194", "Poitiers"],
        ["46.3, -0.4", shape, "79191", "Niort"],
    ]
    result = scene.un(lignes(rows, ";", quoted=True))
    assert (result.jeu, comptes(result)) == ("contour", {"lues": 2, "ajoutees": 1, "ecartees": 1})
    assert scene.table("contour", "code_insee", "nom") == [("86194", "Poitiers")]


def test_a_directory_of_a_portal_as_geojson(scene: Scene) -> None:
    """Beside the CSV of a list of schools portals offer its GeoJSON: it was refused as outlines of communes that are points."""
    school = {
        "identifiant_de_l_etablissement": "0860218V",
        "nom_etablissement": "Les Prés",
        "type_etablissement": "Ecole",
    }
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [0.34, 46.58]},
            "properties": school,
        },
        {
            "type": "Feature",
            "geometry": None,
            "properties": {**school, "identifiant_de_l_etablissement": "0860002K"},
        },
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    result = scene.un(content, "fr-en-annuaire-education.geojson")
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 2, "ajoutees": 2})
    assert scene.table("etablissement", "uai", "type", "latitude", "longitude") == [
        ("0860002K", "École", None, None),
        ("0860218V", "École", 46.58, 0.34),
    ]
