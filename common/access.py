"""Who may open a page, make a call or listen to a channel: one rule for each, beside the thing itself.

Views, API calls and channels read their rule from here, and so does docs/permissions.md (`hospital/permissions.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

NOT_ALLOWED = _("You don't have permission to do this.")
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Access:
    """Active users with every permission of `all_of`, and one of `any_of` if it has any.

    `only` excludes some of these by something other than a permission; `note` says so in the documents. `refusal` is
    said to users who are signed in and may not. `guests` says which guests (`realtime/guests.py`) are admitted beside
    these users; where it is empty, none are.
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    refusal: Any = NOT_ALLOWED
    only: Callable[[Any], bool] = lambda user: True
    note: str = ""
    public: bool = False  # for everybody, also without signing in
    guests: str = ""

    def allows(self, user: Any) -> bool:
        """Whether this user may; anybody, if it is public."""
        return self.public or bool(user.is_active and self.granted_by(user.has_perm) and self.only(user))

    def granted_by(self, has: Callable[[str], bool]) -> bool:
        """Whether these permissions suffice; `has` tells of each, by its name "app.codename"."""
        return all(map(has, self.all_of)) and (not self.any_of or any(map(has, self.any_of)))


PUBLIC = Access(public=True)
SIGNED_IN = Access(refusal=_("Sign in first."))


def access_of(view: Any, method: str) -> Access | None:
    """The rule of a view for an HTTP method; None for a view without a rule, which is open to no user.

    `access` holds for every method. Where `changes` is set, it holds for the view's methods that change something.
    """
    changes: Access | None = getattr(view, "changes", None)
    if changes is not None and method in CHANGING and hasattr(view, method.lower()):
        return changes
    return getattr(view, "access", None)


def public(view: Any, note: str = "") -> Any:
    """Marks a view function, such as the `as_view()` of another package, as open to everybody."""
    view.access = replace(PUBLIC, note=note)
    return view
