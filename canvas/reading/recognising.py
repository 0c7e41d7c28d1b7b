"""Lines of type found and read, by PP-OCR's networks through rapidocr."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage

_LONGEST_SIDE = 640  # pixels; at rapidocr's own limit a picture costs four times as much and reads no better
_TALLEST = 0.8  # of the height; what is taller is no line of type


@dataclass(frozen=True)
class LineSeen:
    """`corners` is 4x2 in pixels of the picture looked at, from the top left clockwise along the line; `confidence`
    0..1 is the recogniser's, `certainty` 0..1 the detector's."""

    corners: NDArray[np.float32]
    text: str
    confidence: float
    certainty: float


def see_lines(pixels: ByteImage) -> tuple[LineSeen, ...]:
    """Return the lines of type in HxWx3 RGB pixels, top to bottom, whether they could be read or not."""
    lines = _seen(pixels)
    if not any(_is_line(line, pixels.shape[0]) for line in lines):
        # Letters of half the picture's height are too large for the detector; from farther away it sees them.
        height, width = pixels.shape[:2]
        small = cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        lines = [replace(line, corners=line.corners * 2) for line in _seen(np.asarray(small, np.uint8))]
    return tuple(sorted(lines, key=lambda line: (float(line.corners[:, 1].mean()), float(line.corners[0, 0]))))


def _is_line(line: LineSeen, height: int) -> bool:
    """Tell whether a find is a line and not the whole picture."""
    return float(np.ptp(line.corners[:, 1])) < _TALLEST * height


def _seen(pixels: ByteImage) -> list[LineSeen]:
    from rapidocr.main import RapidOCRError  # see _engine why not at the top

    engine = _engine()
    picture = np.ascontiguousarray(pixels[..., ::-1])
    operations: dict[str, Any] = {}
    try:
        crops, found = engine.detect_and_crop(picture, operations)
    except RapidOCRError:  # what rapidocr raises for a picture without type
        return []
    read = engine.recognize_txt([_at_line_height(crop) for crop in crops])
    padding = operations["padding_1"]
    shift = np.array([padding["left"], padding["top"]], np.float32)
    return [
        LineSeen(np.asarray(corners, np.float32) - shift, text.strip(), float(confidence), float(certainty))
        for corners, text, confidence, certainty in zip(found.boxes, read.txts, read.scores, found.scores, strict=True)
    ]


def _at_line_height(crop: Any) -> Any:
    """Shrink a crop to what the recogniser looks at; its own reduction skips pixels and aliases large letters."""
    height, width = crop.shape[:2]
    if height <= 96:
        return crop
    return cv2.resize(crop, (max(1, round(width * 48 / height)), 48), interpolation=cv2.INTER_AREA)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Both networks, about 260 MB, kept for the life of the process; single-threaded, as all of the canvas is."""
    # Importing rapidocr costs half a second that only those should pay who read pictures.
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.text_score": 0.5,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_side_len": _LONGEST_SIDE,
            "Det.limit_type": "max",
            # By path: named models are fetched from the network when a file is missing or its checksum differs.
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
        }
    )
