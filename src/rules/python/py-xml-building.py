import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape


def order(name):
    # ruleid: py-xml-building
    return f'<?xml version="1.0"?><order><name>{name}</name></order>'


class Service:
    def call(self, user):
        # ruleid: py-xml-building
        body = '<?xml version="1.0"?><user>%s</user>' % user
        return self.send(body)


def parsed(name):
    # ruleid: py-xml-building
    return ET.fromstring("<user>" + name + "</user>")


def escaped(name):
    # ok: py-xml-building
    return f'<?xml version="1.0"?><order><name>{escape(name)}</name></order>'


def made(name):
    root = ET.Element("user")
    root.text = name
    # ok: py-xml-building
    return ET.tostring(root)


def read(text):
    # ok: py-xml-building
    return ET.fromstring(text)


def declaration(encoding, newline):
    # ok: py-xml-building
    first = "<?xml version='1.0' encoding='%s'?>\n" % (encoding,)
    # ok: py-xml-building
    second = f'<?xml version="1.0" encoding="{encoding}"?>{newline}'
    # ruleid: py-xml-building
    third = "<?xml version='1.0'?><user>%s</user>" % encoding
    return first + second + third
