"""What the user is told when a generation can't be asked for or can't be made."""

from django.utils.translation import gettext_noop

from billing.errors import SpendingCapReachedError
from common.errors import ConflictError, DomainError, NotAllowedError


class TierRequiredError(NotAllowedError):
    """The algorithm belongs to a higher tier. `details` holds `required_tier` and `tier`."""

    code = "tier_required"
    message = gettext_noop("This algorithm needs a higher plan.")


class TooManyActiveError(ConflictError):
    """One user may not fill the queue. `details` holds `limit`."""

    code = "too_many_active"
    message = gettext_noop("Too many of your thumbnails are still being made. Wait for one to finish.")


class NotCancellableError(ConflictError):
    """The generation has already ended. `details` holds its `status`."""

    code = "not_cancellable"
    message = gettext_noop("This generation has already ended.")


class KeyCapReachedError(SpendingCapReachedError):
    """The limit that the user set for this API key. `details`: `cap`, `spent` and `required`, in credits."""

    message = gettext_noop("This would go over the monthly limit of this API key.")


class NotRetryableError(ConflictError):
    """Only what failed or was cancelled is tried again. `details` holds the `status`."""

    code = "not_retryable"
    message = gettext_noop("Only a thumbnail that failed or was cancelled can be tried again.")


class CannotBeUpscaledError(ConflictError):
    """The picture can't be drawn larger from its layers."""

    code = "cannot_be_upscaled"
    message = gettext_noop(
        "This picture can't be made larger: its background was painted as a picture, in this size only."
    )


class DefaultAlgorithmError(ConflictError):
    """Whoever names no algorithm gets the default, so it stays active until another one is."""

    code = "default_algorithm"
    message = gettext_noop("The default algorithm can't be taken away. Make another one the default first.")


class ResultNotReadyError(ConflictError):
    """There is no picture yet, or there will be none. `details` holds the `status`."""

    code = "result_not_ready"
    message = gettext_noop("There is no picture yet.")


class RevisionConflictError(ConflictError):
    """Somebody else edited the picture meanwhile. `details` holds the `revision` that is shown now."""

    code = "revision_conflict"
    message = gettext_noop("The picture was edited meanwhile. Look at it again and repeat your edit.")


class NothingToUndoError(ConflictError):
    """There is no earlier state of the picture."""

    code = "nothing_to_undo"
    message = gettext_noop("There is nothing to undo.")


class NothingToRedoError(ConflictError):
    """No edit of the picture was undone, or another one came after."""

    code = "nothing_to_redo"
    message = gettext_noop("There is nothing to redo.")


class PictureGoneError(ConflictError):
    """A photo, logo or background that the document shows is not there any more, so it can't be drawn again."""

    code = "picture_gone"
    message = gettext_noop("A picture it was made with is gone, so it can't be drawn again.")


class DrawingBusyError(DomainError):
    """So many pictures are being drawn that this one did not get its turn in time."""

    code = "drawing_busy"
    status = 503
    message = gettext_noop("Too many pictures are being drawn at the moment. Try again in a few seconds.")


class GenerationFailedError(DomainError):
    """A run that can't end in a picture. `code`, `message` and `retryable` are stored on the row and shown.

    `retryable` says whether another attempt may succeed: ours, and once it is stored, the user's.
    """

    code = "generation_failed"
    status = 500
    message = gettext_noop("The picture could not be made. Your credits were returned.")
    retryable: bool = True


class CannotBeDrawnError(GenerationFailedError):
    """What was asked for can't be drawn: a picture that can't be read, a script that no typeface of ours has."""

    code = "cannot_be_drawn"
    message = gettext_noop("This can't be drawn.")
    retryable = False


class WaitedTooLongError(GenerationFailedError):
    """No worker came to it before its credits went back by themselves."""

    code = "waited_too_long"
    message = gettext_noop("Nothing was free to make this picture for hours. Your credits were returned.")


class DeadlineError(GenerationFailedError):
    """It took far longer than it may."""

    code = "took_too_long"
    message = gettext_noop("The picture took too long to make. Your credits were returned.")


class RecipeError(GenerationFailedError):
    """An algorithm's row has parameters that mean nothing. What is wrong stands in the log."""

    code = "algorithm_misconfigured"
    retryable = False

    def __init__(self, problem: str) -> None:
        super().__init__(gettext_noop("This algorithm is not set up well. Your credits were returned."))
        self.problem = problem


class ParentGoneError(GenerationFailedError):
    """The picture that it goes on from was deleted before a worker came to it."""

    code = "parent_gone"
    message = gettext_noop("The picture this goes on from is gone. Your credits were returned.")
    retryable = False


class NothingElseError(GenerationFailedError):
    """There is no other way to do what a variation asks for: a prompt may leave one background only, say."""

    code = "nothing_else"
    message = gettext_noop(
        "There is no other way to draw this that differs in what you asked for. Your credits were returned."
    )
    retryable = False


class NoLooksError(GenerationFailedError):
    """The template bank has nothing to offer: it is empty, or nothing in it is ready."""

    code = "no_looks"
    message = gettext_noop("There are no designs to choose from. Your credits were returned.")
    retryable = False


class TooLikeTemplateError(GenerationFailedError):
    """Whatever was drawn came out as a near copy of the design it followed."""

    code = "too_like_template"
    message = gettext_noop(
        "This came out too close to an existing design, so it is not delivered. Your credits were returned."
    )
    retryable = False


class ProviderFailedError(GenerationFailedError):
    """No provider made the background."""

    code = "provider_failed"
    message = gettext_noop("The service that paints backgrounds is not available. Your credits were returned.")


class ProviderRejectedError(GenerationFailedError):
    """A provider refuses to paint what was asked for."""

    code = "provider_rejected"
    message = gettext_noop("The service that paints backgrounds refused this prompt. Your credits were returned.")
    retryable = False


class WorkerLostError(GenerationFailedError):
    """Every worker that tried it was lost: killed, out of memory, or stuck."""

    code = "worker_lost"
    message = gettext_noop("Our workers stopped each time they tried to make this picture. Your credits were returned.")


class UnexpectedFailureError(GenerationFailedError):
    """A bug of ours. What it was stands in the log, never here."""

    code = "internal_error"
    message = gettext_noop("Something broke on our side while the picture was made. Your credits were returned.")


class RunLostError(Exception):
    """Control flow: the generation was cancelled or belongs to another worker by now. Caught by the runner only."""
