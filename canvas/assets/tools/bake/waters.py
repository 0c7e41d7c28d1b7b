"""The sea, from above and from below."""

from __future__ import annotations

import bpy
import cv2
import numpy as np
import skies
from air import both, motes
from noise import fbm, ridged, smoothstep
from outdoors import fan
from shapes import grid, material, mesh, sphere, sun, tint_by_vertex
from stage import Group, Haze, bake, camera, reset, view_rays
from wild import cells


def waves(x: np.ndarray, y: np.ndarray, wind: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sideways, forward and upward displacement of a wind sea; short waves die out where the mesh is coarse."""
    rng = np.random.default_rng(seed)
    across, along, up = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    spacing = np.maximum(np.abs(np.gradient(y, axis=0)), np.abs(np.gradient(x, axis=1)))
    for length in np.geomspace(0.5, 46, 54):
        angle = np.radians(wind) + rng.normal(0, 0.42)
        number = 2 * np.pi / length
        size = 0.0105 * length**0.98 * rng.uniform(0.5, 1.2)
        fade = 1 - smoothstep(0.18 * length, 0.42 * length, spacing)
        phase = number * (x * np.sin(angle) + y * np.cos(angle)) + rng.uniform(0, 2 * np.pi)
        up += size * fade * np.cos(phase)
        across -= 0.8 * size * fade * np.sin(angle) * np.sin(phase)
        along -= 0.8 * size * fade * np.cos(angle) * np.sin(phase)
    return across, along, up


def _water(colour: tuple[float, float, float], scale: float, strength: float) -> bpy.types.Material:
    made = material(colour, 0.05)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    ripple, bump, place = (nodes.new(f"ShaderNode{kind}") for kind in ("TexNoise", "Bump", "TexCoord"))
    ripple.inputs["Scale"].default_value, ripple.inputs["Detail"].default_value = scale, 6
    bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = strength, 0.1
    links.new(place.outputs["Object"], ripple.inputs["Vector"])
    links.new(ripple.outputs[0], bump.inputs["Height"])
    links.new(bump.outputs[0], nodes["Principled BSDF"].inputs["Normal"])
    return made


def _stack(x: float, y: float, wide: float, high: float, seed: int, rock: bpy.types.Material) -> None:
    """A rock standing in the sea: a wall of strata with a flat, ragged head."""
    turn, level = np.meshgrid(np.linspace(0, 2 * np.pi, 220), np.linspace(0, 1, 130))
    c, s = np.cos(turn), np.sin(turn)
    strata = 0.10 * fbm(level * 9 + 0.4 * c, 0.6 * s + seed, 4, seed=seed) + 0.16 * ridged(
        c * 1.5 + seed, s * 1.5 + level * 1.2, 6, seed=seed + 1
    )
    radius = wide * (1.12 - 0.42 * level**1.5 + strata) * np.sqrt(np.clip(1 - level**9, 0, 1))
    lift = high * level * (0.82 + 0.28 * fbm(c * 1.1 + seed, s * 1.1, 4, seed=seed + 2))
    grid(x + radius * c, y + radius * s * 0.8, lift - 0.05 * high, rock)


def ocean() -> None:
    """Open sea at golden hour from just above the swell: sun path on the right, rocks far out, towering clouds."""
    reset(samples=26, bounces=4)
    x, y = fan(2.2, 2600, 52, 900, 760)
    across, along, up = waves(x, y, 24, 5)
    grid(x + across, y + along, up, _water((0.006, 0.03, 0.042), 2.2, 0.32))
    rock = material((0.05, 0.045, 0.042), 0.85, noise=(0.05, (0.03, 0.027, 0.026), (0.10, 0.085, 0.07)), bump=0.6)
    for at in ((-92, 430, 17, 58, 3), (-134, 470, 26, 34, 8), (-66, 455, 8, 24, 11), (-190, 560, 34, 22, 14)):
        _stack(*at, rock)
    camera((0, 0, 2.1), (0, 20, 3.7), 29)
    low_sun = skies.direction(11, 4.6)

    def bank(rays: np.ndarray) -> np.ndarray:
        """Towers of cloud along the horizon, thin sheets above."""
        turn, lift = np.arctan2(rays[..., 0], rays[..., 1]), np.maximum(rays[..., 2], 0)
        bend = fbm(turn * 5, lift * 9, 5, seed=31)
        puffs = fbm(turn * 4.2 + 0.5 * bend, lift * 7 + 0.6 * bend, 7, 0.56, seed=33)
        top = 0.17 + 0.12 * fbm(turn * 2.3 + 4, 0 * turn, 3, seed=35) - 0.05 * np.exp(-(((turn - 0.19) / 0.2) ** 2))
        tower = smoothstep(-0.06, 0.22, puffs * 0.34 + (top - lift) * 1.7) * smoothstep(0.0, 0.03, lift)
        sheet = skies.clouds(rays, scale=0.55, cover=0.3, soft=0.5, stretch=2.6, seed=37, turn=30)
        return np.clip(tower + 0.6 * sheet, 0, 1)

    def upper(rays: np.ndarray) -> np.ndarray:
        cloud = bank(rays)
        return skies.gradient(rays, 0.40, 0.085, 3.2, ground=0.04) * (1 - 0.45 * cloud) + 0.06 * cloud

    def warm(rays: np.ndarray) -> np.ndarray:
        cloud = bank(rays)
        lining = cloud * (1.25 - 0.85 * cloud)
        halo = skies.glow(rays, low_sun, disc=7, disc_degrees=1.5)
        away = np.degrees(np.arccos(np.clip(rays @ low_sun, -1, 1)))
        return (
            0.55 * halo * (0.55 + 2.1 * lining)
            + 0.22 * skies.horizon_band(rays, 0.12)
            + 0.35 * lining * np.exp(-away / 40)
        )

    bake(
        "ocean",
        {
            "a": Group(sky=upper),
            "b": Group([sun(low_sun, 1.3, 3)], sky=warm, bloom=0.22),
            "k": Group(
                [sun(skies.direction(160, 40), 0.6, 20)], sky=lambda rays: skies.gradient(rays, 0.09, 0.03, 4, 0.02)
            ),
        },
        size=(1280, 720),
        haze=Haze(half=1300, most=0.8),
    )


class _Branches:
    """Tapering round branches of one material, gathered into a single mesh: thousands of objects take minutes."""

    def __init__(self, mat: bpy.types.Material) -> None:
        self._mat, self._rings, self._faces, self._count = mat, [], [], 0

    def add(self, path: np.ndarray, thick: np.ndarray, sides: int = 8) -> None:
        """Add a branch along a path (n, 3) with a radius per point; its end is closed by a blunt tip."""
        path = np.concatenate([path, [path[-1] + 0.8 * thick[-1] * (path[-1] - path[-2]) / 0.2]])
        thick = np.append(thick, 0.1 * thick[-1])
        ahead = np.gradient(path, axis=0)
        ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
        side = np.cross(ahead, [0.03, 1.0, 0.02])
        side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
        turn = np.arange(sides) * 2 * np.pi / sides
        around = (
            np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * np.cross(side, ahead)[:, None]
        )
        self._rings.append((path[:, None] + thick[:, None, None] * around).reshape(-1, 3))
        index = self._count + np.arange(len(path) * sides).reshape(len(path), sides)
        after = np.roll(index, -1, axis=1)
        self._faces.append(np.stack([index[:-1], after[:-1], after[1:], index[1:]], -1).reshape(-1, 4))
        self._count += len(path) * sides

    def build(self) -> None:
        if self._rings:
            mesh(np.concatenate(self._rings), np.concatenate(self._faces), self._mat)


def _coral(at: tuple[float, float, float], size: float, rng: np.random.Generator, branches: _Branches) -> None:
    """A branching coral: every branch splits in two or three, four times over."""

    def grow(start: np.ndarray, ahead: np.ndarray, length: float, thick: float, left: int) -> None:
        t = np.linspace(0, 1, 6)[:, None]
        path = start + ahead * length * t + rng.normal(0, 0.22, 3) * length * t**2
        branches.add(path, thick * (1 - 0.35 * t[:, 0]))
        for _ in range(int(rng.integers(2, 4)) if left else 0):
            aim = ahead + rng.normal(0, 0.55, 3) + [0, 0, 0.18]
            grow(path[-1], aim / np.linalg.norm(aim), length * rng.uniform(0.68, 0.9), thick * 0.72, left - 1)

    for _ in range(3):
        first = np.array([rng.normal(0, 0.4), rng.normal(0, 0.4), 1.0])
        grow(np.array(at), first / np.linalg.norm(first), size * 0.42, size * 0.075, 3)


def _fish(count: int, centre: np.ndarray, spread: np.ndarray, size: float, seed: int, mat: bpy.types.Material) -> None:
    """A school: flat spindles with a forked tail, all swimming about the same way."""
    rng = np.random.default_rng(seed)
    side = np.array([[0.5, 0], [0.28, 0.16], [0, 0.2], [-0.28, 0.11], [-0.42, 0.03], [-0.62, 0.17], [-0.56, 0.0]])
    outline = np.concatenate([side, side[1:-1][::-1] * [1, -1]])
    vertices, faces = [], []
    for _ in range(count):
        heading = rng.normal(0.25, 0.22)
        scale = size * rng.uniform(0.6, 1.25)
        body = np.zeros((len(outline) + 2, 3))
        body[:-2, 0], body[:-2, 2] = outline[:, 0], outline[:, 1]
        body[-2], body[-1] = (0.05, 0.07, 0), (0.05, -0.07, 0)
        c, s = np.cos(heading), np.sin(heading)
        turned = body @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) * scale
        first, rim = len(vertices) * len(body), len(outline)
        vertices.append(turned + centre + rng.normal(0, 1, 3) * spread)
        for number in range(rim):
            following = (number + 1) % rim
            faces += [
                [first + number, first + following, first + rim],
                [first + following, first + number, first + rim + 1],
            ]
    mesh(np.concatenate(vertices), np.array(faces), mat, smooth=True)


def _bubbles(columns: list[tuple[float, float]], seed: int):
    """Return a layer function that lets threads of bubbles rise from points (ratios)."""

    def add(layer: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(seed)
        height, width = layer.shape[:2]
        light = np.zeros((height, width), np.float32)
        for x, y in columns:
            at, rise = x, y
            while rise > -0.02:
                rise -= rng.uniform(0.008, 0.05)
                at += rng.normal(0, 0.004)
                radius = width * rng.uniform(0.001, 0.0045)
                middle = (int(at * width * 8), int(rise * height * 8))
                cv2.circle(light, middle, int(radius * 8), 0.28, max(1, width // 900), cv2.LINE_AA, 3)
                gleam = (middle[0] - int(radius * 3), middle[1] - int(radius * 3))
                cv2.circle(light, gleam, int(max(1.0, radius * 0.28) * 8), 0.9, -1, cv2.LINE_AA, 3)
        return layer + cv2.GaussianBlur(light, (0, 0), width / 1600)[..., None] * (0.25 + layer)

    return add


def underwater() -> None:
    """A reef: rays of light falling through blue water, corals on both sides, a school of fish in the distance."""
    reset(samples=28, bounces=3)
    rng = np.random.default_rng(23)
    x, y = fan(1.2, 60, 56, 420, 560)
    bank = 2.6 * smoothstep(2.2, 9, np.abs(x - 0.05 * y)) * (0.7 + 0.5 * fbm(x * 0.2, y * 0.2, 4, seed=6))
    z = 0.45 * fbm(x * 0.16, y * 0.16, 4, seed=2) + bank + 0.035 * np.sin(y * 5 + 3 * fbm(x * 0.5, y * 0.5, 3, seed=4))
    lumps = ridged(x * 0.55, y * 0.55, 6, seed=9) * smoothstep(0.3, 1.8, bank)
    ground = grid(x, y, z + 0.75 * lumps, material((0.5, 0.46, 0.38), 0.9))
    wx, wy = x + 0.35 * fbm(x * 0.7, y * 0.7, 3, seed=12), y + 0.35 * fbm(x * 0.7 + 5, y * 0.7, 3, seed=13)
    net = np.exp(-cells(wx * 1.05, wy * 1.05, 6) / 0.10) + 0.6 * np.exp(-cells(wx * 1.9 + 9, wy * 1.9, 7) / 0.09)
    sand = np.array([0.42, 0.40, 0.34]) * (0.62 + 1.15 * np.clip(net, 0, 1.4))[..., None]
    stone = np.array([0.13, 0.13, 0.12]) * (0.6 + 0.9 * lumps)[..., None]
    cover = smoothstep(0.25, 0.9, lumps)[..., None]
    tint_by_vertex(ground, (sand * (1 - cover) + stone * cover).reshape(-1, 3))
    tones = ((0.55, 0.13, 0.12), (0.6, 0.33, 0.10), (0.45, 0.16, 0.40), (0.5, 0.46, 0.34), (0.62, 0.22, 0.30))
    corals = [_Branches(material(tone, 0.6, subsurface=0.1)) for tone in tones]
    sponge = [material(tone, 0.8, noise=(6, tuple(0.5 * t for t in tone), tone), bump=0.6) for tone in tones]
    for number in range(70):
        side = -1 if number % 2 else 1
        cy = 3.4 + 15 * rng.random() ** 1.1
        cx = side * (1.75 + 0.30 * cy + rng.exponential(0.5 + 0.1 * cy))
        distance = np.hypot(x - cx, y - cy)
        base = float((z + 0.75 * lumps).ravel()[distance.argmin()])
        kind = rng.random()
        if kind < 0.42:
            _coral((cx, cy, base - 0.1), rng.uniform(0.7, 1.25), rng, corals[int(rng.integers(5))])
        elif kind < 0.75:
            sphere((cx, cy, base + 0.05), rng.uniform(0.25, 0.6), sponge[int(rng.integers(5))], (1, 1, 0.7), rings=16)
        else:
            for _ in range(5):
                sway = np.linspace(0, 1, 14)
                high = rng.uniform(0.9, 2.4)
                path = np.stack(
                    [
                        cx + rng.normal(0, 0.2) + 0.16 * np.sin(sway * 5 + rng.uniform(0, 6)),
                        cy + rng.normal(0, 0.2) + 0 * sway,
                        base + sway * high,
                    ],
                    -1,
                )
                corals[int(rng.integers(2, 4))].add(path, 0.055 * (1.05 - sway), sides=6)
    for branches in corals:
        branches.build()
    silver = material((0.35, 0.38, 0.4), 0.3, 0.4)
    _fish(70, np.array([-0.6, 15.0, 4.3]), np.array([1.9, 1.6, 0.55]), 0.44, 4, silver)
    _fish(26, np.array([3.2, 11.0, 3.2]), np.array([0.8, 1.2, 0.4]), 0.30, 9, material(tones[1], 0.5))
    camera((0, 0, 1.5), (0.15, 12, 3.35), 27)
    source = skies.direction(14, 52)

    def water(rays: np.ndarray) -> np.ndarray:
        lift = rays[..., 2]
        turn = np.arctan2(rays[..., 0], rays[..., 1])
        depths = 0.035 + 0.40 * smoothstep(-0.15, 0.9, lift) ** 1.4 + 0.07 * np.exp(-(((lift - 0.05) / 0.2) ** 2))
        return depths * (0.45 + 0.55 * np.exp(-(((turn - 0.12) / 0.5) ** 2)))

    def surface(rays: np.ndarray) -> np.ndarray:
        """The underside of the waves round the sun, and rays that fan out from it."""
        lift = rays[..., 2]
        away = np.degrees(np.arccos(np.clip(rays @ source, -1, 1)))
        side = np.arctan2(rays[..., 0] - source[0], -(lift - source[2]) * 1.15)
        fanned = 0.5 + 0.5 * fbm(side * 9, away * 0.008, 4, 0.6, seed=51)
        fine = 0.5 + 0.5 * fbm(side * 26, away * 0.010, 3, 0.6, seed=53)
        streaks = np.clip(fanned * 0.75 + fine * 0.45 - 0.32, 0, 1) ** 1.6 * 2.4
        px, py = rays[..., 0] / np.maximum(lift, 0.12), rays[..., 1] / np.maximum(lift, 0.12)
        ripple = np.exp(-cells(px * 3.2 + 0.5 * fbm(px, py, 3, seed=55), py * 3.2, 8) / 0.16) * smoothstep(
            0.30, 0.62, lift
        )
        return (
            1.1 * np.exp(-away / 9)
            + 0.55 * np.exp(-away / 24) * (0.45 + streaks)
            + 0.17 * np.exp(-away / 55) * streaks
            + 0.5 * ripple * np.exp(-away / 22)
        )

    threads = both(motes(150, 4, power=0.8), _bubbles([(0.13, 0.9), (0.16, 0.8), (0.86, 0.85), (0.60, 0.62)], 6))

    def beams(layer: np.ndarray) -> np.ndarray:
        """Bring the rays in front of the reef too, weaker towards the bottom."""
        height, width = layer.shape[:2]
        level = np.linspace(0, 1, height)[:, None]
        light = surface(view_rays(width, height))
        return threads(layer + (0.34 * np.clip(light, 0, 1.2) * (1.05 - 0.8 * level))[..., None])

    bake(
        "underwater",
        {
            "a": Group([sun(skies.direction(-40, 60), 0.7, 25)], sky=water),
            "b": Group([sun(source, 3.4, 2)], sky=surface, after=beams, bloom=0.2),
            "k": Group([sun(skies.direction(170, 35), 1.7, 12)], sky=lambda rays: 0.035 + 0 * rays[..., 0]),
        },
        size=(1280, 720),
        haze=Haze(half=8.5, most=0.95, sky_elevation=0.12),
    )
