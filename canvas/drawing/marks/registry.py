"""The marks by the names that documents use."""

from __future__ import annotations

from canvas.document import Frame, Mark, Palette
from canvas.drawing.marks import arrows, rings, screens, signs, stickers
from canvas.drawing.marks.job import DrawnMark, MarkFunction, MarkJob
from canvas.errors import DocumentError
from canvas.geometry import Box

MARKS: dict[str, MarkFunction] = {
    "arrow": arrows.arrow,
    "circle": rings.circle,
    "underline": rings.underline,
    "badge": stickers.badge,
    "burst": stickers.burst,
    "arrow_straight": arrows.arrow_straight,
    "arrow_block": arrows.arrow_block,
    "arrow_hand": arrows.arrow_hand,
    "arrow_double": arrows.arrow_double,
    "cursor": arrows.cursor,
    "circle_hand": rings.circle_hand,
    "box": rings.box,
    "underline_hand": rings.underline_hand,
    "cross": rings.cross,
    "check": rings.check,
    "price_tag": stickers.price_tag,
    "seal": stickers.seal,
    "ribbon": stickers.ribbon,
    "speech": stickers.speech,
    "number_badge": stickers.number_badge,
    "versus": signs.versus,
    "question": signs.question,
    "exclamation": signs.exclamation,
    "rec": screens.rec,
    "live": screens.live,
    "play": screens.play,
    "progress": screens.progress,
    "stars": screens.stars,
}


def draw_mark(
    mark: Mark,
    frame: Frame,
    target: Box | None,
    palette: Palette,
    size: tuple[int, int],
    *,
    seed: int,
    avoid: tuple[Box, ...] = (),
) -> DrawnMark:
    """Draw a mark on a canvas of `size` pixels. `target` is the box of what it points to.

    An arrow runs from its own frame's centre to the target; in the place of a slot it finds its way there itself, off
    the boxes in `avoid`; without a target it crosses its frame. Rings and frames go round the target or their frame,
    underlines below either, stickers stand in their frame. `DocumentError` for an unknown mark.
    """
    drawer = MARKS.get(mark.mark)
    if drawer is None:
        raise DocumentError("mark", f"there is no mark {mark.mark!r}")
    return drawer(MarkJob(mark, frame, target, palette, size[0], size[1], seed, avoid))
