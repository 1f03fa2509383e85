"""The addresses of the site, with pages behind links that tests send. No test in here."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from resource_centre.mail import links
from resource_centre.mail.views import LinkedView, PrivateView
from resource_centre.urls import urlpatterns as of_the_site


class LinkedPage(LinkedView):
    """A page behind a link: GET shows its name, POST takes it away."""

    purpose = "status"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Answer with the name."""
        if self.about.name == "Hidden":
            raise Http404
        return HttpResponse(f"This is {self.about}")

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Change the name, once."""
        if not links.spend(self.link):
            return HttpResponse("was done already")
        self.about.name = "Changed"
        self.about.save()
        return HttpResponse("done")


class OncePage(LinkedPage):
    """The same behind a link that opens until it was used."""

    purpose = "once"
    once = True


class SecretPage(PrivateView):
    """A page that takes anything from anybody."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Answer."""
        return HttpResponse("hello")

    post = get


urlpatterns = [
    *i18n_patterns(
        path("linked/<str:token>/", LinkedPage.as_view(), name="linked"),
        path("once/<str:token>/", OncePage.as_view(), name="once"),
        path("secret/", SecretPage.as_view(), name="secret"),
        prefix_default_language=False,
    ),
    *of_the_site,
]
