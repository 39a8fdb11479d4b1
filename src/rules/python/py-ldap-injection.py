import re

import ldap
from ldap3.utils.conv import escape_filter_chars


def find(connection, name):
    # ruleid: py-ldap-injection
    return connection.search_s("dc=shop", ldap.SCOPE_SUBTREE, f"(uid={name})")


class Directory:
    def login(self, user):
        wanted = "(&(uid=" + user + ")(active=1))"
        # ruleid: py-ldap-injection
        return self.ldap.search("dc=shop", wanted)

    async def mail(self, conn, request):
        # ruleid: py-ldap-injection
        return conn.search(search_base="dc=shop", search_filter="(mail=%s)" % request.args["mail"])


def safe(connection, name, text):
    # ok: py-ldap-injection
    first = connection.search_s("dc=shop", ldap.SCOPE_SUBTREE, f"(uid={escape_filter_chars(name)})")
    # ok: py-ldap-injection
    second = connection.search("dc=shop", "(objectClass=person)")
    # ok: py-ldap-injection
    third = re.search("[a-z]+", f"{text}!")
    return first, second, third
