"""The small forms around a contribution: agreeing and sending, answering, asking for links."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.guard.forms import GuardedForm, dress

from .disclosure import NOTE
from .forms import ADDRESS_LOOKS_WRONG, EMAIL, only_public

#: As much as somebody answers or adds at once.
WORDS = 5000


class SendForm(forms.Form):
    """The note for us, and the yes."""

    note = forms.CharField(
        label=_("Is there something that only we should know?"),
        help_text=_("For example who else may read your letter, or what you are not sure about. It is never public."),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    consent = forms.BooleanField(
        label=_("You may publish this. Nobody else can be recognised in it, or they have agreed."),
        help_text=_("You can have it changed or taken down at any time. You do not have to say why."),
        error_messages={"required": _("Tick the box to tell us that we may publish it")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        dress(self)
        self.fields["note"].seen_by = "staff"  # type: ignore[attr-defined]  # ours


class WordsForm(forms.Form):
    """An answer, or something to add."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first")},
    )

    def __init__(self, *args: object, label: str | Promise = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        if label:
            self.fields["text"].label = str(label)
        dress(self)
        only_public(self)


class MyLinkForm(GuardedForm):
    """Where to send the links."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one that you gave us when you sent something."),
        max_length=EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input input--m"}),
        error_messages={
            "required": _("Give us your e-mail address, so that we can send you the links"),
            "invalid": ADDRESS_LOOKS_WRONG,
        },
    )
