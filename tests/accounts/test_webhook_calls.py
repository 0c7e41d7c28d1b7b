"""Calling endpoints: signed, one worker at a time, at least once, given up in the end."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry, DeliveryStatus, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.services.webhook_endpoints import change_endpoint, delete_endpoint, rotate_secret
from accounts.services.webhooks import enqueue, replay
from accounts.tasks import call_due_webhooks, delete_old_webhook_deliveries
from accounts.webhook_calls import call_what_is_due
from accounts.webhook_calls.claiming import claim_next
from accounts.webhook_calls.ending import MOST_ATTEMPTS, SWITCHED_OFF_AFTER, WAITS
from accounts.webhook_calls.signing import signature
from common.encryption import encrypt
from common.fetching import Policy
from common.tasks import deliver_mail
from tests.accounts.webhook_servers import OUTSIDE, add_webhook, confirmed_user, outside_server
from tests.common.listening import redirect, reply
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

COMPLETED = WebhookEvent.GENERATION_COMPLETED
PENDING, DELIVERED, FAILED = DeliveryStatus.PENDING, DeliveryStatus.DELIVERED, DeliveryStatus.FAILED


def call_all(seconds: float = 5.0) -> int:
    return call_what_is_due(seconds=seconds)


def make_due() -> None:
    WebhookDelivery.objects.filter(status=PENDING).update(next_attempt_at=timezone.now(), lease_until=None)


def head_of(request: bytes) -> dict[str, str]:
    lines = request.split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


def body_of(request: bytes) -> bytes:
    return request.split(b"\r\n\r\n", 1)[1]


def slowly(seconds: float):
    """An answer that takes its time."""

    def answer(speaking, head):
        time.sleep(seconds)
        speaking.sendall(reply())

    return answer


class TestACall:
    def test_is_signed_and_says_what_happened(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            endpoint = add_webhook(user, server)
            enqueue(user, COMPLETED, {"prompt": "کیک"})
            assert call_all() == 1
        delivery = WebhookDelivery.objects.get()
        [request] = server.requests
        head, body = head_of(request), body_of(request)
        assert request.startswith(b"POST /hook HTTP/1.1\r\n")
        assert body == delivery.payload.encode()
        assert head["content-type"] == "application/json"
        assert head["user-agent"] == "Routix"
        assert head["webhook-id"] == f"msg_{delivery.pk.hex}"
        assert abs(int(head["webhook-timestamp"]) - time.time()) < 10
        assert head["webhook-signature"] == signature(
            endpoint.secret, message_id=head["webhook-id"], timestamp=int(head["webhook-timestamp"]), body=body
        )
        assert (delivery.status, delivery.attempts, delivery.status_code, delivery.problem) == (DELIVERED, 1, 200, "")
        assert delivery.delivered_at is not None
        assert delivery.lease_until is None

    def test_has_the_signature_of_the_standard(self):
        """The example of the Standard Webhooks specification's own libraries."""
        assert (
            signature(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
                timestamp=1614265330,
                body=b'{"test": 2432232314}',
            )
            == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        )

    @pytest.mark.parametrize("status", ["200 OK", "201 Created", "202 Accepted", "204 No Content"])
    def test_is_taken_by_any_good_status(self, settings, status):
        user = confirmed_user()
        with outside_server(settings, f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n".encode()) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            call_all()
        assert WebhookDelivery.objects.get().status == DELIVERED

    def test_bears_the_new_secret_once_it_was_rotated(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            endpoint = add_webhook(user, server)
            rotated = rotate_secret(user, endpoint.pk).secret
            enqueue(user, COMPLETED, {})
            call_all()
        head = head_of(server.requests[0])
        message_id, timestamp = head["webhook-id"], int(head["webhook-timestamp"])
        body = body_of(server.requests[0])
        assert rotated != endpoint.secret
        assert head["webhook-signature"] == signature(rotated, message_id=message_id, timestamp=timestamp, body=body)

    def test_bears_the_same_id_at_each_attempt_and_replay(self, settings):
        user = confirmed_user()
        answers = [reply(status="500 Broken"), reply(), reply()]

        def answer(speaking, head):
            speaking.sendall(answers.pop(0))

        with outside_server(settings, answer) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {"a": 1})
            call_all()
            make_due()
            call_all()
            replay(user, WebhookDelivery.objects.get().pk)
            call_all()
        assert len(server.requests) == 3
        assert len({head_of(request)["webhook-id"] for request in server.requests}) == 1
        assert len({body_of(request) for request in server.requests}) == 1


class TestACallThatFails:
    def failing(self, settings, answer, **fields) -> WebhookDelivery:
        user = confirmed_user()
        with outside_server(settings, answer) as server:
            add_webhook(user, server, **fields)
            enqueue(user, COMPLETED, {})
            call_all()
        return WebhookDelivery.objects.get()

    def test_is_tried_again_later(self, settings):
        before = timezone.now()
        delivery = self.failing(settings, reply(status="500 Broken"))

        assert (delivery.status, delivery.attempts, delivery.status_code) == (PENDING, 1, 500)
        assert delivery.problem == "It answered with status 500."
        assert delivery.next_attempt_at >= before + timedelta(seconds=0.8 * WAITS[0])
        assert delivery.lease_until is None
        assert delivery.endpoint.failing_since >= before

    def test_does_not_follow_a_redirect(self, settings):
        with outside_server(settings) as goal:
            port = goal.port
            delivery = self.failing(settings, redirect(f"http://{OUTSIDE}:{port}/"))
            assert goal.connections == 0
        assert (delivery.status, delivery.status_code) == (PENDING, 302)
        assert "redirects are not followed" in delivery.problem

    def test_ends_when_nobody_answers_in_time(self, settings, monkeypatch):
        monkeypatch.setattr("accounts.webhook_calls.calling.SECONDS", 0.5)
        begun = time.monotonic()
        delivery = self.failing(settings, lambda speaking, head: time.sleep(3))
        assert time.monotonic() - begun < 2.5
        assert (delivery.status_code, delivery.problem) == (None, "The address took too long to answer.")

    def test_is_not_held_by_an_answer_without_end(self, settings):
        def answer(speaking, head):
            speaking.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                speaking.sendall(b"x" * 65536)

        begun = time.monotonic()
        assert self.failing(settings, answer).status == DELIVERED
        assert time.monotonic() - begun < 3

    def test_is_cut_off_at_a_head_without_end(self, settings):
        def answer(speaking, head):
            speaking.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(100_000):
                speaking.sendall(f"X-{number}: {'x' * 1000}\r\n".encode())

        delivery = self.failing(settings, answer)
        assert (delivery.status, delivery.problem) == (PENDING, "The address did not answer properly.")

    def test_does_not_go_where_the_name_leads_inside_by_now(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            settings.FETCH_POLICY = f"{__name__}.STRICT"
            global STRICT
            STRICT = Policy(ports=frozenset({server.port}))
            call_all()
            assert server.connections == 0
        assert "public internet" in WebhookDelivery.objects.get().problem

    def test_does_not_go_without_tls_in_production(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            settings.IS_PRODUCTION = True
            call_all()
            assert server.connections == 0
        assert "https" in WebhookDelivery.objects.get().problem

    def test_tells_of_a_secret_that_cannot_be_read(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            settings.ENCRYPTION_KEYS = ["another"]
            stored = encrypt("whsec_AAAA")
            settings.ENCRYPTION_KEYS = ["test-only-encryption-key-guards-nothing"]
            with connection.cursor() as cursor:
                cursor.execute("UPDATE accounts_webhookendpoint SET secret = %s", [stored])
            enqueue(user, COMPLETED, {})
            call_all()
            assert server.connections == 0
        assert "Make a new one" in WebhookDelivery.objects.get().problem

    def test_is_given_up_after_eight_attempts_in_about_a_day(self, settings):
        user = confirmed_user()
        with outside_server(settings, reply(status="503 Away")) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            for _ in range(MOST_ATTEMPTS + 2):
                call_all()
                make_due()
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.attempts, delivery.status_code) == (FAILED, 8, 503)
        assert server.connections == 8
        assert 22 * 3600 < sum(WAITS) < 26 * 3600


STRICT = Policy()


class TestAnEndpoint:
    def test_is_well_again_once_a_call_is_taken(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            endpoint = add_webhook(user, server)
            WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=9))
            enqueue(user, COMPLETED, {})
            call_all()
        endpoint.refresh_from_db()
        assert (endpoint.failing_since, endpoint.is_active) == (None, True)

    def test_is_switched_off_after_five_days_without_success(self, settings, mailoutbox, monkeypatch):
        monkeypatch.setattr(deliver_mail, "apply_async", lambda kwargs: deliver_mail.apply(kwargs=kwargs))
        user = confirmed_user()
        with outside_server(settings, reply(status="500 Broken")) as server:
            endpoint = add_webhook(user, server)
            since = timezone.now() - SWITCHED_OFF_AFTER - timedelta(minutes=1)
            WebhookEndpoint.objects.update(failing_since=since)
            enqueue(user, COMPLETED, {})
            enqueue(user, COMPLETED, {})
            call_all()
        endpoint.refresh_from_db()
        assert (endpoint.is_active, endpoint.failing_since) == (False, since)
        assert set(WebhookDelivery.objects.values_list("status", flat=True)) == {FAILED}
        assert server.connections == 1
        entry = AuditEntry.objects.get(action="webhook.switched_off")
        assert (entry.user, entry.actor) == (user, None)
        [mail] = mailoutbox
        assert mail.to == [user.email]
        assert OUTSIDE in mail.body
        assert "/hook" not in mail.body
        assert "It answered with status 500." in mail.body
        assert f"/account/webhooks/{endpoint.pk}" in mail.body

    def switched_off(self, user, settings, monkeypatch, *, times: int = 1) -> WebhookEndpoint:
        monkeypatch.setattr(deliver_mail, "apply_async", lambda kwargs: deliver_mail.apply(kwargs=kwargs))
        with outside_server(settings, reply(status="410 Gone")) as server:
            endpoint = add_webhook(user, server)
            for _ in range(times):
                WebhookEndpoint.objects.update(is_active=True)
                enqueue(user, COMPLETED, {})
                call_all()
        assert AuditEntry.objects.filter(action="webhook.switched_off").count() == times
        return endpoint

    def test_is_no_reason_to_mail_an_address_that_nobody_confirmed(self, settings, mailoutbox, monkeypatch):
        user = confirmed_user()
        monkeypatch.setattr("accounts.services.webhook_endpoints.require_verified", lambda _: None)
        type(user).objects.update(is_verified=False)
        self.switched_off(user, settings, monkeypatch)
        assert mailoutbox == []

    def test_is_a_reason_to_mail_once_a_day(self, settings, mailoutbox, monkeypatch):
        self.switched_off(confirmed_user(), settings, monkeypatch, times=3)
        assert len(mailoutbox) == 1

    def test_stays_on_while_it_fails_for_less(self, settings):
        user = confirmed_user()
        with outside_server(settings, reply(status="500 Broken")) as server:
            endpoint = add_webhook(user, server)
            WebhookEndpoint.objects.update(failing_since=timezone.now() - SWITCHED_OFF_AFTER + timedelta(hours=1))
            enqueue(user, COMPLETED, {})
            call_all()
        endpoint.refresh_from_db()
        assert endpoint.is_active

    def test_is_switched_off_at_once_when_it_says_that_it_is_gone(self, settings):
        user = confirmed_user()
        with outside_server(settings, reply(status="410 Gone")) as server:
            endpoint = add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            call_all()
        endpoint.refresh_from_db()
        assert not endpoint.is_active
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.status_code) == (FAILED, 410)

    def test_is_not_called_when_its_user_is_not_active(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            user.is_active = False
            user.save(update_fields=["is_active"])
            assert call_all() == 0
            assert server.connections == 0

    def test_may_be_deleted_or_switched_off_during_a_call(self, settings):
        user = confirmed_user()
        changes = [delete_endpoint, lambda who, key: change_endpoint(who, key, is_active=False)]
        for change in changes:
            with outside_server(settings, slowly(0.5)) as server:
                endpoint = add_webhook(user, server)
                enqueue(user, COMPLETED, {})

                def act(index, change=change, endpoint=endpoint):
                    if index == 0:
                        return call_all(1)
                    time.sleep(0.2)
                    return change(user, endpoint.pk)

                assert fine(together(2, act))[0] == 1
        assert [one.status for one in WebhookDelivery.objects.all()] == [FAILED]


class TestClaiming:
    def test_gives_a_delivery_to_one_worker_only(self, settings):
        users = [confirmed_user(f"user{index}") for index in range(3)]
        with outside_server(settings, slowly(0.02)) as server:
            for user in users:
                add_webhook(user, server)
            for _ in range(10):
                for user in users:
                    enqueue(user, COMPLETED, {})
            calls = fine(together(4, lambda _: call_all()))
        assert sum(calls) == 30
        assert len(server.requests) == 30
        assert len({head_of(request)["webhook-id"] for request in server.requests}) == 30
        assert set(WebhookDelivery.objects.values_list("status", "attempts")) == {(DELIVERED, 1)}

    def test_waits_for_the_lease_of_another(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            assert claim_next() is not None
            assert claim_next() is None
            WebhookDelivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert claim_next().attempt == 2

    def test_lets_a_late_outcome_change_nothing(self, settings):
        user = confirmed_user()
        is_called, may_answer = threading.Event(), threading.Event()

        def answer(speaking, head):
            is_called.set()
            may_answer.wait(5)
            speaking.sendall(reply(status="500 Broken"))

        with outside_server(settings, answer) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})

            def act(index):
                if index == 0:
                    return call_all(1)
                assert is_called.wait(5)
                WebhookDelivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
                claim = claim_next()
                may_answer.set()
                return claim

            _, later = fine(together(2, act))
        delivery = WebhookDelivery.objects.get()
        assert (later.attempt, delivery.attempts, delivery.status, delivery.problem) == (2, 2, PENDING, "")
        assert delivery.lease_until > timezone.now()

    def test_takes_one_of_a_user_at_a_time_and_the_healthy_first(self, settings):
        slow, quick = confirmed_user("slow"), confirmed_user("quick")
        with outside_server(settings) as server:
            add_webhook(slow, server)
            enqueue(slow, COMPLETED, {})
            enqueue(slow, COMPLETED, {})
            WebhookEndpoint.objects.update(failing_since=timezone.now())
            add_webhook(quick, server)
            enqueue(quick, COMPLETED, {})
            claims = [claim_next(), claim_next(), claim_next(busy={slow.pk, quick.pk})]
        assert [claim and claim.user_id for claim in claims] == [quick.pk, slow.pk, None]

    def test_lets_nobody_wait_for_a_server_that_is_slow(self, settings, monkeypatch):
        monkeypatch.setattr("accounts.webhook_calls.calling.SECONDS", 3.0)
        slow, quick = confirmed_user("slow"), confirmed_user("quick")
        arrived: dict[str, float] = {}

        def answer(speaking, head):
            if head.startswith(b"POST /slow"):
                time.sleep(4)
            arrived[head.split()[1].decode()] = time.monotonic()
            speaking.sendall(reply())

        with outside_server(settings, answer) as server:
            add_webhook(slow, server, "/slow")
            for _ in range(5):
                enqueue(slow, COMPLETED, {})
            for index in range(5):
                add_webhook(quick, server, f"/quick{index}")
            enqueue(quick, COMPLETED, {})
            begun = time.monotonic()
            call_all(1)
        quick_ones = [moment for path, moment in arrived.items() if path.startswith("/quick")]
        assert len(quick_ones) == 5
        assert max(quick_ones) - begun < 1.5
        assert WebhookDelivery.objects.filter(status=PENDING, attempts=1).count() == 1

    def test_gives_those_who_are_slow_a_share_of_the_places(self, settings, monkeypatch):
        monkeypatch.setattr("accounts.webhook_calls.slowness._SLOW_SECONDS", 0.4)
        slow, quick = [confirmed_user(f"slow{index}") for index in range(8)], confirmed_user("quick")
        arrived: list[tuple[str, float]] = []

        def answer(speaking, head):
            path = head.split()[1].decode()
            arrived.append((path, time.monotonic()))
            time.sleep(0.6 if path == "/slow" else 0)
            speaking.sendall(reply())

        with outside_server(settings, answer) as server:
            for user in slow:
                add_webhook(user, server, "/slow")
                enqueue(user, COMPLETED, {})
            call_all()
            add_webhook(quick, server, "/quick")
            for user in slow:
                enqueue(user, COMPLETED, {})
            enqueue(quick, COMPLETED, {})
            arrived.clear()
            begun = time.monotonic()
            call_all()
        waited = [moment - begun for path, moment in arrived if path == "/quick"]
        at_once = [moment for path, moment in arrived if path == "/slow" and moment - begun < 0.4]
        assert len(arrived) == 9
        assert waited[0] < 0.4
        assert len(at_once) == 3


class TestAWorkerThatIsKilled:
    def test_in_the_middle_of_a_call_leaves_it_to_the_next(self, settings):
        user = confirmed_user()
        is_called = threading.Event()

        def answer(speaking, head):
            if not is_called.is_set():
                is_called.set()
                time.sleep(5)
            speaking.sendall(reply())

        with outside_server(settings, answer) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            worker = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.accounts.webhook_worker",
                    connection.settings_dict["NAME"],
                    str(server.port),
                ],
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "routix.settings.test"},
            )
            try:
                assert is_called.wait(30)
            finally:
                worker.send_signal(signal.SIGKILL)
                worker.wait(10)
            delivery = WebhookDelivery.objects.get()
            assert (delivery.status, delivery.attempts) == (PENDING, 1)
            assert call_all() == 0
            WebhookDelivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert call_all() == 1
        delivery.refresh_from_db()
        assert (delivery.status, delivery.attempts) == (DELIVERED, 2)
        assert len({head_of(request)["webhook-id"] for request in server.requests}) == 1
        assert len(server.requests) == 2


class TestTasks:
    def test_call_what_is_due(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            assert call_due_webhooks() == 1
            assert call_due_webhooks() == 0

    def test_take_one_thread_of_a_worker_however_often_they_are_asked_for(self, settings, monkeypatch):
        nudged: list[object] = []
        monkeypatch.setattr("accounts.tasks.nudge", nudged.append)
        user = confirmed_user()
        is_called, may_answer = threading.Event(), threading.Event()

        def answer(speaking, head):
            is_called.set()
            may_answer.wait(5)
            speaking.sendall(reply())

        with outside_server(settings, answer) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})

            def act(index):
                if index == 0:
                    return call_due_webhooks()
                assert is_called.wait(5)
                begun = time.monotonic()
                called = [call_due_webhooks() for _ in range(20)]
                took = time.monotonic() - begun
                may_answer.set()
                return sum(called), took

            first, (others, took) = fine(together(2, act))
        assert (first, others) == (1, 0)
        assert took < 0.5
        assert nudged == [call_due_webhooks]

    def test_forget_deliveries_after_a_month(self, settings):
        user = confirmed_user()
        with outside_server(settings) as server:
            add_webhook(user, server)
            enqueue(user, COMPLETED, {})
            enqueue(user, COMPLETED, {})
        old = WebhookDelivery.objects.first()
        WebhookDelivery.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
        assert delete_old_webhook_deliveries() == 1
        assert not WebhookDelivery.objects.filter(pk=old.pk).exists()
        assert WebhookDelivery.objects.count() == 1
