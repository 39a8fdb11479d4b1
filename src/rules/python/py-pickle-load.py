import hmac
import torch
import json
import marshal
import pickle
import pickle as p
from pickle import loads

import jsonpickle
import numpy as np


def session(raw):
    # ruleid: py-pickle-load
    return pickle.loads(raw)


def from_file(path):
    with open(path, "rb") as stream:
        # ruleid: py-pickle-load
        return p.load(stream)


class Queue:
    async def take(self, message):
        # ruleid: py-pickle-load
        job = loads(message.body)
        # ruleid: py-pickle-load
        other = jsonpickle.decode(message.text)
        # ruleid: py-pickle-load
        code = marshal.loads(message.body)
        return job, other, code


def array(path):
    # ruleid: py-pickle-load
    return np.load(path, allow_pickle=True)


def safe(raw, value, key, tag, path):
    # ok: py-pickle-load
    first = json.loads(raw)
    # ok: py-pickle-load
    copy = pickle.loads(pickle.dumps(value))
    # ok: py-pickle-load
    data = pickle.dumps(value)
    # ok: py-pickle-load
    table = np.load(path)
    if not hmac.compare_digest(tag, hmac.new(key, raw, "sha256").digest()):
        raise ValueError("wrong signature")
    # ok: py-pickle-load
    checked = pickle.loads(raw)
    return first, copy, data, table, checked


def weights(path, options):
    # ruleid: py-pickle-load
    first = torch.load(path)
    # ruleid: py-pickle-load
    second = torch.load(path, map_location="cpu", weights_only=False)
    # ok: py-pickle-load
    third = torch.load(path, weights_only=True)
    # ok: py-pickle-load
    return first, second, third, torch.load(path, **options)


def compatible(path):
    try:
        # ok: py-pickle-load
        return torch.load(path, weights_only=True)
    except TypeError:
        # ok: py-pickle-load
        return torch.load(path)


def wrapped(path):
    try:
        # ok: py-pickle-load
        return torch.load(path, weights_only=True)
    except (TypeError, AttributeError):
        # ok: py-pickle-load
        return torch.load(path)


def told(path):
    try:
        # ok: py-pickle-load
        return torch.load(path, weights_only=True)
    except TypeError:
        # ok: py-pickle-load
        return torch.load(path)
    except Exception as error:
        raise RuntimeError("not a checkpoint") from error


def by_version(path, modern):
    if modern:
        # ok: py-pickle-load
        state = torch.load(path, map_location="cpu", weights_only=True)
    else:
        # ok: py-pickle-load
        state = torch.load(path, map_location="cpu")
    return state


def retried(path):
    try:
        # ok: py-pickle-load
        return torch.load(path, weights_only=True)
    except RuntimeError:
        # ruleid: py-pickle-load
        return torch.load(path, weights_only=False)
