import yaml
import yaml as y
from yaml import SafeLoader, load, unsafe_load
from ruamel.yaml import YAML


def read(text):
    # ruleid: py-yaml-load
    return yaml.load(text)


def loaders(stream):
    # ruleid: py-yaml-load
    first = yaml.load(stream, Loader=yaml.Loader)
    # ruleid: py-yaml-load
    second = y.load(stream, yaml.UnsafeLoader)
    # ok: py-yaml-load
    third = load(stream, Loader=yaml.FullLoader)
    return first, second, third


class Settings:
    async def parse(self, stream):
        # ruleid: py-yaml-load
        documents = list(yaml.load_all(stream))
        # ruleid: py-yaml-load
        documents.append(unsafe_load(stream))
        return documents


# ruleid: py-yaml-load
engine = YAML(typ="unsafe")


def safe(stream, parser):
    # ok: py-yaml-load
    first = yaml.safe_load(stream)
    # ok: py-yaml-load
    second = yaml.load(stream, Loader=yaml.SafeLoader)
    # ok: py-yaml-load
    third = yaml.load(stream, Loader=SafeLoader)
    # ok: py-yaml-load
    fourth = yaml.load(stream, yaml.CSafeLoader)
    # ok: py-yaml-load
    fifth = parser.load(stream)
    # ok: py-yaml-load
    sixth = YAML(typ="safe")
    return first, second, third, fourth, fifth, sixth


def round_trip(path):
    yaml = YAML(typ="safe")
    # ok: py-yaml-load
    return yaml.load(path)
