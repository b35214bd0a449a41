"""Phone numbers: which are accepted, and the digits that are compared."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"(?=(?:\D*\d){3})[\d +\-()/.]{3,30}(?: ?(?:ext\.?|x|#) ?\d{1,8})?", re.IGNORECASE)
LOCAL_DIGITS = 10  # the last ones of a phone number; before them come the country code or a trunk zero
EXTENSION = re.compile(r" ?(?:ext\.?|x|#) ?\d+\Z", re.IGNORECASE)
INTERNATIONAL = re.compile(r"[ (]*(\+|00(?=[ (]*[1-9]))")  # no country code begins with a zero
# ITU-T E.164: which codes have one or two digits; all others have three.
COUNTRY_CODE = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")


def check_phone(phone: str) -> None:
    """Raises ValidationError for a text that is no phone number."""
    if not PHONE.fullmatch(phone):
        raise ValidationError(
            _("Enter a phone number of 3 to 30 digits, spaces and + - ( ) / . perhaps with an extension, “ext 11”.")
        )


def digits_of(phone: str) -> str:
    """The digits 0 to 9 without the extension; those of other scripts as 0 to 9 too."""
    return "".join(str(int(each)) for each in EXTENSION.sub("", phone) if each.isdecimal())


def local_digits(phone: str) -> str:
    """The digits of a number without the country code, if `+` or `00` marks one, and without a trunk zero."""
    digits = digits_of(phone)
    if INTERNATIONAL.match(phone):
        digits = COUNTRY_CODE.sub("", digits.removeprefix("00"), count=1)
    return digits.removeprefix("0")[-LOCAL_DIGITS:]
