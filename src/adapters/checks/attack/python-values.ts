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
        plain = text is None
        if plain:
            text = parameter["text"]
        if self.plan["family"] == "nosql-injection" and text.startswith("{") and shape in ("text", "record", "number"):
            held = json.loads(text)
            return AnyKey(held) if shape == "record" else held
        if shape == "record" and self.plan["family"] == "mass-assignment":
            return json.loads(text) if text.startswith("{") else {"name": "one", text: "two"}
        if shape == "record" and self.plan["family"] == "header-injection" and plain:
            return Headers(self.eyes)
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
        if shape == "file" and self.plan["family"] in ("code-injection", "deserialization", "xml-entities"):
            held, self.eyes.open = self.eyes.open, False
            pathlib.Path(self.base, "document").write_text(text)
            self.eyes.open = held
            return self.base + "/document"
        if shape == "file":
            return text if text.startswith("/") or text != parameter["text"] else self.base + "/" + text
        if shape == "archive":
            return self.archive(text)
        if shape == "list":
            return [text]
        if shape == "record":
            return AnyKey(text)
        if shape == "database":
            double = {"nosql-injection": Queries, "ldap-injection": Directory}.get(self.plan["family"])
            return Rows(self.eyes, "any") if double is None else double(self.eyes)
        if shape == "object" and self.plan["family"] in ("xpath-injection", "nosql-injection", "ldap-injection"):
            return {"xpath-injection": Tree, "nosql-injection": Queries, "ldap-injection": Directory}[self.plan["family"]](self.eyes)
        if shape == "response":
            return Answer()
        if shape == "request":
            held = json.loads(text) if self.plan["family"] == "nosql-injection" and text.startswith("{") else text
            fields = AnyKey(held)
            return Anything({name: fields for name in ("args", "form", "values", "json", "GET", "POST", "query_params", "path_params", "headers", "cookies", "params")} | {"data": text.encode(), "body": text.encode(), "method": "GET", "path": "/", "get_json": lambda *a, **w: fields})
        if shape == "callback":
            return lambda *args, **words: None
        return Anything()

    def archive(self, member):
        """The path of an archive with one file of this name, of the kind that the code opens."""
        import tarfile, zipfile
        self.archives = getattr(self, "archives", 0) + 1
        zipped = "zipfile" in self.plan["entry"]["literals"]
        path = self.plan["room"] + "/archive" + str(self.archives) + (".zip" if zipped else ".tar")
        held, self.eyes.open = self.eyes.open, False
        if zipped:
            with zipfile.ZipFile(path, "w") as target:
                target.writestr(member, "one two\n")
        else:
            with tarfile.open(path, "w") as target:
                entry = tarfile.TarInfo(member)
                entry.size = 8
                target.addfile(entry, io.BytesIO(b"one two\n"))
        self.eyes.open = held
        return path

    def view(self, module, run, text):
        """A view of Flask, in a context of its own, with a request whose every field is the text."""
        import flask
        request = self.value({"shape": "request", "text": text}, text)
        for place in (module, flask):
            if hasattr(place, "request"):
                place.request = request
        app = next((each for each in vars(module).values() if isinstance(each, flask.Flask)), None) or flask.Flask("under_attack")
        with app.test_request_context("/"):
            answer = app.make_response(run())
            self.eyes.note("status", answer.status_code)
            for name, value in answer.headers.items():
                self.eyes.note("header", name, value)
                if name.lower() == "set-cookie":
                    self.cookie(value)
            if "Location" in answer.headers:
                self.eyes.note("location", answer.headers["Location"])
            if self.plan["family"] == "cross-site-scripting" and "html" not in (answer.content_type or ""):
                return ""
            answer.direct_passthrough = False
            return answer

    def headers(self, answer):
        for line in answer.split(b"\r\n\r\n")[0].split(b"\r\n"):
            name, _, value = line.decode("latin-1").partition(": ")
            if value:
                self.eyes.note("header", name, value)
            if name.lower() == "set-cookie":
                self.cookie(value)

    def cookie(self, text):
        flags = [word.strip().lower() for word in text.split(";")]
        self.eyes.note("cookie", text.split("=")[0], str("secure" in flags).lower(), str("httponly" in flags).lower())

    def arguments(self, parameters, attacked, text, also={}):
        places, names = [], {}
        skipped = False
        for index, parameter in enumerate(parameters):
            word = also.get(str(index))
            if parameter["shape"] == "omitted" and index != attacked and word is None:
                skipped = True
                continue
            value = self.value(parameter, text if index == attacked else None) if word is None else self.value({**parameter, "shape": "text"}, word)
            if index == attacked:
                self.eyes.sent = value
            if parameter["keyword"] or skipped:
                names[parameter["name"]] = value
            else:
                places.append(value)
        self.eyes.given = [*places, *names.values()]
        return places, names

    def words(self, answer):
        if isinstance(answer, bytes):
            return answer[:20000].decode("utf-8", "replace")
        if hasattr(answer, "get_data"):
            return str(answer.get_data(as_text=True))[:20000] + "\n" + "".join(str(name) + ": " + str(text) + "\n" for name, text in answer.headers.items())
        if hasattr(answer, "read") and not isinstance(answer, Anything):
            content = answer.read(20000)
            return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
        if hasattr(answer, "itertext"):
            return "".join(answer.itertext())[:20000]
        if hasattr(answer, "toxml"):
            return answer.toxml()[:20000]
        return str(answer)[:20000] if isinstance(answer, (str, Answer)) else repr(answer)[:20000]

class Exchange:
    def __init__(self, content):
        self.input, self.output = io.BytesIO(content), b""
    def makefile(self, *args, **words):
        return self.input
    def sendall(self, content):
        self.output += bytes(content)
`;
