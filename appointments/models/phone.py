"""Phone numbers: which are accepted, and the digits that are compared."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

PHONE = RegexValidator(r"^[0-9 +\-()]{3,20}\Z", _("Enter a phone number of 3 to 20 digits, spaces and + - ( )."))

LOCAL_DIGITS = 10  # the last ones of a phone number; before them come the country code or a trunk zero
INTERNATIONAL = re.compile(r"[ (]*(\+|00(?=[ (]*[1-9]))")  # no country code begins with a zero
# ITU-T E.164: which codes have one or two digits; all others have three.
COUNTRY_CODE = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")


def local_digits(phone: str) -> str:
    """The digits of a number without the country code, if `+` or `00` marks one, and without a trunk zero."""
    digits = re.sub(r"\D", "", phone)
    if INTERNATIONAL.match(phone):
        digits = COUNTRY_CODE.sub("", digits.removeprefix("00"), count=1)
    return digits.removeprefix("0")[-LOCAL_DIGITS:]
