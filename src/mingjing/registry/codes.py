"""The law room's checkers of the codes of a party: it knows no register and no clock, this room has both."""

from mingjing.law.party import check_codes_with
from mingjing.platform import clock
from mingjing.registry import resident_id, uscc


def credit_code(code: str) -> str:
    """The unified social credit code as it is stored. Raises `uscc.UsccError`."""
    return uscc.check(code).code


def resident_number(number: str) -> str:
    """The identity number as it is stored. Raises `resident_id.ResidentIdError`."""
    resident_id.check(number, clock.now().date())
    return number


def wire() -> None:
    """From now on a party's codes are checked wherever one is recorded."""
    check_codes_with("统一社会信用代码", credit_code)
    check_codes_with("证件号码", resident_number)
