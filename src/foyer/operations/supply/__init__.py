"""What the house is made of that is not ours: the packages in the lock files, their hashes, licences and known faults.

Most of it needs no network. What does (the services that know of vulnerabilities) says "skipped" where it cannot be
reached, so that a bank's closed build still tells the truth about what was looked at.
"""
