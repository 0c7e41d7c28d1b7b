"""Credits set aside, to read. One that nobody settled in time may be given back by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.admin import TabularInline
from unfold.decorators import action

from billing import ledger
from billing.admin.asking import AskingAdmin, Question, sent
from billing.admin.columns import label, link_to
from billing.admin.filters import Overdue
from billing.admin.forms import ReasonForm
from billing.admin.reading import ReadOnly
from billing.admin.tables import when
from billing.models import Hold, HoldPart, LedgerTransaction

_TONES = {Hold.State.HELD: "busy", Hold.State.CAPTURED: "good", Hold.State.RELEASED: "plain"}


class PartInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = HoldPart
    fields = ["lot", "amount"]
    readonly_fields = ["lot"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("lot")


@admin.register(Hold)
class HoldAdmin(ReadOnly, AskingAdmin):
    list_display = ["created_at", "user", "standing", "amount", "captured", "note", "expires_at"]
    list_filter = ["state", Overdue]
    list_select_related = ["account__user"]
    search_fields = ["=id", "note", "account__user__username", "account__user__email"]
    # The ids of work are in order of time.
    ordering = ["-pk"]
    fields = [
        *("id", "of_account", "state", "amount", "captured", "note", "created_at", "expires_at", "closed_at"),
        "booked",
    ]
    readonly_fields = ["id", "of_account", "created_at", "booked"]
    inlines = [PartInline]
    actions_detail = ["release"]

    @action(description="Release", icon="lock_open", url_path="release", permissions=["act"])  # type: ignore[untyped-decorator]
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        hold: Hold = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            ledger.release(hold.pk)
            return f"Released: {said['reason']}"

        question = Question(
            title="Release the hold",
            explanation=(
                f"{hold.amount} credits have been held for {hold.account.user} since {when(hold.created_at)} and can "
                "be spent again then. If the work is delivered after all, it costs nothing."
            ),
            button="Release it",
            refusal=_refusal(hold),
        )
        return self.ask(request, hold, question, ReasonForm(sent(request)), do)

    @admin.display(description="user", ordering="account__user__username")
    def user(self, hold: Hold) -> str:
        return str(hold.account.user)

    @admin.display(description="state", ordering="state")
    def standing(self, hold: Hold) -> SafeString:
        if hold.state == Hold.State.HELD and hold.expires_at <= timezone.now():
            return label("held too long", "bad")
        return label(hold.get_state_display(), _TONES[Hold.State(hold.state)])

    @admin.display(description="account")
    def of_account(self, hold: Hold) -> SafeString | str:
        return link_to(hold.account, hold.account.user)

    @admin.display(description="charged by")
    def booked(self, hold: Hold) -> SafeString | str:
        return link_to(LedgerTransaction.objects.filter(hold=hold, kind=LedgerTransaction.Kind.CAPTURE).first())


def _refusal(hold: Hold) -> str:
    """Why it can't be released by hand. The work of a hold within its time may still be delivered."""
    if hold.state == Hold.State.RELEASED:
        return f"It was released on {when(hold.closed_at)}."
    if hold.state == Hold.State.CAPTURED:
        return f"It was charged on {when(hold.closed_at)}. Reverse that entry if the user should have it back."
    if hold.expires_at > timezone.now():
        return (
            f"Its work may still be under way. Until {when(hold.expires_at)} only that work, or whoever cancels it, "
            "gives the credits back."
        )
    return ""
