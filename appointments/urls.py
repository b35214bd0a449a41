"""Addresses of the pages, with and without a trailing slash, and of the API below them."""

from django.urls import include, path, re_path

from appointments.web.views.audit import AuditExport, AuditPage
from appointments.web.views.board import BoardPage
from appointments.web.views.board_links import BoardLinksPage, RevokeBoardLink
from appointments.web.views.calendar import CalendarPage
from appointments.web.views.create import CreatePage
from appointments.web.views.day_sheet import DaySheetPage
from appointments.web.views.merging import MergePage, UnmergePage
from appointments.web.views.opd import OpdPage
from appointments.web.views.patients import PatientPage, PatientsPage
from appointments.web.views.room import RoomPage
from appointments.web.views.slip import SlipPage
from appointments.web.views.ticket import TicketPage, TicketState
from appointments.web.views.time_off import TimeOffPage

app_name = "appointments"

urlpatterns = [
    re_path(r"^appointments/calendar/?$", CalendarPage.as_view(), name="calendar"),
    re_path(r"^appointments/create/?$", CreatePage.as_view(), name="create"),
    re_path(r"^appointments/opd/?$", OpdPage.as_view(), name="opd"),
    re_path(r"^appointments/opd/slip/(?P<kind>[a-z]+)-(?P<pk>[0-9]{1,18})/?$", SlipPage.as_view(), name="slip"),
    re_path(r"^appointments/room/?$", RoomPage.as_view(), name="room"),
    re_path(r"^appointments/patients/?$", PatientsPage.as_view(), name="patients"),
    re_path(r"^appointments/patients/(?P<pk>[0-9]{1,18})/?$", PatientPage.as_view(), name="patient"),
    re_path(r"^appointments/patients/(?P<pk>[0-9]{1,18})/merge/?$", MergePage.as_view(), name="merge"),
    re_path(r"^appointments/patients/(?P<pk>[0-9]{1,18})/unmerge/?$", UnmergePage.as_view(), name="unmerge"),
    re_path(r"^appointments/day-sheet/?$", DaySheetPage.as_view(), name="day-sheet"),
    re_path(r"^appointments/time-off/?$", TimeOffPage.as_view(), name="time-off"),
    re_path(r"^appointments/audit/?$", AuditPage.as_view(), name="audit"),
    path("appointments/audit.csv", AuditExport.as_view(), name="audit-export"),
    re_path(r"^appointments/board/(?P<slug>[-a-zA-Z0-9_]{1,50})/?$", BoardPage.as_view(), name="board"),
    re_path(r"^appointments/boards/?$", BoardLinksPage.as_view(), name="board-links"),
    re_path(r"^appointments/boards/(?P<pk>[0-9]{1,18})/revoke/?$", RevokeBoardLink.as_view(), name="revoke-board-link"),
    re_path(r"^t/(?P<code>[^/]{1,100})/?$", TicketPage.as_view(), name="ticket"),
    re_path(r"^t/(?P<code>[^/]{1,100})/state/?$", TicketState.as_view(), name="ticket-state"),
    path("api/", include("appointments.api.urls")),
]
