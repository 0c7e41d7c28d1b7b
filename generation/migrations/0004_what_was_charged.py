from django.db import migrations


class Migration(migrations.Migration):
    """Until now a generation was always charged in whole."""

    dependencies = [("generation", "0003_edits_shares_batches")]

    operations = [
        migrations.RunSQL(
            "UPDATE generation_generation SET credits_charged = credits_cost WHERE status = 'completed'",
            migrations.RunSQL.noop,
        )
    ]
