import { CANARY_PORT } from "./payloads-address.ts";

/**
 * What the Python driver lets in, for the families that need it: files that a form sends, documents that unpack to far more, requests that another site
 * had a browser send, and a server on the loopback addresses that says when it is asked for something.
 */
export const PYTHON_GUESTS = String.raw`
import bz2, copy, gzip, http.server, lzma, re, resource, tarfile, threading, zipfile, zlib

class Upload:
    """A file as a form sends it."""
    def __init__(self, name):
        self.filename = self.name = name
        self.content_type = self.mimetype = "image/png"
        content = b"\x89PNG<?php echo 1; ?>"
        self.stream = self.file = io.BytesIO(content)
        self.size = self.content_length = len(content)
        self.read, self.seek, self.tell = self.stream.read, self.stream.seek, self.stream.tell
    def save(self, target, *rest, **words):
        if hasattr(target, "write"):
            target.write(self.stream.read())
        else:
            with open(target, "wb") as file:
                file.write(self.stream.read())
    def chunks(self, *rest):
        yield self.stream.read()
    def __iter__(self):
        return iter([self.stream.read()])

class Uploads(AnyKey):
    def __getitem__(self, key):
        return Upload(self.text)
    def get(self, key, *rest, **words):
        return Upload(self.text)
    pop = get
    def getlist(self, key, *rest):
        return [Upload(self.text)]
    def values(self):
        return [Upload(self.text)]
    def items(self):
        return [("file", Upload(self.text))]

class Forged(str):
    """A request that says the same under every key and in every depth, but under that of a token only what it was given."""
    def __new__(cls, value, token):
        made = super().__new__(cls, value)
        made.token = token
        return made
    def __getitem__(self, key):
        if not isinstance(key, str):
            return super().__getitem__(key)
        if re.search("csrf|xsrf|token|nonce", key, re.I):
            if self.token is None:
                raise KeyError(key)
            return self.token
        return Forged(str(self), self.token)
    def __deepcopy__(self, memo):
        return self
    def get(self, key, otherwise=None, *rest, **words):
        try:
            return self[key]
        except KeyError:
            return otherwise
    def __contains__(self, key):
        return not re.search("csrf|xsrf|token|nonce", str(key), re.I) or self.token is not None
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

def packed(kind, size, path):
    """A file of that kind with so many zeros in it, made piece by piece."""
    pieces = [b"\0" * min(65536, size)] * max(1, size // 65536)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target, target.open("zeros.txt", "w") as file:
            file.writelines(pieces)
    elif kind == "tar":
        # Made by hand: the header, then zeros, which a tar archive ends with too.
        entry = tarfile.TarInfo("zeros.txt")
        entry.size = len(pieces) * len(pieces[0])
        with gzip.open(path, "wb", 1) as target:
            target.write(entry.tobuf())
            target.writelines(pieces)
            target.write(b"\0" * 1024)
    elif kind == "zlib":
        squeeze = zlib.compressobj()
        with open(path, "wb") as target:
            for piece in pieces:
                target.write(squeeze.compress(piece))
            target.write(squeeze.flush())
    else:
        with {"gzip": lambda *args: gzip.open(*args, 1), "bz2": lambda *args: bz2.open(*args, 1), "xz": lambda *args: lzma.open(*args, preset=0)}[kind](path, "wb") as target:
            target.writelines(pieces)

def grown(folder):
    return sum(os.lstat(os.path.join(place, name)).st_size for place, _, names in os.walk(folder) for name in names)

class Guest(Maker):
    """Arguments of the families that bring things along."""
    def value(self, parameter, text):
        family, shape, plain = self.plan["family"], parameter["shape"], parameter["text"] if text is None else text
        if family == "dangerous-upload" and shape in ("object", "record"):
            return (Uploads if shape == "record" else Upload)(plain)
        if family == "forged-request" and shape in ("record", "request"):
            said = json.loads(plain) if plain.startswith("{") else {"value": plain}
            made = Forged(said["value"], said.get("token"))
            return Anything({name: made for name in ("args", "form", "values", "json", "GET", "POST", "headers", "cookies", "body", "META")} | {"method": "POST", "get_json": lambda *a, **w: made}) if shape == "request" else made
        found = re.match(r"a (\w+) of (\d+) ([MK])iB$", plain) if family == "decompression" else None
        if found is not None and shape in ("text", "bytes", "path", "file", "archive"):
            inside = shape == "bytes" or (shape == "text" and not re.search("path|file|name|archive|source", parameter["name"], re.I))
            path = self.base + "/packed." + {"gzip": "gz", "tar": "tar.gz"}.get(found[1], found[1])
            held, self.eyes.open = self.eyes.open, False
            # Making it is no part of the call.
            signal.setitimer(signal.ITIMER_REAL, 0)
            packed(found[1], int(found[2]) << (20 if found[3] == "M" else 10), path)
            content = pathlib.Path(path).read_bytes() if inside else None
            signal.setitimer(signal.ITIMER_REAL, self.plan["seconds"])
            self.eyes.open = held
            return content if inside else pathlib.Path(path) if shape == "path" else path
        made = super().value(parameter, text)
        if family == "dangerous-upload" and shape == "request":
            made.files = made.FILES = Uploads(plain)
        return made

    def measure(self):
        """What a call is held against afterwards."""
        family = self.plan["family"]
        if family == "decompression":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, grown(self.plan["room"])
        return self.data() if family == "forged-request" else None

    def data(self):
        """A copy of the tables and lists of the module."""
        return {name: copy.deepcopy(value) for name, value in vars(self.module).items() if type(value) in (dict, list) and not name.startswith("__")}

    def put_back(self, data):
        for name, value in data.items():
            held = vars(self.module)[name]
            held.clear()
            held.update(value) if isinstance(held, dict) else held.extend(value)

    def compare(self, before, answer):
        family = self.plan["family"]
        if family == "decompression":
            memory, stored = before
            self.eyes.note("expanded", max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory << 10, grown(self.plan["room"]) - stored, len(answer) if isinstance(answer, (bytes, bytearray, str)) else 0))
        if family == "forged-request" and (self.data() != before or any(event[0] == "statement" and re.match(r"\s*(insert|update|delete|replace)", event[2], re.I) for event in self.eyes.events)):
            self.eyes.note("changed")
        if family == "forged-request":
            self.put_back(before)

def canary_server(eyes):
    """Answers on the loopback addresses, which are the sandbox's own, and says what it was asked for."""
    if eyes.plan["family"] != "request-forgery":
        return
    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            eyes.note("served", self.command + " " + self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")
        do_POST = do_PUT = do_HEAD = do_DELETE = do_OPTIONS = do_GET
        def log_message(self, *args):
            pass
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1")):
        class Server(http.server.ThreadingHTTPServer):
            address_family, daemon_threads = family, True
        try:
            server = Server((address, ${CANARY_PORT}), Asked)
        except OSError:
            continue
        threading.Thread(target=server.serve_forever, daemon=True).start()
`;
