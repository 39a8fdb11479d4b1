import asyncssh
import paramiko
from paramiko import WarningPolicy
from paramiko.client import AutoAddPolicy, SSHClient


def connect(host):
    client = paramiko.SSHClient()
    # ruleid: py-paramiko-autoadd
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host)
    return client


class Remote:
    def __init__(self):
        self.client = SSHClient()
        # ruleid: py-paramiko-autoadd
        self.client.set_missing_host_key_policy(AutoAddPolicy)

    async def other(self, host):
        # ruleid: py-paramiko-autoadd
        self.client.set_missing_host_key_policy(WarningPolicy())
        # ruleid: py-paramiko-autoadd
        return await asyncssh.connect(host, known_hosts=None)


def safe(client, policy):
    # ok: py-paramiko-autoadd
    client.load_system_host_keys()
    # ok: py-paramiko-autoadd
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    # ok: py-paramiko-autoadd
    client.set_missing_host_key_policy(policy)
