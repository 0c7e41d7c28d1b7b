"""The columns of the list of templates."""

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from templates_lib.admin.filters import is_guess
from templates_lib.admin.pictures import original_address, preview_address
from templates_lib.admin.states import state_of
from templates_lib.admin.swatches import swatch_bar
from templates_lib.models import Origin, Template

_NONE_YET = "–"
_SHOWN_TAGS = 4
_TWO_LINES = '<span class="bank-cell">{}<span class="bank-faint">{}</span></span>'
_ROLES = ("primary", "secondary", "accent", "light", "dark")


class Columns:
    """What the list shows of a template. Its category and analysis must be at hand, or each row asks for them."""

    @admin.display(description="Picture")
    def picture(self, template: Template) -> SafeString:
        """The preview; the original shows while the pointer or the focus is on it."""
        original = original_address(template.pk, is_small=True) if template.origin == Origin.UPLOADED else ""
        context = {"template": template, "preview": preview_address(template), "original": original}
        return render_to_string("admin/templates_lib/template/list_picture.html", context)

    @admin.display(description="Name", ordering="name")
    def look(self, template: Template) -> SafeString:
        shown = template.tags[:_SHOWN_TAGS]
        more = len(template.tags) - len(shown)
        tags = format_html_join(" ", '<span class="bank-tag">{}</span>', ((tag,) for tag in shown))
        rest = format_html(' <span class="bank-faint">+{}</span>', more) if more else ""
        origin = template.get_origin_display().lower()
        return format_html(
            '<span class="bank-cell"><span><span class="bank-name">{}</span> <span class="bank-faint">{}</span></span>'
            '<span class="bank-tags">{}{}</span></span>',
            *(template.name, origin, tags, rest),
        )

    @admin.display(description="Category", ordering="category")
    def topic(self, template: Template) -> SafeString | str:
        name = template.category.name if template.category else _NONE_YET
        if not is_guess(template):
            return name
        mark = (
            '<span class="bank-cell">{}'
            '<span class="bank-mark" title="The analysis was not sure. Confirm or correct it.">a guess</span></span>'
        )
        return format_html(mark, name)

    @admin.display(description="Status", ordering="status")
    def progress(self, template: Template) -> SafeString:
        context = {"template": template, "state": state_of(template)}
        return render_to_string("admin/templates_lib/template/state.html", context)

    @admin.display(description="Palette, energy", ordering="energy")
    def colours_and_energy(self, template: Template) -> SafeString | str:
        palette = template.dna.get("palette", {})
        if not palette:
            return _NONE_YET
        bar = swatch_bar([(palette[role], 1.0) for role in _ROLES if palette.get(role)], label="Palette")
        cell = '<span class="bank-cell">{}<span class="bank-faint">energy {} of 10</span></span>'
        return format_html(cell, bar, template.energy)

    @admin.display(description="Active", ordering="is_active", boolean=True)
    def active(self, template: Template) -> bool:
        return template.is_active

    @admin.display(description="Featured", ordering="is_featured")
    def featured(self, template: Template) -> SafeString | str:
        return format_html('<span class="bank-star">{}</span>', "★ yes") if template.is_featured else ""

    @admin.display(description="Used", ordering="usage_count")
    def use(self, template: Template) -> SafeString | str:
        if not template.usage_count:
            return "never"
        last = naturaltime(template.last_used_at) if template.last_used_at else _NONE_YET
        return format_html(_TWO_LINES, f"{template.usage_count}×", last)

    @admin.display(description="Success", ordering="download_count")
    def success(self, template: Template) -> SafeString | str:
        """Downloads per use, and the mean rating with how many gave one."""
        if not template.usage_count:
            return _NONE_YET
        rate = f"{template.download_count / template.usage_count:.0%} downloaded"
        if not template.rating_count:
            return rate
        mean = template.rating_total / template.rating_count
        return format_html(_TWO_LINES, rate, f"★ {mean:.1f} from {template.rating_count}")
