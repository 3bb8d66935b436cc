"""What can be doubted about the articles without understanding them: links, figures, questions asked twice.

    figures.figures("三个工作日内，每笔0.5%，最高50元")     # what a text promises in numbers, alike in both languages
    links.links(text)                                    # where a text leads
    doubts.found(articles)                               # every doubt about what speaks now

A doubt is no verdict: it stands in the register until an editor has mended the text or said why it is right.
"""
