import ssl
from ssl import CERT_NONE

from OpenSSL import SSL


def client():
    context = ssl.create_default_context()
    # ruleid: py-tls-context-unverified
    context.check_hostname = False
    # ruleid: py-tls-context-unverified
    context.verify_mode = ssl.CERT_NONE
    return context


class Transport:
    def __init__(self, sock):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # ruleid: py-tls-context-unverified
        self.context.verify_mode = CERT_NONE
        # ruleid: py-tls-context-unverified
        self.sock = ssl.wrap_socket(sock, cert_reqs=ssl.CERT_NONE)


def pyopenssl():
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    # ruleid: py-tls-context-unverified
    context.set_verify(SSL.VERIFY_NONE)
    return context


def safe(sock, host):
    context = ssl.create_default_context()
    # ok: py-tls-context-unverified
    context.check_hostname = True
    # ok: py-tls-context-unverified
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: py-tls-context-unverified
    wrapped = context.wrap_socket(sock, server_hostname=host)
    # ok: py-tls-context-unverified
    old = ssl.wrap_socket(sock, cert_reqs=ssl.CERT_REQUIRED, ca_certs="ca.pem")
    other = SSL.Context(SSL.TLS_CLIENT_METHOD)
    # ok: py-tls-context-unverified
    other.set_verify(SSL.VERIFY_PEER)
    return wrapped, other, old


def by_default():
    # ruleid: py-tls-context-unverified
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.options |= ssl.OP_NO_TLSv1
    return context


def asked_for():
    # ok: py-tls-context-unverified
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: py-tls-context-unverified
    client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context, client_side


def server_side(chain):
    # ok: py-tls-context-unverified
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.load_cert_chain(chain)
    return context
