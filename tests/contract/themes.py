"""The lines in the order of the contract. Importing a theme registers its lines, so this order is the walk's."""

# isort: off
from tests.contract import accounts, generation, algorithms, chat, templates, staff, ops, shape, sockets

THEMES = (accounts, generation, algorithms, chat, templates, staff, ops, shape, sockets)
