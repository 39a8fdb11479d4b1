def report(user, template):
    # ruleid: py-format-from-caller
    return template.format(user=user)


class Mail:
    def body(self, message_template: str, values: dict):
        # ruleid: py-format-from-caller
        return message_template.format(**values)


def fixed(user):
    template = "Hello {user.name}"
    # ok: py-format-from-caller
    return template.format(user=user)


def date(moment, pattern):
    # ok: py-format-from-caller
    return moment.format(pattern)


def listed(name, words):
    # ok: py-format-from-caller
    return "{} {}".format(name, words)


def page(entry, page_layout):
    # ruleid: py-format-from-caller
    return page_layout.format(entry=entry)
