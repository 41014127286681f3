"""The application as a server takes it: turns that are short, and no look through everything in the middle of a page."""

import json
import os
import subprocess
import sys
from pathlib import Path

SAID = """
import gc, json, sys
from planner.app import GARBAGE, TURN, serve_app
app = serve_app()
took = sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count() > 50_000, app.test_client().get("/healthz").status_code
print(json.dumps([took[0] == TURN, list(took[1]) == list(GARBAGE), *took[2:]]))
"""


def test_a_server_gets_an_application_that_answers_evenly(tmp_path: Path) -> None:
    """In a process of its own: these numbers are the whole process's."""
    environment = {**os.environ, "PLANNER_DATA_DIR": str(tmp_path), "PLANNER_DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-c", SAID], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [True, True, True, 200]
