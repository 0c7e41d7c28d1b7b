"""Section 1 of the contract, where it is more than the shape that every answer is checked for."""

import uuid

from tests.contract.lines import check
from tests.contract.scene import Scene

_WANTED = {"prompt": "a lighthouse in a storm", "algorithm": "routix_v4"}
_UPLOADS_A_MINUTE = 20


@check("§1 malformed JSON is 400")
def malformed(scene: Scene) -> str:
    answer = scene.user.ask(
        "POST generation/create", content=b'{"prompt": ', headers={"Content-Type": "application/json"}
    )
    assert (answer.status, answer.error["type"]) == (400, "malformed_request")
    return "400 malformed_request"


@check("§1 field errors are 422, with field, message and type of each")
def fields(scene: Scene) -> str:
    answer = scene.user.ask("POST generation/create", json={"prompt": "", "variants": 9})
    assert answer.status == 422
    named = {one["field"] for one in answer.error["details"]["validation_errors"]}
    assert named == {"prompt", "variants"}, named
    return "422 names prompt and variants"


@check("§1 other media types are 415")
def media_type(scene: Scene) -> str:
    answer = scene.user.ask("POST generation/create", content=b"<a/>", headers={"Content-Type": "application/xml"})
    assert answer.status == 415
    return f"415 {answer.error['type']}"


@check("§1 too large is 413")
def too_large(scene: Scene) -> str:
    answer = scene.user.ask("POST generation/create", json={"prompt": "x" * 3_000_000})
    assert answer.status == 413, answer.status
    return f"413 {answer.error['type']}"


@check("§1 no credits is 402, and nothing is written")
def no_credits(scene: Scene) -> str:
    poor = scene.person("vera")
    wanted = {"prompt": "six times", "algorithm": "routix_v6", "variants": 4}
    answers = [poor.ask("POST generation/create", json=wanted) for _ in range(3)]
    assert (answers[-1].status, answers[-1].error["type"]) == (402, "insufficient_credits")
    taken = len([answer for answer in answers if answer.status == 202])
    count = "SELECT count(*) FROM generation_generation WHERE owner_id = %s"
    held = "SELECT posted - held >= 0 FROM billing_creditaccount WHERE user_id = %s"
    scene.rows.same("not overdrawn", True, held, poor.id)
    return scene.rows.same("generations", taken, count, poor.id)


@check("§1 Idempotency-Key: the same again is replayed, another body is 409")
def idempotency(scene: Scene) -> str:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (scene.user.ask("POST generation/create", json=_WANTED, headers=key) for _ in range(2))
    assert first.body == again.body
    assert again.response.headers["Idempotent-Replayed"] == "true"
    other = scene.user.ask("POST generation/create", json={**_WANTED, "prompt": "another"}, headers=key)
    assert (other.status, other.error["type"]) == (409, "idempotency_key_reused")
    holds = "SELECT count(*) FROM billing_hold WHERE id = %s"
    return scene.rows.same("holds", 1, holds, first.data["generation_id"]) + ", 409 for another body"


@check("§1 lists: limit 1 to 100, 20 by default; total counts all")
def lists(scene: Scene) -> str:
    page = scene.user.ask("GET generation/history").data
    assert page["limit"] == 20
    one = scene.user.ask("GET generation/history", query={"limit": 1, "offset": 1}).data
    assert one["total"] == page["total"]
    assert one["items"][0]["id"] == page["items"][1]["id"]
    mine = "SELECT count(*) FROM generation_generation WHERE owner_id = %s AND deleted_at IS NULL"
    return scene.rows.same("total", page["total"], mine, scene.user.id)


@check("§1 too often is 429 with Retry-After")
def too_often(scene: Scene) -> str:
    """The walk runs with wide limits for all but uploads."""
    eager = scene.person("olga")
    statuses = [
        eager.ask("POST users/assets", form={"kind": "face"}, files={"file": ("a.jpg", b"no picture")}).status
        for _ in range(_UPLOADS_A_MINUTE + 1)
    ]
    assert statuses == [415] * _UPLOADS_A_MINUTE + [429], statuses
    return f"{_UPLOADS_A_MINUTE} uploads taken, the next is 429"
