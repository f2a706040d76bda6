"""The only room that knows SQL: domain values in, domain values out, one module per subject.

Functions take the session of a transaction that the caller opened; nothing here commits.
"""
