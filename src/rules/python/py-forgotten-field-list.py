ALLOWED_FIELDS = ["name", "address"]
COLOURS = ("red", "green")


def change(record, changes):
    # ruleid: py-forgotten-field-list
    record.update(changes)
    return record


def change_typed(record: dict, changes: dict) -> dict:
    # ruleid: py-forgotten-field-list
    record.update(changes)
    return record


class Profile:
    def change(self, values):
        # ruleid: py-forgotten-field-list
        self.fields.update(values)


def listed(record, changes):
    kept = {key: value for key, value in changes.items() if key in ALLOWED_FIELDS}
    # ok: py-forgotten-field-list
    record.update(kept)
    return record


def refused(record, changes):
    if not set(changes) <= set(ALLOWED_FIELDS):
        raise ValueError("field")
    # ok: py-forgotten-field-list
    record.update(changes)
    return record


def own(record):
    # ok: py-forgotten-field-list
    record.update({"seen": True})
    return record


def change_each(record, changes):
    for key, value in changes.items():
        # ruleid: py-forgotten-field-list
        record[key] = value


def change_listed(record, changes):
    for key, value in changes.items():
        if key in ALLOWED_FIELDS:
            # ok: py-forgotten-field-list
            record[key] = value
