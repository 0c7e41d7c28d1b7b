"""Somebody whose every word is marked, so that what is left of them can be looked for."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from psycopg import sql

from accounts.models import (
    AuditEntry,
    Authenticator,
    BrandAsset,
    BrowserSession,
    EmailVerification,
    Passkey,
    PasswordReset,
    RecoveryCode,
    Scope,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WsTicket,
)
from accounts.services.api_keys import create_api_key
from accounts.services.sign_in import sign_in
from billing import ledger
from billing.models import (
    GatewayCustomer,
    Hold,
    IdempotencyKey,
    Invoice,
    LocalCustomer,
    Order,
    PersonTrace,
    ReferralCode,
    StripeEvent,
)
from chat.models import Conversation, Message, Participant
from common.ids import new_id
from generation.models import Batch, Revision, Share, Status
from tests.accounts.people import PASSWORD
from tests.billing.shopping import bought_pack, subscribed
from tests.common.pictures import picture
from tests.generation.api_rows import make_algorithm, make_generation, make_thumbnail

CANARY = "zwitschern"


def marked_user(username: str = CANARY, mark: str = CANARY) -> User:
    """A verified user with a row in every table that knows users, each text of which holds the mark."""
    user = User.objects.create_user(
        username,
        f"{mark}.{username}@example.com",
        PASSWORD,
        full_name=f"Sara {mark}",
        preferences={"note": mark, mark: [mark]},
        is_verified=True,
        last_login=timezone.now(),
    )
    _add_sign_ins(user, mark)
    _add_money(user, mark)
    _add_generations(user, mark)
    return user


def _add_sign_ins(user: User, mark: str) -> None:
    soon = timezone.now() + timedelta(hours=1)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["draft"] = mark
    session.create()
    BrowserSession.objects.create(
        user=user, session_key=session.session_key, user_agent=mark, last_seen_at=timezone.now()
    )
    sign_in(user)
    WsTicket.objects.create(user=user, digest=new_id().hex, expires_at=soon)
    create_api_key(user, name=mark, scopes=[Scope.CHAT_READ])
    EmailVerification.objects.create(user=user, email=user.email, digest=new_id().hex, expires_at=soon)
    PasswordReset.objects.create(user=user, email=user.email, digest=new_id().hex, expires_at=soon)
    RecoveryCode.objects.create(user=user, digest=new_id().hex)
    Authenticator.objects.create(user=user, seed=mark)
    Passkey.objects.create(user=user, name=mark, credential_id=mark + user.pk.hex, public_key=mark.encode())
    AuditEntry.objects.create(user=user, actor=user, action="profile.changed", details={"email": mark})
    endpoint = WebhookEndpoint.objects.create(
        user=user,
        url=f"https://{mark}.example/",
        description=mark,
        events=["generation_completed"],
        secret=mark,
    )
    WebhookDelivery.objects.create(
        endpoint=endpoint, event="generation_completed", payload=mark, problem=mark, next_attempt_at=soon
    )
    asset = BrandAsset(owner=user, kind="avatar", format="png", width=64, height=48, bytes=9, sha256="0" * 64)
    asset.file.save("face.png", ContentFile(picture() + mark.encode()), save=False)
    asset.save()
    User.objects.filter(pk=user.pk).update(avatar=asset)
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=user.username,
        action_flag=CHANGE,
        change_message=mark,
    )
    user.refresh_from_db()


def _add_money(user: User, mark: str) -> None:
    ledger.grant(user, amount=100, key=f"test:{user.pk}", reason="for a test")
    bought_pack(user)
    subscribed(user)
    Order.objects.filter(user=user).update(ip_digest=mark, card_digest=mark, checkout_url=f"https://pay.example/{mark}")
    Invoice.objects.filter(user=user).update(
        page_url=f"https://pay.example/{mark}", pdf_url=f"https://x.example/{mark}"
    )
    LocalCustomer.objects.filter(user_id=user.pk).update(name=mark, email=user.email)
    IdempotencyKey.objects.create(
        user=user, key=mark, route="POST x", request_hash="0" * 64, state="done", status=202, body=mark
    )
    PersonTrace.objects.create(user=user, kind="email", digest=mark)
    ReferralCode.objects.update_or_create(user=user, defaults={"code": (mark + user.pk.hex[-6:])[:16]})
    customer = GatewayCustomer.objects.get(user=user).reference
    StripeEvent.objects.create(
        event_id=f"evt_{user.pk.hex}",
        gateway="test",
        type="invoice.paid",
        livemode=False,
        object_id="in_1",
        payload={"id": "evt", "data": {"object": {"id": "in_1", "customer": customer, "customer_email": mark}}},
        state="applied",
        occurred_at=timezone.now(),
        applied_at=timezone.now(),
    )


def _add_generations(user: User, mark: str) -> None:
    algorithm = make_algorithm()
    batch = Batch.objects.create(owner=user, asked=2)
    conversation = Conversation.objects.create(owner=user, title=mark, message_count=1)
    done = make_generation(
        user,
        algorithm,
        status=Status.COMPLETED,
        prompt=f"A {mark} on a wire",
        custom_text=mark,
        brief={"headline": mark},
        conversation_id=conversation.pk,
        batch=batch,
    )
    thumbnail = make_thumbnail(done, document={"layers": [{"text": mark}]})
    key = default_storage.save(f"thumbnails/{user.pk}/{done.pk}/1.jpg", ContentFile(picture() + mark.encode()))
    thumbnail.file = key
    thumbnail.save()
    Revision.objects.create(
        thumbnail=thumbnail,
        number=0,
        document={"layers": [{"text": mark}]},
        file=key,
        width=64,
        height=48,
        bytes=10,
        score=50,
        operations=[{"text": mark}],
        editor=user,
    )
    Share.objects.create(
        generation=done, digest=new_id().hex, edit_digest=new_id().hex, expires_at=timezone.now() + timedelta(days=1)
    )
    waiting = make_generation(user, algorithm, prompt=f"Another {mark}")
    ledger.reserve(user, amount=waiting.credits_cost, reference=waiting.pk, note=waiting.prompt)
    make_generation(user, algorithm, prompt=f"Deleted {mark}", status=Status.FAILED, deleted_at=timezone.now())
    Message.objects.create(conversation=conversation, number=1, author="user", sender=user, content=mark)
    host, _ = User.objects.get_or_create(username="host", email="host@example.com")
    elsewhere = Conversation.objects.create(owner=host, title="Ours", message_count=2)
    Participant.objects.create(conversation=elsewhere, user=user, role="editor")
    Message.objects.create(
        conversation=elsewhere, number=1, author="user", sender=user, content=mark, generation=waiting
    )
    Message.objects.create(
        conversation=elsewhere, number=2, author="assistant", content=f"About {mark}", generation=waiting
    )
    assert Hold.objects.filter(note__contains=mark).exists()


def found_in_tables(mark: str) -> list[str]:
    """Each table with rows that hold the mark anywhere, whatever its case; views as well."""
    found = []
    with connection.cursor() as cursor:
        for name in [*connection.introspection.table_names(), "billing_statement_line"]:
            # Binary columns are written in hexadecimal.
            for text in (mark, mark.encode().hex()):
                question = sql.SQL("SELECT count(*) FROM {} AS row WHERE row::text ILIKE %s").format(
                    sql.Identifier(name)
                )
                cursor.execute(question, [f"%{text}%"])
                if count := cursor.fetchone()[0]:
                    found.append(f"{name}: {count}")
    return found


def found_in_files(mark: str, folder: Any) -> list[str]:
    """Files under a folder whose name or bytes hold the mark."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if mark in str(path) or mark.encode() in path.read_bytes()]


def tables_with_users() -> set[str]:
    """Models that refer to users, by label."""
    return {
        model._meta.label
        for model in apps.get_models()
        if any(getattr(field, "related_model", None) is User and field.concrete for field in model._meta.get_fields())
    }
