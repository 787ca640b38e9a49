"""The section « queries » of docs/performance.md, from what `bench.queries` measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from bench.questions import QUESTIONS
from tne.typographie import decimal, entier, pourcent

NOMS = {"programme": "Programme", "sql": "SQL à la main", "pandas": "pandas", "datasette": "Datasette"}
BUTS = {"Douze TNE, cinq ans": 0.3, "La nation, cinq ans": 1.0}
RAPPORT_MAX = 1.2
TRAVAIL = ("importer", "saisir", "journal", "origine", "diapositives")
"""Pages on which a coordinator works: they show no figure that a filter changes, and count in no goal."""


def _ms(seconds: float) -> str:
    return f"{entier(round(1000 * seconds))} ms"


def _mo(octets: float) -> str:
    return f"{entier(round(octets / 1e6))} Mo"


def lignes_du_rapport(echelles: Sequence[dict[str, Any]]) -> list[str]:
    """What was measured at each scale: sizes, pages, questions beside the others."""
    lines = [
        "Bases faites par SQL (`bench/echelles.py`), à la mesure de la France : 600 établissements, 8 600 enseignants et "
        "50 000 inscriptions par département et par an ; la démonstration est celle du programme. Commande : "
        "`python -m bench.queries --echelles demo,dix-ans,douze,nation --garder DOSSIER --datasette CHEMIN`.",
        "",
        "| Base | Établissements | Enseignants | Inscriptions | Années | Mémoire de DuckDB | Serveur, au plus |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {e['titre']} | {entier(e['etablissements'])} | {entier(e['enseignants'])} | {entier(e['inscriptions'])} | "
        f"{e['annees']} | {e['memoire']} | {_mo(e['pic'])} |"
        for e in echelles
    ]
    for e in echelles:
        lines += [
            "",
            f"### {e['titre']}",
            "",
            *_pages(e),
            "",
            *_travail(e),
            *(_questions(e) if "questions" in e else ()),
        ]
    return lines


def _pages(e: dict[str, Any]) -> list[str]:
    figures = [p for p in e["pages"] if p["page"] not in TRAVAIL]
    if not figures:
        return []
    lines = [
        "Changement d'un filtre, temps du serveur sans navigateur : médiane de choix jamais demandés, le plus long, et le "
        "même choix une seconde fois (une page absente n'est pas encore mesurée). Temps de processeur ; entre parenthèses le temps écoulé, qui dépend de la charge.",
        "",
        "| Page | Affichage | Nouveau choix | Le plus long | Même choix | Envoyé |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for p in figures:
        clock, busy = zip(*p["nouveaux"], strict=True)
        again = statistics.median(t for _, t in p["gardes"])
        lines.append(
            f"| {p['page']} | {p['vue']} | {_ms(statistics.median(busy))} ({_ms(statistics.median(clock))}) | "
            f"{_ms(max(busy))} | {_ms(again)} | {entier(round(p['octets'] / 1000))} ko |"
        )
    goal = BUTS.get(e["titre"], 0.3)
    every = [t for p in figures for t in p["nouveaux"]]
    shares = [100 * sum(t[i] < goal for t in every) / len(every) for i in (1, 0)]
    last = sorted(t for _, t in every)[int(0.95 * (len(every) - 1))]
    lines += [
        "",
        f"Sous {_ms(goal)} : {pourcent(shares[0])} des {entier(len(every))} changements en temps de processeur "
        f"(95 % sous {_ms(last)}), {pourcent(shares[1])} en temps écoulé. But : 95 %.",
    ]
    return lines


def _travail(e: dict[str, Any]) -> list[str]:
    work = [p for p in e["pages"] if p["page"] in TRAVAIL]
    if not work:
        return []
    return [
        "Pages où la coordination travaille, première visite depuis le dernier import, puis tracées de nouveau : temps de "
        "processeur, temps écoulé entre parenthèses.",
        "",
        "| Page | Première visite | De nouveau |",
        "| --- | --- | --- |",
        *(
            f"| {p['page']} | {_ms(p['premier'][1])} ({_ms(p['premier'][0])}) | "
            f"{_ms(statistics.median(t for _, t in p['nouveaux']))} ({_ms(statistics.median(t for t, _ in p['nouveaux']))}) |"
            for p in work
        ),
        "",
    ]


def _questions(e: dict[str, Any]) -> list[str]:
    there = [n for n in NOMS if n in e["questions"][0]]
    lines = [
        "Les questions principales des pages, chacune posée tour à tour : médiane des choix jamais demandés (cinq ; moins "
        "avec `--changements`), toutes les années, temps de processeur. Toutes les réponses sont les mêmes.",
        "",
        "| Page | Question | " + " | ".join(NOMS[n] for n in there) + " | Programme / SQL |",
        "| --- | --- | " + "--- | " * (len(there) + 1),
    ]
    for q, found in zip(QUESTIONS, e["questions"], strict=True):
        ratio = found["programme"][1] / found["sql"][1]
        cells = " | ".join(_ms(found[n][1]) for n in there)
        lines.append(f"| {q.page} | {q.nom} | {cells} | {decimal(ratio, 2)} |")
    sums = {n: sum(found[n][1] for found in e["questions"]) for n in there}
    ratio = sums["programme"] / sums["sql"]
    lines.append(
        "| **ensemble** |  | " + " | ".join(_ms(sums[n]) for n in there) + f" | **{decimal(ratio, 2)}** |"
    )
    lines.append("| mémoire au plus |  | " + " | ".join(_mo(e["memoires"][n]) for n in there) + " |  |")
    lines += ["", f"But : au plus {decimal(RAPPORT_MAX, 1)} fois le SQL écrit à la main."]
    for name, why in e["absents"].items():
        lines.append(f"{NOMS[name]} : {why}.")
    return lines
