import xml.etree.ElementTree as ET
import xml.sax
from xml.dom.minidom import parseString

import defusedxml.ElementTree as SafeET
from lxml import etree


def feed(text):
    # ruleid: py-xml-entities
    return ET.fromstring(text)


class Importer:
    def load(self, path):
        # ruleid: py-xml-entities
        return ET.parse(path).getroot()

    async def document(self, body):
        # ruleid: py-xml-entities
        return parseString(body)


def events(stream, handler):
    # ruleid: py-xml-entities
    xml.sax.parse(stream, handler)


def with_lxml(body):
    # ruleid: py-xml-entities
    parser = etree.XMLParser(resolve_entities=True)
    # ruleid: py-xml-entities
    first = etree.fromstring(body)
    return first, parser


def safe(body, path, tree):
    # ok: py-xml-entities
    first = SafeET.fromstring(body)
    # ok: py-xml-entities
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    # ok: py-xml-entities
    second = etree.fromstring(body, parser)
    # ok: py-xml-entities
    third = etree.parse(path, parser=parser)
    # ok: py-xml-entities
    text = ET.tostring(tree)
    # ok: py-xml-entities
    node = ET.Element("order")
    return first, second, third, text, node


def without_entities(stream):
    # ok: py-xml-entities
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    parser.parse(stream)
