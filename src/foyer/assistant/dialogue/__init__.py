"""Running a service in a conversation, turn by turn.

`serve` takes the customer's turn when a service runs or begins; `amid` comes back to the service after a question in
between, and offers a service where an answer speaks of one. The order itself, its rules and its safety are in
`servicing`; here words are read and questions are put.
"""

from foyer.assistant.dialogue.handing import File, hand_file_over
from foyer.assistant.dialogue.running import Serve, Turned, amid, serve

__all__ = ["File", "Serve", "Turned", "amid", "hand_file_over", "serve"]
