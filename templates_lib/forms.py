"""What staff fill in to bring pictures into the bank, to correct it, to search it and to exchange its metadata."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Func
from unfold.widgets import (
    BASE_INPUT_CLASSES,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from common.errors import ValidationFailedError
from templates_lib.models import Category, Status, Template
from templates_lib.search import Facets
from templates_lib.services.curating import CORRECTABLE, clean_changes, clean_tags
from templates_lib.services.uploading import Provenance, check_provenance

MOST_ADDRESSES = 20
LONGEST_QUESTION = 500
_PICTURES = "image/png,image/jpeg,image/webp,image/gif"
_ANY_YES_NO = (("", "Any"), ("yes", "Yes"), ("no", "No"))


class TagsField(forms.CharField):
    """Tags as one text, separated by commas; a list of them in Python."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        try:
            return clean_tags([super().to_python(value) or ""])
        except ValidationFailedError as error:
            raise forms.ValidationError(error.details["validation_errors"][0]["message"]) from error


class CorrectionForm(forms.ModelForm[Template]):
    """What staff set by hand. It never saves: `curating.correct` does, with what differs from what the page showed.

    Each field carries what it showed: an analysis may end while the page is open, and a field nobody touched must not
    count as corrected then.
    """

    tags = TagsField(required=False, help_text="Separated by commas. People find the look by them.")
    category_is_right = forms.BooleanField(
        required=False,
        label="The category is right",
        help_text="The analysis was not sure of it. Tick this to keep it when the picture is analysed anew.",
        widget=UnfoldBooleanWidget,
    )

    class Meta:
        model = Template
        fields = CORRECTABLE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name in CORRECTABLE
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed on the page, by field."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in CORRECTABLE}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.status == Status.READY and "category" in cleaned and cleaned["category"] is None:
            self.add_error("category", "A template that is in use needs one.")
        try:
            clean_changes(
                {name: cleaned[name] for name in self.changed_data if name in cleaned and name in CORRECTABLE}
            )
        except ValidationFailedError as error:
            _tell(self, error)
        return cleaned


class ManyFilesInput(forms.ClearableFileInput):
    """A file picker for many files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Many files at once, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class AddressesField(forms.CharField):
    """Addresses of pictures, one a line; a list of them in Python, each once."""

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines()]
        addresses = list(dict.fromkeys(line for line in lines if line))
        if len(addresses) > MOST_ADDRESSES:
            raise forms.ValidationError(f"At most {MOST_ADDRESSES} addresses at once.")
        return addresses


class UploadForm(forms.Form):
    """Where pictures come from, and the pictures: as files, as addresses, or both."""

    source = forms.CharField(
        widget=UnfoldAdminTextInputWidget,
        help_text="Where the pictures come from: a channel, a site, a photographer's archive.",
    )
    licence = forms.CharField(widget=UnfoldAdminTextInputWidget, help_text="Such as “CC BY 4.0” or “Bought, no limit”.")
    artist = forms.CharField(widget=UnfoldAdminTextInputWidget, help_text="Who made them.")
    consent_note = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), help_text="Who allowed their use, for what, and when."
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        required=False,
        empty_label="Let the analysis find it",
        widget=UnfoldAdminSelectWidget,
        help_text="Only if all of them belong to one.",
    )
    # An empty one is refused by itself, as any other file that is no picture, and spoils none of the others.
    pictures = ManyFilesField(required=False, allow_empty_file=True, widget=ManyFilesInput(attrs={"accept": _PICTURES}))
    addresses = AddressesField(
        required=False,
        label="Addresses of pictures",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "placeholder": "https://…", "inputmode": "url"}),
        help_text=f"One a line, at most {MOST_ADDRESSES}. Each is fetched as if you had sent the file.",
    )

    @property
    def provenance(self) -> Provenance:
        """The provenance of a valid form."""
        names = ("source", "licence", "artist", "consent_note")
        return Provenance(**{name: self.cleaned_data[name] for name in names})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_provenance(self.provenance)
            except ValidationFailedError as error:
                _tell(self, error)
            if not cleaned["pictures"] and not cleaned["addresses"]:
                self.add_error("pictures", "Choose a picture, or give an address.")
        return cleaned


class CategoriseForm(forms.Form):
    """Where the chosen templates belong."""

    category = forms.ModelChoiceField(Category.objects.all(), widget=UnfoldAdminSelectWidget, empty_label=None)


class ImportForm(forms.Form):
    """A file of metadata, CSV or JSON."""

    file = forms.FileField(
        label="CSV or JSON file",
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )


class SandboxForm(forms.Form):
    """A question to the bank, as a user would put it, and what a look must be."""

    question = forms.CharField(
        required=False,
        max_length=LONGEST_QUESTION,
        label="A prompt",
        widget=forms.TextInput(
            attrs={
                "class": " ".join(BASE_INPUT_CLASSES),
                "dir": "auto",
                "autocomplete": "off",
                "placeholder": "I survived 7 days in the Arctic, shocked face, red arrow",
            }
        ),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(), required=False, empty_label="Any", widget=UnfoldAdminSelectWidget
    )
    face = forms.ChoiceField(choices=_ANY_YES_NO, required=False, widget=UnfoldAdminSelectWidget)
    text = forms.ChoiceField(choices=_ANY_YES_NO, required=False, widget=UnfoldAdminSelectWidget)
    logo = forms.ChoiceField(choices=_ANY_YES_NO, required=False, widget=UnfoldAdminSelectWidget)
    colour = forms.ChoiceField(required=False, widget=UnfoldAdminSelectWidget)
    least_energy = forms.IntegerField(
        min_value=1, max_value=10, required=False, label="Energy from", widget=UnfoldAdminIntegerFieldWidget
    )
    most_energy = forms.IntegerField(
        min_value=1, max_value=10, required=False, label="Energy to", widget=UnfoldAdminIntegerFieldWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = Func(F("colours"), function="unnest")
        names = Template.objects.searchable().annotate(one=one).values_list("one", flat=True).distinct().order_by("one")
        self.fields["colour"].choices = [("", "Any"), *((name, name) for name in names)]  # type: ignore[attr-defined]

    @property
    def facets(self) -> Facets:
        """The facets of a valid form."""
        given = self.cleaned_data
        least, most = given["least_energy"], given["most_energy"]
        return Facets(
            category=given["category"].slug if given["category"] else None,
            has_face=_flag(given["face"]),
            has_text=_flag(given["text"]),
            has_logo=_flag(given["logo"]),
            energy=(least or 1, most or 10) if least or most else None,
            colour=given["colour"] or None,
        )


def _flag(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def _tell(form: forms.BaseForm, error: ValidationFailedError) -> None:
    for fault in error.details["validation_errors"]:
        if fault["field"] not in form.errors:
            form.add_error(fault["field"] if fault["field"] in form.fields else None, fault["message"])
