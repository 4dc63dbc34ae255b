"""The reference engine: one subject at a time, as obvious as can be written, from the meaning.

It defines the answer. It also gives the evidence for the subjects on a list.
"""

from trialmatch.engines.reference.screening import explain, screen, screen_all

__all__ = ["explain", "screen", "screen_all"]
