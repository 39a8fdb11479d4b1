/**
 * Stand-ins for the libraries of cryptography that Python does not bring: they note the lengths of keys, names of ciphers and what makes two runs
 * differ (salts, initialisation vectors), and give plain values of the right form.
 */
export const PYTHON_KEYS = String.raw`
LIBRARIES = {"Crypto", "Cryptodome", "cryptography"}
INSIDE = set("PublicKey Cipher Util Random Hash Protocol Padding KDF RSA DSA ECC AES DES DES3 ARC2 ARC4 Blowfish CAST hazmat primitives asymmetric ciphers kdf modes algorithms rsa dsa ec dh serialization hashes backends pbkdf2".split())

class Key:
    def __init__(self, *words):
        self.words = words
    def export_key(self, *args, **words):
        return ("-----BEGIN PRIVATE KEY-----\n" + " ".join(str(word) for word in self.words) + "\n-----END PRIVATE KEY-----").encode()
    exportKey = private_bytes = public_bytes = export_key
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **words: self

class Sealed:
    """A cipher that mixes what it is given, so that only equal keys, vectors and texts give equal results."""
    block_size = 16
    def __init__(self, key, start):
        self.key, self.iv = key, start
        self.nonce = start
    def encrypt(self, data=b"", *rest):
        return hashlib.sha256(repr((self.key, self.iv, data)).encode()).digest()
    update = digest = encrypt
    def decrypt(self, data=b"", *rest):
        return data
    def encrypt_and_digest(self, data):
        return self.encrypt(data), self.encrypt(b"tag")
    def finalize(self):
        return b""
    encryptor = decryptor = lambda self: self

def raw(value):
    return value.hex() if isinstance(value, (bytes, bytearray)) else "" if value is None else str(value)

class Library(types.ModuleType):
    __path__ = []
    eyes = None
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        note, own = self.eyes.note, self.__name__.split(".")[-1]
        if name in INSIDE:
            return importlib.import_module(self.__name__ + "." + name)
        def made(kind, bits):
            note("key", kind, bits)
            return Key(kind, bits)
        def seal(key, mode="", iv=None, **words):
            start = words.get("iv", words.get("IV", words.get("nonce", iv)))
            note("cipher", own.lower() + ("-" + str(mode) if mode else ""))
            if start is not None or str(mode) != "ecb":
                start = os.urandom(16) if start is None else start
                note("derived", "cipher", 0, raw(start))
            return Sealed(key, start)
        def stretched(password=b"", salt=b"", length=16, count=1000, *rest, **words):
            note("derived", "pbkdf2", words.get("count", words.get("iterations", count)), raw(words.get("salt", salt)))
            return hashlib.sha256(repr((password, words.get("salt", salt))).encode()).digest()
        def parts(text):
            return int("0" + "".join(letter if letter.isdigit() else " " for letter in str(text)).split(" ")[-1]) if str(text)[-1:].isdigit() else int(next(iter(re.findall(r"\d+", str(text))), 0))
        if name == "generate" and own in ("RSA", "DSA"):
            return lambda bits=0, *args, **words: made(own.lower(), words.get("bits", bits))
        if name == "generate" and own == "ECC":
            return lambda *args, **words: made("ec", parts(words.get("curve", "0")))
        if name == "generate_private_key" and own == "ec":
            return lambda curve=None, *args, **words: made("ec", parts(getattr(words.get("curve", curve), "name", "0")))
        if name in ("generate_private_key", "generate_parameters"):
            return lambda *args, **words: made(own, words.get("key_size", args[-1] if len(args) < 3 and args else args[1] if args else 0))
        if name == "new":
            return seal
        if name.startswith("MODE_"):
            return name[5:].lower()
        if name in ("get_random_bytes", "urandom"):
            return os.urandom
        if name in ("block_size", "key_size", "digest_size"):
            return 16
        if name == "pad":
            return lambda data, size, *rest: data + bytes([size - len(data) % size]) * (size - len(data) % size)
        if name == "unpad":
            return lambda data, size, *rest: data
        if name in ("PBKDF2", "scrypt", "bcrypt"):
            return stretched
        if own == "modes":
            def mode(start=None, *rest):
                note("cipher", "x-ecb") if name == "ECB" else note("derived", "cipher", 0, raw(start))
                return start
            return mode
        if own == "algorithms":
            return lambda key=None, *rest: note("cipher", name) or key
        if name == "Cipher":
            return lambda algorithm=None, mode=None, *rest, **words: Sealed(algorithm, mode)
        if name == "PBKDF2HMAC":
            return lambda *args, **words: note("derived", "pbkdf2", words.get("iterations", 0), raw(words.get("salt"))) or Key("derived")
        if own == "ec" and name[:1].isupper():
            return type(name, (), {"name": name})
        return Blank()

class Libraries(Frameworks):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in LIBRARIES else None
    def create_module(self, spec):
        return Library(spec.name)

def stand_ins(path):
    """Packages that the file imports and that are not the real ones here."""
    with open(path, encoding="utf-8", errors="replace") as file:
        source = file.read()
    names = {name.split(".")[0] for name, module in list(sys.modules.items()) if isinstance(module, (Double, Framework, Library))}
    return sorted(name for name in names if re.search(r"^\s*(?:from|import)\s+" + re.escape(name) + r"\b", source, re.M))[:60]

def keys(eyes):
    Library.eyes = eyes
    if eyes.plan["family"] == "weak-key":
        sys.meta_path.insert(0, Libraries())
    else:
        sys.meta_path.append(Libraries())
`;
