"""The documents of cases. Rows are made with the act and filled in once, when rendered."""

from django.db import models

from mingjing.platform.ulid import new_ulid
from mingjing.registry.scope import Scoped


class Document(Scoped):
    """One document (文书) that an act of a case left.

        `version` is the act's place in the case. `series` is the word of its number, "" for a kind without;
    XX
    """

    pk = models.CompositePrimaryKey("agency", "id")
    id = models.CharField("编号", max_length=26, default=new_ulid, editable=False)
    case_id = models.CharField("案件", max_length=26)
    version = models.PositiveIntegerField("环节序号")
    kind = models.CharField("文书", max_length=60)
    series = models.CharField("文种字", max_length=10, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    made = models.DateTimeField("形成时间")
    template = models.CharField("模板", max_length=64)
    template_version = models.PositiveIntegerField("模板版本")
    address = models.CharField("存放地址", max_length=64, null=True, editable=False)
    sha256 = models.CharField("内容摘要", max_length=64, null=True)
    size = models.PositiveIntegerField("字节", null=True)
    pages = models.PositiveIntegerField("页数", null=True)

    class Meta:
        db_table = "recording_document"
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_id", "version", "kind"], name="recording_document_of_act"
            ),
            models.UniqueConstraint(
                fields=["agency", "series", "number"],
                condition=~models.Q(number=""),
                name="recording_document_number",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    address__isnull=True, sha256__isnull=True, size__isnull=True, pages__isnull=True
                )
                | models.Q(
                    address__isnull=False, sha256__isnull=False, size__isnull=False, pages__isnull=False
                ),
                name="recording_document_rendered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".rstrip()
