"""The thumbnail as a layered document: drawn, measured and edited. Pure Python, no Django, no network, no clock.

Same document, same pictures, same assets: same bytes.
"""
