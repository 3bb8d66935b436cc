"""Detection: rules as data over the trail, alerts with their evidence, what is done at once, and incidents.

- `spec`       what a rule may say; `rules` ships them, changes them by two people, keeps every version
- `traits`     what can be told of an entry beside its columns (off duty, new device, canary); rooms above add theirs
- `matching`   which rules an entry counts for, in which group and as what
- `counting`   small counters: the cost of a look does not grow with the window
- `sweeping`   newly sealed entries, each exactly once; `alerting` raises, `triaging` judges
- `learning`   what people of a role usually reach; `replaying` what a rule would have found in the past
- `responses`  what is done at once, each with a way back and an end
- `incidents`  what happened, from the first alert to the lessons; the leak of personal data
"""
