"""The words that a refused cell may be repeated with: those of the program's own lists and titles, and of what such files say.

Whatever else is written in letters may name someone, in capitals or not: nothing tells « durand » from « dupliqué ».
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache

from tne.importing.correcting.rooms import ROOM_WORDS
from tne.spec import Column, Dataset, Privacy, ecritures, fold
from tne.typographie import JOURS, JOURS_COURTS, MOIS, MOIS_COURTS

# Folded. Names of months and days in English too: a spreadsheet writes them.
_COURANTS = (
    "a aa abandonne abandonnee abandon absence absences accepte acceptee accompagne accord acheve actif active actuellement adjoint "
    "administratif administration aesh affecte affectee affirmatif agent agents ainsi ajourne ajournee ajoute ajouter alternance am "
    "ancien ancienne animation animations annee annees annule annulee annules annulees ans apres aprem arret arrete article assis "
    "assiste assistee atelier ateliers attente attestation au aucun aucune auditeur autre autres aux avance avant avec avenir avis "
    "avril avs beaucoup bilan bon bonne bref bureau but c ca cadre canape cantine cas case cdi ce cela cent centre ces cet cette cf "
    "changement chaque ci cinq cinquantaine cinquante classe classes cloture cm co col collectif collective college collegue "
    "collegues combien commande commencer comme commence commune communique complet complete completer compris comptabilise compte compter concerne concernee "
    "concertation conduite conference confirme confirmee confirmer conge conges connu connue conseil contrat contre convoque "
    "coordination copie correct corrige cours court couru cp cpe creneau creation d dans date dates de debranche debut debute "
    "decale decalee decembre deces declare defaut defini definir degre dehors deja demande demandee demarre demi demissionnaire demo "
    "demonstration dep depannage depart depasse deplace deplacee deploiement depuis dernier derniere des desactive desiste desistee "
    "desinscrit desinscrite determiner deux deuxieme diffusion dimanche direction directeur directrice disponible dispense dispensee "
    "distance distanciel divers dix dixaine dizaine documentaliste don donc donne donnee donnees dont double douzaine douze du duree "
    "e eme emc ecarte ecole ecoles effectif effectifs effectue effectuee elementaire eleve eleves elle email emarge emargement empeche "
    "en encore enfant enfants enquete enseignant enseignante enseignantes enseignants enseignement ensemble entier entiere entre "
    "entree envoi environ envoye envoyee equipe equipement equipes er ere erreur est estimation estime estimes et etablissement etape "
    "etat ete etre eu eval evaluation ex exact excuse excusee excuses exempte existant experimentation ext externe externes faible "
    "fait faite faites famille familles faux fait fermeture feriee ferie fevrier fiche fin final finale fini fois fonction fonctionne "
    "formateur formateurs formation formations forme formee formes fort foyer gmt gratuit greve gros groupe groupes gs h hebdo "
    "hebdomadaire heure heures hier hiver hors huit hybride idem il ils imprevu incertain inclus inconnu inconnue indefini "
    "indetermine indisponible indiv individuel individuelle info information informations infos initial initiale initiation injustifie "
    "inscription inscriptions inscrit inscrite inscrits inspection installation installe intervenant intervention interventions "
    "interne inventaire invite invitee invites irregulier j ja janvier je jamais jeudi jour journalier journaux journee journees jours "
    "juillet juin jusqu justifie justifiee l la laisse le les leur lien lieu ligne liste livraison lundi lycee m ma maintenance "
    "maintenu mai mail maintenant mais maj majeur malade maladie manque manquant manquante mardi mars maternelle maternite matin "
    "matinee matiere mauvais max maximum medecin medical medicale mediateur mediatrice meeting meme mensuel mercredi mesure mi midi "
    "mieux mille min mini minimum minute minutes mis mise mission mixte mn mobile modifie module moins mois moitie moment moyen moyenne "
    "ms multiple mutation mute mutee n na nb nc nd ne neant negatif nein neuf ni niveau niveaux no noel nom nombre nombreux non note "
    "noter notre nous nouveau nouvelle novembre nr ns nul nulle num numero o objet obligatoire observation observations octobre ok on "
    "ont onze option optionnel ordinateur ou oui ouvert p paques par parent parents part partage partagee partenaire participant "
    "participants participation partie partiel partielle partiellement partiels parti pas passe passee pause pb pendant perdu periode "
    "permanence pers personne personnel personnels personnes peu peut pilote place planning plein pleine plus plusieurs pm poly "
    "ponctuel possible possiblement postpone pour pourcent precise preciser prepa preparation present presente presentee presentes "
    "presentation presentiel presents preselection presque prevenu prevoir prevu prevue pret prets prim primaire principal printemps "
    "pris prive probable probleme prochain prochaine prof professeur professeurs profs programme programmee projet projets provisoire "
    "ps public publie puis puce quand quarante quart quarts quatorze quatre quelques question quinzaine quinze quitte quoi r radie "
    "radiee ras rassemblement rapport ratt rattrapage rdv realise realisee recu recupere refait refus refuse refusee regroupement "
    "regulier relance remis remise remplacant remplacante remplace remplacee remplacement remplir rendez renseigne renseignee rentree "
    "renvoi repas repete repondu reponse reponses report reportable reporte reportee reportees reportes reprise responsable reste "
    "resultat retard retards retenu retire retiree retour retrait retraite reu reunion reunions rien s sa saisi saisie salle sans samedi "
    "se seance seances secondaire segpa seize selon sem semaine semaines semestre sensibilisation sept septembre septieme ses seul "
    "seule si signalement signature signe signee situation six sixieme soir soiree soit soixante solde son sont sorti sortie soumis "
    "souhaite sous souvent specialise sportif stage stagiaire stagiaires stop suite suivante suivi suivis sujet sur suspendu svp t "
    "tableau tablette tard tardif tbd tba td technique telephone temps terme termine terminee test tests total totale totalite toujours tous "
    "toussaint tout toute toutes tp traite traitee traiter tranche transmettre transmis travail treize trente tres trimestre trois troisieme trop "
    "tutorat type ulis un une unique unite unites urgence usage usages utc v va vacances vague valide validee variable vendredi venir "
    "venu venue verifier vers vide videoprojecteur vient ville vingt vingtaine visio visioconference visite visites voir volontaire vous "
    "vrai vu vue web webinaire week x xx xxx y z zero january february march april may june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue "
    "wed thu fri sat sun true false yes null none nan tbc onglet feuille accueil reinscrit reinscrite preinscrit preinscrite "
    "automne hivernal estival deplacement inspecteur concours examen jury grossesse garde source rectorat edite editee canope reseau "
    "sofia fmo gaia export exporte extraction extrait academie academique ministere education nationale depp insee imprime genere "
    "env courant courante inf nan infini motive motivee pres abs exc insc conv aj nsp ien rupn srane dane drane tne "
    "legende remarque remarques lecture champ lycees colleges lignes"
)
_LETTRES = re.compile(r"[^\W\d_]+")
# Beside a figure: « 12h30 », « 4ème », « 1re », « S12 », « CM2 ».
_AVEC_CHIFFRES = re.compile(r"\w*\d\w*")
_DEUX = 2
# A slip in a word of a list: « Abscent ». It seldom hits the first letter; « Julien » is no « juin », « Claire » no « scolaire ».
_LEAST_NEAR, _NEAR = 5, 0.81


def unknown_words(text: str, column: Column | None = None) -> bool:
    """True where a text, without what reaches a person, has a word that neither the column nor the program knows."""
    known, own = _known(), _words_of(column) if column else frozenset()
    for word in _said(text):
        if word in known or word in own:
            continue
        begun = [w for w in own if w[0] == word[0]]
        if len(word) < _LEAST_NEAR or not difflib.get_close_matches(word, begun, 1, _NEAR):
            return True
    return False


def _said(text: str) -> Iterator[str]:
    """The folded words of a text: letters alone, and those of more than two that stand against figures."""
    for word in re.findall(r"\w+", text):
        letters = _LETTRES.findall(word)
        if _AVEC_CHIFFRES.fullmatch(word):
            letters = [w for w in letters if len(w) > _DEUX]
        # « ½ » is no letter.
        yield from (folded for w in letters if w.isalpha() and len(folded := fold(w)) > 1)


def _folded(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (folded for w in _LETTRES.findall(text) if len(folded := fold(w)) > 1)


@cache
def _words_of(column: Column) -> frozenset[str]:
    """Those of the values of a list, and of the examples that a kind gives of what it takes and refuses."""
    kind = column.kind
    texts = (
        ()
        if kind.libre
        else (
            *(*kind.valeurs, *(t for t, _ in kind.valides), *kind.invalides),
            *(*ecritures(kind.marques), *kind.vides),
        )
    )
    return frozenset(_folded(texts))


@cache
def _known() -> frozenset[str]:
    from tne.datasets import DATASETS
    from tne.territoire import noms_des_departements

    ours = (word for d in DATASETS.values() for word in _of_the_program(d))
    return frozenset(
        {
            *_COURANTS.split(),
            *ROOM_WORDS,
            *ours,
            *_folded((*MOIS, *MOIS_COURTS, *JOURS, *JOURS_COURTS)),
            *_folded(noms_des_departements().values()),
        }
    )


def _of_the_program(d: Dataset) -> Iterator[str]:
    """The words of what a data set is called, of its columns and of their lists."""
    yield from _folded((d.title,))
    for c in d.columns:
        if c.privacy is not Privacy.PERSONNEL:
            yield from _folded(c.headers)
            yield from _words_of(c)
