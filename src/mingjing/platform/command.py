"""What a command may say when it cannot go on."""


class Unusable(Exception):
    """The command cannot be carried out; the message is one exact line, the exit code is 2."""


_WHY = (
    (FileNotFoundError, "没有这个文件"),
    (IsADirectoryError, "是文件夹，不是文件"),
    (NotADirectoryError, "路径中有一段不是文件夹"),
    (PermissionError, "没有读写它的权限"),
)


def unreadable(error: OSError | UnicodeDecodeError, file: str = "") -> str:
    """One line on a file that could not be used."""
    if isinstance(error, UnicodeDecodeError):
        return f"{file}：不是 UTF-8 文字"
    why = next((words for kind, words in _WHY if isinstance(error, kind)), error.strerror or str(error))
    return f"{file or error.filename}：{why}"
