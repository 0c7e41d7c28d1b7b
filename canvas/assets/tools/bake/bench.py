"""The bench on which props are photographed: soft studio light, transparent ground, cropped RGBA output."""

from __future__ import annotations

import os
import time
from pathlib import Path

import bpy
import numpy as np
import stage
from PIL import Image
from shapes import Point, area
from stage import camera, reset

PROPS = Path(__file__).resolve().parents[2] / "props"
SIDE = 640
BORDER = 2


def softbox_sky(rays: np.ndarray) -> np.ndarray:
    """A studio round the bench: two long soft boxes, a bright ceiling, a dim floor. It is what metal mirrors."""
    x, y, z = rays[..., 0], rays[..., 1], rays[..., 2]
    base = 0.34 + 0.38 * np.exp(-(((z + 0.15) / 0.28) ** 2)) + 0.30 * np.clip(z, 0, 1) + 0.05 * np.clip(-z, 0, 1)
    turn = np.degrees(np.arctan2(x, -y))
    left = _window(turn, -78, 20) * _window(np.degrees(np.arcsin(np.clip(z, -1, 1))), 22, 36)
    right = _window(turn, 92, 14) * _window(np.degrees(np.arcsin(np.clip(z, -1, 1))), 16, 42)
    top = np.clip((z - 0.8) / 0.08, 0, 1)
    back = _window(np.abs(turn), 165, 12) * _window(np.degrees(np.arcsin(np.clip(z, -1, 1))), 10, 30)
    return base + 3.4 * left + 2.2 * right + 2.4 * top + 1.8 * back


def _window(value: np.ndarray, centre: float, half: float) -> np.ndarray:
    return np.clip((half - np.abs(value - centre)) / 4, 0, 1)


def set_up(samples: int = 16, bounces: int = 5) -> None:
    reset(samples, bounces)
    scene = bpy.context.scene
    scene.view_settings.exposure = 0.15


def shoot(
    name: str, at: Point, target: Point, *, lens: float = 70, key: float = 330, rim: float = 260, fill: float = 0.55,
    reach: float = 4.0,
) -> None:  # fmt: skip
    """Render what stands on the bench. The key comes from the upper left, a rim from behind on the right.

    `reach` scales the lights' distance; `fill` is the strength of the surrounding studio.
    """
    started = time.time()
    camera(at, target, lens)
    t = np.array(target, float)
    area(tuple(t + reach * np.array([-0.95, -0.85, 0.95])), target, key * (reach / 4) ** 2, 0.45 * reach)
    area(tuple(t + reach * np.array([0.95, 0.75, 0.75])), target, rim * (reach / 4) ** 2, 0.35 * reach)
    stage._world(lambda rays: fill * softbox_sky(rays))
    scene = bpy.context.scene
    scene.render.resolution_x = scene.render.resolution_y = 720
    scene.render.film_transparent = True
    settings = scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "PNG", "RGBA", "8"
    folder = Path(os.environ.get("PROPS", PROPS))
    raw = folder / f"{name}.part.png"
    scene.render.filepath = str(raw)
    bpy.ops.render.render(write_still=True)
    image = Image.open(raw).convert("RGBA")
    box = image.getchannel("A").point(lambda value: 255 if value > 6 else 0).getbbox()
    image = image.crop(box)
    scale = min(1.0, (SIDE - 2 * BORDER) / max(image.size))
    inner = image.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.LANCZOS)
    framed = Image.new("RGBA", (inner.width + 2 * BORDER, inner.height + 2 * BORDER))
    framed.paste(inner, (BORDER, BORDER))
    unfinished = folder / f"{name}.part"
    framed.save(unfinished, "WEBP", quality=86, alpha_quality=90, method=6)
    os.replace(unfinished, folder / f"{name}.webp")
    raw.unlink()
    print(f"{name}: {time.time() - started:.0f} s, {framed.size}", flush=True)
