from django.db import migrations, models


class Migration(migrations.Migration):
    """A variation says in what it differs from its parent."""

    dependencies = [("generation", "0004_what_was_charged")]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="axis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("layout", "Layout"),
                    ("palette", "Palette"),
                    ("background", "Background"),
                    ("framing", "Framing"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="generation",
            constraint=models.CheckConstraint(
                condition=models.Q(("axis__in", ["", "layout", "palette", "background", "framing"])),
                name="a_variation_has_a_known_axis",
            ),
        ),
    ]
