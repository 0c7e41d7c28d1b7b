"""Analyzing: what does the prompt ask for, and what did the user bring along?"""

from dataclasses import replace

from accounts.models import BrandAsset
from canvas.brief.understand import understand
from canvas.errors import PictureError
from canvas.people import cut_out
from generation.pipeline.context import Context
from providers.local.embedding import embed

FACE = "face"
LOGO = "logo"


def understand_prompt(context: Context) -> None:
    """Write the brief, and read the user's photo and logo.

    A photo that shows no face is left out: the brief then says so as a hint, and the picture is made without it.
    """
    generation = context.generation
    hints = _take_face(context)
    if generation.logo_asset is not None:
        context.pictures[LOGO] = _read(generation.logo_asset)
        context.logo = LOGO
    brief = understand(
        generation.prompt,
        custom_text=generation.custom_text,
        aspect=generation.aspect_ratio,
        has_face=bool(context.photos),
        embed=embed,
    )
    context.brief = replace(brief, hints=(*brief.hints, *hints))


def _take_face(context: Context) -> tuple[str, ...]:
    asset = context.generation.face_asset
    if asset is None:
        return ()
    data = _read(asset)
    try:
        cut = cut_out(data)
    except PictureError:
        return ("no_face",)
    if cut.faces:
        context.pictures[FACE] = data
        context.photos = (FACE,)
    return cut.hints


def _read(asset: BrandAsset) -> bytes:
    with asset.file.open("rb") as file:
        return bytes(file.read())
