"""Who followed the trainings? Reach, uptake, coverage, hours, seats, absence and what explains it, what is left to do."""

from tne.ui import section
from tne.ui.contexte import contexte
from tne.ui.formations import Bloc, rangees
from tne.visuals import formations as figures
from tne.visuals import formations_absence as absence
from tne.visuals import formations_couverture as couverture
from tne.visuals import formations_groupes as groupes
from tne.visuals import formations_moyens as moyens
from tne.visuals import formations_participation as participation
from tne.visuals.formations_delai import absence_delai
from tne.visuals.formations_en_attente import sessions_en_attente

PORTEE = [[Bloc(figures.portee, "formations-portee")]]
QUOI_QUAND = [
    [Bloc(participation.par_module, "formations-module")],
    [Bloc(participation.par_mois, "formations-mois")],
]
QUI = [
    [Bloc(participation.par_operateur, "formations-operateur")],
    [Bloc(participation.par_modalite, "formations-modalite")],
]
PARMI_QUI = [
    [Bloc(groupes.par_secteur, "formations-secteur", compare=True, groupes="Secteur")],
    [Bloc(groupes.par_type, "formations-type", compare=True, groupes="Type d\u2019établissement")],
]
PARCOURS = [
    [Bloc(moyens.places, "formations-places")],
    [Bloc(couverture.modules_par_enseignant, "formations-parcours")],
]
COLLEGES = [
    [
        Bloc(couverture.colleges, "formations-colleges", compare=True),
        Bloc(couverture.colleges_sans, "formations-colleges-sans", compare=True),
    ],
    [Bloc(moyens.heures, "formations-heures")],
]
ABSENCE = [
    [Bloc(absence.taux_absence, "formations-absence")],
    [Bloc(absence.par_operateur, "formations-absence-operateur", toujours=True)],
]
ABSENCE_QUAND = [
    [Bloc(absence.par_module, "formations-absence-module", toujours=True)],
    [Bloc(absence.par_mois, "formations-absence-mois", toujours=True)],
]
DELAI = [[Bloc(absence_delai, "formations-delai")]]
A_FAIRE = [
    [
        Bloc(
            couverture.a_faire,
            "formations-a-faire",
            toujours=True,
            pages=couverture.OU_FAIRE,
            liste=sessions_en_attente,
        )
    ]
]

# One row after the other, so that what stands side by side begins at the same height.
RANGEES = (PORTEE, QUOI_QUAND, QUI, PARMI_QUI, COLLEGES, PARCOURS, ABSENCE, ABSENCE_QUAND, DELAI, A_FAIRE)

ctx = contexte()
if section.head(ctx, "formations", "Qui a suivi les formations\u202f?", figures.reponse):
    rangees(ctx, RANGEES)
