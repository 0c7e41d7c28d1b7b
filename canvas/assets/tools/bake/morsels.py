"""Small parts strewn over a dish or a plant: grains, leaves, seeds, slices, steam."""

from __future__ import annotations

import bpy
import numpy as np
from noise import fbm, smoothstep
from shapes import Point, ball, lathe, material, mesh, picture, plane, sphere, tint_by_vertex

Shape = tuple[np.ndarray, np.ndarray]
"""Vertices (n, 3) and faces (m, 3 or 4)."""


def turns(rng: np.random.Generator, count: int, lean: float = np.pi) -> np.ndarray:
    """Return random turns (count, 3, 3): any way round, the z axis tipped by up to `lean` radians."""
    spin, tip, roll = rng.uniform(0, 2 * np.pi, count), rng.uniform(-lean, lean, count), rng.uniform(0, 6.28, count)
    return _about_z(spin) @ _about_x(tip) @ _about_z(roll)


def towards(normals: np.ndarray, rng: np.random.Generator, lean: float = 0.2) -> np.ndarray:
    """Return turns (n, 3, 3) that stand the z axis near each normal (n, 3), any way round."""
    up = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    side = np.cross(up, [0.31, 0.77, 0.56])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    frame = np.stack([side, np.cross(up, side), up], -1)
    return frame @ turns(rng, len(up), lean)


def _about_z(angle: np.ndarray) -> np.ndarray:
    c, s, zero, one = np.cos(angle), np.sin(angle), 0 * angle, 0 * angle + 1
    return np.stack([np.stack([c, -s, zero], -1), np.stack([s, c, zero], -1), np.stack([zero, zero, one], -1)], -2)


def _about_x(angle: np.ndarray) -> np.ndarray:
    c, s, zero, one = np.cos(angle), np.sin(angle), 0 * angle, 0 * angle + 1
    return np.stack([np.stack([one, zero, zero], -1), np.stack([zero, c, -s], -1), np.stack([zero, s, c], -1)], -2)


def strew(
    shape: Shape, places: np.ndarray, turned: np.ndarray, sizes: np.ndarray | Point | float, mat: bpy.types.Material,
    colours: np.ndarray | None = None,
) -> bpy.types.Object:  # fmt: skip
    """Repeat a shape at places (n, 3), each turned (n, 3, 3) and scaled, as one object; colours (n, 3) tint them."""
    points, faces = shape
    scaled = points * np.broadcast_to(np.asarray(sizes, float), (len(places), 3))[:, None]
    vertices = np.einsum("nij,nvj->nvi", turned, scaled) + places[:, None]
    index = faces[None] + len(points) * np.arange(len(places))[:, None, None]
    made = mesh(vertices.reshape(-1, 3), index.reshape(-1, faces.shape[1]), mat)
    if colours is not None:
        tint_by_vertex(made, np.repeat(colours, len(points), 0))
    return made


def blade(wide: float = 0.33, bend: float = 0.35, fold: float = 0.25, rows: int = 14, columns: int = 7) -> Shape:
    """A pointed leaf from the origin along x, one long, arched upwards and folded along its rib."""
    s, w = np.meshgrid(np.linspace(0, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    half = wide * np.sin(np.pi * s**0.75)
    z = bend * np.sin(s * 2.4) + fold * np.abs(w) * half
    index = np.arange(rows * columns).reshape(rows, columns)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    return np.stack([s, half * w, z], -1).reshape(-1, 3), faces


def sprig(at: Point, size: float, mat: bpy.types.Material, seed: int, count: int = 9) -> bpy.types.Object:
    """A rosette of leaves."""
    rng = np.random.default_rng(seed)
    turn = np.arange(count) * 2.4 + rng.uniform(0, 6)
    lift = -np.linspace(0.1, 1.1, count)
    frames = _about_z(turn) @ np.swapaxes(_tip(lift), 1, 2)
    return strew(blade(0.36, 0.25), np.tile(np.array(at, float), (count, 1)), frames,
                 np.repeat(size * np.linspace(1, 0.6, count)[:, None], 3, 1), mat)  # fmt: skip


def _tip(angle: np.ndarray) -> np.ndarray:
    c, s, zero, one = np.cos(angle), np.sin(angle), 0 * angle, 0 * angle + 1
    return np.stack([np.stack([c, zero, -s], -1), np.stack([zero, one, zero], -1), np.stack([s, zero, c], -1)], -2)


def grains(
    places: np.ndarray, rng: np.random.Generator, colours: np.ndarray, length: float = 0.06, lean: float = 0.5
) -> bpy.types.Object:
    """Cooked rice: slender glossy grains lying every way."""
    sizes = length * rng.uniform(0.85, 1.15, (len(places), 1)) * np.array([1.0, 0.3, 0.3])
    mat = material((1, 1, 1), 0.35, subsurface=0.15, coat=0.25)
    return strew(ball(detail=2), places, turns(rng, len(places), lean), sizes, mat, colours)


def cobble(
    at: Point, size: Point, seed: int, dark: Point, light: Point, *, lumps: float = 0.12, scale: float = 2.5,
    detail: int = 5, rough: float = 0.4, coat: float = 0.3, fine: float = 0.0,
) -> bpy.types.Object:  # fmt: skip
    """A lump of something cooked: hollows are `dark`, heights `light`; `fine` roughens its crust."""
    points, faces = ball(detail=detail)
    x, y, z = points.T * scale
    height = fbm(x + seed, y + 3.1 * z, 4, seed=seed) + fbm(z + 2 * seed, x - y, 3, seed=seed + 1)
    crust = fbm(x * 5 + seed, y * 5 + 7 * z, 3, seed=seed + 2)
    made = mesh(points * (1 + lumps * height + fine * crust)[:, None] * size + np.array(at), faces,
                material((1, 1, 1), rough, coat=coat, subsurface=0.06))  # fmt: skip
    share = smoothstep(-0.5, 0.6, height + (0.6 * crust if fine else 0))[:, None]
    tint_by_vertex(made, np.array(dark) * (1 - share) + np.array(light) * share)
    return made


def egg_half(size: float = 0.34) -> None:
    """Half a soft-boiled egg, its cut face up, at the origin."""
    white = material((0.93, 0.90, 0.84), 0.25, subsurface=0.2, coat=0.4)
    points, faces = ball(detail=5)
    body = points * np.array([1.0, 0.78, 0.62])
    body[:, 0] *= 1 - 0.10 * points[:, 0]
    body[:, 2] = np.where(body[:, 2] > 0.02, 0.02, body[:, 2])
    mesh(body * size, faces, white)
    rim = material((0.98, 0.60, 0.05), 0.25, coat=0.5)
    sphere((-0.04 * size, 0, 0.02 * size), 0.55 * size, rim, (1, 0.92, 0.14))
    yolk = material((1.0, 0.33, 0.01), 0.08, coat=1.0, subsurface=0.1)
    sphere((-0.04 * size, 0, 0.035 * size), 0.47 * size, yolk, (1, 0.92, 0.26))


def ring_slice(radius: float, thick: float, skin: Point, flesh: Point, *, seeds: int = 0) -> None:
    """A round slice of cucumber, radish or lemon, lying at the origin."""
    outer, inner = material(skin, 0.3, coat=0.4), material(flesh, 0.3, subsurface=0.15, coat=0.4)
    lathe([(radius * 0.93, -thick), (radius, -thick * 0.8), (radius, thick * 0.8), (radius * 0.93, thick)], outer)
    lathe([(0, thick * 0.9), (radius * 0.6, thick), (radius * 0.94, thick)], inner)
    lathe([(0, -thick), (radius * 0.94, -thick)], inner)
    if seeds:
        pale = material((0.95, 0.93, 0.62), 0.3)
        for angle in np.arange(seeds) * 2 * np.pi / seeds:
            made = sphere((0.5 * radius * np.cos(angle), 0.5 * radius * np.sin(angle), thick), radius * 0.12, pale,
                          (1, 0.45, 0.35))  # fmt: skip
            made.rotation_euler = (0, 0, angle)


def card(at: Point, width: float, height: float, cover: np.ndarray, colour: Point, strength: float) -> None:
    """Light or vapour on a card that faces -y: `cover` (rows, columns) in 0..1 says how much of it is there."""
    mat = material((0, 0, 0), 1.0, glow=True)
    nodes, links = mat.node_tree.nodes, mat.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Specular IOR Level"].default_value = 0
    shader.inputs["Emission Color"].default_value = (*colour, 1)
    shader.inputs["Emission Strength"].default_value = strength
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = picture(np.repeat(cover[..., None], 3, -1))
    links.new(texture.outputs[0], shader.inputs["Alpha"])
    made = plane(at, 1, mat, (np.pi / 2, 0, 0))
    made.scale = (width, height, 1)


def steam(at: Point, width: float, height: float, seed: int = 3, most: float = 0.5) -> None:
    """Wisps of steam that rise from `at` (the middle of the card)."""
    x, y = np.meshgrid(np.linspace(-1, 1, 320), np.linspace(1, 0, 420))
    drift = x + (0.16 * np.sin(y * 6 + seed) + 0.35 * fbm(x * 1.0, y * 1.7 - 3, 3, seed=seed)) * (0.25 + y)
    wisps = np.clip(1 - np.abs(fbm(drift * 2.4 + 5, y * 0.9, 4, 0.45, seed + 1)) * 4.2, 0, 1) ** 1.6
    fade = smoothstep(0, 0.22, y) * (1 - smoothstep(0.45, 1.0, y)) * (1 - smoothstep(0.45, 0.95, np.abs(x)))
    card(at, width, height, most * wisps * fade, (1, 1, 1), 0.95)


def garnish(
    centre: Point, radius: float, count: int, rng: np.random.Generator, mat: bpy.types.Material, size: float = 0.06,
    height: float = 0.0,
) -> bpy.types.Object:  # fmt: skip
    """Chopped herbs strewn over a disc."""
    reach, turn = radius * np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
    places = np.array(centre) + np.stack(
        [reach * np.cos(turn), reach * np.sin(turn), height * (1 - (reach / radius) ** 2)], -1
    )
    sizes = size * rng.uniform(0.5, 1.2, (count, 1)) * np.ones((1, 3))
    return strew(blade(0.4, 0.3, rows=5, columns=3), places, turns(rng, count, 0.6), sizes, mat)
