"""The obligation library: each rule of the field, the control that meets it, the test that holds it, the live figure.

One file of data (`fixtures/obligations.yaml`); a test sees to it that every path, test and measure it names exists.
The house is designed to support these rules; whether a bank meets them is for the bank and its examiners to say.
"""

from foyer.privacy.obligations.library import Obligation, library, with_figures

__all__ = ["Obligation", "library", "with_figures"]
