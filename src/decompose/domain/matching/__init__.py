"""The match graph: which artifact does what somebody asked for, by words and by what people did with the answers.

Everything here is pure: words in, an order out; events in, a graph out.
"""
