"""Every address that the stand-in answers: the SDK's method that calls it, and what it does."""

from stripe._charge_service import ChargeService
from stripe._customer_payment_method_service import CustomerPaymentMethodService
from stripe._customer_service import CustomerService
from stripe._dispute_service import DisputeService
from stripe._event_service import EventService
from stripe._invoice_item_service import InvoiceItemService
from stripe._invoice_line_item_service import InvoiceLineItemService
from stripe._invoice_payment_service import InvoicePaymentService
from stripe._invoice_service import InvoiceService
from stripe._payment_intent_service import PaymentIntentService
from stripe._payment_method_service import PaymentMethodService
from stripe._price_service import PriceService
from stripe._product_service import ProductService
from stripe._refund_service import RefundService
from stripe._subscription_item_service import SubscriptionItemService
from stripe._subscription_service import SubscriptionService
from stripe.billing_portal._session_service import SessionService as PortalSessionService
from stripe.checkout._session_line_item_service import SessionLineItemService
from stripe.checkout._session_service import SessionService as CheckoutSessionService

from tests.fakes.stripe_server.resources import (
    charges,
    checkout_sessions,
    customer_deletion,
    customers,
    disputes,
    event_log,
    invoice_items,
    invoice_payments,
    invoice_previews,
    invoices,
    payment_intents,
    payment_methods,
    portal_sessions,
    prices,
    product_creation,
    products,
    refunds,
    subscription_changes,
    subscription_items,
    subscription_pauses,
    subscriptions,
)
from tests.fakes.stripe_server.routes import Route, route, routes_left_out

# Where two addresses fit a request, the first one counts: the one without an id in its path.
_DONE: list[Route] = [
    route(CustomerService.create, customers.create),
    route(CustomerService.list, customers.list_all),
    route(CustomerService.retrieve, customers.retrieve),
    route(CustomerService.update, customers.update),
    route(CustomerService.delete, customer_deletion.delete),
    route(CustomerPaymentMethodService.list, payment_methods.list_of_customer),
    route(PaymentMethodService.list, payment_methods.list_all),
    route(PaymentMethodService.retrieve, payment_methods.retrieve),
    route(PaymentMethodService.attach, payment_methods.attach),
    route(PaymentMethodService.detach, payment_methods.detach),
    route(ProductService.create, product_creation.create),
    route(ProductService.list, products.list_all),
    route(ProductService.retrieve, products.retrieve),
    route(ProductService.update, products.update),
    route(ProductService.delete, products.delete),
    route(PriceService.create, prices.create),
    route(PriceService.list, prices.list_all),
    route(PriceService.retrieve, prices.retrieve),
    route(PriceService.update, prices.update),
    route(CheckoutSessionService.create, checkout_sessions.create),
    route(CheckoutSessionService.list, checkout_sessions.list_all),
    route(CheckoutSessionService.retrieve, checkout_sessions.retrieve),
    route(CheckoutSessionService.update, checkout_sessions.update),
    route(CheckoutSessionService.expire, checkout_sessions.expire),
    route(SessionLineItemService.list, checkout_sessions.line_items),
    route(PaymentIntentService.create, payment_intents.create),
    route(PaymentIntentService.list, payment_intents.list_all),
    route(PaymentIntentService.retrieve, payment_intents.retrieve),
    route(PaymentIntentService.update, payment_intents.update),
    route(PaymentIntentService.confirm, payment_intents.confirm),
    route(PaymentIntentService.cancel, payment_intents.cancel),
    route(ChargeService.list, charges.list_all),
    route(ChargeService.retrieve, charges.retrieve),
    route(ChargeService.update, charges.update),
    route(RefundService.create, refunds.create),
    route(RefundService.list, refunds.list_all),
    route(RefundService.retrieve, refunds.retrieve),
    route(RefundService.update, refunds.update),
    route(DisputeService.list, disputes.list_all),
    route(DisputeService.retrieve, disputes.retrieve),
    route(DisputeService.update, disputes.update),
    route(DisputeService.close, disputes.close),
    route(SubscriptionService.create, subscriptions.create),
    route(SubscriptionService.list, subscriptions.list_all),
    route(SubscriptionService.retrieve, subscriptions.retrieve),
    route(SubscriptionService.update, subscription_changes.update),
    route(SubscriptionService.cancel, subscriptions.cancel),
    route(SubscriptionService.pause, subscription_pauses.pause),
    route(SubscriptionService.resume, subscription_pauses.resume),
    route(SubscriptionItemService.list, subscription_items.list_all),
    route(InvoiceService.create_preview, invoice_previews.create),
    route(InvoiceService.list, invoices.list_all),
    route(InvoiceService.retrieve, invoices.retrieve),
    route(InvoiceService.update, invoices.update),
    route(InvoiceService.pay, invoices.pay),
    route(InvoiceService.void_invoice, invoices.void),
    route(InvoiceService.mark_uncollectible, invoices.mark_uncollectible),
    route(InvoiceLineItemService.list, invoices.lines),
    route(InvoiceItemService.list, invoice_items.list_all),
    route(InvoicePaymentService.list, invoice_payments.list_all),
    route(InvoicePaymentService.retrieve, invoice_payments.retrieve),
    route(PortalSessionService.create, portal_sessions.create),
    route(EventService.list, event_log.list_all),
    route(EventService.retrieve, event_log.retrieve),
]
# What else the services of those methods call is known to Stripe, so that a 404 would tell something untrue.
ROUTES = [*routes_left_out(_DONE), *_DONE]
