"""The picture by which a template is judged: drawn from its document, never taken from an original."""

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from canvas import originality, serial
from canvas.drawing import Drawing, draw
from canvas.errors import CanvasError
from canvas.export import encode
from common.storage import delete_after_commit
from templates_lib.models import Origin, Status, Template

PREVIEW_SIZE = (768, 432)
_PREVIEW_BYTES = 120_000

_log = structlog.get_logger(__name__)


def draw_preview(template: Template) -> None:
    """Draw a template's document and keep the picture as its preview.

    A document that can't be drawn makes the template failed, with the reason. A template that was changed meanwhile
    is left as it is, and the picture is thrown away. A designed look gets its fingerprint here, since its preview is
    all there is of it.
    """
    unchanged = Template.objects.filter(id=template.id, seed_digest=template.seed_digest, preview=template.preview.name)
    try:
        drawing = draw(serial.from_json(template.document), size=PREVIEW_SIZE)
    except CanvasError as error:
        unchanged.update(status=Status.FAILED, failure=str(error)[:300])
        _log.warning("template_preview_failed", template_id=str(template.id))
        return
    name = store_preview(template, drawing)
    found = {"fingerprint": _fingerprint(drawing)} if template.origin == Origin.DESIGNED else {}
    kept = unchanged.update(preview=name, **found)
    superseded = template.preview.name if kept else name
    if superseded:
        default_storage.delete(superseded)


def store_preview(template: Template, drawing: Drawing) -> str:
    """Encode a drawing as a template's preview and store it; return its key."""
    picture = encode(drawing.pixels, "webp", max_bytes=_PREVIEW_BYTES)
    return default_storage.save(f"templates/{template.id}.webp", ContentFile(picture))


def drop_previews(templates: "QuerySet[Template]") -> int:
    """Forget the previews of some templates and delete their files once that is committed; return how many."""
    with transaction.atomic():
        # Locked in order, as everybody does who changes many: nobody waits for each other.
        rows = templates.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", "preview")
        stale = dict(rows)
        for name in filter(None, stale.values()):
            delete_after_commit(default_storage, name)
        return Template.objects.filter(pk__in=stale).update(preview="")


def _fingerprint(drawing: Drawing) -> dict[str, object]:
    lines = [line.box for line in drawing.text_lines]
    return originality.to_json(originality.fingerprint(drawing.pixels, faces=drawing.faces, lines=lines))
