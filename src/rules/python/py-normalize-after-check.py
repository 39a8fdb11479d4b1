import html
import unicodedata

from markupsafe import escape
from werkzeug.utils import secure_filename


def show(text):
    # ruleid: py-normalize-after-check
    return unicodedata.normalize("NFKC", html.escape(text))


class Upload:
    def name(self, given):
        cleaned = secure_filename(given)
        # ruleid: py-normalize-after-check
        return unicodedata.normalize("NFKC", cleaned)


def safe(text):
    # ok: py-normalize-after-check
    plain = unicodedata.normalize("NFKC", text)
    # ok: py-normalize-after-check
    return escape(unicodedata.normalize("NFKC", plain))
