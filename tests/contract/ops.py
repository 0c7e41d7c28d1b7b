"""The contract's lines of operations: health, figures, the payments' webhook, the schema and its pages."""

import json

from tests.contract.described import shape_of
from tests.contract.endpoints import API
from tests.contract.lines import check
from tests.contract.scene import Scene


@check("GET /health/live")
def live(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /health/live")
    assert (answer.status, answer.body) == (200, {"status": "ok"})
    return "200 for anybody"


@check("GET /health/ready")
def ready(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /health/ready")
    assert (answer.status, answer.body) == (200, {"status": "ok"})
    return "200 for anybody; PostgreSQL answers"


@check("GET /health")
def health(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /health")
    assert answer.status == 200
    checks = answer.body["checks"]
    assert {one["status"] for one in checks.values()} == {"ok"}, checks
    assert all(one["latency_ms"] >= 0 for one in checks.values())
    return f"{', '.join(checks)}: each with its latency"


@check("GET /metrics")
def metrics(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /metrics")
    assert answer.status == 200
    figures = dict(
        line.rsplit(" ", 1) for line in answer.response.text.splitlines() if line and not line.startswith("#")
    )
    told = float(figures["routix_holds_open"])
    return scene.rows.same("open holds", told, "SELECT count(*) FROM billing_hold WHERE state = 'held'")


@check("POST /billing/webhook")
def payments(scene: Scene) -> str:
    forged = scene.nobody.ask(
        "POST /billing/webhook",
        content=json.dumps({"id": "evt_1", "type": "checkout.session.completed"}).encode(),
        headers={"Stripe-Signature": "t=1,v1=00", "Content-Type": "application/json"},
    )
    assert forged.status == 400, f"a forged event got {forged.status}"
    # The purchase above was paid at the checkout, which told it by a signed event to this very address.
    applied = "SELECT count(*) FROM billing_stripeevent WHERE type = 'checkout.session.completed'"
    count = scene.wait_for("the event of the purchase", applied)
    return f"forged: 400; {count} signed events of checkouts kept"


@check("GET /api/schema/")
def schema(scene: Scene) -> str:
    missing = [endpoint for endpoint in API if shape_of(endpoint) not in scene.user.described.endpoints]
    assert not missing, f"the schema lacks {missing}"
    return f"{len(scene.user.described.endpoints)} operations, each of the contract's {len(API)} among them"


@check("GET /api/docs/")
def docs(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /api/docs/")
    assert answer.status == 200
    assert "swagger" in answer.response.text.lower()
    return "Swagger UI opens"


@check("GET /docs")
def docs_by_a_short_name(scene: Scene) -> str:
    answer = scene.nobody.ask("GET /docs")
    assert answer.status in (301, 302)
    assert answer.response.headers["Location"].endswith("/api/docs/")
    return f"{answer.status} to /api/docs/"
