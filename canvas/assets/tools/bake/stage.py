"""What every bake shares: an empty Blender file, materials, shapes, lights, a camera, and rendering one light group.

A scene is lit by groups. `bake` renders each group with the lights and the sky of the others off, lays the group's sky
behind it, adds haze by depth and a soft bloom, and writes the layer as sRGB-encoded WebP.
"""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import bmesh
import bpy
import cv2
import numpy as np
from mathutils import Vector
from PIL import Image

PLATES = Path(__file__).resolve().parents[2] / "plates"
Point = Sequence[float]
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


def reset(samples: int = 24, bounces: int = 4) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = int(os.environ.get("SAMPLES", samples))
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


def material(
    colour: Point,
    rough: float = 0.5,
    metal: float = 0.0,
    *,
    glow: bool = False,
    noise: tuple[float, Point, Point] | None = None,
    stretch: Point = (1, 1, 1),
    bump: float = 0.0,
    coat: float = 0.0,
    transmission: float = 0.0,
    subsurface: float = 0.0,
) -> bpy.types.Material:
    """Return a principled material. `noise` is (scale, dark colour, light colour); `glow` makes it a white emitter."""
    made = bpy.data.materials.new("material")
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Metallic"].default_value = metal
    shader.inputs["Coat Weight"].default_value = coat
    shader.inputs["Transmission Weight"].default_value = transmission
    shader.inputs["Subsurface Weight"].default_value = subsurface
    if glow:
        shader.inputs["Emission Color"].default_value = (*colour, 1)
        shader.inputs["Emission Strength"].default_value = 0
    if noise:
        scale, dark, light = noise
        coordinates, mapping = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
        texture, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeValToRGB")
        mapping.inputs["Scale"].default_value = tuple(stretch)
        texture.inputs["Scale"].default_value = scale
        texture.inputs["Detail"].default_value = 8
        ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.35, 0.68
        ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*dark, 1), (*light, 1)
        links.new(coordinates.outputs["Object"], mapping.inputs[0])
        links.new(mapping.outputs[0], texture.inputs["Vector"])
        links.new(texture.outputs[0], ramp.inputs[0])
        links.new(ramp.outputs[0], shader.inputs["Base Color"])
        if bump:
            relief = nodes.new("ShaderNodeBump")
            relief.inputs["Strength"].default_value = bump
            links.new(texture.outputs[0], relief.inputs["Height"])
            links.new(relief.outputs[0], shader.inputs["Normal"])
    return made


def _shape(made: bpy.types.Object, mat: bpy.types.Material | None, bevel: float, smooth: bool) -> bpy.types.Object:
    if mat:
        made.data.materials.append(mat)
    if bevel:
        modifier = made.modifiers.new("bevel", "BEVEL")
        modifier.width, modifier.segments, modifier.limit_method = bevel, 3, "ANGLE"
    if smooth:
        bpy.ops.object.shade_auto_smooth()
    return made


def box(
    at: Point, size: Point, mat: bpy.types.Material, turn: Point = (0, 0, 0), bevel: float = 0.02
) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add(size=1, location=at, rotation=turn)
    made = bpy.context.object
    made.scale = size
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    return _shape(made, mat, bevel, smooth=False)


def cylinder(
    at: Point, radius: float, depth: float, mat: bpy.types.Material, turn: Point = (0, 0, 0), bevel: float = 0.02,
    sides: int = 64, top: float | None = None,
) -> bpy.types.Object:  # fmt: skip
    bpy.ops.mesh.primitive_cone_add(
        radius1=radius, radius2=radius if top is None else top, depth=depth, location=at, rotation=turn, vertices=sides
    )
    return _shape(bpy.context.object, mat, bevel, smooth=sides > 12)


def sphere(
    at: Point, radius: float, mat: bpy.types.Material, scale: Point = (1, 1, 1), rings: int = 32
) -> bpy.types.Object:
    bpy.ops.mesh.primitive_uv_sphere_add(radius=radius, location=at, segments=rings * 2, ring_count=rings)
    made = bpy.context.object
    made.scale = scale
    made.data.materials.append(mat)
    bpy.ops.object.shade_smooth()
    return made


def torus(
    at: Point, radius: float, thickness: float, mat: bpy.types.Material, turn: Point = (0, 0, 0)
) -> bpy.types.Object:
    bpy.ops.mesh.primitive_torus_add(
        location=at, rotation=turn, major_radius=radius, minor_radius=thickness, major_segments=96, minor_segments=24
    )
    bpy.ops.object.shade_smooth()
    return _shape(bpy.context.object, mat, 0, smooth=False)


def plane(at: Point, size: float, mat: bpy.types.Material, turn: Point = (0, 0, 0)) -> bpy.types.Object:
    bpy.ops.mesh.primitive_plane_add(size=size, location=at, rotation=turn)
    made = bpy.context.object
    made.data.materials.append(mat)
    return made


def mesh(vertices: np.ndarray, faces: np.ndarray, mat: bpy.types.Material, smooth: bool = True) -> bpy.types.Object:
    """Make an object of vertices (n, 3) and quads or triangles (m, 3 or 4)."""
    data = bpy.data.meshes.new("mesh")
    data.from_pydata(vertices.tolist(), [], faces.tolist())
    data.polygons.foreach_set("use_smooth", np.full(len(faces), smooth))
    data.update()
    made = bpy.data.objects.new("mesh", data)
    bpy.context.scene.collection.objects.link(made)
    data.materials.append(mat)
    return made


def grid(x: np.ndarray, y: np.ndarray, z: np.ndarray, mat: bpy.types.Material) -> bpy.types.Object:
    """Make a smooth surface of three (rows, columns) arrays."""
    rows, columns = z.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    return mesh(np.stack([x, y, z], -1).reshape(-1, 3), faces, mat)


def lathe(
    profile: Sequence[Point], mat: bpy.types.Material, at: Point = (0, 0, 0), sides: int = 96, sharp: bool = False
) -> bpy.types.Object:
    """Turn a profile of (radius, height) points round the z axis. `sharp` keeps edges over 30 degrees hard."""
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    radius, height = np.array(profile, float).T
    made = grid(
        np.outer(radius, np.cos(turn)), np.outer(radius, np.sin(turn)), np.repeat(height[:, None], sides + 1, 1), mat
    )
    made.location = at
    if sharp:
        bpy.ops.object.select_all(action="DESELECT")
        made.select_set(True)
        bpy.context.view_layer.objects.active = made
        bpy.ops.object.shade_auto_smooth()
    return made


def tint_by_vertex(made: bpy.types.Object, colours: np.ndarray) -> None:
    """Give the object's first material a base colour per vertex (n, 3)."""
    layer = made.data.color_attributes.new("tint", "FLOAT_COLOR", "POINT")
    values = np.ones((len(colours), 4), np.float32)
    values[:, :3] = colours
    layer.data.foreach_set("color", values.ravel())
    nodes, links = made.data.materials[0].node_tree.nodes, made.data.materials[0].node_tree.links
    attribute = nodes.new("ShaderNodeVertexColor")
    attribute.layer_name = "tint"
    links.new(attribute.outputs["Color"], nodes["Principled BSDF"].inputs["Base Color"])


def ball(radius: float = 1.0, detail: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Return the vertices and triangles of an evenly divided sphere."""
    shape = bmesh.new()
    bmesh.ops.create_icosphere(shape, subdivisions=detail, radius=radius)
    points = np.array([vertex.co[:] for vertex in shape.verts])
    faces = np.array([[vertex.index for vertex in face.verts] for face in shape.faces])
    shape.free()
    return points, faces


def _aim(made: bpy.types.Object, at: Point, target: Point) -> bpy.types.Object:
    made.location = at
    made.rotation_euler = (Vector(target) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(made)
    return made


def area(at: Point, target: Point, watts: float, size: float, height: float | None = None) -> bpy.types.Object:
    light = bpy.data.lights.new("area", "AREA")
    light.energy, light.size = watts, size
    if height is not None:
        light.shape, light.size_y = "RECTANGLE", height
    return _aim(bpy.data.objects.new("area", light), at, target)


def spot(
    at: Point, target: Point, watts: float, angle: float, blend: float = 0.3, soft: float = 0.15
) -> bpy.types.Object:
    light = bpy.data.lights.new("spot", "SPOT")
    light.energy, light.spot_size, light.spot_blend, light.shadow_soft_size = watts, math.radians(angle), blend, soft
    return _aim(bpy.data.objects.new("spot", light), at, target)


def point(at: Point, watts: float, soft: float = 0.1) -> bpy.types.Object:
    light = bpy.data.lights.new("point", "POINT")
    light.energy, light.shadow_soft_size = watts, soft
    return _aim(bpy.data.objects.new("point", light), at, (at[0], at[1], at[2] - 1))


def sun(direction: Point, strength: float, angle: float = 1.0) -> bpy.types.Object:
    """A sun that stands in `direction` (unit vector from the ground towards it)."""
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.angle = strength, math.radians(angle)
    return _aim(bpy.data.objects.new("sun", light), tuple(np.array(direction) * 50), (0, 0, 0))


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


def boxes(items: Sequence[tuple[Point, Point, float]], mat: bpy.types.Material, bevel: float = 0.0) -> bpy.types.Object:
    """Make many boxes as one object: (centre, size, turn round z in radians) each."""
    corners = np.array([[x, y, z] for z in (-0.5, 0.5) for y in (-0.5, 0.5) for x in (-0.5, 0.5)])
    sides = np.array([[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]])
    vertices, faces = [], []
    for number, (centre, size, turn) in enumerate(items):
        c, s = math.cos(turn), math.sin(turn)
        vertices.append((corners * size) @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + centre)
        faces.append(sides + 8 * number)
    made = mesh(np.concatenate(vertices), np.concatenate(faces), mat, smooth=False)
    if bevel:
        modifier = made.modifiers.new("bevel", "BEVEL")
        modifier.width, modifier.segments = bevel, 2
    return made


def picture(pixels: np.ndarray, name: str = "picture") -> bpy.types.Image:
    """Make an image of linear values (height, width, 3), top row first."""
    image = bpy.data.images.new(name, pixels.shape[1], pixels.shape[0], float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    full = np.ones((*pixels.shape[:2], 4), np.float32)
    full[..., :3] = pixels[::-1]
    image.pixels.foreach_set(full.ravel())
    return image


def screen_material(pixels: np.ndarray, rough: float = 0.15, base: Point = (0.01, 0.01, 0.012)) -> bpy.types.Material:
    """Return a dark material that shines with a picture laid over the object's UVs."""
    made = material(base, rough, glow=True)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = picture(pixels)
    links.new(texture.outputs[0], nodes["Principled BSDF"].inputs["Emission Color"])
    return made
