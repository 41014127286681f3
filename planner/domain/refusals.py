"""A refusal: something that was asked for cannot be done, with a sentence that says why and what to do."""


class Refused(Exception):
    """Raised by actions; pages show the sentence beside what was given, the command line prints it and exits with 1.

    `field` names the input that it is about, when it is about one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
