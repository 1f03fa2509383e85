"""The product's settings, with data in a folder that goes away, whatever the environment of the machine says."""

import atexit
import os
import shutil
import tempfile

# Before the settings load: a test run leaves the data of the machine alone. DATABASE_URL stays, so that the suite
# runs on PostgreSQL too; Django makes a database of its own for tests.
_NAMES = ("SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DEBUG", "BEHIND_PROXY", "PROXY_COUNT", "EMAIL_URL", "EMAIL_FROM")
for _name in _NAMES:
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="psrc-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from resource_centre.settings import *  # noqa: E402

STATIC_ROOT.mkdir()  # WhiteNoise warns where there is no such folder
# Plain names, so that templates can name files that nobody collected.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Good hashes take long on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is asked of other websites. The tests of the link check switch it on for servers of their own.
LINK_CHECKS = False
