"""Which registers there are under whose rules; told by the room that reads the rule folder."""

from collections.abc import Callable, Mapping

from mingjing.law.register import Register

# (profile, sector) -> registers by name. Raises for a profile that there is not.
_read: list[Callable[[str, str], Mapping[str, Register]]] = []


def read_registers_with(read: Callable[[str, str], Mapping[str, Register]]) -> None:
    """From now on registers are read by this."""
    _read[:] = [read]


def registers(profile: str = "", sector: str = "") -> Mapping[str, Register]:
    """The registers in force under the profile and the sector, by name."""
    return _read[0](profile, sector)
