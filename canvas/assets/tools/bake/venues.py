"""Places with an audience, and a strong room."""

from __future__ import annotations

import bpy
import cv2
import numpy as np
import skies
from noise import fbm, smoothstep
from shapes import area, box, boxes, cylinder, grid, material, mesh, picture, plane, point, sphere, spot, torus
from stage import Group, Haze, bake, camera, reset


def _textured(pixels: np.ndarray, rough: float) -> bpy.types.Material:
    made = material((1, 1, 1), rough)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = picture(pixels)
    links.new(texture.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    return made


def _with_uv(made: bpy.types.Object, u: np.ndarray, v: np.ndarray) -> bpy.types.Object:
    """Lay a picture over a grid by its vertices' u and v."""
    layer = made.data.uv_layers.new()
    corner = np.empty(len(made.data.loops), np.int32)
    made.data.loops.foreach_get("vertex_index", corner)
    layer.data.foreach_set("uv", np.stack([u.ravel()[corner], v.ravel()[corner]], -1).astype(np.float32).ravel())
    return made


def _crowd(rows: int, columns: int, seed: int) -> np.ndarray:
    """A stand full of people as seen from far: a head and a coloured torso each."""
    rng = np.random.default_rng(seed)
    image = np.full((rows * 8, columns * 6, 3), 0.015)
    palette = np.array(
        [(0.5, 0.5, 0.52), (0.06, 0.07, 0.1), (0.4, 0.06, 0.05), (0.08, 0.12, 0.4), (0.45, 0.35, 0.1), (0.2, 0.2, 0.2)]
    )
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.07:
                continue
            y, x = row * 8 + int(rng.integers(0, 2)), column * 6 + int(rng.integers(0, 2))
            image[y + 3 : y + 7, x : x + 4] = palette[int(rng.integers(6))] * rng.uniform(0.5, 1.1)
            image[y + 1 : y + 3, x + 1 : x + 3] = np.array([0.42, 0.27, 0.19]) * rng.uniform(0.4, 1.1)
    return image


def stadium() -> None:
    """A football ground by night from the touch line: striped grass, full stands, floodlights along the roof."""
    reset(samples=24)
    y, x = np.meshgrid(np.linspace(0, 1, 700), np.linspace(0, 1, 700), indexing="ij")
    stripe = 0.5 + 0.5 * np.tanh(14 * np.sin(y * 2 * np.pi * 11))
    blade = 0.85 + 0.3 * fbm(x * 90, y * 90, 4, seed=3)
    grass = (np.array([0.035, 0.13, 0.022]) * (0.75 + 0.5 * stripe[..., None])) * blade[..., None]
    metres_x, metres_y = (x - 0.5) * 120, (1 - y) * 120 - 10
    line = (np.abs(metres_x) < 34) & (np.abs(metres_y - 60) < 0.22)
    line |= (np.abs(np.abs(metres_x) - 34) < 0.14) & (metres_y < 60)
    line |= (np.abs(metres_x) < 20) & (np.abs(metres_y - 43.5) < 0.2)
    line |= (np.abs(np.abs(metres_x) - 20) < 0.14) & (metres_y > 43.5) & (metres_y < 60)
    line |= (np.abs(metres_x) < 9.2) & (np.abs(metres_y - 54.5) < 0.2)
    line |= (np.abs(np.abs(metres_x) - 9.2) < 0.14) & (metres_y > 54.5) & (metres_y < 60)
    line |= (np.abs(np.hypot(metres_x, metres_y - 12) - 9.15) < 0.14) | (np.abs(metres_y - 12) < 0.12)
    grass[line] = 0.75
    plane((0, 50, 0), 120, _textured(grass, 0.85))
    turn = np.linspace(-0.12 * np.pi, 1.12 * np.pi, 260)
    tiers = [(48, 1.5), (66, 13), (66, 16), (72, 16.4), (92, 36), (92, 40)]
    reach, height = np.array([r for r, _ in tiers])[:, None], np.array([h for _, h in tiers])[:, None]
    sx, sy = 1.08 * reach * np.cos(turn), 34 + 0.86 * reach * np.sin(turn)
    crowd = _textured(_crowd(46, 700, 5), 0.9)
    for low, high in ((0, 1), (3, 4)):
        rows = np.array([low, high])
        u = np.repeat(np.linspace(0, 1, 260)[None], 2, 0)
        v = np.repeat(np.array([[0.0], [1.0]]), 260, 1)
        _with_uv(grid(sx[rows], sy[rows], np.repeat(height[rows], 260, 1), crowd), u, v)
    wall = material((0.012, 0.013, 0.015), 0.6)
    for low, high in ((1, 2), (2, 3), (4, 5)):
        rows = np.array([low, high])
        grid(sx[rows], sy[rows], np.repeat(height[rows], 260, 1), wall)
    board = material((1, 1, 1), 0.4, glow=True)
    rows = np.array([[47.6], [47.6]])
    grid(1.08 * rows * np.cos(turn), 34 + 0.86 * rows * np.sin(turn), np.array([[0.1], [1.25]]) + 0 * turn, board)
    rows = np.array([[65.9], [65.9]])
    ribbon = material((1, 1, 1), 0.4, glow=True)
    grid(1.08 * rows * np.cos(turn), 34 + 0.86 * rows * np.sin(turn), np.array([[13.6], [14.9]]) + 0 * turn, ribbon)
    roof = np.array([[95.0], [80.0], [62.0]])
    grid(
        1.08 * roof * np.cos(turn), 34 + 0.86 * roof * np.sin(turn), np.array([[41.0], [46.0], [44.0]]) + 0 * turn, wall
    )
    lamp = material((1, 1, 1), 0.4, glow=True)
    places = []
    for number, angle in enumerate(np.linspace(0.03 * np.pi, 0.97 * np.pi, 62)):
        if number % 6 == 5:
            continue
        places.append(((1.08 * 62.5 * np.cos(angle), 34 + 0.86 * 62.5 * np.sin(angle), 43.3), (1.7, 1.1, 1.1), angle))
    boxes(places, lamp)
    white = material((0.85, 0.85, 0.85), 0.4)
    for gx in (-3.66, 3.66):
        cylinder((gx, 60, 1.22), 0.07, 2.44, white, bevel=0)
    cylinder((0, 60, 2.44), 0.07, 7.4, white, (0, np.pi / 2, 0), bevel=0)
    camera((5, 4, 2.4), (-4, 60, 14.5), 25)
    floods = [area((side * 45, 40, 42), (0, 45, 0), 26000, 16) for side in (-1, 1)]

    def beams(layer: np.ndarray) -> np.ndarray:
        bright = np.clip(layer.mean(-1) - 1.6, 0, 4).astype(np.float32)
        width = layer.shape[1]
        star = np.zeros_like(bright)
        for angle in (0, 60, 120):
            kernel = np.zeros((61, 61), np.float32)
            c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
            for t in np.linspace(-30, 30, 121):
                kernel[round(30 + t * s), round(30 + t * c)] = np.exp(-abs(t) / 9)
            star += cv2.filter2D(bright, -1, kernel / kernel.sum())
        wide = cv2.GaussianBlur(bright, (0, 0), width / 14)
        return layer + (0.16 * star + 0.22 * wide)[..., None]

    bake(
        "stadium",
        {
            "a": Group(
                [area((-70, 20, 30), (0, 50, 5), 26000, 30)],
                [(ribbon, 1.0)],
                sky=lambda rays: skies.gradient(rays, 0.16, 0.012, 5, 0.02),
            ),
            "b": Group(
                [area((70, 20, 30), (0, 50, 5), 20000, 30)],
                [(board, 0.8)],
                sky=lambda rays: 0.10 * skies.horizon_band(rays, 0.25),
            ),
            "k": Group(floods, [(lamp, 9)], sky=lambda rays: 0.01 + 0 * rays[..., 0], after=beams, bloom=0.1),
        },
        haze=Haze(half=420, most=0.5, sky_elevation=0.05),
    )


def _rig(truss: bpy.types.Material, dark: bpy.types.Material) -> None:
    """Two trusses over the stage and a tower of loudspeakers on each side."""
    for y, z in ((12.5, 7.0), (16.5, 7.4)):
        for dy, dz in ((0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)):
            cylinder((0, y + dy, z + dz), 0.05, 19, truss, (0, np.pi / 2, 0), bevel=0, sides=10)
        for number in range(38):
            cylinder(
                (-9.5 + number * 0.5, y, z + 0.25),
                0.025,
                0.7,
                truss,
                (0, np.pi / 4 * (1 if number % 2 else -1), 0),
                bevel=0,
                sides=6,
            )
    for side in (-9.3, 9.3):
        box((side, 13.5, 3.5), (0.7, 0.7, 7), truss)
        for z in np.arange(2.2, 6.2, 0.62):
            box((side * 0.86, 13, z), (1.6, 0.9, 0.56), dark)


def _audience(rng: np.random.Generator, skin: bpy.types.Material) -> None:
    """People seen from behind, many with raised hands."""
    for _ in range(230):
        y = rng.uniform(3.4, 9.5)
        x = rng.uniform(-0.75, 0.75) * (y + 3.5)
        tall = rng.uniform(-0.14, 0.12)
        sphere((x, y, 1.60 + tall), 0.125, skin, (0.85, 0.95, 1.15), rings=10)
        sphere((x, y, 1.14 + tall), 0.28, skin, (0.95, 0.6, 1.1), rings=10)
        for side in (-1, 1):
            if rng.random() < 0.42:
                tilt = side * rng.uniform(0.05, 0.5)
                cylinder(
                    (x + side * 0.2 + 0.32 * np.sin(tilt), y, 1.35 + tall + 0.34 * np.cos(tilt)),
                    0.055,
                    0.72,
                    skin,
                    (0, tilt, 0),
                    bevel=0,
                    sides=8,
                    top=0.035,
                )
                sphere(
                    (x + side * 0.2 + 0.68 * np.sin(tilt), y, 1.37 + tall + 0.72 * np.cos(tilt)),
                    0.075,
                    skin,
                    (0.7, 0.6, 1.2),
                    rings=8,
                )


def concert() -> None:
    """A crowd with raised hands before a stage: truss, lamps and beams in the haze, a bright back wall."""
    reset(samples=24)
    rng = np.random.default_rng(6)
    floor, dark = material((0.03, 0.03, 0.033), 0.25), material((0.02, 0.02, 0.022), 0.5)
    plane((0, 10, 0), 60, floor)
    box((0, 15, 0.7), (20, 6, 1.4), dark)
    left, right, wall = (material((1, 1, 1), 0.4, glow=True) for _ in range(3))
    for column in range(15):
        high = 2.2 + 2.6 * abs(np.sin(column * 1.3))
        box(((column - 7) * 1.15, 17.7, 1.4 + high / 2 + 0.4), (0.9, 0.08, high), wall, bevel=0)
    truss = material((0.35, 0.35, 0.37), 0.35, 0.9)
    _rig(truss, dark)
    lamps = {"a": [], "b": []}
    for number, x in enumerate(np.linspace(-8.4, 8.4, 12)):
        key = "a" if number % 2 else "b"
        sphere((x, 12.4, 6.75), 0.2, left if key == "a" else right)
        lamps[key].append((x, 12.4, 6.75))
    skin = material((0.012, 0.012, 0.013), 0.8)
    _audience(rng, skin)
    camera((0, -2.6, 2.6), (0, 14, 3.9), 31)
    viewer = bpy.context.scene.camera

    def project(at: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
        local = np.array(viewer.matrix_world.inverted()) @ np.append(at, 1)
        scale = viewer.data.lens / 18 / -local[2]
        return np.array([(0.5 + 0.5 * local[0] * scale) * shape[1], 0.5 * shape[0] - 0.5 * local[1] * scale * shape[1]])

    def beams(key: str):
        def add(layer: np.ndarray) -> np.ndarray:
            height, width = layer.shape[:2]
            light = np.zeros((height, width), np.float32)
            v, u = np.mgrid[0:height, 0:width].astype(np.float32)
            for number, at in enumerate(lamps[key]):
                sway = np.array([(-1) ** number * 3.2 + at[0] * 0.25, -8.5, -8.0])
                start, end = (
                    project(np.array(at), (height, width)),
                    project(np.array(at) + 0.62 * sway, (height, width)),
                )
                ahead = (end - start) / np.linalg.norm(end - start)
                along = (u - start[0]) * ahead[0] + (v - start[1]) * ahead[1]
                across = np.abs(-(u - start[0]) * ahead[1] + (v - start[1]) * ahead[0])
                spread = 3 + 0.085 * np.maximum(along, 0)
                light += (
                    (along > 0)
                    * np.exp(-((across / spread) ** 2))
                    * 0.62
                    * np.exp(-along / (0.62 * height))
                    * smoothstep(0, 8, along)
                )
            smoke = 0.72 + 0.5 * fbm(u / width * 5, v / width * 7, 4, seed=12)
            return layer + (light * smoke)[..., None]

        return add

    bake(
        "concert",
        {
            "a": Group(
                [spot((x, 12.4, 6.6), (x * 0.5, 6, 0), 900, 40) for x, _, _ in lamps["a"]],
                [(left, 16)],
                after=beams("a"),
                bloom=0.25,
            ),
            "b": Group(
                [spot((x, 12.4, 6.6), (x * 0.5, 6, 0), 900, 40) for x, _, _ in lamps["b"]],
                [(right, 16)],
                after=beams("b"),
                bloom=0.25,
            ),
            "k": Group(
                [area((0, 13, 6.5), (0, 17, 2), 200, 4), area((0, 16.8, 4), (0, 0, 1), 300, 6)],
                [(wall, 0.6)],
                bloom=0.3,
            ),
        },
    )


def vault() -> None:
    """A strong room: a wall of deposit boxes, stacked gold bars left and right, a polished floor."""
    reset(samples=40, bounces=5)
    rng = np.random.default_rng(4)
    steel = material((0.42, 0.43, 0.46), 0.28, 1.0, noise=(3, (0.34, 0.35, 0.38), (0.48, 0.49, 0.52)))
    plane((0, 4.2, 2), 16, material((0.05, 0.05, 0.055), 0.4, 0.8), (np.pi / 2, 0, 0))
    plane((0, 0, 0), 20, material((0.05, 0.05, 0.055), 0.14))
    doors, locks = [], []
    for column in range(-9, 10):
        for row in range(11):
            x, z = column * 0.56, 0.3 + row * 0.40
            doors.append(((x, 4.1 - rng.choice([0, 0, 0.02]), z), (0.53, 0.12, 0.37), 0.0))
            locks.append((x + 0.14, z))
    boxes(doors, steel, bevel=0.014)
    brass = material((0.9, 0.55, 0.15), 0.25, 1.0)
    plates = [((x - 0.1, 4.03, z + 0.05), (0.16, 0.02, 0.07), 0.0) for x, z in locks]
    boxes(plates, brass)
    for x, z in locks:
        cylinder((x, 4.03, z), 0.035, 0.03, brass, (np.pi / 2, 0, 0), bevel=0.006, sides=16)
    gold = material((1.0, 0.56, 0.10), 0.2, 1.0)
    bar = np.array(
        [
            [sx * (0.5 if top else 0.6), sy * (0.19 if top else 0.25), 0.2 * top]
            for top in (0, 1)
            for sy in (-1, 1)
            for sx in (-1, 1)
        ]
    )
    faces = np.array([[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]])
    vertices, quads = [], []
    stacks = ((-3.2, 2.4, 8), (-4.5, 2.9, 12), (-2.0, 3.0, 4), (3.3, 2.3, 9), (4.6, 2.9, 13), (2.1, 3.1, 5))
    for cx, cy, layers in stacks:
        for layer in range(layers):
            for index in range(2):
                offset = (index - 0.5) * 0.54
                turn = (np.pi / 2 if layer % 2 else 0) + rng.normal(0, 0.02)
                c, s = np.cos(turn), np.sin(turn)
                shifted = bar * [0.9, 0.98, 1] + [0, offset, layer * 0.2]
                vertices.append(shifted @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + [cx, cy, 0])
                quads.append(faces + 8 * len(quads))
    made = mesh(np.concatenate(vertices), np.concatenate(quads), gold, smooth=False)
    bevel = made.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments = 0.018, 2
    strip = material((1, 1, 1), 0.4, glow=True)
    box((0, 3.9, 4.25), (10, 0.06, 0.06), strip, bevel=0)
    torus((0, 3.98, 2.3), 1.25, 0.12, steel, (np.pi / 2, 0, 0))
    cylinder((0, 3.98, 2.3), 1.22, 0.12, steel, (np.pi / 2, 0, 0), bevel=0.03, sides=96)
    cylinder(
        (0, 3.88, 2.3), 0.95, 0.14, material((0.3, 0.31, 0.34), 0.35, 1.0), (np.pi / 2, 0, 0), bevel=0.03, sides=96
    )
    for angle in np.arange(16) * np.pi / 8:
        cylinder(
            (1.08 * np.cos(angle), 3.88, 2.3 + 1.08 * np.sin(angle)),
            0.06,
            0.1,
            brass,
            (np.pi / 2, 0, 0),
            bevel=0.015,
            sides=24,
        )
    torus((0, 3.66, 2.3), 0.5, 0.045, brass, (np.pi / 2, 0, 0))
    for angle in np.arange(3) * np.pi / 3:
        cylinder((0, 3.7, 2.3), 0.035, 1.1, brass, (0, angle, 0), bevel=0.01, sides=16)
    cylinder((0, 3.72, 2.3), 0.14, 0.2, brass, (np.pi / 2, 0, 0), bevel=0.03)
    camera((0.2, -3.6, 1.75), (0, 4, 2.0), 29, focus=6.6, fstop=1.6)
    bake(
        "vault",
        {
            "a": Group([area((-4.5, -0.5, 4), (-2.5, 3.5, 1), 150, 1.6), area((-5.5, 2, 0.6), (-2, 4, 2), 30, 1)]),
            "b": Group([area((4.5, -0.5, 4), (2.5, 3.5, 1), 150, 1.6), point((3.6, 1.2, 2.8), 30, 0.3)]),
            "k": Group([area((0, -1, 5), (0, 4, 2), 110, 2.5)], [(strip, 3)], bloom=0.2),
        },
    )
