"""The contract's lines of algorithms: priced recipes, which staff change."""

from typing import Any

from tests.contract.endpoints import require_fields
from tests.contract.lines import Bad, Steps, own, staff_only
from tests.contract.people import Answer, Ask
from tests.contract.scene import Scene

_RECIPE = {
    "slug": "routix_walk",
    "name": "Routix Walk",
    "description": "One layout, drawn once.",
    "credit_cost": 3,
    "providers": ["local"],
    "features": ["text_overlay"],
}
_NOWHERE = Bad(404, ids=("0190a5c8-0000-7000-8000-000000000000",))


@own("GET algorithms/", bad=Bad(query={"limit": "all"}))
def list_algorithms(scene: Scene) -> Steps:
    return _listed(scene, (yield Ask()))


@own("GET algorithms/{id}", bad=_NOWHERE)
def retrieve(scene: Scene) -> Steps:
    known = scene.rows.value("SELECT id FROM generation_algorithm WHERE slug = 'routix_v4'")
    answer = yield Ask(ids=(known,))
    require_fields("algorithm", answer.data)
    require_fields("stats of an algorithm", answer.data["stats"])
    # Counted at most 10 s before, so there may be more rows by now.
    uses = "SELECT count(*) FROM generation_generation WHERE algorithm_id = %s AND origin <> 'upscale'"
    asked_for = scene.rows.value(uses, known)
    assert 0 <= answer.data["stats"]["usage_count"] <= asked_for
    cost = "SELECT credit_cost FROM generation_algorithm WHERE id = %s"
    price = scene.rows.same("credit_cost", answer.data["credit_cost"], cost, known)
    return f"{price}; told used {answer.data['stats']['usage_count']} times, {asked_for} rows now"


@staff_only("POST algorithms/", status=201, bad=Bad(json={**_RECIPE, "credit_cost": 0}))
def add(scene: Scene) -> Steps:
    answer = yield Ask(json=_RECIPE)
    require_fields("algorithm", answer.data)
    scene.made["algorithm"] = answer.data["id"]
    return scene.rows.same("credit_cost", 3, _of_algorithm("credit_cost"), answer.data["id"])


@staff_only("PUT algorithms/{id}", bad=Bad(json={"slug": "routix_walk"}))
def replace(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["algorithm"],), json={**_RECIPE, "credit_cost": 4})
    return scene.rows.same("credit_cost", 4, _of_algorithm("credit_cost"), scene.made["algorithm"])


@staff_only("DELETE algorithms/{id}", bad=_NOWHERE)
def deactivate(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["algorithm"],))
    refused = scene.user.ask("POST generation/create", json={"prompt": "too late", "algorithm": _RECIPE["slug"]})
    assert refused.status == 422, f"a deactivated algorithm got {refused.status}"
    return scene.rows.same("is_active", False, _of_algorithm("is_active"), scene.made["algorithm"])


@staff_only("GET algorithms/stats/performance", bad=Bad(query={"days": -1}))
def performance(scene: Scene) -> Steps:
    answer = yield Ask(query={"days": 30})
    (told,) = [one for one in answer.data["algorithms"] if one["slug"] == "routix_v4"]
    completed = _ENDED + " AND g.status = 'completed'"
    return "routix_v4: " + scene.rows.same("completed", told["completed"], completed)


@own("GET generation/algorithms", bad=Bad(query={"limit": 0}))
def list_by_its_other_name(scene: Scene) -> Steps:
    return _listed(scene, (yield Ask()))


_ENDED = (
    "SELECT count(*) FROM generation_generation g JOIN generation_algorithm a ON a.id = g.algorithm_id"
    " WHERE a.slug = 'routix_v4' AND g.origin <> 'upscale'"
)


def _listed(scene: Scene, answer: Answer) -> str:
    for one in answer.data["items"]:
        require_fields("algorithm", one)
    told: Any = {one["slug"]: one["credit_cost"] for one in answer.data["items"]}
    found = dict(scene.rows.all("SELECT slug, credit_cost FROM generation_algorithm WHERE is_active"))
    assert told == found, (told, found)
    return ", ".join(f"{slug} {cost}" for slug, cost in found.items())


def _of_algorithm(expression: str) -> str:
    return f"SELECT {expression} FROM generation_algorithm WHERE id = %s"  # noqa: S608  the expressions stand above
