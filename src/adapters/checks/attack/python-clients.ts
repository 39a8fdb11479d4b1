/**
 * Frameworks by their own test clients, where they are installed: Flask's and FastAPI's for a function that a route leads to, Django's request factory for
 * a view. Where the client does not come through to the function without an attack, a sign-in before it for instance, the function is called by itself.
 */
export const PYTHON_CLIENTS = String.raw`
# Kinds whose payloads are texts: objects in the place of texts, and what clients themselves refuse to send, need a request of their own.
THROUGH = {"cross-site-scripting", "open-redirect", "path-traversal", "command-injection", "sql-injection", "code-injection", "dangerous-upload", "cookie-flags"}

class Page(str):
    """What a framework answered, whose status says whether it refused."""
    def __new__(cls, visited):
        made = super().__new__(cls, visited[1])
        made.status = visited[0]
        return made

class Visitor(Guest):
    """Calls through the test client of a framework."""
    through, way, django = None, None, False

    def value(self, parameter, text):
        if parameter["shape"] == "request" and self.django and self.plan["family"] in THROUGH - {"dangerous-upload"}:
            self.through = "Django's request factory"
            return django_request(self.plan["entry"]["literals"], parameter["text"] if text is None else text)
        return super().value(parameter, text)

    def of_django(self, answer):
        if not self.django or not hasattr(answer, "status_code") or not hasattr(answer, "items"):
            return answer
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        cookies = [("Set-Cookie", each.OutputString()) for each in answer.cookies.values()]
        return Page((answer.status_code, self.answered(answer.status_code, [*answer.items(), *cookies], answer.get("Content-Type", ""), content.decode("utf-8", "replace"))))

    def request(self, handler, shot):
        """One request, without a network: tries each address with each field."""
        entry, text = self.plan["entry"], shot["text"] if shot["text"] is not None else "a.txt"
        paths = [word for word in entry["literals"] if word.startswith("/")] or ["/"]
        fields = [word for word in entry["literals"] if not word.startswith("/")]
        quoted = urllib.parse.quote(text, safe="")
        out, trouble, answered = b"", None, False
        for path in paths:
            query = "&".join(name + "=" + quoted for name in fields)
            for target in ([path + "?" + query] if fields else []) + [path.rstrip("/") + "/" + (text if shot["parameter"] == 1 else quoted)]:
                if any(ord(letter) <= 32 or ord(letter) > 126 for letter in target):
                    continue
                socket_double = Exchange((entry["name"][3:] + " " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n").encode())
                server = Anything({name: self.base for name in ("folder", "directory", "root", "base", "base_dir", "path", "storage", "upload_folder", "static")})
                try:
                    handler(socket_double, ("127.0.0.1", 0), server)
                    answered = True
                except Exception as error:
                    trouble = error
                out += socket_double.output
                self.headers(socket_double.output)
                for line in socket_double.output.split(b"\r\n"):
                    if line.lower().startswith(b"location: "):
                        self.eyes.note("location", line[10:].decode("latin-1"))
        if trouble is not None and not answered:
            raise trouble
        return out

    def answered(self, status, headers, kind, text):
        """Notes what any framework answers; what is no page is no page."""
        self.eyes.note("status", status)
        for name, value in headers:
            self.eyes.note("header", name, value)
            if name.lower() == "set-cookie":
                self.cookie(value)
            if name.lower() == "location":
                self.eyes.note("location", value)
        return "" if self.plan["family"] == "cross-site-scripting" and "html" not in kind else text

    def visit(self, module, shot):
        """The answer of the framework, or nothing where the function is to be called by itself."""
        if self.plan["family"] not in THROUGH:
            return None
        if self.way is None:
            found = flask_route(module, self.plan["entry"]) or fastapi_route(module, self.plan["entry"])
            self.way = found and found[1]
            if self.way:
                events = list(self.eyes.events)
                try:
                    self.through = found[0] if self.way(self, {"parameter": -1, "text": None})[0] < 400 else None
                except Exception:
                    self.through = None
                self.eyes.events[:] = events
            self.way = self.way if self.through else False
        return self.way(self, shot) if self.way else None

    def texts(self, shot):
        """Words for the parameters of the function and for the fields of the request."""
        entry = self.plan["entry"]
        given = {}
        for index, parameter in enumerate(entry["parameters"]):
            if parameter["shape"] not in ("text", "path", "file", "number", "omitted", "flag"):
                raise TypeError(parameter["shape"])
            word = shot["text"] if index == shot["parameter"] else shot.get("also", {}).get(str(index))
            if word is not None or parameter["shape"] != "omitted":
                given[parameter["name"]] = word if word is not None else "true" if parameter["shape"] == "flag" else parameter["text"]
        field = shot["text"] if shot["text"] is not None and shot["parameter"] >= len(entry["parameters"]) else "ann"
        return given, {word: field for word in entry["literals"] if not word.startswith("/") and word != "zipfile"}

def source_of(function):
    try:
        return inspect.getsource(inspect.unwrap(function))
    except (OSError, TypeError):
        return ""

def flask_route(module, entry):
    flask = sys.modules.get("flask")
    if flask is None or not inspect.isclass(getattr(flask, "Flask", None)) or not hasattr(flask.Flask, "test_client"):
        return None
    held = list(vars(module).values())
    app = next((each for each in held if isinstance(each, flask.Flask)), None)
    if app is None:
        app = flask.Flask("under_attack")
        for each in held:
            if isinstance(each, flask.Blueprint):
                app.register_blueprint(each)
    wanted = inspect.unwrap(getattr(module, entry["name"]))
    rule = next((each for each in app.url_map.iter_rules() if inspect.unwrap(app.view_functions[each.endpoint]) is wanted), None)
    if rule is None:
        return None
    app.testing, app.secret_key, source = True, app.secret_key or "k", source_of(wanted)
    method = next((each for each in ("GET", "POST", "PUT", "PATCH", "DELETE") if each in rule.methods), "GET")
    def send(visitor, shot):
        given, fields = visitor.texts(shot)
        path = app.url_map.bind("localhost").build(rule.endpoint, {name: int(given[name]) if given[name].isdigit() and "<int" in rule.rule else given[name] for name in rule.arguments}, method=method)
        more = {"query_string": fields}
        if re.search(r"\.json\b|get_json", source):
            more["json"] = fields
        elif "request.files" in source:
            more["data"] = {name: (io.BytesIO(b"\x89PNG<?php echo 1; ?>"), text) for name, text in fields.items()}
        elif method != "GET":
            more["data"] = fields
        if "headers" in source:
            more["headers"] = fields
        client = app.test_client()
        if "cookies" in source:
            for name, text in fields.items():
                client.set_cookie(name, text)
        answer = client.open(path, method=method, **more)
        return answer.status_code, visitor.answered(answer.status_code, list(answer.headers.items()), answer.content_type or "", answer.get_data(as_text=True))
    return "Flask's test client", send

def fastapi_route(module, entry):
    fastapi = sys.modules.get("fastapi")
    if fastapi is None or not inspect.isclass(getattr(fastapi, "FastAPI", None)):
        return None
    try:
        from fastapi.testclient import TestClient
    except (ImportError, RuntimeError):
        return None
    held = list(vars(module).values())
    app = next((each for each in held if isinstance(each, fastapi.FastAPI)), None)
    if app is None:
        app = fastapi.FastAPI()
        for each in held:
            if isinstance(each, fastapi.APIRouter):
                app.include_router(each)
    wanted = getattr(module, entry["name"])
    route = next((each for each in app.routes if getattr(each, "endpoint", None) is wanted), None)
    if route is None:
        return None
    client = TestClient(app, follow_redirects=False)
    method = sorted(route.methods)[0]
    def send(visitor, shot):
        given, _ = visitor.texts(shot)
        inside = set(re.findall(r"\{(\w+)(?::\w+)?\}", route.path))
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: urllib.parse.quote(given.get(found[1], "x"), safe=""), route.path)
        answer = client.request(method, path, params={name: text for name, text in given.items() if name not in inside})
        return answer.status_code, visitor.answered(answer.status_code, list(answer.headers.multi_items()), answer.headers.get("content-type", ""), answer.text)
    return "FastAPI's test client", send

def prepare_django(plan):
    """Settings of its own, for code that is driven outside of its project."""
    with open(plan["file"], "rb") as source:
        uses = re.search(rb"^\s*(?:from|import) django", source.read(), re.M)
    if not uses:
        return False
    sys.path[:0] = plan["search"]
    # A stand-in comes from no file.
    if getattr(importlib.util.find_spec("django"), "origin", None) is None:
        return False
    import django
    from django.conf import settings
    settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], SECRET_KEY="k", DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"], TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
    django.setup()
    return True

def django_request(words, text):
    """A request of Django's own factory with the text in every field."""
    from django.test import RequestFactory
    fields = {word: text for word in words if not word.startswith("/")}
    made = RequestFactory().post("/?" + urllib.parse.urlencode(fields), fields)
    made.COOKIES.update(fields)
    made.META.update({"HTTP_" + word.upper().replace("-", "_"): text for word in fields})
    made.session = dict(fields)
    return made
`;
