"""Generations that were really drawn, small enough to be fast, and what follows on them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import BrandAsset, User
from billing import ledger
from billing.tiers import Tier
from canvas.dna import DesignDNA
from canvas.document import Document, Palette
from canvas.serial import from_json
from generation import lifecycle, pipeline
from generation.models import Generation
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category
from tests.generation.core_rows import rich_user
from tests.templates_lib.bank import findable, make_template

LOOK = DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), layout="hero_right", plate="paint:gradient", font="anton")
SMALL = (320, 180)


def make_bank() -> None:
    """Two looks and the algorithms."""
    ensure_algorithms()
    for slug, layout, words in (
        ("gaming", "hero_right", "gaming, dark, boss fight, fire"),
        ("travel", "hero_left", "travel, bright, beach, trip"),
    ):
        category = Category.objects.create(slug=slug, name=slug.title())
        look = replace(LOOK, layout=layout)
        findable(make_template(f"{slug}-look", look=look, category=category, tags=words.split(", ")))


def maker() -> User:
    """Somebody who may use every algorithm."""
    user = rich_user()
    ledger.set_tier(user, Tier.ENTERPRISE)
    return user


def made(user: User, **fields: Any) -> Generation:
    """A generation of a prompt, drawn."""
    wanted = {"prompt": "I beat the final boss", "algorithm": "routix_v4", "size": SMALL, "seed": 7, **fields}
    return ran(request_generation(user, GenerationRequest(**wanted)))


def ran(queued: Generation) -> Generation:
    """What is in the queue, run to its end."""
    claimed = lifecycle.claim(worker="a test", only=queued.pk)
    assert claimed is not None
    pipeline.run(claimed)
    return Generation.objects.get(pk=queued.pk)


def documents_of(generation: Generation) -> list[Document]:
    """The documents of its pictures, the best first."""
    return [from_json(thumbnail.document) for thumbnail in generation.thumbnails.order_by("index")]


def change_document(generation: Generation, change: Callable[[dict[str, Any]], None]) -> None:
    """Edit the best picture's document in its row."""
    thumbnail = generation.thumbnails.get(index=0)
    change(thumbnail.document)
    thumbnail.save(update_fields=["document"])


def show_logo(document: dict[str, Any], key: str) -> None:
    """Put a picture on top of a document, as an edit may."""
    frame = {"x": 0.8, "y": 0.8, "width": 0.15, "height": 0.15}
    document["layers"].append({"kind": "logo", "id": "brought_in", "source": f"picture:{key}", "frame": frame})


def striped(colours: Sequence[str], size: tuple[int, int] = (400, 240)) -> bytes:
    """An encoded picture of vertical stripes, all alike in width."""
    picture = Image.new("RGB", size)
    width = size[0] // len(colours)
    for number, colour in enumerate(colours):
        picture.paste(Image.new("RGB", (width + len(colours), size[1]), colour), (number * width, 0))
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def keep_asset(owner: User, data: bytes, kind: str = "reference") -> BrandAsset:
    """A picture of the user's own, in the storage."""
    asset = BrandAsset(owner=owner, kind=kind, format="png", width=9, height=9, bytes=len(data), sha256="0" * 64)
    asset.file.save("png", ContentFile(data), save=False)
    asset.save()
    return asset
