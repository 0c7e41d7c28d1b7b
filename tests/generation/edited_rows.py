"""Pictures that can really be drawn again, and shares of them."""

import io
from datetime import timedelta
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from accounts.models import BrandAsset, User
from accounts.services.secret_tokens import digest_of
from canvas.document import Document, Effect, Extrude, Logo, Mark, Outline, Palette, Plate, Subject, Text
from canvas.drawing import draw
from canvas.export import encode
from canvas.serial import to_json
from generation.models import Algorithm, Generation, Revision, Share, Thumbnail
from tests.canvas.documents import PORTRAIT
from tests.generation.api_rows import make_generation, make_thumbnail, picture_bytes

SIZE = (320, 180)
SHARE_TOKEN = "a-token"
EDIT_TOKEN = "let-me-edit"
LOGO = picture_bytes(200, 100, "PNG")


def a_document(*extra: Any) -> Document:
    layers = (
        Plate(id="plate", source="paint:gradient"),
        Subject(id="hero", slot="hero", source="prop:phone", outline=Outline()),
        Text(id="headline", slot="headline", text="SEVEN DAYS", highlight=(0,), extrude=Extrude()),
        Mark(id="arrow", slot="mark_1", mark="arrow", target="hero"),
        *extra,
    )
    palette = Palette(primary="#204080", secondary="#102040", accent="#ffcc00")
    return Document(layers=layers, palette=palette, layout="hero_right", width=SIZE[0], height=SIZE[1], seed=3)


def graded() -> Document:
    return a_document(Effect(id="grade", effect="grade", params={"contrast": 1.1, "bloom": 0.2}))


def drawn_result(
    owner: User, algorithm: Algorithm, document: Document | None = None, pictures: Any = None, **fields: Any
) -> Generation:
    """A completed generation whose picture was drawn from its document."""
    document = document or a_document()
    fields |= {"width": document.width, "height": document.height}
    generation = make_generation(owner, algorithm, status="completed", **fields)
    add_drawn(generation, document, pictures)
    return generation


def add_drawn(generation: Generation, document: Document, pictures: Any = None, index: int = 0) -> Thumbnail:
    data = encode(draw(document, pictures or {}).pixels, "jpg")
    folder = f"thumbnails/{generation.owner_id}/{generation.pk}"
    key = default_storage.save(f"{folder}/run-{index}.jpg", ContentFile(data))
    return make_thumbnail(generation, index=index, document=to_json(document), file=key, bytes=len(data))


def add_revisions(thumbnail: Thumbnail, *, sizes: tuple[int, ...]) -> None:
    """Edits of a picture: number 0 has the file that was delivered, the others are shown, each of one more size.

    The last edit changed nothing that is seen, so it has the file of the one before.
    """
    shape = {"document": {}, "width": thumbnail.width, "height": thumbnail.height, "score": 80.0}
    files = [(str(thumbnail.file), thumbnail.bytes), *((f"{thumbnail.pk}-{size}.jpg", size) for size in sizes)]
    for number, (file, size) in enumerate([*files, files[-1]]):
        Revision.objects.create(thumbnail=thumbnail, number=number, file=file, bytes=size, **shape)
    file, size = files[-1]
    Thumbnail.objects.filter(pk=thumbnail.pk).update(file=file, bytes=size, revision=len(files))


def with_logo() -> Document:
    return a_document(Logo(id="logo", slot="logo", source="picture:logo"))


def make_asset(owner: User, *, kind: str = "logo", data: bytes = LOGO) -> BrandAsset:
    return BrandAsset.objects.create(
        owner=owner,
        kind=kind,
        format="png",
        width=200,
        height=100,
        bytes=len(data),
        sha256="0" * 64,
        file=ContentFile(data, "asset.png"),
    )


def portrait() -> bytes:
    return PORTRAIT.read_bytes()


def share(generation: Generation, **fields: Any) -> Share:
    secrets = {"digest": digest_of(SHARE_TOKEN), "edit_digest": digest_of(EDIT_TOKEN)}
    values: dict[str, Any] = {**secrets, "expires_at": timezone.now() + timedelta(days=1), **fields}
    return Share.objects.create(generation=generation, **values)


def stored_pixels(thumbnail: Thumbnail) -> np.ndarray:
    with default_storage.open(str(thumbnail.file)) as file:
        return np.asarray(Image.open(io.BytesIO(file.read())).convert("RGB"))


def stored_names(generation: Generation) -> set[str]:
    return set(default_storage.listdir(f"thumbnails/{generation.owner_id}/{generation.pk}")[1])
