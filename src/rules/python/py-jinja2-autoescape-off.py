import jinja2
import jinja2 as j
from jinja2 import Environment, FileSystemLoader, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

# ruleid: py-jinja2-autoescape-off
bare = Environment(loader=FileSystemLoader("templates"))
# ruleid: py-jinja2-autoescape-off
off = jinja2.Environment(autoescape=False)


class Pages:
    def __init__(self, loader):
        # ruleid: py-jinja2-autoescape-off
        self.environment = j.Environment(loader=loader, trim_blocks=True, autoescape=False)
        # ok: py-jinja2-autoescape-off
        self.sandbox = SandboxedEnvironment(loader=loader)

    async def one(self, text):
        # ruleid: py-jinja2-autoescape-off
        return j.Template(text, autoescape=False)


# ok: py-jinja2-autoescape-off
on = Environment(loader=FileSystemLoader("templates"), autoescape=True)
# ok: py-jinja2-autoescape-off
chosen = jinja2.Environment(autoescape=select_autoescape())
# ok: py-jinja2-autoescape-off
listed = Environment(autoescape=select_autoescape(["html", "xml"]))
# ok: py-jinja2-autoescape-off
custom = Environment(autoescape=lambda name: name is None or name.endswith(".html"))


def other(toolkit):
    # ok: py-jinja2-autoescape-off
    return toolkit.Environment(variables=[])


# ruleid: py-jinja2-autoescape-off
lists = Environment(loader=FileSystemLoader("lists"), autoescape=False)


def build(options):
    settings = {"autoescape": True, "trim_blocks": True}
    settings.update(options)
    # ok: py-jinja2-autoescape-off
    return Environment(loader=FileSystemLoader("lists"), **settings)
