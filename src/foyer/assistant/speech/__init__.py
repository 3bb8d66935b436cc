"""Speech: the assistant listens to a spoken question and reads its answer aloud, on the bank's own machines.

Two ports: `hearing` turns sound into words, `speaking` turns words into sound; behind each stand adapters that load
what the bank has, and a default that comes inside packages. `reading` holds how figures are said and how said figures
are written. The models run in a child process of their own (`workshop`), so that a slow one never holds up the chat.
Sound is kept nowhere: it is in memory while it is heard, and then it is gone.

Main verbs: `listening.listen` (a stream of sound in, words out), `aloud.read_aloud` (a message of the thread as sound).
Nothing here is imported by the answer path; where no model is installed, everything else works as before.
"""
