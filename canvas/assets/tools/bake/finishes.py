"""Materials that shine of themselves, let light through or carry a picture."""

from __future__ import annotations

import bpy
import numpy as np
from shapes import Point, material, picture, plane, point, screen_material


def glowing(colour: Point, strength: float = 1.2) -> bpy.types.Material:
    """Return a material that shines in a colour. Over about 1.5 the colour washes out to white."""
    made = material(colour, 0.4, glow=True)
    made.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = strength
    return made


def glow_by_vertex(made: bpy.types.Object, colours: np.ndarray, strength: float = 1.2) -> None:
    """Let the object's first material shine in a colour per vertex (n, 3)."""
    layer = made.data.color_attributes.new("glow", "FLOAT_COLOR", "POINT")
    layer.data.foreach_set("color", np.c_[colours, np.ones(len(colours))].astype(np.float32).ravel())
    nodes, links = made.data.materials[0].node_tree.nodes, made.data.materials[0].node_tree.links
    attribute = nodes.new("ShaderNodeVertexColor")
    attribute.layer_name = "glow"
    links.new(attribute.outputs["Color"], nodes["Principled BSDF"].inputs["Emission Color"])
    nodes["Principled BSDF"].inputs["Emission Strength"].default_value = strength


def hue(share: np.ndarray | float) -> np.ndarray:
    """Return saturated colours (..., 3) round the colour wheel for shares 0..1, linear."""
    turn = np.asarray(share, float)[..., None] * 6 + np.array([0.0, 4.0, 2.0])
    return np.clip(np.abs(turn % 6 - 3) - 1, 0, 1) ** 1.6 * 0.97 + 0.02


def clear_pane(tint: Point = (1, 1, 1), mirror: float = 0.10) -> bpy.types.Material:
    """Return thin glass: it mirrors a little, more at a slant, and does not bend what is behind it."""
    made = bpy.data.materials.new("pane")
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    nodes.clear()
    through, gloss = nodes.new("ShaderNodeBsdfTransparent"), nodes.new("ShaderNodeBsdfGlossy")
    mix, slant, out = (
        nodes.new("ShaderNodeMixShader"),
        nodes.new("ShaderNodeLayerWeight"),
        nodes.new("ShaderNodeOutputMaterial"),
    )
    through.inputs["Color"].default_value = (*tint, 1)
    gloss.inputs["Roughness"].default_value = 0.02
    slant.inputs["Blend"].default_value = mirror
    links.new(slant.outputs["Fresnel"], mix.inputs[0])
    links.new(through.outputs[0], mix.inputs[1])
    links.new(gloss.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], out.inputs[0])
    return made


def printed(pixels: np.ndarray, rough: float = 0.5, coat: float = 0.0, metal: float = 0.0) -> bpy.types.Material:
    """Return a material that carries a picture of linear values (height, width, 3) over the object's UVs."""
    made = material((1, 1, 1), rough, metal, coat=coat)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = picture(pixels)
    links.new(texture.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    return made


def lit_screen(
    pixels: np.ndarray, at: Point, size: tuple[float, float], turn: Point, strength: float = 1.0, rough: float = 0.12
) -> bpy.types.Object:
    """Lay a shining picture on a rectangle of this width and height."""
    mat = screen_material(pixels, rough)
    mat.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = strength
    made = plane(at, 1, mat, turn)
    made.scale = (*size, 1)
    return made


def lamp(at: Point, colour: Point, watts: float, soft: float = 0.1) -> None:
    """A small coloured light."""
    point(at, watts, soft).data.color = colour
