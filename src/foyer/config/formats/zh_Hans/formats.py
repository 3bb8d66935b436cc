"""Chinese dates are Django's own in sentences; where all are numbers, in lists and tables, they are as in English."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
