"""The verbs of this room. Each is one transaction, done once however often it is asked for."""

from foyer.servicing.actions.acting import act
from foyer.servicing.actions.beginning import begin, move
from foyer.servicing.actions.ending import cancel, expire_and_remind, keep, take_over
from foyer.servicing.actions.filling import arrange, confirm, fill, forget, hear
from foyer.servicing.actions.proving import ask_for_proof, forget_phone, prove
from foyer.servicing.actions.slots import open_slots

__all__ = [
    "act", "arrange", "ask_for_proof", "begin", "cancel", "confirm", "expire_and_remind", "fill", "forget",
    "forget_phone", "hear", "keep", "move", "open_slots", "prove", "take_over",
]  # fmt: skip
