"""Browsers: a blueprint per thing. The registry below is the one place where a new one is named."""

from planner.web import (
    accounts,
    answers,
    calendar,
    catalogue,
    event_moves,
    events,
    feed_files,
    feeds,
    generations,
    health,
    home,
    insights,
    policies,
    program_cadences,  # noqa: F401  # more routes of the programs blueprint
    programs,
    recognitions,
    versions,
    visits,
)

BLUEPRINTS = (
    accounts.blueprint,
    answers.blueprint,
    health.blueprint,
    feeds.blueprint,
    feed_files.blueprint,
    home.blueprint,
    calendar.blueprint,
    events.blueprint,
    event_moves.blueprint,
    visits.blueprint,
    recognitions.blueprint,
    insights.blueprint,
    policies.blueprint,
    programs.blueprint,
    generations.blueprint,
    versions.blueprint,
    catalogue.blueprint,
)
