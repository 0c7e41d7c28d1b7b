"""What the canvas refuses, and why."""


class CanvasError(Exception):
    """Base of everything the canvas raises on purpose. The message is fit to be shown to a user."""


class DocumentError(CanvasError):
    """A document that is not valid. `path` names the faulty place, such as `layers[2].text.size`."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class OperationError(DocumentError):
    """An edit that can't be done. `path` names the field of the operation, such as `text` or `operations[2].layer`."""


class PictureError(CanvasError):
    """A picture that can't be decoded, is too large, or is missing."""


class MissingPictureError(PictureError):
    """A picture that a document names and that was not handed in."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the picture {key!r} was not given")
        self.key = key


class UnsupportedTextError(CanvasError):
    """Text in which no font of ours has a single glyph."""


class ExportError(CanvasError):
    """A drawing that can't be encoded within its limits."""
