/** Stand-ins for what is asked: collections of documents, a directory, a tree of XML. Each keeps its queries. */
export const PYTHON_STORES = String.raw`
class Queries:
    """A collection, database or client of documents: every name is another one, every call keeps its query."""
    def __init__(self, eyes):
        self.eyes = eyes
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Queries(self.eyes)
    def __getitem__(self, name):
        return Queries(self.eyes)
    def __call__(self, *args, **words):
        for each in list(args) + list(words.values()):
            if isinstance(each, (dict, list)):
                self.eyes.note("statement", "mongo", json.dumps(each, default=str))
        return Found(self.eyes)

class Found(Row):
    def __init__(self, eyes):
        super().__init__({"id": 1, "_id": 1, "name": "one"})
        self.eyes = eyes
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Queries(self.eyes)
    def __iter__(self):
        return iter((Row(),))

class Directory:
    """A connection to a directory: every text with a bracket is a filter."""
    def __init__(self, eyes):
        self.eyes, self.entries, self.response, self.result = eyes, [], [], {}
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        def call(*args, **words):
            for each in list(args) + list(words.values()):
                if isinstance(each, str) and "(" in each:
                    self.eyes.note("statement", "ldap", each)
            return [] if name.startswith("search") else self
        return call
    __enter__ = lambda self: self
    __exit__ = lambda self, *args: False

class Tree:
    """A document of lxml: keeps the path it is asked for."""
    def __init__(self, eyes):
        self.eyes = eyes
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        def call(path="", *rest, **words):
            self.eyes.note("statement", "xpath", path)
            return []
        return call
`;
