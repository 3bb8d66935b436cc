"""Who outside the bank gives or receives personal data, and each time it happened.

- `finding`  whom this house is configured to talk to: entered by themselves, so that nobody is forgotten
- `keeping`  describe, end, disclose: the verbs of compliance and of whatever sends data out
- `queries`  the register as pages show it

Nothing is sent to a party that is not described with region and contract, nor, under China's rules, to another region.
"""
