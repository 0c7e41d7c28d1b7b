"""A picture to send."""

import io

from PIL import Image


def picture(seed: int = 0) -> bytes:
    """A PNG of 640 × 360 pixels; another seed is another picture, also to a perceptual hash."""
    gradient = Image.linear_gradient("L").resize((640, 360)).rotate(37 * seed)
    buffer = io.BytesIO()
    Image.merge("RGB", (gradient, gradient.rotate(90 + seed), gradient.rotate(180))).save(buffer, "PNG")
    return buffer.getvalue()
