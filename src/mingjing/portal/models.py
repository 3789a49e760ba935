"""The models of the app `portal`, which live in the portal's own database."""

from mingjing.publicity.released import Edition, HashTile, Head, Item, Office, PublicRule

__all__ = ["Edition", "HashTile", "Head", "Item", "Office", "PublicRule"]
