-- The indicators written a second time, in SQL, from the wording of the definitions.
-- Each block answers rows (instrument, category, numerator, denominator, value).
-- name: views
CREATE OR REPLACE TABLE p AS SELECT DATE '{start}' AS d1, DATE '{end}' AS d2;
CREATE OR REPLACE TABLE v AS
  SELECT *, string_split("type", '|') AS ts, "type" <> 'liaison' AS med
  FROM visites, p WHERE "date" BETWEEN d1 AND d2;
CREATE OR REPLACE TABLE allv AS SELECT *, string_split("type", '|') AS ts FROM visites;
CREATE OR REPLACE TABLE sc AS
  SELECT 'demo_irdp' AS instrument, v.*, "demo_irdp.risque.status" AS st,
    "demo_irdp.risque.band" AS band, "demo_irdp.risque.band" = 'forte' AS det
  FROM v WHERE med
  UNION ALL
  SELECT 'epices', v.*, "epices.score.status", "epices.score.band",
    "epices.score.band" IN ('Q4', 'Q5')
  FROM v WHERE med;
CREATE OR REPLACE TABLE lastok AS
  SELECT * FROM sc WHERE st = 'ok'
  QUALIFY row_number() OVER (PARTITION BY instrument, cle_salarie ORDER BY "date" DESC, id_visite DESC) = 1;
CREATE OR REPLACE TABLE lastwide AS
  SELECT * FROM sc WHERE st IN ('ok', 'prorated')
  QUALIFY row_number() OVER (PARTITION BY instrument, cle_salarie ORDER BY "date" DESC, id_visite DESC) = 1;
CREATE OR REPLACE TABLE fol AS
  SELECT cle_salarie, any_value(annee_naissance) AS born FROM suivis, p
  WHERE date_entree <= d2 AND (date_sortie IS NULL OR date_sortie >= d1) GROUP BY 1;
CREATE OR REPLACE TABLE folend AS
  SELECT DISTINCT cle_salarie FROM suivis, p
  WHERE date_entree <= d2 AND (date_sortie IS NULL OR date_sortie >= d2);
CREATE OR REPLACE TABLE mi AS SELECT * FROM v WHERE list_contains(ts, 'mi_carriere');
CREATE OR REPLACE TABLE pre AS SELECT * FROM v WHERE list_contains(ts, 'prereprise');
CREATE OR REPLACE TABLE rep AS SELECT * FROM v WHERE list_contains(ts, 'reprise');
CREATE OR REPLACE TABLE lia AS SELECT * FROM v WHERE list_contains(ts, 'liaison');
CREATE OR REPLACE TABLE f AS
  SELECT * FROM dossiers, p WHERE ouverture <= d2 AND (cloture IS NULL OR cloture >= d1);
CREATE OR REPLACE TABLE dev AS
  SELECT id_dossier, unnest(string_split(dispositifs, '|')) AS code,
    unnest(string_split(dispositifs_debut, '|')) AS debut,
    unnest(string_split(dispositifs_depot, '|')) AS depot,
    unnest(string_split(dispositifs_accord, '|')) AS accord FROM dossiers;
CREATE OR REPLACE TABLE o AS
  SELECT row_number() OVER () AS rid, * FROM orientations;
CREATE OR REPLACE TABLE cell AS SELECT * FROM o WHERE sens = 'vers' AND partenaire = 'cellule_pdp';
-- name: I01 complet
SELECT instrument, '', count(DISTINCT cle_salarie), NULL, NULL FROM sc WHERE st = 'ok' GROUP BY 1
-- name: I01 complet_ou_prorate
SELECT instrument, '', count(DISTINCT cle_salarie), NULL, NULL FROM sc WHERE st IN ('ok', 'prorated') GROUP BY 1
-- name: I01 taux_eligibles
SELECT instrument, '', count(DISTINCT cle_salarie) FILTER (st = 'ok'), count(DISTINCT cle_salarie), NULL FROM sc
WHERE st NOT IN ('not_applicable', 'out_of_population', 'no_version') GROUP BY 1
-- name: I01 taux_suivis
SELECT instrument, '', count(DISTINCT cle_salarie), (SELECT count(*) FROM folend), NULL
FROM sc SEMI JOIN folend USING (cle_salarie) WHERE st = 'ok' GROUP BY 1
-- name: I02 complet
SELECT instrument, '', count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1
-- name: I02 complet_ou_prorate
SELECT instrument, '', count(*) FILTER (det), count(*), NULL FROM lastwide GROUP BY 1
-- name: I02 au_moins_un
SELECT '', '', count(*) FILTER (hit), count(*), NULL
FROM (SELECT cle_salarie, bool_or(det) AS hit FROM lastok GROUP BY 1)
-- name: I03 salaries
SELECT '', '', count(DISTINCT cle_salarie), NULL, NULL FROM mi
-- name: I03 visites
SELECT '', '', count(DISTINCT id_visite), NULL, NULL FROM mi
-- name: I04 legal
SELECT '', '', count(*) FILTER (cle_salarie IN (SELECT cle_salarie FROM mi)), count(*), NULL
FROM fol, p WHERE year(d2) - born = 45
-- name: I04 seed
SELECT '', '', count(*) FILTER (cle_salarie IN (SELECT cle_salarie FROM mi)), count(*), NULL
FROM fol, p WHERE year(d2) - born BETWEEN 43 AND 45 AND cle_salarie NOT IN
  (SELECT cle_salarie FROM allv, p WHERE list_contains(ts, 'mi_carriere') AND "date" < d1)
-- name: I05 liees
SELECT '', '', count(DISTINCT mi.id_visite), NULL, NULL FROM mi JOIN cell ON cell.id_visite = mi.id_visite::VARCHAR
-- name: I05 deduites
SELECT '', '', count(DISTINCT id_visite), NULL, NULL FROM (
  SELECT mi.id_visite, cell."date" - mi."date" AS gap FROM cell JOIN mi USING (cle_salarie)
  WHERE cell.id_visite = '' AND mi."date" <= cell."date"
  QUALIFY row_number() OVER (PARTITION BY rid ORDER BY mi."date" DESC, mi.id_visite DESC) = 1)
WHERE gap <= INTERVAL 30 DAY AND id_visite::VARCHAR NOT IN (SELECT id_visite FROM cell)
-- name: I05 taux
SELECT '', '', count(*) FILTER (id_visite IN (
    SELECT mi.id_visite FROM mi JOIN cell ON cell.id_visite = mi.id_visite::VARCHAR
    UNION
    SELECT id_visite FROM (
      SELECT mi.id_visite, cell."date" - mi."date" AS gap FROM cell JOIN mi USING (cle_salarie)
      WHERE cell.id_visite = '' AND mi."date" <= cell."date"
      QUALIFY row_number() OVER (PARTITION BY rid ORDER BY mi."date" DESC, mi.id_visite DESC) = 1)
    WHERE gap <= INTERVAL 30 DAY)), count(*), NULL FROM mi
-- name: I06 nombre
SELECT '', '', count(*), NULL, NULL FROM pre
-- name: I06 taux
SELECT '', '', (SELECT count(*) FROM pre), count(*), NULL FROM v WHERE med
-- name: I07 nombre
SELECT '', '', count(*), NULL, NULL FROM lia
-- name: I08 taux
SELECT '', '', count(*) FILTER (spsti_present = 'oui'), count(*), NULL FROM lia WHERE spsti_present IN ('oui', 'non')
-- name: I09 toutes
SELECT '', '', (SELECT count(*) FROM pre), count(*), NULL FROM rep
-- name: I09 hors_maternite
SELECT '', '', (SELECT count(*) FROM pre), count(*), NULL FROM rep WHERE arret_motif NOT IN ('maternite', '')
-- name: I09 sans_mesure_sans_reprise
SELECT '', '', count(*) FILTER (prereprise_sans_mesure = 'oui' AND NOT EXISTS (
    SELECT 1 FROM allv r WHERE r.cle_salarie = pre.cle_salarie AND list_contains(r.ts, 'reprise')
    AND r."date" >= pre."date" AND r."date" <= pre."date" + INTERVAL 38 DAY)), count(*), NULL FROM pre
-- name: I09 reprises_precedees
SELECT '', '', count(*) FILTER (EXISTS (
    SELECT 1 FROM allv q WHERE q.cle_salarie = rep.cle_salarie AND list_contains(q.ts, 'prereprise')
    AND q."date" <= rep."date" AND q."date" >= rep."date" - INTERVAL 180 DAY)), count(*), NULL FROM rep
-- name: I10 demandeur
SELECT '', CASE demandeur WHEN 'employeur' THEN 'autre' WHEN '' THEN 'inconnu' ELSE demandeur END,
  count(*), (SELECT count(*) FROM pre), NULL FROM pre GROUP BY 2
-- name: I11 traites
SELECT '', '', count(*), NULL, NULL FROM f
-- name: I11 ouverts
SELECT '', '', count(*), NULL, NULL FROM dossiers, p WHERE ouverture BETWEEN d1 AND d2
-- name: I11 clos
SELECT '', '', count(*), NULL, NULL FROM dossiers, p WHERE cloture BETWEEN d1 AND d2
-- name: I12 nombre
SELECT '', '', count(DISTINCT cle_salarie), NULL, NULL FROM f
-- name: I13 typologie
SELECT '', CASE code WHEN '' THEN 'inconnu' ELSE code END, count(DISTINCT id_dossier), (SELECT count(*) FROM f), NULL
FROM (SELECT id_dossier, unnest(string_split(typologie, '|')) AS code FROM f) GROUP BY 2
-- name: I14 heures
SELECT '', metier, sum(coalesce(h, 0)), (SELECT count(*) FROM f), NULL FROM (
  UNPIVOT (SELECT temps_h_medecin AS medecin, temps_h_idest AS idest, temps_h_ergonome AS ergonome,
    temps_h_psychologue AS psychologue, temps_h_assistant_social AS assistant_social, temps_h_cef AS cef,
    temps_h_secretariat AS secretariat FROM f) ON COLUMNS(*) INTO NAME metier VALUE h) WHERE NOT isnan(h) GROUP BY 2
-- name: I16 demandeur
SELECT '', CASE demandeur WHEN '' THEN 'inconnu' ELSE demandeur END, count(*), (SELECT count(*) FROM f), NULL FROM f GROUP BY 2
-- name: I17 vers
SELECT '', CASE partenaire WHEN '' THEN 'inconnu' WHEN 'association_x' THEN 'autre' ELSE partenaire END, count(*),
  sum(count(*)) OVER (), NULL FROM o, p
WHERE sens = 'vers' AND partenaire <> 'cellule_pdp' AND "date" BETWEEN d1 AND d2 GROUP BY 2
-- name: I17 depuis
SELECT '', CASE partenaire WHEN '' THEN 'inconnu' WHEN 'association_x' THEN 'autre' ELSE partenaire END, count(*),
  sum(count(*)) OVER (), NULL FROM o, p
WHERE sens = 'depuis' AND partenaire <> 'cellule_pdp' AND "date" BETWEEN d1 AND d2 GROUP BY 2
-- name: I17 salaries_vers
SELECT '', '', count(DISTINCT cle_salarie), NULL, NULL FROM o, p
WHERE sens = 'vers' AND partenaire <> 'cellule_pdp' AND "date" BETWEEN d1 AND d2
-- name: I17 salaries_depuis
SELECT '', '', count(DISTINCT cle_salarie), NULL, NULL FROM o, p
WHERE sens = 'depuis' AND partenaire <> 'cellule_pdp' AND "date" BETWEEN d1 AND d2
-- name: I18 nombre
SELECT '', code, count(DISTINCT id_dossier), NULL, NULL FROM dev, p
WHERE code <> '' AND debut <> '' AND debut::DATE BETWEEN d1 AND d2 GROUP BY 2
-- name: I18 part
SELECT '', code, count(DISTINCT id_dossier), (SELECT count(*) FROM f), NULL FROM dev SEMI JOIN f USING (id_dossier), p
WHERE code <> '' AND debut <> '' AND debut::DATE BETWEEN d1 AND d2 GROUP BY 2
-- name: I19 acceptes
SELECT '', code, count(DISTINCT id_dossier), NULL, NULL FROM dev, p
WHERE code IN ('fipu', 'aide_agefiph') AND accord <> '' AND accord::DATE BETWEEN d1 AND d2 GROUP BY 2
-- name: I19 taux
SELECT '', code, count(DISTINCT id_dossier) FILTER (accord <> ''), count(DISTINCT id_dossier), NULL FROM dev, p
WHERE code IN ('fipu', 'aide_agefiph') AND depot <> '' AND depot::DATE BETWEEN d1 AND d2 GROUP BY 2
-- name: I20 m3
SELECT '', CASE WHEN situation_3m = '' OR abs(date_diff('day', due, situation_3m_le::DATE)) > 30 THEN 'inconnu'
  ELSE situation_3m END, count(*), sum(count(*)) OVER (), NULL
FROM (SELECT *, (orientation_le + INTERVAL 3 MONTH)::DATE AS due FROM dossiers), p WHERE due BETWEEN d1 AND d2 GROUP BY 2
-- name: I20 m6
SELECT '', CASE WHEN situation_6m = '' OR abs(date_diff('day', due, situation_6m_le::DATE)) > 30 THEN 'inconnu'
  ELSE situation_6m END, count(*), sum(count(*)) OVER (), NULL
FROM (SELECT *, (orientation_le + INTERVAL 6 MONTH)::DATE AS due FROM dossiers), p WHERE due BETWEEN d1 AND d2 GROUP BY 2
-- name: I20 m12
SELECT '', CASE WHEN situation_12m = '' OR abs(date_diff('day', due, situation_12m_le::DATE)) > 30 THEN 'inconnu'
  ELSE situation_12m END, count(*), sum(count(*)) OVER (), NULL
FROM (SELECT *, (orientation_le + INTERVAL 12 MONTH)::DATE AS due FROM dossiers), p WHERE due BETWEEN d1 AND d2 GROUP BY 2
-- name: I21 reunion_partenariale
SELECT '', '', count(*) FILTER (reunion_partenariale = 'oui'), count(*), NULL FROM f
-- name: I21 parcours_partage
SELECT '', '', count(*) FILTER (parcours_partage = 'oui'), count(*), NULL FROM f
-- name: I25 naf
SELECT instrument, {section}, count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 pcs
SELECT instrument, CASE pcs WHEN '' THEN 'inconnu' ELSE pcs[1] END, count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 taille
SELECT instrument, CASE WHEN effectif < 10 THEN '1-9' WHEN effectif < 50 THEN '10-49' WHEN effectif < 250 THEN '50-249' ELSE '250+' END,
  count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 etablissement
SELECT instrument, CASE WHEN effectif >= 50 THEN etablissement ELSE 'autres' END, count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 bassin
SELECT instrument, bassin, count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 naf_taille
SELECT instrument, {section} || ' × ' || CASE WHEN effectif < 10 THEN '1-9' WHEN effectif < 50 THEN '10-49' WHEN effectif < 250 THEN '50-249' ELSE '250+' END,
  count(*) FILTER (det), count(*), NULL FROM lastok GROUP BY 1, 2
-- name: I25 standardise_naf
WITH aged AS (
  SELECT l.*, {section} AS section, CASE WHEN year(d2) - l.annee_naissance < 30 THEN 0 WHEN year(d2) - l.annee_naissance < 45 THEN 1
    WHEN year(d2) - l.annee_naissance < 55 THEN 2 ELSE 3 END AS age FROM lastok l),
rates AS (SELECT instrument, age, avg(det::INT) AS rate FROM aged GROUP BY 1, 2)
SELECT instrument, section, count(*) FILTER (det), round(sum(rate), 1), NULL FROM aged JOIN rates USING (instrument, age) GROUP BY 1, 2
-- name: I26 salaries
SELECT '', '', count(*) FILTER (cle_salarie IN (SELECT cle_salarie FROM v WHERE avis_inaptitude = 'oui')), count(*), NULL FROM fol
-- name: I26 avis
SELECT '', '', count(*) FILTER (avis_inaptitude = 'oui'), count(*), NULL FROM v WHERE med AND professionnel = 'medecin_travail'
-- name: I27 arret_prereprise
SELECT '', '', NULL, count(*), median(date_diff('day', arret_debut::DATE, "date"::DATE)) FROM pre WHERE arret_debut <= "date"
-- name: I27 detection_acte
WITH hit AS (SELECT instrument, cle_salarie, min("date") AS d FROM sc WHERE st = 'ok' AND det GROUP BY 1, 2),
act AS (SELECT cle_salarie, ouverture AS d FROM dossiers UNION ALL SELECT cle_salarie, "date" FROM cell),
gap AS (SELECT instrument, cle_salarie, min(date_diff('day', hit.d::DATE, act.d::DATE)) AS g
  FROM hit JOIN act USING (cle_salarie) WHERE act.d >= hit.d GROUP BY 1, 2)
SELECT instrument, '', NULL, count(*), median(g) FROM gap GROUP BY 1
