"""The documents of a joint decision: the same figures and the same points in five councils.

`content` says what a paper holds and knows nothing of Word; `word` writes it as a .docx;
`release` makes every file of a package, or refuses with everything that keeps it from being made.
"""
