from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("realtime", "0003_signing_session"),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="token",
            field=models.BigIntegerField(
                blank=True, help_text="Id of the program's token that signed, if any.", null=True
            ),
        ),
    ]
