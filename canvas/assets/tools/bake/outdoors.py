"""Scenes under the open sky."""

from __future__ import annotations

import cv2
import numpy as np
import skies
from noise import fbm, ridged, smoothstep
from shapes import grid, material, mesh, sun
from stage import Group, Haze, bake, camera, reset


def fan(near: float, far: float, half_angle: float, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Ground points in front of the camera, dense near it: x and y of shape (rows, columns)."""
    distance = near * (far / near) ** np.linspace(0, 1, rows)
    angle = np.radians(np.linspace(-half_angle, half_angle, columns))
    return np.outer(distance, np.tan(angle)), np.repeat(distance[:, None], columns, 1)


def snow_material(rock: float = 0.62):
    """Snow on what is flat, blue-grey rock on what is steep."""
    made = material((0.86, 0.88, 0.9), 0.55)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    normal, split, ramp = (
        nodes.new("ShaderNodeNewGeometry"),
        nodes.new("ShaderNodeSeparateXYZ"),
        nodes.new("ShaderNodeValToRGB"),
    )
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = rock - 0.1, rock + 0.06
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (0.1, 0.13, 0.17, 1), (0.86, 0.88, 0.9, 1)
    links.new(normal.outputs["Normal"], split.inputs[0])
    links.new(split.outputs["Z"], ramp.inputs[0])
    links.new(ramp.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    return made


def arctic() -> None:
    """A snow field under jagged ice mountains: light rakes from the right, the sky is deep on the left."""
    reset(samples=28)
    x, y = fan(1.5, 520, 50, 640, 760)
    drifts = 0.55 * fbm(x * 0.035, y * 0.03, 3, seed=5) + 0.22 * np.abs(fbm(x * 0.16, y * 0.07, 4, seed=3))
    ripples = 0.06 * (1 - np.abs(fbm(x * 0.9 + 2 * fbm(x * 0.3, y * 0.3, 2), y * 0.35, 5, seed=9))) ** 4
    warp = 40 * fbm(x * 0.006, y * 0.006, 3, seed=21)
    foot = smoothstep(90, 330, y + warp)
    valley = 0.3 + 0.7 * smoothstep(0, 210, np.abs(x + 25))
    peaks = ridged((x + warp) * 0.0062 + 3.3, (y - warp) * 0.0062, 9, 0.46, seed=11) ** 1.5 * 205 * valley
    z = drifts * smoothstep(0, 6, y) + ripples * (1 - smoothstep(40, 90, y)) + foot * peaks
    grid(x, y, z, snow_material(0.5))
    low_sun, halo = skies.direction(104, 18), skies.direction(33, 6)
    camera((0, 0, 1.6), (0, 20, 4.7), 30)

    def wisps(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.7, cover=0.4, soft=0.55, stretch=3.0, seed=4, turn=18)

    def blue(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.42, 0.06, 3.4, ground=0.12) + 0.10 * wisps(rays)

    def warm(rays: np.ndarray) -> np.ndarray:
        return 0.62 * skies.glow(rays, halo) * (1 + 1.2 * wisps(rays)) + 0.05 * skies.horizon_band(rays)

    def pale(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.1, 0.02, 4, ground=0.05)

    bake(
        "arctic",
        {
            "a": Group(sky=blue),
            "b": Group([sun(low_sun, 3.4, 1.5)], sky=warm),
            "k": Group([sun(skies.direction(-120, 30), 0.5, 20)], sky=pale),
        },
        haze=Haze(half=520, most=0.75),
    )


def desert() -> None:
    """Sharp-crested dunes in low sun, with a soft sky."""
    reset(samples=28)
    x, y = fan(8.0, 900, 48, 860, 760)
    wind = x * 0.96 + y * 0.28
    along = y * 0.96 - x * 0.28
    warp = 30 * fbm(along * 0.011, wind * 0.006, 3, seed=5)
    phase = (wind + warp) / 68 + 0.95
    saw = phase - np.floor(phase)
    slope = np.where(saw < 0.7, (saw / 0.7) ** 1.4, ((1 - saw) / 0.3) ** 1.05)
    height = 19 * slope * (0.6 + 0.4 * fbm(along * 0.012, wind * 0.006, 3, seed=12)) * smoothstep(2, 70, y)
    far = 40 * smoothstep(350, 800, y) * (0.5 + 0.5 * fbm(x * 0.004, y * 0.003, 3, seed=17))
    comb = x * 0.25 + y * 1.0 + 2.2 * fbm(x * 0.12, y * 0.12, 3, seed=31)
    ripples = 0.05 * np.sin(comb * 4.5) * (0.4 + 0.6 * smoothstep(-0.2, 0.4, fbm(x * 0.1, y * 0.1, 2, seed=7)))
    z = height + far + ripples * (1 - smoothstep(40, 90, y)) + 0.3 * fbm(x * 0.05, y * 0.05, 3, seed=3)
    z = cv2.GaussianBlur(z, (0, 0), 2.4)
    grid(x, y, z, material((0.62, 0.44, 0.27), 0.9))
    low_sun, halo = skies.direction(-68, 15), skies.direction(-17, 5)
    camera((0, 0, 9), (0, 40, 10.5), 32)

    def wisps(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.5, cover=0.32, soft=0.6, stretch=4.0, seed=14, turn=-12)

    def upper(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.36, 0.08, 2.4, ground=0.05) + 0.08 * wisps(rays)

    def warm(rays: np.ndarray) -> np.ndarray:
        return 0.8 * skies.glow(rays, halo, disc=1.2, disc_degrees=2.2) * (1 + wisps(rays)) + 0.14 * skies.horizon_band(
            rays, 0.14
        )

    bake(
        "desert",
        {
            "a": Group(sky=upper),
            "b": Group([sun(low_sun, 4.6, 1.0)], sky=warm),
            "k": Group(
                [sun(skies.direction(140, 35), 0.7, 20)], sky=lambda rays: skies.gradient(rays, 0.1, 0.03, 4, 0.03)
            ),
        },
        haze=Haze(half=900, most=0.8),
    )


def _frond(length: float, droop: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One palm leaf along +x: a drooping rib with leaflets on both sides. Vertices and quads."""
    steps = 46
    t = np.linspace(0.02, 1, steps)
    rib = np.stack([length * (t - 0.16 * t**3), np.zeros(steps), length * (0.34 * t - droop * t**2)], -1)
    vertices, faces = [], []
    for side in (-1, 1):
        for i in range(steps - 1):
            size = length * 0.30 * np.sin(np.pi * (0.08 + 0.9 * t[i])) ** 0.8 * rng.uniform(0.85, 1.1)
            tip = rib[i] + np.array([size * 0.72, side * size * 0.62, -size * rng.uniform(0.28, 0.5)])
            wide = (rib[i + 1] - rib[i]) * 0.62
            first = len(vertices)
            vertices += [rib[i], rib[i] + wide, tip + wide * 0.15, tip]
            faces.append([first, first + 1, first + 2, first + 3])
    for i in range(steps - 1):
        w = 0.035 * length / 3 * (1.2 - t[i])
        first = len(vertices)
        vertices += [rib[i] + [0, w, 0], rib[i] - [0, w, 0], rib[i + 1] - [0, w, 0], rib[i + 1] + [0, w, 0]]
        faces.append([first, first + 1, first + 2, first + 3])
    return np.array(vertices), np.array(faces)


def palm(at: tuple[float, float, float], height: float, lean: tuple[float, float], seed: int) -> None:
    """A coconut palm with a curved trunk."""
    rng = np.random.default_rng(seed)
    bark, leaf = material((0.16, 0.1, 0.06), 0.9), material((0.07, 0.14, 0.035), 0.55)
    t = np.linspace(0, 1, 60)
    turn = np.linspace(0, 2 * np.pi, 13)
    ring = (0.26 - 0.14 * t + 0.12 * np.exp(-t * 14)) * (1 + 0.07 * np.abs(np.sin(t * 75))) * height / 9
    cx, cy, cz = at[0] + lean[0] * t**1.7, at[1] + lean[1] * t**1.7, at[2] + height * t
    grid(
        cx[:, None] + np.outer(ring, np.cos(turn)), cy[:, None] + np.outer(ring, np.sin(turn)),
        np.repeat(cz[:, None], 13, 1), bark,
    )  # fmt: skip
    for number in range(19):
        vertices, faces = _frond(height * rng.uniform(0.34, 0.46), rng.uniform(0.25, 0.85), rng)
        angle = number * 2.39996 + rng.uniform(-0.2, 0.2)
        rise = rng.uniform(-0.25, 0.5)
        c, s = np.cos(rise), np.sin(rise)
        vertices = vertices @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        c, s = np.cos(angle), np.sin(angle)
        vertices = vertices @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + [cx[-1], cy[-1], cz[-1]]
        mesh(vertices, faces, leaf, smooth=False)


def beach() -> None:
    """A tropical shore at sunset: wet sand, foam, a bay with a far island, palms leaning in from the left."""
    reset(samples=32, bounces=5)
    shore = 11.0
    x, y = fan(1.4, 60, 58, 420, 520)
    spit = 15 * smoothstep(-2.5, -9, x)
    edge = y - shore - spit - 1.1 * np.sin(x * 0.16 + 0.8) - 0.9 * fbm(x * 0.14, y * 0.05, 3, seed=4) - 0.06 * x
    bed = -0.062 * edge + 0.05 * fbm(x * 0.22, y * 0.22, 3, seed=6) * smoothstep(0, -4, edge)
    marks = 0.022 * np.abs(fbm(x * 2.2, y * 2.6, 4, seed=8)) * smoothstep(-1.5, -5, edge)
    z_sand = bed + marks
    sand = material((0.62, 0.47, 0.31), 0.75)
    nodes, links = sand.node_tree.nodes, sand.node_tree.links
    place, split, wet = (
        nodes.new("ShaderNodeNewGeometry"),
        nodes.new("ShaderNodeSeparateXYZ"),
        nodes.new("ShaderNodeMapRange"),
    )
    wet.inputs["From Min"].default_value, wet.inputs["From Max"].default_value = 0.02, 0.17
    wet.inputs["To Min"].default_value, wet.inputs["To Max"].default_value = 0.12, 0.8
    tone = nodes.new("ShaderNodeValToRGB")
    tone.color_ramp.elements[0].color, tone.color_ramp.elements[1].color = (0.27, 0.19, 0.12, 1), (0.66, 0.51, 0.35, 1)
    tone.color_ramp.elements[0].position, tone.color_ramp.elements[1].position = 0.12, 0.6
    shader = nodes["Principled BSDF"]
    links.new(place.outputs["Position"], split.inputs[0])
    links.new(split.outputs["Z"], wet.inputs["Value"])
    links.new(wet.outputs[0], shader.inputs["Roughness"])
    links.new(wet.outputs[0], tone.inputs[0])
    links.new(tone.outputs[0], shader.inputs["Base Color"])
    grid(x, y, z_sand, sand)

    wx, wy = fan(6, 1600, 58, 760, 420)
    swell = (
        0.10 * np.sin(wy * 0.55 + 0.8 * fbm(wx * 0.05, wy * 0.05, 2, seed=2) * 4) * smoothstep(shore, shore + 30, wy)
    )
    chop = 0.11 * fbm(wx * 0.45, wy * 0.9, 5, 0.55, seed=12) * smoothstep(shore - 3, shore + 14, wy)
    z_water = (swell + chop) * (1 - smoothstep(120, 600, wy))
    water = material((0.012, 0.06, 0.075), 0.06)
    relief_nodes, relief_links = water.node_tree.nodes, water.node_tree.links
    ripple, bump, coordinates = (
        relief_nodes.new(kind) for kind in ("ShaderNodeTexNoise", "ShaderNodeBump", "ShaderNodeTexCoord")
    )
    ripple.inputs["Scale"].default_value, ripple.inputs["Detail"].default_value = 1.6, 4
    bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = 0.5, 0.12
    relief_links.new(coordinates.outputs["Object"], ripple.inputs["Vector"])
    relief_links.new(ripple.outputs[0], bump.inputs["Height"])
    relief_links.new(bump.outputs[0], relief_nodes["Principled BSDF"].inputs["Normal"])
    grid(wx, wy, z_water, water)

    foam = material((0.9, 0.9, 0.9), 0.6)
    for offset, thick, seed in ((0.05, 0.34, 3), (3.4, 0.20, 5), (7.2, 0.16, 9)):
        lx = np.linspace(-40, 40, 1400)
        line = shore + 1.1 * np.sin(lx * 0.16 + 0.8) + 0.9 * fbm(lx * 0.14, lx * 0 + 0.55, 3, seed=4) + 0.06 * lx
        line = line + offset + 15 * smoothstep(-2.5, -9, lx) + 0.5 * fbm(lx * 0.5, lx * 0, 4, seed=seed)
        width = thick * np.clip(0.5 + 1.6 * fbm(lx * 0.7, lx * 0 + 3, 5, seed=seed + 1), 0.0, 2.2)
        rows = np.linspace(-0.5, 0.5, 7)[:, None]
        grid(
            np.repeat(lx[None], 7, 0), line + rows * width,
            0.03 + 0.2 * (0.25 - rows**2) * np.minimum(width, 0.4) + (0.07 if offset > 1 else 0.0), foam,
        )  # fmt: skip

    ix, iy = np.meshgrid(np.linspace(150, 620, 260), np.linspace(760, 980, 60))
    dome = (
        np.exp(-(((ix - 400) / 130) ** 2))
        + 0.55 * np.exp(-(((ix - 250) / 70) ** 2))
        + 0.4 * np.exp(-(((ix - 540) / 60) ** 2))
    )
    island = 78 * dome * np.exp(-(((iy - 870) / 70) ** 2)) * (0.75 + 0.35 * fbm(ix * 0.02, iy * 0.02, 5, seed=9)) - 2
    grid(ix, iy, island, material((0.08, 0.11, 0.08), 0.9))

    palm((-7.6, 13.5, 0.2), 5.4, (2.6, 0.6), 4)
    palm((-8.6, 14.5, 0.2), 6.9, (0.9, -0.4), 11)
    palm((-12.2, 21, 0.2), 7.2, (3.0, 0.6), 17)
    palm((-10.5, 25, 0.2), 6.0, (2.2, 0.6), 23)
    low_sun = skies.direction(9, 4.2)
    camera((0, 0, 1.75), (0.4, 20, 3.6), 30)

    def bank(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.9, cover=0.34, soft=0.4, stretch=2.0, seed=43, turn=10)

    def upper(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.34, 0.07, 2.2, ground=0.05) * (1 - 0.35 * bank(rays)) + 0.05 * bank(rays)

    def warm(rays: np.ndarray) -> np.ndarray:
        cloud = bank(rays)
        lining = cloud * (1.15 - 0.7 * cloud)
        halo = skies.glow(rays, low_sun, disc=4, disc_degrees=1.4)
        return 0.5 * halo * (0.7 + 1.9 * lining) + 0.16 * skies.horizon_band(rays, 0.16) + 0.05 * lining

    bake(
        "beach",
        {
            "a": Group(sky=upper),
            "b": Group([sun(skies.direction(9, 8), 1.5, 2)], sky=warm, bloom=0.2),
            "k": Group(
                [sun(skies.direction(150, 40), 0.7, 20)], sky=lambda rays: skies.gradient(rays, 0.08, 0.03, 4, 0.02)
            ),
        },
        haze=Haze(half=1500, most=0.75),
    )
