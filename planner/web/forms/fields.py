"""Fields of our own: minutes that are kept in seconds."""

from decimal import Decimal, InvalidOperation

from wtforms import Field
from wtforms.widgets import NumberInput

MOST = Decimal(10_000_000)


class MinutesField(Field):
    """Minutes as people write them, with a decimal if they like; `data` is whole seconds, nought when left empty."""

    widget = NumberInput(min=0, step="0.1")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{(self.data or 0) / 60:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip().replace(",", ".") if valuelist else ""
        try:
            minutes = Decimal(text or "0")
        except InvalidOperation:
            self.data = None
            raise ValueError("Give the minutes as a number, such as 2.5.") from None
        if not minutes.is_finite() or abs(minutes) > MOST:
            self.data = None
            raise ValueError("Give the minutes as a number, such as 2.5.")
        self.data = int((minutes * 60).to_integral_value())
