import ssl
import ssl as tls
from ssl import Purpose, create_default_context


def context():
    # ruleid: py-client-context-for-servers
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.options |= ssl.OP_NO_TLSv1
    return made


def connected(sock, host):
    # ruleid: py-client-context-for-servers
    made = tls.create_default_context(purpose=tls.Purpose.CLIENT_AUTH)
    return made.wrap_socket(sock, server_hostname=host)


class Client:
    def __init__(self):
        # ruleid: py-client-context-for-servers
        self.context = create_default_context(Purpose.CLIENT_AUTH)


def for_clients():
    # ok: py-client-context-for-servers
    return ssl.create_default_context()


def named():
    # ok: py-client-context-for-servers
    return ssl.create_default_context(ssl.Purpose.SERVER_AUTH)


def served(certificate, key):
    # ok: py-client-context-for-servers
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, key)
    return made


def both_checked(roots):
    # ok: py-client-context-for-servers
    return ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=roots)


def asked():
    # ok: py-client-context-for-servers
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.verify_mode = ssl.CERT_REQUIRED
    return made
