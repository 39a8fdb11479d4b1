/**
 * The database of the Python driver: SQLite in memory, behind sqlite3 and behind a stand-in for every other driver. Tables and columns that
 * the code asks for are made, with rows. Each statement is kept as it is finally carried out, with its values in place.
 */
export const PYTHON_STORE = String.raw`
HOLE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(%s|%\(\w+\)s|\?\d*|\$\d+|:[A-Za-z_]\w*)")
TEXTS = ["ann", "bob", "a.txt", "one", "1"]

class Row(tuple):
    """Answers by place and by name."""
    def __new__(cls, values, names):
        row = super().__new__(cls, values)
        row.names = names
        return row
    def __getitem__(self, key):
        if isinstance(key, str):
            if key not in self.names:
                raise KeyError(key)
            return tuple.__getitem__(self, self.names.index(key))
        return tuple.__getitem__(self, key)
    def keys(self):
        return list(self.names)
    def get(self, key, otherwise=None):
        return self[key] if key in self.names else otherwise
    def items(self):
        return list(zip(self.names, self))
    def __getattr__(self, name):
        if name.startswith("__") or name not in self.names:
            raise AttributeError(name)
        return self[name]

def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, bytes):
        return "X'" + value.hex() + "'"
    return "'" + str(value).replace("'", "''") + "'"

def final(statement, values):
    """The statement with its values in place; too few or too many are the error that a driver raises."""
    if not values:
        return statement
    used, count, named = set(), 0, isinstance(values, collections.abc.Mapping)
    def fill(match):
        nonlocal count
        hole = match.group(1)
        if hole is None:
            return match.group(0)
        name = re.sub(r"\W", "", hole[:-1] if hole.startswith("%(") else hole)
        if named and not (hole in ("%s", "?")):
            used.add(name)
            return literal(values[name])
        place = int(name) - 1 if name.isdigit() else count
        count += 1
        used.add(place)
        if place >= len(values):
            raise sqlite3.ProgrammingError("too few values")
        return literal(list(values)[place])
    text = HOLE.sub(fill, statement)
    if not named and len(used) != len(values):
        raise sqlite3.ProgrammingError("not all values were used")
    return text

class Stock:
    """Makes what a statement asks for."""
    def __init__(self, words):
        self.words, self.filled = set(words), set()

    def plain(self, connection, statement, *values):
        cursor = sqlite3.Connection.cursor(connection)
        cursor.row_factory = None
        return sqlite3.Cursor.execute(cursor, statement, *values)

    def prepare(self, connection, statement):
        if not re.match(r"\s*(select|update|delete|with|insert|replace)\b", statement, re.I):
            return
        for table in re.findall(r"\b(?:from|join|update|into)\s+[\"'\x60\[]?([A-Za-z_]\w*)", statement, re.I):
            self.table(connection, table, statement)

    def table(self, connection, table, statement):
        known = self.plain(connection, "SELECT name FROM sqlite_master WHERE lower(name) = ?", (table.lower(),)).fetchone()
        if known is None:
            if table not in self.words:
                return
            self.plain(connection, 'CREATE TABLE "' + table + '" (id INTEGER PRIMARY KEY, name TEXT)')
        inserts = re.match(r"\s*(insert|replace)\b", statement, re.I)
        if table.lower() in self.filled or inserts:
            return
        self.filled.add(table.lower())
        columns = self.plain(connection, 'PRAGMA table_info("' + table + '")').fetchall()
        if self.plain(connection, 'SELECT count(*) FROM "' + table + '"').fetchone()[0] == 0:
            for number in range(3):
                try:
                    self.plain(connection, 'INSERT INTO "' + table + '" VALUES (' + ", ".join("?" for _ in columns) + ")", [self.cell(column, number) for column in columns])
                except sqlite3.Error:
                    break

    def cell(self, column, number):
        if column[5] or "INT" in column[2].upper() or "REAL" in column[2].upper() or "NUM" in column[2].upper():
            return number + 1
        return TEXTS[number]

    def column(self, connection, statement, name):
        if name not in self.words:
            return False
        tables = re.findall(r"\b(?:from|join|update|into)\s+[\"'\x60\[]?([A-Za-z_]\w*)", statement, re.I)
        if not tables:
            return False
        kind = " INTEGER DEFAULT 1" if re.search(r"(^|_)(id|count|age|year|price|amount|total|active|admin|size|level)$", name) else " TEXT DEFAULT 'ann'"
        self.plain(connection, 'ALTER TABLE "' + tables[0] + '" ADD COLUMN "' + name + '"' + kind)
        return True

    def carry(self, connection, statement, run):
        """Runs a statement; a column that is missing is made, and it is run again."""
        self.prepare(connection, statement)
        for _ in range(12):
            try:
                return run()
            except sqlite3.OperationalError as error:
                missing = re.search(r"no such column: (?:\w+\.)?(\w+)|has no column named (\w+)", str(error))
                if missing is None or not self.column(connection, statement, missing.group(1) or missing.group(2)):
                    raise
        return run()

def stores(world):
    def note(statement, values):
        world.note("statement", final(str(statement), values))
    class Cursor(sqlite3.Cursor):
        def execute(self, statement, *values):
            note(statement, values[0] if values else ())
            self.connection.stock.carry(self.connection, statement, lambda: sqlite3.Cursor.execute(self, statement, *values))
            return self
        def executemany(self, statement, rows):
            rows = list(rows)
            for row in rows:
                note(statement, row)
            self.connection.stock.carry(self.connection, statement, lambda: sqlite3.Cursor.executemany(self, statement, rows))
            return self
        def executescript(self, statement):
            note(statement, ())
            self.connection.stock.carry(self.connection, statement, lambda: sqlite3.Cursor.executescript(self, statement))
            return self
    class Connection(sqlite3.Connection):
        def __init__(self, *args, **words):
            super().__init__(*args, **words)
            self.stock = Stock(world.plan["words"])
            world.stores.append(self)
        def cursor(self, factory=Cursor):
            return super().cursor(factory)
        def execute(self, statement, *values):
            return self.cursor().execute(statement, *values)
        def executemany(self, statement, rows):
            return self.cursor().executemany(statement, rows)
        def executescript(self, statement):
            return self.cursor().executescript(statement)
    connect = sqlite3.connect
    world.open_store = lambda: connect(":memory:", check_same_thread=False, factory=Connection)
    sqlite3.connect = sqlite3.dbapi2.connect = lambda *args, **words: world.open_store()
    for name in ("psycopg2", "psycopg", "pymysql", "MySQLdb", "mysql.connector", "pyodbc", "cx_Oracle", "oracledb", "mariadb"):
        module = Module(name)
        module.connect, module.__path__ = (lambda *args, **words: Store(world)), []
        sys.modules[name] = module
        for inner in ("extras", "cursors", "errors", "rows"):
            sys.modules[name + "." + inner] = Module(name + "." + inner)
            setattr(module, inner, sys.modules[name + "." + inner])
        if "." in name:
            parent = Module(name.split(".")[0])
            parent.connector, parent.__path__ = module, []
            sys.modules[parent.__name__] = parent

class Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {}) if name[:1].isupper() else lambda *args, **words: None
`;
