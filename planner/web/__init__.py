"""Browsers: a blueprint per thing. The registry below is the one place where a new one is named."""

from planner.web import (
    absences,
    account,
    accounts,
    answers,
    api_tokens,  # noqa: F401  # more routes of the account blueprint
    audit_log,
    bundles,  # noqa: F401  # more routes of the events blueprint
    calendar,
    catalogue,
    closure_imports,  # noqa: F401  # more routes of the places blueprint
    coming,  # noqa: F401  # more routes of the messages blueprint
    coverage_gaps,
    decisions,  # noqa: F401  # more routes of the policies blueprint
    elsewhere,
    event_moves,
    event_promises,  # noqa: F401  # more routes of the events blueprint
    events,
    feed_care,  # noqa: F401  # more routes of the feeds blueprint
    feed_files,
    feeds,
    generations,
    health,
    histories,
    home,
    imports,
    inbox,
    insight_board,
    insight_merging,  # noqa: F401  # more routes of the insights blueprint
    insight_routing,
    insights,
    invitations,
    ladders,  # noqa: F401  # more routes of the messages blueprint
    launches,
    leaving,  # noqa: F401  # more routes of the people blueprint
    messages,
    named_rules,  # noqa: F401  # more routes of the policies blueprint
    night_audits,
    off_phone,
    orphans,
    outbox,  # noqa: F401  # more routes of the messages blueprint
    own_calendars,
    people,
    personal_data,
    places,
    policies,
    policy_grid,  # noqa: F401  # more routes of the policies blueprint
    policy_results,  # noqa: F401  # more routes of the policies blueprint
    program_cadences,  # noqa: F401  # more routes of the programs blueprint
    programs,
    promises,
    quiet,  # noqa: F401  # more routes of the ways blueprint
    reasons,  # noqa: F401  # more routes of the generations blueprint
    recognitions,
    repairs,
    replanning,  # noqa: F401  # more routes of the visits blueprint
    reports,
    retention,
    reviews,
    scenarios,
    single_sign_on,
    sites,  # noqa: F401  # more routes of the places blueprint
    strategy,
    substitutes,
    touch_points,
    unnamed,
    versions,
    view_files,  # noqa: F401  # more routes of the calendar blueprint
    visit_figures,  # noqa: F401  # more routes of the visits blueprint
    visit_teams,  # noqa: F401  # more routes of the visits blueprint
    visit_windows,  # noqa: F401  # more routes of the visits blueprint
    visits,
    ways,
)

BLUEPRINTS = (
    accounts.blueprint,
    account.blueprint,
    single_sign_on.blueprint,
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
    absences.blueprint,
    repairs.blueprint,
    off_phone.blueprint,
    substitutes.blueprint,
    insight_board.blueprint,
    insight_routing.blueprint,
    unnamed.blueprint,
    insights.blueprint,
    invitations.blueprint,
    own_calendars.blueprint,
    messages.blueprint,
    inbox.blueprint,
    ways.blueprint,
    histories.blueprint,
    night_audits.blueprint,
    people.blueprint,
    personal_data.blueprint,
    audit_log.blueprint,
    retention.blueprint,
    imports.blueprint,
    places.blueprint,
    policies.blueprint,
    reviews.blueprint,
    launches.blueprint,
    reports.blueprint,
    strategy.blueprint,
    touch_points.blueprint,
    programs.blueprint,
    coverage_gaps.blueprint,
    promises.blueprint,
    orphans.blueprint,
    generations.blueprint,
    scenarios.blueprint,
    versions.blueprint,
    catalogue.blueprint,
)
