"""Addresses of the JSON API."""

from django.urls import path

from appointments.api import boards, earliest, merging, queue_views, views

urlpatterns = [
    path("calendar/", views.CalendarView.as_view(), name="api-calendar"),
    path("calendar/counts/", views.CountsView.as_view(), name="api-counts"),
    path("calendar/today/", views.TodayView.as_view(), name="api-today"),
    path("working-hours/", views.WorkingHoursView.as_view(), name="api-working-hours"),
    path("appointments/", views.AppointmentsView.as_view(), name="api-appointments"),
    path("appointments/<int:pk>/", views.AppointmentView.as_view(), name="api-appointment"),
    path("appointments/<int:pk>/status/", views.AppointmentStatusView.as_view(), name="api-appointment-status"),
    path("opd-appointments/", views.OpdAppointmentsView.as_view(), name="api-opd-appointments"),
    path("opd-appointments/patients/", views.WalkInPatientsView.as_view(), name="api-walk-in-patients"),
    path("opd-appointments/<int:pk>/", views.OpdAppointmentView.as_view(), name="api-opd-appointment"),
    path("opd-appointments/<int:pk>/status/", views.OpdStatusView.as_view(), name="api-opd-status"),
    path("boards/", boards.BoardsView.as_view(), name="api-boards"),
    path("boards/<slug:slug>/", boards.BoardView.as_view(), name="api-board"),
    path("appointments/<int:pk>/token/", queue_views.TokenView.as_view(), name="api-token"),
    path("opd-appointments/<int:pk>/token/", queue_views.OpdTokenView.as_view(), name="api-opd-token"),
    path("queues/", queue_views.QueuesView.as_view(), name="api-queues"),
    path("queues/<slug:slug>/", queue_views.QueueView.as_view(), name="api-queue"),
    path("queues/<slug:slug>/call-next/", queue_views.CallNextView.as_view(), name="api-call-next"),
    path("queues/<slug:slug>/close/", queue_views.CloseQueueView.as_view(), name="api-close-queue"),
    path("rooms/<int:pk>/session/", queue_views.RoomSessionView.as_view(), name="api-room-session"),
    path("doctors/", views.DoctorsView.as_view(), name="api-doctors"),
    path("doctors/<int:pk>/availability/", views.AvailabilityView.as_view(), name="api-availability"),
    path("doctors/<int:pk>/free-days/", views.FreeDaysView.as_view(), name="api-free-days"),
    path("earliest/", earliest.EarliestView.as_view(), name="api-earliest"),
    path("holds/", views.HoldsView.as_view(), name="api-holds"),
    path("holds/<int:pk>/", views.HoldView.as_view(), name="api-hold"),
    path("patients/", views.PatientsView.as_view(), name="api-patients"),
    path("patients/search/", views.PatientSearchView.as_view(), name="api-patient-search"),
    path("patients/<int:pk>/", views.PatientView.as_view(), name="api-patient"),
    path("patients/<int:pk>/merge/", merging.MergeView.as_view(), name="api-patient-merge"),
    path("patients/<int:pk>/unmerge/", merging.UnmergeView.as_view(), name="api-patient-unmerge"),
    path("patients/<int:pk>/appointments/", views.PatientAppointmentsView.as_view(), name="api-patient-appointments"),
]
