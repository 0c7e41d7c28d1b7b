"""Something of everything that a user can own, so that addresses with ids in them have something to find."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import (
    ApiKey,
    AssetKind,
    AuditEntry,
    BrandAsset,
    BrowserSession,
    Passkey,
    Scope,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from accounts.services.secret_tokens import digest_of, new_secret
from accounts.services.sign_in import sign_in
from billing import ledger
from billing.models import Bucket, Pack
from billing.services.purchasing import buy_pack
from canvas.serial import to_json
from chat.models import Author, Broadcast, Conversation, Message, Participant
from generation.models import Algorithm, Batch, Revision, Share, Status, Thumbnail
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category
from tests.canvas.documents import document_of
from tests.generation.api_rows import make_generation, make_result, make_user, picture_bytes
from tests.templates_lib.bank import make_template

# Stands in every text of the owner's, so that whatever leaks is seen.
CANARY = "zq-owners-canary"


@dataclass
class World:
    """`owner` owns one of each thing; `ids` are by the names of path parameters. Tokens are by role."""

    owner: User
    stranger: User
    staff: User
    tokens: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    latest: ClassVar["World | None"] = None

    @property
    def token(self) -> str:
        return self.tokens["owner"]


def make_world(*, owner_is_staff: bool = False) -> World:
    """Make it in the present transaction. With `owner_is_staff` the owner may do everything there is."""
    ensure_algorithms()
    owner = make_user(username="wanda", full_name=CANARY, is_verified=True)
    stranger = make_user(username="otto", is_verified=True)
    staff = make_user(username="stella", is_verified=True)
    admins = [owner, staff] if owner_is_staff else [staff]
    User.objects.filter(pk__in=[user.pk for user in admins]).update(is_staff=True, is_superuser=True)
    for user in (owner, stranger, staff):
        user.refresh_from_db()
        ledger.grant(user, amount=500, bucket=Bucket.BONUS, key=f"world:{user.pk}", reason="a test")
    tokens = {
        "owner": sign_in(owner).access_token,
        "stranger": sign_in(stranger).access_token,
        "staff": sign_in(staff).access_token,
    }
    world = World(owner, stranger, staff, tokens)
    world.ids = {name: str(value) for name, value in _things_of(owner, stranger).items()}
    World.latest = world
    return world


def _things_of(owner: User, stranger: User) -> dict[str, object]:
    now = timezone.now()
    algorithm = Algorithm.objects.get(slug="routix_v5")
    Category.objects.get_or_create(slug="gaming", defaults={"name": "Gaming"})
    template = make_template("boss-fight")
    template.save(force_insert=True)
    conversation = Conversation.objects.create(owner=owner, title=CANARY, message_count=1)
    guest = make_user(username="gus")
    participant = Participant.objects.create(conversation=conversation, user=guest)
    batch = Batch.objects.create(owner=owner, asked=2)
    generation = make_result(
        owner, algorithm, prompt=CANARY, conversation_id=conversation.pk, batch=batch, template=template
    )
    Message.objects.create(
        conversation=conversation, number=1, author=Author.USER, sender=owner, content=CANARY, generation=generation
    )
    thumbnail = Thumbnail.objects.get(generation=generation)
    Thumbnail.objects.filter(pk=thumbnail.pk).update(document=to_json(document_of()))
    make_generation(owner, algorithm, prompt=CANARY, status=Status.FAILED)
    share = Share(generation=generation, edit_digest=new_secret()[1], expires_at=now + timedelta(days=30))
    share.digest = digest_of(share.token)
    share.save(force_insert=True)
    Revision.objects.create(
        thumbnail=thumbnail,
        number=0,
        document=to_json(document_of()),
        file=str(thumbnail.file),
        width=thumbnail.width,
        height=thumbnail.height,
        bytes=thumbnail.bytes,
        score=thumbnail.score,
    )
    key = ApiKey.objects.create(user=owner, name=CANARY, prefix="rtx_abcd", digest=new_secret()[1], scopes=Scope.values)
    endpoint = WebhookEndpoint.objects.create(
        user=owner, url=f"https://example.org/{CANARY}", events=WebhookEvent.values, secret="whsec_" + "a" * 32
    )
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint,
        event=WebhookEvent.GENERATION_COMPLETED,
        payload=f'{{"about": "{CANARY}"}}',
        next_attempt_at=now,
    )
    session = BrowserSession.objects.create(user=owner, session_key="k" * 32, user_agent=CANARY, last_seen_at=now)
    passkey = Passkey.objects.create(user=owner, name=CANARY, credential_id="abc", public_key=b"abc")
    AuditEntry.objects.create(user=owner, action="password.changed", details={"about": CANARY})
    Broadcast.objects.create(author=owner, title="Hello", message="All is well.", expires_at=now + timedelta(days=1))
    order = buy_pack(owner, Pack.objects.get(pk="small"), ip_digest="")
    return {
        "generation_id": generation.pk,
        "batch_id": batch.pk,
        "algorithm_id": algorithm.pk,
        "template_id": template.pk,
        "conversation_id": conversation.pk,
        "participant_id": participant.pk,
        "pid": participant.pk,
        "asset_id": _asset_of(owner).pk,
        "key_id": key.pk,
        "endpoint_id": endpoint.pk,
        "webhook_id": endpoint.pk,
        "delivery_id": delivery.pk,
        "session_id": session.pk,
        "sign_in_id": session.pk,
        "passkey_id": passkey.pk,
        "order_id": order.pk,
        "user_id": owner.pk,
        "token": share.token,
        "number": 0,
    }


def _asset_of(owner: User) -> BrandAsset:
    data = picture_bytes(640, 360)
    asset = BrandAsset(
        owner=owner, kind=AssetKind.FACE, format="jpeg", width=640, height=360, bytes=len(data), sha256="0" * 64
    )
    asset.file.save("jpeg", ContentFile(data), save=False)
    asset.save(force_insert=True)
    return asset
