"""A document for other programs, with its layers in place: OpenRaster and SVG."""

from canvas.exporting.openraster import open_raster
from canvas.exporting.vector import vector_graphic

__all__ = ["open_raster", "vector_graphic"]
