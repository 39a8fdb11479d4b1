/** Values as trees of `[type, text or parts]`, for the Python driver. */
export const PYTHON_CANON = String.raw`
import collections.abc, datetime, decimal, enum, fractions, hashlib, inspect, io, itertools, json, os, pathlib, random, re, shlex, shutil, signal, socket, sqlite3, ssl, sys, tempfile, time, traceback, types, uuid, urllib.parse

PLAIN = (datetime.date, datetime.time, datetime.timedelta, decimal.Decimal, fractions.Fraction, uuid.UUID, pathlib.PurePath, complex, range, slice, re.Pattern)

def canon(value, depth=7):
    kind = type(value).__name__
    if value is None:
        return ["none", ""]
    if isinstance(value, enum.Enum):
        return ["enum", kind + "." + value.name]
    if isinstance(value, bool):
        return ["bool", str(value)]
    if isinstance(value, int):
        return ["int", str(int(value))[:2000]]
    if isinstance(value, float):
        return ["float", repr(float(value))]
    if isinstance(value, str):
        return ["str", str.__str__(value)[:20000]]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return [kind, bytes(value)[:20000].decode("latin-1")]
    if isinstance(value, PLAIN):
        return [kind.replace("Frozen", ""), str(value)]
    if depth == 0:
        return ["deep", kind]
    if isinstance(value, BaseException):
        return [kind, [canon(each, depth - 1) for each in value.args[:5]]]
    if isinstance(value, (list, tuple)) and not isinstance(value, Row):
        return [kind, [canon(each, depth - 1) for each in value[:300]]]
    if isinstance(value, (set, frozenset)):
        return [kind, sorted((canon(each, depth - 1) for each in itertools.islice(value, 300)), key=json.dumps)]
    if isinstance(value, (sqlite3.Row, Row)):
        return ["row", [["entry", [["str", str(name)], canon(value[name], depth - 1)]] for name in value.keys()]]
    if isinstance(value, collections.abc.Mapping):
        return [kind, sorted((["entry", [canon(key, depth - 1), canon(value[key], depth - 1)]] for key in itertools.islice(list(value), 300)), key=json.dumps)]
    if hasattr(value, "fetchall") and hasattr(value, "description"):
        return ["rows", [canon(each, depth - 1) for each in value.fetchall()[:100]]]
    if hasattr(value, "get_data") and hasattr(value, "headers"):
        return ["response", [["status", str(value.status_code)], ["headers", sorted(["header", str(name) + ": " + str(text)] for name, text in value.headers.items())], ["body", value.get_data(as_text=True)[:20000]]]]
    if isinstance(value, io.IOBase):
        try:
            return ["file", [canon(value.read(20000), depth - 1)]]
        except (OSError, ValueError) as error:
            return ["file", type(error).__name__]
    if inspect.isgenerator(value) or isinstance(value, (map, filter, zip)):
        return ["generator", [canon(each, depth - 1) for each in itertools.islice(value, 100)]]
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)):
        return ["named", getattr(value, "__name__", kind)]
    held = getattr(value, "__dict__", None)
    if isinstance(value, Anything) or not held:
        names = [name for name in getattr(type(value), "__slots__", ()) if isinstance(name, str) and not name.startswith("_") and hasattr(value, name)] if not isinstance(value, Anything) else []
        held = {name: getattr(value, name) for name in names}
    return [kind, [["entry", [["str", str(name)], canon(each, depth - 1)]] for name, each in sorted(held.items(), key=lambda pair: str(pair[0])) if not str(name).startswith("_")]]
`;
