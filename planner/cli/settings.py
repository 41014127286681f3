"""`planner settings`: every setting, as a table."""

import os

import click

from planner.setting_table import SETTINGS
from planner.settings import read_settings, settings_page


@click.command()
@click.option("--page", is_flag=True, help="Print the documentation page instead.")
def settings(page: bool) -> None:
    """Every setting with its value and what it does. Example: planner settings"""
    if page:
        click.echo(settings_page(), nl=False)
        return
    values = read_settings(os.environ)
    for setting in SETTINGS:
        value = values[setting.name.removeprefix("PLANNER_")]
        secret = setting.name in ("PLANNER_SECRET_KEY", "PLANNER_DATABASE_URL", "PLANNER_SMTP_URL")
        shown = "(set)" if secret and value else str(value) or "(empty)"
        click.echo(f"{setting.name} = {shown}\n    {setting.sentence}")
