"""What is on sale. A plan's every column is enforced somewhere; what no code enforces has no column."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.tiers import Tier
from common.models import UUIDModel


class Gateway(models.TextChoices):
    """Who takes the money."""

    STRIPE = "stripe", "Stripe"
    TEST = "test", _("Test payments")


class Plan(models.Model):
    """What a tier costs a month and brings. The free one costs nothing and is never sold."""

    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    price = models.PositiveIntegerField(_("monthly price"), help_text=_("In minor units: 999 is 9.99."))
    currency = models.CharField(_("currency"), max_length=3, default="usd", help_text=_("ISO 4217, lower case."))
    monthly_credits = models.PositiveIntegerField(_("credits a month"), validators=[MinValueValidator(1)])
    rollover_factor = models.PositiveSmallIntegerField(
        _("rollover factor"),
        default=0,
        help_text=_(
            "At renewal, unspent plan credits stay as far as the plan's credits do not pass the monthly sum "
            "times this. 0: nothing rolls over."
        ),
    )
    active_generations = models.PositiveSmallIntegerField(
        _("generations at once"), default=20, validators=[MinValueValidator(1)], help_text=_("Queued and running.")
    )
    queue_priority = models.PositiveSmallIntegerField(
        _("queue priority"), default=0, help_text=_("Generations of a plan with a higher one are drawn first. 0 to 9.")
    )
    brand_assets = models.PositiveIntegerField(_("own pictures kept"), default=100, validators=[MinValueValidator(1)])
    is_active = models.BooleanField(_("on sale"), default=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["price"]
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="plans_have_a_known_tier"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[a-z]{3}$"), name="plans_have_a_currency"),
            models.CheckConstraint(condition=Q(queue_priority__lte=9), name="plans_have_a_priority_of_one_digit"),
            models.CheckConstraint(condition=Q(monthly_credits__gte=1), name="plans_bring_credits"),
            models.CheckConstraint(
                condition=Q(tier="free", price=0) | ~Q(tier="free") & Q(price__gt=0),
                name="only_the_free_plan_costs_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """Credits that are bought once and never expire."""

    slug = models.SlugField(_("slug"), primary_key=True, max_length=40)
    name = models.CharField(_("name"), max_length=60)
    credits = models.PositiveIntegerField(_("credits"), validators=[MinValueValidator(1)])
    price = models.PositiveIntegerField(_("price"), help_text=_("In minor units: 999 is 9.99."))
    currency = models.CharField(_("currency"), max_length=3, default="usd", help_text=_("ISO 4217, lower case."))
    is_active = models.BooleanField(_("on sale"), default=True)

    class Meta:
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        ordering = ["credits"]
        constraints = [
            models.CheckConstraint(condition=Q(credits__gte=1, price__gte=1), name="packs_are_worth_something"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[a-z]{3}$"), name="packs_have_a_currency"),
            models.UniqueConstraint(
                fields=["credits"], condition=Q(is_active=True), name="packs_on_sale_differ_in_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GatewayPrice(UUIDModel):
    """A price as the gateway knows it. Prices never change there, so a plan or pack gathers several; one is current."""

    gateway = models.CharField(_("gateway"), max_length=8, choices=Gateway.choices)
    livemode = models.BooleanField(_("live mode"), default=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prices", null=True, blank=True)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="prices", null=True, blank=True)
    product_reference = models.CharField(_("product"), max_length=255)
    reference = models.CharField(_("price"), max_length=255)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    is_current = models.BooleanField(_("current"), default=True)

    class Meta:
        verbose_name = _("gateway price")
        verbose_name_plural = _("gateway prices")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="gateway_prices_are_known_once"),
            models.CheckConstraint(
                condition=Q(plan__isnull=False, pack__isnull=True) | Q(plan__isnull=True, pack__isnull=False),
                name="gateway_prices_are_of_a_plan_or_a_pack",
            ),
            models.UniqueConstraint(
                fields=["gateway", "livemode", "plan"],
                condition=Q(is_current=True, plan__isnull=False),
                name="plans_have_one_current_price",
            ),
            models.UniqueConstraint(
                fields=["gateway", "livemode", "pack"],
                condition=Q(is_current=True, pack__isnull=False),
                name="packs_have_one_current_price",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
