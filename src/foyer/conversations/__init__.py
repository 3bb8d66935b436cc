"""What is said between the bank and those it serves: kept in order, never lost, and always in somebody's hands.

A conversation is owned by the assistant, a queue, an agent, or (closed) by no one; `owner_epoch` grows each time the
owner changes, and whoever speaks must still be the owner. Messages carry a gap-free number given under the row lock of
their conversation. Routing decides who is offered a waiting conversation and says why.

Main verbs: open_conversation, send, note, request_person, take, assign, transfer, return_to_queue, return_to_assistant,
snooze, close, reopen, rate. This room answers nothing itself (assistant) and draws no page (portal, desk).
"""
