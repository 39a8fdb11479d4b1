/**
 * A stand-in for lxml, whose types cannot be watched: documents are read by the standard library, paths are kept and lead nowhere, and a document with
 * entities is noted where its parser resolves them, as lxml does unless it is told not to.
 */
export const PYTHON_DOCUMENTS = String.raw`
import xml.etree.ElementTree as trees

class Document:
    def __init__(self, eyes, element):
        self.eyes, self.element = eyes, element
    def xpath(self, path, **variables):
        self.eyes.note("statement", "xpath", path)
        return []
    findall = iterfind = xpath
    def find(self, path, *rest, **words):
        self.eyes.note("statement", "xpath", path)
        return None
    findtext = find
    def getroot(self):
        return self
    def __iter__(self):
        return iter(())
    def __len__(self):
        return 0
    def __str__(self):
        return "".join(self.element.itertext())
    def itertext(self):
        return self.element.itertext()
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.element, name)

def lxml_documents(eyes):
    class Parser:
        def __init__(self, *args, **words):
            self.resolves = words.get("resolve_entities", True) is not False
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return lambda *args, **words: self
    def read(text, parser=None, *rest, **words):
        if isinstance(text, (bytes, bytearray)):
            text = bytes(text).decode("utf-8", "replace")
        text = str(text)
        if "<!ENTITY" in text and getattr(parser, "resolves", True):
            eyes.note("entity", "lxml")
        try:
            return Document(eyes, trees.fromstring(re.sub(r"<!DOCTYPE[^\[>]*(\[[^\]]*\])?>|&e;", "", text)))
        except trees.ParseError:
            return Document(eyes, trees.fromstring("<x/>"))
    def load(source, parser=None, *rest, **words):
        if hasattr(source, "read"):
            return read(source.read(), parser)
        with open(source, encoding="utf-8", errors="replace") as file:
            return read(file.read(), parser)
    def path(text, *rest, **words):
        eyes.note("statement", "xpath", text)
        return lambda *args, **values: []
    double, inner = Double("lxml"), Double("lxml.etree")
    double.__path__ = []
    for module in (inner, Double("lxml.html")):
        module.fromstring = module.XML = module.HTML = module.document_fromstring = read
        module.parse, module.XMLParser, module.HTMLParser, module.XPath, module.ETXPath = load, Parser, Parser, path, path
        module.tostring = lambda element, *args, **words: str(element).encode()
        sys.modules[module.__name__] = module
        setattr(double, module.__name__.split(".")[1], module)
    sys.modules["lxml"] = double

def documents_of_lxml(eyes):
    """For paths its types could not be watched; for entities only where it is missing."""
    if eyes.plan["family"] == "xpath-injection" or (eyes.plan["family"] == "xml-entities" and importlib.util.find_spec("lxml") is None):
        lxml_documents(eyes)
`;
