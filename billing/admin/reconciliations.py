"""What the nightly look into the books found, and looking at once."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import action

from billing.admin.columns import label
from billing.admin.reading import MoneyAdmin, ReadOnly
from billing.admin.tables import Column, Table
from billing.models import Reconciliation
from billing.upkeep.advice import ADVICE, advice_on, in_words
from billing.upkeep.reconciling import reconcile


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnly, MoneyAdmin):
    list_display = ["created_at", "outcome", "took", "what_was_wrong"]
    list_filter = ["is_clean"]
    ordering = ["-created_at"]
    fields = ["created_at", "outcome", "took"]
    readonly_fields = ["created_at", "outcome", "took"]
    change_form_outer_after_template = "admin/billing/tables.html"
    actions_list = ["look_now"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if found is not None:
            context["tables"] = [figures_table(found)]
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    def has_look_permission(self, request: HttpRequest) -> bool:
        """Looking writes a row, so it takes the right to add one."""
        return request.user.has_perm("billing.add_reconciliation")

    @action(description="Look into the books now", icon="troubleshoot", url_path="look", permissions=["look"])  # type: ignore[untyped-decorator]
    def look_now(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Look into the books",
                "media": self.media,
                "back": reverse("admin:billing_reconciliation_changelist"),
            }
            request.current_app = self.admin_site.name
            return render(request, "admin/billing/look.html", context)
        found = reconcile()
        if found.is_clean:
            self.message_user(request, "The books are clean.", messages.SUCCESS)
        else:
            self.message_user(request, "The books are not clean.", messages.ERROR)
        return HttpResponseRedirect(reverse("admin:billing_reconciliation_change", args=[found.pk]))

    @admin.display(description="books", ordering="is_clean")
    def outcome(self, found: Reconciliation) -> SafeString:
        return label("clean", "good") if found.is_clean else label("not clean", "bad")

    @admin.display(description="took", ordering="seconds")
    def took(self, found: Reconciliation) -> str:
        return f"{found.seconds:.2f} s"

    @admin.display(description="what was wrong")
    def what_was_wrong(self, found: Reconciliation) -> str:
        return ", ".join(f"{in_words(name)}: {count}" for name, count in found.figures.items() if count)


def figures_table(found: Reconciliation) -> Table:
    """Every figure of a run; those that are wrong come first, with what to do."""
    # The database keeps no order of its own.
    order = {name: place for place, name in enumerate(ADVICE)}
    figures = sorted(found.figures.items(), key=lambda figure: (not figure[1], order.get(figure[0], len(order))))
    return Table(
        title="Figures",
        note="Each counts rows that should not be there.",
        columns=[Column("Figure"), Column("Found", is_number=True), Column("What to do")],
        rows=[
            [in_words(name), label(count, "bad") if count else 0, advice_on(name) if count else ""]
            for name, count in figures
        ],
        empty="None.",
    )
