"""Props computed without a renderer: a black hole by tracing light round a mass, a flame, two planets."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
from bench import BORDER, PROPS, SIDE
from noise import fbm, smoothstep
from PIL import Image


def save_prop(name: str, colour: np.ndarray, alpha: np.ndarray) -> None:
    """Crop to the alpha, scale and write: colour (h, w, 3) sRGB 0..1 and alpha (h, w), not premultiplied."""
    pixels = (np.clip(np.dstack([colour, alpha]), 0, 1) * 255 + 0.5).astype(np.uint8)
    image = Image.fromarray(pixels, "RGBA")
    image = image.crop(image.getchannel("A").point(lambda value: 255 if value > 6 else 0).getbbox())
    scale = min(1.0, (SIDE - 2 * BORDER) / max(image.size))
    image = image.resize([round(side * scale) for side in image.size], Image.Resampling.LANCZOS)
    framed = Image.new("RGBA", (image.width + 2 * BORDER, image.height + 2 * BORDER))
    framed.paste(image, (BORDER, BORDER))
    folder = Path(os.environ.get("PROPS", PROPS))
    framed.save(folder / f"{name}.part", "WEBP", quality=88, alpha_quality=92, method=6)
    os.replace(folder / f"{name}.part", folder / f"{name}.webp")
    print(name, framed.size, flush=True)


def disc(hit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Brightness and opacity of the gas at points (n, 3) of the disc's plane; what turns towards us is brighter."""
    reach, turn = np.hypot(hit[:, 0], hit[:, 1]), np.arctan2(hit[:, 1], hit[:, 0])
    swirl = turn + 5.5 / np.sqrt(np.maximum(reach, 1.5))
    gas = 0.55 + 0.45 * fbm(reach * 1.9 + 4, np.cos(swirl) * 2.0 + np.sin(swirl) * 1.4 + 9, 6, 0.6, 3)
    gas *= 0.75 + 0.35 * np.sin(reach * 9 + 3 * fbm(reach, swirl * 0.8, 3, seed=8))
    shape = smoothstep(2.7, 3.3, reach) * (1 - smoothstep(6.5, 12.0, reach))
    speed = 1 / np.sqrt(np.maximum(2 * (reach - 1), 1.2))
    doppler = (1 / (1 - 0.85 * np.sin(turn) * speed)) ** 3
    heat = np.clip(gas, 0.05, 1.4) * shape * (3.3 / np.maximum(reach, 2.8)) ** 1.7 * doppler
    return heat, np.clip(shape * gas, 0, 1)


def black_hole() -> None:
    """Light rays bent by a Schwarzschild mass (radius 1) through a thin hot disc seen almost edge-on."""
    width, height, half = 900, 620, 13.2
    px, py = np.meshgrid((np.arange(width) + 0.5) / width * 2 - 1, 1 - (np.arange(height) + 0.5) / height * 2)
    px, py = px * half, py * half * height / width
    tilt, roll = np.radians(9.0), np.radians(-14.0)
    sx, sy = px * np.cos(roll) - py * np.sin(roll), px * np.sin(roll) + py * np.cos(roll)
    forward = np.array([0, np.cos(tilt), -np.sin(tilt)])
    right, up = np.array([1.0, 0, 0]), np.array([0, np.sin(tilt), np.cos(tilt)])
    position = (-40 * forward)[None, None] + sx[..., None] * right + sy[..., None] * up
    velocity = np.broadcast_to(forward, position.shape).copy()
    spin = np.cross(position, velocity)
    momentum = (spin**2).sum(-1)
    light = np.zeros((height, width, 3))
    passing = np.ones((height, width))
    fallen = np.zeros((height, width), bool)
    for _ in range(260):
        radius = np.sqrt((position**2).sum(-1))
        step = np.clip(0.09 * radius, 0.04, 2.4)[..., None]
        bend = -1.5 * momentum[..., None] * position / np.maximum(radius, 0.3)[..., None] ** 5
        velocity = velocity + bend * step
        moved = position + velocity * step
        crossing = (position[..., 2] * moved[..., 2] < 0) & ~fallen
        if crossing.any():
            start, end = position[crossing], moved[crossing]
            share = start[:, 2] / (start[:, 2] - end[:, 2] + 1e-12)
            hit = start + (end - start) * share[:, None]
            heat, cover = disc(hit)
            warmth = np.clip((heat / 1.5) ** 0.5, 0, 1)[:, None]
            tone = np.array([1.0, 0.20, 0.015]) * (1 - warmth) + np.array([1.0, 0.66, 0.28]) * warmth
            light[crossing] += 1.5 * (heat * passing[crossing])[:, None] * tone
            passing[crossing] *= 1 - 0.8 * cover
        fallen |= radius < 1.02
        position = np.where(fallen[..., None], position, moved)
    # Whatever stands behind the prop must not show between the shadow and the disc.
    shadow = np.maximum(fallen, 1 - smoothstep(4.0, 4.9, np.hypot(sx, sy)))
    glow = light.astype(np.float32)
    light = (
        light
        + 0.30 * cv2.GaussianBlur(glow, (0, 0), 4)
        + 0.10 * cv2.GaussianBlur(glow, (0, 0), 15)
        + 0.06 * cv2.GaussianBlur(glow, (0, 0), 38)
    )
    shown = 1 - np.exp(-1.25 * light)
    bright = shown.max(-1)
    shadow = cv2.GaussianBlur(shadow.astype(np.float32), (0, 0), 1.0)
    edge = 1 - smoothstep(0.82, 1.0, np.maximum(np.abs(px) / half, np.abs(py) / (half * height / width)))
    alpha = np.maximum(np.clip(bright * 1.15, 0, 1), shadow) * edge
    colour = np.clip(shown, 0, 1) ** (1 / 2.2) / np.maximum(np.clip(bright * 1.15, 1e-3, 1), shadow)[..., None] ** (
        1 / 2.2
    )
    save_prop("black_hole", colour, alpha)


def flame() -> None:
    """A tall fire: tongues of warped noise, white-hot below, deep orange at the tips."""
    width, height = 720, 900
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 2.5, height)[::-1])
    rise = y / 2.5
    bend = 0.30 * fbm(x * 1.2, y * 1.3 - 3, 4, seed=3) * rise**0.7
    wx = x + bend + 0.10 * fbm(x * 3, y * 2.2, 3, seed=9) * rise
    tongues = 0.5 + 0.5 * fbm(wx * 3.0, y * 0.8 - 2 + 0.4 * fbm(x * 2, y * 2, 3, seed=5), 5, 0.55, seed=11)
    envelope = 0.92 * (1 - rise) ** 0.75 * np.clip(rise * 3.4 + 0.10, 0, 1) ** 0.55
    body = envelope + 1.5 * (tongues - 0.5) * (0.2 + rise) - np.abs(wx)
    heat = np.clip(body * 1.9, 0, 1.6)
    detail = 0.75 + 0.5 * fbm(wx * 6, y * 2.6 - 5 + 0.6 * fbm(x * 4, y * 3, 3, seed=15), 5, 0.6, seed=17)
    heat = heat * np.clip(detail, 0.35, 1.4)
    stops = np.array([0.0, 0.16, 0.38, 0.68, 1.1])
    table = np.array([[0.75, 0.06, 0.0], [1.0, 0.22, 0.0], [1.0, 0.52, 0.03], [1.0, 0.84, 0.26], [1.0, 0.98, 0.80]])
    colour = np.stack([np.interp(heat, stops, table[:, channel]) for channel in range(3)], -1)
    alpha = smoothstep(0.0, 0.17, heat) * smoothstep(0, 0.07, rise)
    rng = np.random.default_rng(4)
    for _ in range(46):
        sx, sy = int(rng.normal(0.5, 0.20) * width), int(rng.uniform(0.02, 0.7) * height)
        size = int(rng.integers(1, 5))
        if 8 < sx < width - 8:
            cv2.circle(alpha, (sx, sy), size, float(rng.uniform(0.6, 1)), -1, cv2.LINE_AA)
            cv2.circle(colour, (sx, sy), size + 2, (1.0, float(rng.uniform(0.45, 0.8)), 0.12), -1, cv2.LINE_AA)
    save_prop("flame", colour, alpha)


def _globe(size: int, radius: float, turn: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return x, y on the picture (-1..1), surface normals towards the viewer and an anti-aliased disc mask."""
    x, y = np.meshgrid(np.linspace(-1, 1, size), np.linspace(1, -1, size))
    away = np.hypot(x, y) / radius
    depth = np.sqrt(np.maximum(1 - away**2, 0))
    normal = np.stack([x / radius, y / radius, depth], -1)
    c, s = np.cos(turn), np.sin(turn)
    return (
        x,
        y,
        normal @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]),
        1 - smoothstep(1 - 2.2 / (size * radius), 1.0, away),
    )


def _lit(x: np.ndarray, y: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return daylight, the rim's share and a sharp highlight for light from the upper left."""
    depth = np.sqrt(np.maximum(1 - (x**2 + y**2) / radius**2, 0))
    sun = np.array([-0.55, 0.55, 0.62]) / np.linalg.norm([-0.55, 0.55, 0.62])
    dot = x / radius * sun[0] + y / radius * sun[1] + depth * sun[2]
    return smoothstep(-0.25, 0.95, dot), (1 - depth) ** 2.6, np.clip(dot, 0, 1) ** 24


def earth() -> None:
    """A planet like ours, with invented continents, clouds and a thin blue atmosphere."""
    size, radius = 760, 0.93
    x, y, normal, disc_mask = _globe(size, radius, 0.35)
    day, rim, shine = _lit(x, y, radius)
    lon, lat = np.arctan2(normal[..., 0], normal[..., 2]), np.arcsin(np.clip(normal[..., 1], -1, 1))
    a, b, c = 1.7 * normal[..., 0] + 5.2, 1.7 * normal[..., 1] + 0.6 * normal[..., 2], 1.3 * normal[..., 2]
    height = fbm(a + 0.5 * fbm(a * 1.5, b * 1.5 + c, 4, seed=2), b + c, 7, 0.55, 22)
    land = smoothstep(0.02, 0.05, height)[..., None]
    dry = smoothstep(0.1, 0.55, fbm(a * 1.4, b * 1.4 - c, 5, seed=9) + 0.45 - 0.9 * np.abs(lat))[..., None]
    ocean = np.array([0.008, 0.055, 0.20]) + np.array([0.01, 0.12, 0.22]) * smoothstep(-0.22, 0.03, height)[..., None]
    ground = np.array([0.05, 0.19, 0.035]) * (1 - dry) + np.array([0.46, 0.32, 0.13]) * dry
    ground = ground * (0.7 + 0.9 * np.clip(height, 0, 1)[..., None])
    surface = ocean * (1 - land) + ground * land
    ice = smoothstep(1.05, 1.2, np.abs(lat) + 0.18 * height)[..., None]
    surface = surface * (1 - ice) + 0.85 * ice
    swirl = fbm(lon * 1.6, lat * 3, 3, seed=31)
    cloud = (
        smoothstep(0.05, 0.6, fbm(a * 1.6 + 0.7 * swirl, b * 2.6 + c + 0.5 * swirl, 7, 0.58, 40) + 0.06)[..., None]
        * 0.92
    )
    surface = surface * (1 - cloud) + 0.9 * cloud
    light = day[..., None] * (surface * 1.55 + (1 - cloud) * (1 - land) * 0.5 * shine[..., None])
    light = light * (1 - 0.75 * rim[..., None]) + rim[..., None] * np.array([0.16, 0.50, 1.0]) * (
        0.25 + 1.0 * day[..., None]
    )
    away = np.hypot(x, y) / radius
    halo = (
        np.exp(-np.maximum(away - 1, 0) / 0.022)
        * (0.25 + 0.75 * smoothstep(-1.2, 0.9, -x + y))
        * (1 - smoothstep(1.03, 1.07, away))
    )
    alpha = np.maximum(disc_mask, 0.9 * halo)
    tone = light * disc_mask[..., None] + np.array([0.25, 0.60, 1.0]) * (1 - disc_mask[..., None])
    save_prop("earth", np.clip(tone, 0, 1) ** (1 / 2.2), alpha)


def planet() -> None:
    """A banded gas giant with a broad ring."""
    size, radius = 1100, 0.47
    roll, open_angle = -0.42, 0.30
    x, y, normal, disc_mask = _globe(size, radius, roll)
    day, rim, shine = _lit(x, y, radius)
    lat = normal[..., 1] * np.cos(open_angle) - normal[..., 2] * np.sin(open_angle)
    lon = np.arctan2(normal[..., 0], normal[..., 2])
    flow = fbm(lon * 1.4, lat * 7, 5, seed=4)
    band = 0.5 + 0.9 * fbm(0 * lat + 3.3, lat * 6.5 + 0.16 * flow, 5, 0.6, 8)
    fine = 0.5 + 0.5 * np.sin(lat * 34 + 1.6 * flow)
    tone = np.array([0.66, 0.22, 0.05]) * (1 - band[..., None]) + np.array([1.0, 0.70, 0.30]) * band[..., None]
    tone = np.clip(tone, 0.02, 1.2) * (0.86 + 0.18 * fine[..., None])
    c, s = np.cos(roll), np.sin(roll)
    u, v = x * c + y * s, (-x * s + y * c) / np.sin(open_angle)
    reach = np.hypot(u, v) / radius
    ring_mask = smoothstep(1.28, 1.31, reach) * (1 - smoothstep(2.02, 2.06, reach))
    groove = 0.55 + 0.45 * fbm(reach * 9, 0 * reach + 2, 6, 0.62, 12)
    gap = 1 - 0.9 * np.exp(-(((reach - 1.72) / 0.022) ** 2)) - 0.5 * np.exp(-(((reach - 1.42) / 0.012) ** 2))
    ring_alpha = np.clip(ring_mask * (0.45 + 0.65 * groove) * gap, 0, 1)
    shade = 1 - 0.85 * (
        np.exp(-(((u * 0.75 - v * np.sin(open_angle) * 0.9) / (radius * 0.8)) ** 2)) * (v > 0) * (u > -0.1)
    )
    ring_tone = (
        (np.array([0.80, 0.46, 0.18]) + 0.2 * groove[..., None]) * (0.55 + 0.6 * groove[..., None]) * shade[..., None]
    )
    body = day[..., None] * tone * 1.25 + 0.25 * shine[..., None] * day[..., None]
    body = body * (1 - 0.45 * rim[..., None]) + rim[..., None] * day[..., None] * np.array([0.5, 0.32, 0.2])
    front = (v < 0) * ring_alpha
    behind = (v >= 0) * ring_alpha * (1 - disc_mask)
    alpha = np.maximum(np.maximum(disc_mask, front), behind)
    colour = body * (disc_mask * (1 - front))[..., None] + ring_tone * (front + behind * (1 - front))[..., None]
    colour = colour / np.maximum((disc_mask * (1 - front)) + front + behind * (1 - front), 1e-3)[..., None]
    save_prop("planet", np.clip(colour, 0, 1) ** (1 / 2.2), alpha)
