"""The WSGI application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.platform.settings")
application = get_wsgi_application()

if os.environ.get("MINGJING_BACKGROUND") == "1":
    from mingjing.platform import background

    background.start()
