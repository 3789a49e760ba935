"""Mingjing 明镜: administrative law enforcement under the three systems (三项制度)."""

__version__ = "0.1.0"
