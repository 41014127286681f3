"""Settings refuse nonsense in a sentence, and document themselves."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from planner.settings import SettingRefused, flask_config, read_settings, settings_page

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_in_docs_is_the_one_that_the_settings_write() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "PLANNER_DATABASE_URL",
            "mysql://x",
            "PLANNER_DATABASE_URL does not begin with sqlite:/// or postgresql://: 'mysql://x'.",
        ),
        (
            "PLANNER_BASE_URL",
            "planner.example.org",
            "PLANNER_BASE_URL is not a web address such as https://planner.example.org",
        ),
        ("PLANNER_SMTP_URL", "mail.example.org:25", "PLANNER_SMTP_URL does not look like smtp://host:25"),
        ("PLANNER_ZONE", "Dublin", "PLANNER_ZONE is not a time zone name such as Europe/Dublin: 'Dublin'."),
        ("PLANNER_TRUSTED_PROXIES", "-1", "PLANNER_TRUSTED_PROXIES is not a whole number: '-1'."),
        ("PLANNER_MIGRATE_ON_START", "ture", "PLANNER_MIGRATE_ON_START is neither true nor false: 'ture'."),
        ("PLANNER_SMTP_ULR", "x", "PLANNER_SMTP_ULR is not a setting of Planner."),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({name: value})
    assert str(refused.value).startswith(sentence)


def test_a_secret_key_is_made_once_and_kept_for_this_account_alone(tmp_path: Path) -> None:
    settings = read_settings({"PLANNER_DATA_DIR": str(tmp_path / "data")})
    first, second = flask_config(settings)["SECRET_KEY"], flask_config(settings)["SECRET_KEY"]
    assert first == second
    assert len(str(first)) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="too short"):
        flask_config(read_settings({"PLANNER_DATA_DIR": str(tmp_path), "PLANNER_SECRET_KEY": "hush"}))


def test_https_makes_cookies_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    config = flask_config(
        read_settings({"PLANNER_DATA_DIR": str(tmp_path), "PLANNER_BASE_URL": "https://planner.example.org/"})
    )
    assert (config["SESSION_COOKIE_SECURE"], config["SESSION_COOKIE_NAME"]) == (True, "__Host-planner")


def test_the_command_prints_one_sentence_and_exits_with_1(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "planner.cli", "check"],
        env={"PLANNER_ZONE": "Nowhere", "PLANNER_DATA_DIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout, told.stderr) == (
        1,
        "",
        "PLANNER_ZONE is not a time zone name such as Europe/Dublin: 'Nowhere'. For example: Europe/Dublin\n",
    )
