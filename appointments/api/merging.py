"""The calls that merge two records of one patient, and separate them again."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.api.fields import RowField
from appointments.api.idempotency import idempotent
from appointments.api.serializers import MAX_REASON, MAX_VERSION, PatientAnswer
from appointments.api.views import StaffView
from appointments.empty_field_texts import missing
from appointments.events.calendar_event import patient_card
from appointments.models import Patient
from appointments.patient_fields import FIELDS
from appointments.rights import doing
from appointments.services.patients import merging
from common.drf import FreeText, StrictSerializer


class MergeRequest(StrictSerializer):
    into = RowField(Patient.objects, error_messages=missing("into"))
    reason = FreeText(max_length=MAX_REASON, error_messages=missing("reason"))
    keep = serializers.DictField(
        child=serializers.ChoiceField(["this", "into"]),
        required=False,
        help_text=f"From which record a field is taken: {', '.join(FIELDS)}. By default `into`, if it is filled in.",
    )
    version = serializers.IntegerField(
        min_value=0, max_value=MAX_VERSION, required=False, help_text="Of this record, as the user saw it."
    )
    into_version = serializers.IntegerField(
        min_value=0, max_value=MAX_VERSION, required=False, help_text="Of the record that stays."
    )

    def validate_keep(self, keep: dict[str, str]) -> dict[str, str]:
        if keep.keys() - FIELDS.keys():
            raise serializers.ValidationError(_("Unknown field."))
        return keep


class UnmergeRequest(StrictSerializer):
    """Takes no fields."""


class MergeView(StaffView):
    """Merges this record into another one of the same person, which stays."""

    changes = doing("merge_patient")

    @extend_schema(request=MergeRequest, responses=PatientAnswer)
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        patient = get_object_or_404(Patient, pk=pk)
        asked = self.read(MergeRequest, request.data)
        return Response(patient_card(merging.merge(by=request.user, patient=patient, **asked)))


class UnmergeView(StaffView):
    """Separates a merged record again."""

    changes = doing("merge_patient")

    @extend_schema(request=UnmergeRequest, responses=PatientAnswer)
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        patient = get_object_or_404(Patient, pk=pk)
        self.read(UnmergeRequest, request.data)
        return Response(patient_card(merging.unmerge(by=request.user, patient=patient)))
