"""Colours as small drawings. SVG attributes and no styles, so that a strict content security policy shows them too."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from canvas.colour import is_hex

_UNIT = 100.0


def swatch_bar(colours: Sequence[tuple[str, float]], *, label: str) -> SafeString:
    """Draw colours side by side, each as wide as its share; what is no `#rrggbb` is left out."""
    shown = [(colour, share) for colour, share in colours if is_hex(colour) and share > 0]
    total = sum(share for _, share in shown) or 1.0
    cells, left = [], 0.0
    for colour, share in shown:
        width = _UNIT * share / total
        cells.append((f"{left:.3f}", f"{width:.3f}", colour, f"{colour}, {share / total:.0%}"))
        left += width
    drawn = format_html_join("", '<rect x="{}" y="0" width="{}" height="10" fill="{}"><title>{}</title></rect>', cells)
    picture = (
        '<svg class="bank-swatches" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    )
    return format_html(picture, f"{label}: {', '.join(colour for colour, _ in shown)}", drawn)
