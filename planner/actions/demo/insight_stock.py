"""What the made-up front line says and what became of it. A file of data: categories, words, answers; all invented."""

from dataclasses import dataclass

from planner.domain.insights import Light


@dataclass(frozen=True)
class Said:
    """One thing that agents pass on, and the answer that it gets in the end."""

    category: str
    text: str
    touch_point: str
    light: Light
    answer: str
    hurts: bool = True
    again: str = ""
    """The same in somebody else's words; empty when only one says it."""


SAID = (
    Said(
        "process", "The confirmation mail comes a day after the money has left, so people call.", "E-mail", Light.green,
        "The mail now leaves with the payment. The first week shows a third fewer calls about it.",
        again="Customers ring because no mail tells them that we have the money.",
    ),
    Said(
        "policy", "I have to refuse a call-back although the queue is empty after eight.", "Phone", Light.green,
        "From this month on agents decide about call-backs themselves after eight.",
        again="Evening callers could be called back, but the rule says no.",
    ),
    Said(
        "system", "The second line of an address is cut off on the label screen.", "Order desk", Light.yellow, "",
        again="Parcels go to the wrong door because the label drops the flat number.",
    ),
    Said(
        "product", "Parents ask for the cable in two metres; one is never long enough.", "Phone", Light.red,
        "We cannot this year: the maker sells one metre only until the contract ends in spring. We ask for both then.",
    ),
    Said(
        "competitor", "A competitor tells the exact delivery hour, and callers expect the same from us.", "Chat", Light.green,
        "Strategy has it on the list for autumn; until then the chat may quote the carrier’s own window.",
    ),
    Said(
        "testimonial", "A florist says that our night desk saved her Mother’s Day. She would say so in public.", "Phone",
        Light.green, "Marketing has called her. She is in the spring brochure, with her name and her shop.", hurts=False,
    ),
    Said(
        "tool", "A second screen would spare twenty seconds in every transfer.", "Workplace", Light.red,
        "Not for everybody: there is no money for 200 screens before the new budget. Ten are on loan for the claims desk.",
        again="We switch windows eleven times in a claim. Two screens would do.",
    ),
    Said(
        "launch not briefed", "Callers read us an offer this morning that nobody had told us about.", "Campaign", Light.green,
        "Our mistake. No campaign starts any more without a briefing three days before; the gate is in the calendar.",
    ),
    Said(
        "market", "Small hotels ask whether they may book for their guests.", "Phone", Light.yellow, "", hurts=False,
    ),
    Said(
        "process", "Returns need a printed form, and half of our customers have no printer.", "Letter", Light.green,
        "A code on the phone is enough since last week. The form stays for those who like paper.",
        again="Nobody owns a printer any more. The return form is a wall.",
    ),
    Said(
        "system", "The screen freezes when two people open the same customer.", "Order desk", Light.green,
        "Fixed in the update of the second Sunday. Tell us at once if you see it again.",
    ),
    Said(
        "policy", "Three questions on every call, also when somebody only asks for opening hours.", "Phone", Light.red,
        "The bank’s contract asks for them on every call. We have asked the bank, and hear in the new year.",
    ),
)  # fmt: skip

UNNAMED = (
    ("policy", "We are told to offer the contract before we help. It feels wrong, and customers notice.", "Phone"),
    ("process", "The night shift gets the new letters a day after the customers do.", "Letter"),
    ("tool", "Headsets of the older kind fail after four hours; we share the good ones.", "Workplace"),
)

DIRECTIONS = (
    "Side door left of the goods entrance; the badge waits at the desk under your name. Ask for the shift lead.",
    "Third floor, ring at the glass door. Visitors’ lockers are behind the kitchen; headsets hang beside them.",
    "Report to security with a passport; it takes ten minutes. The floor is quietest ten minutes past the hour.",
    "Park at the back. After nine in the evening only the east gate is open: call the shift lead from the car.",
)
