"""Wires the program by hand: the one package that knows every room."""

from __future__ import annotations

from decompose.bootstrap.llms import LLMS
from decompose.bootstrap.workspace import Workspace, current_time, memory_workspace, new_id, open_workspace

__all__ = ["LLMS", "Workspace", "current_time", "memory_workspace", "new_id", "open_workspace"]
