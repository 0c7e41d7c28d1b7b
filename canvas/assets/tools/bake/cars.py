"""Cars, their noses along +x. Generic bodies: no make's face."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from lofts import Skin, both_sides, curve, from_path, from_shape, rounded, surface
from outlines import placed
from places import turned
from shapes import Point, area, box, grid, lathe, material, plane, sphere, tube

BLACK = (0.012, 0.012, 0.014)


def dark_floor(height: float = 0.0) -> None:
    """Lay a black floor that only mirrors see: paint gets a deep lower half and a crisp horizon."""
    floor = plane((0, 0, height), 60, material((0, 0, 0), 1.0))
    floor.visible_camera = floor.visible_shadow = floor.visible_diffuse = floor.visible_transmission = False


def road_wheel(at: Point, radius: float, width: float, rim: bpy.types.Material, spokes: int = 5, *, left: bool) -> None:
    """A wheel with twin spokes, a brake disc and a caliper, its axle along y. `left` faces +y."""
    rubber, steel = material((0.016, 0.016, 0.018), 0.55), material((0.45, 0.45, 0.47), 0.3, 1.0)
    well, half = radius * 0.74, width / 2
    tyre = [
        (well, half * 0.8), (well * 1.03, half * 0.98), (radius * 0.9, half), (radius * 0.97, half * 0.86),
        (radius, half * 0.6), (radius, -half * 0.6), (radius * 0.97, -half * 0.86), (radius * 0.9, -half),
        (well, -half * 0.9),
    ]  # fmt: skip
    with placed(at, (-np.pi / 2 if left else np.pi / 2, 0, 0)):
        lathe(tyre, rubber, sides=128)
        barrel = [(0.93, -1.0), (0.93, 0.55), (0.95, 0.9), (1.01, 1.0), (1.02, 0.85)]
        lathe([(well * r, half * h) for r, h in barrel], rim, sides=128)
        lathe([(0.0, -half * 0.1), (well * 0.82, -half * 0.1), (well * 0.82, -half * 0.25)], steel)
        lathe([(0, half * 0.92), (well * 0.13, half * 0.92), (well * 0.2, half * 0.8), (well * 0.24, half * 0.3)], rim)
        lathe([(0, half * 0.1), (well * 0.3, half * 0.1), (well * 0.34, -half * 0.1)], rim)
        for number in range(spokes):
            for lean in (-0.17, 0.17):
                middle = 2 * np.pi * number / spokes + 0.3
                ends = middle + lean * 0.75, middle + lean
                inner = np.array([np.cos(ends[0]) * well * 0.12, np.sin(ends[0]) * well * 0.12, half * 0.72])
                outer = np.array([np.cos(ends[1]) * well * 0.95, np.sin(ends[1]) * well * 0.95, half * 0.74])
                along = outer - inner
                size = (float(np.linalg.norm(along)), well * 0.1, half * 0.34)
                box(tuple((inner + outer) / 2), size, rim, (0, 0, float(np.arctan2(along[1], along[0]))), bevel=0.012)
        caliper = material((0.95, 0.62, 0.02), 0.3)
        box((well * 0.66, 0, half * 0.05), (well * 0.24, well * 0.62, half * 0.5), caliper)


def table(x: np.ndarray, rows: dict[str, str]) -> dict[str, np.ndarray]:
    """Read rows of figures, one for each station."""
    read = {name: np.array([float(word) for word in text.split()]) for name, text in rows.items()}
    if any(len(values) != len(x) for values in read.values()):
        raise ValueError({name: len(values) for name, values in read.items()})
    return read


def sports_car() -> None:
    """A low red mid-engined supercar, seen from the front left."""
    set_up(samples=32, bounces=6)
    red, dark = (0.62, 0.004, 0.008), material((0.012, 0.012, 0.013), 0.35, coat=0.3)
    x = np.array([2.27, 2.24, 2.12, 1.9, 1.6, 1.25, 0.9, 0.5, 0.0, -0.5, -0.9, -1.3, -1.7, -2.0, -2.16, -2.2])
    t = table(x, {
        "sill": ".80 .90 .95 .97 .98 .96 .93 .93 .94 .95 .97 .99 .99 .96 .92 .88",
        "wide": ".74 .86 .93 .98 1.01 1.02 .97 .93 .94 .99 1.04 1.06 1.05 1.01 .96 .90",
        "high": ".34 .41 .50 .63 .76 .83 .80 .73 .73 .80 .89 .95 .95 .92 .88 .80",
        "deck": ".33 .38 .43 .48 .53 .60 .70 .80 .84 .86 .88 .90 .91 .90 .87 .80",
        "base": ".17 .13 .12 .12 .12 .13 .13 .13 .13 .13 .13 .14 .16 .20 .26 .32",
    })  # fmt: skip
    sill, wide, high, deck, base = t["sill"], t["wide"], t["high"], t["deck"], t["base"]
    waist = base + 0.50 * (high - base)
    y = np.stack([0 * x, 0.6 * sill, sill, sill + 0.015, wide - 0.075, wide - 0.01, wide, wide - 0.03, wide - 0.22,
                  0.42 * wide, 0 * x], 1)  # fmt: skip
    z = np.stack(
        [
            base,
            base,
            base,
            base + 0.09,
            waist,
            high - 0.13,
            high - 0.035,
            high + 0.005,
            high * 0.72 + deck * 0.28,
            deck - 0.012,
            deck,
        ],
        1,
    )
    nose, tail = np.clip((x - 1.0) / 1.2, 0, 1)[:, None], np.clip((-x - 1.6) / 0.6, 0, 1)[:, None]
    px = x[:, None] - 0.40 * nose**1.5 * y**2 + 0.16 * tail * y**2
    cage = np.stack([px, y, z], -1)
    front = cage[:1] * [1, 0.9, 0] + np.array((-0.005, 0, 0.25))
    back = cage[-1:] * [1, 0.9, 0] + np.array((0.01, 0, 0.55))
    body = Skin(surface(both_sides(np.concatenate([front, cage, back])), 900, 620), red, 0.1)
    side, top, face = body.seen(0, 2), body.seen(0, 1), body.seen(1, 2)
    far = np.abs(body.points[..., 1]) < 0.7
    # Wheel arches: pressed deep into the side, dark.
    for axle, radius in ((1.32, 0.375), (-1.32, 0.395)):
        inner = np.abs(body.points[..., 1]) < np.where(side[..., 1] > 0.5, 0.86, 0.6)
        d = np.where(inner, 9, np.hypot(side[..., 0] - axle, side[..., 1] - 0.36) - radius)
        body.fill(d - 0.016, BLACK, 0.4)
        share = np.clip(0.5 - d / 0.006, 0, 1)
        body.points[..., 1] *= 1 - 0.32 * share
    # Doors, sills, and the intake behind the door.
    door = rounded([(0.78, 0.2), (0.86, 0.62), (0.62, 0.9), (-0.35, 0.95), (-0.62, 0.72), (-0.42, 0.2)], 2)
    body.seam(np.where(far, 9, from_shape(side, door)), 0.007, 0.012)
    body.fill(np.where(far, 9, side[..., 1] - 0.205 - 0.02 * np.sin(side[..., 0] * 2)), BLACK, 0.3, soft=0.008)
    scoop = rounded([(0.62, 0.44), (0.60, 0.49), (-0.48, 0.69), (-0.70, 0.66), (-0.66, 0.42), (-0.3, 0.38)], 2)
    body.fill(np.where(far, 9, from_shape(side, scoop)), red, 0.2, depth=0.035, soft=0.05)
    intake = rounded([(-0.38, 0.64), (-0.50, 0.70), (-0.86, 0.74), (-0.80, 0.50), (-0.64, 0.40)], 2)
    body.fill(np.where(far, 9, from_shape(side, intake)), BLACK, 0.5, depth=0.10, soft=0.012)
    # The face: three intakes with red struts between them.
    ahead = body.points[..., 0] > 1.6
    mid = rounded([(-0.40, 0.155), (-0.46, 0.25), (-0.30, 0.315), (0.30, 0.315), (0.46, 0.25), (0.40, 0.155)], 2)
    body.fill(np.where(ahead, from_shape(face, mid), 9), BLACK, 0.5, depth=0.07, soft=0.01)
    for sign in (-1, 1):
        jaw = rounded(
            [(sign * p, q) for p, q in ((0.52, 0.15), (0.52, 0.26), (0.60, 0.36), (0.90, 0.40), (0.93, 0.16))], 2
        )
        body.fill(np.where(ahead, from_shape(face, jaw), 9), BLACK, 0.5, depth=0.012, soft=0.01)
        fin = from_path(face, [(sign * 0.66, 0.14), (sign * 0.74, 0.38)])
        body.fill(np.where(ahead, fin - 0.016, 9), red, 0.1, depth=-0.01)
        lamp = rounded(
            [
                (p, sign * q)
                for p, q in ((1.98, 0.60), (1.90, 0.78), (1.62, 0.90), (1.38, 0.90), (1.60, 0.80), (1.84, 0.58))
            ],
            2,
        )
        upper = body.out[..., 2] > 0.05
        body.fill(np.where(upper, from_shape(top, lamp), 9), (0.01, 0.01, 0.012), 0.08, depth=0.012)
        for path in ([(1.94, 0.62), (1.84, 0.77), (1.60, 0.875), (1.44, 0.885)], [(1.86, 0.61), (1.76, 0.73)]):
            led = from_path(top, [(p, sign * q) for p, q in path])
            body.fill(np.where(upper, led - 0.011, 9), (0.85, 0.95, 1.0), 0.2, glow=6)
    lid = rounded([(1.98, 0.0), (1.92, 0.45), (1.05, 0.78), (0.98, 0.4), (0.98, -0.4), (1.05, -0.78), (1.92, -0.45)], 2)
    body.seam(np.where(body.out[..., 2] > 0.3, from_shape(top, lid), 9), 0.006, 0.01)
    body.build(metal=0.6, coat=0.7)

    cx = np.array([1.34, 1.12, 0.85, 0.5, 0.15, -0.25, -0.65, -1.1, -1.6, -2.0])
    c = table(cx, {
        "peak": ".54 .71 .885 1.05 1.145 1.175 1.15 1.07 .97 .90",
        "foot": ".25 .55 .74 .83 .86 .86 .84 .78 .66 .5",
        "roof": ".15 .42 .53 .56 .56 .55 .53 .48 .40 .3",
    })  # fmt: skip
    peak, foot, roof = c["peak"], c["foot"], c["roof"]
    low = np.minimum(0.66, peak - 0.03)
    y = np.stack([foot, foot + 0.01, foot * 0.62 + roof * 0.38, roof + 0.03, roof - 0.06, roof * 0.5, 0 * cx], 1)
    z = np.stack([low - 0.1, low + 0.05, low * 0.45 + peak * 0.55, peak - 0.06, peak - 0.012, peak, peak + 0.004], 1)
    px = cx[:, None] - 0.30 * np.clip(cx[:, None] - 0.1, 0, 1) * (y / 0.8) ** 2
    cabin = Skin(surface(both_sides(np.stack([px, y, z], -1)), 620, 460), (0.012, 0.014, 0.018), 0.03)
    side, top = cabin.seen(0, 2), cabin.seen(0, 1)
    lofty = cabin.out[..., 2] > 0.45
    # Roof and engine cover in body colour, glass left dark.
    plate = rounded(
        [(0.22, 0.0), (0.18, 0.42), (-0.1, 0.62), (-2.2, 0.75), (-2.2, -0.75), (-0.1, -0.62), (0.18, -0.42)], 2
    )
    cabin.fill(np.where(lofty, from_shape(top, plate), 9), red, 0.1)
    flank = np.abs(cabin.points[..., 1]) > 0.2
    panes = rounded(
        [(0.98, 0.70), (0.2, 1.10), (-0.3, 1.125), (-0.55, 1.04), (-0.92, 0.80), (-0.8, 0.6), (0.9, 0.6)], 2
    )
    cabin.fill(np.where(flank & (cabin.points[..., 0] < 0.1), -from_shape(side, panes), 9), red, 0.1)
    for sign in (-1, 1):
        pillar = from_path(
            cabin.points,
            curve(
                [
                    (1.0, sign * 0.70, 0.74),
                    (0.55, sign * 0.68, 0.98),
                    (0.2, sign * 0.56, 1.10),
                    (-0.1, sign * 0.56, 1.14),
                ],
                10,
            ),
        )
        cabin.fill(pillar - 0.035, red, 0.1)
    rear = rounded([(-0.75, 0.0), (-0.78, 0.34), (-1.75, 0.26), (-1.75, -0.26), (-0.78, -0.34)], 2)
    cabin.fill(np.where(lofty, from_shape(top, rear), 9), BLACK, 0.1, depth=0.02)
    cabin.build(coat=0.1)

    rim = material((0.55, 0.56, 0.58), 0.22, 1.0)
    for axle, radius, wide_ in ((1.32, 0.35, 0.30), (-1.32, 0.365, 0.34)):
        for sign in (-1, 1):
            road_wheel((axle, sign * 0.88, 0.36), radius, wide_, rim, left=sign > 0)
    # Splitter, mirrors, wing.
    lip = curve(
        [
            (1.55, -1.0, 0.10),
            (1.86, -0.98, 0.10),
            (2.22, -0.55, 0.10),
            (2.33, 0, 0.10),
            (2.22, 0.55, 0.10),
            (1.86, 0.98, 0.10),
            (1.55, 1.0, 0.10),
        ],
        60,
    )
    rimmed = np.stack(
        [lip * [0.82, 0.9, 1], lip, lip + np.array((0, 0, 0.025)), lip * [0.82, 0.9, 1] + np.array((0, 0, 0.03))], 0
    )
    grid(rimmed[..., 0], rimmed[..., 1], rimmed[..., 2], dark)
    paint = material(red, 0.1, coat=1.0)
    for sign in (-1, 1):
        sphere((0.72, sign * 1.06, 0.86), 0.1, paint, (0.8, 1.25, 0.62))
        tube(np.array([(0.70, sign * 0.82, 0.80), (0.70, sign * 0.92, 0.83), (0.71, sign * 1.0, 0.85)]), 0.022, dark)
        box((-1.95, sign * 0.62, 0.98), (0.24, 0.025, 0.22), dark, (0, 0.3, 0))
    wing = curve(
        [(-2.12, -1.0, 1.06), (-2.10, -0.9, 1.09), (-2.05, 0, 1.10), (-2.10, 0.9, 1.09), (-2.12, 1.0, 1.06)], 60
    )
    foil = np.stack(
        [
            wing + offset
            for offset in (
                [0.17, 0, -0.02],
                [0.12, 0, 0.012],
                [0, 0, 0.012],
                [-0.13, 0, 0.04],
                [-0.14, 0, 0.03],
                [0, 0, -0.012],
                [0.17, 0, -0.02],
            )
        ],
        0,
    )
    grid(foil[..., 0], foil[..., 1], foil[..., 2], dark)
    turned((0, 0, np.radians(224)))
    dark_floor()
    area((-1.0, -7.0, 2.6), (0, 0, 0.6), 160, 7.0, 0.5)
    shoot("sports_car", (0, -6.2, 1.45), (0.0, 0, 0.42), lens=46, fill=0.5, key=300, rim=420)
