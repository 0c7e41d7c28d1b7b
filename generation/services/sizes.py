"""Which sizes a picture may have."""

from generation.models import Algorithm, AspectRatio

SMALLEST_SIDE = 180
LARGEST_SIDE = 2560
# Drawn anew from the layers as well, but takes seconds: what is downloaded may be so large, what is generated not.
LARGEST_DOWNLOAD = (3840, 2160)

_LARGEST_FIRST = {
    AspectRatio.WIDE: ((2560, 1440), (1920, 1080), (1280, 720)),
    AspectRatio.TALL: ((1080, 1920),),
    AspectRatio.SQUARE: ((1080, 1080),),
    AspectRatio.PORTRAIT: ((1080, 1350),),
}
_RATIOS = {
    AspectRatio.WIDE: 16 / 9,
    AspectRatio.TALL: 9 / 16,
    AspectRatio.SQUARE: 1.0,
    AspectRatio.PORTRAIT: 4 / 5,
}
_RATIO_TOLERANCE = 0.01


def usual_size(algorithm: Algorithm, aspect: AspectRatio) -> tuple[int, int]:
    """Return width and height in pixels: the largest 16:9 the algorithm draws, or the one size of another aspect."""
    sizes = _LARGEST_FIRST[aspect]
    fitting = [size for size in sizes if size[0] <= algorithm.max_width and size[1] <= algorithm.max_height]
    return fitting[0] if fitting else sizes[-1]


def largest_download(algorithm: Algorithm, drawn: tuple[int, int]) -> tuple[int, int]:
    """Return the largest 16:9 that a picture `drawn` in some size may be downloaded in: 4K where it was drawn in 1440p
    or the algorithm draws that, else the algorithm's own."""
    own = algorithm.max_width, algorithm.max_height
    return LARGEST_DOWNLOAD if max(own, drawn) >= _LARGEST_FIRST[AspectRatio.WIDE][0] else own


def aspect_of(width: int, height: int, *, largest_side: int = LARGEST_SIDE) -> AspectRatio:
    """Return the aspect of a size; `ValueError` when it is none of ours, or too small or large."""
    if not (min(width, height) >= SMALLEST_SIDE and max(width, height) <= largest_side):
        raise ValueError(f"Sides must have {SMALLEST_SIDE} to {largest_side} pixels.")
    for aspect, ratio in _RATIOS.items():
        if abs(width / height / ratio - 1) <= _RATIO_TOLERANCE:
            return aspect
    raise ValueError("The sides must be as 16:9, 1:1, 9:16 or 4:5.")
