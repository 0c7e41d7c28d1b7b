"""What can go wrong with who someone is."""

from django.utils.translation import gettext_noop

from common.errors import ConflictError, DomainError, NotAllowedError, RateLimitError


class InvalidCredentialsError(DomainError):
    """An unknown user, a wrong password and a deactivated account look the same."""

    code = "invalid_credentials"
    status = 401
    message = gettext_noop("The username or password is wrong.")


class InvalidRefreshTokenError(DomainError):
    """A refresh token that is unknown, used, expired or revoked."""

    code = "invalid_refresh_token"
    status = 401
    message = gettext_noop("This refresh token is not valid any more. Sign in again.")


class CsrfFailedError(NotAllowedError):
    """A request with a session cookie that does not prove that it comes from our own pages."""

    code = "csrf_failed"
    message = gettext_noop("The CSRF token is missing or wrong.")


class EmailNotVerifiedError(NotAllowedError):
    """A user whose e-mail address is not confirmed, at what needs that."""

    code = "email_not_verified"
    message = gettext_noop("Confirm your e-mail address first.")


class InvalidVerificationTokenError(DomainError):
    """A link that is unknown, used, expired, or of an address that the account no longer has: they look the same."""

    code = "invalid_verification_token"
    status = 422
    message = gettext_noop("This link does not work any more. Ask for a new one.")


class TooManyVerificationsError(RateLimitError):
    """More mails asked for than one gets. `retry_after` is how many seconds to wait."""

    message = gettext_noop("A mail is on its way already. Wait a little before you ask for another one.")


class TooManyAssetsError(ConflictError):
    """A user who keeps as many pictures as one may."""

    code = "too_many_assets"
    message = gettext_noop("You keep as many pictures as an account can hold. Delete one first.")


class ScopeMissingError(NotAllowedError):
    """A request with an API key that may not do this. `details`: `required_scope`, None where no key may."""

    code = "scope_missing"
    message = gettext_noop("This API key may not do that.")


class TooManyApiKeysError(ConflictError):
    """A user who has as many live API keys as one may. `details`: `limit`."""

    code = "too_many_api_keys"
    message = gettext_noop("You have as many API keys as an account can have. Revoke one first.")


class SecondFactorRequiredError(DomainError):
    """The password is right, and the account also asks for a code: of its authenticator app, or a recovery code."""

    code = "second_factor_required"
    status = 401
    message = gettext_noop("Send the code of your authenticator app, or a recovery code, as `otp`.")


class TooManyFailedSignInsError(RateLimitError):
    """Too many wrong passwords or codes under one name, whether or not an account has it.

    `retry_after` is how many seconds the name stays locked.
    """

    code = "too_many_failed_sign_ins"
    message = gettext_noop("Too many wrong passwords or codes. Wait a while, or set a new password by e-mail.")


class InvalidResetTokenError(DomainError):
    """A link that is unknown, used, expired, or of an address that the account no longer has: they look the same."""

    code = "invalid_reset_token"
    status = 422
    message = gettext_noop("This link does not work any more. Ask for a new one.")


class PasskeyRefusedError(DomainError):
    """A passkey that proves nothing: unknown, meant for another site, answered too late or copied."""

    code = "passkey_refused"
    status = 422
    message = gettext_noop("This passkey does not work here.")


class TooManyWebhooksError(ConflictError):
    """A user who has as many webhooks as one may. `details`: `limit`."""

    code = "too_many_webhooks"
    message = gettext_noop("You have as many webhooks as an account can have. Delete one first.")


class WebhookIsOffError(ConflictError):
    """A webhook that is switched off, and so is not called."""

    code = "webhook_is_off"
    message = gettext_noop("This webhook is switched off. Switch it on first.")
