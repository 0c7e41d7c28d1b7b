"""What sound comes out of, and what it is kept on. Generic designs."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from finishes import glowing, printed
from outlines import UPRIGHT, capsule, circle, curved, pipe, placed, plate, rounded
from places import turned
from shapes import area, box, cylinder, grid, lathe, material, plane, sphere, torus


def headphones() -> None:
    """Large headphones with soft cushions, one cup turned to the viewer."""
    set_up(samples=16)
    shell = material((0.75, 0.008, 0.025), 0.16, coat=1.0)
    black, soft = material((0.014, 0.014, 0.018), 0.3, coat=0.6), material((0.022, 0.022, 0.027), 0.7)
    chrome = material((0.82, 0.83, 0.86), 0.1, 1.0)
    turn = np.linspace(0.12, np.pi - 0.12, 70)
    x, z = 1.42 * np.cos(turn), 0.35 + 1.75 * np.sin(turn) ** 0.85
    across = np.linspace(0, 2 * np.pi, 25)
    oval = np.stack([0.055 * np.cos(across), 0.20 * np.sin(across)], -1)
    for reach, mat, size in ((1.0, shell, 1.0), (0.93, soft, 1.25)):
        nx, nz = np.cos(turn), np.sin(turn)
        part = slice(None) if reach == 1.0 else slice(14, 56)
        thick = 1.0 if reach == 1.0 else 1.0 + 0.7 * np.sin(np.linspace(0, np.pi, 42))[:, None]
        grid(
            (reach * x[part])[:, None] + size * thick * oval[:, 0] * nx[part][:, None],
            size * oval[:, 1] + 0 * nx[part][:, None],
            (0.35 + reach * (z[part] - 0.35))[:, None] + size * thick * oval[:, 0] * nz[part][:, None],
            mat,
        )
    for side in (-1, 1):
        plate(
            rounded(0.2, 1.0, 0.09), 0.09, chrome, (side * 1.45, 0, 0.34), (np.pi / 2, 0, side * np.pi / 2), edge=0.03
        )
        box((side * 1.42, 0, 0.70), (0.2, 0.46, 0.4), black, (0, side * 0.13, 0), 0.06)
        with placed((side * 1.36, 0, -0.42), (0, side * (np.pi / 2 + 0.10), 0)):
            torus((0, 0, -0.26), 0.58, 0.25, soft).scale = (1.28, 1.0, 0.9)
            cylinder((0, 0, -0.24), 0.6, 0.06, black)
            for y in (-0.86, 0.86):
                capsule((-side * 0.25, y * 0.98, 0.06), (-side * 0.98, y * 0.32, 0.06), 0.055, chrome)
                sphere((-side * 0.22, y, 0.06), 0.1, chrome, rings=16)
            cup = lathe(
                [
                    (0, 0.34),
                    (0.42, 0.34),
                    (0.50, 0.32),
                    (0.55, 0.27),
                    (0.62, 0.25),
                    (0.74, 0.16),
                    (0.80, 0.02),
                    (0.80, -0.14),
                    (0.72, -0.2),
                    (0, -0.2),
                ],
                shell,
            )
            cup.scale = (1.25, 1.0, 1.0)
            torus((0, 0, 0.27), 0.56, 0.05, chrome).scale = (1.25, 1.0, 1.0)
            disc = lathe([(0, 0.30), (0.2, 0.33), (0.4, 0.36), (0.50, 0.33), (0.52, 0.28)], black)
            disc.scale = (1.25, 1.0, 1.0)
            torus((0, 0, 0.365), 0.30, 0.022, glowing((1.0, 0.25, 0.08), 1.3)).scale = (1.25, 1.0, 1.0)
    turned((0.10, -0.08, 0.66))
    area((3, -1.5, -2), (0, 0, 0), 80, 1.2).data.color = (1.0, 0.4, 0.5)
    shoot("headphones", (0, -8.8, 0.9), (0, 0, 0.42), lens=72, fill=0.55, key=330, rim=420)


def vinyl_record() -> None:
    """A record half out of its bright sleeve."""
    set_up(samples=16)
    black = material((0.006, 0.006, 0.008), 0.22, coat=0.4)
    label, centre = material((1.0, 0.28, 0.01), 0.3, coat=0.6), material((0.95, 0.9, 0.8), 0.4)
    with placed((1.3, 0.0, 0.05), UPRIGHT):
        ridge = np.linspace(0.56, 1.70, 150)
        wave = 0.006 * np.sin(np.arange(150) * np.pi / 1.5) * (np.sin(ridge * 26) > -0.75)
        lathe(
            [
                (0, 0.03),
                (0.54, 0.03),
                *zip(ridge, 0.03 + wave, strict=True),
                (1.78, 0.035),
                (1.82, 0.015),
                (1.82, -0.02),
                (0, -0.02),
            ],
            black,
            sides=160,
        )
        lathe([(0.055, 0.03), (0.055, 0.045), (0.58, 0.045), (0.6, 0.03)], label, sharp=True)
        for radius, mat in ((0.5, centre), (0.2, centre)):
            torus((0, 0, 0.045), radius, 0.012, mat)
        cylinder((0, 0, 0.04), 0.06, 0.03, centre, bevel=0.005)
    width, height = 500, 500
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    art = np.zeros((height, width, 3)) + np.array([0.02, 0.06, 0.42])
    palette = np.array([(0.95, 0.03, 0.22), (1.0, 0.24, 0.01), (1.0, 0.62, 0.02), (0.03, 0.55, 0.62)])
    away = np.hypot(x + 0.05, y - 0.55)
    for number in range(4):
        art[(away < 1.28 - 0.26 * number)] = palette[number]
    art[away < 0.26] = (0.98, 0.92, 0.74)
    art[y > 0.56] = (0.015, 0.03, 0.20)
    waves = (y > 0.56) & (np.sin(y * 60 + 0) > 0.35) & (np.abs(x + 0.05) < 1.15 - 0.9 * (y - 0.5))
    art[waves] = (1.0, 0.42, 0.03)
    cover = printed(art, 0.35, coat=0.15)
    with placed((-0.95, -0.12, 0)):
        box((0, 0, 0), (3.5, 0.1, 3.5), material((0.92, 0.88, 0.80), 0.5), bevel=0.015)
        plane((0, -0.056, 0), 3.46, cover, UPRIGHT)
    turned((-0.10, 0.12, 0.42))
    shoot("vinyl_record", (0, -10.4, 0.8), (0.24, 0, 0.0), lens=57, fill=0.55, key=260, rim=420)


def speaker() -> None:
    """A tall loudspeaker with glowing cone rims."""
    set_up(samples=16)
    case = material((0.035, 0.016, 0.15), 0.22, coat=1.0)
    rubber, cone = material((0.014, 0.014, 0.016), 0.55), material((1.0, 0.30, 0.01), 0.35, coat=0.3)
    chrome = material((0.80, 0.81, 0.84), 0.12, 1.0)
    holes = [circle(0.57, at=(0, -0.68)), circle(0.31, at=(0, 0.66))]
    plate(rounded(2.0, 3.3, 0.16), 1.7, case, turn=UPRIGHT, edge=0.12, holes=holes, sharp=60)
    box((0, 0.6, 0), (1.7, 0.1, 3.0), case)
    panel = material((0.06, 0.062, 0.075), 0.35, 0.5)
    plate(rounded(1.8, 3.1, 0.12), 0.08, panel, (0, -0.84, 0), UPRIGHT, edge=0.03, holes=holes)
    for z, radius in ((-0.68, 0.68), (0.66, 0.37)):
        with placed((0, -0.90, z), UPRIGHT):
            torus((0, 0, 0.02), radius * 1.04, radius * 0.09, chrome)
            torus((0, 0, 0.03), radius * 0.88, radius * 0.10, rubber)
            lathe([(radius * 0.84, 0.04), (radius * 0.62, -0.10), (radius * 0.26, -0.30 * radius - 0.10)], cone)
            sphere(
                (0, 0, -0.2 * radius - 0.04), radius * 0.27, material((0.02, 0.02, 0.025), 0.15, coat=1.0), (1, 1, 0.8)
            )
            torus((0, 0, 0.07), radius * 1.15, 0.028, glowing((0.02, 0.65, 1.0) if z < 0 else (1.0, 0.04, 0.5), 1.5))
            for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
                cylinder(
                    (radius * 1.04 * np.cos(angle), radius * 1.04 * np.sin(angle), radius * 0.10),
                    0.032,
                    0.02,
                    rubber,
                    bevel=0.004,
                )
    for x in (-0.42, 0.42):
        with placed((x, -0.89, 1.38), UPRIGHT):
            lathe([(0, 0.09), (0.07, 0.09), (0.085, 0.07), (0.10, 0.0)], chrome)
    turned((0, 0, -0.48))
    area((-3, -2, -2), (0, 0, 0), 70, 1.2).data.color = (0.5, 0.4, 1.0)
    shoot("speaker", (0, -9.6, 1.0), (0, 0, 0.0), lens=70, fill=0.6, key=380, rim=480)


def megaphone() -> None:
    """A red and white megaphone, its mouth to the right."""
    set_up(samples=16)
    red, white = material((0.85, 0.012, 0.02), 0.14, coat=1.0), material((0.88, 0.88, 0.90), 0.16, coat=1.0)
    dark, gold = material((0.02, 0.02, 0.026), 0.35, coat=0.4), material((1.0, 0.56, 0.10), 0.2, 1.0)
    t = np.linspace(0, 1, 40)
    flare = 0.36 + 0.10 * t + 0.74 * t**2.6
    with placed((0, 0, 0), (0, np.pi / 2, 0)):
        lathe([*zip(flare, 0.2 + 1.7 * t, strict=True)], white)
        lathe([(1.19, 1.84), (1.25, 1.86), (1.27, 1.93), (1.22, 1.98), (1.14, 1.96), (1.12, 1.90)], red)
        lathe([*zip(flare[::-1] * 0.93, 0.2 + 1.7 * t[::-1], strict=True)], red)
        sphere((0, 0, 0.75), 0.34, dark, (1, 1, 1.1))
        lathe([(0, -1.0), (0.30, -1.0), (0.36, -0.94), (0.42, -0.3), (0.43, 0.1), (0.40, 0.24), (0.34, 0.26)], red)
        torus((0, 0, 0.22), 0.40, 0.05, gold)
        torus((0, 0, -0.62), 0.395, 0.035, white)
        lathe([(0, -1.22), (0.26, -1.22), (0.32, -1.16), (0.31, -0.98), (0, -0.98)], dark)
    grip = curved([(-0.28, 0, -0.3), (-0.34, 0, -0.75), (-0.48, 0, -1.15), (-0.52, 0, -1.3)], closed=False)
    pipe(grip, np.linspace(0.16, 0.19, len(grip)), dark)
    capsule((-0.08, -0.02, -0.5), (-0.14, -0.02, -0.72), 0.06, gold)
    strap = curved([(0.5, 0.1, -0.45), (0.3, 0.2, -1.0), (-0.1, 0.2, -1.45), (-0.5, 0.1, -1.35)], closed=False)
    pipe(strap, 0.03, dark)
    turned((0.0, -0.30, -0.52))
    shoot("megaphone", (0, -9.6, 0.4), (0.3, 0, -0.06), lens=74, fill=0.5, key=320, rim=320)
