"""What the pure and the Django sides both raise; a module of its own, so that rules load without Django."""


class NotReady(Exception):
    """The installation lacks something that only its administrator can bring back; the text says what."""
