"""What most tables share."""

from django.db import models

from common.ids import new_id


class UUIDModel(models.Model):
    """A row with a UUIDv7 key and the time it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
