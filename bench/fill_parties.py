"""A hundred thousand parties in one agency, registered by the parties' own service.

Of a thousand two are of the same name at the same address and without a code: what 疑似重复 proposes. One in
ten is a natural person with a passport, the others are businesses, each with a code of its own.
"""

from bench.fill_registers import settle
from mingjing.registry.models import Agency, Person
from mingjing.registry.party_service import enter_all
from mingjing.registry.party_statement import Statement
from mingjing.registry.uscc import make_code

A_PART = 2_000
STREETS = ("文昌路", "沿江大道", "人民东路", "学府路", "工业一路", "桥南街", "新港路")


def fill(agency: Agency, registrar: Person, number: int) -> list[str]:
    """The ids of the parties in the order in which they were registered."""
    ids: list[str] = []
    for start in range(0, number, A_PART):
        rows = [Statement(cells=cells(n), number=n) for n in range(start, min(start + A_PART, number))]
        ids += enter_all(agency.id, rows, by=registrar)
    settle()
    return ids


def cells(n: int) -> dict[str, object]:
    """Party `n` as it is registered."""
    address = f"青溪市{STREETS[n % 7]}{n % 900 + 1}号{n // 900 + 1}室"
    if n % 1_000 < 2:
        n -= n % 1_000  # the second says the same as the first
        return {"名称": f"青溪第{n}业主委员会", "类别": "其他组织", "住所": f"青溪市桥南街{n}号"}
    if n % 10 == 2:
        return {
            "名称": f"{'赵钱孙李周吴郑王'[n % 8]}{'明华国建志文'[n % 6]}{n % 977}",
            "类别": "自然人",
            "证件种类": "护照",
            "证件号码": f"E{n:08d}",
            "住所": address,
        }
    return {
        "名称": f"青溪示例{n:06d}{'食品建材餐饮运输'[n % 4 * 2 :][:2]}有限公司",
        "类别": "法人",
        "统一社会信用代码": code(n),
        "住所": address,
        "法定代表人": f"法人{n % 5_000}",
        "联系电话": f"010-{n:08d}",
    }


def code(n: int) -> str:
    """The credit code of party `n`, its signs checked."""
    return make_code("990100", f"{n:08d}")
