"""The base of the staff's pages."""

from appointments.rights import SEES
from common.pages import Guarded


class StaffPage(Guarded):
    """A page for users who may see appointments."""

    access = SEES
