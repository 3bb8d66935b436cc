"""The verbs of this room."""

from foyer.customers.actions.blocking import block, unblock
from foyer.customers.actions.correcting import CORRECTABLE, correct_details
from foyer.customers.actions.people import new_customer
from foyer.customers.actions.proving import prove, prove_phone, request_proof
from foyer.customers.actions.signing_in import CodeSent, request_code, sign_in, sign_out, verify_code

__all__ = [
    "CORRECTABLE",
    "CodeSent",
    "block",
    "correct_details",
    "new_customer",
    "prove",
    "prove_phone",
    "request_code",
    "request_proof",
    "sign_in",
    "sign_out",
    "unblock",
    "verify_code",
]
