import flask
from flask import request


def update(user):
    for key, value in request.json.items():
        # ruleid: py-mass-assignment
        setattr(user, key, value)


class Users:
    def create(self, model):
        # ruleid: py-mass-assignment
        return model(**request.get_json())

    async def change(self, user, request):
        # ruleid: py-mass-assignment
        user.__dict__.update(request.POST)

    def also(self, model):
        # ruleid: py-mass-assignment
        return model.objects.create(**flask.request.form.to_dict())


def safe(user, model, settings, allowed):
    for key, value in request.json.items():
        if key in allowed:
            # ok: py-mass-assignment
            setattr(user, key, value)
    for key, value in settings.items():
        # ok: py-mass-assignment
        setattr(user, key, value)
    # ok: py-mass-assignment
    created = model(name=request.json["name"])
    # ok: py-mass-assignment
    return model(**settings), created


def from_body(request):
    data = json.loads(request.body)
    # ruleid: py-mass-assignment
    return Account.objects.create(**data)


def from_json():
    fields = request.get_json()
    # ruleid: py-mass-assignment
    user = User(**fields)
    # ok: py-mass-assignment
    checked = UserSchema(**fields)
    # ok: py-mass-assignment
    named = User(name=fields["name"])
    return user, checked, named
