"""Evidenced capability records and comparison pages."""
