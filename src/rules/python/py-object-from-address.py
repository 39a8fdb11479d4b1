import ctypes
from ctypes import cast, py_object


def found(number):
    # ruleid: py-object-from-address
    return ctypes.cast(number, ctypes.py_object).value


class Table:
    def get(self, number):
        # ruleid: py-object-from-address
        return cast(int(number), py_object)


async def read(number):
    # ruleid: py-object-from-address
    return ctypes.py_object.from_address(number)


def wrapped(value):
    # ok: py-object-from-address
    return ctypes.py_object(value)


def as_text(pointer):
    # ok: py-object-from-address
    return ctypes.cast(pointer, ctypes.c_char_p).value


def kept(objects, key):
    # ok: py-object-from-address
    return objects[key]
