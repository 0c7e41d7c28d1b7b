"""What can go wrong with the bank."""

from common.errors import ConflictError, DomainError, NotFoundError


class TemplateNotFoundError(NotFoundError):
    """No such template, or none that this person may see: the two look the same."""

    message = "There is no such template."


class ShippedTemplateError(ConflictError):
    """A designed look can't be deleted: seeding would bring it back."""

    code = "shipped_template"
    message = "This look ships with Routix and can't be deleted. Deactivate it instead."


class NoOriginalError(ConflictError):
    """Only uploaded templates have a picture that can be analysed."""

    code = "no_original"
    message = "This look was designed, not uploaded: there is no original to analyse."


class AnalysisFailedError(Exception):
    """Why a picture can't become a template, in a sentence for staff. Trying again would not help."""


class AnalysisLostError(Exception):
    """The run is not the present one any more; its work is dropped. Only the runner catches it."""


class MetadataError(DomainError):
    """A metadata file that can't be read. The message names the row."""

    code = "metadata_invalid"
    status = 422
    message = "This file can't be read."
