/** Arguments for the calls of the Python driver, made from the shapes of the plan. */
export const PYTHON_VALUES = String.raw`
import pathlib

class Late(BaseException):
    pass

class AnyKey(dict):
    """A mapping with the text under every key."""
    def __init__(self, text):
        super().__init__()
        self.text = text
    def __getitem__(self, key):
        return self.text
    def get(self, key, *rest, **words):
        return self.text
    pop = get
    def getlist(self, key, *rest):
        return [self.text]
    def __contains__(self, key):
        return True
    def __bool__(self):
        return True
    __getattr__ = lambda self, name: self.text if not name.startswith("__") else object.__getattribute__(self, name)

class Anything:
    def __init__(self, values=None):
        self.__dict__.update(values or {})
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()
    def __call__(self, *args, **words):
        return Anything()
    def __iter__(self):
        return iter(())
    def __str__(self):
        return "thing"
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return False

class Maker:
    def __init__(self, plan, eyes):
        self.plan, self.eyes, self.base = plan, eyes, plan["room"] + "/base"

    def value(self, parameter, text):
        shape = parameter["shape"]
        if text is None:
            text = parameter["text"]
        if shape == "text":
            return text
        if shape == "bytes":
            return text.encode()
        if shape == "path":
            return pathlib.Path(text)
        if shape == "number":
            return int(text) if text.lstrip("-").isdigit() else text
        if shape == "flag":
            return False
        if shape == "folder":
            return self.base
        if shape == "file":
            return text if text.startswith("/") or text != parameter["text"] else self.base + "/" + text
        if shape == "list":
            return [text]
        if shape == "record":
            return AnyKey(text)
        if shape == "database":
            return Rows(self.eyes, "any")
        if shape == "request":
            fields = AnyKey(text)
            return Anything({name: fields for name in ("args", "form", "values", "json", "GET", "POST", "query_params", "path_params", "headers", "cookies", "params")} | {"data": text.encode(), "body": text.encode(), "method": "GET", "path": "/", "get_json": lambda *a, **w: fields})
        if shape == "callback":
            return lambda *args, **words: None
        return Anything()

    def arguments(self, parameters, attacked, text):
        places, names = [], {}
        skipped = False
        for index, parameter in enumerate(parameters):
            if parameter["shape"] == "omitted" and index != attacked:
                skipped = True
                continue
            value = self.value(parameter, text if index == attacked else None)
            if parameter["keyword"] or skipped:
                names[parameter["name"]] = value
            else:
                places.append(value)
        return places, names

class Exchange:
    def __init__(self, content):
        self.input, self.output = io.BytesIO(content), b""
    def makefile(self, *args, **words):
        return self.input
    def sendall(self, content):
        self.output += bytes(content)
`;
