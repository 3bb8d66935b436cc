"""Proof of completion: what was deleted where, what was kept, under which law, until when; canonical JSON, signed.

The key pair is derived from the key ring; the public half stands in the proof and is published with the evidence.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from foyer.base import clock, house
from foyer.base.crypto import blind_index
from foyer.privacy.holders import holders
from foyer.privacy.models import ErasureLog, ErasureProof, SubjectRequest
from foyer.privacy.requests.wording import in_both

PURPOSE = "privacy.proof_signing"


def prove(erasure: ErasureLog, request: SubjectRequest | None) -> ErasureProof:
    """The signed proof of an erasure; made once."""
    number = f"EP{erasure.at:%y%m%d}-{erasure.pk.hex[-8:].upper()}"
    known = ErasureProof.objects.filter(number=number).first()
    if known is not None:
        return known
    content = _content(erasure, request, number)
    key = _key()
    signature = key.sign(rfc8785.dumps(content)).hex()
    return ErasureProof.objects.create(
        number=number, request=request, content=content, signature=signature, at=clock.now(),
        public_key=key.public_key().public_bytes_raw().hex(),
    )  # fmt: skip


def is_genuine(proof: ErasureProof) -> bool:
    """Whether not a letter of it has changed since it was signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof.public_key))
        key.verify(bytes.fromhex(proof.signature), rfc8785.dumps(proof.content))
    except (InvalidSignature, ValueError):
        return False
    return True


def _content(erasure: ErasureLog, request: SubjectRequest | None, number: str) -> dict[str, Any]:
    deleted = erasure.counts.get("deleted", {})
    named = {holder.code: holder for holder in holders()}
    return {
        "number": number,
        "bank": {"zh": house.name().zh, "en": house.name().en},
        "request": request.number if request else "",
        "asked_at": request.asked_at.isoformat() if request else "",
        "completed_at": clock.now().isoformat(),
        "deleted": [
            {"holder": code, "name": in_both(named[code].name), "where": named[code].where, "rows": count,
             "data_class": named[code].legend.data_class}
            for code, count in deleted.items() if code in named
        ],
        "kept": [
            {"rule": kept["rule"], "law": kept["law"], "from": kept["from"], "until": kept["until"],
             "rows": sum(kept["counts"].values())} for kept in erasure.kept
        ],
        "also_kept": [
            {"what": "erasure log", "holds": "ids without a name", "why": "a restored backup must not bring them back"},
            {"what": "audit trail", "holds": "entries under an unresolvable pseudonym", "why": "proof of use"},
            {"what": "request and this proof", "holds": "number, kind, dates", "why": "proof of the answer"},
            {"what": "notices to recipients", "holds": "what finds the person at a recipient, sealed",
             "why": "until each recipient has acknowledged the deletion (GDPR 19)"},
            {"what": "sums of measures", "holds": "counts without persons", "why": "not personal data"},
        ],
        "recipients_to_tell": erasure.counts.get("recipients", []),
    }  # fmt: skip


def _key() -> Ed25519PrivateKey:
    seed = hashlib.sha256(blind_index("erasure proofs", PURPOSE).encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
