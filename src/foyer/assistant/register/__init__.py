"""The register of every use of a learned model: what it is for, its risk, who answers for it, and its switch.

`entries` declares them, `asking` tells whether one is on, `deciding` switches, approves and reviews. What the rules ask
to be written down (NFRA 2026 no. 8, SR 26-2, EU AI Act articles 9 to 15, 26 and 50) is a field of a use, so nothing can
be registered without it.
"""

from foyer.assistant.register.asking import is_on
from foyer.assistant.register.declaring import Risk, Use, uses

__all__ = ["Risk", "Use", "is_on", "uses"]
