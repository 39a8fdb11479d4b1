/**
 * Further eyes of the Python driver, one for each family that needs them: log records, compiled expressions, modes of files, cells of tables, queries
 * of documents and directories, tokens.
 */
export const PYTHON_SERVICES = String.raw`
import base64, csv, logging, re

def watch_logs(eyes):
    handle = logging.Logger.handle
    def heard(logger, record):
        try:
            eyes.note("log", record.getMessage())
        except Exception:
            pass
        return handle(logger, record)
    logging.Logger.handle = heard
    logging.Logger.isEnabledFor = lambda logger, level: True
    logging.raiseExceptions = False

def watch_patterns(eyes):
    make = re._compile
    def compiled(pattern, flags):
        eyes.note("pattern", pattern if isinstance(pattern, str) else getattr(pattern, "pattern", ""))
        return make(pattern, flags)
    re._compile = compiled

def watch_modes(eyes):
    def wrap(owner, name, place):
        original = getattr(owner, name)
        def seen(*args, **words):
            mode = words.get("mode", args[place] if len(args) > place else None)
            if isinstance(mode, int):
                eyes.note("mode", mode)
            return original(*args, **words)
        setattr(owner, name, seen)
    for name, place in (("chmod", 1), ("mkdir", 1), ("makedirs", 1), ("mkfifo", 1), ("fchmod", 1)):
        wrap(os, name, place)
    shift = os.umask
    def umask(mask):
        eyes.note("mode", 0o777 & ~mask)
        return shift(mask)
    os.umask = umask
    def opened(path, flags, mode=0o777, **words):
        if flags & os.O_CREAT:
            eyes.note("mode", mode & 0o775 if mode == 0o777 else mode)
        return os_open(path, flags, mode, **words)
    os_open, os.open = os.open, opened
    pathlib.Path.chmod = lambda self, mode, **words: os.chmod(self, mode, **words)

def watch_cells(eyes):
    make = csv.writer
    class Writer:
        def __init__(self, *args, **words):
            self.real = make(*args, **words)
        def writerow(self, row):
            row = list(row)
            for cell in row:
                eyes.note("cell", cell)
            return self.real.writerow(row)
        def writerows(self, rows):
            for row in rows:
                self.writerow(row)
        def __getattr__(self, name):
            return getattr(self.real, name)
    csv.writer = Writer

def watch_paths(eyes):
    import xml.etree.ElementPath as paths
    def wrap(name):
        original = getattr(paths, name)
        def seen(element, path, *rest, **words):
            eyes.note("statement", "xpath", path)
            try:
                return original(element, path, *rest, **words)
            except (SyntaxError, KeyError):
                return iter(()) if name == "iterfind" else [] if name == "findall" else None
        setattr(paths, name, seen)
    for name in ("find", "findall", "iterfind", "findtext"):
        wrap(name)

def escape_filter(text, *rest):
    return "".join("\\%02x" % ord(letter) if letter in "\\*()\x00/" else letter for letter in str(text))

def directories(eyes):
    double = Double("ldap3")
    double.Connection = double.Server = lambda *args, **words: Directory(eyes)
    double.__path__ = []
    names = {"ldap3": double}
    for inner in ("ldap3.utils", "ldap3.utils.conv", "ldap3.core", "ldap3.core.exceptions"):
        names[inner] = Double(inner)
        names[inner].__path__ = []
    names["ldap3.utils.conv"].escape_filter_chars = escape_filter
    double.utils, names["ldap3.utils"].conv = names["ldap3.utils"], names["ldap3.utils.conv"]
    plain = Double("ldap")
    plain.initialize = plain.open = lambda *args, **words: Directory(eyes)
    plain.__path__ = []
    plain.SCOPE_SUBTREE, plain.SCOPE_ONELEVEL, plain.SCOPE_BASE = 2, 1, 0
    names["ldap"], names["ldap.filter"] = plain, Double("ldap.filter")
    plain.filter = names["ldap.filter"]
    plain.filter.escape_filter_chars = escape_filter
    plain.filter.filter_format = lambda form, values: form % tuple(escape_filter(value) for value in values)
    sys.modules.update(names)

def documents(eyes):
    for name in ("pymongo", "motor", "motor.motor_asyncio", "flask_pymongo"):
        double = Double(name)
        double.MongoClient = double.AsyncIOMotorClient = double.PyMongo = lambda *args, **words: Queries(eyes)
        double.__path__ = []
        sys.modules[name] = double
    for name in ("pymongo.errors", "pymongo.collection", "pymongo.database"):
        sys.modules[name] = Double(name)

def tokens(eyes):
    """PyJWT as its documentation describes decoding (since 2.0); a key is any text."""
    class PyJWTError(Exception):
        pass
    def part(text):
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    def decode(token, key="", algorithms=None, options=None, verify=True, **words):
        token = token.decode() if isinstance(token, bytes) else str(token)
        try:
            header, claims = part(token.split(".")[0]), part(token.split(".")[1])
        except Exception:
            raise PyJWTError("not enough segments")
        if verify is False or (options or {}).get("verify_signature") is False:
            eyes.note("token", "without a look at its signature")
            return claims
        if algorithms is None:
            eyes.note("token", "refused")
            raise PyJWTError("algorithms are missing")
        if str(header.get("alg")).lower() == "none" and any(str(name).lower() == "none" for name in algorithms):
            eyes.note("token", "without a signature")
            return claims
        if token.endswith(".Z29vZA"):
            eyes.note("token", "signed")
            return claims
        eyes.note("token", "refused")
        raise PyJWTError("signature verification failed")
    double = Double("jwt")
    double.decode, double.__path__ = decode, []
    double.encode = lambda claims, *args, **words: "a.b.c"
    double.get_unverified_header = lambda token: part(str(token).split(".")[0])
    errors = Double("jwt.exceptions")
    for name in ("PyJWTError", "InvalidTokenError", "DecodeError", "InvalidSignatureError", "ExpiredSignatureError", "InvalidAlgorithmError", "InvalidAudienceError", "InvalidIssuerError"):
        setattr(double, name, PyJWTError)
        setattr(errors, name, PyJWTError)
    double.exceptions = errors
    sys.modules.update({"jwt": double, "jwt.exceptions": errors})

SERVICES = {"log-injection": watch_logs, "regex-blow-up": watch_patterns, "file-permission": watch_modes, "formula-injection": watch_cells, "xpath-injection": watch_paths, "nosql-injection": documents, "ldap-injection": directories, "token-verification": tokens}

def serve(eyes):
    work = SERVICES.get(eyes.plan["family"])
    if work is not None:
        work(eyes)
`;
