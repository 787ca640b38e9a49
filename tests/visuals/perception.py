"""How colours are seen: WCAG contrast, CIEDE2000 distance, the three colour-vision deficiencies.

Contrast: WCAG 2.2. Distance: Sharma, Wu and Dalal 2005. Deficiencies: matrices of Machado, Oliveira and
Fernandes 2009, severity 1.0, on linear light.
"""

import math

import numpy as np

VISIONS = {
    "normale": np.eye(3),
    "protanopie": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutéranopie": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopie": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def lineaire(couleur: str) -> np.ndarray:
    """Linear light of #RRGGBB, each channel from 0 to 1."""
    canaux = np.array([int(couleur[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(canaux <= 0.04045, canaux / 12.92, ((canaux + 0.055) / 1.055) ** 2.4)


def contraste(a: str, b: str) -> float:
    """WCAG contrast ratio, from 1 to 21."""
    clair, sombre = sorted((float(lineaire(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def lab(couleur: str, vision: str = "normale") -> np.ndarray:
    """CIE Lab (D65) of the colour as that vision sees it."""
    vu = np.clip(VISIONS[vision] @ lineaire(couleur), 0, 1)
    xyz = (
        np.array(
            [
                [0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041],
            ]
        )
        @ vu
        / [0.95047, 1, 1.08883]
    )
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(x: np.ndarray, y: np.ndarray) -> float:
    """CIEDE2000 between two Lab colours."""
    l1, a1, b1 = x
    l2, a2, b2 = y
    c_moyen = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(c_moyen**7 / (c_moyen**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    dl, dc = l2 - l1, c2 - c1
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dhh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = (
        -2
        * math.sqrt(cm**7 / (cm**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    )
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dhh / sh) ** 2 + rt * dc / sc * dhh / sh)
