"""An evaluation of the prompts as JSON (`as_json`), as lines for a terminal (`text`) and as a `report`.

`figures` words what they share.
"""
