"""The room that talks to language models: one protocol, three honest implementations, and the prompts.

Nothing here knows the store: every attempt is handed to the caller the moment it ends, and a service writes it down.
"""
