"""What every bake shares: an empty Blender file, a camera, and rendering one light group after the other.

A scene is lit by groups. `bake` renders each group with the lights and the sky of the others off, lays the group's sky
behind it, adds haze by depth and a soft bloom, and writes the layer as sRGB-encoded WebP.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import bpy
import cv2
import numpy as np
from PIL import Image
from shapes import Point, _aim

PLATES = Path(__file__).resolve().parents[2] / "plates"
Sky = Callable[[np.ndarray], np.ndarray]
"""Directions (..., 3) to radiance (...) or (..., 3)."""


@dataclass
class Group:
    """One light group: lights, (material, emission strength) pairs, a sky, and what is done to the finished layer."""

    lights: list[bpy.types.Object] = field(default_factory=list)
    emitters: list[tuple[bpy.types.Material, float]] = field(default_factory=list)
    sky: Sky | None = None
    gain: float = 1.0
    bloom: float = 0.12
    after: Callable[[np.ndarray], np.ndarray] | None = None


@dataclass
class Haze:
    """Air between the camera and things: half of the light is the air's at `half` metres. `base`..`top`: its height."""

    half: float
    most: float = 0.92
    sky_elevation: float = 0.02


MOST_SAMPLES = 8  # the denoiser does the rest: more took twice as long and looked alike


def reset(samples: int = 16, bounces: int = 4) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = int(os.environ.get("SAMPLES", min(samples, MOST_SAMPLES)))
    scene.cycles.use_denoising = True
    scene.cycles.max_bounces = bounces
    scene.cycles.transparent_max_bounces = 16
    scene.cycles.sample_clamp_indirect = 4
    scene.cycles.seed = 3
    scene.render.resolution_percentage = int(os.environ.get("SCALE", 100))
    scene.render.threads_mode = "FIXED"
    scene.render.threads = 2
    scene.view_settings.view_transform = "Standard"
    scene.world = bpy.data.worlds.new("world")
    scene.world.use_nodes = True


def camera(
    at: Point, target: Point, lens: float = 35, *, focus: float | None = None, fstop: float = 1.8, shift: Point = (0, 0)
) -> None:
    data = bpy.data.cameras.new("camera")
    data.lens, data.shift_x, data.shift_y, data.clip_end = lens, shift[0], shift[1], 5000
    if focus:
        data.dof.use_dof, data.dof.focus_distance, data.dof.aperture_fstop = True, focus, fstop
    bpy.context.scene.camera = _aim(bpy.data.objects.new("camera", data), at, target)


def view_rays(width: int, height: int) -> np.ndarray:
    """Return the direction of every pixel (height, width, 3), top row first."""
    viewer = bpy.context.scene.camera
    half = 18 / viewer.data.lens
    x = ((np.arange(width) + 0.5) / width * 2 - 1 + 2 * viewer.data.shift_x) * half
    y = ((1 - (np.arange(height) + 0.5) / height * 2) * height / width + 2 * viewer.data.shift_y) * half
    rays = np.stack([*np.meshgrid(x, y), np.full((height, width), -1.0)], -1)
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    return rays @ np.array(viewer.matrix_world.to_3x3()).T


def _world(sky: Sky | None) -> None:
    nodes, links = bpy.context.scene.world.node_tree.nodes, bpy.context.scene.world.node_tree.links
    nodes.clear()
    background, output = nodes.new("ShaderNodeBackground"), nodes.new("ShaderNodeOutputWorld")
    links.new(background.outputs[0], output.inputs[0])
    background.inputs[0].default_value = (0, 0, 0, 1)
    if sky is None:
        return
    width, height = 1024, 512
    turn = (0.5 - (np.arange(width) + 0.5) / width) * 2 * np.pi
    lift = ((np.arange(height) + 0.5) / height - 0.5) * np.pi
    turn, lift = np.meshgrid(turn, lift)
    rays = np.stack([np.cos(turn) * np.cos(lift), np.sin(turn) * np.cos(lift), np.sin(lift)], -1)
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = _rgb(sky(rays))
    image = bpy.data.images.new("sky", width, height, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    image.pixels.foreach_set(pixels.ravel())
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = image
    links.new(texture.outputs[0], background.inputs[0])


def _rgb(values: np.ndarray) -> np.ndarray:
    return np.repeat(values[..., None], 3, -1) if values.ndim == 2 else values


def render(width: int, height: int, transparent: bool = False) -> np.ndarray:
    """Render the scene as it stands: linear float32 (height, width, 4), top row first, premultiplied."""
    scene = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.film_transparent = transparent
    settings = scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "OPEN_EXR", "RGBA", "32"
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = str(Path(folder) / "layer.exr")
        bpy.ops.render.render(write_still=True)
        image = bpy.data.images.load(scene.render.filepath)
        image.colorspace_settings.name = "Non-Color"
        pixels = np.empty(image.size[0] * image.size[1] * 4, np.float32)
        image.pixels.foreach_get(pixels)
        shaped = pixels.reshape(image.size[1], image.size[0], 4)[::-1].copy()
        bpy.data.images.remove(image)
    return shaped


def depth(width: int, height: int) -> np.ndarray:
    """Return the distance from the camera in metres (height, width); the sky is 1e5."""
    scene = bpy.context.scene
    override = bpy.data.materials.new("distance")
    override.use_nodes = True
    nodes, links = override.node_tree.nodes, override.node_tree.links
    nodes.clear()
    view, glow, out = (
        nodes.new("ShaderNodeCameraData"),
        nodes.new("ShaderNodeEmission"),
        nodes.new("ShaderNodeOutputMaterial"),
    )
    links.new(view.outputs["View Distance"], glow.inputs["Strength"])
    links.new(glow.outputs[0], out.inputs[0])
    samples, bounces = scene.cycles.samples, scene.cycles.max_bounces
    scene.view_layers[0].material_override = override
    scene.cycles.samples, scene.cycles.max_bounces, scene.cycles.use_denoising = 6, 0, False
    _world(None)
    layer = render(width, height, transparent=True)
    scene.cycles.samples, scene.cycles.max_bounces, scene.cycles.use_denoising = samples, bounces, True
    scene.view_layers[0].material_override = None
    return np.where(layer[..., 3] > 0.02, layer[..., 0] / np.maximum(layer[..., 3], 0.02), 1e5)


def shoulder(layer: np.ndarray, knee: float = 0.72) -> np.ndarray:
    """Roll highlights off towards 1 instead of clipping them."""
    over = np.maximum(layer - knee, 0)
    return np.where(layer > knee, knee + (1 - knee) * (1 - np.exp(-over / (1 - knee))), layer)


def bloom(layer: np.ndarray, amount: float) -> np.ndarray:
    """Let bright places glow, in two sizes."""
    bright = np.minimum(np.maximum(layer - 0.6, 0), 6).astype(np.float32)
    width = layer.shape[1]
    return layer + amount * (
        cv2.GaussianBlur(bright, (0, 0), width / 160) + cv2.GaussianBlur(bright, (0, 0), width / 32)
    )


def save_layer(layer: np.ndarray, path: Path, quality: int = 88) -> None:
    """Write a linear layer as sRGB WebP, dithered against banding."""
    layer = np.clip(layer, 0, 1)
    coded = np.where(layer <= 0.0031308, layer * 12.92, 1.055 * np.maximum(layer, 1e-9) ** (1 / 2.4) - 0.055)
    noise = np.random.default_rng(1).random(layer.shape[:2])[..., None] - 0.5
    pixels = np.clip(coded * 255 + noise * 0.8 + 0.5, 0, 255).astype(np.uint8)
    unfinished = path.with_suffix(".part")
    Image.fromarray(pixels).save(unfinished, "WEBP", quality=quality, method=6)
    os.replace(unfinished, path)


def bake(
    name: str, groups: dict[str, Group], *, size: tuple[int, int] = (960, 540), haze: Haze | None = None,
    only: str = os.environ.get("LAYERS", ""),
) -> None:  # fmt: skip
    """Render each group alone and write `<name>_<group>.webp` into the plates folder (or `$PLATES`)."""
    scale = bpy.context.scene.render.resolution_percentage / 100
    width, height = size
    folder = Path(os.environ.get("PLATES", PLATES))
    bpy.context.view_layer.update()
    rays = view_rays(round(width * scale), round(height * scale))
    air = None
    if haze:
        distance = depth(width, height)
        air = (haze.most * (1 - 0.5 ** (distance / haze.half)))[..., None]
        air[distance > 9e4] = 0
    for key, group in groups.items():
        if only and key not in only:
            continue
        started = time.time()
        for other_key, other in groups.items():
            for light in other.lights:
                light.hide_render = other_key != key
            for mat, strength in other.emitters:
                shader = mat.node_tree.nodes["Principled BSDF"]
                shader.inputs["Emission Strength"].default_value = strength if other_key == key else 0
        _world(group.sky)
        image = render(width, height, transparent=True)
        layer, cover = image[..., :3].astype(np.float64), image[..., 3:]
        behind = _rgb(group.sky(rays)) if group.sky else np.zeros_like(layer)
        if air is not None and group.sky:
            level = rays.copy()
            level[..., 2] = haze.sky_elevation
            level /= np.linalg.norm(level, axis=-1, keepdims=True)
            layer = layer * (1 - air) + _rgb(group.sky(level)) * air * cover
        elif air is not None:
            layer = layer * (1 - air)
        layer = (layer + behind * (1 - cover)) * group.gain
        if group.after:
            layer = group.after(layer)
        save_layer(shoulder(bloom(layer, group.bloom)), folder / f"{name}_{key}.webp")
        print(
            f"{name}_{key}: {time.time() - started:.0f} s, mean {layer.mean():.3f}, p99 {np.percentile(layer, 99):.2f}",
            flush=True,
        )
