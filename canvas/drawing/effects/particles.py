"""Effects of many small things: sparks, embers, confetti, snow, dust, stars.

Shapes are drawn into bytes, the only kind of image that OpenCV smooths the edges of.
"""

from __future__ import annotations

from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import RGB, WHITE, mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.filters import ByteImage, FloatImage, blur, resize, to_float

_FLARING = 0.975  # the brightness from which a star has rays
_FINE_BITS = 4  # OpenCV draws at 1/16 of a pixel


def sparks(job: EffectJob) -> None:
    """Streaks flying from the centre, with bloom, a few of them near and out of focus. `count`, `spread` (1 reaches the
    edges), `size`, `hole` (canvas heights around the centre that stay free)."""
    generator = np.random.default_rng(job.seed)
    light = _black(job, 3)
    spread, size = job.size("spread", 0.8), job.size("size", 1.0) * job.height / 720
    hole = job.size("hole", 0.22) * job.height
    for _ in range(job.count(110)):
        angle = generator.uniform(0, 2 * pi)
        distance = abs(generator.normal(0, 0.42)) * job.width * spread + hole
        x = job.centre[0] * job.width + cos(angle) * distance
        y = job.centre[1] * job.height + sin(angle) * distance * 0.8
        length = generator.gamma(1.6, 13.0) * size * (0.5 + distance / job.width)
        heat = mix(vivid(job.colour), WHITE, generator.uniform(0, 0.75))
        _streak(
            light,
            x,
            y,
            angle,
            length,
            generator.gamma(1.8, 1.2) * size + 0.7 * job.height / 720,
            heat,
            generator.uniform(0.5, 1.0),
        )
    _shine(job, light, _near(job, generator, 0.06))


def embers(job: EffectJob) -> None:
    """Glowing flecks rising from below. `count`, `size`, `rise` (1 reaches the top)."""
    generator = np.random.default_rng(job.seed)
    light = _black(job, 3)
    size, rise = job.size("size", 1.0) * job.height / 720, job.size("rise", 1.0)
    for _ in range(job.count(120)):
        climbed = generator.beta(1.1, 2.2) * rise
        x, y = generator.uniform(0, job.width), job.height * (1.02 - climbed)
        angle = -pi / 2 + generator.normal(0.15, 0.5)
        heat = mix(vivid(job.colour), (1.0, 0.92, 0.6), generator.uniform(0, 0.8))
        strength = generator.uniform(0.5, 1.0) * (1 - 0.6 * climbed)
        _streak(
            light,
            x,
            y,
            angle,
            generator.uniform(3, 26) * size,
            generator.gamma(2.0, 1.7) * size + 1.0 * job.height / 720,
            heat,
            strength,
        )
    _shine(job, light, _near(job, generator, 0.09))


def confetti(job: EffectJob) -> None:
    """Paper in the palette's colours. `count`; `near` how many large blurred pieces fly before everything, at the
    sides."""
    generator = np.random.default_rng(job.seed)
    colours = job.palette_colours()
    pieces, near = job.count(90), round(min(60.0, max(0.0, job.param("near", 8))))
    _lay_paper(job, [_paper(job, generator, is_near=False) for _ in range(pieces)], colours, generator, finely=1)
    _lay_paper(job, [_paper(job, generator, is_near=True) for _ in range(near)], colours, generator, finely=2)


def _lay_paper(
    job: EffectJob, pieces: list[NDArray[np.int32]], colours: list[RGB], generator: np.random.Generator, *, finely: int
) -> None:
    """Lay pieces of paper over the picture. Those drawn at half the size are out of focus."""
    size = max(1, job.height // finely), max(1, job.width // finely)
    painted, mask = np.zeros((*size, 3), np.uint8), np.zeros(size, np.uint8)
    for points in pieces:
        shine = generator.uniform(0.72, 1.12)
        colour = colours[int(generator.integers(len(colours)))]
        value = tuple(min(255.0, 255 * channel * shine) for channel in colour)
        outline = points // finely
        # The colour reaches further than the mask, so that smoothed edges mix with the picture and not with black.
        cv2.fillConvexPoly(painted, outline, value, cv2.LINE_8, _FINE_BITS)
        cv2.polylines(painted, [outline], True, value, 2, cv2.LINE_8, _FINE_BITS)
        cv2.fillConvexPoly(mask, outline, 255.0, cv2.LINE_AA, _FINE_BITS)
    alpha = to_float(mask)[..., None]
    paint = to_float(painted) * alpha
    if finely > 1:
        both = blur(np.concatenate([paint, alpha], axis=2), 0.009 * job.height / finely)
        both = np.clip(resize(both, job.width, job.height), 0, 1)
        paint, alpha = both[..., :3], both[..., 3:]
    amount = np.float32(min(1.0, job.amount))
    job.surface.pixels *= 1 - alpha * amount
    job.surface.pixels += paint * amount


def snow(job: EffectJob) -> None:
    """Flakes at three depths. `count`, `size`, `wind` in degrees from straight down."""
    generator = np.random.default_rng(job.seed)
    size, count = job.size("size", 1.0) * job.height / 720, job.count(260)
    wind = np.deg2rad(job.param("wind", 18.0))
    total: FloatImage = np.zeros((job.height, job.width), np.float32)
    for radius, share, softness, fall in ((1.5, 0.66, 0.6, 2.0), (3.2, 0.28, 1.4, 5.0), (9.0, 0.06, 5.0, 12.0)):
        layer = np.zeros((job.height, job.width), np.uint8)
        for _ in range(round(count * share)):
            x, y = generator.uniform(0, job.width), generator.uniform(0, job.height)
            thick = max(1, round(radius * 2 * size * generator.uniform(0.6, 1.3)))
            end = (x + sin(wind) * fall * size, y + cos(wind) * fall * size)
            bright = generator.uniform(130, 255)
            cv2.line(layer, _fine(x, y), _fine(*end), bright, thick, cv2.LINE_AA, _FINE_BITS)
        total = np.maximum(total, blur(to_float(layer), softness * size))
    job.fill(np.clip(total * np.float32(job.amount), 0, 1), mix(job.colour, WHITE, 0.85))


def dust(job: EffectJob) -> None:
    """Motes that catch the light around the centre. `count`, `size`."""
    generator = np.random.default_rng(job.seed)
    size = job.size("size", 1.0) * job.height / 720
    light = _black(job, 3)
    for _ in range(job.count(140)):
        x = (job.centre[0] + generator.normal(0, 0.33)) * job.width
        y = (job.centre[1] + generator.normal(0, 0.33)) * job.height
        tint = mix(vivid(job.colour), WHITE, generator.uniform(0.2, 0.8))
        _dot(light, x, y, (0.9 + generator.exponential(2.0)) * size, tint, generator.uniform(0.15, 0.7))
    soft = to_float(light)
    job.screen_light((blur(soft, 0.8 * size) + blur(soft, 6 * size) * 2.2) * np.float32(job.amount))


def stars(job: EffectJob) -> None:
    """A starry sky, a few stars with a halo. `count`, `bottom` ratio of the canvas down to which they stand."""
    generator = np.random.default_rng(job.seed)
    size = job.height / 720
    light = _black(job, 3)
    for _ in range(job.count(320)):
        x, y = generator.uniform(0, job.width), generator.uniform(0, job.share("bottom", 1.0)) * job.height
        magnitude = generator.power(0.35)
        tint = mix(WHITE, job.colour, generator.uniform(0, 0.5))
        _dot(light, x, y, (0.7 + 2.2 * magnitude**6) * size, tint, 0.25 + 0.75 * magnitude)
        if magnitude > _FLARING:
            _twinkle(light, x, y, (9 + 22 * (magnitude - _FLARING) / (1 - _FLARING)) * size, tint)
    sky = to_float(light)
    job.screen_light((sky + blur(sky, 3 * size) * 1.2) * np.float32(job.amount))


def _black(job: EffectJob, channels: int) -> ByteImage:
    return np.zeros((job.height, job.width, channels), np.uint8)


def _streak(
    light: ByteImage, x: float, y: float, angle: float, length: float, width: float, colour: RGB, strength: float
) -> None:
    """A needle of light: pointed behind, round before."""
    along, across = np.array([cos(angle), sin(angle)]), np.array([-sin(angle), cos(angle)])
    head = np.array([x, y]) + along * length
    half = width / 2
    points = np.array([[x, y], head + across * half, head + along * half, head - across * half])
    value = tuple(255 * channel * strength for channel in colour)
    cv2.fillConvexPoly(light, np.round(points * 2**_FINE_BITS).astype(np.int32), value, cv2.LINE_AA, _FINE_BITS)


def _dot(light: ByteImage, x: float, y: float, radius: float, colour: RGB, strength: float) -> None:
    value = tuple(255 * channel * strength for channel in colour)
    cv2.circle(light, _fine(x, y), max(8, round(radius * 2**_FINE_BITS)), value, -1, cv2.LINE_AA, _FINE_BITS)


def _paper(job: EffectJob, generator: np.random.Generator, *, is_near: bool) -> NDArray[np.int32]:
    """The corners of one turned piece of paper, in sixteenths of a pixel."""
    side = generator.uniform(0.008, 0.017) * job.height * (2.6 if is_near else 1.0)
    across = generator.uniform(0, 1)
    if is_near:
        across = across * 0.36 if across < 0.5 else 1 - (1 - across) * 0.36
    centre = np.array([across * job.width, generator.uniform(-0.03, 1.0) * job.height])
    angle, narrow = generator.uniform(0, pi), generator.uniform(0.25, 0.8)
    corners = np.array([[-side, -side * narrow], [side, -side * narrow], [side, side * narrow], [-side, side * narrow]])
    turn = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    return np.asarray(np.round((corners @ turn + centre) * 2**_FINE_BITS), np.int32)


def _near(job: EffectJob, generator: np.random.Generator, share: float) -> FloatImage:
    """The few that fly before the lens, as soft discs: HxWx3, at half the size."""
    width, height = max(1, job.width // 2), max(1, job.height // 2)
    light = np.zeros((height, width, 3), np.uint8)
    for _ in range(round(job.count(110) * share)):
        x, y = generator.uniform(0, width), generator.uniform(0.1, 1.0) * height
        heat = mix(vivid(job.colour), (1.0, 0.9, 0.6), generator.uniform(0, 0.5))
        _dot(light, x, y, generator.uniform(0.004, 0.016) * height, heat, generator.uniform(0.3, 0.8))
    return blur(to_float(light), 0.006 * height)


def _twinkle(light: ByteImage, x: float, y: float, length: float, colour: RGB) -> None:
    """The four fine rays of a bright star."""
    for quarter in range(4):
        angle = quarter * pi / 2 + 0.12
        tip = np.array([x + cos(angle) * length, y + sin(angle) * length])
        side = np.array([-sin(angle), cos(angle)]) * length * 0.035
        points = np.array([np.array([x, y]) + side, tip, np.array([x, y]) - side])
        value = tuple(200 * channel for channel in colour)
        cv2.fillConvexPoly(light, np.round(points * 2**_FINE_BITS).astype(np.int32), value, cv2.LINE_AA, _FINE_BITS)


def _shine(job: EffectJob, light: ByteImage, near: FloatImage) -> None:
    scale = job.height / 720
    sharp = to_float(light)
    glow = blur(sharp, 3.5 * scale) * 1.8 + blur(sharp, 14 * scale) * 3.6
    job.screen_light((sharp + glow + resize(near, job.width, job.height)) * np.float32(job.amount))


def _fine(x: float, y: float) -> tuple[int, int]:
    return round(x * 2**_FINE_BITS), round(y * 2**_FINE_BITS)
