"""What the customer's words show by themselves, before any article is looked up."""

from foyer.assistant.understanding.reading import Understanding, understand

__all__ = ["Understanding", "understand"]
