/**
 * The world around one call of the Python driver: clock and random generators that start from the call's seed, stand-ins for databases and
 * the network, and an audit hook that sees programs and files outside of the room.
 */
export const PYTHON_WORLD = String.raw`
class Store:
    """Connection and cursor at once, for drivers other than sqlite3; takes every style of place-holders."""
    def __init__(self, world):
        self.world, self.base, self.last, self.row_factory, self.autocommit = world, world.open_store(), None, None, True
    def execute(self, statement, values=(), *more, **words):
        values = (values, *more) if more or not isinstance(values, (tuple, list, collections.abc.Mapping)) else values
        text = final(str(statement), values)
        self.world.note("statement", text)
        self.last = self.base.stock.carry(self.base, text, lambda: sqlite3.Cursor.execute(sqlite3.Connection.cursor(self.base), text))
        return self
    query = fetch = execute
    def executemany(self, statement, rows):
        for row in rows:
            self.execute(statement, row)
        return self
    def executescript(self, statement):
        return self.execute(statement)
    def cursor(self, *args, **words):
        return self
    @property
    def description(self):
        return None if self.last is None else self.last.description
    @property
    def rowcount(self):
        return -1 if self.last is None else self.last.rowcount
    @property
    def lastrowid(self):
        return None if self.last is None else self.last.lastrowid
    def fetchall(self):
        rows = [] if self.last is None else self.last.fetchall()
        names = [column[0] for column in (self.description or ())]
        return [Row(row, names) for row in rows]
    all = fetchall
    def fetchone(self):
        row = None if self.last is None else self.last.fetchone()
        return None if row is None else Row(row, [column[0] for column in self.last.description])
    first = one = fetchone
    def scalar(self):
        row = self.fetchone()
        return None if row is None else row[0]
    def fetchmany(self, size=1):
        return [row for row in (self.fetchone() for _ in range(size)) if row is not None]
    def __iter__(self):
        return iter(self.fetchall())
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return False
    def commit(self):
        pass
    rollback = close = begin = commit

class Wire:
    """A connection to a server that answers every request with the same few values."""
    def __init__(self, world, host, port):
        self.world, self.host, self.sent, self.port = world, host, b"", port
    def sendall(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            data = b"".join(data)
        self.sent += bytes(data)
    def send(self, data):
        self.sendall(data)
        return len(data)
    def makefile(self, *args, **words):
        self.world.note("request", str(self.host) + ":" + str(self.port), self.sent.decode("latin-1"))
        self.sent = b""
        body = self.world.answer().encode()
        return io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\nConnection: close\r\n\r\n" + body)
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **words: None

class World:
    def __init__(self, plan):
        self.plan, self.open, self.events, self.stores, self.outside, self.turn = plan, False, [], [], {}, 0

    def note(self, kind, *words):
        if self.open and len(self.events) < 100:
            self.events.append([kind, [["text", str(word)[:4000]] for word in words]])

    def answer(self):
        one = {"id": 1, "name": "one", "title": "one", "ok": True, "items": [1, 2]}
        return json.dumps([one, dict(one, id=2, title="two")] if self.turn % 2 else one)

    def hook(self, event, args):
        if not self.open:
            return
        if event == "subprocess.Popen":
            self.note("process", *([args[1]] if isinstance(args[1], (str, bytes)) else [os.fsdecode(each) if isinstance(each, (str, bytes, os.PathLike)) else each for each in args[1]]))
        elif event == "os.system":
            self.note("process", "/bin/sh", "-c", os.fsdecode(args[0]))
        elif event in ("os.exec", "os.posix_spawn"):
            self.note("process", *[os.fsdecode(each) for each in args[1]])
        elif event == "open" and isinstance(args[0], (str, bytes)):
            writes = any(letter in (args[1] or "") for letter in "wax+") if isinstance(args[1], str) else bool(args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            path = os.path.realpath(os.fsdecode(args[0]))
            if writes and not path.startswith((self.plan["room"] + "/", "/dev/", "/proc/")) and not path.endswith(".pyc") and path not in self.outside:
                self.open = False
                try:
                    self.outside[path] = pathlib.Path(path).read_bytes() if os.path.isfile(path) else None
                except OSError:
                    self.outside[path] = None
                self.open = True
        elif event in ("os.remove", "os.rmdir", "os.mkdir", "os.rename", "os.link", "os.symlink", "shutil.rmtree"):
            path = os.path.realpath(os.fsdecode(args[0])) if isinstance(args[0], (str, bytes)) else ""
            if path and not path.startswith(self.plan["room"] + "/"):
                self.note("outside", event, path)

    def left_outside(self):
        """Contents of files outside of the room that the call wrote, which are put back as they were."""
        found = []
        for path, old in sorted(self.outside.items()):
            try:
                fresh = pathlib.Path(path).read_bytes()
            except OSError:
                continue
            if fresh != old:
                found.append(["written", [["path", path], ["text", fresh[:4000].decode("latin-1")]]])
                if old is None:
                    os.unlink(path)
                else:
                    pathlib.Path(path).write_bytes(old)
        return found

    def settle(self):
        """Once, before the module is loaded."""
        sys.addaudithook(self.hook)
        stores(self)
        socket.create_connection = lambda address, *args, **words: Wire(self, *address[:2])
        ssl.SSLContext.wrap_socket = lambda context, sock, *args, **words: sock
        tempfile.tempdir = self.plan["room"] + "/tmp"
        time.sleep = lambda seconds: None
        now = lambda: 1600000000.25 + self.shift
        self.shift = 0
        time.time, time.time_ns = now, lambda: int(now() * 1e9)
        local, gm, text, ctime = time.localtime, time.gmtime, time.strftime, time.ctime
        time.localtime, time.gmtime = (lambda seconds=None: local(now() if seconds is None else seconds)), (lambda seconds=None: gm(now() if seconds is None else seconds))
        time.strftime = lambda form, *parts: text(form, *(parts or (local(now()),)))
        time.ctime = lambda seconds=None: ctime(now() if seconds is None else seconds)
        os.getpid = lambda: 4242
        real, day = datetime.datetime, datetime.date
        class Any(type):
            def __instancecheck__(cls, value):
                return isinstance(value, cls.__mro__[1])
            def __subclasscheck__(cls, other):
                return issubclass(other, cls.__mro__[1])
        class FrozenDatetime(real, metaclass=Any):
            @classmethod
            def now(cls, tz=None):
                return real.fromtimestamp(now(), tz)
            @classmethod
            def utcnow(cls):
                return real.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)
            today = now
        class FrozenDate(day, metaclass=Any):
            @classmethod
            def today(cls):
                return real.fromtimestamp(now()).date()
        FrozenDatetime.__name__, FrozenDate.__name__ = "datetime", "date"
        datetime.datetime, datetime.date = FrozenDatetime, FrozenDate

    def requests(self):
        """The library of that name, where the code has loaded it."""
        library, world = sys.modules.get("requests"), self
        if library is None:
            return
        def send(adapter, request, **words):
            world.note("request", str(request.method), str(request.url), str(request.body))
            answer = library.Response()
            answer.status_code, answer._content, answer.url, answer.request, answer.encoding = 200, world.answer().encode(), request.url, request, "utf-8"
            answer.headers["Content-Type"] = "application/json"
            return answer
        library.adapters.HTTPAdapter.send = send

    def start(self, call):
        """Before each call, in its own process."""
        seed = call["seed"]
        self.turn, self.shift = call["id"], (seed - 1) * 4000000.0
        source = random.Random(seed)
        random.seed(seed)
        os.urandom = lambda count: source.randbytes(count)
        if hasattr(random, "_urandom"):
            random._urandom = os.urandom
        uuid.uuid1 = lambda *args, **words: uuid.UUID(bytes=source.randbytes(16), version=1)
        class Names:
            def __iter__(self):
                return self
            def __next__(self):
                return "%08x" % source.getrandbits(32)
        tempfile._name_sequence = Names()
`;
