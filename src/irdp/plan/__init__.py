"""Compiling a definition to a program over columns of codes."""
