"""Materials, shapes and lights: what sets and props are built of."""

from __future__ import annotations

import math
from collections.abc import Sequence

import bpy  # provides bmesh, so it comes first

# isort: split
import bmesh
import numpy as np
from mathutils import Vector

Point = Sequence[float]


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


def tube(path: np.ndarray, radius: np.ndarray | float, mat: bpy.types.Material, sides: int = 20) -> bpy.types.Object:
    """A round tube along a path (n, 3); `radius` per point or one for all."""
    path = np.asarray(path, float)
    ahead = np.gradient(path, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    up = np.array([0.03, 1.0, 0.02])
    side = np.cross(ahead, up)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    other = np.cross(side, ahead)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    thick = np.broadcast_to(radius, (len(path),))[:, None, None]
    ring = path[:, None] + thick * (
        np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    )
    return grid(ring[..., 0], ring[..., 1], ring[..., 2], mat)


def star(at: tuple[float, float, float], radius: float, thick: float, mat: bpy.types.Material) -> None:
    """A five-pointed star with a raised middle, facing -y."""
    turn = np.pi / 2 + np.arange(10) * np.pi / 5
    reach = np.where(np.arange(10) % 2, radius * 0.42, radius)
    rim = np.stack([reach * np.cos(turn), np.zeros(10), reach * np.sin(turn)], -1)
    vertices = np.concatenate([rim, [[0, -thick, 0]]]) + at
    mesh(vertices, np.array([[i, (i + 1) % 10, 10] for i in range(10)]), mat, smooth=False)
