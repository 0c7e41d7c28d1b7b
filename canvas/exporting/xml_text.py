"""Text that XML can hold."""

import re

# XML 1.0 knows no other control characters than these, no lone surrogates, and not the two that are no characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text without what XML has no way to write."""
    return _NOT_XML.sub("", text)
