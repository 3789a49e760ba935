from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_catalogues"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicSheet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "profile",
                        "sector",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("profile", models.CharField(max_length=40)),
                ("sector", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("pack", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=100)),
                ("content", models.JSONField()),
            ],
        ),
    ]
