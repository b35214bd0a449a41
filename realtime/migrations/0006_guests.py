"""A subscription may be signed for a guest, who is no user."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_guests(apps, schema_editor):
    """Back to a release in which every signature has a user: boards sign again when it has returned."""
    apps.get_model("realtime", "Signature").objects.filter(user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("realtime", "0005_signing_session_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="guest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Key of the guest, where it was signed for one.",
                max_length=100,
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="user",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_guests),
    ]
