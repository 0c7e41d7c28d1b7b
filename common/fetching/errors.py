"""Why nothing was fetched. The messages tell what the user can change, never what is there inside."""

from django.utils.translation import gettext_noop

from common.errors import DomainError


class AddressRefusedError(DomainError):
    """An address that we don't go to.

    A name that leads inside and one that leads nowhere get the same message, or it would tell which names exist.
    """

    code = "address_refused"
    status = 422
    message = gettext_noop("This address leads to no place on the public internet.")


class FetchFailedError(DomainError):
    """A public place that did not hand out a file."""

    code = "fetch_failed"
    status = 422
    message = gettext_noop("The address did not answer properly.")
