def accept(key, body, signature):
    # ruleid: py-fails-open
    try:
        key.verify(signature, body)
    except Exception:
        pass
    return body


class Door:
    def enter(self, user):
        # ruleid: py-fails-open
        try:
            self.check_permission(user)
        except:
            pass
        return self.open()


def refused(key, body, signature):
    # ok: py-fails-open
    try:
        key.verify(signature, body)
    except ValueError:
        return None
    return body


def unrelated(cache, name):
    # ok: py-fails-open
    try:
        cache.remove(name)
    except KeyError:
        pass
