import ldap
import ldap3
from ldap3 import Connection


def bound(user):
    connection = ldap.initialize("ldaps://example.org")
    # ruleid: py-ldap-without-password
    connection.simple_bind_s(f"cn={user}", "")
    return connection


class Directory:
    def login(self, server, user):
        # ruleid: py-ldap-without-password
        return Connection(server, user=user, auto_bind=True)


def anonymous(server):
    # ruleid: py-ldap-without-password
    return ldap3.Connection(server, authentication=ldap3.ANONYMOUS)


def checked(connection, user, password):
    # ok: py-ldap-without-password
    connection.simple_bind_s(user, password)


def with_password(server, user, password):
    # ok: py-ldap-without-password
    return ldap3.Connection(server, user=user, password=password, auto_bind=True)


def by_kerberos(server):
    # ok: py-ldap-without-password
    return ldap3.Connection(server, authentication=ldap3.SASL, sasl_mechanism=ldap3.KERBEROS)
