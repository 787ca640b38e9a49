"""Who is named inside a text that is kept: e-mail addresses, telephone numbers, NUMEN, a civility and the name that follows.

What a column lets stand is declared with it (`spec.Nommes`). A name without civility cannot be told from a place.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from tne.persons.contacts import without_addresses, without_telephones
from tne.persons.prenoms import PRENOMS
from tne.spec import Nommes, fold

ADRESSE, TELEPHONE, NUMEN, NOM = "adresse", "telephone", "numen", "nom"
REMPLACES = {
    ADRESSE: "[adresse retirée]",
    TELEPHONE: "[téléphone retiré]",
    NUMEN: "[NUMEN retiré]",
    NOM: "[nom retiré]",
}

FORME_NUMEN = r"\b\d{2}[A-Za-z]\d{7}[A-Za-z]{3}\b"
"""How a NUMEN is written, for `re`, DuckDB and Arrow alike."""

# Few texts have any of these: they alone are looked at closely. Read by DuckDB and by Arrow (RE2).
INDICE = (
    r"[@＠]|[(\[{] ?(?i:at|a|arobase) ?[)\]}]|(?:^|\D)0[1-9][\d .)/·•‧∙⋅‐‑–_-]{8}|(?:\+|(?:^|\D)00) ?(?:33|262|590|594|596)\D?\D?\D?\d"
    r"|(?:\b|_)(?:M|Mrs?|MR|MM|m\.|mr|[Mm](?:mes?|lles?)|MME|MLLE"
    r"|[Mm](?:onsieur|adame|ademoiselle|essieurs|esdames)|MONSIEUR|MADAME|MADEMOISELLE|[Dd]re?|Pr\.|[Dd]octeure?|DOCTEURE?"
    r"|[Mm]a[îi]tre(?:sse)?)(?:\b|_|\s)"
    r"|(?:Mme|Mlle|Mr)[A-ZÀ-Þ]"
    rf"|{FORME_NUMEN}"
)

_NUMEN = re.compile(FORME_NUMEN)

# Of every language with Latin letters: « Şahin », « Łukasz », « Žižek ».
_MAJUSCULE = "A-Z" + "".join(
    c for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if c.isupper()
)
_MOT = rf"[{_MAJUSCULE}][\w'’]+(?:[-‐‑][{_MAJUSCULE}][\w'’]*)*|[dD]['’][{_MAJUSCULE}][\w'’-]+"
_INITIALES = rf"[{_MAJUSCULE}]\.(?:[ -]?[{_MAJUSCULE}]\.){{0,3}}"
_SANS_POINT = rf"[{_MAJUSCULE}](?:[ -][{_MAJUSCULE}])?\.?(?=\s[{_MAJUSCULE}])"
_PARTICULE = r"(?:de|du|des|d['’]|van|von|de la|de l['’]|el|al|ben|ait|da|di)\s?"
# A school, a street, a room may bear the name of a person.
_LIEU = (
    r"[ée]cole|coll[èe]ge|lyc[ée]e|clg|lyc|lp|lpo|institut(?:ion)?|ensemble scolaire|groupe scolaire|maternelle|[ée]l[ée]mentaire|"
    r"primaire|cours|rue|avenue|av|boulevard|bd|place|square|all[ée]e|chemin|impasse|quai|route|salle|amphi(?:th[éèe][âa]tre)?|"
    r"h[ôo]pital|clinique|stade|b[âa]timent|faubourg|rond-point|promenade|hameau|esplanade|ee|ep|espace|m[ée]diath[èe]que|biblioth[èe]que|th[éeè][âa]tre|centre|gymnase|cr[èe]che|mfr|erea|itep|ime|rpi|eepu|empu|fondation|"
    r"association|prix|maison|r[ée]sidence|notre[- ]dame"
)
# What comes before someone, be it in a school.
_VERS = r"avec|par|chez|contact(?:er|ez)?|voir|aupr[èe]s|demander|responsable|r[ée]f[ée]rente?|classe|bureau|pc|poste|ordinateur|tablette"
_REPERE = re.compile(rf"\b(?:(?P<lieu>(?:{_LIEU})s?)|(?P<vers>{_VERS}))\b", re.IGNORECASE)
_FONCTION = (
    r"(?:Principale?|Proviseure?|Direct(?:eur|rice)|Maire|Inspect(?:eur|rice)|Rect(?:eur|rice)|Pr[ée]sidente?|Ministre|Adjointe?|CPE|"
    r"DASEN|IEN|Tout|Untel|X|Autres?|Bonjour|Bonsoir|Merci|Objet|Nombre|Total|Aucune?|Non|Oui|Nom|Pr[ée]nom|Groupes?|[ÉE]coles?|Coll[èe]ge|Lyc[ée]e|PRINCIPALE?|PROVISEURE?|DIRECT(?:EUR|RICE)|MAIRE|INSPECT(?:EUR|RICE))\b"
)
_SANS_FONCTION = rf"(?!(?:[Ll][ae] |[Ll]['’])?{_FONCTION})"
# « Monsieur le Directeur Durand »: what one is stays, who one is goes.
_QUALITE = r"(?:adjointe?|acad[ée]mique|g[ée]n[ée]rale?|d[ée]l[ée]gu[ée]e?|d[ée]partementale?|r[ée]gionale?|p[ée]dagogique)"
_EN_FONCTION = (
    r"(?i:l[ae] |l['’])(?i:principale?|proviseure?|direct(?:eur|rice)|maire|inspect(?:eur|rice)|rect(?:eur|rice)|pr[ée]sidente?|pr[ée]f[èe]te?|"
    r"adjointe?|conseill(?:er|[èe]re)|professeure?|gestionnaire|intendante?|secr[ée]taire|r[ée]f[ée]rente?|m[ée]diat(?:eur|rice)|"
    rf"enseignante?|CPE|IEN|DASEN)(?i:[ -]{_QUALITE}){{0,2}} "
)
# What follows what one is, and is no name: where, of what.
_RESSORT = rf"(?!(?i:{_LIEU}|{_QUALITE}|canop[ée]|atelier|acad[ée]mie|rectorat|circonscription|adjointe?s?|honoraire|d[eu]s?|DSDEN|DRANE|SRANE|INSP[EÉ]|TNE)\b|[dD]['’]|{_FONCTION})"
# What follows a name and is none: a level, a state.
_SUITE = r"(?:C[PEM][12]?|ULIS|Ulis|UPE2A|SEGPA|Segpa|Classes?|Ateliers?|Absente?s?|Pr[ée]sente?s?|Excus[ée]e?s?)\b"
# « Mme D. », « M. A.-B. C. », « Mme D »; « X », « Y » and « Z » are anybody. « M.E.N. » and « C.P.E. » are nobody.
_LETTRES = rf"(?<=\s)(?!C\.P\.E|I\.E\.N)(?:{_INITIALES}(?!\w)|(?![XYZ])[{_MAJUSCULE}](?![\w'’.-]))"
# « Pr. EPS » teaches it; « Dr. Scratch » judges what pupils program, and « M Bot » is what they program.
_SANS_PERSONNE = (
    r"\s?(?:de |d['’])?(?:Scratch|Canop[ée]|EPS|SVT|Doc(?:umentaliste)?|Math\w*|Technologie|Arts|Philo\w*)\b"
)
# « Mesdames_Durand » may stand in a row, « MME_DURAND » is no civility.
_EN_MOTS = (
    r"(?:(?:Mmes?|Mlles?|Mrs?|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle|Mesdemoiselles)(?![^\W_])"
    r"|(?:MM|MR|MME|MLLE|MONSIEUR|MADAME|MADEMOISELLE)\b)"
)
_EN_TITRE = r"(?:(?:Dre?|Pr|[Dd]octeure?|DOCTEURE?|[Mm]a[îi]tre(?:sse)?)(?=[ .]))"
# Where the next person begins: « École Mme Curie M. Durand » names two. « M.-A. » are first letters, and the last of
# « Hugo M. » before « Mme Durand » is one.
_AUTRE = rf"(?:MM?\.\s?(?=[{_MAJUSCULE}]|{_PARTICULE}|[Ll][ae] |[Ll]['’])(?!{_EN_MOTS}|{_EN_TITRE}|M ?\.)|{_EN_MOTS}|(?:Dre?|Pr)\.)"
# In a row of names: « MM. Hugo / Docteur Roux », « MM. Hugo et M Petit ».
_AUTRE_DE_LA_SUITE = rf"(?:{_AUTRE}|{_EN_TITRE}|M (?:[{_MAJUSCULE}](?!\.)|[.]|[Ll][ae] |[Ll]['’]))"
# « Maître de conférences », « maître E », « Maître PEMF », « maître RASED », and the crow of the fable.
_MAITRE = (
    rf"[Mm]a[îi]tre(?:sse)?(?= [{_MAJUSCULE}](?:[^\W\dA-Z_'’]|[{_MAJUSCULE}]{{4,}}\b))"
    r"(?! (?i:Formateur|Nageu|Auxiliaire|Suppl|Ressource|Corbeau|Renard|RASED|SEGPA|CASNAV|CPAIEN|PEIMF))"
)
# « MME Lab » is where one makes things, « avec MME LAB » is with someone.
_LABO = re.compile(r"MME L(?:abs?|ABS?)")
# « MMOB » and « MRUN » are abbreviations: in capitals nothing else tells where a civility ends. « Mme_Durand » may stand in a code.
# « Melle » is a town nearer than any Mademoiselle written so.
_NOM = re.compile(
    r"(?<![^\W_])(?P<civilite>(?P<plusieurs>(?<!['’.])MM(?:\.|\b)|[Mm](?:mes|lles)\.?|[Mm]es(?:sieur|dame)s)"
    r"|(?<!['’.])(?:[Mm]\.|M ?\.(?=\w)|M(?= (?!\.|Bots?\b))|M \.)|(?:Mrs?|mr|[Mm]me|[Mm]lle) ?\.?|(?:MR|MME|MLLE)(?: ?\.|\b)"
    r"|[Mm](?:onsieur|adame|ademoiselle)|(?:MONSIEUR|MADAME|MADEMOISELLE)\b"
    rf"|(?P<titre>(?:[Dd]re?(?:\.|(?=[ _]))|[Dd]octeure?(?= )|DOCTEURE?\b|Pr\.)(?!{_SANS_PERSONNE})"
    rf"|(?P<maitre>{_MAITRE})))"
    r"(?:(?:(?<=[elsE])|(?<=sieur))(?:\s?:\s?|\s[–—-]\s)|(?<=[MmEe]\.)\s?:\s?|\s*|(?<=[a-z])[_-])"
    rf"(?:(?P<fonction>{_EN_FONCTION}){_RESSORT})?"
    rf"(?P<nom>{_SANS_FONCTION}(?:(?:(?:{_INITIALES}|{_SANS_POINT})\s?)?(?:{_PARTICULE})?(?:{_MOT})"
    rf"(?:[ ](?!{_AUTRE}){_SANS_FONCTION}(?!{_SUITE})(?:{_PARTICULE})?(?:{_INITIALES}|{_MOT})){{0,3}}|(?P<lettres>{_LETTRES})))"
    rf"(?(plusieurs)(?:(?:,| et| &|/| /) ?(?!{_AUTRE_DE_LA_SUITE})(?:{_MOT}|{_LETTRES}))*)"
)
_COUPURE = re.compile(r"[,;:/()\[\]|–—•\n]|\s-\s")
_CIVILITE_SEULE = re.compile(
    r"(?:^|[(,;:/–—-]|[^.]{2}[.!?]\s|\b(?:de|par|avec|pour|chez|et|à|d['’]|du|vu|cf|selon|sans|cp|ce[12]|cm[12]|ulis|upe2a|[3-6] ?(?:[eè]|[eè]me) ?\w?|enseignante?|prof|coll[èe]gue|"
    + _VERS
    + r"))\s*$",
    re.IGNORECASE,
)
# How far before a name what says of whom it is may stand: a text of many names would else be read again for each.
_AVANT = 120
_LETTRE_ET_CHIFFRES = re.compile(rf"[{_MAJUSCULE}]\d+")
# « salle de M. Durand » is where he teaches, « salle Mme Curie » bears a name.
_SALLE_DE = re.compile(r"(?:salle|cours)(?: \w{1,20})? de $", re.IGNORECASE)
# « École de Mme Durand » is where she teaches, « École Mme Curie » bears a name.
_ECOLE_DE = re.compile(
    r"\b(?:[ée]cole|coll[èe]ge|lyc[ée]e|clg|maternelle|[ée]l[ée]mentaire|primaire)"
    r"(?: (?:maternelle|[ée]l[ée]mentaire|primaire|publique|priv[ée]e))? de $",
    re.IGNORECASE,
)
# « Parc du Docteur Laborit »: where computers are, a « parc » is said of many other things.
_AU_DOCTEUR = re.compile(
    r"\b(?:parc|jardin|quartier|cit[ée]|campus|auditorium|pavillon|pont|villa|cit[ée] scolaire|segpa|e\.?p\.?pu|e\.e\.pu|e\.m\.pu)\.? (?:du )?$",
    re.IGNORECASE,
)
# A word before « Maître Durand » that a fable has not.
_AUPRES = re.compile(
    r"\b(?:avec|chez|par|pour|classe de|contact(?:er)?|voir|aupr[èe]s de) (?:la? |le )?$", re.IGNORECASE
)
_APRES = re.compile(rf" (?:{_SUITE}|{_AUTRE})")
_INITIALE = re.compile(rf"[{_MAJUSCULE}]\.(?:-[{_MAJUSCULE}]\.)? ")
_CAPITALES = re.compile(rf"[{_MAJUSCULE}]{{2,5}}\b")
_DANS_UN_CODE = frozenset(
    w for m in ("mme", "mlle", "madame", "mademoiselle", "monsieur") for w in (m, m.title())
)
_DEUX_MOTS = re.compile(rf"[{_MAJUSCULE}][\w'’.-]{{0,40}}[ ](?:{_PARTICULE})?[{_MAJUSCULE}]")


@dataclass(frozen=True)
class Lecture:
    """A text as it may be kept; how many of each nature were taken out of it, how many are to be looked at."""

    texte: str
    retires: Counter[str] = field(default_factory=Counter)
    a_verifier: Counter[str] = field(default_factory=Counter)


def lire(texte: str, nommes: Nommes) -> Lecture:
    """The text without those it names, as far as its column says."""
    retires: Counter[str] = Counter()
    a_verifier: Counter[str] = Counter()

    def out(nature: str, written: str) -> str:
        if nommes is Nommes.SIGNES:
            a_verifier[nature] += 1
            return written
        retires[nature] += 1
        return REMPLACES[nature]

    end = 0  # of the name before

    def name(match: re.Match[str]) -> str:
        nonlocal end
        second = end > 0 and match.string[end : match.start()].isspace()
        end = match.end()
        safe = _safe(match, nommes, second)
        if safe:
            # « Monsieur le Directeur » may be told, who that is may not.
            begin = match.start("nom") if match["fonction"] else match.start()
            return match.string[match.start() : begin] + out(NOM, match.string[begin : match.end()])
        if safe is not None:
            a_verifier[NOM] += 1
        return match[0]

    texte = without_addresses(texte, lambda written: out(ADRESSE, written))
    if nommes is not Nommes.IDENTIFIANTS:
        texte = without_telephones(texte, lambda written: out(TELEPHONE, written))
        texte = _NUMEN.sub(lambda m: out(NUMEN, m[0]), texte)
        texte = _NOM.sub(name, texte)
    return Lecture(texte, retires, a_verifier)


def _safe(match: re.Match[str], nommes: Nommes, second: bool) -> bool | None:
    """True to take a name out, False to have it looked at, None where it names no person.

    `second`: it follows another name at once, and a place bears one.
    """
    if nommes is Nommes.OFFICIELS:  # « École Ferry (directrice : Mme Durand) » of a list kept by hand
        return False if _safe(match, Nommes.LIEUX, second) else None
    before = _before(match)
    civility, apart = match["civilite"], match.string[match.end("civilite")].isspace()
    if _LETTRE_ET_CHIFFRES.fullmatch(match["nom"]) or (match["lettres"] and not _initials(match, nommes)):
        return None
    if (civility in ("M", "m.") or (civility == "M ." and apart)) and (
        nommes is Nommes.CODES or not _CIVILITE_SEULE.search(before)
    ):
        return None
    # The last word before it that says what follows, as far as the same part of the sentence goes.
    marks = list(_REPERE.finditer(_COUPURE.split(before)[-1]))
    if _LABO.fullmatch(match[0]) and not (marks and marks[-1]["vers"]):
        return None
    place = bool(marks and marks[-1]["lieu"]) or bool(match["titre"] and _AU_DOCTEUR.search(before))
    teaches = (
        not match["titre"]
        and bool(_ECOLE_DE.search(before))
        and not match["nom"].startswith(("d", "D'", "D’"))
    )
    if (
        place
        and not (second and not match["titre"])
        and not _SALLE_DE.search(before)
        and not (teaches and nommes is not Nommes.LIEUX)
    ):
        return None if nommes is Nommes.LIEUX and not teaches else False
    if nommes is Nommes.OEUVRES:
        return False
    # « Docteur Roux », « Poitiers - Dr Albert Schweitzer » are schools.
    if nommes is Nommes.LIEUX and match["titre"] and not marks:
        return None
    if match["maitre"]:
        given = fold(match["nom"].split()[0]) in PRENOMS
        return given or (not match["nom"].isupper() and bool(_AUPRES.search(before)))
    # « Madame la Directrice SRANE », « M. le Maire Poitiers ».
    if match["fonction"] and (_CAPITALES.match(match["nom"]) or "maire" in match["fonction"].lower()):
        return _bears_a_first_name(match["nom"])
    if nommes is Nommes.LIEUX and not before.strip():
        alone = _DEUX_MOTS.search(match["nom"]) or _APRES.match(match.string, match.end())
        return bool(match["lettres"] or match["fonction"] or alone)
    return True


def _bears_a_first_name(name: str) -> bool:
    """True for « Jean Durand », « ROUX Anne » and « J. Durand », not for « CES Saint Martin »: a place has more words, or neither in
    that place.
    """
    words = name.split()
    if len(words) < 2:
        return False
    if _INITIALE.match(name):
        return True
    return fold(words[0]) in PRENOMS or (words[0].isupper() and len(words) == 2 and fold(words[1]) in PRENOMS)


def _initials(match: re.Match[str], nommes: Nommes) -> bool:
    """True where letters stand for someone: « Mme D »; « Groupe MR A » and « maître E » say something else. A code has letters,
    but none behind a civility written as one: « Groupe Mme D ».
    """
    if match["maitre"]:
        return False
    if nommes is Nommes.CODES:
        return match["civilite"].rstrip(" .") in _DANS_UN_CODE
    return "." in match["lettres"] or (
        match["civilite"] not in ("M", "M .", "m.", "MR", "MM") and not match["titre"]
    )


def _before(match: re.Match[str]) -> str:
    """What stands before a name, from a whole word on."""
    begin = max(match.start() - _AVANT, 0)
    before = match.string[begin : match.start()].replace("_", " ")
    return before if begin == 0 else before.partition(" ")[2] or before


def parts_of_no_place(texte: str) -> list[str]:
    """The parts of a text that do not begin by saying a place (« Collège », « rue »), or that say who is there."""
    parts = [part.strip() for part in _COUPURE.split(texte)]
    return [p for p in parts if p and not ((mark := _REPERE.match(p)) and mark["lieu"] and not _says_who(p))]


def _says_who(part: str) -> bool:
    return any(mark["vers"] for mark in _REPERE.finditer(part))
