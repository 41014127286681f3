"""What the made-up organisation is made of. A long file of data: places, names, policies, stories, insights; all invented."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Place:
    """A site of the demo; `peak` is (month, day, days, reason)."""

    slug: str
    name: str
    zone: str
    country: str
    subdivision: str | None
    peak: tuple[int, int, int, str]


PLACES = (
    Place("dublin", "Dublin", "Europe/Dublin", "IE", None, (1, 12, 14, "Winter billing")),
    Place("tampa", "Tampa", "America/New_York", "US", "FL", (11, 23, 28, "Holiday orders")),
    Place("manila", "Manila", "Asia/Manila", "PH", None, (6, 29, 14, "Summer departures")),
    Place("krakow", "Kraków", "Europe/Warsaw", "PL", None, (11, 30, 14, "Tariff change")),
    Place("bengaluru", "Bengaluru", "Asia/Kolkata", "IN", "KA", (9, 14, 14, "Handset launch")),
    Place("guadalajara", "Guadalajara", "America/Mexico_City", "MX", None, (11, 16, 14, "Buen Fin offers")),
    Place("cape-town", "Cape Town", "Africa/Johannesburg", "ZA", None, (11, 23, 14, "Black Friday")),
    Place("halifax", "Halifax", "America/Halifax", "CA", "NS", (4, 6, 14, "Filing deadline")),
    Place("lisbon", "Lisbon", "Europe/Lisbon", "PT", None, (1, 12, 14, "Winter billing")),
    Place("phoenix", "Phoenix", "America/Phoenix", "US", "AZ", (1, 26, 14, "Tax forms")),
    Place("leipzig", "Leipzig", "Europe/Berlin", "DE", "SN", (11, 16, 35, "Christmas season")),
    Place("sao-paulo", "São Paulo", "America/Sao_Paulo", "BR", "SP", (11, 23, 14, "Year-end offers")),
)

SHIFTS = (
    ("day", "Day", time(8), time(16)),
    ("evening", "Evening", time(15), time(23)),
    ("night", "Night", time(22, 30), time(6, 30)),
)

WORK = (
    "Billing",
    "Orders",
    "Returns",
    "Technical",
    "Claims",
    "Retention",
    "Travel Desk",
    "Chat",
    "Accounts",
    "Loyalty",
)

WORKDAYS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (1, 2, 3, 4, 5), (6, 0, 1, 2, 3), (2, 3, 4, 5, 6))

FIRST_NAMES = (
    "Aoife", "Ben", "Carmen", "Dmitri", "Eileen", "Farid", "Grace", "Hugo", "Imani", "Jonas", "Kavya", "Liam", "Mei", "Noor", "Oisín",
    "Paula", "Quentin", "Rosa", "Sven", "Tala", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zofia", "Amara", "Bruno", "Chiara", "Diego",
    "Esther", "Femi", "Greta", "Hassan", "Ines", "Jamal", "Klara", "Luca", "Marisol", "Nadia",
)  # fmt: skip

LAST_NAMES = (
    "Abad", "Brennan", "Castillo", "Dabrowski", "Edwards", "Fernandes", "Gallagher", "Hernandez", "Iyer", "Jankowski", "Kelly", "Lim",
    "Murphy", "Nguyen", "O’Brien", "Patel", "Quinn", "Reyes", "Santos", "Turner", "Umali", "Vargas", "Walsh", "Xavier", "Young",
    "Zielińska", "Adeyemi", "Bautista", "Cohen", "Doyle", "Evans", "Flores", "Green", "Hughes", "Ibrahim", "Jones", "Kowalska", "Lopez",
    "Mendoza", "Nowak",
)  # fmt: skip

POLICIES = (
    ("Call-backs need a supervisor’s word", "Keeps agents on the queue", "The queue figures", 5),
    ("Refunds over 20 go to finance", "A fraud case years ago", "The finance team", 5),
    ("Read the full terms aloud", "A past audit remark", "The company", 4),
    ("Three security questions on every call", "Identity checks", "The customer", 3),
    ("No notes after the call ends", "Short handling time", "The queue figures", 4),
    ("Letters only by post", "The letter system is old", "Nobody any more", 4),
    ("Transfer complaints to another floor", "Complaints were counted there", "Another department’s count", 5),
    ("Cancel only by phone", "Chance to keep the customer", "The retention target", 4),
    ("Goodwill needs two signatures", "Budget control", "The budget", 4),
    ("One address change a year", "The mailing system", "The mailing system", 3),
    ("Receipts within 14 days", "Accounting closes monthly", "The ledger", 3),
    ("No chat after an e-mail was sent", "Avoids double answers", "The queue figures", 2),
    ("Fixed breaks, no swaps", "Simpler rosters", "The roster tool", 4),
    ("Scripts for every greeting", "A brand campaign", "The brand team", 3),
    ("Hold music may not be left", "An old phone system", "Nobody any more", 2),
    ("Delivery photos kept 24 hours", "Storage cost", "The storage budget", 3),
    ("Meter readings only on working days", "Staffing of another team", "Another department’s hours", 3),
    ("Upgrades before repairs", "A sales target", "The sales target", 5),
    ("Paper form for name changes", "Proof of identity", "The customer", 3),
    ("Recording may not be paused", "A rule on payments", "The customer", 2),
    ("Second line only by ticket", "Keeps engineers undisturbed", "The second line", 4),
    ("Apology letters need legal review", "One letter went wrong", "The company", 3),
    ("Outbound calls end at 18:00", "Quiet hours by law", "The customer", 1),
    ("Discount codes expire at midnight", "A campaign rule", "The campaign", 2),
)
LEGALLY_FIXED = {
    "Outbound calls end at 18:00": "National rules on calling hours",
    "Recording may not be paused": "Payment card rules",
}

BEHAVIOURS = (
    (
        "took ownership",
        "stayed with a family whose booking had vanished until every leg was confirmed",
        "first contact resolution",
    ),
    ("resolved it the first time", "found the double charge that three earlier contacts had missed", "repeat contacts"),
    ("helped a colleague", "sat beside a new colleague for her first difficult call and let her finish it herself", ""),
    (
        "calmed a hard call",
        "let an angry caller finish, named what had gone wrong, and agreed a date that was kept",
        "complaints",
    ),
    (
        "spotted the cause",
        "noticed that five callers held the same wrong letter, and had it stopped the same day",
        "repeat contacts",
    ),
    ("kept a promise", "called back at the minute that was promised although the shift had ended", "satisfaction"),
    ("spoke up", "asked why the form needs a stamp that nobody checks; it no longer does", ""),
    ("served with patience", "walked a customer of ninety through the new page, one step at a time", "customer effort"),
)

INSIGHTS = (
    (
        "process",
        "Customers call twice because the confirmation comes a day after the money has left.",
        "Confirmation mail",
    ),
    ("policy", "I must refuse a call-back although the queue is empty after eight.", "Phone"),
    ("system", "The customer’s second address is cut off on the label screen.", "Order desk"),
    ("product", "Parents ask for the cable in two metres; one is never long enough.", "Phone"),
    ("competitor", "A competitor now tells the exact delivery hour; callers expect the same.", "Chat"),
    ("testimonial", "A florist told me our night desk saved her Mother’s Day. She would say so in public.", "Phone"),
    ("tool", "A second screen would spare us twenty seconds in every transfer.", "Workplace"),
    ("launch not briefed", "Callers read us an offer this morning that nobody had told us about.", "Campaign"),
    ("market", "Small hotels ask whether they may book for their guests.", "Phone"),
    ("policy", "The refund limit sends every second parcel claim to finance for three days.", "E-mail"),
)

OF_THE_MARKET = (
    "Small hotels ask whether they may book for their guests.",
    "Three callers this week wanted to pay by instalments, as two others in town let them.",
    "Schools order in June now, not in August, and find the summer range is not there yet.",
    "Older customers ask for a shop in the north of the city since the last one closed.",
    "Callers who moved here ask for our letters in Polish.",
    "Offices order less and homes more; the minimum order sends the homes away.",
    "Since the ferry runs daily the islands expect delivery on Saturdays.",
    "Garages ask for one bill a month instead of one a parcel.",
    "More callers than ever ask how we pack, and whether it can be sent back.",
)
"""Nobody is named for these in the demo, so that they stand on HR's page side by side."""

BROUGHT_UP = (
    "The night crew hears of changes last. Asked for the briefing at 22:30 as well.",
    "Headsets of the older kind fail in the second half of the shift.",
    "The team is proud of the repeat-contact figure and wanted it said.",
    "Two people asked why refunds over 20 take three days.",
    "A quiet evening; most wanted to talk about the new letter.",
)
