"""Pictures, and files that only look like it, by which somebody would fill our memory or have us keep what they sent.

Everything is made on the spot. `SECRET` stands in whatever must not be kept.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageCms, PngImagePlugin

from tests.common.pictures import exif, picture

SECRET = b"SECRET-THAT-MUST-NOT-BE-KEPT"
PNG_START = b"\x89PNG\r\n\x1a\n"
_PHP = b"<?php system($_GET['c']); /* " + SECRET + b" */ ?>"
_HTML = b"<html><script>alert('" + SECRET + b"')</script></html>"


@dataclass(frozen=True)
class Hostile:
    """An upload. `kept_as` is the format that it becomes, None when it has to be refused."""

    name: str
    make: Callable[[], bytes]
    kept_as: str | None


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(
    width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2, data: bytes | None = None
) -> bytes:
    """A PNG by hand, its pixels black unless `data` is given."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (width * samples * depth + 7) // 8
    body = zlib.compress(b"\x00" * row * height, 9) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG_START + b"".join((chunk(b"IHDR", head), *chunks, chunk(b"IDAT", body), chunk(b"IEND", b"")))


def png_bomb(width: int, height: int, colour: int = 6) -> bytes:
    """A PNG of so many pixels in few bytes, compressed piece by piece."""
    row = b"\x00" * (1 + width * {2: 3, 6: 4, 0: 1}[colour])
    squeezer = zlib.compressobj(9)
    body = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    return png_of(width, height, colour=colour, data=body)


def with_chunks(*chunks: bytes) -> bytes:
    """An ordinary PNG with chunks behind its header."""
    plain = picture()
    end = len(PNG_START) + 25
    return plain[:end] + b"".join(chunks) + plain[end:]


def text_bomb() -> bytes:
    return with_chunks(*(chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(SECRET + b"A" * 60_000_000, 9)),) * 2)


def profile_bomb() -> bytes:
    return with_chunks(chunk(b"iCCP", b"x\x00\x00" + zlib.compress(SECRET + b"\x00" * 60_000_000, 9)))


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg_with(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + picture(form="JPEG")[2:]


def giant_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET + b"\x00" * 4_000_000
    return picture(form="JPEG", icc_profile=profile)


def giant_exif() -> bytes:
    return jpeg_with(*(segment(0xE1, b"Exif\x00\x00" + SECRET + b"\x00" * 60_000) for _ in range(100)))


def looping_exif() -> bytes:
    """Directories that name one another without end."""
    entry = struct.pack(">HHII", 0x8769, 4, 1, 8)
    return jpeg_with(segment(0xE1, b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" + entry + struct.pack(">I", 8)))


def giant_xmp() -> bytes:
    return jpeg_with(*(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET + b"x" * 60_000) for _ in range(80)))


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that claims to be of that size."""
    plain = picture(form="JPEG")
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def scans_without_end() -> bytes:
    """A progressive JPEG whose last scan comes again and again: each is a walk over the whole picture."""
    plain = picture(4000, 3000, form="JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    scan = plain[last:-2]
    return plain[:-2] + scan * (8_000_000 // max(len(scan), 1)) + b"\xff\xd9"


def frames(count: int, form: str, **options: object) -> bytes:
    images = [Image.new("RGB", (320, 180), (index % 256, 40, 90)) for index in range(count)]
    output = io.BytesIO()
    images[0].save(output, form, save_all=True, append_images=images[1:], **options)
    return output.getvalue()


def gif_bomb() -> bytes:
    """A screen of 65535 × 65535 around a small frame."""
    plain = picture(form="GIF")
    return plain[:6] + struct.pack("<HH", 65535, 65535) + plain[10:]


def gif_frame_bomb() -> bytes:
    """A small screen with a frame of 65535 × 65535."""
    plain = picture(form="GIF")
    at = plain.index(b"\x2c\x00\x00\x00\x00") + 5
    return plain[:at] + struct.pack("<HH", 65535, 65535) + plain[at + 4 :]


def webp_header(width: int, height: int) -> bytes:
    """An extended WebP that claims to be of that size."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_liar() -> bytes:
    """A small canvas around a picture of 16000 × 16000."""
    inner = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 16000, 16000) + b"\x00" * 200
    head = b"VP8X" + struct.pack("<I", 10) + b"\x00" * 10
    body = b"WEBP" + head + b"VP8 " + struct.pack("<I", len(inner)) + inner
    return b"RIFF" + struct.pack("<I", len(body)) + body


def zipped() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("secret.txt", SECRET)
        archive.writestr("bomb.txt", b"\x00" * 5_000_000)
    return output.getvalue()


def zip_behind(form: str) -> bytes:
    """One file that is a picture to one program and an archive to another."""
    sent = picture(form=form) + zipped()
    assert zipfile.is_zipfile(io.BytesIO(sent))
    return sent


def webp_with_tail_inside() -> bytes:
    """A tail that the file's own length covers."""
    plain = picture(form="WEBP")
    extra = b"JUNK" + struct.pack("<I", len(_PHP)) + _PHP + b"\x00" * (len(_PHP) % 2)
    return b"RIFF" + struct.pack("<I", len(plain) - 8 + len(extra)) + plain[8:] + extra


def crushed_for_phones() -> bytes:
    """The PNG dialect of one vendor (CgBI): raw deflate, another order of colours, and a chunk before the header."""
    body = zlib.compress(b"\x00" * (1 + 64 * 4) * 48)[2:-4]
    head = struct.pack(">IIBBBBB", 64, 48, 8, 6, 0, 0, 0)
    parts = (chunk(b"CgBI", b"\x50\x00\x20\x02"), chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return PNG_START + b"".join(parts)


def sixteen_bits(colour: int) -> bytes:
    return png_of(64, 48, depth=16, colour=colour)


def interlaced() -> bytes:
    """Adam7, by hand: Pillow reads it and does not write it."""
    passes = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))
    starts = ((0, 0), (4, 0), (0, 4), (2, 0), (0, 2), (1, 0), (0, 1))
    body = b""
    for (step_x, step_y), (x, y) in zip(passes, starts, strict=True):
        width, height = -(-(64 - x) // step_x), -(-(48 - y) // step_y)
        body += (b"\x00" + b"\x80\x20\x20" * width) * height
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 1)
    return PNG_START + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def palette_with_transparency() -> bytes:
    palette = chunk(b"PLTE", bytes(range(48)))
    return png_of(64, 48, palette, chunk(b"tRNS", bytes(16)), colour=3)


def palette_that_is_too_short() -> bytes:
    """Pixels that name colours which are not there."""
    rows = zlib.compress((b"\x00" + b"\xff" * 64) * 48)
    return png_of(64, 48, chunk(b"PLTE", bytes(6)), colour=3, data=rows)


def told() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return info


def multi_picture() -> bytes:
    """An MPO: two JPEGs in one, as stereo cameras and phones write it."""
    output = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(
        output, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "blue")], exif=exif()
    )
    return output.getvalue()


def saved(form: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(output, form)
    return output.getvalue()


def cut(form: str, part: str) -> bytes:
    """A picture that ends too early, with something in it to cut."""
    noisy = Image.effect_noise((200, 150), 90).convert("RGB")
    output = io.BytesIO()
    noisy.save(output, form)
    data = output.getvalue()
    return data[: 40 if part == "its header" else len(data) // 2]


def with_tail(form: str, tail: bytes) -> bytes:
    return picture(form=form) + tail


CORPUS = (
    # More pixels than memory.
    Hostile("png bomb of 30000 × 30000", lambda: png_bomb(30_000, 30_000, 0), None),
    Hostile("png bomb of just too many pixels", lambda: png_bomb(8001, 5000, 2), None),
    Hostile("png of as many pixels as are taken", lambda: png_bomb(8000, 5000), "png"),
    Hostile("png of one row of 40 megapixels", lambda: png_bomb(40_000_000, 1, 0), None),
    Hostile("png header of 2³¹ × 2³¹", lambda: png_of(1, 1)[:16] + b"\x7f\xff\xff\xff" * 2 + png_of(1, 1)[24:], None),
    Hostile("png without pixels", lambda: png_of(0, 0), None),
    Hostile("gif screen bomb", gif_bomb, None),
    Hostile("gif frame bomb", gif_frame_bomb, None),
    Hostile("jpeg header of 65535 × 65535", lambda: jpeg_header(65535, 65535), None),
    Hostile("jpeg header of 6000 × 6000 around a small picture", lambda: jpeg_header(6000, 6000), "jpeg"),
    Hostile("jpeg with scans without end", scans_without_end, None),
    Hostile("webp bomb of 16383 × 16383", lambda: webp_header(16383, 16383), None),
    Hostile("webp canvas of 2²⁴ × 2²⁴", lambda: webp_header(1 << 24, 1 << 24), None),
    Hostile("webp that lies about its size", webp_liar, None),
    Hostile("webp of more pixels than a webp may have", lambda: picture(4500, 3000, form="WEBP"), None),
    Hostile("webp of as many pixels as are taken", lambda: picture(4096, 3050, form="WEBP"), "webp"),
    Hostile("webp with transparency, large", lambda: picture(4096, 3050, form="WEBP", mode="RGBA"), "webp"),
    # Frames without end.
    Hostile("gif of 400 frames", lambda: frames(400, "GIF"), "png"),
    Hostile("apng", lambda: frames(60, "PNG"), "png"),
    Hostile("animated webp", lambda: frames(60, "WEBP"), "webp"),
    Hostile("mpo", multi_picture, "jpeg"),
    # Metadata: large, compressed, looping, telling.
    Hostile("png with compressed texts of 120 MB", text_bomb, None),
    Hostile("png with a compressed profile of 60 MB", profile_bomb, None),
    Hostile("png with texts", lambda: picture(pnginfo=told()), "png"),
    Hostile("png with an unknown chunk", lambda: with_chunks(chunk(b"prVt", _PHP)), "png"),
    Hostile("jpeg with a profile of 4 MB", giant_profile, "jpeg"),
    Hostile("jpeg with exif of 6 MB", giant_exif, "jpeg"),
    Hostile("jpeg with exif that loops", looping_exif, "jpeg"),
    Hostile("jpeg with xmp of 5 MB", giant_xmp, "jpeg"),
    Hostile("jpeg with a comment", lambda: jpeg_with(segment(0xFE, _PHP)), "jpeg"),
    Hostile("webp with exif", lambda: picture(form="WEBP", exif=exif(orientation=8)), "webp"),
    # Two files in one.
    *(
        Hostile(f"{form.lower()} with {what} behind it", partial(with_tail, form, tail), kept)
        for form, kept in (("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "png"), ("WEBP", "webp"))
        for what, tail in (("php", _PHP), ("html", _HTML))
    ),
    *(
        Hostile(f"{form.lower()} that is also a zip", partial(zip_behind, form), kept)
        for form, kept in (("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "png"), ("WEBP", "webp"))
    ),
    Hostile("webp with php inside its length", webp_with_tail_inside, "webp"),
    Hostile("gif that is also javascript", lambda: b"GIF89a/*" + picture(form="GIF")[8:] + b"*/=1;" + _HTML, "png"),
    Hostile("jpeg start before html", lambda: b"\xff\xd8\xff\xe0" + _HTML, None),
    Hostile("png start before php", lambda: PNG_START + _PHP, None),
    Hostile("gif start before html", lambda: b"GIF89a" + _HTML, None),
    Hostile("zip before a png", lambda: zipped() + picture(), None),
    # Broken.
    *(
        Hostile(f"{form.lower()} cut after {part}", partial(cut, form, part), None)
        for form in ("PNG", "JPEG", "WEBP", "GIF")
        for part in ("its header", "half")
    ),
    Hostile("png with wrong checksums", lambda: picture().replace(b"IDAT", b"IDAT", 1)[:-20] + b"\x00" * 20, None),
    Hostile("png with pixels that do not unpack", lambda: png_of(64, 48, data=b"\x00" * 50), None),
    Hostile("png whose pixels end early", lambda: png_of(64, 48, data=zlib.compress(b"\x00" * 99)), None),
    Hostile("png that misses colours of its palette", palette_that_is_too_short, "png"),
    # Rare, and honest.
    Hostile("png of one pixel", lambda: png_of(1, 1), "png"),
    Hostile("png of 16 bits, grey", lambda: sixteen_bits(0), "png"),
    Hostile("png of 16 bits, colour", lambda: sixteen_bits(2), "png"),
    Hostile("png of 16 bits, transparent", lambda: sixteen_bits(6), "png"),
    Hostile("png, interlaced", interlaced, "png"),
    Hostile("png with a palette and transparency", palette_with_transparency, "png"),
    Hostile("png crushed for phones", crushed_for_phones, None),
    Hostile("jpeg of four inks", lambda: picture(form="JPEG", mode="CMYK", exif=exif()), "jpeg"),
    Hostile("jpeg, grey and turned", lambda: picture(form="JPEG", mode="L", exif=exif(orientation=5)), "jpeg"),
    Hostile("jpeg, progressive", lambda: picture(form="JPEG", progressive=True), "jpeg"),
    # Of another kind, whatever the name says.
    Hostile("nothing", lambda: b"", None),
    Hostile("zeros", lambda: b"\x00" * 100_000, None),
    Hostile("svg with a script", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
    Hostile("svg behind a byte order mark", lambda: b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", None),
    Hostile("tiff", lambda: saved("TIFF"), None),
    Hostile("bmp", lambda: saved("BMP"), None),
    Hostile("ico", lambda: saved("ICO"), None),
    Hostile("jpeg 2000", lambda: saved("JPEG2000"), None),
    Hostile("ppm", lambda: saved("PPM"), None),
    Hostile("postscript", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n", None),
    Hostile("pdf", lambda: saved("PDF"), None),
    Hostile("photoshop", lambda: b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 48, 64, 8, 3) + bytes(9300), None),
    Hostile("riff of sound", lambda: b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28), None),
    Hostile("avif by its start", lambda: b"\x00\x00\x00\x20ftypavif" + bytes(100), None),
    Hostile("program", lambda: b"\x7fELF\x02\x01\x01" + bytes(500), None),
)
