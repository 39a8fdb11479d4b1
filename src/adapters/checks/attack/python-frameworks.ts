/**
 * Stand-ins for frameworks that are not installed where the code is driven: decorators that leave functions as they are, base classes, a response
 * that keeps headers and cookies. Nothing here cleans or checks: a function of a framework that does is not imitated, so that no repair passes by it.
 */
export const PYTHON_FRAMEWORKS = String.raw`
import importlib.abc, importlib.machinery

FRAMEWORKS = {"django", "rest_framework", "fastapi", "starlette", "sqlalchemy", "aiohttp", "httpx", "requests", "flask", "flask_login", "flask_sqlalchemy", "flask_cors", "flask_restful", "flask_wtf", "pydantic", "tornado", "bottle", "sanic", "quart", "peewee", "redis", "celery", "boto3", "botocore", "dotenv", "click", "loguru", "structlog", "uvicorn", "lxml", "cherrypy", "pyramid", "falcon", "webapp2", "paramiko", "psutil", "asyncpg", "aiosqlite", "aiomysql", "jwt", "jose", "ldap", "ldap3", "pymongo", "bson", "motor", "mongoengine", "flask_pymongo", "psycopg2", "psycopg", "pymysql", "MySQLdb", "mysql"}
CLEANERS = re.compile(r"escape|sanit|clean|secure_|safe_join|quote|bleach|validat|is_safe|url_has_allowed|mark_safe|defused|XMLParser|tostring", re.I)

class Answer:
    """A response: what is set on it is noted."""
    status_code = 200
    def __init__(self, *args, **words):
        first = args[0] if args else words.get("content", words.get("body", words.get("text", b"")))
        object.__setattr__(self, "content", first)
        object.__setattr__(self, "headers", Headers(self.eyes))
        for name, value in dict(words.get("headers") or {}).items():
            self.headers[name] = value
        if "Redirect" in type(self).__name__ and first:
            self.eyes.note("location", first)
    def __setitem__(self, name, value):
        self.headers[name] = value
    def __getitem__(self, name):
        return ""
    def set_cookie(self, name="", value="", **words):
        self.eyes.note("header", "Set-Cookie", value)
        self.eyes.note("cookie", name, str(bool(words.get("secure"))).lower(), str(bool(words.get("httponly"))).lower())
    set_signed_cookie = set_cookie
    def write(self, text):
        self.content = str(self.content) + str(text)
    def __str__(self):
        return str(self.content)
    __repr__ = __str__
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

class Headers(dict):
    def __init__(self, eyes):
        super().__init__()
        self.eyes = eyes
    def __setitem__(self, name, value):
        self.eyes.note("header", name, value)
        super().__setitem__(name, value)
    def add(self, name, value, **words):
        self[name] = value
    append = set = add_header = setdefault = add

class Blank:
    """A thing of a framework: base class, decorator, object, whatever is asked of it."""
    def __init__(self, *args, **words):
        pass
    def __init_subclass__(cls, **words):
        pass
    def __call__(self, *args, **words):
        if len(args) == 1 and not words and (inspect.isfunction(args[0]) or inspect.isclass(args[0])):
            return args[0]
        return Blank()
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Blank()
    def __getitem__(self, name):
        return Blank()
    def __iter__(self):
        return iter(())
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return False
    def __mro_entries__(self, bases):
        return (BlankBase,)
    def __or__(self, other):
        return self
    __ror__ = __and__ = __rand__ = __or__

class BlankBase:
    def __init__(self, *args, **words):
        self.__dict__.update(words)
        Answer.eyes.fields(words)

class Framework(types.ModuleType):
    __path__ = []
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if CLEANERS.search(name):
            raise ImportError("the framework's " + name + " is not here")
        if re.search(r"(Response|Redirect)\w*$", name) and name[:1].isupper():
            return type(name, (Answer,), {})
        if re.search(r"(Error|Exception|DoesNotExist|Warning|Http404)$", name):
            return type(name, (Exception,), {})
        if name in ("redirect", "RedirectResponse"):
            return lambda target, *args, **words: Answer.eyes.note("location", target)
        if name in ("render", "render_template"):
            return lambda *args, **words: Answer("")
        if name in ("jsonify", "Response", "make_response"):
            return lambda *args, **words: Answer(*args, **words)
        if name in ("connection", "engine", "session") and self.__name__.split(".")[0] in ("django", "sqlalchemy"):
            return Rows(Answer.eyes, "any")
        if name == "create_engine":
            return lambda *args, **words: Rows(Answer.eyes, "any")
        if name == "text" and self.__name__.startswith("sqlalchemy"):
            return lambda statement: statement
        if name in ("get", "post", "put", "delete", "head", "request", "patch") and self.__name__ in ("requests", "httpx"):
            return self.contact
        return Blank()
    def contact(self, *args, **words):
        target = next((each for each in args if isinstance(each, str) and "/" in each), words.get("url", ""))
        Answer.eyes.note("contact", urllib.parse.urlsplit(str(target)).hostname or "")
        Answer.eyes.note("tls", "unchecked" if words.get("verify") is False else "checked")
        raise OSError("no network here")

class Frameworks(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: for what no other finder has."""
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in FRAMEWORKS else None
    def create_module(self, spec):
        return Framework(spec.name)
    def exec_module(self, module):
        pass

def imitate(eyes):
    Answer.eyes = eyes
    sys.meta_path.append(Frameworks())
`;
