"""Administrative divisions by code (GB/T 2260): two digits each for province, prefecture and county.

Codes are retired but live on in identity numbers and credit codes, and the newest ones may be missing
here: an unknown county is worth a warning, never a refusal. Only the provinces are fixed enough to be
written down in code; names of counties come from a table that the caller has.
"""

from collections.abc import Mapping

PROVINCES: Mapping[str, str] = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省",
    "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip


def province_of(code: str) -> str:
    """The province of a division code, or an empty text if its first two digits name none."""
    return PROVINCES.get(code[:2], "")


def warning_for(code: str, counties: Mapping[str, str] | None = None, *, national: bool = False) -> str:
    """What is odd about a six-digit division code, in Chinese; empty if nothing is.

    `counties` maps codes to names; without it only the province is looked at. `national`: 100000, the
    code of bodies registered with the central authorities, is in order (credit codes have it).
    """
    if national and code == "100000":
        return ""
    if not province_of(code):
        return f"行政区划代码 {code} 的前两位不是任何省级行政区"
    # A code that ends in zeros names a prefecture or province: all right for a registrar's seat.
    if counties is not None and code not in counties and not code.endswith("00"):
        return f"行政区划代码 {code} 不在现有区划表中，可能已撤销或者新设"
    return ""
