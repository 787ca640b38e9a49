"""The SQL that makes the rows of `bench.echelles`: who works where, what was offered, held, attended, visited, equipped."""

from __future__ import annotations

PREPARATION = (
    "CREATE TEMP TABLE g_dep (i BIGINT, code VARCHAR, uai VARCHAR, insee VARCHAR)",
    "CREATE TEMP TABLE g_nom (insee VARCHAR, c BIGINT, code VARCHAR, nom VARCHAR, latitude DOUBLE, longitude DOUBLE)",
    "CREATE TEMP TABLE g_annee (a BIGINT, annee VARCHAR)",
    # From 0 to 1, the same for the same arguments.
    "CREATE OR REPLACE TEMP MACRO hasard(x, y, sel) AS (hash(x, y, sel) % 1000000007) / 1000000007.0",
    "CREATE OR REPLACE TEMP MACRO cle(texte) AS CAST(md5(texte) AS UUID)",
    "CREATE OR REPLACE TEMP MACRO choisi(liste, x, y, sel) AS liste[1 + CAST(floor(len(liste) * hasard(x, y, sel)) AS BIGINT)]",
    """CREATE OR REPLACE TEMP MACRO uai(prefixe, n) AS prefixe || lpad(CAST(n + 1 AS VARCHAR), 4, '0')
       || substr('ABCDEFGHJKLMNPRSTUVWXYZ', CAST(CAST(prefixe AS BIGINT) * 10000 + n + 1 AS BIGINT) % 23 + 1, 1)""",
)
EMPLOIS = ("g", "g_dep", "g_nom", "g_annee", "g_commune", "g_ecole", "g_personne", "g_seance")
"""What is dropped at the end."""

UNE_FOIS = (
    # A third as many communes as schools; those of the Vienne have their names, the others stand around a place of their own.
    """
    CREATE TEMP TABLE g_commune AS
    SELECT d.i, c.c, coalesce(n.code, d.insee || lpad(CAST(c.c + 1 AS VARCHAR), CAST(5 - length(d.insee) AS INTEGER), '0')) AS code_insee,
           coalesce(n.nom, 'Commune ' || (c.c + 1) || ' (' || ltrim(d.code, '0') || ')') AS nom,
           coalesce(n.latitude, 43 + (d.i // 10) * 0.7 + 0.6 * hasard(d.i, c.c, 1)) AS latitude,
           coalesce(n.longitude, -1 + (d.i % 10) * 0.8 + 0.7 * hasard(d.i, c.c, 2)) AS longitude
    FROM g_dep d CROSS JOIN g CROSS JOIN range(0, greatest(1, g.ecoles // 3)) c(c) LEFT JOIN g_nom n ON n.insee = d.insee AND n.c = c.c
    """,
    # Collèges first, then lycées, then écoles. `suivant`: another one of the same type, that takes the place of a closed one.
    """
    CREATE TEMP TABLE g_ecole AS
    WITH rangs AS (
        SELECT d.i, d.code, d.uai AS prefixe, e.e, g.ecoles, g.ecoles * 12 // 100 AS colleges, g.ecoles * 17 // 100 AS lycees
        FROM g_dep d CROSS JOIN g CROSS JOIN range(0, g.ecoles) e(e)
    )
    SELECT *, uai(prefixe, e) AS uai, uai(prefixe, e + 1) AS suivant,
           CASE WHEN e < colleges THEN 'Collège' WHEN e < lycees THEN 'Lycée' ELSE 'École' END AS type,
           hasard(i, e, 3) < CASE WHEN e < lycees THEN 0.22 ELSE 0.07 END AS prive,
           hasard(i, e, 4) < 0.014 AND e + 1 NOT IN (colleges, lycees, ecoles) AS ferme,
           CAST(floor(greatest(1, ecoles // 3) * pow(hasard(i, e, 5), 2)) AS BIGINT) AS c
    FROM rangs
    """,
    """
    INSERT INTO etablissement BY NAME
    SELECT cle('e' || s.uai) AS _cle, row_number() OVER (ORDER BY s.i, s.e) AS _ligne, s.uai,
           s.type || ' ' || choisi(['Les Tilleuls', 'Jean Moulin', 'Simone Veil', 'Le Coteau', 'Jules Ferry', 'Marie Curie'], s.i, s.e, 6)
               || ' ' || (s.e + 1) AS nom,
           s.type, CASE WHEN s.prive THEN 'Privé' ELSE 'Public' END AS secteur,
           CASE WHEN s.prive THEN 'Sous contrat' ELSE 'Sans objet' END AS contrat,
           CASE WHEN s.ferme THEN 'Fermé' ELSE 'Ouvert' END AS etat,
           CASE s.type WHEN 'Collège' THEN '340' WHEN 'Lycée' THEN '302' ELSE '151' END AS code_nature,
           c.code_insee, c.nom AS commune, s.code AS departement,
           CASE s.type WHEN 'École' THEN 'Circonscription ' || ltrim(s.code, '0') || ' n° ' || (1 + s.c % 10) END AS circonscription,
           c.latitude + 0.02 * (hasard(s.i, s.e, 7) - 0.5) AS latitude, c.longitude + 0.02 * (hasard(s.i, s.e, 8) - 0.5) AS longitude,
           CASE WHEN s.ferme AND s.e % 2 = 0 THEN s.suivant END AS remplace_par, hasard(s.i, s.e, 9) < 0.05 AS pilote
    FROM g_ecole s JOIN g_commune c ON c.i = s.i AND c.c = s.c
    """,
    # A teacher keeps the school: three in ten in a collège, three in a lycée, the others in écoles; large ones first.
    """
    CREATE TEMP TABLE g_personne AS
    WITH rangs AS (
        SELECT d.i, p.p, g.ecoles, hasard(d.i, p.p, 10) AS u, pow(hasard(d.i, p.p, 11), 1.3) AS v
        FROM g_dep d CROSS JOIN g CROSS JOIN range(0, g.enseignants) p(p)
    )
    SELECT r.i, r.p, CAST(unhex(md5('p' || r.i || '-' || r.p)) AS UUID) AS personne, s.uai, s.type || ' ' || (s.e + 1) AS etablissement
    FROM rangs r JOIN g_ecole s ON s.i = r.i AND s.e = CASE
        WHEN u < 0.3 THEN floor((r.ecoles * 12 // 100) * v)
        WHEN u < 0.6 THEN r.ecoles * 12 // 100 + floor((r.ecoles * 17 // 100 - r.ecoles * 12 // 100) * v)
        ELSE r.ecoles * 17 // 100 + floor((r.ecoles - r.ecoles * 17 // 100) * v) END
    """,
    """
    INSERT INTO effectif BY NAME
    SELECT cle('f' || a.annee || s.uai || n.niveau) AS _cle, row_number() OVER (ORDER BY a.a, s.i, s.e, n.niveau) AS _ligne,
           a.annee, s.uai, n.niveau, CAST(30 + floor(140 * hasard(s.i, s.e, n.niveau)) AS BIGINT) AS eleves
    FROM g_ecole s CROSS JOIN g_annee a CROSS JOIN (SELECT unnest(['6ème', '5ème', '4ème', '3ème']) AS niveau) n WHERE s.type = 'Collège'
    """,
    """
    INSERT INTO ips BY NAME
    SELECT cle('i' || a.annee || s.uai) AS _cle, row_number() OVER (ORDER BY a.a, s.i, s.e) AS _ligne, a.annee, s.uai,
           round(70 + 30 * hasard(s.i, s.e, 12) + 40 * hasard(s.i, s.e, a.a), 1) AS ips, CAST(60 + floor(300 * hasard(s.i, s.e, 13)) AS BIGINT) AS effectifs
    FROM g_ecole s CROSS JOIN g_annee a WHERE s.type <> 'Lycée'
    """,
    # Eighteen titles that every département offers, six of its own.
    """
    INSERT INTO module BY NAME
    SELECT cle('m' || a.a || d.code || m.m) AS _cle, row_number() OVER (ORDER BY a.a, d.i, m.m) AS _ligne,
           (a.a % 100) || 'A013' || d.code AS dispositif_code, 'Enseigner avec le numérique' AS dispositif_libelle,
           d.code || lpad(CAST(m.m AS VARCHAR), 3, '0') AS module_code,
           CASE WHEN m.m < 18 THEN choisi(['Évaluer', 'Différencier', 'Collaborer', 'Programmer', 'Filmer', 'Écrire'], m.m // 6, m.m, 14)
               || ' avec le numérique, module ' || (m.m + 1) ELSE 'Projet ' || (m.m - 17) || ' du ' || ltrim(d.code, '0') END AS module_libelle,
           a.annee
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 24) m(m)
    """,
    """
    CREATE TEMP TABLE g_seance AS
    SELECT d.i, a.a, a.annee, s.s, (a.a % 100) || 'A013' || d.code AS dispositif_code,
           d.code || lpad(CAST(CAST(floor(24 * pow(hasard(d.i, s.s, a.a), 1.4)) AS BIGINT) AS VARCHAR), 3, '0') AS module_code,
           d.code || '1' AS groupe_id, lpad(CAST(s.s AS VARCHAR), 5, '0') AS session_code, d.code,
           CAST(make_date(a.a, 10, 1) + CAST(floor(260 * hasard(d.i, s.s, a.a + 1)) AS INTEGER) AS TIMESTAMP) + INTERVAL 14 HOUR AS debut,
           hasard(d.i, s.s, a.a + 2) AS u
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN g CROSS JOIN range(0, g.sessions) s(s)
    """,
    """
    INSERT INTO session BY NAME
    SELECT cle('s' || dispositif_code || session_code) AS _cle, row_number() OVER (ORDER BY a, i, s) AS _ligne,
           dispositif_code, module_code, groupe_id, session_code, debut, debut + INTERVAL 3 HOUR AS fin, 3.0 AS duree,
           CASE WHEN u < 0.58 THEN 'Présentiel' WHEN u < 0.78 THEN 'Distanciel' ELSE 'Hybride' END AS modalite,
           'Atelier ' || (1 + s % 6) || ' (' || ltrim(code, '0') || ')' AS lieu, 30 AS places, 20 + s % 10 AS preinscrits, 'Réalisée' AS statut, annee
    FROM g_seance
    """,
    """
    INSERT INTO session_complement BY NAME
    SELECT cle('s' || dispositif_code || session_code) AS _cle, row_number() OVER (ORDER BY a, i, s) AS _ligne,
           dispositif_code, module_code, groupe_id, session_code, CASE WHEN u < 0.66 THEN 'Canopé' ELSE 'SRANE' END AS operateur,
           3.0 AS heures, CASE WHEN u < 0.4 THEN 0.0 WHEN u < 0.7 THEN 1.5 ELSE 3.0 END AS heures_hors_face_a_face, annee
    FROM g_seance WHERE hasard(s, a, i) < 0.97
    """,
    # What one TNE does in a year: 150 interventions, 15 meetings with parents, 80 pieces of equipment, 24 days, 12 resources.
    """
    INSERT INTO intervention BY NAME
    WITH faites AS (
        SELECT d.i, a.a, a.annee, n.n, l.l, hasard(d.i, n.n, a.a) AS u, CAST(make_date(a.a, 10, 1) + CAST(floor(260 * hasard(n.n, a.a, d.i)) AS INTEGER) AS DATE) AS date,
               CAST(floor((SELECT ecoles FROM g) * pow(hasard(d.i, n.n, a.a * 10 + l.l), 1.5)) AS BIGINT) AS e, a.a || '-' || d.code || '-' || n.n AS reference
        FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 150) n(n) CROSS JOIN range(0, 2) l(l) WHERE l.l = 0 OR n.n % 25 = 0
    )
    SELECT cle('v' || reference || s.uai) AS _cle, row_number() OVER (ORDER BY f.a, f.i, f.n, f.l) AS _ligne, reference, date,
           CASE WHEN u < 0.55 THEN 'Formation' WHEN u < 0.84 THEN 'Accompagnement personnalisé' WHEN u < 0.96 THEN 'Intervention technique' ELSE 'Suivi de projet' END AS nature,
           s.uai, s.type || ' ' || (s.e + 1) AS etablissement,
           choisi(['Évaluer en ligne', 'Ressources du cycle 3', 'Robots', 'Éducation aux médias', 'Tablettes', 'Projet de média'], f.n, f.a, 15) AS theme,
           1.5 + floor(4 * hasard(f.n, f.a, 16)) AS heures, CASE WHEN u < 0.84 THEN CAST(1 + floor(20 * hasard(f.n, f.a, 17)) AS BIGINT) END AS enseignants,
           CASE WHEN u BETWEEN 0.55 AND 0.84 THEN CAST(10 + floor(50 * hasard(f.n, f.a, 18)) AS BIGINT) END AS eleves,
           CASE WHEN u >= 0.96 THEN choisi(['WebRadio', 'WebTV', 'Autre'], f.n, f.i, 19) END AS projet,
           CASE WHEN u >= 0.96 THEN choisi(['Prévu', 'En cours', 'Terminé'], f.n, f.i, 20) END AS etat_projet, f.annee
    FROM faites f JOIN g_ecole s ON s.i = f.i AND s.e = f.e QUALIFY row_number() OVER (PARTITION BY reference, s.uai) = 1
    """,
    """
    INSERT INTO atelier_parentalite BY NAME
    SELECT cle('a' || a.a || d.code || n.n) AS _cle, row_number() OVER (ORDER BY a.a, d.i, n.n) AS _ligne, a.a || '-' || d.code || '-P' || n.n AS reference,
           CAST(make_date(a.a, 10, 1) + CAST(floor(260 * hasard(d.i, n.n, a.a)) AS INTEGER) AS DATE) AS date,
           CASE WHEN n.n % 3 = 0 THEN 'Formation' ELSE 'Atelier' END AS type, choisi(['Orks', 'Trousse à Projets'], n.n, d.i, 21) AS organisateur,
           choisi(['Accompagner les devoirs', 'Réseaux sociaux', 'Premiers pas', 'Les écrans à la maison'], n.n, a.a, 22) AS theme,
           CASE WHEN n.n % 11 > 0 THEN s.uai END AS uai, c.nom AS commune, CAST(3 + floor(20 * hasard(n.n, d.i, a.a)) AS BIGINT) AS familles,
           CAST(3 + floor(25 * hasard(n.n, d.i, a.a)) AS BIGINT) AS parents, a.annee
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 15) n(n) CROSS JOIN g
    JOIN g_ecole s ON s.i = d.i AND s.e = CAST(floor(g.ecoles * hasard(d.i, n.n, a.a + 5)) AS BIGINT) JOIN g_commune c ON c.i = s.i AND c.c = s.c
    """,
    """
    INSERT INTO ressource BY NAME
    SELECT cle('r' || d.code || n.n) AS _cle, row_number() OVER (ORDER BY d.i, n.n) AS _ligne, 'YouTube' AS plateforme, d.code || '-' || n.n AS identifiant,
           'Ressource ' || (n.n + 1) || ' du ' || ltrim(d.code, '0') AS titre, choisi(['Parents d''écoliers', 'Parents de collégiens', 'Tous'], n.n, d.i, 23) AS public,
           'ENT' AS theme, 'https://exemple.invalid/' || d.code || '/' || n.n AS url, 120 + 10 * n.n AS duree, make_date((SELECT min(a) FROM g_annee), 10, 1) AS date_publication,
           (SELECT min(annee) FROM g_annee) AS annee
    FROM g_dep d CROSS JOIN range(0, 12) n(n)
    """,
    """
    INSERT INTO consultation BY NAME
    SELECT cle('c' || r.identifiant || a.annee || m.m) AS _cle, row_number() OVER (ORDER BY a.a, r.identifiant, m.m) AS _ligne, r.plateforme, r.identifiant, a.annee,
           'Mois' AS periode, CAST(make_date(a.a, 9, 1) + to_months(CAST(m.m AS INTEGER)) AS DATE) AS debut, CAST(floor(90 * pow(hasard(r.identifiant, m.m, a.a), 2)) AS BIGINT) AS vues,
           0.05 * floor(90 * pow(hasard(r.identifiant, m.m, a.a), 2)) AS heures_vues
    FROM ressource r CROSS JOIN g_annee a CROSS JOIN range(0, 10) m(m)
    """,
    """
    INSERT INTO equipement BY NAME
    SELECT cle('q' || a.a || d.code || n.n) AS _cle, row_number() OVER (ORDER BY a.a, d.i, n.n) AS _ligne, a.a || '-' || d.code || '-E' || n.n AS reference, a.annee,
           CAST(make_date(a.a, 10, 1) + CAST(floor(260 * hasard(d.i, n.n, a.a)) AS INTEGER) AS DATE) AS date, s.uai,
           CASE WHEN n.n < 58 THEN 'Socle numérique' WHEN n.n < 72 THEN 'Ressource numérique' ELSE choisi(['Lab pédagogique', 'WebTV', 'WebRadio'], n.n, d.i, 24) END AS type,
           'Équipement' AS libelle, 1 + n.n % 3 AS quantite, choisi(['Déployé', 'Déployé', 'Livré', 'Commandé'], n.n, d.i, a.a) AS etat
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 80) n(n) CROSS JOIN g
    JOIN g_ecole s ON s.i = d.i AND s.e = CAST(floor(g.ecoles * hasard(d.i, n.n, a.a + 6)) AS BIGINT)
    """,
    """
    INSERT INTO numerixplore BY NAME
    SELECT cle('n' || a.a || d.code || n.n) AS _cle, row_number() OVER (ORDER BY a.a, d.i, n.n) AS _ligne, a.a || '-' || d.code || '-N' || n.n AS reference,
           CAST(make_date(a.a, 10, 1) + CAST(floor(260 * hasard(d.i, n.n, a.a)) AS INTEGER) AS DATE) AS date, s.uai, s.type || ' ' || (s.e + 1) AS etablissement,
           CAST(1 + n.n % 4 AS BIGINT) AS classes, 22 * (1 + n.n % 4) AS eleves, CASE WHEN n.n % 3 > 0 THEN 10 * (1 + n.n % 4) END AS filles,
           choisi(['Robotique, Cybersécurité', 'Jeu vidéo, Data', 'Réseaux, Robotique', 'Développement web'], n.n, a.a, 25) AS professions,
           3 + n.n % 3 * 0.7 AS satisfaction, CASE WHEN n.n % 2 > 0 THEN 5 * (1 + n.n % 4) END AS interesses, a.annee
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 24) n(n) CROSS JOIN g
    JOIN g_ecole s ON s.i = d.i AND s.e = CAST(floor((g.ecoles * 12 // 100) * hasard(d.i, n.n, a.a + 7)) AS BIGINT)
    """,
    """
    INSERT INTO constat BY NAME
    SELECT cle('k' || a.annee || d.code || n.n) AS _cle, row_number() OVER (ORDER BY a.a, d.i, n.n) AS _ligne, a.annee, d.code AS departement,
           choisi(['Formations', 'Accompagnements', 'Enseignements'], n.n, 0, 0) AS section, n.n + 1 AS ordre, 'Positif' AS tonalite, 'Le constat.' AS texte
    FROM g_dep d CROSS JOIN g_annee a CROSS JOIN range(0, 3) n(n) WHERE d.i = 0
    """,
)

# One school year at a time: what is large.
PAR_ANNEE = (
    """
    INSERT INTO offre BY NAME
    SELECT cle('o' || a.a || '-' || p.i || '-' || p.p) AS _cle, (a.a * 1000 + p.i) * 100000 + p.p AS _ligne, a.annee, p.uai,
           make_date(a.a, 6, 19) AS date_envoi, p.personne, 'email' AS personne_par
    FROM g_personne p CROSS JOIN g_annee a WHERE a.annee = $annee AND hasard(p.i, p.p, a.a) < 0.6
    """,
    """
    INSERT INTO reponse BY NAME
    SELECT cle('z' || a.a || '-' || p.i || '-' || p.p) AS _cle, (a.a * 1000 + p.i) * 100000 + p.p AS _ligne, a.annee, 'LimeSurvey' AS formulaire,
           p.i || '-' || p.p AS numero, CAST(make_date(a.a, 6, 20) + CAST(floor(70 * hasard(p.p, p.i, a.a)) AS INTEGER) AS TIMESTAMP) AS date_reponse,
           CASE WHEN p.p % 9 > 0 THEN p.uai END AS uai, p.personne, 'email' AS personne_par
    FROM g_personne p CROSS JOIN g_annee a WHERE a.annee = $annee AND hasard(p.i, p.p, a.a) < 0.27
    """,
    # How many registrations: an exponential law, so that one in seven has none and a few have forty. Who registers early is
    # more often absent, as in the demonstration.
    """
    INSERT INTO inscription BY NAME
    WITH gens AS (
        SELECT p.*, a.a, a.annee, g.sessions,
               least(60, CAST(floor(-ln(1 - hasard(p.i, p.p, a.a + 8)) * g.moyenne) AS BIGINT)) AS combien, hash(p.i, p.p, a.a) % g.sessions AS premiere
        FROM g_personne p CROSS JOIN g_annee a CROSS JOIN g WHERE a.annee = $annee
    ),
    lignes AS (SELECT *, unnest(range(combien)) AS k FROM gens),
    tirees AS (
        SELECT *, CAST((premiere + 7 * k) % sessions AS BIGINT) AS s, hasard(i * 100000 + p, k, a) AS u, hasard(i * 100000 + p, k, a + 1000) AS v,
               hasard(i * 100000 + p, k, a + 2000) AS w
        FROM lignes
    )
    SELECT cle('x' || t.a || '-' || t.i || '-' || t.p || '-' || t.k) AS _cle, ((t.a % 100) * 1000 + t.i) * 10000000 + t.p * 100 + t.k AS _ligne,
           c.dispositif_code, c.module_code, c.groupe_id, c.session_code,
           CASE WHEN t.u < 0.03 THEN 'Désisté' WHEN t.u < 0.042 THEN 'Liste d''attente' WHEN t.u < 0.55 THEN 'Convoqué' WHEN t.u < 0.78 THEN 'Retenu' ELSE 'Inscrit' END AS etat,
           CASE WHEN t.u < 0.042 OR t.w < 0.075 THEN NULL WHEN t.w < 0.075 + 0.12 + 0.3 * t.v THEN CASE WHEN t.k % 2 = 0 THEN 'Absent' ELSE 'Absent excusé' END ELSE 'Présent' END AS presence,
           c.debut - to_days(CAST(7 + floor(90 * t.v) AS INTEGER)) AS date_inscription,
           CASE WHEN t.w > 0.996 THEN NULL WHEN t.u > 0.995 THEN uai('086', t.p % 30) ELSE t.uai END AS uai, t.etablissement,
           choisi(['Professeur certifié', 'Professeur des écoles', 'Professeur agrégé', 'Professeur de lycée professionnel'], t.i, t.p, 26) AS corps,
           choisi(['Technologie', 'EPS', 'Documentation', 'Histoire-géographie', 'Mathématiques', 'Physique-chimie', 'Lettres'], t.i, t.p, 27) AS discipline,
           t.personne, 'email' AS personne_par, t.annee
    FROM tirees t JOIN g_seance c ON c.i = t.i AND c.a = t.a AND c.s = t.s
    """,
)
