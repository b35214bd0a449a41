"""The queue: what visits carry while their patient waits, rooms, and the departments' wish for tokens at check-in."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0010_scope_of_no_department"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-opened_at"],
            },
        ),
        migrations.AlterModelOptions(
            name="appointment",
            options={
                "ordering": ["start", "id"],
                "permissions": [
                    ("book_appointment", "May book"),
                    ("reschedule_appointment", "May reschedule and correct"),
                    ("check_in_appointment", "May check in"),
                    ("start_appointment", "May start"),
                    ("complete_appointment", "May complete"),
                    ("cancel_appointment", "May cancel"),
                    ("mark_no_show_appointment", "May mark as no-show"),
                    ("mark_left_appointment", "May mark as left"),
                    ("overbook_appointment", "May book a second patient into the same time"),
                    ("override_hours_appointment", "May book outside working hours, on time off and in the past"),
                    ("call_appointment", "May call, serve and transfer those who have a token"),
                    ("any_doctor_appointment", "May act on every doctor's appointments, not only the own ones"),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="opdappointment",
            options={
                "ordering": ["start", "id"],
                "permissions": [
                    ("walk_in_opdappointment", "May give walk-ins a token"),
                    ("call_opdappointment", "May call, serve and transfer walk-ins"),
                    ("check_in_opdappointment", "May put a walk-in back into the queue"),
                    ("start_opdappointment", "May start a walk-in's visit"),
                    ("complete_opdappointment", "May complete a walk-in's visit"),
                    ("cancel_opdappointment", "May cancel a walk-in"),
                    ("mark_no_show_opdappointment", "May mark a walk-in as no-show"),
                    ("mark_left_opdappointment", "May mark a walk-in as left"),
                ],
                "verbose_name": "OPD appointment",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="arrived_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="called_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="priority",
            field=models.CharField(
                choices=[
                    ("normal", "Normal"),
                    ("elderly", "Elderly"),
                    ("pregnant", "Pregnant"),
                    ("emergency", "Emergency"),
                ],
                db_default="normal",
                default="normal",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="queue_move",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "called"),
                    ("recall", "called again"),
                    ("serve", "visit started"),
                    ("done", "visit completed"),
                    ("skip", "not there"),
                    ("return", "back in the queue"),
                    ("left", "left without being seen"),
                    ("transfer", "transferred"),
                    ("undo", "last step undone"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="served_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="skips",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="appointment",
            name="token",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="appointment",
            name="token_day",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="token_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="token_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("WAITING", "Waiting"),
                    ("CALLED", "Called"),
                    ("SERVING", "Serving"),
                    ("DONE", "Done"),
                    ("SKIPPED", "Skipped"),
                    ("LEFT", "Left without being seen"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="tokens_for_booked",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="When they are checked in, so that all who wait are in one queue.",
                verbose_name="booked patients get a token",
            ),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="arrived_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="called_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="priority",
            field=models.CharField(
                choices=[
                    ("normal", "Normal"),
                    ("elderly", "Elderly"),
                    ("pregnant", "Pregnant"),
                    ("emergency", "Emergency"),
                ],
                db_default="normal",
                default="normal",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="queue_move",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "called"),
                    ("recall", "called again"),
                    ("serve", "visit started"),
                    ("done", "visit completed"),
                    ("skip", "not there"),
                    ("return", "back in the queue"),
                    ("left", "left without being seen"),
                    ("transfer", "transferred"),
                    ("undo", "last step undone"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="served_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="skips",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="token",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="token_day",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="token_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="token_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("WAITING", "Waiting"),
                    ("CALLED", "Called"),
                    ("SERVING", "Serving"),
                    ("DONE", "Done"),
                    ("SKIPPED", "Skipped"),
                    ("LEFT", "Left without being seen"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="called_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="queue_move",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "called"),
                    ("recall", "called again"),
                    ("serve", "visit started"),
                    ("done", "visit completed"),
                    ("skip", "not there"),
                    ("return", "back in the queue"),
                    ("left", "left without being seen"),
                    ("transfer", "transferred"),
                    ("undo", "last step undone"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="served_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="skips",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="token_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="called_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="queue_move",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "called"),
                    ("recall", "called again"),
                    ("serve", "visit started"),
                    ("done", "visit completed"),
                    ("skip", "not there"),
                    ("return", "back in the queue"),
                    ("left", "left without being seen"),
                    ("transfer", "transferred"),
                    ("undo", "last step undone"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="served_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="skips",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="token_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="historicalopdappointment",
            name="priority",
            field=models.CharField(
                choices=[
                    ("normal", "Normal"),
                    ("elderly", "Elderly"),
                    ("pregnant", "Pregnant"),
                    ("emergency", "Emergency"),
                ],
                db_default="normal",
                default="normal",
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="opdappointment",
            name="priority",
            field=models.CharField(
                choices=[
                    ("normal", "Normal"),
                    ("elderly", "Elderly"),
                    ("pregnant", "Pregnant"),
                    ("emergency", "Emergency"),
                ],
                db_default="normal",
                default="normal",
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="appointments.department"
                    ),
                ),
            ],
            options={
                "ordering": ["department", "name"],
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="room",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="appointments.room",
            ),
        ),
        migrations.AddField(
            model_name="historicalappointment",
            name="room",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="appointments.room",
            ),
        ),
        migrations.AddField(
            model_name="historicalopdappointment",
            name="room",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="appointments.room",
            ),
        ),
        migrations.AddField(
            model_name="opdappointment",
            name="room",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="appointments.room",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_day__isnull", False)),
                fields=("token_day", "token"),
                name="one_booked_token_per_day",
            ),
        ),
        migrations.AddField(
            model_name="roomsession",
            name="doctor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="room_sessions", to="appointments.doctor"
            ),
        ),
        migrations.AddField(
            model_name="roomsession",
            name="room",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="appointments.room"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("department", "name"), name="one_room_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="roomsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("room",), name="one_session_in_a_room"
            ),
        ),
        migrations.AddConstraint(
            model_name="roomsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("doctor",), name="one_room_of_a_doctor"
            ),
        ),
    ]
