"""What the user is told when something can't be done in a conversation."""

from django.utils.translation import gettext_noop

from common.errors import ConflictError, DomainError, NotAllowedError, ValidationFailedError


class ReadOnlyError(NotAllowedError):
    """A viewer may not write, and only the owner lets people in or out."""

    code = "conversation_read_only"
    message = gettext_noop("You may read this conversation, but not do that in it.")


class TooManyParticipantsError(ConflictError):
    """A conversation holds so many people. `details` holds `limit`."""

    code = "too_many_participants"
    message = gettext_noop("No more people can be let into this conversation.")


class ConversationTooLongError(ConflictError):
    """A conversation holds so many messages. `details` holds `limit`."""

    code = "conversation_too_long"
    message = gettext_noop("This conversation is full. Begin another one.")


class UnknownPersonError(ValidationFailedError):
    """Nobody who can be let in: the same for who does not exist, is not active or did not confirm the address."""

    def __init__(self) -> None:
        super().__init__(
            fields={"user": gettext_noop("There is nobody of that name or confirmed e-mail address to let in.")}
        )


class ExportBusyError(DomainError):
    """So many conversations are being set on paper that this one did not get its turn, or its end, in time."""

    code = "export_busy"
    status = 503
    message = gettext_noop("Too many files are being made at the moment. Try again in a few seconds.")
