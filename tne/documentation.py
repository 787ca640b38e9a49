"""The documents derived from the declarations: `python -m tne.documentation` writes them, `--verifier` checks them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tne.datasets import DATASETS
from tne.datasets.lists import SECTION
from tne.forms import FORMS
from tne.indicators import INDICATORS, Indicator
from tne.kinds import NON, OUI
from tne.modeles import confidentialite
from tne.spec import MARQUES, SANS_VALEUR, Column, Dataset, Feed, Form, fold
from tne.table_schema import cle_en_mots, texte_du_schema
from tne.typographie import compte, typographier

RACINE = Path(__file__).resolve().parent.parent
AVERTISSEMENT = (
    "<!-- Écrit par « python -m tne.documentation » d'après les déclarations : ne pas modifier à la main. -->"
)


def jeux_de_donnees() -> str:
    """`docs/jeux-de-donnees.md`: every data set with its columns, in French."""
    lines = [
        AVERTISSEMENT,
        "",
        "# Jeux de données",
        "",
        typographier(
            "Un fichier est reconnu par ses en-têtes, jamais par son nom. Les en-têtes sont comparés sans tenir compte de la casse, des "
            "accents, de la ponctuation ni des espaces ; l'ordre des colonnes est libre. Chaque jeu a son modèle à remplir : "
        )
        + "`python -m tne modele JEU --format xlsx -o FICHIER`.",
        "",
        typographier("Une cellule vide n'efface jamais une valeur déjà importée. Ces marques l'effacent : ")
        + ", ".join(f"`{m}`" for m in MARQUES)
        + typographier(" (dans un texte, seulement le tiret et ")
        + "`#VIDER`"
        + typographier(" ; dans un code, seulement ")
        + "`#VIDER`). "
        + typographier(
            "Elles se lisent aussi en minuscules et avec des points (« n.c. »), et un tiret long comme un tiret. Ce que bases de "
            "données et langages écrivent dans une cellule vide vaut une cellule vide : "
        )
        + ", ".join(f"`{w}`" for w in SANS_VALEUR)
        + ".",
        "",
        typographier(
            "Les colonnes qui « servent à compter » sont remplacées, dès la lecture du fichier, par une empreinte qui ne permet pas de "
            "retrouver la personne sans le secret de la base ; celles qui ne sont « pas conservées » sont oubliées."
        ),
        "",
        *(f"- [{typographier(d.title)}](#{d.name})" for d in DATASETS.values()),
    ]
    for d in DATASETS.values():
        lines += ["", *_section(d)]
    return "\n".join(lines) + "\n"


def _section(d: Dataset) -> list[str]:
    facts = [
        (typographier("Ce qu'il contient"), typographier(d.help)),
        ("À qui le demander", typographier(d.demander)),
        ("Licence", typographier(d.licence)),
        ("Une ligne est désignée par", typographier(f"{cle_en_mots(d)}.")),
    ]
    lines = [f'<a id="{d.name}"></a>', "", f"## {typographier(d.title)}", "", f"Nom du jeu : `{d.name}`", ""]
    lines += [typographier(f"- **{name}** : ") + text for name, text in facts if text]
    lines += [
        typographier("- **Lignes signalées** : " if i == 0 else "- **Et aussi** : ")
        + _regle(check.message, check.gravite.value)
        for i, check in enumerate(d.checks)
    ]
    header = (
        "Colonne",
        "Contenu",
        "Obligatoire",
        "Confidentialité",
        "Description",
        "Autres en-têtes acceptés",
    )
    return [*lines, "", *_table(header, (_row(c) for c in d.columns))]


def _regle(message: str, gravite: str) -> str:
    return typographier(f"{message.rstrip('.')} ({gravite}).")


def _row(column: Column) -> tuple[str, ...]:
    kind = column.kind
    content = f"{kind.libelle} : {', '.join(kind.valeurs)}" if kind.valeurs else kind.libelle
    return (
        f"**{_cell(column.label)}**",
        _cell(typographier(content)),
        "oui" if column.required and not column.deduit else "déduit si vide" if column.deduit else "non",
        _cell(typographier(confidentialite(column))),
        _cell(typographier(column.help)),
        ", ".join(f"`{_cell(h)}`" for h in autres_entetes(column)),
    )


def autres_entetes(column: Column) -> list[str]:
    """The headers accepted besides the label, each once after folding."""
    seen = {fold(column.label)}
    others = []
    for header in (column.name, *column.aliases):
        if fold(header) not in seen:
            seen.add(fold(header))
            others.append(header)
    return others


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(r)} |" for r in (header, ("---",) * len(header), *rows)]


def formats() -> str:
    """`docs/formats.md`: the exports recognised, and what is taken from each."""
    lines = [
        AVERTISSEMENT,
        "",
        "# Exports reconnus",
        "",
        typographier(
            "Un export est reconnu par les en-têtes de la ligne « Reconnu par », tous présents. Les colonnes qui ne sont pas citées ici sont "
            "lues d'après les en-têtes acceptés de chaque jeu de données ("
        )
        + "[jeux-de-donnees.md](jeux-de-donnees.md)). "
        + typographier("Tout autre fichier peut être importé s'il suit l'un des modèles."),
        "",
        typographier("Une case à cocher vaut oui si elle contient ")
        + ", ".join(f"`{mark}`" for mark in OUI)
        + typographier(" ; non si elle contient ")
        + ", ".join(f"`{mark}`" for mark in NON)
        + typographier(
            ". Vide, elle ne dit rien : une présence que rien ne note reste non traitée, jamais une absence. Une liste de présences peut "
            "tenir en une colonne, en mots ou en coches, ou en deux ou trois (« Présent », « Absent », « Excusé »)."
        ),
    ]
    for form in FORMS:
        lines += ["", *_form(form)]
    return "\n".join(lines) + "\n"


def _form(form: Form) -> list[str]:
    lines = [f"## {typographier(form.title)}", ""]
    lines.append(typographier("- **Reconnu par** : ") + _codes(form.signature))
    if form.autres:
        written = (f"{_codes(others)} → `{name}`" for name, others in form.autres.items())
        lines.append(typographier("- **Autres écritures** : ") + typographier(" ; ").join(written))
    if form.refus:
        return [*lines, typographier("- **Refusé** : ") + typographier(form.refus)]
    if form.feuille:
        lines.append(typographier("- **Feuille** : ") + f"`{form.feuille}`")
    if form.annee_requise:
        lines.append(
            typographier("- **Année scolaire** : à déclarer pour le fichier, les lignes ne la disent pas.")
        )
    lines += [typographier("- **Lignes laissées de côté** : ") + typographier(e.message) for e in form.ecarts]
    if form.personnels:
        dropped = _codes(form.personnels)
        lines.append(typographier("- **Colonnes nominatives, jamais montrées ni conservées** : ") + dropped)
    return [
        *lines,
        "",
        *_table(("Alimente", "Colonnes de l\u2019export", "Valeurs fixées"), map(_feed, form.feeds)),
    ]


def _feed(feed: Feed) -> tuple[str, ...]:
    d = DATASETS[feed.dataset]
    read = list(feed.headers.items())
    read += [
        (h, c) for c, origin in feed.copies.items() for h, taken in feed.headers.items() if taken == origin
    ]
    taken = [f"`{_cell(h)}` → {typographier(d.column(c).label)}" for h, c in read]
    if not feed.exclusif:
        taken.append("et les en-têtes du jeu" if taken else "les en-têtes du jeu")
    fixed = [f"{d.column(c).label} : {v}" for c, v in feed.constants.items()]
    return (
        f"[{typographier(d.title)}](jeux-de-donnees.md#{d.name})",
        typographier(" ; ").join(taken),
        _cell(typographier(" ; ".join(fixed))),
    )


def _codes(headers: Iterable[str]) -> str:
    return ", ".join(f"`{h}`" for h in headers)


_UNITES = {"nombre": "nombre", "pourcent": "%", "heures": "heures"}
_SENS = {"hausse": "plus haut", "baisse": "plus bas", "neutre": "sans objet"}


def indicateurs() -> str:
    """`docs/indicateurs.md`: the definition of every indicator, by part of the bilan."""
    lines = [
        AVERTISSEMENT,
        "",
        "# Indicateurs",
        "",
        typographier(
            "Un indicateur est *calculé* si un import en vigueur de chacun de ses jeux de données porte une ligne de l'année : zéro est alors un "
            "vrai zéro. Sinon il est *déclaré*, sinon *publié* (tous deux seulement sans choix d'établissements), sinon *absent* : une absence "
            "n'est jamais un zéro, ni des familles, des élèves ou des classes que personne n'a comptés, ni des interventions dans des écoles, ou "
            "dans des collèges, ni les établissements visités, quand on n'en trouve aucun et qu'un établissement visité manque à l'annuaire. Les petits effectifs de personnes sont masqués aux lecteurs. Un établissement est *ouvert*, et compte, dans "
            "les années scolaires de son ouverture à sa fermeture : `tne/queries/ouverture.py` dit d'après quoi."
        ),
    ]
    parts = {fold(text): value for text, value in SECTION.valides}
    header = (
        "Code",
        "Indicateur",
        "Définition",
        "Unité",
        "Rapporté à",
        "Jeux",
        "Personnes",
        "Établissements",
        "Mieux",
    )
    for famille in dict.fromkeys(i.famille for i in INDICATORS):
        rows = (_indicateur(i) for i in INDICATORS if i.famille == famille)
        lines += ["", f"## {parts[fold(famille)]}", "", *_table(header, rows)]
    return "\n".join(lines) + "\n"


def _indicateur(i: Indicator) -> tuple[str, ...]:
    jeux = dict.fromkeys((*i.jeux, *i.denominateur_jeux))
    return (
        f"`{i.code}`",
        _cell(typographier(i.libelle)),
        _cell(typographier(i.definition)),
        _UNITES[i.unite] + (f", {compte(i.decimales, 'décimale')}" if i.decimales else ""),
        _cell(typographier(i.denominateur_libelle)),
        ", ".join(f"[{typographier(DATASETS[j].title)}](jeux-de-donnees.md#{j})" for j in jeux),
        "oui" if i.personnes else "non",
        "selon le choix" if i.honore else "choix sans effet",
        _SENS[i.sens],
    )


# Every document written from the declarations: its path, and the function that gives its text.
DOCUMENTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("docs/jeux-de-donnees.md", jeux_de_donnees),
    ("docs/formats.md", formats),
    ("docs/indicateurs.md", indicateurs),
    *((f"docs/schemas/{d.name}.json", partial(texte_du_schema, d)) for d in DATASETS.values()),
)
# Folders that hold nothing else: a file left by a data set that is gone is stale too.
DOSSIERS = ("docs/schemas",)


def perimes(racine: Path) -> list[str]:
    """The paths of the documents that are missing, differ from the declarations, or describe nothing any more."""
    stale = []
    for path, content in DOCUMENTS:
        file = racine / path
        if not file.is_file() or file.read_bytes() != content().encode():
            stale.append(path)
    known = {path for path, _ in DOCUMENTS}
    for folder in DOSSIERS:
        present = (p.relative_to(racine).as_posix() for p in (racine / folder).glob("*") if p.is_file())
        stale += sorted(set(present) - known)
    return stale


def ecrire(racine: Path) -> list[str]:
    """Write every stale document, remove those of data sets that are gone; gives the paths touched."""
    stale = perimes(racine)
    contents = dict(DOCUMENTS)
    for path in stale:
        file = racine / path
        if path in contents:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[path]().encode())
        else:
            file.unlink()
    return stale


def main(arguments: list[str], racine: Path = RACINE) -> int:
    """The command. Exit code: 0 done or up to date, 1 stale documents found by `--verifier`, 2 wrong usage."""
    if arguments == ["--verifier"]:
        stale = perimes(racine)
        if stale:
            print(
                "Documents à régénérer par « python -m tne.documentation » :",
                *stale,
                sep="\n  ",
                file=sys.stderr,
            )
        return 1 if stale else 0
    if arguments:
        print("Usage : python -m tne.documentation [--verifier]", file=sys.stderr)
        return 2
    for path in ecrire(racine):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
