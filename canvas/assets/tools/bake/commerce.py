"""Business and buying. Generic designs."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from finishes import glowing, printed
from noise import fbm
from outlines import UPRIGHT, circle, curved, pipe, placed, plate, rounded
from places import turned
from shapes import area, box, boxes, cylinder, material, sphere
from treasure import gold


def chart_up() -> None:
    """Five glossy bars that rise from blue to green under a bold arrow."""
    set_up(samples=16)
    tones = ((0.02, 0.10, 0.95), (0.01, 0.28, 0.95), (0.01, 0.50, 0.72), (0.01, 0.62, 0.35), (0.03, 0.68, 0.08))
    plate(rounded(4.6, 1.7, 0.3), 0.2, material((0.80, 0.83, 0.90), 0.18, coat=1.0), (0, 0, 0.0), edge=0.07)
    for number, tall in enumerate((0.75, 1.15, 1.0, 1.65, 2.35)):
        mat = material(tones[number], 0.12, coat=1.0)
        box((-1.72 + 0.86 * number, 0.05, 0.08 + tall / 2), (0.62, 0.72, tall), mat, bevel=0.09)
    arrow_mat = material((1.0, 0.30, 0.005), 0.12, coat=1.0, glow=True)
    arrow_mat.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.12
    spine = np.array([(-2.2, 1.02), (-1.15, 1.75), (-0.15, 1.35), (1.55, 3.02)])
    half, head = 0.15, 0.46
    left, right = [], []
    for number, at in enumerate(spine):
        before = spine[number] - spine[number - 1] if number else spine[1] - spine[0]
        after = spine[number + 1] - at if number < 3 else before
        a, b = before / np.linalg.norm(before), after / np.linalg.norm(after)
        mean = (a + b) / np.linalg.norm(a + b)
        out = np.array([-mean[1], mean[0]]) / max(0.3, float(mean @ a))
        left.append(at + half * out)
        right.append(at - half * out)
    ahead = (spine[3] - spine[2]) / np.linalg.norm(spine[3] - spine[2])
    across = np.array([-ahead[1], ahead[0]])
    outline = np.array(
        [*right, spine[3] - head * across, spine[3] + 0.78 * ahead, spine[3] + head * across, *left[::-1]]
    )
    plate(outline, 0.34, arrow_mat, (0, -0.62, 0), UPRIGHT, edge=0.075)
    turned((0, 0, -0.42))
    area((0, -4, -1), (0, 0, 1), 40, 1.5)
    shoot("chart_up", (0, -10.2, 2.6), (0.1, 0, 1.65), lens=66, fill=0.45, key=300, rim=340)


def credit_card() -> None:
    """Two bank cards, a violet one before a gold one."""
    set_up(samples=16)
    y, x = np.meshgrid(np.linspace(0, 1, 340), np.linspace(0, 1.6, 540), indexing="ij")
    mix = np.clip(0.5 + 1.3 * fbm(x * 1.2 + fbm(x, y, 3, seed=2), y * 1.3, 3, seed=5), 0, 1)[..., None]
    art = (1 - mix) * np.array([0.12, 0.01, 0.60]) + mix * np.array([0.95, 0.03, 0.36])
    ring = np.sin(np.hypot(x - 1.35, y - 1.05) * 26)
    art = art + 0.10 * np.clip(ring, 0, 1)[..., None]
    metal = gold(0.18)
    dark, silver = material((0.25, 0.16, 0.03), 0.4, 1.0), material((0.92, 0.93, 0.96), 0.25, 0.7)
    for at, turn, back in (
        ((0.5, 0.55, 0.55), (0.05, 0.34, 0.1), True),
        ((-0.25, -0.2, -0.25), (0.0, 0.16, 0.0), False),
    ):
        with placed(at, turn), placed((0, 0, 0), UPRIGHT):
            body = gold(0.24) if back else material((0.16, 0.01, 0.5), 0.15, coat=1.0)
            plate(rounded(3.7, 2.32, 0.2), 0.11, body, edge=0.035)
            if back:
                box((0, 0.62, 0.05), (3.69, 0.46, 0.02), material((0.01, 0.01, 0.012), 0.25), bevel=0)
                continue
            sheet = plate(rounded(3.6, 2.22, 0.16), 0.012, printed(art, 0.16, coat=1.0), (0, 0, 0.055), edge=0.0)
            layer = sheet.data.uv_layers.new(name="uv") if not sheet.data.uv_layers else sheet.data.uv_layers[0]
            for loop in sheet.data.loops:
                co = sheet.data.vertices[loop.vertex_index].co
                layer.data[loop.index].uv = (co.x / 3.6 + 0.5, co.y / 2.22 + 0.5)
            plate(rounded(0.62, 0.5, 0.1), 0.05, metal, (-1.2, 0.22, 0.07), edge=0.015)
            for offset in (-0.12, 0.0, 0.12):
                box((-1.2, 0.22 + offset, 0.097), (0.6, 0.014, 0.006), dark, bevel=0)
            box((-1.2, 0.22, 0.097), (0.014, 0.46, 0.006), dark, bevel=0)
            for group in range(4):
                for dot in range(4):
                    sphere((-1.42 + 0.72 * group + 0.145 * dot, -0.36, 0.065), 0.05, silver, (1, 1, 0.5), rings=12)
            plate(rounded(1.1, 0.11, 0.05), 0.03, silver, (-0.95, -0.78, 0.065), edge=0.01)
            for number in range(3):
                arc = np.linspace(-0.7, 0.7, 24)
                reach = 0.14 + 0.12 * number
                pipe(
                    np.stack([-0.62 + reach * np.cos(arc), 0.22 + reach * np.sin(arc), np.full(24, 0.066)], -1),
                    0.024,
                    silver,
                )
            plate(circle(0.34, 6), 0.05, metal, (1.3, -0.70, 0.065), edge=0.015)
            plate(circle(0.2, 6), 0.05, material((0.10, 0.02, 0.45), 0.15, coat=1.0), (1.3, -0.70, 0.08), edge=0.015)
    turned((-0.22, 0, 0.38))
    shoot("credit_card", (0, -9.6, 0.9), (0.05, 0, 0.1), lens=66, fill=0.5, key=300, rim=360)


def parcel_box() -> None:
    """An open cardboard box, light shining out of it."""
    set_up(samples=16)
    card = material(
        (0.56, 0.31, 0.12), 0.7, noise=(14, (0.50, 0.27, 0.10), (0.62, 0.36, 0.15)), stretch=(1, 1, 7), bump=0.08
    )
    inside = material((0.62, 0.38, 0.17), 0.75)
    tape, glow = material((0.80, 0.58, 0.30), 0.22, coat=0.6), glowing((1.0, 0.62, 0.10), 1.8)
    wide, deep, tall, thick = 2.5, 2.1, 1.75, 0.07
    for y in (-1, 1):
        box((0, y * deep / 2, tall / 2), (wide, thick, tall), card, bevel=0.015)
        box((y * wide / 2, 0, tall / 2), (thick, deep, tall), card, bevel=0.015)
    box((0, 0, 0.05), (wide, deep, 0.1), card)
    box((0, 0, tall * 0.80), (wide - 0.12, deep - 0.12, 0.02), glow, bevel=0)
    for at, turn, size in (
        ((0, -deep / 2, tall), (-2.75, 0, 0), (wide - 0.06, 0.92)),
        ((0, deep / 2, tall), (0.95, 0, 0), (wide - 0.06, 0.92)),
        ((-wide / 2, 0, tall), (-2.6, 0, -np.pi / 2), (deep - 0.06, 1.0)),
        ((wide / 2, 0, tall), (-2.6, 0, np.pi / 2), (deep - 0.06, 1.0)),
    ):
        with placed(at, turn):
            box((0, size[1] / 2, 0), (*size, thick), inside, bevel=0.015)
    box((0, -deep / 2 - 0.037, tall - 0.4), (0.42, 0.012, 0.8), tape, bevel=0)
    box((0, -deep / 2 - 0.037, 0.3), (0.42, 0.012, 0.6), tape, bevel=0)
    red, white = material((0.85, 0.02, 0.02), 0.35, coat=0.4), material((0.9, 0.9, 0.88), 0.5)
    with placed((0.72, -deep / 2 - 0.045, 0.58), UPRIGHT):
        plate(rounded(0.78, 0.62, 0.05), 0.012, white, edge=0.0)
        boxes(
            [((-0.3 + 0.055 * i, 0.08, 0.008), (0.02 + 0.014 * (i % 3), 0.3, 0.006), 0.0) for i in range(12)],
            material((0.02, 0.02, 0.02), 0.6),
        )
        boxes([((-0.1, -0.2, 0.008), (0.4, 0.07, 0.006), 0.0)], red)
    with placed((-wide / 2 - 0.045, 0.0, 0.72), (np.pi / 2, 0, -np.pi / 2)):
        for x in (-0.28, 0.28):
            shape = np.array(
                [(-0.08, -0.34), (0.08, -0.34), (0.08, 0.08), (0.22, 0.08), (0.0, 0.36), (-0.22, 0.08), (-0.08, 0.08)]
            )
            plate(shape, 0.012, material((0.10, 0.045, 0.015), 0.6), (x, 0, 0), edge=0.0)
    area((0, 0, tall * 0.85), (0, 0, 9), 60, 1.8).data.color = (1.0, 0.65, 0.2)
    turned((0, 0, 0.56))
    shoot("parcel_box", (0, -9.8, 3.6), (0.1, 0, 1.15), lens=64, fill=0.42, key=260, rim=320)


def calculator() -> None:
    """A calculator with round keys and a green display."""
    set_up(samples=16)
    shell = material((0.02, 0.10, 0.55), 0.2, coat=1.0)
    white, orange = material((0.86, 0.87, 0.9), 0.22, coat=0.8), material((1.0, 0.24, 0.01), 0.2, coat=1.0)
    grey, ink = material((0.10, 0.11, 0.16), 0.3, coat=0.6), material((0.02, 0.03, 0.02), 0.5)
    plate(rounded(2.3, 3.3, 0.32), 0.42, shell, edge=0.13, sharp=60)
    plate(rounded(2.02, 0.86, 0.14), 0.1, grey, (0, 1.02, 0.2), edge=0.03)
    plate(rounded(1.84, 0.68, 0.08), 0.06, material((0.42, 0.66, 0.34), 0.25, coat=0.8), (0, 1.02, 0.235), edge=0.01)
    lit = {"1": "bc", "2": "abged", "8": "abcdefg", "0": "abcdef", "4": "fgbc"}
    segments = {
        "a": (0, 0.2, 0),
        "b": (0.11, 0.1, 1),
        "c": (0.11, -0.1, 1),
        "d": (0, -0.2, 0),
        "e": (-0.11, -0.1, 1),
        "f": (-0.11, 0.1, 1),
        "g": (0, 0, 0),
    }
    for number, digit in enumerate("12480"):
        for key in lit[digit]:
            dx, dy, tall = segments[key]
            size = (0.045, 0.17, 0.012) if tall else (0.18, 0.045, 0.012)
            box((-0.38 + 0.29 * number + dx, 1.02 + dy, 0.27), size, ink, bevel=0.004)
    for row in range(5):
        for column in range(4):
            x, y = -0.75 + 0.5 * column, 0.30 - 0.42 * row
            mat = orange if column == 3 else grey if row == 0 else white
            plate(rounded(0.40, 0.32, 0.12), 0.2, mat, (x, y, 0.26), edge=0.06, sharp=60)
            if row == 0 and column == 3:
                box((x, y, 0.362), (0.17, 0.036, 0.012), white, bevel=0.003)
                for dy in (-0.07, 0.07):
                    cylinder((x, y + dy, 0.362), 0.026, 0.012, white, bevel=0.003)
            elif column == 3 and row < 4:
                parts = ((0.17, 0.036), (0.036, 0.17))[: 1 if row == 2 else 2]
                for sx, sy in parts:
                    box((x, y, 0.362), (sx, sy, 0.012), white, (0, 0, np.pi / 4 if row == 1 else 0), bevel=0.003)
            elif column == 3:
                for dy in (-0.045, 0.045):
                    box((x, y + dy, 0.362), (0.16, 0.034, 0.012), white, bevel=0.003)
    turned((1.0, 0.16, 0.42))
    shoot("calculator", (0, -9.2, 1.4), (0, 0, 0.02), lens=74, fill=0.5, key=320, rim=380)


def shopping_cart() -> None:
    """A chrome and red cart full of bright bags and boxes."""
    set_up(samples=16)
    chrome, red = material((0.80, 0.81, 0.85), 0.14, 1.0), material((0.85, 0.012, 0.02), 0.16, coat=1.0)
    black = material((0.02, 0.02, 0.024), 0.4)

    def rim(z: float) -> np.ndarray:
        share = (z - 1.0) / 1.3
        back, front, half = -1.25 - 0.12 * share, 0.95 + 0.45 * share, 0.62 + 0.18 * share
        return np.array([(back, -half, z), (front, -half * 0.86, z), (front, half * 0.86, z), (back, half, z)])

    low, high = rim(1.0), rim(2.3)
    for z, thick in ((1.0, 0.05), (1.33, 0.026), (1.66, 0.026), (1.99, 0.026), (2.3, 0.06)):
        pipe(rim(z), thick, red if z > 2.2 else chrome, closed=True)
    for edge in range(4):
        count = 14 if edge % 2 == 0 else 7
        for share in np.linspace(0, 1, count):
            a = low[edge] * (1 - share) + low[(edge + 1) % 4] * share
            b = high[edge] * (1 - share) + high[(edge + 1) % 4] * share
            pipe(np.array([a, b]), 0.026, chrome)
    for share in np.linspace(0, 1, 9):
        pipe(np.array([low[0] * (1 - share) + low[1] * share, low[3] * (1 - share) + low[2] * share]), 0.026, chrome)
    for y in (-0.55, 0.55):
        frame = curved(
            [
                (-1.75, y, 2.75),
                (-1.40, y, 2.35),
                (-1.28, y, 1.0),
                (-1.15, y, 0.5),
                (-0.8, y, 0.38),
                (0.9, y, 0.38),
                (1.05, y, 0.5),
            ],
            closed=False,
        )
        pipe(frame, 0.055, chrome)
        for x in (-0.95, 0.95):
            cylinder((x, y, 0.18), 0.18, 0.12, black, (np.pi / 2, 0, 0), bevel=0.03)
            cylinder((x, y, 0.18), 0.08, 0.14, red, (np.pi / 2, 0, 0), bevel=0.02)
            box((x, y, 0.33), (0.14, 0.18, 0.14), chrome, bevel=0.03)
    pipe(np.array([(-1.76, -0.6, 2.76), (-1.76, 0.6, 2.76)]), 0.085, red)
    goods = (
        ((-0.75, 0.05, 2.0), (0.75, 0.8, 1.5), (0.02, 0.30, 0.95), 0.1),
        ((0.05, -0.1, 1.9), (0.7, 0.7, 1.3), (1.0, 0.48, 0.01), -0.15),
        ((0.78, 0.05, 1.85), (0.62, 0.8, 1.55), (0.04, 0.60, 0.12), 0.12),
        ((0.1, 0.36, 2.25), (0.6, 0.45, 1.25), (0.75, 0.03, 0.55), 0.2),
    )
    for at, size, tone, lean in goods:
        mat = material(tone, 0.3, coat=0.6)
        box(at, size, mat, (0.05, lean, lean), 0.03)
        top = at[2] + size[2] / 2
        pipe(
            curved(
                [
                    (at[0] - 0.16, at[1], top - 0.05),
                    (at[0] - 0.1, at[1], top + 0.3),
                    (at[0] + 0.1, at[1], top + 0.3),
                    (at[0] + 0.16, at[1], top - 0.05),
                ],
                closed=False,
            ),
            0.03,
            mat,
        )
        box(
            (at[0], at[1], at[2] + size[2] * 0.22),
            (size[0] * 1.012, size[1] * 1.012, 0.12),
            material((0.92, 0.92, 0.9), 0.4),
            (0.05, lean, lean),
            0.01,
        )
    turned((0, 0, -0.5))
    shoot("shopping_cart", (0, -10.4, 2.8), (-0.05, 0, 1.58), lens=70, fill=0.5, key=300, rim=340)
