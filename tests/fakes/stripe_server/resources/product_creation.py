"""The creation of products, with the price that they may bring along."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.resources import prices, products
from tests.fakes.stripe_server.state import Row, State


def create(state: State, asked: Asked) -> Row:
    """Keep a product, and a price of it if it comes with one, and tell both."""
    product = products.add(state, asked.get("id"), metadata=metadata.given(asked), **products.told_fields(asked))
    if "default_price_data" not in asked:
        return product
    data = asked["default_price_data"]
    price = prices.add(state, data, product=product["id"], metadata=metadata.given(data))
    return state.update(product["id"], "product.updated", default_price=price["id"])
