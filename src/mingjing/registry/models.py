"""Agencies, units, people, what they were appointed to, and the papers that let them act."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from mingjing.platform import clock
from mingjing.platform.names import username_key
from mingjing.platform.ulid import new_ulid
from mingjing.registry.roles import ROLES


class Agency(models.Model):
    """One enforcement agency (行政执法主体)."""

    id = models.CharField("编号", primary_key=True, max_length=40)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    word = models.CharField("机关代字", max_length=20)
    region = models.CharField("行政区域", max_length=60)
    region_code = models.CharField("行政区划代码", max_length=6, db_index=True)
    field = models.CharField("执法领域", max_length=40)
    profile = models.CharField("方案", max_length=40)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    level = models.CharField("层级", max_length=10, blank=True)
    kind = models.CharField("性质", max_length=20, blank=True)
    basis = models.CharField("设立依据", max_length=300, blank=True)
    bank = models.CharField("代收机构", max_length=100, blank=True)
    account_name = models.CharField("代收账户名称", max_length=100, blank=True)
    account = models.CharField("代收账号", max_length=40, blank=True)
    review_body = models.CharField("复议机关", max_length=100, blank=True)
    court = models.CharField("管辖法院", max_length=100, blank=True)
    since = models.DateField("成立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "执法机关"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an agency: one that handles cases, the legal one, an office, or a service window."""

    class Kind(models.TextChoices):
        HANDLING = "handling", "承办机构"
        LEGAL = "legal", "法制机构"
        OFFICE = "office", "办公机构"
        WINDOW = "window", "服务窗口"

    id = models.CharField(primary_key=True, max_length=60)
    name = models.CharField("名称", max_length=100)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = "内设机构"

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes people; there is no superuser to make."""

    def enrol(self, *, username: str, name: str, password: str | None = None, **fields: Any) -> "Person":
        """A new person; without a password the account opens only by an enrolment code."""
        person = self.model(username=username_key(username), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in. What they may do comes from their appointments, never from this row."""

    id = models.CharField(primary_key=True, max_length=26, default=new_ulid, editable=False)
    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField("启用", default=True)
    password_changed = models.DateTimeField("密码设于", null=True, editable=False)
    # Part of the session's digest: raising it ends every session of this person at once.
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)
    # 首次从事审核日期: whoever reviewed before the law asked for the qualification is not refused for it.
    reviewing_since = models.DateField("首次从事审核", null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        indexes = [models.Index(fields=["agency"], name="person_closed", condition=models.Q(is_active=False))]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed = clock.now() if raw_password is not None else None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}.{self.sessions_epoch}"  # type: ignore[misc]


class Appointment(models.Model):
    """A person holds a role from `since` up to and including `until`; rights end by the date itself."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField("职务", max_length=20, choices=[(role.id, role.name) for role in ROLES.values()])
    # Null for the three administrators only: they serve the installation.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    # 代理: the role is held in this span in the place of somebody who is absent.
    stands_in_for = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stood_in_by",
        verbose_name="代理",
    )

    class Meta:
        verbose_name = "任职"
        indexes = [
            models.Index(fields=["agency", "role", "person", "since", "until"], name="appointment_holders")
        ]
        constraints = [
            models.CheckConstraint(name="appointment_role_known", condition=models.Q(role__in=list(ROLES))),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        ]


class Certificate(models.Model):
    """行政执法证: the fields and the area in which its holder may enforce, and while it is valid.

    One row for each version in the register: the latest whose `since` has come counts on a day. `standing` is
    what other registers say of it as JSON: 暂停, 年审, 考试, 备案 (see `mingjing.registry.standing`).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField("证件号码", max_length=40)
    version = models.PositiveIntegerField("版本", default=1)
    since = models.DateField("自", null=True, blank=True)
    ended = models.BooleanField("已注销", default=False)
    issuer = models.CharField("发证机关", max_length=100)
    category = models.CharField("执法类别", max_length=200)
    area = models.CharField("执法区域", max_length=200)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止")
    suspended_from = models.DateField("暂停起", null=True, blank=True)
    suspended_until = models.DateField("暂停止", null=True, blank=True)
    exam_passed = models.DateField("资格考试合格", null=True, blank=True)
    exam_exempt = models.CharField("免试依据", max_length=200, blank=True)
    standing = models.TextField("状况", default="{}")

    class Meta:
        verbose_name = "执法证件"
        indexes = [models.Index(fields=["valid_until"], name="certificate_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="certificate_number_version"),
        ]


class LegalQualification(models.Model):
    """国家统一法律职业资格, which first-time reviewers of decisions must hold.

    Source: 行政处罚法 第五十八条第二款.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="legal_qualifications")
    number = models.CharField("资格证书号", max_length=40, unique=True)
    since = models.DateField("取得日期")

    class Meta:
        verbose_name = "法律职业资格"


class Enrolment(models.Model):
    """A one-time code with which a person opens the account and sets the first password.

    Only the digest is kept; the code is shown once to whoever made it.
    """

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    made = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "启用码"
