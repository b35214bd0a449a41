"""Phone numbers: which are accepted, how they are shown and dialled, and the digits that are compared.

A number is kept as it was typed. `phonenumbers`, Google's tables of the world's numbering plans, reads it: one with a
country code always, a national one where the setting PHONE_REGION says in which country the hospital is.
"""

import re
from functools import lru_cache

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

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


def shown_phone(phone: str | None) -> str:
    """The number in the form that is usual in the hospital's country: national, or international for other countries.

    As typed where it cannot be read; "" without one.
    """
    number = _possible(phone or "")
    if number is None:
        return phone or ""
    is_national = number.country_code == phonenumbers.country_code_for_region(settings.PHONE_REGION)
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if is_national else PhoneNumberFormat.INTERNATIONAL
    )


def phone_address(phone: str | None) -> str:
    """The address of a link that dials the number, as in tel:+16082719000;ext=11 (RFC 3966); "" without one."""
    if not phone:
        return ""
    number = _possible(phone)
    if number is None:
        return f"tel:{'+' if INTERNATIONAL.match(phone) and '+' in phone else ''}{digits_of(phone)}"
    extension = f";ext={number.extension}" if number.extension else ""
    return f"tel:{phonenumbers.format_number(number, PhoneNumberFormat.E164)}{extension}"


def is_odd(phone: str | None) -> bool:
    """Whether no phone can have this number: it has too few or too many digits, or a country code that nobody has.

    False for a number without its area code, and for every national number where PHONE_REGION is not set, because
    nothing is known about it.
    """
    if not phone or not (settings.PHONE_REGION or "+" in phone):
        return False
    number = _read(phone, settings.PHONE_REGION)
    possible = [ValidationResult.IS_POSSIBLE] + ([] if "+" in phone else [ValidationResult.IS_POSSIBLE_LOCAL_ONLY])
    return number is None or phonenumbers.is_possible_number_with_reason(number) not in possible


def digits_of(phone: str) -> str:
    """The digits 0 to 9 without the extension; those of other scripts as 0 to 9 too."""
    return "".join(str(int(each)) for each in EXTENSION.sub("", phone) if each.isdecimal())


def local_digits(phone: str) -> str:
    """The last ten digits of a number without the country code, if `+` or `00` marks one, and without a trunk prefix.

    Also of the beginning of a number.
    """
    return (national_digits(phone) or _without_code(phone))[-LOCAL_DIGITS:]


def national_digits(phone: str) -> str:
    """All digits of a number that can be read, without country code and trunk prefix; else ""."""
    number = _possible(phone)
    return str(number.national_number) if number else ""


def _without_code(phone: str) -> str:
    digits = digits_of(phone)
    if INTERNATIONAL.match(phone):
        digits = COUNTRY_CODE.sub("", digits.removeprefix("00"), count=1)
    return digits.removeprefix("0")


def _possible(phone: str) -> PhoneNumber | None:
    """The number, if it has as many digits as one of its country can have, area code included."""
    number = _read(phone, settings.PHONE_REGION)
    if number and phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE:
        return number
    return None


@lru_cache(maxsize=1024)
def _read(phone: str, region: str) -> PhoneNumber | None:
    """None for what is not the text of a number, or for a national one without a region. Takes about 40 µs."""
    try:
        return phonenumbers.parse(phone, region or None)
    except phonenumbers.NumberParseException:
        return None
