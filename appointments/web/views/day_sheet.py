"""`/appointments/day-sheet?date=&doctor=&department=`: each doctor's day, and walk-ins without one, to be printed."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from appointments.hospital_time import parse_day, today
from appointments.models.visibility import scope_of
from appointments.services.queries.day_sheet import day_sheets, holiday
from appointments.services.queries.seen_on_day_sheets import sheets_in_words, subject_of_day
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage
from audit.models import Action
from audit.recording import saw


class DaySheetPage(StaffPage, TemplateView):
    """One page per doctor or queue; today's if no day is given."""

    template_name = "appointments/day_sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        try:
            day = parse_day(asked["date"]) if asked.get("date") else today()
        except ValueError as error:
            raise Http404 from error  # better no sheet than another day's
        doctors, departments = (list(map(parse_id, asked.getlist(name))) for name in ("doctor", "department"))
        sheets = day_sheets(day, scope=scope_of(self.request.user), doctors=doctors, departments=departments)
        shown = sheets_in_words(
            [sheet.doctor.pk for sheet in sheets if sheet.doctor],
            [sheet.department.pk for sheet in sheets if not sheet.doctor],
        )
        saw(Action.SAW_DAY_SHEET, self.request, subject=subject_of_day(day), detail=shown)
        return super().get_context_data(day=day, sheets=sheets, holiday=holiday(day), **kwargs)
