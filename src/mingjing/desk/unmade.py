"""What a page says when a document cannot be shown: what is so, what to do, and the status of the answer."""

from mingjing.casework.packs import PackMissing
from mingjing.recording.compose import MissingFact
from mingjing.recording.library import TemplateMissing
from mingjing.recording.render import NotRendered
from mingjing.recording.service import NotTheSame
from mingjing.recording.store import ObjectDamaged, ObjectMissing
from mingjing.recording.typefaces import NoTypeface

UNMADE = (
    MissingFact,
    NotRendered,
    NoTypeface,
    ObjectMissing,
    ObjectDamaged,
    TemplateMissing,
    PackMissing,
    NotTheSame,
)


def why(error: Exception) -> tuple[int, str, str]:
    """(status, title, words) for one of `UNMADE`; no path and no digest reaches the page."""
    match error:
        case MissingFact():
            names = "、".join(error.names)
            words = f"{error.kind}缺少：{names}。回到案件补录以后再打开；环节办理的结果不受影响。"
            return 409, "文书还不能制成", words
        case NoTypeface():
            words = "服务器上没有中文字体，文书制不成。请告诉系统管理员装好字体，环节办理的结果不受影响。"
            return 503, "文书暂时制不成", words
        case NotRendered():
            words = "排版没有成功，环节办理的结果不受影响。请把下面的编号告诉系统管理员。"
            return 500, "文书没有制成", words
        case TemplateMissing() | PackMissing():
            words = "服务器上缺少形成这份文书时的模板或规则。请告诉系统管理员从备份中恢复。"
            return 500, "缺少制作文书的模板", words
        case ObjectMissing():
            words = "这份文书已经制成，但存件不在了。记录仍在，请告诉系统管理员从备份中恢复并核验。"
            return 500, "文书的存件不在", words
        case ObjectDamaged():
            words = "存件与存入时不同，没有打开。请告诉系统管理员从备份中恢复并核验。"
            return 500, "文书的存件被改动", words
        case _:
            words = "这份文书的内容与记录的摘要不同，没有打开。请告诉系统管理员核验。"
            return 500, "文书与记录不符", words
