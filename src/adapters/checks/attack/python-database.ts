/** Databases for the Python driver: sqlite3 in memory, and a double of the DB-API for every other driver. They keep each statement. */
export const PYTHON_DATABASE = String.raw`
import sqlite3, types

class Row(dict):
    def __getitem__(self, key):
        return 1 if isinstance(key, int) else "one"
    def keys(self):
        return ["id", "name"]
    def __iter__(self):
        return iter((1, "one"))

class Rows:
    """Cursor and connection at once, as the DB-API describes both."""
    def __init__(self, eyes, dialect):
        self.eyes, self.dialect, self.rowcount, self.lastrowid, self.description = eyes, dialect, 1, 1, [("id",) + (None,) * 6, ("name",) + (None,) * 6]
        self.row_factory = None
    def execute(self, statement, *rest, **words):
        self.eyes.note("statement", self.dialect, statement)
        return self
    executemany = executescript = query = fetch = fetchrow = fetchval = mogrify = execute
    def cursor(self, *args, **words):
        return self
    def fetchone(self):
        return Row()
    def fetchall(self):
        return [Row()]
    def fetchmany(self, size=1):
        return [Row()]
    first = one = scalar = fetchone
    all = fetchall
    def __iter__(self):
        return iter([Row()])
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return False
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **words: self

def forgiving(eyes, run, statement, *rest):
    eyes.note("statement", "sqlite", statement)
    try:
        return run(statement, *rest)
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return Rows(eyes, "sqlite")
        raise

def databases(eyes):
    class Cursor(sqlite3.Cursor):
        missing = None
        def execute(self, statement, *rest):
            answer = forgiving(eyes, super().execute, statement, *rest)
            self.missing = None if answer is self else answer
            return self
        def executemany(self, statement, *rest):
            answer = forgiving(eyes, super().executemany, statement, *rest)
            self.missing = None if answer is self else answer
            return self
        def executescript(self, statement):
            forgiving(eyes, super().executescript, statement)
            return self
        def fetchone(self):
            return self.missing.fetchone() if self.missing else super().fetchone()
        def fetchall(self):
            return self.missing.fetchall() if self.missing else super().fetchall()
    class Connection(sqlite3.Connection):
        def cursor(self, factory=Cursor):
            return super().cursor(factory)
        def execute(self, statement, *rest):
            return self.cursor().execute(statement, *rest)
        def executemany(self, statement, *rest):
            return self.cursor().executemany(statement, *rest)
        def executescript(self, statement):
            return self.cursor().executescript(statement)
    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **words: connect(":memory:", check_same_thread=False, factory=Connection)
    sqlite3.dbapi2.connect = sqlite3.connect
    for name, dialect in (("psycopg2", "postgres"), ("psycopg", "postgres"), ("pymysql", "mysql"), ("MySQLdb", "mysql"), ("mysql.connector", "mysql"), ("pyodbc", "ansi"), ("cx_Oracle", "ansi"), ("oracledb", "ansi")):
        double = Double(name)
        double.connect = (lambda dialect: lambda *args, **words: Rows(eyes, dialect))(dialect)
        double.__path__ = []
        sys.modules[name] = double
        for inner in ("extras", "cursors", "errors", "rows"):
            sys.modules[name + "." + inner] = Double(name + "." + inner)
            setattr(double, inner, sys.modules[name + "." + inner])
        if "." in name:
            parent = Double(name.split(".")[0])
            parent.connector, parent.__path__ = double, []
            sys.modules[parent.__name__] = parent

class Double(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Exception if name[:1].isupper() else lambda *args, **words: None
`;
