"""For a checkout under any WSGI server: `gunicorn wsgi:app` or `flask run`."""

from planner.app import create_app

app = create_app()
