"""Money in templates."""

from django import template

from common import money as words

register = template.Library()
register.filter("money", words.money)


@register.simple_tag
def price_each(amount: int, currency: str, pieces: int) -> str:
    """What one of so many pieces costs."""
    return words.price_each(amount, currency, pieces)
