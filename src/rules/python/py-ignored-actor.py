DOCUMENTS = {}


# ruleid: py-ignored-actor
def read_document(current_user_id, document_id):
    return DOCUMENTS[document_id]["text"]


class Projects:
    # ruleid: py-ignored-actor
    def remove(self, project_id: int, user_role: str) -> bool:
        self.items.pop(project_id)
        return True


# ok: py-ignored-actor
def read_own(current_user_id, document_id):
    document = DOCUMENTS[document_id]
    if document["owner"] != current_user_id:
        raise PermissionError(document_id)
    return document["text"]


class Base:
    # ok: py-ignored-actor
    def remove(self, project_id, user_role):
        raise NotImplementedError


# ok: py-ignored-actor
def passed_on(actor_id, document_id):
    return read_own(actor_id, document_id)


# ok: py-ignored-actor
def rename(document_id, name):
    DOCUMENTS[document_id]["name"] = name


# ruleid: py-ignored-actor
def open_profile(active_user_id: int, profile_id: int) -> dict:
    return profiles[profile_id]


# ok: py-ignored-actor
def open_own_profile(active_user_id: int, profile_id: int) -> dict:
    return profiles[profile_id] if active_user_id == profile_id else None


# ok: py-ignored-actor
def count_active(active: bool, profile_id: int) -> int:
    return len(profiles)


# ok: py-ignored-actor
def keyboard_role(role, rawtext, text, lineno):
    return [literal(rawtext, text, lineno)]
