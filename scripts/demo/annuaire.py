"""Open data on schools in their real layout: directory, social position index, pupils by level."""

from __future__ import annotations

from pathlib import Path

from scripts.demo import ecoles
from scripts.demo.annees import Annee
from scripts.demo.ecoles import Etablissement
from scripts.demo.ecriture import champs, virgule, write_csv
from scripts.demo.hasard import Hasard, allouer

# Header of the 2026 vintage.
ANNUAIRE = champs(
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;Adresse_2;"
    "Adresse_3;Code_postal;Code_commune;Nom_commune;Code_departement;Code_academie;Code_region;Ecole_maternelle;"
    "Ecole_elementaire;Voie_generale;Voie_technologique;Voie_professionnelle;Telephone;Fax;Web;Mail;Restauration;"
    "Hebergement;ULIS;Apprentissage;Segpa;Section_arts;Section_cinema;Section_theatre;Section_sport;"
    "Section_internationale;Section_europeenne;Lycee_Agricole;Lycee_militaire;Lycee_des_metiers;Post_BAC;"
    "Appartenance_Education_Prioritaire;GRETA;SIREN_SIRET;Fiche_onisep;position;Type_contrat_prive;"
    "Libelle_departement;Libelle_academie;Libelle_region;coordX_origine;coordY_origine;epsg_origine;"
    "nom_circonscription;latitude;longitude;precision_localisation;date_ouverture;date_maj_ligne;etat;"
    "ministere_tutelle;multi_uai;rpi_concentre;rpi_disperse;code_nature;libelle_nature;Code_type_contrat_prive;PIAL;"
    "etablissement_mere;type_rattachement_etablissement_mere;code_circonscription;code_zone_animation_pedagogique;"
    "libelle_zone_animation_pedagogique;code_bassin_formation;libelle_bassin_formation"
)
_NATURES = {"340": "COLLEGE", "151": "ECOLE DE NIVEAU ELEMENTAIRE", "101": "ECOLE MATERNELLE"}


def _directory_row(e: Etablissement, a: Annee) -> list[str]:
    school = e.type == "Ecole"
    cells = {
        "Identifiant_de_l_etablissement": e.uai,
        "Nom_etablissement": e.nom,
        "Type_etablissement": e.type,
        "Statut_public_prive": "Privé" if e.prive else "Public",
        "Code_commune": e.commune.code,
        "Nom_commune": e.commune.nom,
        "Code_departement": "086",
        "Code_academie": "13",
        "Code_region": "75",
        "Ecole_maternelle": ("1" if e.nature == "101" or "primaire" in e.nom else "0") if school else "",
        "Ecole_elementaire": ("0" if e.nature == "101" else "1") if school else "",
        "Mail": f"ce.{e.uai.lower()}@exemple.invalid",
        "position": f"{e.latitude}, {e.longitude}",
        "Type_contrat_prive": "CONTRAT D'ASSOCIATION TOUTES CLASSES" if e.prive else "SANS OBJET",
        "Libelle_departement": "Vienne",
        "Libelle_academie": "Poitiers",
        "Libelle_region": "Nouvelle-Aquitaine",
        "nom_circonscription": e.circonscription,
        "latitude": str(e.latitude),
        "longitude": str(e.longitude),
        "date_maj_ligne": f"{a.debut}-10-02",
        "etat": "OUVERT" if e.ouvert else "FERME",
        "ministere_tutelle": "MINISTERE DE L'EDUCATION NATIONALE",
        "code_nature": e.nature,
        "libelle_nature": _NATURES[e.nature],
        "Code_type_contrat_prive": "30" if e.prive else "99",
    }
    assert set(cells) <= set(ANNUAIRE)
    return [cells.get(name, "") for name in ANNUAIRE]


def write_annuaire(folder: Path, a: Annee) -> None:
    """`etablissements.csv`, and beside it what the directory does not say: pilot schools and successors."""
    schools = ecoles.etablissements()
    write_csv(folder / "etablissements.csv", ANNUAIRE, [_directory_row(e, a) for e in schools])
    rows = [
        [e.uai, e.nom, "oui" if e.pilote else "", e.remplace_par]
        for e in schools
        if e.pilote or e.remplace_par
    ]
    write_csv(
        folder / "etablissements-pilotes.csv", ["UAI", "Nom", "Établissement pilote", "Remplacé par"], rows
    )


def write_ips(folder: Path, a: Annee) -> None:
    """`ips.csv` (collèges, département `086`) and `ips-ecoles.csv` (`86`); `NS` where a school is too small."""
    common = champs(
        "Rentrée scolaire;Académie;Code du département;Département;UAI;Nom de l'établissment;"
        "Code INSEE de la commune;Nom de la commune;Secteur;Effectifs;IPS"
    )
    h = Hasard(f"ips {a.nom}")

    def row(e: Etablissement, department: str) -> list[str]:
        drift = h.entier(-12, 12) / 10
        ips = "NS" if e.ips is None else f"{e.ips + drift:.1f}"
        sector = "privé sous contrat" if e.prive else "public"
        place = [e.commune.code, e.commune.nom.upper(), sector, f"{e.eleves}.0", ips]
        return [a.nom, "POITIERS", department, "VIENNE", e.uai, e.nom, *place]

    colleges = [[*row(e, "086"), f"{h.entier(240, 380) / 10:.1f}"] for e in ecoles.colleges()]
    colleges[46][10:] = ["NS", "NS"]
    write_csv(folder / "ips.csv", [*common, "Ecart-type de l'IPS"], colleges)
    write_csv(folder / "ips-ecoles.csv", common, [row(e, "86") for e in ecoles.ecoles()])


def quatriemes(a: Annee) -> dict[str, int]:
    """Pupils of 4ème by open collège; their sum is the year's."""
    schools = ecoles.colleges()
    counts = allouer(a.quatriemes, [e.eleves for e in schools], [30] * len(schools), [260] * len(schools))
    return {e.uai: n for e, n in zip(schools, counts, strict=True)}


def write_effectifs(folder: Path, a: Annee) -> None:
    """`effectifs.csv`: pupils by level, in the layout of the ministry's file for collèges."""
    header = champs(
        "Rentrée scolaire;Académie;Département;Commune;Numéro du collège;Dénomination principale;Secteur;"
        "Nombre d'élèves total;6èmes total;5èmes total;4èmes total;3èmes total"
    )
    h = Hasard(f"effectifs {a.nom}")
    fourth = quatriemes(a)
    rows = []
    for e in ecoles.colleges():
        n = fourth[e.uai]
        levels = [n + h.entier(-6, 9), n + h.entier(-6, 6), n, n + h.entier(-9, 5)]
        sector = "Privé" if e.prive else "Public"
        rows.append(
            [a.debut, "POITIERS", "VIENNE", e.commune.nom.upper(), e.uai, e.nom, sector, sum(levels), *levels]
        )
    write_csv(folder / "effectifs.csv", header, rows)


def write_objectifs(folder: Path, a: Annee) -> None:
    """`objectifs.csv`: a few invented targets, in our own template."""
    targets = {
        "formation.participants": (400, 500, 600),
        "formation.colleges_representes": (90, 100, 100),
        "formation.taux_absence_moyen": (25, 25, 25),
        "formation.hors_face_a_face": (100, 100, 100),
        "accompagnement.total": (90, 130, 160),
        "parentalite.familles": (100, 200, 250),
        "numerixplore.eleves": (1500, 2400, 2700),
    }
    rows = [
        [code, a.nom, "086", virgule(values[a.debut - 2022], 0), "Objectif fictif de la démonstration"]
        for code, values in targets.items()
    ]
    write_csv(
        folder / "objectifs.csv", ["Indicateur", "Année scolaire", "Département", "Objectif", "Source"], rows
    )
