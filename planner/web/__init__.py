"""Browsers: a blueprint per thing. The registry below is the one place where a new one is named."""

from planner.web import (
    accounts,
    answers,
    calendar,
    catalogue,
    elsewhere,
    event_moves,
    events,
    feed_files,
    feeds,
    generations,
    health,
    home,
    imports,
    insights,
    messages,
    outbox,  # noqa: F401  # more routes of the messages blueprint
    people,
    places,
    policies,
    program_cadences,  # noqa: F401  # more routes of the programs blueprint
    programs,
    reasons,  # noqa: F401  # more routes of the generations blueprint
    recognitions,
    scenarios,
    sites,  # noqa: F401  # more routes of the places blueprint
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
    elsewhere.blueprint,
    visits.blueprint,
    recognitions.blueprint,
    insights.blueprint,
    messages.blueprint,
    people.blueprint,
    imports.blueprint,
    places.blueprint,
    policies.blueprint,
    programs.blueprint,
    generations.blueprint,
    scenarios.blueprint,
    versions.blueprint,
    catalogue.blueprint,
)
