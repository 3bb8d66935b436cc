"""The demo bank's three systems, with the mistakes that real ones have, and how they are taken in.

    core    core banking: files of GB18030 text, movements by month as Parquet
    cards   the card system: UTF-8 files in English, an older version of many people
    app     the mobile bank: a database with customers, what they asked, what they did in the app

`generating` writes them to FOYER_HOME/demo/sources, with the truth beside them that the product never reads;
`taking_in` brings them into the house by the mapping files of examples/sources, like those of any bank.
"""
