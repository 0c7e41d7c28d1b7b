"""What a generation goes on from: the picture that it varies or draws larger, and the request that it tries again."""

from canvas.document import Document, Logo, Plate, Subject
from canvas.serial import from_json
from generation.errors import ParentGoneError
from generation.models import Generation, Origin, Thumbnail
from generation.pipeline.assets import read_asset
from generation.pipeline.context import Parent
from generation.selectors.layer_pictures import find_layer_assets


def request_of(generation: Generation) -> Generation:
    """Return the generation whose request this one carries out: itself, or the first of those that it tries again."""
    while generation.origin == Origin.RETRY and generation.parent is not None:
        generation = generation.parent
    return generation


def parent_of(generation: Generation) -> Parent:
    """Return the picture that a variation or an upscaled one goes on from. `ParentGoneError` when it was deleted."""
    asked = request_of(generation)
    shown = Thumbnail.objects.filter(generation=asked.parent_id, index=asked.parent_index).first()
    if shown is None:
        raise ParentGoneError
    return Parent(from_json(shown.document), is_edited=shown.revision > 0)


def pictures_of(generation: Generation, parent: Parent) -> dict[str, bytes]:
    """Return the pictures that a parent shows, by key, those among them that edits brought in."""
    found = find_layer_assets(generation, pictures_named(parent.document))
    return {key: read_asset(asset) for key, asset in found.items()}


def pictures_named(document: Document) -> set[str]:
    """Return the keys of the pictures that a document is drawn with, without those of hidden layers."""
    shown = (layer for layer in document.layers if layer.visible)
    sources = (layer.source.partition(":") for layer in shown if isinstance(layer, Plate | Subject | Logo))
    return {key for kind, _, key in sources if kind in ("photo", "picture")}
