import socket


def served(connection):
    # ruleid: py-endless-receive
    while True:
        data = connection.recv(1024)
        handle(data)


class Reader:
    def run(self):
        # ruleid: py-endless-receive
        while True:
            data = self.sock.recv(4096)
            self.queue.put(data.decode())


def collected(sock):
    data = b""
    # ruleid: py-endless-receive
    while True:
        data += sock.recv(10)
        print(len(data))


def ended(connection):
    # ok: py-endless-receive
    while True:
        data = connection.recv(1024)
        if not data:
            break
        handle(data)


def counted(sock, size):
    # ok: py-endless-receive
    while size > 0:
        data = sock.recv(size)
        size -= len(data)


def from_queue(queue):
    # ok: py-endless-receive
    while True:
        data = queue.recv(1)
        handle(data)


def served(listener):
    # ok: py-endless-receive
    while True:
        connection, _ = listener.accept()
        data = connection.recv(4096)
        connection.sendall(data.upper())
        connection.close()
