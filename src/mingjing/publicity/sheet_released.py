"""The table of rule sheets on the public side, in the `portal` database; filled again at any time."""

from django.db import models

CLAUSES, CHART = "条款", "流程图"


class PublicSheet(models.Model):
    """One sheet under a profile: a plan's clauses, or a procedure's chart. `content` is ready to print."""

    pk = models.CompositePrimaryKey("profile", "sector", "number")
    profile = models.CharField(max_length=40)
    sector = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    content = models.JSONField()

    class Meta:
        app_label = "portal"
