"""Who of the people just registered cannot sign in yet, said to the one who registered them."""

from collections.abc import Sequence

from mingjing.law.register import Register
from mingjing.registry.unopened import code_givers, unopened

_NAMED = 10


def waiting_said(spec: Register, keys: Sequence[str]) -> str:
    """The sentence for rows with these keys of the register of people; "" when each can sign in."""
    if spec.id != "person" or not (people := unopened(keys)):
        return ""
    names = "、".join(each.name for each in people[:_NAMED])
    more = f" 等 {len(people)} 人" if len(people) > _NAMED else ""
    givers = "、".join(code_givers()[:3])
    who = f"系统管理员（{givers}）" if givers else "系统管理员"
    return f"{names}{more}还没有启用账号，不能登录：请{who}在“账号”页发启用码"
