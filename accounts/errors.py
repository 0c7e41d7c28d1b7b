"""What can go wrong with who someone is."""

from common.errors import ConflictError, DomainError, NotAllowedError, RateLimitError


class InvalidCredentialsError(DomainError):
    """An unknown user, a wrong password and a deactivated account look the same."""

    code = "invalid_credentials"
    status = 401
    message = "The username or password is wrong."


class InvalidRefreshTokenError(DomainError):
    """A refresh token that is unknown, used, expired or revoked."""

    code = "invalid_refresh_token"
    status = 401
    message = "This refresh token is not valid any more. Sign in again."


class CsrfFailedError(NotAllowedError):
    """A request with a session cookie that does not prove that it comes from our own pages."""

    code = "csrf_failed"
    message = "The CSRF token is missing or wrong."


class EmailNotVerifiedError(NotAllowedError):
    """A user whose e-mail address is not confirmed, at what needs that."""

    code = "email_not_verified"
    message = "Confirm your e-mail address first."


class InvalidVerificationTokenError(DomainError):
    """A link that is unknown, used, expired, or of an address that the account no longer has: they look the same."""

    code = "invalid_verification_token"
    status = 422
    message = "This link does not work any more. Ask for a new one."


class TooManyVerificationsError(RateLimitError):
    """More mails asked for than one gets. `retry_after` is how many seconds to wait."""

    message = "A mail is on its way already. Wait a little before you ask for another one."


class TooManyAssetsError(ConflictError):
    """A user who keeps as many pictures as one may."""

    code = "too_many_assets"
    message = "You keep as many pictures as an account can hold. Delete one first."
