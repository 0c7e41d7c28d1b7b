"""The contract's lines of conversations."""

from tests.contract.lines import Bad, Steps, own, owned
from tests.contract.people import Ask
from tests.contract.scene import Scene

_NOWHERE = Bad(404, ids=("0190a5c8-0000-7000-8000-000000000000",))


@own("POST chat/conversations", status=201, bad=Bad(json={"title": "x" * 121}))
def begin(scene: Scene) -> Steps:
    answer = yield Ask(json={"title": "Arctic trip"})
    scene.made["conversation"] = answer.data["id"]
    return scene.rows.same("title", "Arctic trip", _of_conversation("title"), answer.data["id"])


@own("GET chat/conversations", bad=Bad(query={"limit": 1000}))
def list_conversations(scene: Scene) -> Steps:
    answer = yield Ask()
    mine = "SELECT count(*) FROM chat_conversation WHERE owner_id = %s AND deleted_at IS NULL"
    return scene.rows.same("total", answer.data["total"], mine, scene.user.id)


@owned("GET chat/conversations/{id}", bad=_NOWHERE)
def retrieve(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["conversation"],))
    count = _of_conversation("message_count")
    return scene.rows.same("message_count", answer.data["message_count"], count, scene.made["conversation"])


@owned("PUT chat/conversations/{id}/title", bad=Bad(json={"title": ""}))
def rename(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["conversation"],), json={"title": "Seven days of snow"})
    return scene.rows.same("title", "Seven days of snow", _of_conversation("title"), scene.made["conversation"])


@owned("POST chat/conversations/{id}/messages", status=202, bad=Bad(json={"content": " "}))
def post(scene: Scene) -> Steps:
    wanted = {"content": "a polar bear looks into my tent", "algorithm": "routix_v4"}
    answer = yield Ask(ids=(scene.made["conversation"],), json=wanted)
    drawn = scene.finished(answer.data["generation"]["generation_id"])
    scene.wait_for(
        "the reply",
        "SELECT revision > 1 FROM chat_message WHERE id = %s",
        answer.data["reply"]["id"],
    )
    told = "SELECT generation_id::text FROM chat_message WHERE id = %s"
    in_message = scene.rows.same("generation", drawn, told, answer.data["reply"]["id"])
    of_drawn = "SELECT conversation_id::text FROM generation_generation WHERE id = %s"
    scene.rows.same("conversation_id", scene.made["conversation"], of_drawn, drawn)
    counted = scene.rows.same("message_count", 2, _of_conversation("message_count"), scene.made["conversation"])
    return f"{counted}, the reply's {in_message}, its text changed once it was done"


@owned("GET chat/conversations/{id}/messages", bad=Bad(query={"after": "yesterday"}))
def list_messages(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["conversation"],))
    kept = scene.rows.all(
        "SELECT number, content FROM chat_message WHERE conversation_id = %s ORDER BY number",
        scene.made["conversation"],
    )
    assert [(one["number"], one["content"]) for one in answer.data["items"]] == kept
    return f"{len(kept)} rows, the same words"


@own("GET chat/search", bad=Bad(query={"query": ""}))
def search(scene: Scene) -> Steps:
    answer = yield Ask(query={"query": "polar bear"})
    assert answer.data["total"] >= 1
    found = "SELECT content ILIKE '%%polar bear%%' FROM chat_message WHERE id = %s"
    return scene.rows.same("found row matches", True, found, answer.data["items"][0]["message_id"])


@owned("GET chat/conversations/{id}/export", bad=Bad(query={"format": "exe"}))
def export(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["conversation"],), query={"format": "json"})
    count = _of_conversation("message_count")
    messages = (answer.body.get("data") or answer.body)["messages"]
    for kind, beginning in (("md", b"#"), ("txt", b""), ("pdf", b"%PDF-")):
        file = scene.user.ask(
            "GET chat/conversations/{id}/export", scene.made["conversation"], query={"format": kind}
        ).response
        assert file.status_code == 200, kind
        assert file.content.startswith(beginning), kind
        assert kind == "pdf" or b"polar bear" in file.content, kind
    told = scene.rows.same("messages", len(messages), count, scene.made["conversation"])
    return f"{told}; md, txt and pdf open as such"


@owned("POST chat/conversations/{id}/participants", status=201, bad=Bad(json={"user": "", "role": "viewer"}))
def let_in(scene: Scene) -> Steps:
    guest = scene.made["guest"] = scene.person("gus")
    answer = yield Ask(ids=(scene.made["conversation"],), json={"user": "gus", "role": "viewer"})
    scene.made["participant"] = answer.data["id"]
    assert guest.ask("GET chat/conversations/{id}", scene.made["conversation"]).status == 200
    refused = guest.ask("POST chat/conversations/{id}/messages", scene.made["conversation"], json={"content": "hi"})
    assert refused.status == 403, f"a viewer who writes got {refused.status}"
    role = "SELECT role FROM chat_participant WHERE id = %s"
    return scene.rows.same("role", "viewer", role, answer.data["id"])


@owned("GET chat/conversations/{id}/participants", bad=_NOWHERE)
def list_participants(scene: Scene) -> Steps:
    answer = yield Ask(ids=(scene.made["conversation"],))
    count = "SELECT count(*) FROM chat_participant WHERE conversation_id = %s"
    return scene.rows.same("total", answer.data["total"], count, scene.made["conversation"])


@owned("DELETE chat/conversations/{id}/participants/{pid}", bad=Bad(404, ids=_NOWHERE.ids * 2))
def let_out(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["conversation"], scene.made["participant"]))
    assert scene.made["guest"].ask("GET chat/conversations/{id}", scene.made["conversation"]).status == 404
    count = "SELECT count(*) FROM chat_participant WHERE conversation_id = %s"
    return scene.rows.same("rows left", 0, count, scene.made["conversation"])


@own("GET chat/analytics/summary", bad=Bad(query={"days": 100_000}))
def summary(scene: Scene) -> Steps:
    answer = yield Ask(query={"days": 7})
    mine = "SELECT count(*) FROM chat_conversation WHERE owner_id = %s AND deleted_at IS NULL"
    said = "SELECT count(*) FROM chat_message WHERE sender_id = %s"
    owned_ones = scene.rows.same("conversations", answer.data["conversations"], mine, scene.user.id)
    return f"{owned_ones}, " + scene.rows.same("messages", answer.data["messages"], said, scene.user.id)


@owned("DELETE chat/conversations/{id}", bad=_NOWHERE)
def delete(scene: Scene) -> Steps:
    unwanted = scene.user.ask("POST chat/conversations", json={"title": "unwanted"}).data["id"]
    yield Ask(ids=(unwanted,))
    assert scene.user.ask("GET chat/conversations/{id}", unwanted).status == 404
    return scene.rows.same("deleted_at set", True, _of_conversation("deleted_at IS NOT NULL"), unwanted)


def _of_conversation(expression: str) -> str:
    return f"SELECT {expression} FROM chat_conversation WHERE id = %s"  # noqa: S608  the expressions stand above
