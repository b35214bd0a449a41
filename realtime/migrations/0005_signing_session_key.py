from django.db import migrations, models


def forget(apps, schema_editor):
    """Signatures of earlier versions hold a fingerprint, which finds no session: their clients sign again."""
    apps.get_model("realtime", "Signature").objects.exclude(session="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("realtime", "0004_signing_token"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signature",
            name="session",
            field=models.CharField(blank=True, help_text="Key of the signing session, if any.", max_length=64),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
