"""The WSGI application (PEP 3333) for any server: `granian --interface wsgi resource_centre.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resource_centre.settings")
application = get_wsgi_application()
