"""A subscriber as many have one on Linux: vdirsyncer fetches the feed into a folder, khal shows what is in it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.tools import tool

_SYNC = """
[general]
status_path = "{folder}/status"
[pair planner]
a = "feed"
b = "folder"
collections = null
conflict_resolution = "a wins"
[storage feed]
type = "http"
url = "{url}"
[storage folder]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""
_SHOW = """
[calendars]
[[planner]]
path = {folder}/events
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
LINE = "{start-long}|{end-long}|{cancelled}|{title}"
"""With a bar between, which no test's title has. vdirsyncer gives events numbers of its own."""


@dataclass(frozen=True)
class Subscriber:
    folder: Path

    def subscribe(self, url: str) -> None:
        (self.folder / "events").mkdir()
        (self.folder / "sync").write_text(_SYNC.format(folder=self.folder, url=url))
        (self.folder / "khal").write_text(_SHOW.format(folder=self.folder))
        self._run("vdirsyncer", "-c", self.folder / "sync", "discover")

    def sees(self) -> list[list[str]]:
        """Start, end, whether it is off, and title of each event of 2027, after looking at the feed again."""
        self._run("vdirsyncer", "-c", self.folder / "sync", "sync")
        words = ("list", "--once", "--day-format", "", "--format", LINE, "2027-01-01", "365d")
        shown = self._run("khal", "-c", self.folder / "khal", *words)
        return sorted(line.split("|", 3) for line in shown.splitlines() if line)

    def _run(self, program: str, *words: object) -> str:
        environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        command = [tool(program), *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
