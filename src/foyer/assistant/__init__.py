"""The assistant: the machine that meets the customer first, answers from cited knowledge, or brings a person.

It answers at once when it is sure, offers up to three close questions when it is unsure, and hands over when asked,
when it failed twice, or when the topic needs a person. How sure is sure enough is calibrated on data
(`calibration/`), and each of its decisions is kept with its reasons (`Turn`). Everything it says is labelled as
written by a machine.

Main verb: respond. The decision itself is one pure function: `deciding.decide`.
"""
