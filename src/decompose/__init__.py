"""Evidenced capability records and comparison pages."""

# New objects after which a process looks for what nobody refers to. Python's own 700 are a tenth of a start, which
# makes hundreds of thousands that all stay.
LOOKED_AFTER = 50_000
