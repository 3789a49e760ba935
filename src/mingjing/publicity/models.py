"""What was released of a case, and under which public address."""

from django.db import models

from mingjing.registry.scope import Scoped


class Release(Scoped):
    """A release (发布公示) or withdrawal (撤回公示) of a case that stands in the agency's log.

    `of`: version of the release that a withdrawal takes back, its own version for a release. `public_id` is
    random and stays the same for a release and its withdrawal; `position`: the public entry in the log.
    """

    pk = models.CompositePrimaryKey("agency", "case_id", "version")
    case_id = models.CharField(max_length=26)
    version = models.PositiveIntegerField("版本")
    of = models.PositiveIntegerField("所撤回的版本")
    public_id = models.CharField("公示编号", max_length=32)
    withdrawal = models.BooleanField("撤回")
    position = models.BigIntegerField("日志位置")
    made = models.DateTimeField("入册时间")
    shown = models.DateTimeField("上架时间", null=True)

    class Meta:
        verbose_name = "公示副本"
        indexes = [
            models.Index(fields=["agency", "public_id"], name="release_by_public_id"),
            models.Index(fields=["agency", "position"], name="release_by_position"),
        ]
