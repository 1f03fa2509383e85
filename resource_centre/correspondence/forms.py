"""The forms by which people write to organisations and to us, and ask for news."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resource_centre.guard.forms import GuardedForm
from resource_centre.text import one_line

from .models import NAME_LENGTH, TEXT_LENGTH

#: Signs that steer a screen or a terminal and are no text; line ends and tabs are left.
_STEERING = re.compile(r"[\x01-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class AddressField(forms.EmailField):
    """An e-mail address, refused in words that say what is missing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "class": "input input--m"}))
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Give an e-mail address")
        self.error_messages["invalid"] = _("It should look like name@example.org. Please check it.")

    def clean(self, value: Any) -> str:
        """Return the address. Raises ValidationError for what is none, and for one in quotation marks."""
        text = str(value or "").strip()
        if text and "@" not in text:
            raise ValidationError(_("It has no @. Please check it."))
        if '"' in text:  # RFC 5321, 4.1.2 allows any words between them; no real address has them
            raise ValidationError(self.error_messages["invalid"])
        return str(super().clean(value))


class TextField(forms.CharField):
    """A text of several lines. Too long a one is refused with all of it kept: the browser cuts nothing off."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 8}))
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Write your message")

    def to_python(self, value: Any) -> str:
        """Return the text with one way of writing line ends, and without signs that are no text."""
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return _STEERING.sub("", text).strip()

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a text that is empty or too long."""
        super().validate(value)
        if len(value) > TEXT_LENGTH:
            over = len(value) - TEXT_LENGTH
            raise ValidationError(
                ngettext(
                    "It is too long by %(count)d character. There is room for %(limit)d.",
                    "It is too long by %(count)d characters. There is room for %(limit)d.",
                    over,
                )
                % {"count": over, "limit": TEXT_LENGTH}
            )


class NameField(forms.CharField):
    """What somebody wants to be called: one line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "nickname", "class": "input input--m"}))
        super().__init__(max_length=NAME_LENGTH, **kwargs)
        self.error_messages["required"] = _("Tell them what to call you. Any name will do.")

    def to_python(self, value: Any) -> str:
        """Return the name as one line, without signs that are no text."""
        return one_line(str(super().to_python(value) or ""), 4 * NAME_LENGTH)


class WriteForm(GuardedForm):
    """The first message to an organisation."""

    name = NameField(
        label=_("What do you want to be called?"),
        help_text=_("They see it. It need not be your real name."),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("They do not see it. We use it to send you their answer, and for nothing else."),
    )
    text = TextField(
        label=_("Your message"),
        help_text=_("Up to 2,000 characters. Text only: we take links apart so that they do not open."),
    )


class ReplyForm(GuardedForm):
    """A further message in a conversation."""

    text = TextField(
        label=_("Your message"),
        help_text=_("Up to 2,000 characters. Text only: we take links apart so that they do not open."),
    )
    show_address = forms.BooleanField(
        label=_("Show my e-mail address to this person"),
        help_text=_(
            "Then you can write to each other without us. It is the address at which you got our letter. "
            "You cannot take it back."
        ),
        required=False,
    )

    def __init__(self, *args: Any, to_organisation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_organisation:
            self.fields["show_address"].label = _("Show my e-mail address to this organisation")


class ContactForm(GuardedForm):
    """A message to the people who keep the site."""

    name = NameField(
        label=_("Your name"), help_text=_("A first name is enough. It need not be your real name."), required=False
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("Only our staff see it. We use it to answer you, and for nothing else."),
    )
    text = TextField(label=_("Your message"), help_text=_("In any language. Up to 2,000 characters."))


class NewsForm(GuardedForm):
    """Who wants the news of the project."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("Only our staff see it. We use it for the news, and for nothing else."),
    )
