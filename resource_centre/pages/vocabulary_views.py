"""Pages of the vocabularies: countries, support types, topics, glossary."""

from typing import Any

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from events.models import Event
from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.publishing.querysets import public
from resource_centre.text import fold
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, SupportType, Topic

from . import europe
from .querysets import countries_by_name, entries_by_country, things_about


class CountryListView(TemplateView):
    """Peer support near you: the map and the list that says the same."""

    template_name = "countries/country_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the countries with their numbers."""
        counts = entries_by_country()
        countries = countries_by_name()
        rows = [(country, counts[country.code]) for country in countries if country.in_europe]
        further = [(country, counts[country.code]) for country in countries if not country.in_europe]
        entries = {country.code: (country.name, country.get_absolute_url(), n) for country, n in rows}
        return super().get_context_data(
            shapes=europe.shapes(),
            lands=europe.lands(entries),
            with_entries=[row for row in rows if row[1]],
            without_entries=[row for row in rows if not row[1]],
            further=[row for row in further if row[1]],
            organisation_count=Organisation.objects.published().count(),
            activity_count=Activity.objects.published().count(),
            country_count=sum(1 for _country, n in rows if n),
            **kwargs,
        )


class CountryDetailView(TemplateView):
    """What there is in one country."""

    template_name = "countries/country_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is public about the country. Raises Http404 for a code that the list does not hold."""
        code = kwargs["code"].upper()
        country = get_object_or_404(Country.objects.select_related("role_title_language"), code=code)
        organisations = Organisation.objects.published().in_country(code).for_cards().by_title()
        activities = Activity.objects.published().in_country(code).for_cards().by_title()
        items = Item.objects.published().filter(countries=code).for_cards().by_year()
        events = Event.objects.published().filter(countries=code).for_cards()
        return super().get_context_data(
            country=country,
            organisations=organisations,
            activities=activities,
            item_count=items.count(),
            items=items[:6],
            upcoming=events.upcoming()[:5],
            past=events.past()[:5],
            helplines=Helpline.objects.valid().filter(country=code).prefetch_related("languages"),
            **kwargs,
        )


class SupportTypeListView(TemplateView):
    """The ways in which people support each other."""

    template_name = "support_types/supporttype_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the support types by level."""
        types = list(SupportType.objects.all())
        level = SupportType.Level
        return super().get_context_data(
            general=[kind for kind in types if kind.level == level.GENERAL],
            forms=[kind for kind in types if kind.level == level.FORM],
            categories=[kind for kind in types if kind.level == level.CATEGORY],
            **kwargs,
        )


class SupportTypeDetailView(TemplateView):
    """One way of support, and what there is."""

    template_name = "support_types/supporttype_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is public of this type. Raises Http404 for an unknown one."""
        support_type = get_object_or_404(SupportType, slug=kwargs["slug"])
        others = SupportType.objects.exclude(pk=support_type.pk)
        return super().get_context_data(
            support_type=support_type, found=things_about(support_types=support_type), others=others, **kwargs
        )


class TopicListView(TemplateView):
    """All topics, in their groups."""

    template_name = "topics/topic_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups with their topics and the number of library items of each."""
        counts = dict(
            Item.objects.filter(public()).order_by().values_list("topics").annotate(n=Count("pk", distinct=True))
        )
        topics = list(Topic.objects.all())
        groups = [
            (label, [(topic, counts.get(topic.pk, 0)) for topic in topics if topic.group == group])
            for group, label in Topic.Group.choices
        ]
        return super().get_context_data(groups=[group for group in groups if group[1]], **kwargs)


class TopicDetailView(TemplateView):
    """One topic, and what there is."""

    template_name = "topics/topic_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is public on this topic. Raises Http404 for an unknown one."""
        topic = get_object_or_404(Topic, slug=kwargs["slug"])
        siblings = Topic.objects.filter(group=topic.group).exclude(pk=topic.pk)
        return super().get_context_data(topic=topic, found=things_about(topics=topic), siblings=siblings, **kwargs)


class GlossaryView(TemplateView):
    """All terms on one page, with anchors."""

    template_name = "glossary/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the terms under their first letters."""
        terms = sorted(GlossaryTerm.objects.prefetch_related("related"), key=lambda term: fold(term.term))
        letters: dict[str, list[GlossaryTerm]] = {}
        for term in terms:
            letters.setdefault(fold(term.term)[:1].upper() or "#", []).append(term)
        return super().get_context_data(letters=letters, count=len(terms), **kwargs)
