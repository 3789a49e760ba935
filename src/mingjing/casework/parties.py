"""Parties (当事人) that acts name: tied to their case in the transaction of the act."""

from mingjing.casework.following import Acted
from mingjing.registry.party_tables import told


def follow(acted: Acted) -> None:
    """Tie each party that this act records to the case; nothing is asked where it records none."""
    record = acted.record
    done = record.acts[-1]
    told(record.agency, record.case, done.version, done.facts, done.recorded, done.hash)
