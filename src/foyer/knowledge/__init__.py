"""Knowledge: what the bank tells everyone, in both languages, and how it is found.

An *article* answers one kind of question. Each time it is written anew it gets a *version*; a version speaks for the
bank only once a second person has approved it, and only between its first and last day. Its *phrasings* are the ways
customers put the question; a question is found by meaning and by words among them.

Main verbs: draft, edit, submit, publish (by approval), retire, import_articles, rate; main read: queries.search.
This room does not decide whether an answer is good enough to be given by a machine: the assistant does.
"""

import os

# The encoder multiplies small matrices: a second BLAS thread on a busy machine makes it a hundred times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
