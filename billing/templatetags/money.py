"""Money in templates."""

from django import template

from common import money as words
from common.isolation import isolated

register = template.Library()
register.filter("money", words.money_in_text)


@register.simple_tag
def price_each(amount: int, currency: str, pieces: int) -> str:
    """What one of so many pieces costs."""
    return isolated(words.price_each(amount, currency, pieces))
