"""Passkeys (WebAuthn): a key pair that a phone, a computer or a security key keeps, opened by a finger, face or PIN.

It proves possession and its user at once, so it signs in without a password and counts as two proofs. It is bound to
the host of `PUBLIC_URL`; a page elsewhere gets nothing out of it.

Each ceremony begins with options that hold a challenge. The challenge waits in the session, for five minutes, and is
taken out of it by whoever answers first.
"""

import json
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.errors import PasskeyRefusedError
from accounts.models import Passkey, User
from accounts.models.security import LONGEST_PASSKEY_NAME
from accounts.services import audit
from accounts.services.devices import Device, described
from accounts.services.identification import confirm_password
from accounts.services.locking import locked_user
from accounts.services.lockout import forget_failures
from accounts.services.notices import tell_owner
from accounts.services.second_factor import check_may_enrol
from accounts.services.sessions import is_session_proven_twice, note_second_proof
from accounts.services.verification import require_verified
from common.errors import ConflictError, NotAllowedError, NotFoundError, ValidationFailedError

MOST_PASSKEYS = 10
CHALLENGE_SECONDS = 5 * 60
_REGISTERING, _SIGNING_IN = "passkey_registration", "passkey_sign_in"
_LONGEST_CREDENTIAL_ID = 1400
_TRANSPORTS = 8
_NAME = "Routix"
# What reading a malformed or hostile answer raises: the library's own, and what escapes it.
_UNREADABLE = (WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)


def passkeys_of(user: User) -> "QuerySet[Passkey]":
    """The user's passkeys, the oldest first."""
    return Passkey.objects.filter(user=user).order_by("created_at", "pk")


def start_registration(user: User, session: SessionBase, *, password: str) -> dict[str, Any]:
    """Return the options for `navigator.credentials.create()`.

    Raises `EmailNotVerifiedError`, `ValidationFailedError` for a wrong password, `TooManyFailedSignInsError`,
    `NotAllowedError` where the account is guarded and the session was opened by the password alone, and `ConflictError`
    beyond ten.
    """
    require_verified(user)
    confirm_password(user, password)
    check_may_enrol(user, is_proven_twice=is_session_proven_twice(session, user))
    known = list(passkeys_of(user))
    _check_number(len(known))
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=_NAME,
        user_id=user.pk.bytes,
        user_name=user.username,
        user_display_name=user.get_full_name(),
        timeout=CHALLENGE_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id)) for row in known],
    )
    _keep_challenge(session, _REGISTERING, options.challenge)
    return dict(json.loads(options_to_json(options)))


def finish_registration(
    user: User, session: SessionBase, credential: dict[str, Any], *, name: str, device: Device
) -> Passkey:
    """Keep the passkey that the browser made. Without a name it is called after the device.

    Making it proved its user, so the session counts as proven twice from here on. Raises `PasskeyRefusedError`,
    `NotAllowedError` as above, and `ConflictError` beyond ten.
    """
    challenge = _take_challenge(session, _REGISTERING)
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
        # A key that can't be read would never sign anybody in.
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except _UNREADABLE as error:
        raise PasskeyRefusedError from error
    credential_id = bytes_to_base64url(verified.credential_id)
    if len(credential_id) > _LONGEST_CREDENTIAL_ID:
        raise PasskeyRefusedError
    try:
        with transaction.atomic():
            locked_user(user)
            check_may_enrol(user, is_proven_twice=is_session_proven_twice(session, user))
            _check_number(passkeys_of(user).count())
            passkey = Passkey.objects.create(
                user=user,
                name=_clean_name(name) or described(device.user_agent)[:LONGEST_PASSKEY_NAME],
                credential_id=credential_id,
                public_key=verified.credential_public_key,
                sign_count=verified.sign_count,
                transports=_transports(credential),
                last_used_at=None,
            )
            audit.record("passkey.added", user=user, actor=user, ip_digest=device.ip_digest)
            what = gettext("A passkey was added. It signs in to your account without the password.")
            tell_owner(user, subject=gettext("A new passkey"), what=what, device=device)
    except IntegrityError as error:
        raise PasskeyRefusedError(gettext_noop("This passkey is known already.")) from error
    note_second_proof(session, is_proven=True)
    return passkey


def start_sign_in(session: SessionBase) -> dict[str, Any]:
    """Return the options for `navigator.credentials.get()`. They name nobody: the browser offers what it has."""
    options = generate_authentication_options(
        rp_id=_host(), timeout=CHALLENGE_SECONDS * 1000, user_verification=UserVerificationRequirement.REQUIRED
    )
    _keep_challenge(session, _SIGNING_IN, options.challenge)
    return dict(json.loads(options_to_json(options)))


def finish_sign_in(session: SessionBase, credential: dict[str, Any]) -> User:
    """Return whom the passkey signs in. Raises `PasskeyRefusedError`, which does not say why.

    A counter that did not grow means a copied key: it is refused, by one conditional UPDATE. Many passkeys don't count,
    and say 0 for ever.
    """
    challenge = _take_challenge(session, _SIGNING_IN)
    try:
        answer = parse_authentication_credential_json(credential)
        passkey = Passkey.objects.filter(credential_id=bytes_to_base64url(answer.raw_id)).select_related("user").first()
        if passkey is None or answer.response.user_handle not in (None, passkey.user_id.bytes):
            raise PasskeyRefusedError
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise PasskeyRefusedError from error
    user = passkey.user
    if not user.is_active or not user.has_usable_password():
        raise PasskeyRefusedError
    grown = Q(sign_count__lt=verified.new_sign_count)
    if verified.new_sign_count == 0:
        grown = Q(sign_count=0)
    counted = {"sign_count": verified.new_sign_count, "last_used_at": timezone.now()}
    if not Passkey.objects.filter(grown, pk=passkey.pk).update(**counted):
        raise PasskeyRefusedError
    forget_failures(user)
    return user


def rename_passkey(user: User, passkey_id: uuid.UUID, name: str) -> None:
    """Call it something else. Raises `NotFoundError`, and `ValidationFailedError` for no name."""
    cleaned = _clean_name(name)
    if not cleaned:
        raise ValidationFailedError(fields={"name": gettext_noop("Give it a name.")})
    if not Passkey.objects.filter(user=user, pk=passkey_id).update(name=cleaned):
        raise NotFoundError(gettext_noop("There is no such passkey of yours."))


def delete_passkey(user: User, passkey_id: uuid.UUID, device: Device, *, is_proven_twice: bool = False) -> None:
    """Let it sign nobody in any more. Raises `NotFoundError`.

    Staff need a sign-in that is proven twice, or `NotAllowedError`: without the passkey their password could bring
    another proof. Everybody else may have lost it, and their password opens the account anyway.
    """
    if user.is_staff and not is_proven_twice:
        raise NotAllowedError(gettext_noop("Sign in with your passkey or a code first."))
    with transaction.atomic():
        deleted, _ = Passkey.objects.filter(user=user, pk=passkey_id).delete()
        if not deleted:
            raise NotFoundError(gettext_noop("There is no such passkey of yours."))
        audit.record("passkey.deleted", user=user, actor=user, ip_digest=device.ip_digest)
        what = gettext("A passkey was removed from your account.")
        tell_owner(user, subject=gettext("A passkey was removed"), what=what, device=device)


def _check_number(passkeys: int) -> None:
    if passkeys >= MOST_PASSKEYS:
        raise ConflictError(
            gettext_noop("An account has ten passkeys at most. Delete one first."), details={"limit": MOST_PASSKEYS}
        )


def _keep_challenge(session: SessionBase, ceremony: str, challenge: bytes) -> None:
    session[ceremony] = {"challenge": bytes_to_base64url(challenge), "until": time.time() + CHALLENGE_SECONDS}


def _take_challenge(session: SessionBase, ceremony: str) -> bytes:
    """Take the challenge out of the session as it is stored: of two answers at the same moment one finds it."""
    session.pop(ceremony, None)
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=session.session_key or "").first()
        if row is None:
            raise PasskeyRefusedError
        stored = SessionStore(row.session_key)
        kept = stored.pop(ceremony, None)
        stored.save()
    if kept is None or kept["until"] < time.time():
        raise PasskeyRefusedError(gettext_noop("That took too long. Try again."))
    return base64url_to_bytes(kept["challenge"])


def _transports(credential: dict[str, Any]) -> list[str]:
    sent = credential["response"].get("transports")
    names = [name for name in sent if isinstance(name, str) and name.isascii()] if isinstance(sent, list) else []
    return [name[:20] for name in names[:_TRANSPORTS]]


def _clean_name(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_PASSKEY_NAME]


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def _origin() -> str:
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}"
