"""Whatever a page, a mail or a refusal says has a Persian text too, with the same placeholders."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.base import Node, NodeList, Template, Variable
from django.template.base import TextNode as Text
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "fa" / "LC_MESSAGES" / "django.po"
_APPS = ("accounts", "billing", "chat", "common", "generation", "routix")
# What only staff see may stay English: the administration, and the names of tables and columns in it.
_FOR_STAFF = ("admin", "staff", "management", "migrations", "models", "preview_mails.py")
# What the models call things and the pages show.
_SHOWN_MODELS = (
    "accounts/models/api_keys.py:Scope",
    "accounts/models/webhooks.py:WebhookEvent",
    "accounts/models/webhooks.py:DeliveryStatus",
    "billing/models/statement.py:Kind",
)
_SINGULAR = ("gettext", "gettext_lazy", "gettext_noop", "_")
_PLURAL = ("ngettext", "ngettext_lazy")
_PLACEHOLDER = re.compile(r"%\(\w+\)[-+.\d]*[a-z]|%%|\{\w+\}|</?\w+")


@dataclass(frozen=True)
class Message:
    """A text to translate, and where it stands. `plural` is None for one without a number."""

    singular: str
    plural: str | None = None
    where: str = field(default="", compare=False)


@dataclass
class Entry:
    """An entry of the catalogue. `texts` are the translations, one for each form of the plural."""

    singular: str = ""
    plural: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def message(self) -> Message:
        return Message(self.singular, self.plural)


def entries() -> list[Entry]:
    """The catalogue as it stands in its source, without the header."""
    found = [_entry(block) for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n") if "msgid" in block]
    return [entry for entry in found if entry.singular]


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#") or not line:
            continue
        if not line.startswith('"'):
            name, _, line = line.partition(" ")
        parts[name] = parts.get(name, "") + ast.literal_eval(line)
    texts = {
        int(found[1] or 0): text
        for name, text in parts.items()
        if (found := re.fullmatch(r"msgstr(?:\[(\d)\])?", name)) is not None
    }
    is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
    return Entry(parts["msgid"], parts.get("msgid_plural"), texts, is_fuzzy)


def shown_messages() -> set[Message]:
    """Every text that is marked for translation in what people see."""
    found = set(_of_models())
    for app in _APPS:
        for path in sorted((ROOT / app).rglob("*")):
            where = path.relative_to(ROOT)
            if not path.is_file() or any(part in _FOR_STAFF for part in where.parts):
                continue
            if path.suffix == ".py":
                found |= set(_of_python(ast.parse(path.read_text(encoding="utf-8")), str(where)))
            elif path.suffix in (".html", ".txt") and "templates" in where.parts:
                found |= set(_of_template(path))
    return found


def _of_models() -> Iterator[Message]:
    for named in _SHOWN_MODELS:
        path, _, name = named.partition(":")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == name]
        assert classes, f"{named} is gone"
        yield from _of_python(classes[0], path)


def _of_python(tree: ast.AST, where: str) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id in _SINGULAR and given:
            yield Message(given[0], where=where)
        elif node.func.id in _PLURAL and len(given) == 2:
            yield Message(given[0], given[1], where=where)


def _of_template(path: Path) -> Iterator[Message]:
    engine = cast(DjangoTemplates, engines["django"]).engine
    template = Template(path.read_text(encoding="utf-8"), engine=engine)
    for node in _all_nodes(template.nodelist):
        where = str(path.relative_to(ROOT))
        if isinstance(node, TranslateNode) and isinstance(node.filter_expression.var, Variable):
            text = node.filter_expression.var.literal  # None where a variable of the page is translated
            if isinstance(text, str):
                yield Message(text, where=where)
        elif isinstance(node, BlockTranslateNode):
            singular, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield Message(singular, plural, where=where)


def _all_nodes(nodes: NodeList) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Text):
            continue
        for name in (*node.child_nodelists, "nodelist_loop", "nodelist_empty"):
            yield from _all_nodes(getattr(node, name, None) or NodeList())
        for _condition, inside in getattr(node, "conditions_nodelists", ()):
            yield from _all_nodes(inside)


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


class TestShownTexts:
    def test_all_have_a_persian_one(self) -> None:
        known = {entry.message for entry in entries()}
        missing = sorted(f"{one.where}: {one.singular}" for one in shown_messages() - known)
        assert missing == []

    def test_are_found_in_pages_mails_and_refusals(self) -> None:
        singulars = {one.singular for one in shown_messages()}
        assert singulars >= {"Keep me signed in", "Confirm this address", "This passkey does not work here."}
        assert Message("%(n)s credit returned", "%(n)s credits returned") in shown_messages()


class TestCatalogue:
    def test_translates_each_of_its_entries_for_certain(self) -> None:
        doubtful = [
            entry.singular for entry in entries() if entry.is_fuzzy or not entry.texts or not all(entry.texts.values())
        ]
        assert doubtful == []

    def test_names_nothing_twice(self) -> None:
        named = [entry.message for entry in entries()]
        assert len(named) == len(set(named)) > 500

    def test_keeps_every_placeholder_and_tag(self) -> None:
        changed = [
            (entry.singular, text)
            for entry in entries()
            for text in entry.texts.values()
            if placeholders(text) not in (placeholders(entry.singular), placeholders(entry.plural or entry.singular))
        ]
        assert changed == []

    def test_writes_persian_with_persian_letters(self) -> None:
        arabic = [entry.singular for entry in entries() for text in entry.texts.values() if re.search("[يكة]", text)]
        assert arabic == []

    def test_is_compiled(self) -> None:
        with CATALOGUE.with_suffix(".mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        stale = [
            entry.singular
            for entry in entries()
            if (
                compiled.gettext(entry.singular) != entry.texts[0]
                if entry.plural is None
                else (
                    compiled.ngettext(entry.singular, entry.plural, 1),
                    compiled.ngettext(entry.singular, entry.plural, 2),
                )
                != (entry.texts[0], entry.texts[1])
            )
        ]
        assert stale == []
