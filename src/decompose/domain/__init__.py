"""Values and pure rules. What lives here knows no clock, database, network, template or setting."""
