"""Who is named inside a text that is kept: e-mail addresses, telephone numbers, NUMEN, a civility and the name that follows.

What a column lets stand is declared with it (`spec.Nommes`). A name without civility cannot be told from a place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tne.spec import Nommes

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
    r"[@＠]|[(\[{] ?(?i:at|a|arobase) ?[)\]}]|\b0[1-9][\d .)/‐‑–-]{8}|(?:\+|\b00) ?(?:33|262|590|594|596)\D?\D?\D?\d"
    r"|(?:\b|_)(?:M|Mrs?|MR|MM|m\.|mr|[Mm](?:mes?|lles?)|MME|MLLE"
    r"|[Mm](?:onsieur|adame|ademoiselle|essieurs|esdames)|MONSIEUR|MADAME|MADEMOISELLE)(?:\b|_|\s)"
    rf"|{FORME_NUMEN}"
)

# « M@gistère » is a platform. Without a dot after the sign, only « prenom.nom@… » is an address. Begun at a word alone, and without a
# second way to cut « a_b_c_d »: each part more would double the time.
_ADRESSE = re.compile(
    r"(?<!\w)(?:mailto:)?[\w.+'’%&-]*[\w+%&-]\s?(?:@|＠|[(\[{] ?(?:at|a|arobase) ?[)\]}])\s?(?!gist[eè]re)[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,24}\b"
    r"|(?<!\w)(?=[\w.+-]*?[\w+-][._][\w+-])[\w.+-]*[\w+-]@[\w-]+",
    re.IGNORECASE,
)


def _par_paires(entre: str) -> str:
    """« 05 49 00 00 17 »: the same sign, of the group of that name, between all pairs."""
    return rf"(?:\(0[1-9]\)|0[1-9])(?P<{entre}>[ .‐‑–-]{{0,3}})\d\d(?:(?P={entre})\d\d){{3}}"


_AUTREMENT = r"(?:\(0[1-9]\)|0[1-9])(?:[ .‐‑–-]{0,3}\d){8}"
_PAR_BARRES = r"0[1-9](?: ?/ ?\d\d){4}"
_INDICATIF = r"(?:\+|00) ?(?:33|262|590|594|596)"
_AVEC_INDICATIF = rf"(?:\({_INDICATIF}\)|{_INDICATIF})[ .‐‑–-]{{0,3}}(?:\(0\)|0)?[ .‐‑–-]{{0,3}}[1-9](?:[ .‐‑–-]{{0,3}}\d){{8}}"
_UN_TELEPHONE = re.compile(rf"{_par_paires('entre')}|{_AUTREMENT}|{_PAR_BARRES}|{_AVEC_INDICATIF}")
# Ten figures that begin with 0 and stand alone: no SIRET, no UAI, no ISBN, no decimals. By pairs, a number may follow. Or several
# telephone numbers in a row: « 05 49 00 00 17/06 00 00 00 17 », « 05 49 00 00 17/18 ».
_COLLE = r"[./‐‑–-]?\d"
_TELEPHONE = re.compile(
    r"(?<!\w)(?<!\d[.,/‐‑–-])(?:"
    rf"(?:{_par_paires('premier')}|{_AUTREMENT}|{_PAR_BARRES}|{_AVEC_INDICATIF})"
    rf"(?: ?[.,/‐‑–-] ?(?:{_par_paires('suivant')}|{_AUTREMENT}|{_PAR_BARRES}|{_AVEC_INDICATIF}))+(?!{_COLLE})"
    rf"|{_par_paires('seul')}(?:/\d\d(?![\d/]))?(?!{_COLLE})|{_AUTREMENT}(?! ?{_COLLE})|{_PAR_BARRES}(?! ?/ ?\d)|{_AVEC_INDICATIF}"
    r")(?!\w)"
)
_NUMEN = re.compile(FORME_NUMEN)
# « 01-02-2024 10 » has ten figures too.
_DATE = re.compile(r"[0-3]\d[ ./‐‑–-][01]\d[ ./‐‑–-](?:19|20)\d\d(?!\d)")

# Of every language with Latin letters: « Şahin », « Łukasz », « Žižek ».
_MAJUSCULE = "A-Z" + "".join(
    c for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if c.isupper()
)
_MOT = rf"[{_MAJUSCULE}][\w'’]+(?:[-‐‑][{_MAJUSCULE}][\w'’]*)*|[dD]['’][{_MAJUSCULE}][\w'’-]+"
_INITIALES = rf"[{_MAJUSCULE}]\.(?:[ -]?[{_MAJUSCULE}]\.)*"
_SANS_POINT = rf"[{_MAJUSCULE}](?:[ -][{_MAJUSCULE}])?\.?(?=\s[{_MAJUSCULE}])"
_PARTICULE = r"(?:de|du|des|d['’]|van|von|de la|de l['’]|el|al|ben|ait|da|di)\s?"
# A school, a street, a room may bear the name of a person.
_LIEU = (
    r"[ée]cole|coll[èe]ge|lyc[ée]e|clg|lyc|lp|lpo|institut(?:ion)?|ensemble scolaire|groupe scolaire|maternelle|[ée]l[ée]mentaire|"
    r"primaire|cours|rue|avenue|av|boulevard|bd|place|square|all[ée]e|chemin|impasse|quai|route|salle|amphi(?:th[éèe][âa]tre)?|"
    r"espace|m[ée]diath[èe]que|biblioth[èe]que|th[éeè][âa]tre|centre|gymnase|cr[èe]che|mfr|erea|itep|ime|rpi|eepu|empu|fondation|"
    r"association|prix|maison|r[ée]sidence|notre[- ]dame"
)
# What comes before someone, be it in a school.
_VERS = r"avec|par|chez|contact(?:er|ez)?|voir|aupr[èe]s|demander|responsable|r[ée]f[ée]rente?|classe|bureau|pc|poste|ordinateur|tablette"
_REPERE = re.compile(rf"\b(?:(?P<lieu>{_LIEU})|(?P<vers>{_VERS}))\b", re.IGNORECASE)
_FONCTION = (
    r"(?:Principale?|Proviseure?|Direct(?:eur|rice)|Maire|Inspect(?:eur|rice)|Rect(?:eur|rice)|Pr[ée]sidente?|Ministre|Adjointe?|CPE|"
    r"DASEN|IEN|Tout|Untel|X|[ÉE]coles?|Coll[èe]ge|Lyc[ée]e|PRINCIPALE?|PROVISEURE?|DIRECT(?:EUR|RICE)|MAIRE|INSPECT(?:EUR|RICE))\b"
)
_SANS_FONCTION = rf"(?!(?:[Ll][ae] |[Ll]['’])?{_FONCTION})"
# « MMOB » and « MRUN » are abbreviations: in capitals nothing else tells where a civility ends. « Mme_Durand » may stand in a code.
# « Melle » is a town nearer than any Mademoiselle written so.
_NOM = re.compile(
    r"(?<![^\W_])(?<!['’.])(?P<civilite>(?P<plusieurs>MM(?:\.|\b)|[Mm](?:mes|lles)\.?|[Mm]es(?:sieur|dame)s)|[Mm]\.|M(?= )"
    r"|(?:Mrs?|mr|[Mm]me|[Mm]lle)\.?|(?:MR|MME|MLLE)(?:\.|\b)|[Mm](?:onsieur|adame|ademoiselle)"
    r"|(?:MONSIEUR|MADAME|MADEMOISELLE)\b)(?:\s*|(?<=[a-z])[_-])"
    rf"(?P<nom>{_SANS_FONCTION}(?:(?:{_INITIALES}|{_SANS_POINT})\s?)?(?:{_PARTICULE})?(?:{_MOT})"
    rf"(?:[ ]{_SANS_FONCTION}(?:{_PARTICULE})?(?:{_INITIALES}|{_MOT})){{0,3}})"
    rf"(?(plusieurs)(?:(?:,| et) (?:{_MOT}))*)"
)
_COUPURE = re.compile(r"[,;:/()\[\]|–—•\n]|\s-\s")
_CIVILITE_SEULE = re.compile(
    r"(?:^|[(,;:/–—-]|\b(?:de|par|avec|pour|chez|et|à|d['’]|du|" + _VERS + r"))\s*$", re.IGNORECASE
)
_LETTRE_ET_CHIFFRES = re.compile(rf"[{_MAJUSCULE}]\d+")
_DEUX_MOTS = re.compile(rf"[{_MAJUSCULE}][\w'’.-]*[ ](?:{_PARTICULE})?[{_MAJUSCULE}]")


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

    def out(nature: str, match: re.Match[str]) -> str:
        if nommes is Nommes.SIGNES:
            a_verifier[nature] += 1
            return match[0]
        retires[nature] += 1
        return REMPLACES[nature]

    def name(match: re.Match[str]) -> str:
        safe = _safe(match, nommes)
        if safe:
            return out(NOM, match)
        if safe is not None:
            a_verifier[NOM] += 1
        return match[0]

    texte = _ADRESSE.sub(lambda m: out(ADRESSE, m), texte)
    if nommes is not Nommes.IDENTIFIANTS:
        texte = _telephones(texte, lambda m: out(TELEPHONE, m))
        texte = _NUMEN.sub(lambda m: out(NUMEN, m), texte)
        if nommes is not Nommes.OFFICIELS:
            texte = _NOM.sub(name, texte)
    return Lecture(texte, retires, a_verifier)


def _safe(match: re.Match[str], nommes: Nommes) -> bool | None:
    """True to take a name out, False to have it looked at, None where it names no person."""
    before = match.string[: match.start()].replace("_", " ")
    if _LETTRE_ET_CHIFFRES.fullmatch(match["nom"]):
        return None
    if match["civilite"] in ("M", "m.") and (nommes is Nommes.CODES or not _CIVILITE_SEULE.search(before)):
        return None
    # The last word before it that says what follows, as far as the same part of the sentence goes.
    marks = list(_REPERE.finditer(_COUPURE.split(before)[-1]))
    if marks and marks[-1]["lieu"]:
        return None if nommes is Nommes.LIEUX else False
    if nommes is Nommes.OEUVRES:
        return False
    if nommes is Nommes.LIEUX and not before.strip():
        return _DEUX_MOTS.search(match["nom"]) is not None
    return True


def parts_of_no_place(texte: str) -> list[str]:
    """The parts of a text that do not begin by saying a place (« Collège », « rue »), or that say who is there."""
    parts = [part.strip() for part in _COUPURE.split(texte)]
    return [p for p in parts if p and not ((mark := _REPERE.match(p)) and mark["lieu"] and not _says_who(p))]


def _says_who(part: str) -> bool:
    return any(mark["vers"] for mark in _REPERE.finditer(part))


def without_contacts(texte: str, place: str) -> str:
    """The text with `place` where an address or a telephone number stands."""
    return _telephones(_ADRESSE.sub(lambda _: place, texte), lambda _: place)


def _telephones(texte: str, instead: Callable[[re.Match[str]], str]) -> str:
    """The text with what stands for each telephone number of it; a date with its hour is none."""

    def each(match: re.Match[str]) -> str:
        return instead(match) if not _DATE.match(match[0]) else match[0]

    return _TELEPHONE.sub(lambda m: _UN_TELEPHONE.sub(each, m[0]), texte)
