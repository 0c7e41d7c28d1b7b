"""People who keep the bank, and what they keep secret."""

import hashlib
from typing import Any

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from canvas.originality import phash
from common.storage import content_key, originals, put_once
from templates_lib.models import Analysis, Origin, Original, Template
from templates_lib.selectors import as_signed
from tests.generation.api_rows import make_user
from tests.templates_lib.bank import make_template
from tests.templates_lib.pictures import SIZE, picture, pixels

ALL_RIGHTS = ("view", "add", "change", "delete")
# What nobody but staff may ever read, one word for each place where it stands.
CANARIES = (
    *("zqdescription", "zqdocument", "zqsample", "zqfingerprint", "zqvision", "zqsource", "zqlicence", "zqartist"),
    *("zqconsent", "zqfilename", "zqaddress", "zqocrwords", "zqextras", "zqfailure", "zqslug", "zqevidence"),
)


def keeper(*rights: str) -> User:
    """Staff with those rights to templates; without any named, with all of them."""
    user = make_user(is_staff=True)
    codenames = [f"{right}_template" for right in rights or ALL_RIGHTS]
    user.user_permissions.set(
        Permission.objects.filter(codename__in=codenames, content_type__app_label="templates_lib")
    )
    return user


def clerk() -> User:
    """Staff with no right to templates."""
    return make_user(is_staff=True)


def with_preview(template: Template, data: bytes = b"RIFF0000WEBPa drawn preview") -> Template:
    """Give a saved template a picture to show."""
    template.preview = default_storage.save(f"templates/{template.pk}.webp", ContentFile(data))
    template.save()
    return template


def with_original(template: Template, seed: int = 1, **fields: Any) -> Original:
    """Give a saved template an original that really lies in the storage, analysed and done."""
    data = picture(seed)
    sha256 = hashlib.sha256(data).hexdigest()
    values: dict[str, Any] = {
        "key": content_key(template.pk.hex, sha256, "jpeg"),
        "sha256": sha256,
        "sent_sha256": hashlib.sha256(sha256.encode()).hexdigest(),
        "format": "jpeg",
        "width": SIZE[0],
        "height": SIZE[1],
        "bytes": len(data),
        "phash": as_signed(phash(pixels(seed))),
    }
    original = Original.objects.create(template=template, **{**values, **fields})
    put_once(originals(), original.key, data)
    Template.objects.filter(pk=template.pk).update(origin=Origin.UPLOADED)
    Analysis.objects.create(
        template=template,
        state=Analysis.State.DONE,
        progress=100,
        attempt=1,
        seconds=0.8,
        ended_at=timezone.now(),
        evidence={"category": {"confidence": 0.9, "source": "zqevidence"}},
        failure="zqfailure",
        vision_failure="zqfailure",
    )
    return original


def planted(**fields: Any) -> Template:
    """A template in use, with a preview and an original, whose every secret is a canary."""
    template = make_template(
        **{
            "slug": "zqslug",
            "name": "Crimson Duel",
            "tags": ["boss fight"],
            "vision_tags": ["zqvision"],
            "description": "zqdescription",
            "document": {"text": "zqdocument"},
            "sample": {"prompt": "zqsample"},
            "fingerprint": {"grid": "zqfingerprint"},
            "source": "zqsource",
            "licence": "zqlicence",
            "artist": "zqartist",
            "consent_note": "zqconsent",
            **fields,
        }
    )
    template.dna = {**template.dna, "extras": {"read": "zqextras"}}
    template.save()
    with_original(
        template,
        file_name="zqfilename.png",
        fetched_from="https://example.org/zqaddress.png",
        reading={"text": "zqocrwords"},
        uploaded_by=make_user(is_staff=True),
    )
    return with_preview(Template.objects.get(pk=template.pk))


def secrets_of(template: Template) -> list[bytes]:
    """The canaries, and what else is secret of a planted template."""
    original = Original.objects.get(pk=template.pk)
    told = [*CANARIES, original.sha256, original.sent_sha256, original.key, str(original.phash), str(template.preview)]
    return [secret.encode() for secret in told]
