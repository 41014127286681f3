"""For a checkout under any WSGI server: `gunicorn wsgi:app` or `flask run`."""

import os

from planner.app import serve_app

os.umask(0o077)  # whatever is written from here on is for this account alone

app = serve_app()
