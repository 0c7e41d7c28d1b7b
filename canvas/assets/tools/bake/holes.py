"""Props computed without a renderer: a black hole by tracing light round a mass, and a flame by warped noise."""

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


def black_hole() -> None:
    """Light rays bent by a Schwarzschild mass (radius 1) through a thin hot disc seen almost edge-on."""
    width, height, half = 1100, 760, 13.2
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
    for _ in range(520):
        radius = np.sqrt((position**2).sum(-1))
        step = np.clip(0.055 * radius, 0.03, 1.6)[..., None]
        bend = -1.5 * momentum[..., None] * position / np.maximum(radius, 0.3)[..., None] ** 5
        velocity = velocity + bend * step
        moved = position + velocity * step
        crossing = (position[..., 2] * moved[..., 2] < 0) & ~fallen
        if crossing.any():
            share = position[..., 2] / (position[..., 2] - moved[..., 2] + 1e-12)
            hit = position + (moved - position) * share[..., None]
            reach, turn = np.hypot(hit[..., 0], hit[..., 1]), np.arctan2(hit[..., 1], hit[..., 0])
            swirl = turn + 5.5 / np.sqrt(np.maximum(reach, 1.5))
            gas = 0.55 + 0.45 * fbm(reach * 1.9 + 4, np.cos(swirl) * 2.0 + np.sin(swirl) * 1.4 + 9, 6, 0.6, 3)
            gas *= 0.75 + 0.35 * np.sin(reach * 9 + 3 * fbm(reach, swirl * 0.8, 3, seed=8))
            shape = smoothstep(2.7, 3.3, reach) * (1 - smoothstep(6.5, 12.0, reach))
            speed = 1 / np.sqrt(np.maximum(2 * (reach - 1), 1.2))
            towards = -np.sin(turn) * speed
            doppler = (1 / (1 + 0.85 * towards)) ** 3
            heat = np.clip(gas, 0.05, 1.4) * shape * (3.3 / np.maximum(reach, 2.8)) ** 1.7 * doppler
            warmth = np.clip((heat / 1.5) ** 0.5, 0, 1)[..., None]
            tone = np.array([1.0, 0.30, 0.045]) * (1 - warmth) + np.array([1.0, 0.80, 0.50]) * warmth
            amount = np.where(crossing, heat * passing, 0)[..., None]
            light += 2.3 * amount * tone
            passing = np.where(crossing, passing * (1 - 0.8 * np.clip(shape * gas, 0, 1)), passing)
        fallen |= radius < 1.02
        position = np.where(fallen[..., None], position, moved)
    shadow = fallen.astype(float)
    glow = light.astype(np.float32)
    light = light + 0.30 * cv2.GaussianBlur(glow, (0, 0), 5) + 0.22 * cv2.GaussianBlur(glow, (0, 0), 18) + 0.16 * cv2.GaussianBlur(glow, (0, 0), 46)
    shown = 1 - np.exp(-1.5 * light)
    bright = shown.max(-1)
    shadow = cv2.GaussianBlur(shadow.astype(np.float32), (0, 0), 1.0)
    edge = 1 - smoothstep(0.82, 1.0, np.maximum(np.abs(px) / half, np.abs(py) / (half * height / width)))
    alpha = np.maximum(np.clip(bright * 1.15, 0, 1), shadow) * edge
    colour = np.clip(shown, 0, 1) ** (1 / 2.2) / np.maximum(np.clip(bright * 1.15, 1e-3, 1), shadow)[..., None] ** (1 / 2.2)
    save_prop("black_hole", colour, alpha)


def flame() -> None:
    """A tall fire: tongues of warped noise, white-hot below, deep orange at the tips."""
    width, height = 720, 900
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 2.5, height)[::-1])
    rise = y / 2.5
    bend = 0.30 * fbm(x * 1.2, y * 1.3 - 3, 4, seed=3) * rise**0.7
    wx = x + bend + 0.10 * fbm(x * 3, y * 2.2, 3, seed=9) * rise
    tongues = 0.5 + 0.5 * fbm(wx * 2.6, y * 0.85 - 2 + 0.4 * fbm(x * 2, y * 2, 3, seed=5), 5, 0.55, seed=11)
    envelope = 0.86 * (1 - rise) ** 0.62 * np.clip(rise * 9 + 0.35, 0, 1) ** 0.5
    body = envelope + 0.95 * (tongues - 0.52) * (0.25 + rise) - np.abs(wx)
    heat = np.clip(body * 1.9, 0, 1.6)
    detail = 0.75 + 0.5 * fbm(wx * 6, y * 2.6 - 5 + 0.6 * fbm(x * 4, y * 3, 3, seed=15), 5, 0.6, seed=17)
    heat = heat * np.clip(detail, 0.35, 1.4)
    stops = np.array([0.0, 0.16, 0.38, 0.68, 1.1])
    table = np.array([[0.75, 0.06, 0.0], [1.0, 0.22, 0.0], [1.0, 0.52, 0.03], [1.0, 0.84, 0.26], [1.0, 0.98, 0.80]])
    colour = np.stack([np.interp(heat, stops, table[:, channel]) for channel in range(3)], -1)
    alpha = smoothstep(0.0, 0.17, heat) * smoothstep(0, 0.03, rise)
    rng = np.random.default_rng(4)
    for _ in range(46):
        sx, sy = int(rng.normal(0.5, 0.20) * width), int(rng.uniform(0.02, 0.7) * height)
        size = int(rng.integers(1, 5))
        if 8 < sx < width - 8:
            cv2.circle(alpha, (sx, sy), size, float(rng.uniform(0.6, 1)), -1, cv2.LINE_AA)
            cv2.circle(colour, (sx, sy), size + 2, (1.0, float(rng.uniform(0.45, 0.8)), 0.12), -1, cv2.LINE_AA)
    save_prop("flame", colour, alpha)
