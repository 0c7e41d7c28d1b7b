"""The child process of `common.images`: reads an untrusted picture, writes a clean one.

Run by path with `python -I`, so it imports nothing of ours and starts in some 40 ms. Arguments: the most pixels it
may have, the most of a WebP, the longest side to keep, and the most bytes of memory. The picture comes by stdin.
The answer goes to stdout: a line of JSON, `{"format", "width", "height"}` or `{"refused": "too_large" |
"webp_too_large" | "unreadable"}`, then the new file's bytes.
"""

import io
import json
import resource
import struct
import sys
import warnings

from PIL import Image, ImageCms

_CPU_SECONDS = 3
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_ORIENTATION = 0x0112  # an EXIF tag; its values are the keys of _TURNS
_STRIP_ROWS = 64
_JPEG_QUALITY = 92
_WEBP = {"quality": 92, "method": 2}
# Encoding transparency as WebP takes up to 30 bytes a pixel; what has more becomes a PNG.
_MOST_CLEAR_WEBP_PIXELS = 6_000_000
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What decoders raise for hostile input: Pillow documents OSError, its plugins raise these as well.
_UNREADABLE = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError)


class _TooLargeError(Exception):
    """More pixels than allowed."""


class _WebPTooLargeError(Exception):
    """More pixels than a WebP may have, whose decoder takes four times the memory of others."""


def main(most_pixels: int, most_webp_pixels: int, longest_side: int, most_memory: int) -> None:
    """Limit this process, clean what stands on stdin, answer on stdout."""
    resource.setrlimit(resource.RLIMIT_DATA, (most_memory, most_memory))  # what it takes itself, beside what it maps
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")  # broken EXIF and the like: the decoder decides
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and stricter
    try:
        head, body = clean(
            sys.stdin.buffer.read(),
            most_pixels=most_pixels,
            most_webp_pixels=most_webp_pixels,
            longest_side=longest_side,
        )
    except _TooLargeError:
        head, body = {"refused": "too_large"}, b""
    except _WebPTooLargeError:
        head, body = {"refused": "webp_too_large"}, b""
    except (*_UNREADABLE, MemoryError):
        head, body = {"refused": "unreadable"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def clean(
    data: bytes, *, most_pixels: int, most_webp_pixels: int, longest_side: int
) -> tuple[dict[str, str | int], bytes]:
    """Return the head of the answer and the new file."""
    webp = _webp_size(data)  # before Pillow, which sets aside two whole canvases just to open it
    if webp and webp[0] * webp[1] > most_pixels:
        raise _TooLargeError
    if webp and webp[0] * webp[1] > most_webp_pixels:
        raise _WebPTooLargeError
    source = Image.open(io.BytesIO(data), formats=_FORMATS)
    if source.width * source.height > most_pixels:
        raise _TooLargeError
    kind = str(source.format)
    profile = source.info.get("icc_profile")
    orientation = source.getexif().get(_ORIENTATION, 1)
    picture = _shrunk(source, longest_side)
    del source  # its pixels are not needed any more, and the encoder needs the room
    picture = _in_srgb(picture, profile)
    picture = _upright(picture, orientation)
    return _encoded(picture, kind)


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """The canvas of a WebP file by its header (RFC 9649), or None for another kind of file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _shrunk(source: Image.Image, longest_side: int) -> Image.Image:
    """Decode the first frame into 8-bit RGB, RGBA or CMYK (whose profile is still to come), not too large.

    Halved, or divided by three and so on, strip by strip: no second full-size copy is ever made.
    """
    factor = -(-max(source.size) // longest_side)
    source.draft("", (source.width // factor, source.height // factor))  # JPEG decodes at a half, quarter or eighth
    source.load()
    vars(source).pop("_decoder", None)  # that of WebP keeps two more canvases, for the frames to come
    mode = "RGBA" if source.has_transparency_data else "CMYK" if source.mode == "CMYK" else "RGB"
    factor = -(-max(source.size) // longest_side)
    picture = Image.new(mode, (-(-source.width // factor), -(-source.height // factor)))
    rows = _STRIP_ROWS * factor
    for top in range(0, source.height, rows):
        strip = _in_mode(source.crop((0, top, source.width, min(top + rows, source.height))), mode)
        picture.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return picture


def _in_mode(strip: Image.Image, mode: str) -> Image.Image:
    if strip.mode.startswith("I") or strip.mode == "F":
        # 16-bit grey: keep the upper eight bits; Pillow's own conversion would clip at 255
        strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return strip if strip.mode == mode else strip.convert(mode)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Bake a colour profile into the pixels, since it is not kept. A broken profile is dropped."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except (ImageCms.PyCMSError, *_UNREADABLE):
            return picture.convert(target)
        return converted or picture.convert(target)
    return picture.convert(target)


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Turn it as its EXIF says (TIFF 6.0 tag 274)."""
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture


def _encoded(picture: Image.Image, kind: str) -> tuple[dict[str, str | int], bytes]:
    """Encode it in its own format; a GIF becomes a PNG, and a large WebP with transparency. Only pixels are written."""
    picture.info.clear()
    output = io.BytesIO()
    if kind in ("JPEG", "MPO"):  # two JPEGs in one, as phones write them
        picture.save(output, "JPEG", quality=_JPEG_QUALITY)
        name = "jpeg"
    elif kind == "WEBP" and (picture.mode == "RGB" or picture.width * picture.height <= _MOST_CLEAR_WEBP_PIXELS):
        picture.save(output, "WEBP", **_WEBP)
        name = "webp"
    else:
        picture.save(output, "PNG", compress_level=4)
        name = "png"
    return {"format": name, "width": picture.width, "height": picture.height}, output.getvalue()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
