"""How sure is sure enough: a probability from the search's signals, and two thresholds on it, both chosen on data.

`model.py` reads the chosen figures; `measuring.py` asks the search every shipped question with that question left out;
`fitting.py` chooses. `bench/calibrate.py` runs the last two and writes the first one's file.
"""

from foyer.assistant.calibration.model import MOST_HITS, Calibration, features_of, shipped

__all__ = ["MOST_HITS", "Calibration", "features_of", "shipped"]
