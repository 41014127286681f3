"""What the made-up organisation says about its rules: touch points, strategy, what the front line named, what was decided. Invented."""

from planner.actions.strategies import SegmentFacts

TOUCH_POINTS = (
    ("Phone", "The queue, the menu before it, and the conversation.", 6),
    ("Chat", "The window on the page, evenings included.", 6),
    ("E-mail", "Answers within a working day.", 12),
    ("Letter", "What the old letter system prints and posts.", 12),
    ("Confirmation mail", "The first thing a customer reads after paying.", 6),
    ("Campaign", "Offers by mail, on posters and on the page.", 3),
)

STATEMENT = (
    "We solve what went wrong the first time it is told to us, and tell the company what it should know about its customers. "
    "Nobody has to ask twice."
)
WHO = "Households and small firms. We tell them apart by what they ask for, not by what they spent last month."
ROLES = ("everyday", "technical", "loyalty", "improve", "listen")
SEGMENTS = (
    SegmentFacts(
        "Families on the move", "They stay for years if the move goes well.", "One answer for everybody on the contract.",
        "One person keeps the case until the last box is unpacked.",
    ),
    SegmentFacts(
        "Small firms", "Few contracts, high value, and they recommend us.", "An hour of standstill costs them a day’s takings.",
        "Called back within the hour that they name, also in the evening.",
    ),
    SegmentFacts(
        "People who need a little longer", "Loyal, and seen by their whole street.", "Time, one step after the other, paper if they like.",
        "No handle time is counted on these calls.",
    ),
)  # fmt: skip

COMPLAINTS = (
    "A customer waited three days for 22 euros, and called twice meanwhile.",
    "I have to say no to something that I could settle in a minute.",
    "She asked who thought of that. I had no answer.",
    "The third call this week about the same thing.",
    "He hung up. I would have done the same.",
)
LOOSE = (
    ("Supervisor has to allow every call-back", "The queue was empty and I still had to ask."),
    ("Call-backs only with a supervisor’s word", "By the time I had the yes, the customer was gone."),
    ("Name changes on paper", "She sent the form twice. We lost it once."),
)
CHANGES = {
    "remove": ("The rule is gone. Use your judgement, as you did anyway.", ""),
    "simplify": ("One step is left of three: note it in the file, and go on.", ""),
    "delegate to agents": ("You decide this on the call. Nobody needs to be asked.", ""),
    "keep with reason": (
        "",
        "It protects customers who are tricked by somebody on the phone. We keep it, and explain it better.",
    ),
    "trial removal": ("For two months we work without it, and look at what happens.", ""),
}
MAY_DECIDE = (
    ("Refund without asking", "50 euros a case"),
    ("Promise a call-back at an hour that the customer names", "two a shift"),
    ("Waive a fee when we were late", "one month’s fee"),
)
GUARDS = ("complaints a week", "refunds taken back a month", "repeat contacts in 100")
LAUNCHES = (
    (
        "Spring offer: two months free",
        "campaign",
        "Two months free for new contracts; existing customers will ask why not they.",
    ),
    (
        "New invoice layout",
        "product",
        "The total stands first. The old page two is gone; the meter reading is on the back.",
    ),
    ("Chat in the evening", "system", "The chat stays open until 23:00. The evening shift answers it."),
)
HEARD = "A caller read me the offer from a poster. I had to put her on hold to find out what it was."
