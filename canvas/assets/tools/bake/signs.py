"""Signs that stand for a thing said: a heart, a warning, a bolt, a play button, a bubble, a letter, a bell."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import rounded
from places import turned
from sculpture import carve
from shapes import area, lathe, material, sphere, star, torus
from slabs import corners_rounded, cushion, oblong, slab
from treasure import gold


def heart() -> None:
    """A plump glossy red heart."""
    set_up(samples=32)

    def plump(points: np.ndarray) -> np.ndarray:
        x, y, z = points[..., 0], points[..., 1], points[..., 2]
        # Taubin's heart, laid wider and flatter; solved for its shell, so that the slope is never 0 on it.
        u, v, w = x * 0.98, y * 1.75, z + 0.08
        shell = u * u + 1.1 * v * v + w * w - 1
        return (shell - w * np.cbrt(u * u + 0.09 * v * v)) / (2 * np.sqrt(u * u + v * v + w * w) + 0.1)

    carve(plump, (-1.4, -0.9, -1.3), (1.4, 0.9, 1.4), 0.016, material((0.74, 0.0, 0.012), 0.12, coat=1.0))
    turned((0.10, 0.10, -0.32))
    area((2.4, -1.6, -2.0), (0, 0, 0), 130, 2.6).data.color = (1.0, 0.2, 0.45)
    shoot("heart", (0, -5.4, 0.4), (0, 0, 0.02), lens=62, fill=0.32, key=270, rim=460)


def warning_sign() -> None:
    """A yellow triangle with a black rim and a black mark."""
    set_up(samples=28)
    corners = np.array([(-1.18, -0.86), (1.18, -0.86), (0, 1.16)])
    black = material((0.012, 0.012, 0.016), 0.22, coat=1.0)
    slab([corners_rounded(corners, 0.42)], 0.40, black, 0.08)
    inner = corners * 0.80 + [0, -0.028]
    slab([corners_rounded(inner, 0.30)], 0.16, material((1.0, 0.60, 0.0), 0.16, coat=1.0), 0.05, (0, -0.20, 0))
    stroke = np.array([(-0.165, 0.44), (0.165, 0.44), (0.10, -0.26), (-0.10, -0.26)])
    slab([corners_rounded(stroke, 0.10)], 0.16, black, 0.045, (0, -0.29, 0))
    dot = np.linspace(0, 2 * np.pi, 61)[:-1]
    slab([0.145 * np.stack([np.cos(dot), np.sin(dot)], -1) + [0, -0.48]], 0.16, black, 0.045, (0, -0.29, 0))
    turned((0.05, 0, -0.42))
    area((2.2, -2.2, -1.6), (0, 0, 0), 90, 1.2).data.color = (1.0, 0.6, 0.2)
    shoot("warning_sign", (0, -5.2, 0.3), (0.02, 0, 0.08), lens=56, fill=0.55, key=320, rim=520)


def lightning_bolt() -> None:
    """A fat yellow bolt."""
    set_up(samples=28)
    corners = [(0.28, 1.36), (-0.78, -0.14), (-0.10, -0.14), (-0.34, -1.36), (0.80, 0.30), (0.10, 0.30), (0.66, 1.36)]
    cushion(corners_rounded(corners, 0.14), 0.62, material((1.0, 0.60, 0.0), 0.14, coat=1.0), 0.12, swell=0.06)
    turned((0.05, 0.12, -0.50))
    area((2.4, -1.8, -1.6), (0, 0, 0), 130, 1.2).data.color = (1.0, 0.30, 0.05)
    shoot("lightning_bolt", (0, -5.4, 0.2), (0, 0, 0), lens=56, fill=0.40, key=340, rim=460)


def play_button() -> None:
    """A round red button with a white rim and a raised white triangle."""
    set_up(samples=28)
    white = material((0.88, 0.88, 0.90), 0.16, coat=1.0)
    red = material((0.80, 0.0, 0.008), 0.14, coat=1.0)
    profile = [(0, 0.27), (0.86, 0.24), (0.98, 0.16), (1.0, 0.08)]
    disc = lathe(rounded(profile, 4), red)
    rim = lathe(
        rounded([(0.96, 0.0), (0.98, 0.20), (1.10, 0.30), (1.24, 0.22), (1.28, 0.0), (1.24, -0.24), (0, -0.26)]), white
    )
    for part in (disc, rim):
        part.rotation_euler = (np.pi / 2, 0, 0)
    inner = [(-0.34, -0.54), (0.62, 0.0), (-0.34, 0.54)]
    made = cushion(corners_rounded(inner, 0.24), 0.30, white, 0.10, swell=0.05)
    made.location = (0, -0.34, 0)
    turned((0.10, 0, -0.48))
    area((2.4, -1.8, -2.0), (0, 0, 0), 120, 1.2).data.color = (1.0, 0.25, 0.3)
    shoot("play_button", (0, -5.2, 0.7), (0.02, 0, 0), lens=58, fill=0.34, key=270, rim=480)


def speech_bubble() -> None:
    """A thick glossy bubble with three dots."""
    set_up(samples=28)
    box_line = oblong(2.5, 1.64, 0.66)
    tail = np.array([(-0.56, -0.84), (-0.72, -1.10), (-0.98, -1.40), (-0.56, -1.24), (-0.10, -0.82)])
    outline = np.concatenate([box_line[:8], tail, box_line[8:]])
    cushion(outline, 0.62, material((0.90, 0.90, 0.94), 0.16, coat=1.0), 0.16, swell=0.06)
    for number, tone in enumerate(((0.9, 0.02, 0.10), (1.0, 0.42, 0.0), (0.0, 0.30, 0.95))):
        sphere((-0.62 + 0.62 * number, -0.34, 0.02), 0.21, material(tone, 0.12, coat=1.0), (1, 0.7, 1))
    turned((0.06, 0, -0.46))
    area((2.4, -1.8, -2.0), (0, 0, 0), 110, 1.2).data.color = (0.4, 0.6, 1.0)
    shoot("speech_bubble", (0, -5.4, 0.5), (0.02, 0, -0.2), lens=54, fill=0.34, key=240, rim=420)


def envelope() -> None:
    """A sealed letter: cream paper, folded flaps, a red wax seal."""
    set_up(samples=28)
    paper = material((0.95, 0.84, 0.66), 0.4, coat=0.3)
    light = material((0.98, 0.92, 0.80), 0.38, coat=0.4)
    slab([oblong(2.7, 1.84, 0.10)], 0.16, paper, 0.04)
    for half in (-1, 1):
        slab(
            [corners_rounded([(half * 1.33, -0.90), (half * 1.33, 0.88), (half * 0.10, 0.02)], 0.08)],
            0.05,
            paper,
            0.02,
            (0, -0.10, 0),
        )
    slab([corners_rounded([(-1.30, -0.90), (1.30, -0.90), (0.0, 0.18)], 0.10)], 0.05, light, 0.02, (0, -0.14, 0))
    flap = slab([corners_rounded([(-1.33, 0.90), (1.33, 0.90), (0.0, -0.26)], 0.14)], 0.06, light, 0.025, (0, -0.20, 0))
    flap.rotation_euler[0] += 0.05
    wax = material((0.66, 0.0, 0.012), 0.18, coat=1.0)
    turn = np.linspace(0, 2 * np.pi, 121)[:-1]
    edge = 0.37 * (1 + 0.05 * np.sin(5 * turn + 0.6) + 0.03 * np.sin(9 * turn))
    made = cushion(np.stack([edge * np.cos(turn), edge * np.sin(turn)], -1), 0.12, wax, 0.05, 0.014, swell=0.03)
    made.location = (0, -0.26, -0.10)
    torus((0, -0.33, -0.10), 0.22, 0.03, wax, (np.pi / 2, 0, 0))
    star((0, -0.335, -0.10), 0.17, 0.05, wax)
    turned((0.08, 0.10, -0.44))
    shoot("envelope", (0, -5.4, 0.8), (0, 0, 0), lens=54, fill=0.36, key=300, rim=360)


def bell() -> None:
    """A golden bell, swung to one side."""
    set_up(samples=28)
    metal = gold(0.14)
    outline = [
        (0.001, 1.02),
        (0.34, 1.0),
        (0.62, 0.78),
        (0.70, 0.40),
        (0.74, -0.06),
        (0.92, -0.42),
        (1.14, -0.56),
        (1.18, -0.68),
        (1.12, -0.76),
        (1.0, -0.72),
        (0.001, -0.62),
    ]
    lathe(rounded(outline, 4), metal)
    for level, radius in ((-0.36, 0.90), (0.62, 0.665)):
        torus((0, 0, level), radius, 0.04, gold(0.08))
    torus((0, 0, 1.16), 0.19, 0.075, metal, (np.pi / 2, 0, 0))
    sphere((0, 0, -0.82), 0.29, material((0.85, 0.30, 0.02), 0.12, 1.0))
    turned((-0.16, 0.34, 0.2))
    area((2.4, -1.8, -1.6), (0, 0, 0), 90, 1.2).data.color = (1.0, 0.45, 0.1)
    shoot("bell", (0, -5.6, -0.1), (0, 0, 0.08), lens=60, fill=0.46, key=300, rim=360)
