"""How well the assistant serves, measured online and offline.

Online: a `session` is one conversation with the assistant's part in it; from sessions and turns come the plan's five
measures and the six indicators of T/CBA 220-2021 (`indicators`), answer accuracy from a reviewed sample (`reviewing`),
stability from probes (`stability`), and the comparison of two versions while both are live (`trials`).
Offline: `sets` are labelled questions, answers and dialogues in a file; `running` plays them and writes a report.
"""
