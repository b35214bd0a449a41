"""The moments of `make test-clock`, at which tests that depend on the date have failed before."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Moment:
    """The start of a run by the hospital's clock, and the time zone of the machine."""

    wall: datetime
    zone: str = "Asia/Kolkata"
    machine_zone: str = "UTC"

    @property
    def timestamp(self) -> float:
        """Seconds since 1970."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone)).timestamp()


LIVELY = "wednesday-morning"  # for screenshots
MOMENTS = {
    LIVELY: Moment(datetime(2026, 12, 2, 10, 40), zone="UTC"),
    "saturday-evening": Moment(datetime(2026, 11, 28, 17, 32), machine_zone="America/Los_Angeles"),
    "sunday-evening": Moment(datetime(2026, 11, 29, 23, 30), machine_zone="Pacific/Auckland"),
    "sunday-midnight": Moment(datetime(2026, 11, 29, 23, 58)),
    "new-year": Moment(datetime(2027, 1, 1, 0, 5), machine_zone="America/New_York"),
    "leap-day": Moment(datetime(2028, 2, 29, 12, 0)),
    "clock-forward": Moment(datetime(2027, 3, 28, 1, 58), zone="Europe/Berlin"),
    "clock-back": Moment(datetime(2027, 10, 31, 2, 58), zone="Europe/Berlin", machine_zone="Europe/Berlin"),
}
