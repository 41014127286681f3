"""The seven kinds of event and how each looks: every room looks kinds up here and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    recognition = "recognition"
    floor_visit = "floor visit"
    policy_review = "policy review"
    celebration = "celebration"
    briefing = "briefing"
    training = "training"
    milestone = "milestone"


@dataclass(frozen=True)
class Kind:
    """How one kind is named and drawn.

    `colour` is a hex value with at least 4.5:1 against white text; `css_name` is its nearest CSS3 name,
    because the COLOR property of a calendar (RFC 7986) takes names only. The shape repeats what the colour
    says for people who cannot tell the colours apart. `icon` is a tabler icon's name.
    """

    key: EventKind
    label: str
    plural: str
    colour: str
    css_name: str
    shape: str
    icon: str
    slug: str
    serves: tuple[str, ...]


_ALL = (
    Kind(
        EventKind.recognition,
        "Recognition",
        "Recognitions",
        "#B4236F",
        "mediumvioletred",
        "star",
        "award",
        "recognition",
        ("agents",),
    ),
    Kind(
        EventKind.floor_visit,
        "Floor visit",
        "Floor visits",
        "#1D5FBF",
        "royalblue",
        "circle",
        "walk",
        "floor-visit",
        ("agents", "customers"),
    ),
    Kind(
        EventKind.policy_review,
        "Policy review",
        "Policy reviews",
        "#6D3FB5",
        "rebeccapurple",
        "diamond",
        "gavel",
        "policy-review",
        ("agents", "customers", "business"),
    ),
    Kind(
        EventKind.celebration,
        "Celebration",
        "Celebrations",
        "#B04A0A",
        "chocolate",
        "hexagon",
        "confetti",
        "celebration",
        ("agents",),
    ),
    Kind(
        EventKind.briefing,
        "Briefing",
        "Briefings",
        "#0B6E75",
        "teal",
        "triangle",
        "speakerphone",
        "briefing",
        ("agents", "customers"),
    ),
    Kind(
        EventKind.training,
        "Training",
        "Trainings",
        "#3B7320",
        "forestgreen",
        "square",
        "school",
        "training",
        ("agents", "customers"),
    ),
    Kind(
        EventKind.milestone,
        "Milestone",
        "Milestones",
        "#56606E",
        "slategray",
        "pentagon",
        "flag",
        "milestone",
        ("business",),
    ),
)

KINDS: dict[EventKind, Kind] = {kind.key: kind for kind in _ALL}


def kind_by_slug(slug: str) -> Kind | None:
    """The kind which an address such as `?kind=floor-visit` names, or None."""
    return next((kind for kind in _ALL if kind.slug == slug), None)
