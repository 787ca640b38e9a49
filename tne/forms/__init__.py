"""How the real exports look. A file is recognised by its columns, never by its name.

Headers come from the sources' own files (domain facts); what a form does not name is matched by the data set's
own labels and aliases. A form may feed several data sets and turn one row into several.
"""

from __future__ import annotations

from tne.forms.agendas import AGENDAS
from tne.forms.ecartees import ECARTEES
from tne.forms.effectifs import EFFECTIFS
from tne.forms.etablissements import ETABLISSEMENTS
from tne.forms.reponses import REPONSES
from tne.forms.sofia import SOFIA_PLAN
from tne.forms.suivis import SUIVIS
from tne.forms.vues import VUES
from tne.spec import Form

FORMS: tuple[Form, ...] = (
    SOFIA_PLAN,
    *REPONSES,
    *VUES,
    *EFFECTIFS,
    *ETABLISSEMENTS,
    *AGENDAS,
    *SUIVIS,
    *ECARTEES,
)
