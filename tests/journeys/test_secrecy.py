"""Nobody but staff ever learns anything of an original: canaries planted in every secret place, every route crawled."""

import io
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from accounts.models import User
from accounts.services.sign_in import sign_in
from canvas import originality, serial
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA, to_json
from canvas.document import Palette
from canvas.originality import hamming, phash
from chat.models import Conversation
from common.storage import originals, put_once
from generation import lifecycle, pipeline
from generation.models import Generation, Share, Status
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from generation.services.sharing import share_generation
from templates_lib.indexing.facets import facets_of
from templates_lib.indexing.finding import index_templates
from templates_lib.indexing.previews import draw_preview
from templates_lib.models import Analysis, Category, Origin, Original, Template
from templates_lib.models import Status as TemplateStatus
from templates_lib.search.spaces import open_space
from tests.chat.sockets import open_socket
from tests.generation.api_rows import make_user
from tests.generation.core_rows import rich_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# Every secret field holds one of these, so that a leak names its field.
CANARIES = {
    field: f"zq{field.replace('_', '')}canary"
    for field in (
        *("file_name", "fetched_from", "file_key", "read_words", "description", "source", "licence", "artist"),
        *("consent_note", "sample_prompt", "document", "vision_tag", "failure", "vision_failure", "slug"),
    )
}
SHA256, SENT_SHA256 = "c0ffee" + "5a" * 29, "decade" + "3c" * 29
PHASH = -7_654_321_234_567_890_123
SIZE = (640, 360)
METHODS = ("get", "options", "post", "put", "patch", "delete")
QUERIES = (
    "",
    "?query=boss+fight",
    "?format=json&expand=original&fields=original,document,dna&ordering=original__file_name",
)


def noise_picture() -> np.ndarray:
    """A picture that no drawing of ours resembles."""
    rows = np.random.default_rng(5).integers(0, 256, (9, 16, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(rows, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def encoded(pixels: np.ndarray) -> bytes:
    output = io.BytesIO()
    Image.fromarray(pixels).save(output, "WEBP", quality=92)
    return output.getvalue()


@dataclass
class Planted:
    """The template with its secrets, and a generation that a user made after it."""

    template: Template
    picture: bytes
    pixels: np.ndarray
    user: User
    generation: Generation
    share: Share

    def leaks_in(self, text: bytes) -> set[str]:
        """Which secrets stand in some bytes."""
        found = {field for field, canary in CANARIES.items() if canary.encode() in text.lower()}
        found |= {"sha256"} if SHA256.encode() in text or SENT_SHA256.encode() in text else set()
        found |= {"phash"} if str(abs(PHASH)).encode() in text else set()
        found |= {"vector"} if b"0.12345678" in text or b"12345678e" in text else set()
        found |= {"bytes"} if self.picture[64:128] in text else set()
        grid = json.dumps(self.template.fingerprint)[40:100]
        return found | ({"fingerprint"} if grid.encode() in text else set())


@pytest.fixture
def planted(transactional_db: Any, monkeypatch: pytest.MonkeyPatch) -> Planted:
    ensure_algorithms()
    pixels = noise_picture()
    picture = encoded(pixels)
    dna = DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), layout="hero_left", plate="paint:rays", font="bangers",
                    origin="measured", face_place="left", text_words=2)  # fmt: skip
    category = Category.objects.create(slug="gaming", name="Gaming")
    open_space("local")
    template = Template.objects.create(
        slug=CANARIES["slug"],
        name="Crimson Duel",
        origin=Origin.UPLOADED,
        category=category,
        tags=["boss fight"],
        vision_tags=[CANARIES["vision_tag"]],
        description=CANARIES["description"],
        document={"version": 1, "text": CANARIES["document"]},
        dna=to_json(dna),
        sample={"prompt": CANARIES["sample_prompt"]},
        fingerprint=originality.to_json(originality.fingerprint(pixels)),
        source=CANARIES["source"],
        licence=CANARIES["licence"],
        artist=CANARIES["artist"],
        consent_note=CANARIES["consent_note"],
        status=TemplateStatus.READY,
        **facets_of(dna),
    )
    original = Original(
        template=template,
        key=f"{CANARIES['file_key']}.webp",
        sha256=SHA256,
        sent_sha256=SENT_SHA256,
        format="webp",
        width=SIZE[0],
        height=SIZE[1],
        bytes=len(picture),
        phash=PHASH,
        file_name=f"{CANARIES['file_name']}.png",
        fetched_from=f"https://example.org/{CANARIES['fetched_from']}.png",
        reading={"text": CANARIES["read_words"]},
        uploaded_by=make_user(is_staff=True),
    )
    put_once(originals(), original.key, picture)
    original.save()
    Analysis.objects.create(
        template=template, state="done", failure=CANARIES["failure"], vision_failure=CANARIES["vision_failure"]
    )
    index_templates([template])
    drawable = Template.objects.get(pk=template.pk)
    drawable.document = _preview_document(dna)
    draw_preview(drawable)
    Template.objects.filter(pk=template.pk).update(failure="")
    user = rich_user()
    # A conversation of the user's: what was made and said in it is asked for, too.
    conversation = Conversation.objects.create(owner=user)
    generation = made_after(template, user, conversation.pk)
    User.objects.filter(pk=user.pk).update(is_verified=True)
    shared = share_generation(User.objects.get(pk=user.pk), generation.pk)
    return Planted(Template.objects.get(pk=template.pk), picture, pixels, user, generation, shared.share)


def _preview_document(dna: DesignDNA) -> dict[str, Any]:
    return serial.to_json(direct(understand("I beat the final boss"), dna, seed=3)[0])


def made_after(template: Template, user: User, conversation_id: uuid.UUID | None = None) -> Generation:
    request = GenerationRequest(
        prompt="I beat the final boss",
        algorithm="routix_v4",
        size=(320, 180),
        seed=7,
        template_id=template.pk,
        conversation_id=conversation_id,
    )
    asked = request_generation(user, request)
    claimed = lifecycle.claim(worker="a test", only=asked.pk)
    assert claimed is not None
    pipeline.run(claimed)
    generation = Generation.objects.get(pk=asked.pk)
    assert (generation.status, generation.template_id) == (Status.COMPLETED, template.pk)
    return generation


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every route of the site, as Django writes it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


# Things of users that have nothing to do with templates.
_OTHERS = (
    *("key_id", "sign_in_id", "endpoint_id", "delivery_id", "passkey_id", "batch_id", "participant_id", "user_id"),
)


def paths_of(route: str, planted: Planted) -> list[str]:
    """A route with every value that might lead somewhere. A parameter nobody thought of fails the test."""
    thumbnail = planted.generation.thumbnails.get()
    template, key = str(planted.template.pk), planted.template.original.key
    values = {
        "template_id": [template],
        "generation_id": [str(planted.generation.pk)],
        "algorithm_id": [str(planted.generation.algorithm_id)],
        "asset_id": [template, str(uuid.uuid4())],
        "token": [template, key, str(thumbnail.pk), planted.share.token],
        "id": ["1", template],
        "object_id": [template, str(planted.generation.pk), "gaming", "1"],
        "app_label": ["templates_lib"],
        "content_type_id": ["1"],
        "url": ["templates_lib/template/"],
        "path": [key],
        "upload_id": [template],
        "order_id": [template],
        "tier": ["pro", template],
        "slug": ["small", template],
        "reference": [template],
        "number": ["0", "1"],
        "conversation_id": [str(planted.generation.conversation_id), template],
        **{name: [template] for name in _OTHERS},
    }
    route = re.sub(r"\\Z|\^|\$", "", route).replace(r"\.", ".")
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    found = [route]
    for name in re.findall(r"<(?:\w+:)?(\w+)>", route):
        assert name in values, f"{route}: what does <{name}> stand for? Give this test a value for it."
        found = [re.sub(rf"<(?:\w+:)?{name}>", value, one, count=1) for one in found for value in values[name]]
    return [f"/{one.replace('?', '')}" for one in found]


def body_of(response: Any) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return bytes(content) + headers.encode()


def options_of(method: str) -> dict[str, str]:
    return {} if method in ("get", "options") else {"data": "{}", "content_type": "application/json"}


def is_like_the_original(body: bytes, planted: Planted) -> bool:
    """Whether a picture that was served looks like the original."""
    try:
        image = np.asarray(Image.open(io.BytesIO(body)).convert("RGB"))
    except OSError:
        return False
    return hamming(phash(image), phash(planted.pixels)) < 16


class TestSecrecy:
    def test_of_the_canaries_themselves(self, planted: Planted):
        """A crawl that finds nothing proves something only if staff do find it, with the same eyes."""
        staff = User.objects.create_superuser("chief", "chief@example.org", "a long enough passphrase")
        client = Client()
        client.force_login(staff)
        page = client.get(f"/admin/templates_lib/template/{planted.template.pk}/change/").content
        assert {"description", "source", "licence", "artist"} <= planted.leaks_in(page)
        assert planted.leaks_in(planted.picture) == {"bytes"}
        assert is_like_the_original(planted.picture, planted)

    @pytest.mark.timeout(600)
    def test_holds_on_every_route_for_everybody_else(self, planted: Planted, caplog: pytest.LogCaptureFixture):
        signed_out, session, bearer = Client(), Client(), Client()
        session.force_login(planted.user)
        stranger = make_user()
        bearer.defaults["HTTP_AUTHORIZATION"] = f"Bearer {sign_in(stranger).access_token}"
        leaks, seen = [], 0
        caplog.set_level("INFO")
        every = sorted({path for route in routes(get_resolver().url_patterns) for path in paths_of(route, planted)})
        for method in METHODS:  # what destroys comes last
            for path in every:
                for query in QUERIES if method == "get" else ("",):
                    # Who is signed out is turned away before a query or a method is looked at: asked once each to read
                    # and to write.
                    is_plain = method in ("get", "post") and not query
                    for client in (signed_out, bearer, session) if is_plain else (bearer, session):
                        client.raise_request_exception = True
                        response = getattr(client, method)(f"{path}{query}", **options_of(method))
                        body = body_of(response)
                        seen += 1
                        assert response.status_code < 500, f"{method} {path}{query}: {response.status_code}"
                        leaked = planted.leaks_in(body)
                        if leaked or is_like_the_original(body.partition(b"Content-Type")[0], planted):
                            leaks.append((method, path + query, leaked or "the picture"))
        assert leaks == []
        assert seen > 1_000
        assert Template.objects.filter(pk=planted.template.pk).exists()
        logged = "\n".join(str(record.msg) + record.getMessage() for record in caplog.records).encode()
        assert planted.leaks_in(logged) == set()

    def test_holds_in_what_people_take_with_them(self, planted: Planted):
        client = Client()
        client.force_login(planted.user)
        base = f"/api/v1/generation/{planted.generation.pk}"
        for form in ("png", "jpg", "webp"):
            answer = client.get(f"{base}/download?format={form}")
            assert answer.status_code == 200
            body = body_of(answer)
            assert planted.leaks_in(body) == set()
            assert not is_like_the_original(body, planted)
        document = client.get(f"{base}/document").json()["data"]["document"]
        assert document["layers"]
        assert planted.leaks_in(json.dumps(document).encode()) == set()

    async def test_holds_on_the_socket(self, planted: Planted):
        socket = await open_socket(planted.user)
        frames = [await socket.follows(planted.generation)]
        await socket.says("subscribe_generation", generation_id=str(planted.template.pk))
        frames.append((await socket.hears())[1])
        await socket.says("subscribe_template", template_id=str(planted.template.pk))
        frames.append((await socket.hears())[1])
        await socket.communicator.disconnect()
        await sync_to_async(connections.close_all)()
        assert frames[0]["generation_id"] == str(planted.generation.pk)
        assert planted.leaks_in(json.dumps(frames).encode()) == set()
