from django.db import migrations, models


class Migration(migrations.Migration):
    """A thumbnail remembers the highest number that a revision of it ever had."""

    dependencies = [("generation", "0500_axis_of_a_variation")]

    operations = [
        migrations.AddField(
            model_name="thumbnail",
            name="last_revision",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
