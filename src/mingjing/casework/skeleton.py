"""The first file of a new plan (方案): every key explained, every example ready to be uncommented.

Lines that begin with "# " explain. Lines that begin with "#" and a word, or two spaces, are an example: take
the "#" off and they are rules. tests/casework/test_new_profile.py holds that each example alone and all
together check clean.
"""

import re

ID = re.compile(r"[a-z][a-z0-9_]{1,39}")

_TEMPLATE = """\
# 〈name〉的方案。没有写到的都照国家规则。改完运行 mingjing rules check，有错的逐条指出文件和行号。
# “# ”开头（一个空格）的是说明；其余“#”开头的是例子，去掉“#”即是规则，内容照自己的方案改。
# 依据写“方案 编号”，编号照方案原文，如“方案 二（三）5”。写法详见 docs/rules.md。
方案: 〈id〉
名称: 〈name〉
简称: 〈label〉
# 承：压在国家规则之上；由一个部门的规章管的，再写领域，如 [national, 市场监管]。
承: national
# 出处：方案的全称和成文日期。
出处: {文: 〈name〉的实施方案（填全称）, 日期: 填成文日期}
# 校核：逐条与原文对照以后，才写 {对照: 全文, 日期: 2026-11-21}。
校核: {对照: 未校核}

# 参数：数额，按当事人类别写，数额越小越严。现有哪些，看 mingjing rules explain 的“参数”。
# 国家规则写“未定”的（如听证罚款），依据要写登记过的法规、规章，方案自己不能定；已经定了的，方案可以定得更严。
#参数:
#  当场处罚罚款限额:
#    值: {自然人: 100, 个体工商户: 100, 法人: 1000, 其他组织: 1000}
#    依据: 方案 四（一）

# 期限：把一项义务的期限定下来或者缩短；放宽的要写“放宽依据”。
#期限:
#  - {程序: 行政处罚·普通程序, 义务: 出具法制审核意见, 期限: 5工作日, 依据: 方案 三（二）}

# 公示：事后（哪类决定、几日内、哪些渠道）、内容（公开什么）、隐去（不公开什么）、渠道（在哪里公开）。
# “其他执法决定”是许可、处罚以外的各类。
#公示:
#  事后:
#    - {类: [行政许可, 行政处罚], 期限: 5工作日, 渠道: [公示平台, 政府门户网站], 依据: 方案 二（四）}
#    - {类: 其他执法决定, 期限: 20工作日, 依据: 方案 二（四）}
#  内容:
#    - {项: [执法机关, 执法对象, 执法类别, 执法结论], 依据: 方案 二（四）}
#  隐去:
#    - {项: [身份证号码, 住址, 银行账号], 依据: 方案 二（五）}
#  渠道:
#    - {渠道: [政府门户网站], 时: [事前, 事后], 依据: 方案 二（一）}

# 音像：全程录音录像的环节（或者依法可以不录）；视情录的环节，须写明录了没有。
#音像:
#  全程:
#    - {环节: [先行登记保存], 依据: 方案 二（三）}
#  视情:
#    - {环节: [现场检查], 依据: 方案 二（三）}

# 情形：自己的条件，另起名称；表达式用事实和环节的英文标识（docs/glossary.yaml）。
#情形:
#  本地新领域案件: {当: '"新领域案件" in major_marks', 依据: 方案 三（一）}

# 法制审核：重大决定（“当”写情形，情形成立的须经审核）、要点（审核人逐条回答）、意见（不得只写的话）。
#法制审核:
#  重大决定:
#    - {名: 较大数额罚款的决定, 当: 罚款数额较大, 依据: 方案 三（一）}
#  要点:
#    - {名: 本地要点, 问: 是否符合本地裁量基准, 依据: 方案 三（四）}
#  意见: {不得仅写: [已阅, 情况属实], 依据: 方案 三（五）}

# 环节：给已有的环节加要求，不能减。填：要填什么；须：办理以前要有什么。
#环节:
#  行政处罚·普通程序:
#    现场检查:
#      填: {告知权利: {须为: 是, 依据: 方案 二（二）}}
#    集体讨论:
#      须: [{有: 法制审核通过, 当: 应当法制审核, 去: 送法制审核, 依据: 方案 三（五）}]

# 记录：音像资料上传、案卷归档的期限。
#记录:
#  上传: {期限: 2工作日, 依据: 方案 二（三）}

# 队伍：某种职务的人数，按执法人员的比例，或者至少几人。
#队伍:
#  法制审核人员: {比例: 5%, 至少: 2, 依据: 方案 三（六）}

# 目录：要编制、公开的清单；谁审核、向谁备案、多久修订一次。
#目录:
#  - {名: 随机抽查事项清单, 字段: [抽查依据, 抽查内容], 审核: 法制机构, 修订: 1个月, 依据: 方案 二（一）}

# 报告：定期的报告，至几月几日、报给谁、抄送谁、是否公开。
#报告:
#  - {名: 年度行政执法情况报告, 周期: 每年, 至: 1月31日, 公开: 是, 报: [本级政府], 依据: 方案 四（三）}

# 异议、装备、培训、调阅、存储、窗口、考核、信息化：方案定了什么，由谁。
#异议:
#  - {事: 收到更正申请后及时核实更正, 由: [公示的机关], 依据: 方案 二（六）}

# 任务：推行的任务，责任单位和日期。
#任务:
#  - {事: 建立法制审核目录清单, 责任: [各行政执法机关], 起: 2026-01-01, 期限: 2026-06-30, 依据: 方案 五（一）}

# 条款：方案的每一条，平台做了什么。状：已实现、部分、尚未、无软件事项；部分和尚未的写说明。
# 写了这张表，上面所引的条款都要列进来，一条不少。
#条款:
〈clauses〉
"""

_CLAUSE = "#  - {条: 〈place〉, 摘: 照方案写这一条说了什么, 状: 部分, 说明: 写明还缺什么}"
_CITED = re.compile(r"依据: 方案 ([^,，}\n]+)")
_KEY = re.compile(r"^#?(方案|名称|简称|出处|校核):.*\n(?:#?[ \t]+.*\n)*", re.MULTILINE)


def skeleton(identifier: str, name: str, label: str) -> str:
    """A file that says nothing beyond the national rules and shows how to say it."""
    places = sorted(set(_CITED.findall(_TEMPLATE)))
    clauses = "\n".join(_CLAUSE.replace("〈place〉", place) for place in places)
    return _filled(_TEMPLATE, identifier, name, label).replace("〈clauses〉", clauses)


def derived(text: str, of: str, identifier: str, name: str, label: str) -> str:
    """The file of the plan `of` as the beginning of another one: its rows, with its own head left out."""
    head = (
        f"# 〈name〉的方案，抄自 {of}：各行的依据、数额、日期都是 {of} 的，\n"
        "# 逐条对照自己的方案改，没有的删去。\n"
        "方案: 〈id〉\n名称: 〈name〉\n简称: 〈label〉\n"
        "出处: {文: 〈name〉的实施方案（填全称）, 日期: 填成文日期}\n"
        "校核: {对照: 未校核}\n"
    )
    return _filled(head, identifier, name, label) + _KEY.sub("", text)


def _filled(text: str, identifier: str, name: str, label: str) -> str:
    return text.replace("〈id〉", identifier).replace("〈name〉", name).replace("〈label〉", label)


def uncommented(text: str) -> str:
    """The text with every example taken as a rule."""
    return re.sub(r"^#(?=\S)", "", re.sub(r"^#(?=  )", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
