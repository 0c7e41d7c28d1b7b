"""High places: a range of snow peaks over a sea of fog."""

from __future__ import annotations

import numpy as np
import skies
from air import shafts
from noise import fbm, ridged, smoothstep
from outdoors import fan, snow_material
from shapes import grid, material, sun
from stage import Group, Haze, bake, camera, reset

# (x, y, height, radius) of each summit in metres; the camera stands at the origin, 60 m up.
_SUMMITS = (
    (330, 2500, 1500, 1500), (-820, 3300, 1160, 1350), (1500, 3000, 1250, 1400), (-1900, 4200, 1300, 1500),
    (900, 4600, 1500, 1800), (2700, 4300, 1500, 1700), (-380, 1750, 330, 760), (1150, 1500, 420, 720),
    (-1350, 2000, 480, 900),
)  # fmt: skip


def _range(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the heights of the range: pyramids with crooked ridges, cut by gullies."""
    wx = x + 150 * fbm(x * 0.0021, y * 0.0021, 5, 0.55, seed=3)
    wy = y + 150 * fbm(x * 0.0021 + 7, y * 0.0021, 5, 0.55, seed=5)
    total = np.zeros_like(x)
    for number, (sx, sy, high, wide) in enumerate(_SUMMITS):
        turn = np.arctan2(wy - sy, wx - sx)
        ribs = 1 + 0.20 * np.cos(3 * turn + number * 1.7) + 0.10 * np.cos(7 * turn + number)
        away = np.hypot(wx - sx, wy - sy) / (wide * ribs)
        total = np.maximum(total, high * np.clip(1 - away, 0, 1) ** 1.06)
    gullies = ridged(wx * 0.0034, wy * 0.0034, 8, 0.42, seed=11)
    return 0.60 * total * (0.80 + 0.30 * gullies) + 45 * fbm(x * 0.003, y * 0.003, 5, seed=13)


def mountains() -> None:
    """Snow peaks at sunrise over a sea of fog, seen from a snowy ledge; the light rakes in from the right."""
    reset(samples=26)
    rng = np.random.default_rng(9)
    x, y = fan(260, 6500, 46, 760, 900)
    grid(x, y, _range(x, y) - 120, snow_material(0.56))
    fx, fy = fan(90, 6500, 48, 420, 520)
    billow = 26 * fbm(fx * 0.0035, fy * 0.0035, 6, 0.55, seed=21) + 16 * np.abs(fbm(fx * 0.009, fy * 0.009, 5, seed=23))
    fog = material((0.9, 0.9, 0.92), 1.0, subsurface=1.0)
    fog.node_tree.nodes["Principled BSDF"].inputs["Subsurface Scale"].default_value = 25
    grid(fx, fy, billow - 30, fog)
    lx, ly = fan(1.1, 30, 56, 300, 420)
    edge = 9.5 + 2 * fbm(lx * 0.15, ly * 0.05, 3, seed=31) + 0.42 * np.abs(lx - 3)
    drift = 0.22 * fbm(lx * 0.22, ly * 0.22, 5, seed=33) + 0.035 * np.sin(
        ly * 6 + lx + 3 * fbm(lx * 0.6, ly * 0.6, 3, seed=35)
    )
    grid(
        lx, ly, 60 - 1.65 + drift - 26 * smoothstep(0, 9, ly - edge) ** 1.5, material((0.88, 0.9, 0.93), 0.6, bump=0.0)
    )
    rock = material((0.07, 0.07, 0.075), 0.85, noise=(2, (0.04, 0.04, 0.045), (0.13, 0.12, 0.115)), bump=0.6)
    for _ in range(26):
        ry = rng.uniform(5, 11)
        rx = rng.choice([-1, 1]) * (1.4 + 0.38 * ry + rng.exponential(1.0))
        size = rng.uniform(0.12, 0.5)
        turn, lift = np.meshgrid(np.linspace(0, 2 * np.pi, 26), np.linspace(-0.4, np.pi / 2, 14))
        bulge = size * (0.75 + 0.5 * ridged(np.cos(turn) + rx, np.sin(turn) + 2 * lift, 4, seed=int(rng.integers(99))))
        base = 60 - 1.65 + 0.05
        grid(
            rx + bulge * np.cos(turn) * np.cos(lift) * 1.3, ry + bulge * np.sin(turn) * np.cos(lift),
            base + bulge * np.sin(lift) * 0.8, rock,
        )  # fmt: skip
    camera((0, 0, 60.4), (0.6, 20, 62.1), 30)
    low_sun, halo = skies.direction(76, 11), skies.direction(30, 5)

    def wisps(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.55, cover=0.34, soft=0.55, stretch=3.2, seed=14, turn=24)

    def blue(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.40, 0.07, 2.6, ground=0.10) * (1 - 0.25 * wisps(rays)) + 0.05 * wisps(rays)

    def warm(rays: np.ndarray) -> np.ndarray:
        cloud = wisps(rays)
        return (
            0.62 * skies.glow(rays, halo) * (0.85 + 1.5 * cloud) + 0.10 * skies.horizon_band(rays, 0.2) + 0.05 * cloud
        )

    bake(
        "mountains",
        {
            "a": Group(sky=blue),
            "b": Group([sun(low_sun, 4.6, 1.2)], sky=warm, bloom=0.18, after=shafts((0.86, 0.4), 0.006)),
            "k": Group(
                [sun(skies.direction(-140, 35), 0.7, 15)], sky=lambda rays: skies.gradient(rays, 0.1, 0.03, 4, 0.05)
            ),
        },
        size=(1280, 720),
        haze=Haze(half=3400, most=0.8, sky_elevation=0.05),
    )
