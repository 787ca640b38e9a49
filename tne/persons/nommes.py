"""Who is named inside a text that is kept: e-mail addresses, telephone numbers, NUMEN, a civility and the name that follows.

What a column lets stand is declared with it (`spec.Nommes`). A name without civility cannot be told from a place.
"""

from __future__ import annotations

import re
from collections import Counter
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
    r"|\b(?:M|Mr|Mrs|MR|MM|Mme|Mmes|MME|Mlle|Mlles|MLLE)\b|\b(?:M(?:onsieur|adame|ademoiselle|essieurs|esdames)|MONSIEUR|MADAME|MADEMOISELLE)\b"
    rf"|{FORME_NUMEN}"
)

# « M@gistère » is a platform. Without a dot after the sign, only « prenom.nom@… » is an address. Begun at a word alone, and without a
# second way to cut « a_b_c_d »: each part more would double the time.
_ADRESSE = re.compile(
    r"(?<!\w)(?:mailto:)?[\w.+'’%&-]*[\w+%&-]\s?(?:@|＠|[(\[{] ?(?:at|a|arobase) ?[)\]}])\s?(?!gist[eè]re)[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,24}\b"
    r"|(?<!\w)(?=[\w.+-]*?[\w+-][._][\w+-])[\w.+-]*[\w+-]@[\w-]+",
    re.IGNORECASE,
)
# Ten figures that begin with 0 and stand alone: no SIRET, no UAI, no ISBN, no decimals. By pairs, a number may follow.
_TELEPHONE = re.compile(
    r"(?<!\w)(?<!\d[.,/‐‑–-])(?:"
    r"(?:\(0[1-9]\)|0[1-9])(?P<entre>[ .‐‑–-]{0,3})\d\d(?:(?P=entre)\d\d){3}(?![./‐‑–-]?\d)"
    r"|(?:\(0[1-9]\)|0[1-9])(?:[ .‐‑–-]{0,3}\d){8}(?![ ./‐‑–-]?\d)"
    r"|0[1-9](?: ?/ ?\d\d){4}(?! ?/ ?\d)"
    r"|(?:\+|00) ?(?:33|262|590|594|596)[ .‐‑–-]{0,3}(?:\(0\)|0)?[ .‐‑–-]{0,3}[1-9](?:[ .‐‑–-]{0,3}\d){8}"
    r")(?!\w)"
)
_NUMEN = re.compile(FORME_NUMEN)
# « 01-02-2024 10 » has ten figures too.
_DATE = re.compile(r"[0-3]\d[ ./‐‑–-][01]\d[ ./‐‑–-](?:19|20)\d\d(?!\d)")

_MAJUSCULE = "A-ZÀ-ÖØ-ÞŒ"
_MOT = rf"[{_MAJUSCULE}][\w'’]+(?:-[{_MAJUSCULE}][\w'’]*)*|[dD]['’][{_MAJUSCULE}][\w'’-]+"
_INITIALES = rf"(?:[{_MAJUSCULE}]\.(?:[ -]?[{_MAJUSCULE}]\.)*\s?)"
_PARTICULE = r"(?:de|du|des|d['’]|van|von|de la|de l['’])\s?"
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
# « MMOB » and « MRUN » are abbreviations: in capitals nothing else tells where a civility ends.
_NOM = re.compile(
    r"(?<![\w'’.])(?P<civilite>(?P<plusieurs>MM(?:\.|\b)|Mmes\.?|Mlles\.?|Messieurs|Mesdames)|M\.|M(?= )|Mrs?\.?|Mme\.?|Mlle\.?"
    r"|(?:MR|MME|MLLE)(?:\.|\b)|Monsieur|Madame|Mademoiselle|(?:MONSIEUR|MADAME|MADEMOISELLE)\b)\s*"
    rf"(?P<nom>(?!{_FONCTION})(?:{_INITIALES})?(?:{_PARTICULE})?(?:{_MOT})(?:[ ](?!{_FONCTION})(?:{_PARTICULE})?(?:{_INITIALES}|{_MOT})){{0,3}})"
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


def lire(texte: str, nommes: Nommes, *, cle: bool = False) -> Lecture:
    """The text without those it names, as far as its column says. `cle`: of an identifier, only addresses are taken out."""
    retires: Counter[str] = Counter()
    a_verifier: Counter[str] = Counter()

    def out(nature: str, match: re.Match[str]) -> str:
        if nommes is Nommes.SIGNES:
            a_verifier[nature] += 1
            return match[0]
        retires[nature] += 1
        return REMPLACES[nature]

    def number(match: re.Match[str]) -> str:
        return match[0] if _DATE.match(match[0]) else out(TELEPHONE, match)

    def name(match: re.Match[str]) -> str:
        safe = _safe(match, nommes)
        if safe:
            return out(NOM, match)
        if safe is not None:
            a_verifier[NOM] += 1
        return match[0]

    texte = _ADRESSE.sub(lambda m: out(ADRESSE, m), texte)
    if not cle:
        texte = _TELEPHONE.sub(number, texte)
        texte = _NUMEN.sub(lambda m: out(NUMEN, m), texte)
        if nommes is not Nommes.OFFICIELS:
            texte = _NOM.sub(name, texte)
    return Lecture(texte, retires, a_verifier)


def _safe(match: re.Match[str], nommes: Nommes) -> bool | None:
    """True to take a name out, False to have it looked at, None where it names no person."""
    before = match.string[: match.start()]
    if _LETTRE_ET_CHIFFRES.fullmatch(match["nom"]):
        return None
    if match["civilite"] == "M" and (nommes is Nommes.CODES or not _CIVILITE_SEULE.search(before)):
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
    return _TELEPHONE.sub(
        lambda m: m[0] if _DATE.match(m[0]) else place, _ADRESSE.sub(lambda _: place, texte)
    )
