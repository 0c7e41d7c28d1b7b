"""The contract's lines of the bank of looks, whose originals only staff ever see."""

import json

from tests.contract.endpoints import require_fields
from tests.contract.lines import Bad, Steps, own, staff_only
from tests.contract.people import Answer, Ask
from tests.contract.pictures import picture
from tests.contract.scene import Scene

_NOWHERE = Bad(404, ids=("0190a5c8-0000-7000-8000-000000000000",))
_PROVENANCE = {"source": "Commissioned", "licence": "Bought", "artist": "A. Designer", "consent_note": "Contract 12"}
# What an answer to somebody who is not staff may never hold, by name.
_SECRETS = {"original", "document", "dna", "description", "sample", "provenance", "analysis", "key", "sha256"}


@own("GET templates", bad=Bad(query={"sort_by": "secret"}))
def list_templates(scene: Scene) -> Steps:
    answer = yield Ask()
    _require_no_secrets(answer)
    for one in answer.data["items"]:
        require_fields("template", one)
    usable = "SELECT count(*) FROM templates_lib_template WHERE is_active AND status = 'ready'"
    return scene.rows.same("usable", answer.data["total"], usable)


@own("GET templates/search", bad=Bad(query={"query": ""}))
def search(scene: Scene) -> Steps:
    answer = yield Ask(query={"query": "gaming boss fight with fire"})
    _require_no_secrets(answer)
    best = answer.data["items"][0]
    require_fields("template", best)
    ready = "SELECT status FROM templates_lib_template WHERE id = %s"
    return f"best: {best['name']}, " + scene.rows.same("status", "ready", ready, best["id"])


@own("GET templates/{id}", bad=_NOWHERE)
def retrieve(scene: Scene) -> Steps:
    known = scene.rows.value("SELECT id FROM templates_lib_template WHERE is_active AND status = 'ready' LIMIT 1")
    answer = yield Ask(ids=(known,))
    require_fields("template", answer.data)
    _require_no_secrets(answer)
    original = scene.user.ask("GET templates/{id}/original", known)
    assert original.status == 404, f"a user who wants an original got {original.status}"
    return scene.rows.same("name", answer.data["name"], "SELECT name FROM templates_lib_template WHERE id = %s", known)


@staff_only("POST templates/upload", status=201, bad=Bad(form={}, files=[("files", ("a.png", picture(2)))]))
def upload(scene: Scene) -> Steps:
    files = [("files", (f"look-{number}.png", picture(number), "image/png")) for number in (3, 4)]
    answer = yield Ask(form=_PROVENANCE, files=files)
    assert [one["outcome"] for one in answer.data] == ["created", "created"], answer.data
    made = scene.made["template"] = answer.data[0]["template"]["id"]
    scene.wait_for(
        "the analysis", "SELECT ended_at IS NOT NULL FROM templates_lib_analysis WHERE template_id = %s", made
    )
    kept = scene.rows.same("file", "look-3.png", _of_original("file_name"), made)
    state = scene.rows.value("SELECT status FROM templates_lib_template WHERE id = %s", made)
    assert state == "ready", f"the analysis left it {state}"
    return f"2 rows; {kept}, status = {state} after its analysis"


@staff_only("PUT templates/{id}", bad=Bad(json={"category": "no-such-category"}))
def replace(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["template"],), json={"name": "Sea and sky", "category": "travel", "tags": ["sea"]})
    name = "SELECT name || ', ' || category_id FROM templates_lib_template WHERE id = %s"
    return scene.rows.same("name and category", "Sea and sky, travel", name, scene.made["template"])


@staff_only("DELETE templates/{id}", bad=_NOWHERE)
def delete(scene: Scene) -> Steps:
    key = scene.rows.value(_of_original("key"), scene.made["template"])
    yield Ask(ids=(scene.made["template"],))
    assert not (scene.stack.home / "originals" / key).exists(), "the original outlives its template"
    count = "SELECT count(*) FROM templates_lib_template WHERE id = %s"
    return scene.rows.same("rows left", 0, count, scene.made["template"]) + "; its original is gone from the folder"


def _require_no_secrets(answer: Answer) -> None:
    told = [name for name in _SECRETS if f'"{name}":' in json.dumps(answer.data)]
    assert not told, f"somebody who is not staff is told {told}"


def _of_original(expression: str) -> str:
    return f"SELECT {expression} FROM templates_lib_original WHERE template_id = %s"  # noqa: S608
