"""The index of what can be found, kept in the transaction that changes a record; it can be made anew at any time."""
