"""What staff fill in on the review screen beside the answers: the letter to the person who sent them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Contribution, ReplyTemplate

Act = ReplyTemplate.Act
LONGEST = 5000


class LetterForm(forms.Form):
    """The words of a letter, and the template to start from."""

    template = forms.ChoiceField(label=_("Start from"), required=False)
    text = forms.CharField(
        label=_("Our words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
    )

    def __init__(self, act: str, templates: list[ReplyTemplate], **kwargs: Any) -> None:
        super().__init__(prefix=act, **kwargs)
        self.act = act
        self.templates = {str(template.pk): template for template in templates}
        names = [(key, template.name) for key, template in self.templates.items()]
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = names if act == Act.ACCEPT else [("", _("Choose")), *names]
        text = self.fields["text"]
        text.error_messages["required"] = _("Write some words, or choose a text to start from.")
        text.widget.attrs["lang"] = templates[0].language if templates else ""

    def checked(self, data: Any) -> "LetterForm":
        """Return the form with what was posted, to be checked."""
        return LetterForm(self.act, list(self.templates.values()), data=data)

    def with_template(self) -> "LetterForm":
        """Return the form with the words of the template that is chosen in it."""
        chosen = self.templates.get(str(self.initial.get("template", "")))
        started = {**self.initial, **({"text": chosen.text} if chosen else {})}
        return LetterForm(self.act, list(self.templates.values()), initial=started)

    def clean(self) -> dict[str, Any]:
        """Return the words: those of the chosen template where none were written. Accepting needs none."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        answers["text"] = (answers.get("text") or "").replace("\r\n", "\n")
        chosen = self.templates.get(answers.get("template") or "")
        if not answers["text"] and "text" not in self.errors and self.act != Act.ACCEPT:
            if chosen is None:
                self.add_error("text", self.fields["text"].error_messages["required"])
            else:
                answers["text"] = chosen.text
        return answers


def letter_forms(contribution: Contribution, data: Any = None) -> dict[str, LetterForm]:
    """Return the forms of the three letters, by act, in the contributor's language or, where it has none, English.

    They start with what was posted, or with the first text for letters about what is published.
    """
    known: dict[tuple[str, str], list[ReplyTemplate]] = {}
    for template in ReplyTemplate.objects.filter(language__in={contribution.language, "en"}).order_by("pk"):
        known.setdefault((template.act, template.language), []).append(template)
    found = {}
    for act in Act.values:
        templates = known.get((act, contribution.language)) or known.get((act, "en")) or []
        if data is not None:
            started = {name: str(data.get(f"{act}-{name}", "")) for name in ("template", "text")}
        else:  # a reason is never given by itself: staff choose it
            started = _first(templates) if act == Act.ACCEPT else {}
        found[act] = LetterForm(act, templates, initial=started)
    return found


def _first(templates: list[ReplyTemplate]) -> dict[str, str]:
    return {"template": str(templates[0].pk), "text": templates[0].text} if templates else {}
