"""People of the desk's tests sign in without a second factor and without a password to renew."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0
