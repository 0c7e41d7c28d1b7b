from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User, WsTicket
from accounts.services.tickets import issue_ticket, redeem_ticket
from tests.accounts.people import client_of, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class TestTicket:
    def test_opens_once(self):
        user = make_user()
        ticket, seconds = issue_ticket(user)

        assert seconds == 30
        assert redeem_ticket(ticket) == user
        assert redeem_ticket(ticket) is None

    def test_expires(self):
        ticket, _ = issue_ticket(make_user())
        WsTicket.objects.update(expires_at=timezone.now() - timedelta(milliseconds=1))

        assert redeem_ticket(ticket) is None

    def test_is_of_no_use_to_the_deactivated(self):
        ticket, _ = issue_ticket(make_user())
        User.objects.update(is_active=False)

        assert redeem_ticket(ticket) is None

    @pytest.mark.parametrize("ticket", ["", "unknown", "\x00", "\ud800", "x" * 10_000])
    def test_must_be_known(self, ticket):
        assert redeem_ticket(ticket) is None

    def test_is_stored_as_a_digest(self):
        ticket, _ = issue_ticket(make_user())

        assert ticket not in str(WsTicket.objects.values().get())


@pytest.mark.django_db(transaction=True)
class TestTicketInARace:
    def test_opens_for_one_of_many(self):
        user = make_user()
        ticket, _ = issue_ticket(user)

        answers = together(10, lambda _: redeem_ticket(ticket))

        assert sorted(answers, key=str) == [None] * 9 + [user]


class TestTicketView:
    def test_refuses_the_signed_out(self):
        answer = client_of(None).post("/api/v1/users/ws-ticket")

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_gives_a_ticket_that_opens(self):
        user = make_user()

        answer = client_of(user).post("/api/v1/users/ws-ticket")

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert data["expires_in"] == 30
        assert redeem_ticket(data["ticket"]) == user
