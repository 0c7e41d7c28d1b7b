"""Setting type with no system library: cleaning, order of scripts, shaping, breaking and rasterising of outlines."""
