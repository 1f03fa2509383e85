"""“Send me my link”: the way back to what somebody sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from resource_centre.guard.addresses import network_of
from resource_centre.mail.models import address_digest
from resource_centre.mail.outbox import post

from .form_pages import OpenView, see_other
from .limits import MY_LINKS_ADDRESS, MY_LINKS_NETWORK
from .models import key_digest
from .send_forms import MyLinkForm


class MyLinkView(OpenView):
    """Send me my link: the same answer, and the same work, for every address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form."""
        return self.show(MyLinkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Post a letter; what stands in it is found out when it is delivered."""
        form = MyLinkForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        email = form.cleaned_data["email"]
        if not (MY_LINKS_NETWORK.take(network_of(request)) and MY_LINKS_ADDRESS.take(address_digest(email))):
            form.add_error(None, str(_("We have sent links often in the last hour. Please try again in an hour.")))
            return self.show(form, status=429)
        if not form.is_trapped:
            once = key_digest(f"{form.key}\0{address_digest(email)}")
            post("my_links", email, key=f"my-links-{once}")
        return see_other("share:my-link-sent")

    def show(self, form: MyLinkForm, status: int = 200) -> HttpResponse:
        """Answer with the form."""
        return render(self.request, "share/my_link.html", {"form": form}, status=status)


class MyLinkSentView(TemplateView):
    """If we know the address, a letter is on its way."""

    template_name = "share/my_link_sent.html"
