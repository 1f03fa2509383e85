"""Model fields that several rooms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinesFormField(forms.CharField):
    """A text box in which every line is one entry of a list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return the text for the box: one entry a line."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the list of lines that are not empty."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the lines differ from the stored list."""
        return bool(self.to_python(initial) != self.to_python(data))


class LinesField(models.JSONField):
    """A short list of texts, such as authors or sources; edited one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raise ValidationError unless the value is a list of texts that are not empty."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
            raise ValidationError(_("Write one entry a line."), code="lines")

    def formfield(self, **kwargs: Any) -> Any:
        """Return the text box for this list."""
        return LinesFormField(
            required=not self.blank,
            label=kwargs.get("label", str(self.verbose_name).capitalize()),
            help_text=kwargs.get("help_text", self.help_text or _("One entry a line.")),
            initial=list,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
