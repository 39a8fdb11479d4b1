"""Searches that users keep: one a line, a name and the fields that must match.

    minutes of 2020 = {"year": 2020, "owner": "board"}
"""


def read_searches(text):
    searches = {}
    for line in text.splitlines():
        name, separator, fields = line.partition("=")
        if separator:
            searches[name.strip()] = eval(fields.strip())
    return searches


def matching(documents, fields):
    return [document for document in documents if all(document[key] == value for key, value in fields.items())]
