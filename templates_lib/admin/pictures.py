"""The bytes of a template's pictures, for staff who may see templates. Who that is, the caller has checked."""

import io
import uuid
import zlib

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from PIL import Image

from common.storage import open_or_none, originals
from templates_lib.models import Original, Template

# As addresses write it. Any width at all would let one page keep processors busy.
SMALL = "320"
_WIDTHS = {SMALL: 320}
_JPEG_QUALITY = 82


def preview_address(template: Template) -> str:
    """Return where the drawn preview is served, "" while there is none. A new preview has a new address."""
    name = template.preview.name
    if not name:
        return ""
    address = reverse("admin:templates_lib_template_picture", args=[template.pk])
    return f"{address}?v={zlib.crc32(name.encode())}"


def original_address(template_id: uuid.UUID, *, is_small: bool = False) -> str:
    """Return where the original is served, reduced or whole."""
    address = reverse("admin:templates_lib_template_original", args=[template_id])
    return f"{address}?width={SMALL}" if is_small else address


def serve_preview(template_id: uuid.UUID) -> FileResponse:
    """Answer with the preview. `Http404` while there is none."""
    template = get_object_or_404(Template.objects.only("preview"), id=template_id)
    name = template.preview.name
    if not name or not default_storage.exists(name):
        raise Http404
    response = FileResponse(template.preview.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    del response["Content-Disposition"]  # it would tell the storage key
    return response


def serve_original(template_id: uuid.UUID, width: str) -> HttpResponse:
    """Answer with the original, kept by no cache; nothing tells its key or its file name. `Http404` if it is gone."""
    original = get_object_or_404(Original.objects.only("key", "format"), pk=template_id)
    if width and width not in _WIDTHS:
        raise Http404
    file = open_or_none(originals(), original.key)
    if file is None:
        raise Http404
    with file:
        data = file.read()
    media_type = f"image/{original.format}"
    if width:
        data, media_type = _reduced(data, _WIDTHS[width]), "image/jpeg"
    return HttpResponse(
        data,
        content_type=media_type,
        headers={
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _reduced(data: bytes, width: int) -> bytes:
    """Return a JPEG of that width. The bytes are ones that we encoded ourselves."""
    with Image.open(io.BytesIO(data)) as picture:
        size = (width, max(1, round(picture.height * width / picture.width)))
        picture.draft("RGB", size)  # a JPEG is then decoded at a fraction of the work
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()
