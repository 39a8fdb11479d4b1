import html


def fill(html_template, values):
    for key, value in values.items():
        # ruleid: py-own-template
        html_template = html_template.replace("{{" + key + "}}", str(value))
    return html_template


def render_page(template, values):
    for key, value in values.items():
        # ruleid: py-own-template
        template = template.replace(f"[[{key}]]", value)
    return template


class Page:
    def html(self, layout, values):
        for name, text in values.items():
            # ruleid: py-own-template
            layout = layout.replace("{%" + name + "%}", text)
        return layout


def fill_escaped(html_template, values):
    for key, value in values.items():
        # ok: py-own-template
        html_template = html_template.replace("{{" + key + "}}", html.escape(str(value)))
    return html_template


def fill_first(html_template, values):
    for key, value in values.items():
        value = html.escape(value)
        # ok: py-own-template
        html_template = html_template.replace("{{" + key + "}}", value)
    return html_template


def fill_mail(template, values):
    for key, value in values.items():
        # ok: py-own-template
        template = template.replace("{{" + key + "}}", value)
    return template


def shorten(html_text, values):
    for key, value in values.items():
        # ok: py-own-template
        html_text = html_text.replace(key, value)
    return html_text
