from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat

_FROM = "يىكۀةأإؤ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩\u200cـ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_TO = "ییکههااو01234567890123456789"


def _folded(to):
    return Func(F("content"), Value(_FROM), Value(to), function="translate", output_field=TextField())


class Migration(migrations.Migration):
    """Messages are found however their Persian letters, digits and joints were typed."""

    dependencies = [("chat", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="messages_by_words"),
        migrations.AddIndex(
            model_name="message",
            index=GinIndex(
                SearchVector(
                    Concat(_folded(_TO), Value(" "), _folded(_TO + " "), output_field=TextField()), config="simple"
                ),
                name="messages_by_spelling",
            ),
        ),
    ]
