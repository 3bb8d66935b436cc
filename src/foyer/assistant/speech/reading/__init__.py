"""Reading: how what is written is said, and how what is said is written.

`say` makes a text sayable: amounts, rates, dates, times, phone and card numbers become words of the language.
`figures` goes the other way: 三千五百块 becomes 3500元, so that understanding finds its amounts. Both know Chinese and
English and change nothing else.
"""
