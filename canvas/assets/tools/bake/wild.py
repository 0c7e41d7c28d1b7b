"""Scenes of fire, fog and asphalt."""

from __future__ import annotations

import bpy
import cv2
import numpy as np
import skies
from noise import fbm, ridged, smoothstep
from outdoors import fan, snow_material
from shapes import area, boxes, grid, material, mesh, sun
from stage import Group, Haze, bake, camera, reset


def cells(x: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
    """Distance to the nearest border of a Voronoi pattern with cells of size 1: 0 on the cracks."""
    rng = np.random.default_rng(seed)
    jitter = rng.random((64, 64, 2))
    ix, iy = np.floor(x).astype(int), np.floor(y).astype(int)
    nearest = np.full(x.shape, 9.0)
    second = np.full(x.shape, 9.0)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            spot_at = jitter[(ix + dx) % 64, (iy + dy) % 64]
            away = np.hypot(ix + dx + spot_at[..., 0] - x, iy + dy + spot_at[..., 1] - y)
            second = np.minimum(second, np.maximum(away, nearest))
            nearest = np.minimum(nearest, away)
    return second - nearest


def _molten(x: np.ndarray, y: np.ndarray, z: np.ndarray, heat: np.ndarray) -> list[tuple[bpy.types.Material, float]]:
    """Lay glowing faces over the surface where it is hot, in four steps of brightness. Returns them as emitters."""
    rows, columns = heat.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    points = np.stack([x, y, z + 0.004], -1).reshape(-1, 3)
    warmth = heat.ravel()[faces].mean(axis=1)
    emitters = []
    for low, high, bright in ((0.06, 0.2, 0.12), (0.2, 0.42, 0.32), (0.42, 0.7, 0.62), (0.7, 9.0, 1.1)):
        hot = faces[(warmth >= low) & (warmth < high)]
        used, numbered = np.unique(hot, return_inverse=True)
        glow = material((1, 1, 1), 0.7, glow=True)
        glow.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.03, 0.03, 0.03, 1)
        mesh(points[used], numbered.reshape(-1, 4), glow)
        emitters.append((glow, bright))
    return emitters


def _embers(count: int, seed: int):
    """Return a layer function that adds drifting sparks."""

    def add(layer: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(seed)
        height, width = layer.shape[:2]
        sparks = np.zeros((height, width), np.float32)
        for _ in range(count):
            x, y = rng.uniform(0, width), height * (1 - rng.power(0.75))
            size = min(rng.pareto(2.5) * 0.5 + 0.4, 2.6)
            angle, length = rng.normal(-1.3, 0.5), size * rng.uniform(1, 4)
            end = (int(x + length * np.cos(angle)), int(y + length * np.sin(angle)))
            cv2.line(
                sparks,
                (int(x), int(y)),
                end,
                float(rng.uniform(0.4, 2.2)),
                max(1, int(size * width / 960)),
                cv2.LINE_AA,
            )
        soft = cv2.GaussianBlur(sparks, (0, 0), width / 480) * 1.2
        return layer + (0.5 * sparks + soft)[..., None]

    return add


def inferno() -> None:
    """A plain of cracked rock over lava, black spires in burning smoke."""
    reset(samples=32)
    x, y = fan(1.6, 260, 50, 640, 760)
    wx, wy = x + 0.5 * fbm(x * 0.5, y * 0.5, 4, seed=2), y + 0.5 * fbm(x * 0.5 + 9, y * 0.5, 4, seed=3)
    crack = np.minimum(cells(wx * 0.36, wy * 0.36, 4), 0.55 * cells(wx * 0.95 + 7, wy * 0.95, 5) + 0.12)
    crack = np.minimum(crack, cells(wx * 0.07, wy * 0.07, 8) * 1.4)
    slab = smoothstep(0.02, 0.15, crack)
    rough = 0.09 * fbm(x * 1.6, y * 1.6, 6, 0.58, seed=6) + 0.22 * fbm(x * 0.15, y * 0.15, 3, seed=7)
    spires = (
        ridged(x * 0.02 + 5, y * 0.02, 8, 0.52, seed=31) ** 2.4
        * 74
        * smoothstep(38, 120, y)
        * (0.16 + smoothstep(8, 75, np.abs(x - 6)))
    )
    z = (0.16 * slab + rough * slab) * (1 - 0.4 * smoothstep(60, 120, y)) + spires
    heat = (
        (1 - smoothstep(0.015, 0.125, crack)) ** 1.6
        * (0.35 + 0.9 * smoothstep(-0.3, 0.4, fbm(x * 0.2, y * 0.2, 3, seed=9)))
        * (spires < 0.5)
    )
    pool = smoothstep(0.34, 0.6, fbm(x * 0.035 + 3, y * 0.05, 4, seed=13)) * smoothstep(12, 34, y) * (spires < 0.5)
    heat = np.maximum(heat, pool * (0.5 + 0.5 * fbm(x * 0.3, y * 0.3, 4, seed=15)))
    z = z - pool * 0.25
    grid(x, y, z, material((0.035, 0.032, 0.03), 0.62))
    lava = _molten(x, y, z, np.clip(heat, 0, 1))
    camera((0, 0, 2.1), (0, 20, 4.6), 29)
    fire_light = [area((14, 60, 14), (0, 20, 2), 7000, 20), area((-30, 70, 10), (-14, 30, 4), 5000, 14)]

    def smoke(rays: np.ndarray) -> np.ndarray:
        up = rays[..., 2] + 0.12
        u, v = np.arctan2(rays[..., 0], rays[..., 1]) * 3.2, up * 5.2
        bend = fbm(u + 1, v * 0.8, 4, seed=40)
        return 0.5 + 0.5 * fbm(u * 0.9 + 1.4 * bend, v - 0.9 * bend, 7, 0.55, seed=44)

    def burning(rays: np.ndarray) -> np.ndarray:
        lift = np.maximum(rays[..., 2], 0)
        shine = 0.95 * np.exp(-lift / 0.12) + 0.30 * np.exp(-lift / 0.4)
        spread = 0.55 + 0.75 * np.exp(-(((np.degrees(np.arctan2(rays[..., 0], rays[..., 1])) - 10) / 18.0) ** 2))
        return 0.75 * shine * spread * (0.25 + 1.1 * smoke(rays) ** 2) * np.where(rays[..., 2] > -0.05, 1, 0.3)

    def night(rays: np.ndarray) -> np.ndarray:
        return 0.03 + 0.16 * np.clip(rays[..., 2], 0, 1) * smoke(rays)

    bake(
        "inferno",
        {
            "a": Group([sun(skies.direction(-70, 32), 3.0, 6)], sky=night),
            "b": Group(
                fire_light,
                [(mat, 2.4 * bright) for mat, bright in lava],
                sky=burning,
                bloom=0.22,
                after=_embers(300, 5),
            ),
            "k": Group(
                [sun(skies.direction(150, 45), 1.2, 15)], sky=lambda rays: skies.gradient(rays, 0.05, 0.02, 4, 0.02)
            ),
        },
        haze=Haze(half=170, most=0.85, sky_elevation=0.04),
    )


def _tree(
    x: float, y: float, high: float, rng: np.random.Generator, bark: bpy.types.Material, needles: bpy.types.Material
) -> None:
    """A fir: bare trunk below, drooping tiers of ragged branches above."""
    t = np.linspace(0, 1, 26)
    turn = np.linspace(0, 2 * np.pi, 12)
    radius = high * 0.016 * (1.25 - t) + 0.12 * np.exp(-t * 30)
    lean = rng.normal(0, 0.25, 2)
    cx, cy = x + lean[0] * t**2, y + lean[1] * t**2
    grid(
        cx[:, None] + np.outer(radius, np.cos(turn)),
        cy[:, None] + np.outer(radius, np.sin(turn)),
        np.repeat((t * high)[:, None], 12, 1),
        bark,
    )
    vertices, faces = [], []
    start = rng.uniform(0.22, 0.4)
    for level in np.linspace(start, 0.985, int(high * 2.1)):
        reach = high * 0.20 * (1.03 - level) ** 0.8 * rng.uniform(0.75, 1.15)
        for angle in rng.uniform(0, 2 * np.pi, 20):
            length = reach * rng.uniform(0.55, 1.1)
            direction = np.array([np.cos(angle), np.sin(angle), 0])
            side = np.array([-direction[1], direction[0], 0])
            base = np.array([x + lean[0] * level**2, y + lean[1] * level**2, level * high])
            previous = None
            for step in np.linspace(0, 1, 5):
                centre = base + direction * length * step + np.array([0, 0, -0.42 * length * step**1.6 + 0.06 * length])
                half = side * length * 0.13 * np.sin(np.pi * min(1.0, 0.2 + 0.8 * step)) * rng.uniform(0.7, 1.3)
                droop = np.array([0, 0, -0.13 * length])
                pair = [centre + half + droop, centre, centre - half + droop]
                first = len(vertices)
                vertices += pair
                if previous is not None:
                    faces += [
                        [previous, previous + 1, first + 1, first],
                        [previous + 1, previous + 2, first + 2, first + 1],
                    ]
                previous = first
    mesh(np.array(vertices), np.array(faces), needles, smooth=False)


def forest() -> None:
    """Firs standing in fog; light falls through from behind on the right."""
    reset(samples=28)
    rng = np.random.default_rng(17)
    x, y = fan(1.5, 140, 50, 300, 400)
    z = (
        0.35 * fbm(x * 0.12, y * 0.12, 5, seed=3)
        + 0.10 * fbm(x * 0.9, y * 0.9, 4, seed=5)
        - 0.3 * np.exp(-((x / 1.6) ** 2))
    )
    moss = material((0.05, 0.06, 0.03), 0.9, noise=(0.9, (0.03, 0.028, 0.018), (0.07, 0.095, 0.035)), bump=0.3)
    grid(x, y, z, moss)
    bark = material(
        (0.06, 0.045, 0.035), 0.9, noise=(3, (0.035, 0.026, 0.02), (0.09, 0.07, 0.055)), stretch=(3, 3, 0.4), bump=0.6
    )
    needles = material((0.025, 0.055, 0.03), 0.7)
    placed: list[tuple[float, float]] = []
    while len(placed) < 74:
        ty = 11 + 89 * rng.random() ** 0.75
        tx = rng.uniform(-0.78, 0.78) * ty
        if abs(tx - 0.035 * ty) < 2.4 + 0.018 * ty or any(np.hypot(tx - px, ty - py) < 2.4 for px, py in placed):
            continue
        placed.append((tx, ty))
        _tree(tx, ty, rng.uniform(12, 21), rng, bark, needles)
    ferns, blades = [], []
    for _ in range(900):
        fy = 2.5 + 26 * rng.random() ** 1.3
        fx = rng.uniform(-0.75, 0.75) * fy
        if abs(fx) < 1.1:
            continue
        for angle in rng.uniform(0, 2 * np.pi, 6):
            size = rng.uniform(0.16, 0.42)
            d, s = np.array([np.cos(angle), np.sin(angle), 0]), np.array([-np.sin(angle), np.cos(angle), 0])
            base = np.array([fx, fy, 0.0])
            first = len(ferns)
            ferns += [
                base,
                base + d * size * 0.5 + s * size * 0.14 + [0, 0, size * 0.75],
                base + d * size + [0, 0, size * 0.55],
                base + d * size * 0.5 - s * size * 0.14 + [0, 0, size * 0.75],
            ]
            blades.append([first, first + 1, first + 2, first + 3])
    mesh(np.array(ferns), np.array(blades), material((0.06, 0.13, 0.035), 0.6), smooth=False)
    camera((0, 0, 1.55), (0.2, 20, 4.4), 30)

    def shafts(layer: np.ndarray) -> np.ndarray:
        height, width = layer.shape[:2]
        grey = layer.mean(-1).astype(np.float32)
        source = np.where(grey > np.percentile(grey, 82), grey, 0).astype(np.float32)
        rays = np.zeros_like(source)
        centre = np.array([width * 0.62, height * 0.05])
        for step in range(40):
            zoom = 1 + 0.028 * step
            matrix = np.float32([[zoom, 0, centre[0] * (1 - zoom)], [0, zoom, centre[1] * (1 - zoom)]])
            rays += cv2.warpAffine(source, matrix, (width, height)) * 0.955**step
        return layer + 0.022 * cv2.GaussianBlur(rays, (0, 0), 2)[..., None]

    def mist(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.34, 0.20, 2.0, ground=0.3)

    def light(rays: np.ndarray) -> np.ndarray:
        return 0.05 + 0.5 * skies.glow(rays, skies.direction(8, 15))

    bake(
        "forest",
        {
            "a": Group(sky=mist),
            "b": Group([sun(skies.direction(14, 24), 2.4, 2)], sky=light, after=shafts, bloom=0.2),
            "k": Group(
                [sun(skies.direction(-150, 40), 1.3, 15)], sky=lambda rays: skies.gradient(rays, 0.08, 0.05, 4, 0.05)
            ),
        },
        haze=Haze(half=30, most=0.93, sky_elevation=0.16),
    )


def road() -> None:
    """An empty highway running to snowy mountains."""
    reset(samples=28)
    x, y = fan(1.5, 900, 50, 520, 700)
    bend = 26 * smoothstep(30, 320, y) ** 1.4 * np.sin(y * 0.006) + 0.0
    off = np.abs(x - bend)
    foot = smoothstep(180, 560, y + 40 * fbm(x * 0.006, y * 0.006, 3, seed=2))
    peaks = (
        ridged(x * 0.0042 + 6.1, y * 0.0042, 9, 0.47, seed=19) ** 1.5
        * 250
        * foot
        * (0.55 + 0.45 * smoothstep(0, 240, np.abs(x - 20)))
    )
    roll = 2.6 * fbm(x * 0.02, y * 0.02, 4, seed=4) * smoothstep(5, 26, off) + 0.10 * fbm(
        x * 0.8, y * 0.8, 4, seed=6
    ) * smoothstep(4.6, 6, off)
    z = roll - 0.25 + peaks
    ground = snow_material(0.5)
    nodes, links = ground.node_tree.nodes, ground.node_tree.links
    place, split, mix, high = (
        nodes.new(kind)
        for kind in ("ShaderNodeNewGeometry", "ShaderNodeSeparateXYZ", "ShaderNodeMixRGB", "ShaderNodeMapRange")
    )
    speckle, tone = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeValToRGB")
    speckle.inputs["Scale"].default_value, speckle.inputs["Detail"].default_value = 0.35, 9
    tone.color_ramp.elements[0].color, tone.color_ramp.elements[1].color = (0.11, 0.10, 0.045, 1), (0.25, 0.21, 0.10, 1)
    tone.color_ramp.elements[0].position, tone.color_ramp.elements[1].position = 0.35, 0.65
    high.inputs["From Min"].default_value, high.inputs["From Max"].default_value = 22, 60
    shader = nodes["Principled BSDF"]
    snow = shader.inputs["Base Color"].links[0].from_socket
    links.new(place.outputs["Position"], split.inputs[0])
    links.new(place.outputs["Position"], speckle.inputs["Vector"])
    links.new(speckle.outputs[0], tone.inputs[0])
    links.new(split.outputs["Z"], high.inputs["Value"])
    links.new(high.outputs[0], mix.inputs["Fac"])
    links.new(tone.outputs[0], mix.inputs["Color1"])
    links.new(snow, mix.inputs["Color2"])
    links.new(mix.outputs[0], shader.inputs["Base Color"])
    grid(x, y, z, ground)

    along = 1.2 * (420 / 1.2) ** np.linspace(0, 1, 260)
    middle = 26 * smoothstep(30, 320, along) ** 1.4 * np.sin(along * 0.006)

    def strip(left: float, right: float, lift: float, mat: bpy.types.Material, keep: np.ndarray | None = None) -> None:
        vertices = np.stack(
            [
                np.stack([middle + left, along, np.full_like(along, lift)], -1),
                np.stack([middle + right, along, np.full_like(along, lift)], -1),
            ],
            1,
        ).reshape(-1, 3)
        index = np.arange(len(along) - 1) if keep is None else np.flatnonzero(keep[:-1])
        mesh(vertices, np.stack([2 * index, 2 * index + 1, 2 * index + 3, 2 * index + 2], -1), mat, smooth=False)

    asphalt = material((0.045, 0.046, 0.05), 0.55, noise=(1.8, (0.035, 0.036, 0.04), (0.065, 0.066, 0.07)), bump=0.15)
    paint = material((0.75, 0.75, 0.72), 0.6)
    yellow = material((0.75, 0.48, 0.05), 0.6)
    strip(-4.4, 4.4, 0.0, asphalt)
    strip(-4.0, -3.82, 0.012, paint)
    strip(3.82, 4.0, 0.012, paint)
    along = np.arange(1.5, 420, 0.5)
    middle = 26 * smoothstep(30, 320, along) ** 1.4 * np.sin(along * 0.006)
    strip(-0.09, 0.09, 0.012, yellow, (along % 9) < 4.5)
    boxes(
        [
            ((m + side * 4.9, a, 0.45), (0.12, 0.12, 0.9), 0.0)
            for a, m in zip(along[::36], middle[::36], strict=True)
            for side in (-1, 1)
        ],
        paint,
    )
    camera((0, 0, 1.35), (0.4, 20, 3.3), 30)
    low_sun, halo = skies.direction(-82, 16), skies.direction(-25, 6)

    def cover(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.8, cover=0.34, soft=0.45, stretch=1.8, seed=77, turn=25)

    bake(
        "road",
        {
            "a": Group(
                sky=lambda rays: (
                    skies.gradient(rays, 0.40, 0.07, 2.8, 0.05) * (1 - 0.3 * cover(rays)) + 0.06 * cover(rays)
                )
            ),
            "b": Group(
                [sun(low_sun, 3.8, 1.2)],
                sky=lambda rays: 0.6 * skies.glow(rays, halo) * (0.9 + 1.3 * cover(rays)) + 0.09 * cover(rays),
            ),
            "k": Group(
                [sun(skies.direction(160, 40), 0.8, 15)], sky=lambda rays: skies.gradient(rays, 0.1, 0.03, 4, 0.03)
            ),
        },
        haze=Haze(half=750, most=0.8),
    )
