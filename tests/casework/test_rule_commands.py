"""The commands on the rules, called as the command line calls them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.casework.rules_folder import Run, 根
from tests.casework.rules_folder import 抄来的规则 as 抄来的规则
from tests.casework.rules_folder import 跑 as 跑


def 改(文件: Path, 旧: str, 新: str) -> int:
    """Changes the file; the line of the change."""
    文 = 文件.read_text("utf-8")
    assert 旧 in 文
    文件.write_text(文.replace(旧, 新, 1), "utf-8")
    return 文[: 文.index(旧)].count("\n") + 1


# ---------- rules check


def test_现行规则没有错处_返回零(跑: Run) -> None:
    assert 跑("rules", "check") == (0, "没有发现错处\n", "")
    assert 跑("rules", "check", "rules")[0] == 0


def test_错处逐条列出文件行号_返回一(跑: Run, 抄来的规则: Path) -> None:
    行 = 改(抄来的规则 / "profiles/qingpu.yaml", "期限: 7工作日", "期限: 7个工作天")
    码, 出, _ = 跑("rules", "check", str(抄来的规则))
    assert 码 == 1
    文件 = 抄来的规则 / "profiles/qingpu.yaml"
    assert 出 == f"{文件}:{行}: 期限“7个工作天”不认识；写作“7工作日”“15日”“3个月”或“24小时”\n"


def test_单个文件叠加在现行规则上检查(跑: Run, tmp_path: Path) -> None:
    新 = tmp_path / "xin.yaml"
    新.write_text(
        "方案: xin\n名称: 新地方\n出处: {文: 新方案}\n公示:\n  事后:\n"
        "    - {类: 行政处罚, 期限: 10工作日, 依据: 方案 一}\n",
        "utf-8",
    )
    码, 出, _ = 跑("rules", "check", str(新))
    行们 = 出.splitlines()  # 普通程序和简易程序各有这一义务，各列一条
    assert 码 == 1 and len(行们) == 2
    for 行, 程序 in zip(行们, ("penalty-ordinary", "penalty-summary"), strict=True):
        assert 行.startswith(
            f"{新}:6: “公示处罚决定”的期限由7工作日放宽为10工作日，"
            f"而没有注明允许放宽的法律依据（national/{程序}.yaml:"
        )
    新.write_text(新.read_text("utf-8").replace("10工作日", "5工作日"), "utf-8")
    assert 跑("rules", "check", str(新)) == (0, "没有发现错处\n", "")


def test_叠加的文件顶替同名的现行文件(跑: Run, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    文件 = tmp_path / "profiles/qingpu.yaml"
    shutil.copy(根 / "rules/profiles/qingpu.yaml", 文件)
    行 = 改(文件, "当: 符合听证条件", "当: 附合听证条件")
    码, 出, _ = 跑("rules", "check", str(文件))
    错 = f"{文件}:{行}: 没有“附合听证条件”这一情形；是不是“符合听证条件”“许可符合听证条件”？\n"
    assert (码, 出) == (1, 错)


def test_例与规则不符也是错处(跑: Run, 抄来的规则: Path) -> None:
    行 = 改(抄来的规则 / "national/penalty-ordinary.yaml", "届满: 2026-10-13", "届满: 2026-10-12")
    码, 出, _ = 跑("rules", "check", str(抄来的规则))
    assert 码 == 1
    assert f"penalty-ordinary.yaml:{行}: 例：“处理先行登记保存”写作2026-10-12届满，推算为2026-10-13" in 出


@pytest.mark.parametrize(
    ("文", "错"),
    [
        ("年: 2026\n放假: [\n", "holidays/2026.yaml:3: 不是合格的 YAML"),
        ("年: 2026\n放假: {}\n", "holidays/2026.yaml:1: 2026年放假安排缺少“依据”"),
        (
            "年: 2026\n依据: x\n放假: {2026-13-01: 元旦}\n",
            "holidays/2026.yaml:1: 2026年放假安排的“放假”中，“2026-13-01”不是日期",
        ),
        ("年: 2025\n依据: x\n", "holidays/2026.yaml:1: 2025年放假安排有两份"),
        ("只有文字", "holidays/2026.yaml:1: 放假安排文件缺少“年”"),
    ],
)
def test_放假安排写错也列出来(跑: Run, 抄来的规则: Path, 文: str, 错: str) -> None:
    (抄来的规则 / "national/holidays/2026.yaml").write_text(文, "utf-8")
    码, 出, _ = 跑("rules", "check", str(抄来的规则))
    assert 码 == 1 and 错 in 出


def test_不是UTF8的文件列出来(跑: Run, 抄来的规则: Path) -> None:
    (抄来的规则 / "profiles/qingpu.yaml").write_bytes("方案: 青浦".encode("gbk"))
    码, 出, _ = 跑("rules", "check", str(抄来的规则))
    assert 码 == 1 and "profiles/qingpu.yaml:1: 不是 UTF-8 文字" in 出


def test_没有的文件和文件夹_返回二(跑: Run, tmp_path: Path) -> None:
    assert 跑("rules", "check", str(tmp_path / "无.yaml")) == (
        2,
        "",
        f"mingjing：没有文件 {tmp_path / '无.yaml'}\n",
    )


# ---------- rules explain


def test_说明一个环节_每条有依据和出处_写明改动了什么(跑: Run) -> None:
    码, 出, _ = 跑("rules", "explain", "--profile", "qingpu", "--sector", "市场监管", "--act", "作出处罚决定")
    assert 码 == 0
    assert "由：机关负责人" in 出 and "调查终结（《行政处罚法》第五十七条第一款）" in 出
    assert (
        "有：法制审核通过，当：应当法制审核　依据 《行政处罚法》第五十八条第一款　"
        "出处 national/penalty-ordinary.yaml:" in 出
    )
    assert (
        "义务“公示处罚决定”，由执法人员，自办理之日起7工作日　"
        "依据 青浦方案 二（一）4　出处 profiles/qingpu.yaml:" in 出
    )
    assert "原为 7工作日（《指导意见》二（六），national/penalty-ordinary.yaml:" in 出
    assert "减轻行政处罚决定　依据 青浦方案 二（三）2(2)" in 出
    assert "听证罚款：法人 50000" in 出 and "（未与全文校核）" in 出


def test_说明以JSON给出同样的内容(跑: Run) -> None:
    问 = ("rules", "explain", "--profile", "xinglongtai", "--act", "出具法制审核意见", "--json")
    码, 出, _ = 跑(*问)
    说 = json.loads(出)
    assert 码 == 0 and [层["标识"] for 层 in 说["层"]] == ["市场监管", "xinglongtai"]
    各程序 = [环节["程序"] for 环节 in 说["环节"]]
    assert len(各程序) == len(set(各程序)) and {"行政处罚·普通程序", "行政许可"} <= set(各程序)
    for 环节 in 说["环节"]:
        assert 环节["资格"] == "法律职业资格" and 环节["由"] == ["法制审核人员"]
    [环节] = json.loads(跑(*问, "--procedure", "行政许可")[1])["环节"]
    assert 环节["程序"] == "行政许可"
    听证 = next(每个 for 每个 in 说["参数"] if 每个["名称"] == "听证罚款")
    assert (
        听证["值"]["法人"] == 100000
        and 听证["出处"].startswith("sectors/market.yaml:")
        and "未定" in 听证["改动"]
    )


def test_审核期限在兴隆台由方案定_写明原来的(跑: Run) -> None:
    问 = ("--profile", "xinglongtai", "--procedure", "行政处罚·普通程序", "--act", "送法制审核", "--json")
    _, 出, _ = 跑("rules", "explain", *问)
    [起] = json.loads(出)["环节"][0]["起"]
    assert (起["名称"], 起["期限"], 起["依据"]) == ("出具法制审核意见", "10工作日", "兴隆台方案 4.3.4")
    assert "《市监程序规定》第五十五条" in 起["改动"]


@pytest.mark.parametrize(
    ("参数", "错"),
    [
        (("--profile", "qinpu"), "没有“qinpu”这一方案；是不是“qingpu”？"),
        (("--profile", "zzz"), "没有“zzz”这一方案，可用：gaoxin、huangshigang、qingpu、suzhou、xinglongtai"),
        (("--sector", "市场监察"), "没有“市场监察”这一领域；是不是“市场监管”？"),
        (("--act", "作出处罚決定"), "环节“作出处罚決定”在任何程序中都没有；是不是“作出处罚决定”"),
        (
            ("--procedure", "行政处罚·一般程序"),
            "没有“行政处罚·一般程序”这一程序；是不是“行政处罚·简易程序”“行政处罚·普通程序”？",
        ),
    ],
)
def test_没有的名称提示相近的_返回二(跑: Run, 参数: tuple[str, ...], 错: str) -> None:
    码, 出, 误 = 跑("rules", "explain", *参数)
    assert (码, 出) == (2, "") and 错 in 误


def test_规则有错时说明不了_返回二(跑: Run, 抄来的规则: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    改(抄来的规则 / "profiles/qingpu.yaml", "期限: 7工作日", "期限: 7个工作天")
    monkeypatch.setenv("MINGJING_RULES", str(抄来的规则))
    码, _, 误 = 跑("rules", "explain", "--profile", "qingpu")
    assert 码 == 2 and "规则文件有错，先运行 mingjing rules check：profiles/qingpu.yaml:" in 误


# ---------- rules acts


def 环节表(跑: Run, *参数: str) -> dict[str, Any]:
    码, 出, _ = 跑("rules", "acts", "--procedure", "行政处罚·普通程序", "--json", *参数)
    assert 码 == 0
    return {每个["环节"]: 每个 for 每个 in json.loads(出)["环节"]}


def test_列出环节_人数_先有_填什么_文书_义务(跑: Run) -> None:
    表 = 环节表(跑)
    立案 = 表["立案"]
    assert (立案["标识"], 立案["阶段"], 立案["由"]) == ("filing", "立案", ["承办机构负责人"])
    assert [每个["环节"] for 每个 in 立案["先有"]] == ["线索登记"]
    案由 = 立案["填"][0]
    assert (案由["事实"], 案由["标识"], 案由["类"], 案由["必填"], 案由["限长"]) == (
        "案由",
        "cause",
        "文本",
        True,
        120,
    )
    assert 立案["成"] == ["立案审批表"]
    assert (立案["起"][0]["名称"], 立案["起"][0]["期限"]) == ("作出处罚决定", "90日")
    assert 表["现场检查"]["人数"] == 2 and 表["立案"]["人数"] == 1
    当事人 = 表["线索登记"]["填"][1]
    assert 当事人["个人"] and 表["先行登记保存"]["起"][0]["期限"] == "7工作日"
    assert all(每个["依据"] and 每个["出处"] for 每个 in 表.values())


def test_方案改变必填(跑: Run) -> None:
    def 必填(*参数: str) -> bool:
        return next(
            每个["必填"] for 每个 in 环节表(跑, *参数)["现场检查"]["填"] if 每个["事实"] == "告知权利"
        )

    assert not 必填() and 必填("--profile", "qingpu") and 必填("--profile", "xinglongtai")


def test_文字的环节表(跑: Run) -> None:
    码, 出, _ = 跑("rules", "acts", "--procedure", "行政处罚·普通程序")
    assert 码 == 0 and 出.startswith("行政处罚·普通程序（") and "【归档】archiving" in 出
    assert "每个要求听证都有举行听证或者撤回听证要求" in 出


def test_没有写程序_返回二(跑: Run) -> None:
    码, _, 误 = 跑("rules", "acts")
    assert 码 == 2 and "--procedure" in 误


# ---------- due


@pytest.mark.parametrize(
    ("参数", "届满"),
    [
        (("2026-09-28", "7工作日"), "2026-10-13"),
        (("2026-09-28", "7日"), "2026-10-08"),  # 自然日，末日十月五日放假，顺延
        (("2026-09-28", "7日", "--law", "行政处罚法"), "2026-10-13"),
        (("2026-09-28", "7日", "--law", "《中华人民共和国行政处罚法》"), "2026-10-13"),
        (("2026-03-03", "90日", "--law", "行政处罚法"), "2026-06-01"),
        (("2026-04-10", "10日", "--law", "行政强制法"), "2026-04-24"),
        (("2026-03-25", "6个月"), "2026-09-28"),
    ],
)
def test_推算最后一日(跑: Run, 参数: tuple[str, ...], 届满: str) -> None:
    码, 出, _ = 跑("due", "--from", 参数[0], "--within", *参数[1:])
    assert 码 == 0 and 出.splitlines()[0] == 届满


def test_依据写明怎样算出来(跑: Run) -> None:
    _, 出, _ = 跑("due", "--from", "2026-09-28", "--within", "7日", "--law", "行政处罚法")
    assert "7日是工作日（《行政处罚法》第八十五条）" in 出 and "2026-09-28当日不计" in 出


def test_放假安排未公布的年份_标明暂算(跑: Run) -> None:
    码, 出, _ = 跑("due", "--from", "2026-12-28", "--within", "7工作日", "--json")
    说 = json.loads(出)
    assert (码, 说["届满"], 说["暂算"], 说["期限"], 说["起算"]) == (
        0,
        "2027-01-06",
        True,
        "7工作日",
        "2026-12-28",
    )
    assert "2027年放假安排未公布，只按周末推算" in 说["依据"]
    _, 出, _ = 跑("due", "--from", "2026-12-28", "--within", "7工作日")
    assert 出.splitlines()[0] == "2027-01-06（暂算）"


@pytest.mark.parametrize(
    ("参数", "错"),
    [
        (("2026-09-31", "7工作日"), "日期“2026-09-31”不认识；写作 2026-09-28"),
        (("20260928", "7工作日"), "日期“20260928”不认识；写作 2026-09-28"),
        (("2026-W40-1", "7工作日"), "日期“2026-W40-1”不认识；写作 2026-09-28"),
        (("2026-09-28", "7个工作天"), "期限“7个工作天”不认识；写作“7工作日”“15日”“3个月”或“24小时”"),
        (("2026-09-28", "0日"), "期限“0日”不认识；写作“7工作日”“15日”“3个月”或“24小时”"),
        (("2026-09-28", "24小时"), "期限“24小时”以小时计，没有末日，只有届满时刻"),
        (("2026-09-28", "9999年"), "自2026-09-28起的期限“9999年”太长，推算不了"),
        (("2026-09-28", "7日", "--law", "行政处法罚"), "法律“行政处法罚”没有登记；是不是“行政处罚法”"),
    ],
)
def test_写错的说明怎样写_返回二(跑: Run, 参数: tuple[str, ...], 错: str) -> None:
    码, 出, 误 = 跑("due", "--from", 参数[0], "--within", *参数[1:])
    assert (码, 出) == (2, "") and 误.startswith(f"mingjing：{错}")
