"""A refusal: something that was asked for cannot be done, with a sentence that says why and what to do."""


class Refused(Exception):
    """Raised by actions; pages show the sentence beside what was given, the command line prints it and exits with 1.

    `field` names the input that it is about, when it is about one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else saved the same thing after its form was opened; pages show both and ask which to keep."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was changed by somebody else while this page was open.")
