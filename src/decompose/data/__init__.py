"""Tables that ship with the package: weights of the components, families of kinds, prices of language models."""
