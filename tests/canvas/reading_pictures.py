"""Pictures that our engine did not draw: plain Pillow and numpy, as an uploaded template might look."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from canvas.fonts import FONT_FOLDER
from tests.canvas.documents import PORTRAIT

Pixels = NDArray[np.uint8]
Size = tuple[int, int]
WIDE: Size = (1280, 720)


def flat(colour: str, size: Size = WIDE) -> Image.Image:
    return Image.new("RGB", size, colour)


def gradient(top: str, bottom: str, size: Size = WIDE) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(flat(bottom, size), flat(top, size), ramp)


def stripes(first: str, second: str, size: Size = WIDE, *, step: int = 24) -> Image.Image:
    """Slanted stripes, each `step` pixels wide."""
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    bands = ((x + y) // step % 2 * 255).astype(np.uint8)
    return Image.composite(flat(second, size), flat(first, size), Image.fromarray(bands))


def dots(ground: str, ink: str, size: Size = WIDE, *, step: int = 26) -> Image.Image:
    """A screen of dots, `step` pixels apart."""
    image = flat(ground, size)
    draw = ImageDraw.Draw(image)
    for y in range(0, size[1] + step, step):
        for x in range(0, size[0] + step, step):
            draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=ink)
    return image


def beams(first: str, second: str, size: Size = WIDE) -> Image.Image:
    """Twenty wedges from the middle."""
    image = flat(first, size)
    draw = ImageDraw.Draw(image)
    middle, reach = (size[0] // 2, size[1] // 2), size[0] + size[1]
    for at in range(0, 20, 2):
        draw.pieslice(
            (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach), at * 18, at * 18 + 18, second
        )
    return image


def halves(left: str, right: str, size: Size = WIDE) -> Image.Image:
    image = flat(left, size)
    ImageDraw.Draw(image).polygon(
        [(size[0] * 0.54, 0), (size[0], 0), (size[0], size[1]), (size[0] * 0.46, size[1])], fill=right
    )
    return image


def photo_like(size: Size = WIDE, *, seed: int = 3) -> Image.Image:
    """Coloured noise of all scales and blocks with edges, as much detail as a photo of a place has."""
    generator = np.random.default_rng(seed)
    whole = np.zeros((size[1], size[0], 3), np.float32)
    for octave in range(2, 8):
        cells = generator.random((2**octave, 2**octave, 3)).astype(np.float32)
        layer = Image.fromarray((cells * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
        whole += np.asarray(layer, np.float32) / (octave - 0.6)
    whole = (whole - whole.min()) / (whole.max() - whole.min()) * np.array([120, 150, 130], np.float32) + 20
    image = Image.fromarray(whole.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(70):
        x, y = generator.uniform(0, size[0]), generator.uniform(0, size[1])
        wide, high = generator.uniform(0.01, 0.05, 2) * size[0]
        tone = image.getpixel((int(x), int(y)))
        assert isinstance(tone, tuple)
        shade = generator.uniform(0.5, 1.5)
        draw.rectangle((x, y, x + wide, y + high), fill=tuple(min(255, int(part * shade)) for part in tone))
    return image


def lettered(
    image: Image.Image,
    text: str,
    at: tuple[float, float],
    height: float,
    *,
    colour: str = "white",
    edge: str | None = "black",
    font: str = "montserrat",
    tilt: float = 0.0,
) -> Image.Image:
    """Set a line of type: `at` is its left top and `height` its capitals' height, all in ratios. Tilt in degrees."""
    rows = image.height * height
    face = ImageFont.truetype(FONT_FOLDER / f"{font}.ttf", round(rows / 0.7))
    stroke = round(rows * 0.07) if edge else 0
    box = face.getbbox(text, stroke_width=stroke)
    patch = Image.new("RGBA", (round(box[2] - box[0]) + 4, round(box[3] - box[1]) + 4))
    ImageDraw.Draw(patch).text(
        (2 - box[0], 2 - box[1]), text, font=face, fill=colour, stroke_width=stroke, stroke_fill=edge
    )
    turned = patch.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
    image = image.copy()
    image.paste(turned, (round(at[0] * image.width), round(at[1] * image.height)), turned)
    return image


def with_ball(image: Image.Image, centre: tuple[float, float], radius: float, colour: str) -> Image.Image:
    """Put a shaded ball on a picture; `radius` in ratios of its height."""
    image = image.copy()
    reach = radius * image.height
    x, y = centre[0] * image.width, centre[1] * image.height
    draw = ImageDraw.Draw(image)
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    draw.ellipse((x - 0.5 * reach, y - 0.6 * reach, x - 0.1 * reach, y - 0.2 * reach), fill="white")
    return image


def with_portrait(image: Image.Image, x: float, *, height: float = 1.0) -> Image.Image:
    """Put the portrait at the bottom, its middle at ratio `x` of the width, softly edged."""
    photo = Image.open(PORTRAIT).convert("RGB")
    rows = round(image.height * height)
    photo = photo.resize((round(photo.width * rows / photo.height), rows), Image.Resampling.LANCZOS)
    mask = Image.new("L", photo.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((8, 8, photo.width - 8, photo.height + 40), 40, fill=255)
    image = image.copy()
    image.paste(photo, (round(x * image.width - photo.width / 2), image.height - rows),
                mask.filter(ImageFilter.GaussianBlur(3)))  # fmt: skip
    return image


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    """What is left of a picture after a lossy encoding."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(io.BytesIO(data.getvalue())).convert("RGB")


def pixels_of(image: Image.Image) -> Pixels:
    return np.array(image.convert("RGB"), np.uint8)
