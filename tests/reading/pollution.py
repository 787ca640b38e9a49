"""Pollutions of one clean table: every way we know in which a CSV file goes wrong, one at a time.

Each polluted file comes with the table a good reader should give back. The kinds follow what studies of open data
portals find: whole-file ones (no header, doubled header, title lines, a second table, line ends, delimiters,
quotes) and those of a single line (a delimiter lost or in excess, a stray quote, other delimiters).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A clean table. Cells of the columns `entoures` are always written between quotes."""

    entete: list[str]
    lignes: list[list[str]]
    entoures: tuple[int, ...] = ()


_TYPES = [
    "Atelier d'écriture",
    "Robotique, initiation",
    'Écran 24" et tablette',
    "Classe  mobile (12 postes)",
    "L'atelier des élèves, l'après-midi",
    'Tableau mural, 65"',
    "Web radio, web TV",
    "L'outil du mois",
    "Cartes mentales",
]
_TEXTES = [
    "Une demi-journée pour prendre l'outil en main, seul ou à deux, puis le présenter aux élèves.",
    "On apporte son ordinateur ; le reste est fourni, câbles compris.",
    'Le matériel (écran de 24" et "petits" robots) reste sur place.',
    "Public : professeurs de collège, de lycée, documentalistes.",
    "L'essentiel en une heure, sans jargon.",
    "Un support de 1\\'9\" de haut, facile à poser, est prêté avec.",
    "Prévoir une salle sombre et un vidéoprojecteur.",
    "Deux groupes, l'un le matin, l'autre l'après-midi : chacun repart avec sa séquence.",
]


def catalogue(nombre: int = 40) -> Table:
    """Dates, hours, numbers, codes, prices, texts with commas and quotes, links, a last column without value."""
    rows = []
    for i in range(nombre):
        code = f"{'ABCDEFGH'[i % 8]}{'KLMNP'[i % 5]}-{1000 + 37 * i}"
        rows.append(
            [
                f"{1 + i % 28:02d}/{1 + i % 12:02d}/2024",
                f"{8 + i % 11:02d}:{15 * (i % 4):02d}",
                str(i % 23),
                code,
                f"€{(7 * i) % 90}" + ("", ".4", f".{10 + i % 80}", f".{11 + i % 70}", ".00")[i % 5],
                _TYPES[i % len(_TYPES)],
                _TEXTES[(3 * i + i // 7) % len(_TEXTES)],
                f"https://exemple.fr/ateliers/{code.replace('-', '_')}.html",
                "",
            ]
        )
    names = ["Date", "Heure", "Places", "Code", "Tarif", "Type", "Description", "Lien", "Remarques"]
    return Table(names, rows, (6, 7))


def ecoles(nombre: int = 30) -> Table:
    """A code, two columns of a few words, a number."""
    names = ["Collège A", "École B, annexe", "Lycée 'C'"]
    communes = ["Poitiers", "Loudun", "Vouillé"]
    rows = [
        [f"0860{100 + i}K", names[i % 3], communes[(i + i // 3) % 3], str(100 + 7 * i)] for i in range(nombre)
    ]
    return Table(["UAI", "Nom", "Commune", "Effectif"], rows)


def avis(nombre: int = 26) -> Table:
    """Words and sentences only: nothing but quotes and counts of cells to go by."""
    prenoms = ["Léa", "Zoé", "Jean, Paul"]
    rows = [
        [f"Nom{chr(65 + i)}a", prenoms[i % 3], f'Un avis "net" numéro {"i" * (1 + i % 7)}, {chr(97 + i)}']
        for i in range(nombre)
    ]
    return Table(["Nom", "Prénom", "Avis"], rows)


_COMMENTAIRES = [
    "Prise en main\navec toute l'équipe, puis\ndeux classes",
    "Tout va bien",
    'Écran de 75" à remplacer,\nvoir "devis"',
    "",
    "À revoir ; salle trop petite, sans rideau",
    "Rien à signaler",
]


def comptes_rendus(nombre: int = 40) -> Table:
    """Cells over several lines, blank cells in every other column, decimal commas, addresses, two lists of words."""
    rows = [
        [
            f"2024-{1 + i % 12:02d}-{1 + (5 * i) % 28:02d}",
            f"0860{100 + 3 * i}{'ABCDEF'[i % 6]}",
            ("Poitiers", "Loudun", "Saint-Benoît, bourg", "")[i % 4],
            f"{1 + i % 3},{5 * (i % 2)}",
            f"{1 + i % 4} {100 + 7 * i},{10 + i % 80}",
            _COMMENTAIRES[(i + i // 6) % len(_COMMENTAIRES)],
            ("oui", "non", "")[i % 3],
            "" if i % 5 == 0 else f"prenom.nom{i}@exemple.fr",
            str(i % 4),
        ]
        for i in range(nombre)
    ]
    names = ["Jour", "UAI", "Commune", "Durée", "Coût", "Compte rendu", "Suite", "Contact", "Niveau"]
    return Table(names, rows)


@dataclass(frozen=True)
class Ecriture:
    """How a file is written."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '""'
    end: str = "\r\n"
    entoures: tuple[int, ...] = ()

    def cell(self, text: str, always: bool) -> str:
        special = (self.delimiter, self.quote, "\r", "\n") if self.quote else ()
        if self.quote and (always or any(s in text for s in special)):
            return self.quote + text.replace(self.quote, self.escape) + self.quote
        return text

    def cells(self, row: list[str]) -> list[str]:
        """Both styles meet in one file: some columns always between quotes, the others where needed."""
        return [self.cell(c, j in self.entoures) for j, c in enumerate(row)]

    def line(self, row: list[str]) -> str:
        return self.delimiter.join(self.cells(row))

    def text(self, rows: list[list[str]]) -> str:
        return "".join(self.line(r) + self.end for r in rows)


@dataclass(frozen=True)
class Pollue:
    """A polluted file and the table that should come out; `entete` is None when the file has none."""

    nom: str
    octets: bytes
    entete: list[str] | None
    lignes: list[list[str]]
    touchee: int = 0
    """The line of the file that a pollution of one record begins at."""

    @property
    def famille(self) -> str:
        return self.nom.split(":")[0]


def fichiers(modele: Table) -> Iterator[Pollue]:
    """Pollutions of the whole file."""
    names, rows, entoures = modele.entete, modele.lignes, modele.entoures
    table = [names, *rows]
    usual = Ecriture(entoures=entoures)

    def done(nom: str, text: str, entete: list[str] | None = names, lignes: list[list[str]] = rows) -> Pollue:
        return Pollue(nom, text.encode(), entete, lignes)

    yield done("propre", usual.text(table))
    yield done("sans fin de ligne", usual.text(table)[:-2])
    yield done("double fin de ligne", usual.text(table) + "\r\n")
    yield done("sans en-tête", usual.text(rows), None)
    yield done("en-tête seul", usual.text([names]), lignes=[])
    yield done("une ligne", usual.text(table[:2]), lignes=rows[:1])
    for n in (2, 3):
        yield done("en-tête multiple", usual.text([names] * n + rows), [" ".join([c] * n) for c in names])
    for n in (1, 3):
        blank = "," * (len(names) - 1) + "\r\n"
        yield done("titres", f"TITRE{blank}" * n + blank + usual.text(table))
        yield done("titres", f"TITRE{blank}" * n + usual.text(table))
        yield done("titres", "Titre du fichier\r\n" * n + "\r\n" + usual.text(table))
        yield done("titres", "Titre du fichier\r\n" * n + usual.text(table))
        yield done("pied", usual.text(table) + f"NOTE{blank}" * n)
        yield done("pied", usual.text(table) + blank + f"NOTE{blank}" * n)
        yield done("pied", usual.text(table) + "\r\n" + "Source : le rectorat\r\n" * n)
        yield done("pied", usual.text(table) + "Source : le rectorat\r\n" * n)
    less = [r[:-1] for r in table]
    more = [[*r, n] for r, n in zip(table, ["Autre", *[""] * len(rows)], strict=True)]
    for name, other in (("moins", less), ("autant", table), ("plus", more)):
        yield done(f"deux tableaux:{name}", usual.text(table) + usual.text(other))
        yield done(f"deux tableaux:{name} séparés", usual.text(table) + "\r\n" + usual.text(other))
    for end in ("\n", "\r", "\r\n", "\r\r\n"):
        yield done(f"fin de ligne:{end!r}", Ecriture(end=end, entoures=entoures).text(table))
    for delimiter in (";", "\t", "|", " ", ", ", ":", "::", "||", "\t\t", "\\t", "~", "^", "; "):
        yield done(f"séparateur:{delimiter!r}", Ecriture(delimiter, entoures=entoures).text(table))
        yield done(
            f"séparateur sans en-tête:{delimiter!r}", Ecriture(delimiter, entoures=entoures).text(rows), None
        )
    for delimiter in (" ", ";", "\t"):
        lines = [delimiter.join(usual.cells(r)) + "\r\n" for r in table]
        yield done(f"séparateur remplacé:{delimiter!r}", "".join(lines))
    yield done("guillemet:'", Ecriture(quote="'", escape="''", entoures=entoures).text(table))
    yield done("guillemet:' non doublé", Ecriture(quote="'", escape="'", entoures=entoures).text(table))
    yield done("échappement:barre", Ecriture(escape='\\"', entoures=entoures).text(table))
    yield done("échappement:aucun", Ecriture(escape='"', entoures=entoures).text(table))
    yield done("sans guillemet", Ecriture("\t", quote="", entoures=entoures).text(table))
    text = usual.text(table)
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"):
        octets = text.replace("€", "F") if encoding == "mac_roman" else text
        lignes = [[c.replace("€", "F") for c in r] for r in rows] if encoding == "mac_roman" else rows
        yield Pollue(f"encodage:{encoding}", octets.encode(encoding), names, lignes)
    plain = {ord("€"): "£", ord("œ"): "oe"}
    latin = text.translate(plain).encode("latin-1")
    yield Pollue("encodage:latin-1", latin, names, [[c.translate(plain) for c in r] for r in rows])


def lignes(modele: Table, pas: int = 1) -> Iterator[Pollue]:
    """Pollutions of one line (0 is the header), each at every place of every `pas`-th line."""
    table = [modele.entete, *modele.lignes]
    usual = Ecriture(entoures=modele.entoures)
    written = [usual.line(r) for r in table]

    def done(nom: str, i: int, line: str, row: list[str] | None = None) -> Pollue:
        changed = [*table[:i], row if row is not None else table[i], *table[i + 1 :]]
        text = "".join(x + "\r\n" for x in [*written[:i], line, *written[i + 1 :]])
        before = "".join(x + "\r\n" for x in written[:i])
        return Pollue(nom, text.encode(), changed[0], changed[1:], before.count("\n") + 1)

    for i in range(0, len(table), pas):
        cells = usual.cells(table[i])
        for j in range(len(cells)):
            if j:
                merged = [*cells[: j - 1], cells[j - 1] + cells[j], *cells[j + 1 :]]
                yield done(f"séparateur perdu:{i},{j}", i, ",".join(merged))
            yield done(f"séparateur en trop:{i},{j}", i, ",".join([*cells[:j], "", *cells[j:]]))
            stray = [*cells[:j], '"' + cells[j], *cells[j + 1 :]]
            if cells[j].startswith('"'):
                stray[j] = '""' + cells[j][1:]
            row = [*table[i][:j], '"' + table[i][j], *table[i][j + 1 :]]
            yield done(f"guillemet en trop:{i},{j}", i, ",".join(stray), row)
        for other in (" ", ";", "\t"):
            yield done(f"autre séparateur:{i},{other!r}", i, other.join(cells))
        backslash = Ecriture(escape='\\"', entoures=modele.entoures)
        yield done(f"échappement d'une ligne:{i}", i, backslash.line(table[i]))
