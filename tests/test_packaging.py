"""What ships: every room is named in setup.cfg, and the wheel runs from an empty folder."""

import configparser
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _listed() -> dict[str, str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    names = config["options"]["packages"].split()
    places = dict(line.split(" = ") for line in config["options"]["package_dir"].strip().splitlines())
    return {name: places.get(name, name.replace(".", "/")) for name in names}


def test_setup_cfg_lists_every_package_that_is_on_disk() -> None:
    on_disk = {str(path.parent.relative_to(ROOT)) for path in (ROOT / "planner").rglob("__init__.py")}
    assert {place for name, place in _listed().items() if place.startswith("planner")} == on_disk


def test_the_manifest_of_the_front_end_is_built() -> None:
    assert (ROOT / "planner" / "static" / "dist" / "manifest.json").is_file()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, because building leaves a build/ folder whose stale files would ship."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    ignored = [
        ".git",
        ".venv",
        "node_modules",
        "build",
        "*.egg-info",
        "instance",
        ".hypothesis",
        ".mypy_cache",
        ".ruff_cache",
    ]
    excludes = [f"--exclude={name}" for name in ignored]
    archive = source / "checkout.tar"
    subprocess.run(["tar", "-cf", archive, *excludes, "-C", ROOT, "."], check=True)
    subprocess.run(["tar", "-xf", archive, "-C", source], check=True)
    archive.unlink()
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", target, source],
        check=True,
        capture_output=True,
    )
    return next(target.glob("planner-*.whl"))


def test_the_wheel_holds_templates_migrations_and_the_front_end_and_nothing_stale(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {
        f"planner/templates/{p.relative_to(ROOT / 'templates')}" for p in (ROOT / "templates").rglob("*") if p.is_file()
    }
    migrations = {f"planner/migrations/versions/{p.name}" for p in (ROOT / "migrations" / "versions").glob("*.py")}
    assert (templates | migrations) - names == set()
    assert "planner/static/dist/manifest.json" in names
    assert [name for name in names if name.endswith((".pyc", "~")) or name.startswith(("tests/", "wsgi"))] == []


def test_the_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed beside the locked packages, in a folder of its own: migrates, checks and serves a page."""
    site, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    script = (
        "import planner.cli, planner.app, pathlib, sys;"
        f"assert pathlib.Path(planner.cli.__file__).is_relative_to({str(site)!r}), planner.cli.__file__;"
        "app = planner.app.create_app();\n"
        "with app.app_context():\n"
        "    planner.cli.database.migrate_database() if hasattr(planner.cli, 'database') else None\n"
        "    from planner.cli.database import migrate_database\n"
        "    migrate_database()\n"
        "    answer = app.test_client().get('/first-run')\n"
        "    print(answer.status_code, 'stylesheet' in answer.text)\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=home,
        env={**clean, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout.strip()) == (0, "200 True"), told.stderr
    assert (home / "instance" / "planner.sqlite").is_file()
