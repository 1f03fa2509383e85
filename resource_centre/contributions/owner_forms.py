"""The forms by which people say that something is wrong, and that something is theirs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from resource_centre.correspondence.forms import AddressField, TextField
from resource_centre.guard.forms import GuardedForm

from .models import Report

#: As long as the columns for addresses are.
MAX_ADDRESS = 254


class ReportForm(GuardedForm):
    """Something wrong or out of date on a page."""

    #: Whatever it holds: a path that leads nowhere is left out, and no mistake of the person.
    page = forms.Field(required=False, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What is it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    text = TextField(
        label=_("In your words"),
        required=False,
        help_text=_("What is wrong, and what would be right? Please write nothing private about anybody."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        required=False,
        max_length=MAX_ADDRESS,
        help_text=_("Only if you want an answer. Only our staff see it."),
    )

    def clean_text(self) -> str:
        """Return the words. Raises ValidationError where the reason says nothing without them."""
        text: str = self.cleaned_data["text"]
        reason = self.cleaned_data.get("reason")
        if not text and reason == Report.Reason.EXTRA:
            raise ValidationError(_("Tell us what you know"))
        if not text and reason == Report.Reason.OTHER:
            raise ValidationError(_("Tell us what it is"))
        return text


class OursForm(GuardedForm):
    """Somebody wants to change an entry as its owner."""

    email = AddressField(
        label=_("Your e-mail address"),
        max_length=MAX_ADDRESS,
        help_text=_("We send you one letter with a link. Nobody else sees your address."),
    )


class ClaimForm(GuardedForm):
    """Who somebody is to the entry that they ask for."""

    text = TextField(
        label=_("Who are you, and what do you do there?"),
        help_text=_("One or two sentences are enough. Only our staff read them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Tell us who you are, in a sentence")


class CorrectionForm(GuardedForm):
    """What an owner wants changed in an entry that has no form of its own."""

    text = TextField(
        label=_("What should we change?"),
        help_text=_("Tell us what is wrong and what would be right. One of us changes it."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Tell us what to change")
