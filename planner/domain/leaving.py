"""What somebody who leaves hands over, in the groups in which HR gives it away; a column of each may go to nobody else."""

from types import MappingProxyType

GROUPS: MappingProxyType[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "events": ("Visits and other events to come", ("events.leader_id", "published_events.leader_id")),
        "owed": ("Promises, tasks and answers", ("commitments.owner_id", "insights.receiver_id")),
        "teams": ("Teams that they lead", ("teams.lead_id",)),
        "leaders": ("Leaders whom they assist", ("leaders.assistant_id",)),
        "rules": (
            "Rules, and seats in review sessions",
            ("policies.owner_id", "session_members.person_id"),
        ),
        "launches": (
            "Launches, touch points and strategies",
            ("launches.owner_id", "touch_points.owner_id", "customer_strategies.owner_id"),
        ),
        "programs": (
            "Programs, intakes, and insights that come in",
            ("programs.sponsor_id", "insight_intakes.sponsor_id", "insight_routes.receiver_id"),
        ),
    }
)
"""key -> what HR reads, and the columns of the table of references. A test compares them."""
