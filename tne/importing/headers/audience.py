"""Statistics of a site, of a podcast, of a page on a network, of a letter: what to take of a table that counts an audience.

Headers as the tools write them in French or in English: Matomo, Google Analytics, Plausible, Umami, AWStats, Vimeo, Dailymotion,
Ausha, Acast, Spotify, Apple Podcasts, Meta, LinkedIn, X, TikTok, Brevo, Mailchimp, Genially, bitly, counters of QR codes.
"""

from __future__ import annotations

import re

from tne.reading import Tableau
from tne.spec import fold
from tne.typographie import cite, enumeration

# What of it may stand for views of a resource.
_VIEWS = frozenset(
    {
        *("vues", "views", "pageviews", "uniquepageviews", "pagesvues", "vuesdepage", "vuesdepages", "vuesdepageuniques", "nbhits"),
        *("totalviews", "totaldevues", "nombredevues", "vuesengagees", "lectures", "plays", "nombredelectures", "ecoutes", "listens"),
        *("ecoutestotales", "nombredecoutes", "streams", "downloads", "telechargements", "alltime", "getviewcount"),
    }
)  # fmt: skip
_OTHERS = frozenset(
    {
        *("impressions", "couverture", "reach", "personnesatteintes", "visites", "visits", "nbvisits", "visiteurs", "visitors"),
        *("visiteursuniques", "uniquevisitors", "uniqueviews", "visiteursdifferents", "utilisateursactifs", "activeusers", "rebonds"),
        *("tauxderebond", "bouncerate", "ouvertures", "ouverturesuniques", "opens", "uniqueopens", "totalopens", "tauxdouverture"),
        *("openrate", "clics", "clicks", "clicsuniques", "uniqueclicks", "totalclicks", "totaldeclics", "tauxdeclics", "clickrate"),
        *("ctr", "scanstotaux", "scansuniques", "qrscans", "totalscans", "uniquescans", "engagements", "hits", "listeners", "starts"),
        *("auditeursuniques", "uniquelisteners", "spectateursuniques", "uniqueviewers", "evenements", "nombredevenements", "eventcount"),
        *("destinataires", "totalrecipients", "reactions", "likes", "mentionsjaime", "jaime", "partages", "shares", "republications"),
    }
)  # fmt: skip
# What each row may be of.
_OF_WHAT = re.compile(
    r"titre|title|page|url|^ur[il]$|lien|link|^nom|^name|label|etiquette|libelle|contenu|content|video|episode|ressource|permal|chemin|post"
    r"|publication|campagne|objet|subject|design|media",
)
_OF_A_DAY = frozenset({"date", "jour", "journ", "nthday", "day", "semaine", "week", "mois", "month", "timeutc", "heure"})  # fmt: skip
_DIGIT = re.compile(r"\d")
_SHOWN = 3

_OF_A_RESOURCE = "le bilan compte les vues de chaque ressource pour les parents (vidéo, épisode, page)"


def _holds_days(tableau: Tableau, header: str) -> bool:
    """False of the « Date » of Meta, where « Lifetime » is written."""
    first = next(iter(tableau.donnees.column(tableau.entete.index(header)).drop_null()), None)
    return first is not None and _DIGIT.search(first.as_py()) is not None


def audience(tableau: Tableau) -> str | None:
    """What to say of a table that counts an audience; None of any other. One word of the kind may be of anything: « Visites »."""
    views = [h for h in tableau.entete if fold(h) in _VIEWS]
    others = [h for h in tableau.entete if fold(h) in _OTHERS]
    if len(views) + len(others) < (1 if views else 2):
        return None
    counted = enumeration([cite(h) for h in (*views, *others)[:_SHOWN]])
    if not views:
        return (
            f"Ce tableau compte une audience ({counted}) et non des vues : {_OF_A_RESOURCE}. Ce qu'il montre peut s'écrire parmi les "
            "constats."
        )
    rest = [h for h in tableau.entete if h not in views and h not in others]
    if not any(_OF_WHAT.search(fold(h)) for h in rest):
        return (
            f"Ce tableau compte une audience ({counted}) sans dire de quelle ressource : {_OF_A_RESOURCE}. Demandez à l'outil le "
            "tableau qui a une ligne par vidéo, par épisode ou par page."
        )
    if any(fold(h) in _OF_A_DAY and _holds_days(tableau, h) for h in rest):
        return (
            f"Ce tableau compte une audience ({counted}) jour par jour : {_OF_A_RESOURCE}. Demandez à l'outil le tableau de tout le mois, "
            "ou de toute l'année, où chacune a une ligne."
        )
    return (
        f"Ce tableau compte une audience ({counted}) sous des titres de colonnes propres à son outil : {_OF_A_RESOURCE}. Sur la page d'import, "
        "choisissez « Consultations des ressources », donnez la colonne de l'adresse ou du titre pour « Identifiant », celle des vues "
        "pour « Vues », et dites la plateforme et la période pour tout le fichier ; ou recopiez-les dans ce modèle. Impressions, visites et "
        "clics ne sont pas des vues."
    )
