"""What customers ask for about their own data, from the question to the proof.

- `kinds`      the nine kinds: how surely we must know who asks, what is automatic, who else must agree
- `states`     one table: which verb leads from which state to which
- `deadlines`  by the law packs that are active; the strictest wins; a clock runs for each request
- `asking`     ask, record (at a counter), prove by a code, prove by a document
- `working`    take, link, extend, refuse, withdraw: only with reasons of `reasons`
- `fulfilling` copies, corrections, withdrawals, explanations
- `erasing`    propose, approve (another person), carry out, prove; `reapply` after a restored backup
- `explaining` rooms register how they explain their decisions
- `telling`    what the person is told at each step
"""
