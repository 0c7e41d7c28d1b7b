"""Accounts: what users have. Staff change it by giving and taking credits, freezing and thawing, each with a reason."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from unfold.decorators import action
from unfold.enums import ActionVariant

from billing import ledger
from billing.admin.account_page import facts_of_account
from billing.admin.asking import AskingAdmin, Question, sent
from billing.admin.columns import label
from billing.admin.filters import Frozen, Holding, Lapsed, Owing
from billing.admin.forms import AdjustForm, ReasonForm
from billing.admin.reading import ReadOnly, staff_of
from billing.admin.tables import when
from billing.errors import InsufficientCreditsError
from billing.models import CreditAccount, CreditLot
from billing.selectors import balance_of
from common.errors import ConflictError

_LISTED_REASON = 40


@admin.register(CreditAccount)
class CreditAccountAdmin(ReadOnly, AskingAdmin):
    list_display = ["user", "tier", "available", "held", "owed", "lapsed", "frozen", "created_at"]
    list_filter = ["tier", Frozen, Owing, Holding, Lapsed]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email", "frozen_reason"]
    ordering = ["-created_at"]
    fieldsets = [
        ("The user", {"fields": ["user", "tier", "created_at", "free_month_due_at"]}),
        ("The user's own limits", {"fields": ["monthly_cap", "low_balance_at", "low_balance_told_at"]}),
    ]
    readonly_fields = ["created_at"]
    change_form_outer_before_template = "admin/billing/account.html"
    change_form_outer_after_template = "admin/billing/account_tables.html"
    actions_detail = ["adjust", "freeze", "thaw"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CreditAccount]":
        over = CreditLot.objects.filter(account=OuterRef("pk"), posted__gt=0, expires_at__lte=Now())
        left = over.order_by().values("account").annotate(sum=Sum(F("posted") - F("held"))).values("sum")
        accounts: QuerySet[CreditAccount] = super().get_queryset(request)
        return accounts.annotate(lapsed_credits=Coalesce(Subquery(left), 0))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        account = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if account is not None:
            context["facts"] = facts_of_account(account)
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """A frozen account can be thawed, another one frozen."""
        account = self.get_object(request, object_id)
        needless = "freeze" if account is not None and account.frozen_at else "thaw"
        return [one for one in super().get_actions_detail(request, object_id) if one.path != needless]

    def subject_of(self, row: Model) -> str:
        return str(row.user) if isinstance(row, CreditAccount) else super().subject_of(row)

    @action(description="Give or take credits", icon="exposure", url_path="adjust", permissions=["act"])  # type: ignore[untyped-decorator]
    def adjust(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account: CreditAccount = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            change, reason = said["change"], said["reason"]
            key = f"adjustment:{said['key']}"
            try:
                is_new = ledger.adjust(account.user, amount=change, key=key, reason=reason, author=staff_of(request))
            except InsufficientCreditsError as error:  # its own words are for the user
                raise ConflictError(f"Only {error.details['available']} credits can be taken.") from error
            verb = "Gave" if change > 0 else "Took"
            return f"{verb} {abs(change)} credits: {reason}" if is_new else ""

        question = Question(
            title="Give or take credits",
            explanation=(
                f"{account.user} can spend {balance_of(account.user).available} credits. What you give never "
                "expires, and pays what is owed first; you can take no more than can be spent."
            ),
            button="Book it",
        )
        return self.ask(request, account, question, AdjustForm(sent(request)), do)

    @action(description="Freeze", icon="ac_unit", url_path="freeze", permissions=["act"], variant=ActionVariant.DANGER)  # type: ignore[untyped-decorator]
    def freeze(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account: CreditAccount = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            return f"Frozen: {said['reason']}" if ledger.freeze(account.pk, said["reason"]) else ""

        question = Question(
            title="Freeze the account",
            explanation=(
                f"{account.user} can neither spend nor buy until it is thawed. Work under way goes on, and credits "
                "that come in are booked."
            ),
            button="Freeze",
        )
        return self.ask(request, account, question, ReasonForm(sent(request)), do)

    @action(description="Thaw", icon="sunny", url_path="thaw", permissions=["act"])  # type: ignore[untyped-decorator]
    def thaw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account: CreditAccount = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            return f"Thawed: {said['reason']}" if ledger.thaw(account.pk) else ""

        question = Question(
            title="Thaw the account",
            explanation=(
                f"Frozen since {when(account.frozen_at)}: {account.frozen_reason}. Thawed, {account.user} can spend "
                "and buy again; a dispute that is still open does not freeze it a second time."
                if account.frozen_at
                else "The account is not frozen."
            ),
            button="Thaw",
        )
        return self.ask(request, account, question, ReasonForm(sent(request)), do)

    @admin.display(description="available")
    def available(self, account: CreditAccount) -> int:
        """What can be spent at this moment."""
        if account.owed:
            return 0
        return account.posted - account.held - account.lapsed_credits  # type: ignore[attr-defined, no-any-return]

    @admin.display(description="lapsed")
    def lapsed(self, account: CreditAccount) -> int:
        """Credits whose time is over, but which a late renewal would still roll over."""
        return account.lapsed_credits  # type: ignore[attr-defined, no-any-return]

    @admin.display(description="frozen", ordering="frozen_at")
    def frozen(self, account: CreditAccount) -> SafeString | str:
        if account.frozen_at is None:
            return ""
        return label(Truncator(account.frozen_reason or "frozen").chars(_LISTED_REASON), "bad")
