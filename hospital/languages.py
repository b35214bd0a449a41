"""The language of the pages: English, or one with a compiled catalogue in LOCALE_DIR."""

from pathlib import Path

from django.utils.translation import get_language_info, to_locale

from hospital.env import stop

WRITTEN_IN = "en"


def generic(code: str) -> str:
    """The language without its variant: pt for pt-br."""
    return code.partition("-")[0]


def language_name(code: str, folder: Path) -> str:
    """The language's own name. Ends the process for a language without a name in Django or a catalogue in `folder`."""
    try:
        name = get_language_info(code)["name_local"]
    except KeyError:
        stop("LANGUAGE_CODE: the value is no language that Django knows, as en-gb, de or pt-br would be.")
    catalogues = [folder / to_locale(each) / "LC_MESSAGES" / "django.mo" for each in (code, generic(code))]
    if generic(code) != WRITTEN_IN and not any(catalogue.exists() for catalogue in catalogues):
        stop(f"LANGUAGE_CODE: there is no {catalogues[0]}; `make messages LOCALE={to_locale(code)}` begins one.")
    return str(name)
