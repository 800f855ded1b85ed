"""The product's settings on a throwaway home: no Redis, fast hashing, no manifest of static files."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="bumpboard-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["BUMPBOARD_HOME"] = _home
for name in ("BUMPBOARD_CONFIG", "BUMPBOARD_URL", "GITHUB_TOKEN", "GITLAB_TOKEN", "GITLAB_URL", "REDIS_URL"):
    os.environ.pop(name, None)

from dashboard.settings import *  # noqa: E402, F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# WhiteNoise warns when it is missing, and here warnings are errors.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
