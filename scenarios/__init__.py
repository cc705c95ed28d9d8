"""The questions: what is decided, what is supposed, and what came of it."""
