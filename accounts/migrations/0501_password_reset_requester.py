from django.db import migrations, models


class Migration(migrations.Migration):
    """So that a stranger does not use up the links that an account's owner may ask for."""

    dependencies = [("accounts", "0003_accounts_that_hold")]

    operations = [
        migrations.AddField(
            model_name="passwordreset",
            name="ip_digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
