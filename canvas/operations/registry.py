"""The operations by the names that JSON calls them by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from canvas.operations.add_effect import AddEffect
from canvas.operations.add_mark import AddMark
from canvas.operations.add_subject import AddSubject
from canvas.operations.add_text import AddText
from canvas.operations.adjust_plate import AdjustPlate
from canvas.operations.align import AlignLayer
from canvas.operations.flip import Flip
from canvas.operations.move import Move
from canvas.operations.operation import Operation
from canvas.operations.place import Place
from canvas.operations.point_at import PointAt
from canvas.operations.recolor import Recolor
from canvas.operations.remove import Insert, Remove
from canvas.operations.rename import Rename
from canvas.operations.reorder import Reorder
from canvas.operations.replace_plate import ReplacePlate
from canvas.operations.replace_subject import ReplaceSubject
from canvas.operations.resize import Resize
from canvas.operations.restore import Restore
from canvas.operations.restyle_subject import RestyleSubject
from canvas.operations.restyle_text import RestyleText
from canvas.operations.rotate import Rotate
from canvas.operations.set_blend import SetBlend
from canvas.operations.set_effect import SetEffect
from canvas.operations.set_font import SetFont
from canvas.operations.set_highlight import SetHighlight
from canvas.operations.set_lock import SetLock
from canvas.operations.set_opacity import SetOpacity
from canvas.operations.set_palette import SetPalette
from canvas.operations.set_text import SetText
from canvas.operations.set_visibility import SetVisibility
from canvas.operations.swap_layout import SwapLayout

OPERATIONS: Mapping[str, type[Operation]] = MappingProxyType(
    {
        operation.name: operation
        for operation in (
            SetText,
            SetHighlight,
            SetFont,
            RestyleText,
            AddText,
            Recolor,
            SetPalette,
            Move,
            Resize,
            AlignLayer,
            Place,
            Rotate,
            Flip,
            Reorder,
            SwapLayout,
            ReplaceSubject,
            AddSubject,
            RestyleSubject,
            ReplacePlate,
            AdjustPlate,
            AddEffect,
            SetEffect,
            AddMark,
            PointAt,
            SetVisibility,
            SetOpacity,
            SetBlend,
            SetLock,
            Rename,
            Remove,
            Insert,
            Restore,
        )
    }
)
