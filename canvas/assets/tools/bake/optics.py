"""Materials one sees through: glass that keeps the ground behind it visible, liquids, and glows."""

from __future__ import annotations

import os
from pathlib import Path

import bpy
import cv2
import numpy as np
from bench import PROPS
from PIL import Image
from shapes import Point, material


def shine(colour: Point, strength: float, rough: float = 0.4) -> bpy.types.Material:
    """A material that gives light of its own."""
    made = material(colour, rough, glow=True)
    made.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = strength
    # Many small faces that shine are slow to aim at; they are bright enough to be found by chance.
    made.cycles.emission_sampling = "NONE"
    return made


def _mixed(front: str, amount: tuple[float, float, float]) -> tuple[bpy.types.Material, bpy.types.Node]:
    """Mix `front` with nothing: (in the middle, at the edge, power of the fall-off) of its share."""
    made = bpy.data.materials.new("clear")
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    nodes.clear()
    made.cycles.emission_sampling = "NONE"
    middle, edge, power = amount
    facing, bent, span = (
        nodes.new("ShaderNodeLayerWeight"),
        nodes.new("ShaderNodeMath"),
        nodes.new("ShaderNodeMapRange"),
    )
    facing.inputs["Blend"].default_value = 0.5
    bent.operation = "POWER"
    bent.inputs[1].default_value = power
    span.inputs["To Min"].default_value, span.inputs["To Max"].default_value = middle, edge
    none, some, mix, out = (
        nodes.new("ShaderNodeBsdfTransparent"),
        nodes.new(front),
        nodes.new("ShaderNodeMixShader"),
        nodes.new("ShaderNodeOutputMaterial"),
    )
    links.new(facing.outputs["Facing"], bent.inputs[0])
    links.new(bent.outputs[0], span.inputs["Value"])
    links.new(span.outputs[0], mix.inputs[0])
    links.new(none.outputs[0], mix.inputs[1])
    links.new(some.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], out.inputs[0])
    return made, some


def glass(tint: Point = (0.75, 0.9, 1.0), middle: float = 0.10, edge: float = 0.95) -> bpy.types.Material:
    """Thin clear glass. It bends nothing; its edges are tinted and its face mirrors the studio."""
    made, front = _mixed("ShaderNodeBsdfPrincipled", (middle, edge, 2.2))
    front.inputs["Base Color"].default_value = (*tint, 1)
    front.inputs["Roughness"].default_value = 0.04
    front.inputs["Metallic"].default_value = 0.55
    front.inputs["Coat Weight"].default_value = 1.0
    return made


def liquid(colour: Point, strength: float = 0.6, middle: float = 0.86) -> bpy.types.Material:
    """A coloured liquid that glows a little from within and is clearer at its middle."""
    made, front = _mixed("ShaderNodeBsdfPrincipled", (middle, 1.0, 1.5))
    front.inputs["Base Color"].default_value = (*colour, 1)
    front.inputs["Roughness"].default_value = 0.12
    front.inputs["Emission Color"].default_value = (*colour, 1)
    front.inputs["Emission Strength"].default_value = strength
    return made


def halo(colour: Point, strength: float, most: float = 0.8, power: float = 0.7) -> bpy.types.Material:
    """Light in the air: put on a ball it is strongest in the middle and gone at the rim."""
    made, front = _mixed("ShaderNodeEmission", (most, 0.0, power))
    front.inputs["Color"].default_value = (*colour, 1)
    front.inputs["Strength"].default_value = strength
    return made


def calm(name: str) -> None:
    """Take the grain out of a finished prop's clear parts: the renderer smooths its colours, but not what covers."""
    path = Path(os.environ.get("PROPS", PROPS)) / f"{name}.webp"
    pixels = np.asarray(Image.open(path).convert("RGBA"), np.float32) / 255
    cover, light = pixels[..., 3], pixels[..., :3] * pixels[..., 3:]
    smooth = cv2.bilateralFilter(cover, 11, 0.22, 4)
    even = cv2.bilateralFilter(light, 7, 0.10, 3)
    clear = (smooth < 0.97) & (cv2.erode(cover, np.ones((5, 5))) > 0)
    cover = np.where(clear, smooth, cover)
    light = np.where(clear[..., None], even, light)
    colour = light / np.maximum(cover[..., None], 1e-3)
    final = (np.clip(np.dstack([colour, cover]), 0, 1) * 255 + 0.5).astype(np.uint8)
    unfinished = path.with_suffix(".part")
    Image.fromarray(final, "RGBA").save(unfinished, "WEBP", quality=86, alpha_quality=90, method=6)
    os.replace(unfinished, path)
