"""Products. They may bring their own ids."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import invalid
from tests.fakes.stripe_server.state import Row, State

_PLAIN = (
    "active",
    "description",
    "images",
    "marketing_features",
    "name",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)


def add(state: State, product_id: str | None, **fields: object) -> Row:
    """Keep a product, however it came about, and tell it."""
    row: Row = {
        "id": product_id or state.new_id("prod"),
        "object": "product",
        "active": True,
        "created": state.now,
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": state.now,
        "url": None,
        **fields,
    }
    state.add(row)
    state.emit("product.created", row)
    return row


def retrieve(state: State, _asked: Asked, product_id: str) -> Row:
    """Return a product."""
    return state.get("product", product_id, in_path=True)


def update(state: State, asked: Asked, product_id: str) -> Row:
    """Change a product and tell it."""
    row = state.get("product", product_id, in_path=True)
    fields = told_fields(asked)
    if "default_price" in asked:
        price = state.get("price", asked["default_price"], param="default_price")
        if price["product"] != product_id:
            raise invalid(f"The price {price['id']} belongs to another product.", param="default_price")
        fields["default_price"] = price["id"]
    return state.update(
        product_id,
        "product.updated",
        metadata=metadata.merged(row["metadata"], asked),
        updated=state.now,
        **fields,
    )


def delete(state: State, _asked: Asked, product_id: str) -> Row:
    """Delete a product that no price is of."""
    row = state.get("product", product_id, in_path=True)
    if any(price["product"] == product_id for price in state.all("price")):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    state.remove(product_id)
    state.emit("product.deleted", row)
    return {"id": product_id, "object": "product", "deleted": True}


def list_all(state: State, asked: Asked) -> Row:
    """List products."""
    filters = {
        "active": equal("active"),
        "ids": lambda row, ids: row["id"] in ids,
        "shippable": equal("shippable"),
        "url": equal("url"),
    }
    return page(asked, state.all("product"), "/v1/products", filters)


def told_fields(asked: Asked) -> Row:
    """Return the fields that are kept as they come; an empty string unsets one."""
    return {name: None if value == "" else value for name, value in asked.plain_of(*_PLAIN).items()}
