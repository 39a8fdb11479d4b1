import hmac


def delete(user, order):
    # ruleid: py-assert-auth
    assert user.is_admin
    order.delete()


class Orders:
    def edit(self, user, order):
        # ruleid: py-assert-auth
        assert user.has_perm("orders.edit"), "not allowed"
        order.touch()

    async def accept(self, tag, wanted):
        # ruleid: py-assert-auth
        assert hmac.compare_digest(tag, wanted)


def test_login(user):
    # ok: py-assert-auth
    assert user.is_authenticated


def safe(user, order, items):
    # ok: py-assert-auth
    assert order is not None
    # ok: py-assert-auth
    assert len(items) > 0, "no items"
    # ok: py-assert-auth
    if not user.is_admin:
        raise PermissionError("admins only")
    order.delete()
