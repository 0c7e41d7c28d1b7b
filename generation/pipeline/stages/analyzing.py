"""Analyzing: what does the prompt ask for, and what did the user bring along?"""

from dataclasses import replace

from canvas.brief.model import Brief, Evidence
from canvas.brief.understand import understand
from canvas.errors import PictureError
from canvas.people import cut_out
from generation.pipeline.assets import FACE, LOGO, read_asset
from generation.pipeline.context import Context
from generation.pipeline.references import leading_colours
from providers.local.embedding import embed

# The colours are those of pictures that the user chose, not of words that might mean others.
_CHOSEN = Evidence(1.0, "option")


def understand_prompt(context: Context) -> None:
    """Write the brief, and read the user's photo, logo and reference pictures.

    A photo that shows no face is shown as a print, and the brief says so as a hint; one that can't be read is left out.
    The references give the colours where the prompt names none.
    """
    generation = context.generation
    hints = _take_face(context)
    if generation.logo_asset is not None:
        context.pictures[LOGO] = read_asset(generation.logo_asset)
        context.logo = LOGO
    brief = understand(
        generation.prompt,
        custom_text=generation.custom_text,
        aspect=generation.aspect_ratio,
        has_face=bool(context.photos),
        embed=embed,
    )
    context.brief = _coloured(context, replace(brief, hints=(*brief.hints, *hints)))


def _coloured(context: Context, brief: Brief) -> Brief:
    if brief.palette:
        return brief
    references = [read_asset(asset) for asset in context.generation.reference_assets.order_by("pk")]
    palette = leading_colours(references)
    if not palette:
        return brief
    return replace(brief, palette=palette, evidence={**brief.evidence, "palette": _CHOSEN})


def _take_face(context: Context) -> tuple[str, ...]:
    asset = context.generation.face_asset
    if asset is None:
        return ()
    data = read_asset(asset)
    try:
        cut = cut_out(data)
    except PictureError:
        return ("no_face",)
    context.pictures[FACE] = data
    context.photos = (FACE,)
    return cut.hints
