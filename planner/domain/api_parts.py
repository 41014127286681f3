"""What a token for programs can be limited to: the parts of the read API, in the words that people tick."""

from enum import StrEnum


class Part(StrEnum):
    calendar = "calendar"
    people = "people"
    visits = "visits"
    promises = "promises"
    policies = "policies"
    insights = "insights"
    coverage = "coverage"


LABELS = {
    Part.calendar: "The calendar: programs and published events",
    Part.people: "People, teams and sites",
    Part.visits: "Floor visits and what is owed",
    Part.promises: "Promises",
    Part.policies: "Policies and decisions",
    Part.insights: "Insights",
    Part.coverage: "Who was visited and thanked when",
}

LASTS = (30, 90, 365)
"""Days that a token can last; none lasts for ever."""
