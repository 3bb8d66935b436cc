"""Servicing: the services of the bank as processes, whichever door they begin at.

A **process** is declared, and knows nothing of chat: its fields with kind, prompt and check in both languages, how
surely we must know the customer before it shows or does anything, what it asks to confirm, and what it does. A
**running order** carries one process from the first value to the outcome; it may begin at one door and finish at
another, and does its act once. What it does to accounts and cards goes through one port, `core`, behind which the
bank's core system stands.

Main verbs: begin, fill, confirm, ask_for_proof, prove, act, cancel, move, take_over. Words are read and questions are
asked by whoever runs an order: the assistant in a chat, a page with a form.
"""
