"""People for the tests of pages: one per role, with and without a second factor."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.roles import ROLES

PASSWORD = "Lan-Tian-2031-he"
BACKEND = "mingjing.platform.accounts.Backend"


def agency(id: str = "qx-scjg") -> Agency:
    """青溪区市场监督管理局, or another with that id."""
    made, _ = Agency.objects.get_or_create(
        id=id,
        defaults={
            "name": f"青溪区{id}局",
            "short_name": id,
            "word": "青市监",
            "region": "青溪区",
            "region_code": "990118",
            "field": "市场监管",
            "profile": "qingpu",
        },
    )
    return made


def person(username: str, *roles: str, factor: bool = True, password: str | None = PASSWORD) -> Person:
    """A person with these roles since 2025, at the agency unless an administrator."""
    place = None if any(ROLES[role].administers for role in roles) else agency()
    made = Person.objects.enrol(username=username, name=f"林{username}", password=password, agency=place)
    for role in roles:
        Appointment.objects.create(person=made, role=role, agency=place, since="2025-01-01")
    if factor:
        TOTP.activate(made, generate_totp_secret())
    return made


def client(made: Person | None = None, **options: object) -> Client:
    """A browser in which the person is signed in."""
    browser = Client(**options)  # type: ignore[arg-type]
    if made is not None:
        browser.force_login(made, backend=BACKEND)
    return browser
