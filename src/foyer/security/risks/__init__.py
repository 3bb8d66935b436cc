"""Risks: what the bank holds and where it flows, what threatens it, what stands against that, and what remains.

- `register`     assets, made from the house itself and from what rooms above tell; something new opens a task
- `threats`      the library of threats (STRIDE for each flow, OWASP's lists for language models and agents)
- `assessing`    likelihood x impact with reasons, controls, what remains; judged again every year
- `suggesting`   what alerts and drills say about a likelihood
- `accepting`    who bears what remains, until when; above the appetite two people
- `heat`         the map, its conclusion in words, and the trend
- `assessments`  impact assessments (PIPL 55-56, GDPR 35): nothing that needs one is used without
"""
