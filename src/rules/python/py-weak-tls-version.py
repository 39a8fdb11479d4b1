import ssl
import ssl as tls
from ssl import PROTOCOL_TLSv1, SSLContext

from OpenSSL import SSL


def old():
    # ruleid: py-weak-tls-version
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1)


class Server:
    def __init__(self, sock):
        # ruleid: py-weak-tls-version
        self.sock = tls.wrap_socket(sock, server_side=True, ssl_version=tls.PROTOCOL_SSLv3)
        # ruleid: py-weak-tls-version
        self.context = SSLContext(PROTOCOL_TLSv1)

    async def lower(self, context):
        # ruleid: py-weak-tls-version
        context.minimum_version = ssl.TLSVersion.TLSv1_1
        # ruleid: py-weak-tls-version
        return SSL.Context(SSL.TLSv1_METHOD)


def safe():
    # ok: py-weak-tls-version
    context = ssl.create_default_context()
    # ok: py-weak-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: py-weak-tls-version
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # ok: py-weak-tls-version
    context.maximum_version = ssl.TLSVersion.TLSv1_3
    return context, server


def excluded():
    # ok: py-weak-tls-version
    context = SSL.Context(SSL.SSLv23_METHOD)
    context.set_options(SSL.OP_NO_SSLv2 | SSL.OP_NO_SSLv3)
    return context


def not_excluded():
    # ruleid: py-weak-tls-version
    context = SSL.Context(SSL.SSLv23_METHOD)
    context.set_options(SSL.OP_NO_TLSv1)
    return context


def left_to_the_library():
    # ok: py-weak-tls-version
    return SSL.Context(SSL.SSLv23_METHOD)


def served(sock, options):
    # ruleid: py-weak-tls-version
    first = tls.wrap_socket(sock, keyfile="key.pem", certfile="cert.pem", server_side=True)
    # ok: py-weak-tls-version
    second = tls.wrap_socket(sock, server_side=True, ssl_version=tls.PROTOCOL_TLSv1_2)
    # ok: py-weak-tls-version
    third = tls.wrap_socket(sock, server_side=True, **options)
    return first, second, third
