import shlex
import subprocess


class Copier:
    def touch(self, remote, path):
        command = '{remote} rclone touch current:{path}/.keep'.format(remote=remote, path=path)
        # ruleid: py-command-text
        return self._execute(command)

    def pack(self, folder, name):
        # ruleid: py-command-text
        self.machine.run("tar -czf /tmp/%s.tar.gz %s" % (name, folder))

    def listing(self, user):
        line = "last | grep " + user
        # ruleid: py-command-text
        return execute(line)

    def copy(self, source, target):
        # ruleid: py-command-text
        run(f"rsync --delete {source} {target}")

    def ports(self, host):
        cmd = 'svcinfo lsfabric -host %s' % host
        # ruleid: py-command-text
        return self._rows(cmd)

    def noted(self, host):
        cmd = 'svcinfo lsfabric -host %s' % host
        # ok: py-command-text
        self.log_step(cmd)

    def touched(self, path):
        # ok: py-command-text
        return self._execute(['rclone', 'touch', 'current:{}/.keep'.format(path)])

    def quoted(self, folder):
        # ok: py-command-text
        self.machine.run("tar -czf /tmp/all.tar.gz " + shlex.quote(folder))

    def direct(self, folder):
        # ok: py-command-text
        subprocess.run(shlex.split("tar -czf /tmp/all.tar.gz"), cwd=folder)

    def asked(self, name):
        # ok: py-command-text
        return self.cursor.execute("select - amount from t where n = %s", (name,))

    def greeted(self, name):
        # ok: py-command-text
        return run("Hello %s" % name)
