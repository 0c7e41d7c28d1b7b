"""Bringing pictures into the bank."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from django.contrib.admin.models import DELETION, LogEntry
from django.db import IntegrityError, transaction

from accounts.models import User
from canvas.originality import phash
from common.background import nudge
from common.errors import ValidationFailedError
from common.fetching import fetch_picture
from common.ids import new_id
from common.images import MOST_PIXELS, CleanPicture, PictureRefusedError, clean_picture
from common.storage import content_key, delete_after_commit, originals, put_once
from templates_lib import lifecycle
from templates_lib.errors import ShippedTemplateError
from templates_lib.models import Analysis, Category, Origin, Original, Template
from templates_lib.search.freshness import bank_changed
from templates_lib.selectors import Likeness, as_signed, find_near_duplicates
from templates_lib.services.curating import clean_tags
from templates_lib.tasks import analyse_next_template

LARGEST_FILE = 10 * 1024 * 1024
FETCH_SECONDS = 20.0
_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 320, 180
TEXT_LIMITS = {"source": 200, "licence": 80, "artist": 120, "consent_note": 4000}


@dataclass(frozen=True)
class Provenance:
    """Where a picture comes from and who allowed its use. All four are required."""

    source: str
    licence: str
    artist: str
    consent_note: str


@dataclass(frozen=True)
class Upload:
    """What became of one picture.

    `created`: `template` is new and waits for its analysis. `duplicate`: the very same picture is there already, as
    `template`; nothing was written. `near_duplicates` look alike, most alike first; they are told, not refused.
    """

    outcome: Literal["created", "duplicate"]
    template: Template
    near_duplicates: tuple[Likeness, ...] = ()


def check_provenance(provenance: Provenance) -> Provenance:
    """Return it trimmed; `ValidationFailedError` names every field that is missing or too long."""
    trimmed = {name: getattr(provenance, name).replace("\x00", "").strip() for name in TEXT_LIMITS}
    faults = {name: "Say it in a few words; it is required." for name, text in trimmed.items() if not text}
    faults |= {
        name: f"It is longer than {limit} characters."
        for name, limit in TEXT_LIMITS.items()
        if len(trimmed[name]) > limit
    }
    if faults:
        raise ValidationFailedError(fields=faults)
    return Provenance(**trimmed)


def find_category(slug: str) -> Category | None:
    """Return the category, None for ""; `ValidationFailedError` when there is none of that name."""
    if not slug:
        return None
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise ValidationFailedError(fields={"category": "There is no such category."})
    return found


def upload_picture(
    data: bytes,
    *,
    provenance: Provenance,
    file_name: str = "",
    category: Category | None = None,
    tags: Sequence[str] = (),
    by: User | None = None,
    fetched_from: str = "",
    wakes_workers: bool = True,
) -> Upload:
    """Keep a picture as a new template that waits for its analysis; a worker is woken after commit.

    The picture is decoded in a bounded child, turned upright and encoded anew, without metadata. The same picture sent
    again, even by several people at once, makes one template. A category and tags that are given stand: the analysis
    leaves them alone. Raises `PictureRefusedError` and its kin for what is no picture, too large or too small, and
    `ValidationFailedError` for provenance that is missing or tags that are too many or too long.
    """
    provenance, kept_tags = check_provenance(provenance), clean_tags(list(tags))
    sent_sha256 = hashlib.sha256(data).hexdigest()
    there = _same_picture(sent_sha256=sent_sha256)
    if there is not None:
        return Upload("duplicate", there)
    picture = clean_picture(data, max_bytes=LARGEST_FILE, max_pixels=MOST_PIXELS)
    if picture.width < _SMALLEST_WIDTH or picture.height < _SMALLEST_HEIGHT:
        raise PictureRefusedError(
            f"This picture is {picture.width}×{picture.height}; a template needs at least "
            f"{_SMALLEST_WIDTH}×{_SMALLEST_HEIGHT} pixels."
        )
    template = _template(provenance, category, kept_tags)
    original = _described(picture, template, sent_sha256)
    original.file_name, original.fetched_from, original.uploaded_by = _fitting(file_name, 255), fetched_from, by
    there = _same_picture(sha256=original.sha256)
    if there is not None:
        return Upload("duplicate", there)
    near = find_near_duplicates(original.phash)
    put_once(originals(), original.key, picture.data)
    try:
        with transaction.atomic():
            template.save(force_insert=True)
            original.save(force_insert=True)
            lifecycle.enqueue([template.pk])
            if wakes_workers:
                nudge(analyse_next_template)
    except IntegrityError:
        originals().delete(original.key)
        there = _same_picture(sha256=original.sha256)  # somebody was quicker
        if there is None:
            raise
        return Upload("duplicate", there)
    return Upload("created", template, near)


def upload_from_address(
    url: str,
    *,
    provenance: Provenance,
    category: Category | None = None,
    by: User | None = None,
    seconds: float = FETCH_SECONDS,
) -> Upload:
    """Fetch a picture from an address and keep it like an upload. Raises what `fetch_picture` raises besides."""
    provenance = check_provenance(provenance)
    fetched = fetch_picture(url, max_bytes=LARGEST_FILE, seconds=seconds)
    return upload_picture(
        fetched.data,
        provenance=provenance,
        file_name=url.rpartition("/")[2].partition("?")[0],
        category=category,
        by=by,
        fetched_from=url[:2000],
    )


def delete_template(template: Template, *, by: User | None = None) -> None:
    """Delete an uploaded template with all that is kept of it; the files once that is committed.

    `ShippedTemplateError` for a designed one. Who deleted it stands in the admin's history.
    """
    if template.origin == Origin.DESIGNED:
        raise ShippedTemplateError
    with transaction.atomic():
        # The analysis first, as `lifecycle.finish` has it: the other way round the two would wait for each other.
        Analysis.objects.select_for_update().filter(pk=template.pk).first()
        rows = Template.objects.filter(pk=template.pk).order_by().select_for_update()
        present = rows.only("name", "preview").first()  # its preview may have been drawn anew since
        if present is None:
            return
        original = Original.objects.filter(pk=template.pk).only("key").first()
        if original is not None:
            delete_after_commit(originals(), original.key)
        if present.preview:
            delete_after_commit(present.preview.storage, str(present.preview.name))
        if by is not None:
            LogEntry.objects.log_actions(by.pk, rows, DELETION)
        rows.delete()
        bank_changed()


def _same_picture(**digest: str) -> Template | None:
    found = Original.objects.select_related("template").filter(**digest).order_by("uploaded_at").first()
    return found.template if found else None


def _described(picture: CleanPicture, template: Template, sent_sha256: str) -> Original:
    """The unsaved row. The key holds the template's id, so that no other row ever shares the file."""
    sha256 = hashlib.sha256(picture.data).hexdigest()
    pixels = np.asarray(cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    return Original(
        template=template,
        key=content_key(template.pk.hex, sha256, picture.format),
        sha256=sha256,
        sent_sha256=sent_sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.data),
        phash=as_signed(phash(np.ascontiguousarray(pixels[..., ::-1]))),
    )


def _fitting(text: str, longest: int) -> str:
    """Return the end of a file's name as the database can keep it."""
    return "".join(character for character in text if character.isprintable())[-longest:]


def _template(provenance: Provenance, category: Category | None, tags: list[str]) -> Template:
    identifier: uuid.UUID = new_id()
    return Template(
        id=identifier,
        slug=f"look-{identifier.hex}",
        name="New look",
        origin=Origin.UPLOADED,
        category=category,
        tags=tags,
        corrected=[name for name, value in (("category", category), ("tags", tags)) if value],
        source=provenance.source,
        licence=provenance.licence,
        artist=provenance.artist,
        consent_note=provenance.consent_note,
    )
