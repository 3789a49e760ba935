"""The models of the app `portal`, which live in the portal's own database."""

from mingjing.publicity.catalogue_released import Catalogue, CatalogueEntry
from mingjing.publicity.released import Edition, HashTile, Head, Item, Office, PublicRule
from mingjing.publicity.sheet_released import PublicSheet

__all__ = [
    "Catalogue",
    "CatalogueEntry",
    "Edition",
    "HashTile",
    "Head",
    "Item",
    "Office",
    "PublicRule",
    "PublicSheet",
]
