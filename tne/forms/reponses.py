"""Answers to the offer, as each tool of forms exports them, in each version and language met."""

from __future__ import annotations

from tne.spec import Ecart, Feed, Form


def _limesurvey(numero: str, date: str) -> tuple[Feed]:
    """What an export of LimeSurvey gives under these two headers."""
    return (
        Feed(
            "reponse",
            headers={numero: "numero", date: "date_reponse"},
            constants={"formulaire": "LimeSurvey"},
            # What LimeSurvey writes of a sent answer where the survey keeps no date.
            values={"date_reponse": {"1980-01-01 00:00:00": "-"}},
        ),
    )


def _jamais_envoyees(date: str) -> tuple[Ecart]:
    """Answers without the date, under this header, at which they were sent."""
    return (Ecart("inachevee", f"{{{date}}} IS NULL", "Réponse commencée et jamais envoyée."),)


LIMESURVEY = Form(
    name="limesurvey",
    title="LimeSurvey, réponses au formulaire",
    signature=("ID de la réponse", "Date de soumission", "Dernière page"),
    feeds=_limesurvey("ID de la réponse", "Date de soumission"),
    ecarts=_jamais_envoyees("Date de soumission"),
    personnels=("Adresse IP", "URL référente", "Prénom", "Nom"),
    origine="LimeSurvey",
    # In English, in older versions, and with the code before the title.
    autres={
        "ID de la réponse": ("Response ID", "Réponse n°", "id. ID de la réponse", "id. Response ID"),
        "Date de soumission": (
            "Date submitted",
            "Soumis le",
            "submitdate. Date de soumission",
            "submitdate. Date submitted",
        ),
        "Dernière page": ("Last page", "Dernière page vue", "lastpage. Dernière page", "lastpage. Last page"),
        "Adresse IP": ("IP address", "ipaddr. Adresse IP", "ipaddr. IP address"),
        "URL référente": ("Referrer URL", "refurl. URL référente", "refurl. Referrer URL"),
        "Prénom": ("First name",),
        "Nom": ("Last name",),
    },
)

# The same export when the user chooses the codes of the questions as header.
LIMESURVEY_CODES = Form(
    name="limesurvey_codes",
    title="LimeSurvey, réponses au formulaire (codes en en-tête)",
    signature=("id", "submitdate", "lastpage"),
    feeds=_limesurvey("id", "submitdate"),
    ecarts=_jamais_envoyees("submitdate"),
    personnels=("ipaddr", "refurl", "token", "firstname", "lastname"),
    origine="LimeSurvey",
)

# A form that asks for the address does so because the account says « anonymous »: the question goes first.
_QUESTIONS = (
    "Adresse mail",
    "Adresse mail académique",
    "Adresse mail professionnelle",
    "Votre adresse mail",
    "Votre adresse de messagerie",
    "Quelle est votre adresse mail ?",
    "Votre e-mail",
    "E-mail académique",
    "E-mail professionnel",
    "Mail académique",
    "Mail professionnel",
    "Courriel académique",
    "Courriel professionnel",
)

MICROSOFT_FORMS = Form(
    name="microsoft_forms",
    title="Microsoft Forms, réponses au formulaire",
    signature=("ID", "Heure de début", "Heure de fin"),
    feeds=(
        Feed(
            "reponse",
            headers={"ID": "numero", "Heure de fin": "date_reponse"} | dict.fromkeys(_QUESTIONS, "email"),
            constants={"formulaire": "Microsoft Forms"},
            sauf=("nom",),  # « Nom » is the full name of the account
        ),
    ),
    ecarts=_jamais_envoyees("Heure de fin"),
    personnels=("Nom",),
    origine="Microsoft Forms",
    autres={"Heure de début": ("Start time",), "Heure de fin": ("Completion time",), "Nom": ("Name",)},
)

GOOGLE_FORMS = Form(
    name="google_forms",
    title="Google Forms, réponses au formulaire",
    signature=("Horodateur",),
    feeds=(
        Feed(
            "reponse",
            # « Nom d'utilisateur » is the address that older forms collect.
            headers={"Horodateur": "date_reponse", "Nom d'utilisateur": "email"},
            constants={"formulaire": "Google Forms"},
            sans_cle=True,
        ),
    ),
    origine="Google Forms",
    autres={"Horodateur": ("Timestamp",), "Nom d'utilisateur": ("Username", "Email Address")},
)

# « apps.education.fr » among others; whoever answered is known by the account alone.
NEXTCLOUD_FORMS = Form(
    name="nextcloud_forms",
    title="Nextcloud Forms, réponses au formulaire",
    signature=("Identifiant utilisateur", "Nom d'affichage de l'utilisateur", "Horodatage"),
    feeds=(
        Feed(
            "reponse",
            headers={"Horodatage": "date_reponse"},
            constants={"formulaire": "Nextcloud Forms"},
            sans_cle=True,
        ),
    ),
    personnels=("Identifiant utilisateur", "Nom d'affichage de l'utilisateur"),
    origine="Nextcloud Forms",
    autres={
        "Identifiant utilisateur": ("User ID", "ID utilisateur"),
        "Nom d'affichage de l'utilisateur": ("User display name", "Nom d'affichage"),
        "Horodatage": ("Timestamp",),
    },
)

FRAMAFORMS = Form(
    name="framaforms",
    title="Framaforms, réponses au formulaire",
    signature=("Serial", "SID", "Submitted Time"),
    feeds=(
        Feed(
            "reponse",
            headers={"SID": "numero", "Submitted Time": "date_reponse"},
            constants={"formulaire": "Framaforms"},
        ),
    ),
    ecarts=(Ecart("brouillon", "{Draft} IN ('1', 'Yes', 'Oui')", "Brouillon jamais envoyé."),),
    personnels=("IP Address", "UID", "Username"),
    origine="Framaforms",
    autres={
        "Serial": ("Série", "Numéro", "Numéro de série"),
        "Submitted Time": ("Heure de soumission", "Temps de soumission", "Date de soumission", "Soumis le"),
        "Draft": ("Brouillon",),
        "IP Address": ("Adresse IP",),
        "Username": ("Nom d'utilisateur",),
    },
)

# Grist numbers nothing in what it exports. Where a number is there, the headers alone say more and win.
GRIST = Form(
    name="grist",
    title="Grist, réponses au formulaire, sans numéro",
    signature=("Date de la réponse",),
    feeds=(
        Feed(
            "reponse",
            headers={"Date de la réponse": "date_reponse"},
            constants={"formulaire": "Grist"},
            sauf=("numero",),
            sans_cle=True,
        ),
    ),
    origine="Grist",
    autres={
        "Date de la réponse": (
            "Date de réponse",
            "Créé le",
            "Created at",
            "Soumis le",
            "Submitted at",
            "Submission Date",
            "Répondu le",
        )
    },
    # Notion, Airtable, Baserow, NocoDB and GLPI write it of each row of any table.
    partout=("Créé le", "Created at"),
)

# Its second line names the choices under each question. Links by mail give the address; what was begun and left is not told apart.
SURVEYMONKEY = Form(
    name="surveymonkey",
    title="SurveyMonkey, réponses au formulaire",
    signature=("Respondent ID", "Collector ID"),
    feeds=(
        Feed(
            "reponse",
            headers={"Respondent ID": "numero", "Date Modified": "date_reponse"},
            constants={"formulaire": "SurveyMonkey"},
        ),
    ),
    ecarts=(Ecart("choix", "{Respondent ID} IS NULL", "Ligne des choix de réponse, sous les questions."),),
    personnels=("IP Address", "Prénom", "Nom", "Custom Data 1"),
    origine="SurveyMonkey",
    autres={
        "Respondent ID": ("RespondentID", "ID du répondant", "ID de répondant", "ID du participant"),
        "Collector ID": ("CollectorID", "ID du collecteur", "ID de collecteur"),
        "Date Modified": ("EndDate", "Date de modification"),
        "IP Address": ("Adresse IP",),
        "Prénom": ("First Name", "FirstName"),
        "Nom": ("Last Name", "LastName"),
        "Custom Data 1": ("CustomData1", "Données personnalisées 1"),
    },
)

# In English, whatever the language of the form. « # », its number of an answer, is no header that can be told from others.
TYPEFORM = Form(
    name="typeform",
    title="Typeform, réponses au formulaire",
    signature=("Submit Date (UTC)", "Network ID"),
    feeds=(
        Feed(
            "reponse",
            headers={"Submit Date (UTC)": "date_reponse"},
            constants={"formulaire": "Typeform"},
            sauf=("numero",),
            sans_cle=True,
        ),
    ),
    ecarts=_jamais_envoyees("Submit Date (UTC)"),
    personnels=("Network ID", "First name", "Last name"),
    origine="Typeform",
)

# The names of its own columns are the same in every language, and so the state of an answer that was sent is told by its beginning.
SPHINX = Form(
    name="sphinx",
    title="Sphinx, réponses au formulaire",
    signature=("CLE", "DATE_SAISIE", "DATE_ENREG"),
    feeds=(
        Feed(
            "reponse",
            headers={"CLE": "numero", "DATE_ENREG": "date_reponse"},
            constants={"formulaire": "Sphinx"},
        ),
    ),
    ecarts=(
        Ecart(
            "inachevee",
            "NOT coalesce({PROGRESSION}, 'Terminé') SIMILAR TO '[Tt]ermin.*|[Ff]inished|[Cc]ompleted?'",
            "Réponse commencée et jamais envoyée.",
        ),
    ),
    origine="Sphinx",
)

# Tools that export what was begun and never sent too. The headers of Microsoft's are those of any log: « Heure de début ».
INACHEVEES: tuple[Form, ...] = (LIMESURVEY, LIMESURVEY_CODES, FRAMAFORMS, TYPEFORM, SPHINX)

REPONSES: tuple[Form, ...] = (
    LIMESURVEY,
    LIMESURVEY_CODES,
    MICROSOFT_FORMS,
    GOOGLE_FORMS,
    NEXTCLOUD_FORMS,
    FRAMAFORMS,
    GRIST,
    SURVEYMONKEY,
    TYPEFORM,
    SPHINX,
)
