"""What the user is told when a generation can't be asked for or can't be made."""

from common.errors import ConflictError, DomainError, NotAllowedError


class TierRequiredError(NotAllowedError):
    """The algorithm belongs to a higher tier. `details` holds `required_tier` and `tier`."""

    code = "tier_required"
    message = "This algorithm needs a higher plan."


class TooManyActiveError(ConflictError):
    """One user may not fill the queue. `details` holds `limit`."""

    code = "too_many_active"
    message = "Too many of your thumbnails are still being made. Wait for one to finish."


class NotCancellableError(ConflictError):
    """The generation has already ended. `details` holds its `status`."""

    code = "not_cancellable"
    message = "This generation has already ended."


class ResultNotReadyError(ConflictError):
    """There is no picture yet, or there will be none. `details` holds the `status`."""

    code = "result_not_ready"
    message = "There is no picture yet."


class GenerationFailedError(DomainError):
    """A run that can't end in a picture. `code`, `message` and `retryable` are stored on the row and shown.

    `retryable` says whether another attempt may succeed: ours, and once it is stored, the user's.
    """

    code = "generation_failed"
    status = 500
    message = "The picture could not be made. Your credits were returned."
    retryable: bool = True


class CannotBeDrawnError(GenerationFailedError):
    """What was asked for can't be drawn: a picture that can't be read, a script that no typeface of ours has."""

    code = "cannot_be_drawn"
    message = "This can't be drawn."
    retryable = False


class WaitedTooLongError(GenerationFailedError):
    """No worker came to it before its credits went back by themselves."""

    code = "waited_too_long"
    message = "Nothing was free to make this picture for hours. Your credits were returned."


class DeadlineError(GenerationFailedError):
    """It took far longer than it may."""

    code = "took_too_long"
    message = "The picture took too long to make. Your credits were returned."


class RecipeError(GenerationFailedError):
    """An algorithm's row has parameters that mean nothing. What is wrong stands in the log."""

    code = "algorithm_misconfigured"
    retryable = False

    def __init__(self, problem: str) -> None:
        super().__init__("This algorithm is not set up well. Your credits were returned.")
        self.problem = problem


class NoLooksError(GenerationFailedError):
    """The template bank has nothing to offer: it is empty, or nothing in it is ready."""

    code = "no_looks"
    message = "There are no designs to choose from. Your credits were returned."
    retryable = False


class TooLikeTemplateError(GenerationFailedError):
    """Whatever was drawn came out as a near copy of the design it followed."""

    code = "too_like_template"
    message = "This came out too close to an existing design, so it is not delivered. Your credits were returned."
    retryable = False


class ProviderFailedError(GenerationFailedError):
    """No provider made the background."""

    code = "provider_failed"
    message = "The service that paints backgrounds is not available. Your credits were returned."


class ProviderRejectedError(GenerationFailedError):
    """A provider refuses to paint what was asked for."""

    code = "provider_rejected"
    message = "The service that paints backgrounds refused this prompt. Your credits were returned."
    retryable = False


class WorkerLostError(GenerationFailedError):
    """Every worker that tried it was lost: killed, out of memory, or stuck."""

    code = "worker_lost"
    message = "Our workers stopped each time they tried to make this picture. Your credits were returned."


class UnexpectedFailureError(GenerationFailedError):
    """A bug of ours. What it was stands in the log, never here."""

    code = "internal_error"
    message = "Something broke on our side while the picture was made. Your credits were returned."


class RunLostError(Exception):
    """Control flow: the generation was cancelled or belongs to another worker by now. Caught by the runner only."""
