"""Every page type of the site. No test in here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageType:
    """A page that stands for all of its type. `address` may name addresses that `content.py` finds, in braces."""

    name: str
    address: str
    status: int = 200
    #: Whether the answer was made before and is served from a file: no address gives it to a visitor.
    kept: bool = False
    #: Whether it is a list or the page of one record.
    room: bool = False

    def __str__(self) -> str:
        return self.name


def _room(name: str, address: str) -> PageType:
    return PageType(name, address, room=True)


#: Records that `content.py` makes.
STORY, RESOURCE, RECORDING = "sample-story", "sample-resource", "sample-recording"
ORGANISATION, ACTIVITY, UPCOMING, POSTPONED = (
    "sample-organisation",
    "sample-activity",
    "sample-event",
    "sample-postponed",
)

PAGE_TYPES = [
    PageType("home", "/"),
    _room("library", "/library/"),
    _room("library-part", "/library/resources/"),
    _room("library-recordings", "/library/recordings/"),
    _room("library-narrowed", "/library/?q=peer&kind=guide&language=en&language=de&sort=title"),
    _room("library-unknown-filter", "/library/stories/?kind=poem"),
    _room("library-empty", "/library/?q=zzzz&kind=guide&language=en"),
    _room("library-last-page", "/library/?page=9999"),
    _room("resource", "{resource_longest}"),
    _room("resource-copy", "{resource_copy}"),
    _room("resource-files", f"/library/{RESOURCE}/"),
    _room("case-study", "{case_study_rough}"),
    _room("recording", "{recording}"),
    _room("recording-transcript", f"/library/{RECORDING}/"),
    _room("story", f"/library/{STORY}/"),
    _room("organisations", "/organisations/"),
    _room("organisation", "{organisation_longest}"),
    _room("organisation-full", f"/organisations/{ORGANISATION}/"),
    _room("activities", "/activities/"),
    _room("activity", "{activity_longest}"),
    _room("activity-full", f"/activities/{ACTIVITY}/"),
    _room("events", "/events/"),
    _room("events-empty", "/events/?q=zzzz"),
    _room("events-past", "/events/past/"),
    _room("event-upcoming", f"/events/{UPCOMING}/"),
    _room("event-postponed", f"/events/{POSTPONED}/"),
    _room("event-past", "{event_past}"),
    _room("series", "{series}"),
    _room("countries", "/countries/"),
    _room("country-full", "/countries/de/"),
    _room("country-profile", "/countries/gr/"),
    _room("country-without-entries", "/countries/ad/"),
    _room("country-with-footnote", "/countries/xk/"),
    _room("support-types", "/support-types/"),
    _room("support-type", "{support_type}"),
    _room("topics", "/topics/"),
    _room("topic", "{topic}"),
    _room("glossary", "/glossary/"),
    PageType("about", "/about/"),
    PageType("what-is-peer-support", "/what-is-peer-support/"),
    PageType("become-a-peer-worker", "/become-a-peer-worker/"),
    PageType("for-organisations", "/for-organisations/"),
    PageType("get-involved", "/get-involved/"),
    PageType("privacy", "/privacy/"),
    PageType("accessibility", "/accessibility/"),
    PageType("contact", "/contact/"),
    PageType("urgent-help", "/urgent-help/"),
    PageType("urgent-help-in-country", "/urgent-help/?country=gr"),
    PageType("urgent-help-without-number", "/urgent-help/?country=ad"),
    PageType("search", "/search/"),
    PageType("search-found", "/search/?q=peer"),
    PageType("search-nothing", "/search/?q=zzzz"),
    PageType("site-map", "/site-map/"),
    PageType("share", "/share/"),
    PageType("share-activity", "/share/activity/"),
    PageType("share-organisation", "/share/organisation/"),
    PageType("share-event", "/share/event/"),
    PageType("share-resource", "/share/resource/"),
    PageType("share-story", "/share/story/"),
    *(PageType(f"share-mistakes-{number}", f"/kept/200-mistakes-{number}/", kept=True) for number in range(1, 6)),
    PageType("share-check", "{share_check}"),
    PageType("share-private", "{share_private}"),
    PageType("share-help", "{share_help}"),
    PageType("share-edit", "{share_edit}"),
    PageType("share-sent", "/share/sent/"),
    PageType("share-later", "/share/later/"),
    PageType("share-confirm", "{share_confirm}"),
    PageType("share-waiting", "{share_waiting}"),
    PageType("share-asked", "{share_asked}"),
    PageType("share-published", "{share_published}"),
    PageType("share-declined", "{share_declined}"),
    PageType("share-correct", "{share_correct}"),
    PageType("share-withdraw", "{share_withdraw}"),
    PageType("share-erase", "{share_erase}"),
    PageType("share-erased", "/share/erased/"),
    PageType("share-my-link", "/share/my-link/"),
    PageType("share-my-link-sent", "/share/my-link/sent/"),
    PageType("share-report", "/share/something-wrong/?page=/activities/"),
    PageType("share-told", "/share/told/report/"),
    PageType("share-ours", f"/share/ours/organisation/{ORGANISATION}/"),
    PageType("share-claim", "{share_claim}"),
    PageType("share-change", "{share_change}"),
    PageType("share-still-right", "{share_still_right}"),
    PageType("share-link-gone", "/share/status/nothing/", status=404),
    PageType("write", f"/organisations/{ORGANISATION}/write/"),
    PageType("write-sent", f"/organisations/{ORGANISATION}/write/sent/"),
    PageType("message-confirm", "{message_confirm}"),
    PageType("message-answer", "{message_answer}"),
    PageType("message-write-back", "{message_write_back}"),
    PageType("message-organisation", "{message_organisation}"),
    PageType("message-sender", "{message_sender}"),
    PageType("message-deleted", "/messages/deleted/"),
    PageType("contact-sent", "/contact/sent/"),
    PageType("contact-confirm", "{contact_confirm}"),
    PageType("news", "/news/"),
    PageType("news-sent", "/news/sent/"),
    PageType("news-confirm", "{news_confirm}"),
    PageType("news-unsubscribe", "{unsubscribe}"),
    PageType("news-goodbye", "/news/goodbye/"),
    PageType("share-activity-de", "/de/share/activity/"),
    PageType("share-fr", "/fr/share/"),
    PageType("style-guide", "/style-guide/"),
    PageType("not-found", "/no-such-page/", status=404),
    PageType("not-allowed", "/kept/403/", status=403, kept=True),
    PageType("form-refused", "/kept/403-form/", status=403, kept=True),
    PageType("bad-request", "/kept/400/", status=400, kept=True),
    PageType("broken", "/kept/500/", status=500, kept=True),
    PageType("home-de", "/de/"),
    PageType("library-de", "/de/library/?q=peer&kind=guide"),
    PageType("countries-de", "/de/countries/"),
    PageType("resource-de", f"/de/library/{RESOURCE}/"),
    PageType("style-guide-de", "/de/style-guide/"),
    PageType("home-fr", "/fr/"),
    PageType("event-fr", f"/fr/events/{UPCOMING}/"),
    PageType("organisation-fr", f"/fr/organisations/{ORGANISATION}/"),
    PageType("topics-fr", "/fr/topics/"),
    PageType("urgent-help-fr", "/fr/urgent-help/?country=gr"),
]


def named(*names: str) -> list[PageType]:
    """Return the page types called `names`."""
    by_name = {page_type.name: page_type for page_type in PAGE_TYPES}
    return [by_name[name] for name in names]
