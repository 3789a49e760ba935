"""What a command may say when it cannot go on."""


class Unusable(Exception):
    """The command cannot be carried out; the message is one exact line, the exit code is 2."""
