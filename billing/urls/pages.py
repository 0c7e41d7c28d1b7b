"""Addresses of the pages of money. The prices stand with the studio's pages, since they also name algorithms."""

from django.urls import path

from billing.pages import buying, checkout, credit_statement, plan, purchases, referrals

urlpatterns = [
    path("account/credits", credit_statement.credits_page, name="credits"),
    path("account/credits/lines", credit_statement.older_lines, name="credits-lines"),
    path("account/credits/limits", credit_statement.set_limits, name="credits-limits"),
    path("account/credits/statement.csv", credit_statement.statement_download, name="credits-statement"),
    path("account/purchases", purchases.purchases_page, name="purchases"),
    path("account/plan", plan.plan_page, name="plan"),
    path("account/plan/change/<slug:tier>", plan.change_page, name="plan-change"),
    path("account/plan/cancel", plan.cancel_page, name="plan-cancel"),
    path("account/plan/resume", plan.resume, name="plan-resume"),
    path("account/plan/portal", plan.open_portal, name="plan-portal"),
    path("account/referrals", referrals.referrals_page, name="referrals"),
    path("buy/pack/<slug:slug>", buying.buy_pack_page, name="buy-pack"),
    path("buy/plan/<slug:tier>", buying.buy_plan_page, name="buy-plan"),
    path("checkout/return", checkout.checkout_return, name="checkout-return"),
]
