"""From a number on a label to everything that happened to the goods, and from a lot to all who got some (S74)."""

from reports.tracing.chain import Step, Told, chain_of
from reports.tracing.finders import FINDERS, Found, find, found_by
from reports.tracing.recall import Got, recall

__all__ = ["FINDERS", "Found", "Got", "Step", "Told", "chain_of", "find", "found_by", "recall"]
