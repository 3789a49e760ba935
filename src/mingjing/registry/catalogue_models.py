"""Versions of catalogues, their items, and the changes of law or function that make a revision due.

All rows follow from the journal (`catalogue_fold`); what is late is never stored.
"""

import json
from typing import Any

from django.db import models

from mingjing.registry.scope import Scoped


class CatalogueVersion(Scoped):
    """One version of a catalogue. `catalogue`: its 标识; `number` counts from 1 for each catalogue.

    `authors`: everyone who drafted or edited it; `revision` counts the edits, so that a form made from an
    older state is noticed; `digest`: of the items as they were sent to review; `columns`: name and clause of
    each as published.
    """

    class Status(models.TextChoices):
        DRAFT = "草稿"
        IN_REVIEW = "待复核"
        AGREED = "复核同意"
        PUBLISHED = "已发布"
        SUPERSEDED = "已被替代"
        DROPPED = "已作废"

    pk = models.CompositePrimaryKey("agency", "catalogue", "number")
    catalogue = models.CharField("目录", max_length=26)
    number = models.PositiveIntegerField("版本")
    status = models.CharField("状态", max_length=10, choices=Status.choices)
    base = models.PositiveIntegerField("所据版本", default=0)
    revision = models.PositiveIntegerField("修改次数", default=0)
    count = models.PositiveIntegerField("项数", default=0)
    digest = models.CharField("摘要", max_length=64, blank=True)
    authors = models.JSONField("起草人", default=list)
    note = models.TextField("修订说明", blank=True)
    answers = models.JSONField("所应对的变化", default=list)
    drafted = models.DateTimeField("起草时间")
    submitted = models.DateTimeField("提交复核时间", null=True)
    reviewer = models.CharField("复核人", max_length=26, blank=True)
    reviewed = models.DateTimeField("复核时间", null=True)
    opinion = models.TextField("复核意见", blank=True)
    published = models.DateTimeField("发布时间", null=True)
    columns = models.JSONField("发布的栏", default=list)
    filed = models.DateField("备案日期", null=True)
    receipt = models.CharField("备案回执", max_length=100, blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "目录版本"
        indexes = [models.Index(fields=["agency", "status"], name="catalogue_by_status")]


class PlainJSON(json.JSONEncoder):
    """Texts as they are and not escaped: a search in what is stored reads half as much."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class CatalogueItem(Scoped):
    """One item of one version. `key` tells it apart in all versions; `place` orders the items."""

    pk = models.CompositePrimaryKey("agency", "catalogue", "number", "key")
    catalogue = models.CharField(max_length=26)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    data = models.JSONField(encoder=PlainJSON)

    class Meta:
        app_label = "registry"
        verbose_name = "目录事项"
        indexes = [
            models.Index(fields=["agency", "catalogue", "number", "place"], name="catalogue_item_place")
        ]


class CatalogueChange(Scoped):
    """A law made, amended or repealed, or a function of the agency changed."""

    pk = models.CompositePrimaryKey("agency", "id")
    id = models.CharField(max_length=26)
    kind = models.CharField("种类", max_length=20)
    name = models.CharField("名称", max_length=200)
    day = models.DateField("变化日期")
    said = models.TextField("说明", blank=True)
    recorded = models.DateTimeField("登记时间")

    class Meta:
        app_label = "registry"
        verbose_name = "法律或者职能变化"


class CatalogueDuty(Scoped):
    """The duty to revise one catalogue after one change; closed by a version or by a reason why not.

    `term` and `clause` as the rules were when the change was recorded; the last day is computed when asked.
    """

    pk = models.CompositePrimaryKey("agency", "change", "catalogue")
    change = models.CharField(max_length=26)
    catalogue = models.CharField(max_length=26)
    start = models.DateField("起算")
    term = models.CharField("期限", max_length=10, blank=True)
    clause = models.CharField("依据", max_length=120)
    version = models.PositiveIntegerField("了结于版本", default=0)
    reason = models.TextField("无须修订的理由", blank=True)
    closed = models.DateTimeField("了结时间", null=True)

    class Meta:
        app_label = "registry"
        verbose_name = "修订目录的义务"
        indexes = [models.Index(fields=["agency", "closed"], name="catalogue_duty_open")]
