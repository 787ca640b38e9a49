"""Streamlit's own words, in French where a page shows them: no setting translates them, and who reads « Press Enter to apply » may not
know what to do. Each gives way to ours by style; a button takes its name from there (`noms.JS`), for not every tool hears a style. A
version of Streamlit that names its parts otherwise shows its own again.
"""

from tne.typographie import typographier
from tne.visuals.couleurs import ENCRE_PAGE, TEXTE_ATTENUE


def _a_la_place(ou: str, quoi: str, mots: str) -> str:
    """`mots` in `ou`, in the place of `quoi` in it: taken away, for it would be read aloud too."""
    return f'{ou} {quoi} {{ display: none; }} {ou}:has({quoi})::after {{ content: "{mots}"; }}\n'


_DEPOT = '[data-testid="stFileUploaderDropzone"]'
_TAILLE = f'{_DEPOT} [data-testid="stFileUploaderDropzoneInstructions"] > div'
_NON_RECU = '[data-testid="stFileUploader"]:has([data-testid="stFileChip"][aria-invalid="true"])::after'
_BOUTON = '> span button [data-testid="stMarkdownContainer"]'
_VALIDER = '[data-testid="InputInstructions"]'
_RIEN = '[role="listbox"][data-empty="true"] > [role="option"]'

_JOUR = '[data-testid="stDateInputField"] [data-type="{}"][data-placeholder]'

CHOISIR, DOSSIER = "Choisir des fichiers", "Choisir un dossier"
"""What the button of the frame for files says."""

NON_RECU = typographier(
    "Ce qui porte un signe rouge n'a pas été reçu, et rien n'en est gardé : ôtez-le par sa croix, puis déposez-le de nouveau. S'il ne "
    "passe pas, il dépasse 200\u00a0Mo, la connexion est coupée, ou le disque du serveur n'a plus de place."
)
"""What a red sign on a file means: Streamlit says why under the pointer alone, « AxiosError: Request failed with status code 500 »."""

STYLE = (
    "<style>\n"
    + _a_la_place(f"{_DEPOT} {_BOUTON}", "> p", CHOISIR)
    + f'{_DEPOT}:has([webkitdirectory]) {_BOUTON}::after {{ content: "{DOSSIER}"; }}\n'
    + _a_la_place(_TAILLE, "> span", "200\u00a0Mo par fichier")
    + f"{_TAILLE}::after {{ color: {TEXTE_ATTENUE.css}; font-size: 0.875rem; }}\n"
    # « 5.3KB »: the number is no French one, and its unit neither; what is wrong with a file is told elsewhere.
    + '[data-testid="stFileChipName"] + div { display: none; }\n'
    + f'{_NON_RECU} {{ content: "{NON_RECU}"; display: block; padding-top: 0.5rem; color: {ENCRE_PAGE.css}; }}\n'
    # Within a form it says how to send the form, and how many signs are left.
    + "".join(
        _a_la_place(f".{champ}:not([data-testid=stForm] *) {_VALIDER}", "> span", f"{touche} pour valider")
        for champ, touche in (
            ("stTextInput", "Entrée"),
            ("stNumberInput", "Entrée"),
            ("stTextArea", "Ctrl+Entrée"),
        )
    )
    # The place of a day and of a year not typed yet is a text without element of its own: no size takes it away.
    + "".join(
        f'{_JOUR.format(quoi)} {{ font-size: 0; }} {_JOUR.format(quoi)}::after {{ content: "{mots}"; font-size: 0.875rem; }}\n'
        for quoi, mots in (("day", "jj"), ("year", "aaaa"))
    )
    # As wide as a finger needs: « jj » is narrower than the « dd » that it stands for.
    + f"{_JOUR.format('day')} {{ display: inline-block; min-width: 1.5rem; margin-inline-start: -0.625rem; text-align: end; }}\n"
    + _a_la_place(_RIEN, "> span", "Aucun choix ne répond")
    + f"{_RIEN}::after {{ display: block; padding: 0.5rem 0.75rem; font-size: 0.875rem; }}\n"
    + "</style>"
)
