"""The contract's lines of generations: having thumbnails made, following them, going on from them."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

from tests.contract.endpoints import require_fields
from tests.contract.lines import Bad, Steps, anybody, own, owned
from tests.contract.people import Answer, Ask
from tests.contract.pictures import picture
from tests.contract.scene import Scene

_NOWHERE = Bad(404, ids=("0190a5c8-0000-7000-8000-000000000000",))
_UNREAL_TOKEN = Bad(401, headers={"Authorization": "Bearer made.up.token"})
_PROMPT = "I survived 7 days in the Arctic with no food"


@own("POST generation/create", status=202, bad=Bad(json={"prompt": "a\x00b"}))
def create(scene: Scene) -> Steps:
    kept = scene.user.ask("POST users/assets", form={"kind": "reference"}, files={"file": ("a.png", picture(1))})
    assert kept.status == 201, kept.body
    template = scene.user.ask("GET templates").data["items"][0]["id"]
    before = _available(scene)
    # Others may take the same template, but the user's picture is not for them.
    answer = yield lambda person: Ask(
        json={
            "prompt": _PROMPT,
            "template_id": template,
            "algorithm": "routix_v4",
            "aspect_ratio": "16:9",
            "custom_text": "7 DAYS",
            "reference_asset_ids": [kept.data["id"]] if person is scene.user else [],
            "variants": 1,
            "priority": "normal",
        }
    )
    require_fields("create", answer.data)
    scene.made["generation"] = scene.finished(answer.data["generation_id"])
    assert answer.response.headers["X-Credits-Cost"] == str(answer.data["credits_cost"])
    assert answer.response.headers["X-Credits-Remaining"] == str(before - answer.data["credits_cost"])
    prompt = scene.rows.same("prompt", _PROMPT, _of_generation("prompt"), scene.made["generation"])
    charged = _of_generation("credits_charged")
    cost = scene.rows.same("credits_charged", answer.data["credits_cost"], charged, scene.made["generation"])
    return f"{prompt}, {cost}, balance {before} → {_available(scene)}"


@own(
    "POST generation/create",
    note="with `Prefer: wait=10`",
    status=201,
    bad=Bad(headers={"Prefer": "wait=soon"}, json={}),
)
def create_and_wait(scene: Scene) -> Steps:
    answer = yield Ask(json={"prompt": "how volcanoes work", "algorithm": "routix_v4"}, headers={"Prefer": "wait=10"})
    drawn = answer.data["generation_id"]
    assert answer.data["status"] == "completed"
    score = scene.rows.value(_of_generation("score"), drawn)
    assert abs(score - answer.data["score"]) < 0.1, (score, answer.data["score"])
    return scene.rows.same("status", "completed", _of_generation("status"), drawn) + f", score {score:.1f}"


@own("POST generation/batch", status=202, bad=Bad(json={"items": [{"prompt": "only one"}]}))
def batch(scene: Scene) -> Steps:
    items = [{"prompt": f"day {day} of my trip", "algorithm": "routix_v4"} for day in (1, 2)]
    answer = yield Ask(json={"items": [*items, {"prompt": "one that is refused", "algorithm": "no_such"}]})
    assert (answer.data["accepted"], answer.data["refused"]) == (2, 1)
    assert answer.data["items"][2]["error"]["type"]
    count = "SELECT count(*) FROM generation_generation WHERE batch_id = %s"
    return scene.rows.same("generations of the batch", 2, count, answer.data["batch_id"])


@owned("GET generation/{id}", bad=_NOWHERE)
def retrieve(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],))
    require_fields("generation", answer.data)
    if answer.data["template"]:
        require_fields("template of a generation", answer.data["template"])
    brief = scene.rows.value(_of_generation("brief->>'language'"), scene.made["generation"])
    sequence = scene.rows.same("sequence", answer.data["sequence"], _of_generation("sequence"), answer.data["id"])
    return f"{sequence}, brief kept{f' ({brief})' if brief else ''}"


@owned("GET generation/{id}/status", bad=_NOWHERE)
def status(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],))
    require_fields("snapshot", answer.data)
    require_fields("credits of a snapshot", answer.data["credits"])
    hold = "SELECT captured FROM billing_hold WHERE id = %s"
    return "billing_hold: " + scene.rows.same(
        "captured", answer.data["credits"]["charged"], hold, scene.made["generation"]
    )


@owned("GET generation/{id}/result", bad=_NOWHERE)
def result(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],))
    shown = scene.nobody.http.get(answer.data["thumbnail_url"])
    assert shown.headers["content-type"].startswith("image/"), shown.headers
    first = answer.data["thumbnails"][0]
    size = "SELECT bytes FROM generation_thumbnail WHERE generation_id = %s AND index = 0"
    return scene.rows.same("bytes", first["bytes"], size, scene.made["generation"])


@owned("GET generation/{id}/document", bad=Bad(query={"index": 9}))
def document(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],))
    scene.made["text"] = next(layer["id"] for layer in answer.data["document"]["layers"] if layer["kind"] == "text")
    kept = scene.rows.value(
        "SELECT document FROM generation_thumbnail WHERE generation_id = %s", scene.made["generation"]
    )
    assert kept["layers"] == answer.data["document"]["layers"], "other layers are kept than are shown"
    return f"{len(kept['layers'])} layers, the same as shown"


@owned("POST generation/{id}/edit", bad=Bad(json={"operations": [{"op": "set_text", "layer": "no such", "text": "A"}]}))
def edit(scene: Scene) -> Steps:
    before = _available(scene)
    change = {"op": "set_text", "layer": scene.made["text"], "text": "NO FOOD"}
    answer = yield Ask(ids=(scene.made["generation"],), json={"operations": [change]})
    assert _available(scene) == before, "an edit costs credits"
    kept = (
        "SELECT l->>'text' FROM generation_revision r JOIN generation_thumbnail t ON t.id = r.thumbnail_id,"
        " jsonb_array_elements(r.document->'layers') l"
        " WHERE t.generation_id = %s AND r.number = %s AND l->>'id' = %s"
    )
    made = (scene.made["generation"], answer.data["revision"], scene.made["text"])
    text = scene.rows.same("text", "NO FOOD", kept, *made)
    return f"revision {answer.data['revision']}: {text}; no credits"


@owned("POST generation/{id}/upscale", status=202, bad=Bad(json={"size": "9x9"}))
def upscale(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],), json={})
    assert answer.data["credits_cost"] == 1
    grown = scene.finished(answer.data["generation_id"])
    width = scene.rows.value("SELECT width FROM generation_thumbnail WHERE generation_id = %s", grown)
    assert width > 1280, width
    return scene.rows.same("origin", "upscale", _of_generation("origin"), grown) + f", {width} pixels wide"


@owned("POST generation/{id}/variations", status=202, bad=Bad(json={"count": 5}))
def variations(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],), json={"count": 2, "axis": "palette", "algorithm": "routix_v4"})
    varied = scene.finished(answer.data["generation_id"])
    parent = scene.rows.same("parent", scene.made["generation"], _of_generation("parent_id::text"), varied)
    count = "SELECT count(*) FROM generation_thumbnail WHERE generation_id = %s"
    return f"{parent}, " + scene.rows.same("pictures", 2, count, varied)


@owned("DELETE generation/{id}/cancel", bad=_NOWHERE)
def cancel_by_delete(scene: Scene) -> Steps:
    waiting, ahead = _one_that_waits(scene)
    yield Ask(ids=(waiting,))
    _cancel_all(scene, ahead)
    returned = "SELECT state FROM billing_hold WHERE id = %s"
    ended = scene.rows.same("status", "cancelled", _of_generation("status"), waiting)
    return f"{ended}, hold {scene.rows.value(returned, waiting)}, " + scene.rows.same(
        "credits_charged", 0, _of_generation("credits_charged"), waiting
    )


@owned("POST generation/{id}/cancel", bad=_NOWHERE)
def cancel(scene: Scene) -> Steps:
    waiting, ahead = _one_that_waits(scene)
    scene.made["cancelled"] = waiting
    yield Ask(ids=(waiting,))
    _cancel_all(scene, ahead)
    again = scene.user.ask("POST generation/{id}/cancel", waiting)
    assert again.status == 409, f"cancelling what is cancelled got {again.status}"
    ended = scene.rows.same("status", "cancelled", _of_generation("status"), waiting)
    captured = "SELECT captured::int FROM billing_hold WHERE id = %s"
    return f"{ended}, " + scene.rows.same("captured", 0, captured, waiting)


@owned("POST generation/{id}/retry", status=202, bad=_NOWHERE)
def retry(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["cancelled"],))
    parent = _of_generation("parent_id::text")
    again = scene.rows.same("parent", scene.made["cancelled"], parent, answer.data["generation_id"])
    return f"{again}, " + scene.rows.same("origin", "retry", _of_generation("origin"), answer.data["generation_id"])


@owned("DELETE generation/{id}", bad=_NOWHERE)
def delete(scene: Scene) -> Steps:
    unwanted = scene.draw("one to be deleted")
    yield Ask(ids=(unwanted,))
    assert scene.user.ask("GET generation/{id}", unwanted).status == 404
    return scene.rows.same("deleted_at set", True, _of_generation("deleted_at IS NOT NULL"), unwanted)


@own("GET generation/history", bad=Bad(query={"sort_by": "luck"}))
def history(scene: Scene) -> Steps:
    answer = yield Ask(query={"limit": 100})
    require_fields("generation", answer.data["items"][0])
    mine = "SELECT count(*) FROM generation_generation WHERE owner_id = %s AND deleted_at IS NULL"
    filters: tuple[tuple[dict[str, Any], str], ...] = (
        ({"status": "completed"}, "status = 'completed'"),
        ({"search": "volcanoes"}, "prompt ILIKE '%%volcanoes%%'"),
        ({"favorites_only": "true"}, "is_favorite"),
        ({"algorithm": "routix_v6"}, "algorithm_id = (SELECT id FROM generation_algorithm WHERE slug = 'routix_v6')"),
        ({"min_score": 60}, "score >= 60"),
        ({"start_date": str(date.today() + timedelta(days=2))}, "false"),
        ({"end_date": str(date.today() - timedelta(days=2))}, "false"),
        ({"conversation_id": "0190a5c8-0000-7000-8000-000000000000"}, "conversation_id IS NOT NULL"),
    )
    for query, condition in filters:
        told = scene.user.ask("GET generation/history", query=query).data["total"]
        scene.rows.same(str(query), told, f"{mine} AND {condition}", scene.user.id)
    for order in ("newest", "oldest", "score", "most_downloaded", "most_shared", "processing_time"):
        assert scene.user.ask("GET generation/history", query={"sort_by": order}).status == 200, order
    return scene.rows.same("total", answer.data["total"], mine, scene.user.id) + "; 8 filters agree with their rows"


@own("GET generation/user", bad=Bad(query={"limit": 0}))
def history_by_its_other_name(scene: Scene) -> Steps:
    answer = yield Ask()
    mine = "SELECT count(*) FROM generation_generation WHERE owner_id = %s AND deleted_at IS NULL"
    return scene.rows.same("total", answer.data["total"], mine, scene.user.id)


@owned("GET generation/{id}/download", bad=Bad(query={"format": "bmp"}))
def download(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],), query={"format": "png"})
    shown = Image.open(io.BytesIO(answer.response.content))
    assert (shown.format, shown.size) == ("PNG", (1280, 720))
    assert len(answer.response.content) < 2_000_000
    linked = scene.user.ask("GET generation/{id}/download", scene.made["generation"], query={"url": 1})
    assert linked.data["filename"]
    assert scene.nobody.http.get(linked.data["url"]).status_code == 200, "the signed URL does not open"
    told = scene.user.ask("GET generation/{id}", scene.made["generation"]).data["download_count"]
    count = scene.rows.same("download_count", told, _of_generation("download_count"), scene.made["generation"])
    return f"PNG 1280 × 720; {count}"


@owned("POST generation/{id}/favorite", bad=_NOWHERE)
def favorite(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["generation"],))
    return scene.rows.same("is_favorite", True, _of_generation("is_favorite"), scene.made["generation"])


@owned("DELETE generation/{id}/favorite", bad=_NOWHERE)
def no_favorite(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["generation"],))
    return scene.rows.same("is_favorite", False, _of_generation("is_favorite"), scene.made["generation"])


@owned("POST generation/{id}/share", status=201, bad=Bad(json={"expires_in_days": 31}))
def share(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["generation"],), json={})
    require_fields("share", answer.data)
    scene.made["share"] = answer.data["token"]
    again = scene.user.ask("POST generation/{id}/share", scene.made["generation"], json={})
    assert again.status == 200
    assert not again.data.get("edit_token"), "the edit token is told twice"
    days = "round(extract(epoch FROM expires_at - created_at) / 86400)::int"
    lasts = f"SELECT {days} FROM generation_share WHERE generation_id = %s"  # noqa: S608  it stands above
    count = scene.rows.same("share_count", 1, _of_generation("share_count"), scene.made["generation"])
    return f"{count}, " + scene.rows.same("days", 30, lasts, scene.made["generation"])


@anybody("GET shares/{token}", shows=True, bad=Bad(404, ids=("made-up",)))
def shared(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["share"],))
    assert scene.nobody.http.get(answer.data["thumbnail_url"]).status_code == 200
    views = "SELECT view_count FROM generation_share WHERE generation_id = %s"
    return scene.rows.same("view_count", answer.data["view_count"], views, scene.made["generation"])


@owned("DELETE generation/{id}/share", bad=_NOWHERE)
def end_share(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["generation"],))
    assert scene.nobody.ask("GET shares/{token}", scene.made["share"]).status == 404
    ended = "SELECT revoked_at IS NOT NULL FROM generation_share WHERE generation_id = %s"
    return scene.rows.same("revoked_at set", True, ended, scene.made["generation"])


@owned("POST generation/{id}/rating", bad=Bad(json={"rating": 6}))
def rate(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["generation"],), json={"rating": 4})
    return scene.rows.same("rating", 4, _of_generation("rating"), scene.made["generation"])


@own("GET generation/queue/status", bad=_UNREAL_TOKEN)
def queue(scene: Scene) -> Steps:
    last, ahead = _one_that_waits(scene)
    answer = yield Ask()
    told = {one["generation_id"]: one for one in answer.data["yours"]}
    _cancel_all(scene, [*ahead, last])
    assert told[last]["queue_position"] >= 1
    assert answer.data["waiting"] >= 1
    mine = "SELECT count(*) FROM generation_generation WHERE owner_id = %s AND id = ANY(%s::uuid[])"
    position = f"the last waits at {told[last]['queue_position']}"
    return f"{position}; " + scene.rows.same("rows of the user's", len(told), mine, scene.user.id, list(told))


@own("GET generation/analytics/summary", bad=Bad(query={"days": 0}))
def summary(scene: Scene) -> Steps:
    answer = yield Ask(query={"days": 7})
    charged = "SELECT sum(credits_charged)::int FROM generation_generation WHERE owner_id = %s"
    return _told_charged(answer, scene, charged)


def _told_charged(answer: Answer, scene: Scene, charged: str) -> str:
    told = answer.data["credits"]
    spent = told if isinstance(told, int) else told.get("charged", told)
    return scene.rows.same("credits charged", spent, charged, scene.user.id)


def _one_that_waits(scene: Scene) -> tuple[str, list[str]]:
    """The last of a batch, and those ahead of it that keep the workers busy."""
    items = [{"prompt": f"number {number}", "algorithm": "routix_v6"} for number in range(5)]
    started = scene.user.ask("POST generation/batch", json={"items": items}).data["items"]
    *ahead, last = [item["generation_id"] for item in started]
    return last, ahead


def _cancel_all(scene: Scene, generation_ids: list[str]) -> None:
    """What waits is cancelled, so that later lines need not wait for it; what is done by now stays."""
    for generation_id in generation_ids:
        ended = scene.user.ask("POST generation/{id}/cancel", generation_id)
        assert ended.status in (200, 409), ended.body


def _available(scene: Scene) -> int:
    return int(scene.user.ask("GET users/credits").data["available"])


def _of_generation(expression: str) -> str:
    return f"SELECT {expression} FROM generation_generation WHERE id = %s"  # noqa: S608  the expressions stand above
