"""Which versions of catalogues came before the public, and under which address."""

from django.db import models

from mingjing.registry.scope import Scoped


class CatalogueRelease(Scoped):
    """A published version that stands in the agency's log. `position`: its public entry."""

    pk = models.CompositePrimaryKey("agency", "catalogue", "number")
    catalogue = models.CharField("目录", max_length=26)
    number = models.PositiveIntegerField("版本")
    public_id = models.CharField("公示编号", max_length=32)
    position = models.BigIntegerField("日志位置")
    made = models.DateTimeField("入册时间")
    shown = models.DateTimeField("上架时间", null=True)

    class Meta:
        app_label = "publicity"
        verbose_name = "目录公示副本"
        indexes = [models.Index(fields=["agency", "position"], name="catalogue_release_position")]
