/**
 * What the Python driver sees of a call: an audit hook for files, processes, connections and evaluated code, and stand-ins for the
 * few functions that the hook does not speak of. `note` keeps one event of the running shot.
 */
export const PYTHON_EYES = String.raw`
import hashlib, hmac, http.client, io, os, random, socket, ssl, sys, tempfile

class Eyes:
    def __init__(self, plan):
        self.plan, self.events, self.open = plan, [], False
        self.prefixes = tuple({os.path.realpath(p) + "/" for p in (sys.prefix, sys.base_prefix, os.path.dirname(os.__file__)) if p != "/"} | {"/proc/", "/dev/"})
        self.plant, self.sent, self.given = None, None, ()

    def note(self, *words):
        if self.open and len(self.events) < 150:
            self.events.append([str(word)[:2000] for word in words])

    def file(self, what, path):
        if isinstance(path, int) or path is None:
            return
        try:
            path = os.fsdecode(path)
        except Exception:
            return
        path = os.path.normpath(os.path.join("/" if path.startswith("/") else self.cwd, path))
        if path.endswith((".py", ".pyc")) or path.startswith(self.prefixes):
            return
        self.note("file", what, path)

    def hook(self, event, args):
        if not self.open:
            return
        if event == "open":
            self.file("open", args[0])
        elif event in ("os.remove", "os.rmdir", "os.mkdir", "os.listdir", "os.scandir", "os.truncate", "os.chmod", "os.chdir"):
            self.file(event, args[0])
        elif event in ("os.rename", "os.link", "os.symlink", "shutil.copyfile", "shutil.move", "shutil.copytree"):
            self.file(event, args[0])
            self.file(event, args[1])
        elif event in ("shutil.rmtree", "shutil.unpack_archive"):
            self.file(event, args[0])
        elif event == "subprocess.Popen":
            self.note("process", args[0], args[1])
        elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn"):
            self.note("process", *args[:2])
        elif event in ("compile", "exec"):
            if event == "compile" and args[1] not in (None, "<string>", "<unknown>", "<fstring>"):
                return
            self.note("evaluated", event)
        elif event == "socket.connect":
            self.note("contact", args[1][0] if isinstance(args[1], tuple) else args[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self.note("lookup", args[0])
        elif event == "pickle.find_class":
            self.note("loaded", *args[:2])

    def watch(self):
        self.cwd = os.getcwd()
        sys.addaudithook(self.hook)
        self.hashes()
        self.certificates()
        self.temporary()
        databases(self)

    def hashes(self):
        def seen(name, make):
            def digest(*args, **words):
                self.note("hash", name.lower().replace("-", ""), words.get("usedforsecurity", True) is not False)
                return make(*args, **words)
            digest.__name__ = name
            return digest
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s"):
            setattr(hashlib, name, seen(name, getattr(hashlib, name)))
        new = hashlib.new
        def by_name(name, *args, **words):
            self.note("hash", str(name).lower().replace("-", ""), words.get("usedforsecurity", True) is not False)
            return new(name, *args, **words)
        hashlib.new = by_name
        derive, scrypt, keyed = hashlib.pbkdf2_hmac, getattr(hashlib, "scrypt", None), hmac.new
        def pbkdf2(name, password, salt, iterations, *rest, **words):
            self.note("derived", "pbkdf2", iterations, raw(salt))
            return derive(name, password, salt, iterations, *rest, **words)
        hashlib.pbkdf2_hmac = pbkdf2
        if scrypt is not None:
            def slow(*args, **words):
                self.note("derived", "scrypt", words.get("n", 0), raw(words.get("salt")))
                return scrypt(*args, **words)
            hashlib.scrypt = slow
        def mac(key, msg=None, digestmod=""):
            self.note("hash", getattr(digestmod, "__name__", digestmod).lower().replace("-", "").replace("openssl_", ""), True)
            return keyed(key, msg, digestmod)
        hmac.new = mac

    def certificates(self):
        if self.plan["family"] != "certificate-validation":
            return
        eyes = self
        def wrap(context, sock, *args, **words):
            eyes.tls(context)
            raise ConnectionRefusedError("no network here")
        ssl.SSLContext.wrap_socket = wrap
        class Line:
            def __getattr__(self, name):
                return lambda *args, **words: None
        socket.create_connection = lambda *args, **words: Line()
        try:
            import requests
            def send(adapter, request, verify=True, **words):
                eyes.note("tls", "checked" if verify else "unchecked")
                answer = requests.Response()
                answer.status_code, answer._content, answer.url, answer.request = 200, b"{}", request.url, request
                return answer
            requests.adapters.HTTPAdapter.send = send
        except ImportError:
            pass

    def tls(self, context):
        checked = context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname
        self.note("tls", "checked" if checked else "unchecked")

    def fields(self, *values):
        """Names of the fields of what is changed or returned, when it is not the very record that was sent."""
        for value in values:
            if value is self.sent or isinstance(value, (str, bytes)):
                continue
            held = value if isinstance(value, dict) else getattr(value, "__dict__", {})
            for key in list(held)[:40]:
                self.note("assigned", key)

    def inspect(self, value):
        family = self.plan["family"]
        if family == "mass-assignment":
            self.fields(value, *self.given)
        if family in ("open-redirect", "request-forgery") and isinstance(value, str) and re.match(r"\s*([a-z][a-z0-9+.-]*:)?[/\\]", value, re.I):
            self.note("address", value)
        if isinstance(value, ssl.SSLContext):
            self.tls(value)
        elif isinstance(value, http.client.HTTPSConnection):
            self.tls(value._context)
        elif getattr(value, "verify", None) in (True, False):
            self.note("tls", "checked" if value.verify else "unchecked")

    def temporary(self):
        name = tempfile.mktemp
        def guess(*args, **words):
            path = name(*args, **words)
            self.note("named", path)
            if self.plant:
                os.symlink(self.plant, path)
            return path
        if self.plan["family"] == "temporary-file":
            tempfile.mktemp = guess
`;
