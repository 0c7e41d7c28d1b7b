"""Every figure that the docs quote, one module each: `python -m benchmarks.<name> [--json]`.

A figure is a ratio to a floor measured in the same run where that makes sense, since machines differ and are noisy.
"""
