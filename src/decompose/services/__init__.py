"""One module for each verb that people say: read, let the domain decide, write in one transaction."""
