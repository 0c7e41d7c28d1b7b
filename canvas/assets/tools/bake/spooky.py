"""Props of fear: a skull, a ghost, a bomb."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import rounded
from noise import fbm
from optics import calm, halo, shine
from places import turned
from sculpture import capsule, carve, cut, ellipsoid, join
from shapes import area, ball, lathe, material, mesh, sphere, tint_by_vertex, tube


def _mirrored(points: np.ndarray) -> np.ndarray:
    return np.stack([np.abs(points[..., 0]), points[..., 1], points[..., 2]], -1)


def _hollows(points: np.ndarray) -> np.ndarray:
    """Distance to what is cut out of a skull: the sockets and the nose."""
    p = _mirrored(points)
    c, s = np.cos(0.20), np.sin(0.20)
    x, z = p[..., 0] - 0.40, p[..., 2] + 0.10
    slanted = np.stack([x * c + z * s, p[..., 1] + 0.86, -x * s + z * c], -1)
    sockets = ellipsoid(slanted, (0, 0, 0), (0.305, 0.52, 0.285))
    nose = capsule(p, (0.035, -0.98, -0.38), (0.105, -0.96, -0.58), 0.055, 0.075)
    return np.minimum(sockets, nose)


def _bone(points: np.ndarray) -> np.ndarray:
    p = _mirrored(points)
    head = ellipsoid(p, (0, 0.10, 0.34), (0.98, 1.12, 0.90))
    head = join(head, ellipsoid(p, (0, -0.30, 0.10), (0.80, 0.66, 0.62)), 0.25)
    # Brows, cheekbones and the arch that runs back from them.
    head = join(head, capsule(p, (0.14, -0.86, 0.17), (0.62, -0.70, 0.20), 0.12, 0.10), 0.14)
    head = join(head, capsule(p, (0.30, -0.82, -0.42), (0.70, -0.58, -0.32), 0.13, 0.12), 0.14)
    head = join(head, capsule(p, (0.70, -0.58, -0.32), (0.84, 0.05, -0.20), 0.10, 0.09), 0.10)
    head = join(head, capsule(p, (0.0, -0.90, -0.10), (0.0, -1.0, -0.28), 0.10, 0.08), 0.12)
    # The upper jaw; the temples sink in.
    head = join(head, ellipsoid(p, (0, -0.56, -0.58), (0.46, 0.44, 0.34)), 0.16)
    head = cut(head, ellipsoid(p, (1.16, -0.36, -0.02), (0.34, 0.44, 0.36)), 0.16)
    head = cut(head, ellipsoid(p, (0, 0.36, -0.86), (0.62, 0.70, 0.46)), 0.15)
    return cut(head, _hollows(points), 0.06)


def _jaw(points: np.ndarray) -> np.ndarray:
    p = _mirrored(points)
    body = capsule(p, (0.16, -0.86, -1.20), (0.52, -0.46, -1.08), 0.15, 0.13)
    body = join(body, capsule(p, (0, -0.90, -1.24), (0.16, -0.86, -1.22), 0.17, 0.15), 0.10)
    body = join(body, capsule(p, (0.52, -0.46, -1.08), (0.72, -0.06, -0.94), 0.15, 0.19), 0.10)
    return join(body, capsule(p, (0.72, -0.06, -0.94), (0.76, 0.06, -0.36), 0.19, 0.15), 0.10)


def skull() -> None:
    """A human skull with a grin; its sockets are dark."""
    set_up(samples=32)
    for field, low, high in (
        (_bone, (-1.1, -1.25, -1.1), (1.1, 1.35, 1.4)),
        (_jaw, (-1.0, -1.2, -1.5), (1.0, 0.4, -0.1)),
    ):
        made, points = carve(field, low, high, 0.019, material((1, 1, 1), 0.36, coat=0.22))
        x, y, z = points.T
        mottle = np.clip(0.5 + 0.7 * fbm(x * 2.2 + 5, z * 2.2 + 1.5 * y, 4, seed=6), 0, 1)[:, None]
        tone = np.array([0.90, 0.80, 0.60]) * (1 - mottle) + np.array([0.96, 0.90, 0.76]) * mottle
        low_down = np.clip((-z - 0.1) * 0.5, 0, 0.45)[:, None]
        tone = tone * (1 - low_down) + np.array([0.72, 0.52, 0.28]) * low_down
        if field is _bone:
            dark = np.clip((0.035 - _hollows(points)) / 0.06, 0, 1)[:, None]
            tone = tone * (1 - dark) + np.array([0.012, 0.004, 0.004]) * dark
        tint_by_vertex(made, tone)
    ivory = material((0.96, 0.88, 0.68), 0.18, coat=0.9)
    gum = material((0.05, 0.016, 0.01), 0.6)
    points, faces = ball(detail=4)
    for level, high, way in ((-0.80, 0.15, 1), (-1.045, 0.13, -1)):
        for number in range(10):
            share = (number - 4.5) / 4.5
            turn = share * 1.18
            x, y = 0.46 * np.sin(turn), -0.52 - 0.46 * np.cos(turn) * 0.98
            size = np.array([0.062 + 0.008 * (abs(share) > 0.5), 0.062, high * (1 - 0.12 * abs(share))])
            blocky = np.sign(points) * np.abs(points) ** 0.62
            c, s = np.cos(turn), np.sin(turn)
            tooth = blocky * size
            tooth = np.stack([tooth[:, 0] * c - tooth[:, 1] * s, tooth[:, 0] * s + tooth[:, 1] * c, tooth[:, 2]], -1)
            mesh(np.add(tooth, [x, y, level + way * 0.02 * abs(share)]), faces, ivory)
    arc = np.linspace(-1.2, 1.2, 40)
    band = np.stack([0.40 * np.sin(arc), -0.50 - 0.40 * np.cos(arc), -0.92 + 0 * arc], -1)
    tube(band, 0.12, gum, 16)
    turned((0.06, 0, -0.36))
    area((2.4, -1.8, -1.6), (0, 0, 0), 50, 1.2).data.color = (1.0, 0.35, 0.15)
    area((-2.4, 1.8, 0.6), (0, 0, 0), 120, 1.2).data.color = (0.4, 0.6, 1.0)
    shoot("skull", (0, -6.2, 0.35), (0, 0, -0.06), lens=64, fill=0.22, key=270, rim=420)


def ghost() -> None:
    """A friendly sheet ghost with big shiny eyes, afloat."""
    set_up(samples=32)

    def sheet(points: np.ndarray) -> np.ndarray:
        x, y, z = points[..., 0], points[..., 1], points[..., 2]
        turn, away = np.arctan2(y, x), np.hypot(x, y)
        fall = np.clip((0.45 - z) / 1.6, 0, 1)
        wave = 0.10 * np.sin(6 * turn + 0.4) * fall**1.6
        radius = np.where(z > 0.45, 0.90 * np.sqrt(np.maximum(1 - ((z - 0.45) / 0.92) ** 2, 0)), 0.90 + 0.10 * fall**2)
        body = (away - radius - wave) * 0.8
        body = np.where(z > 0.45, ellipsoid(points, (0, 0, 0.45), (0.90, 0.90, 0.92)), body)
        hem = -1.14 + 0.16 * np.sin(6 * turn + 1.9) - z
        body = -join(-body, -hem * 0.9, 0.10)
        hollow = ellipsoid(points, (0, 0, -1.5), (0.80, 0.80, 0.9))
        body = cut(body, hollow, 0.10)
        for half in (-1, 1):
            arm = capsule(points, (half * 0.74, -0.16, 0.10), (half * 1.16, -0.42, 0.36), 0.24, 0.17)
            body = join(body, arm, 0.24)
        return body

    carve(
        sheet, (-1.5, -1.3, -1.5), (1.5, 1.3, 1.5), 0.022, material((0.90, 0.92, 1.0), 0.22, coat=0.8, subsurface=0.25)
    )
    dark, white = material((0.008, 0.008, 0.02), 0.06, coat=1.0), shine((1, 1, 1), 1.0)
    for half in (-1, 1):
        sphere((half * 0.31, -0.79, 0.52), 0.20, dark, (0.82, 0.55, 1.25))
        sphere((half * 0.31 - 0.05, -0.90, 0.63), 0.062, white)
        sphere((half * 0.31 + 0.05, -0.895, 0.43), 0.032, white)
        sphere((half * 0.56, -0.73, 0.20), 0.13, material((1.0, 0.35, 0.48), 0.4), (1, 0.4, 0.62))
    sphere((0, -0.88, 0.10), 0.16, dark, (0.80, 0.4, 1.05))
    sphere((0, -0.915, 0.03), 0.095, material((0.9, 0.08, 0.14), 0.2, coat=1.0), (0.9, 0.45, 0.75))
    turned((0.05, 0.14, -0.34))
    area((2.6, 0.4, -0.6), (0, 0, 0), 190, 1.4).data.color = (0.55, 0.30, 1.0)
    area((-1.0, -2.4, -2.4), (0, 0, -0.6), 90, 1.4).data.color = (0.2, 0.65, 1.0)
    shoot("ghost", (0, -6.2, 0.2), (0, 0, 0.08), lens=60, fill=0.24, key=230, rim=300)


def bomb() -> None:
    """A round black bomb whose fuse throws sparks."""
    set_up(samples=32)
    iron = material((0.016, 0.018, 0.03), 0.13, 0.2, coat=1.0)
    sphere((0, 0, 0), 1.0, iron, rings=64)
    neck = np.array([0.42, -0.12, 0.90])
    neck /= np.linalg.norm(neck)
    cap = lathe(rounded([(0.36, -0.14), (0.37, 0.10), (0.33, 0.17), (0.24, 0.17), (0.20, 0.12), (0, 0.10)], 2),
                material((0.05, 0.055, 0.08), 0.2, 0.7, coat=0.6))  # fmt: skip
    cap.location = tuple(neck * 1.02)
    cap.rotation_euler = (0.12, 0.44, 0)
    t = np.linspace(0, 1, 80)
    start = neck * 1.05
    path = start + np.stack([0.22 * t + 0.34 * t**2, -0.10 * t, 0.70 * t - 0.42 * t**2.2], -1)
    rope = tube(path, 0.075 + 0.012 * np.sin(t * 70), material((0.75, 0.52, 0.26), 0.7), 16)
    rope.modifiers.new("smooth", "SUBSURF").render_levels = 1
    tip = path[-1]
    rng = np.random.default_rng(7)
    tones = [
        shine(tone, power, 0.3)
        for tone, power in (((1.0, 0.95, 0.6), 6), ((1.0, 0.62, 0.05), 2.2), ((1.0, 0.25, 0.0), 1.6))
    ]
    sphere(tuple(tip), 0.13, tones[0])
    sphere(tuple(tip), 0.46, halo((1.0, 0.45, 0.02), 1.4, 0.75, 0.55))
    for number in range(64):
        out = rng.normal(size=3)
        out /= np.linalg.norm(out)
        out[2] = abs(out[2]) if rng.random() < 0.35 else out[2]
        length = rng.uniform(0.22, 0.66) if number % 3 else rng.uniform(0.6, 0.86)
        line = np.linspace(0.10, length, 8)[:, None] * out + tip
        thick = 0.026 * np.sin(np.linspace(0.5, np.pi - 0.05, 8)) * rng.uniform(0.6, 1.3)
        tube(line, thick, tones[number % 3], 6)
        if number % 2:
            sphere(
                tuple(tip + out * (length + rng.uniform(0.04, 0.16))),
                rng.uniform(0.012, 0.03),
                tones[number % 3],
                rings=6,
            )
    area(tuple(np.add(tip, [0.1, -0.5, 0.3])), (0, 0, 0), 34, 0.5).data.color = (1.0, 0.5, 0.1)
    area((-2.6, 0.6, -0.4), (0, 0, 0), 220, 1.2).data.color = (0.35, 0.5, 1.0)
    area((2.2, -0.6, -1.8), (0, 0, 0), 160, 1.2).data.color = (1.0, 0.25, 0.15)
    shoot("bomb", (0, -6.2, 0.8), (0.16, 0, 0.28), lens=58, fill=0.52, key=360, rim=420)
    calm("bomb")
