import shlex


class Storage:
    def __init__(self, ssh):
        self.ssh = ssh

    def remove(self, name):
        # ruleid: py-command-wrapper
        self._run_ssh('svctask rmvdisk -force %s' % name)

    def rename(self, old, new):
        command = 'svctask chvdisk -name {new} {old}'.format(new=new, old=old)
        # ruleid: py-command-wrapper
        out, err = self.array.run_command(command, check=False)
        return out

    def limits(self, group, most):
        line = 'setqos '
        if most is not None:
            line += '-io %s ' % most
        # ruleid: py-command-wrapper
        self.common._cli_run('setqos %s vvset:%s' % (line, group), None)

    def show(self, host):
        # ruleid: py-command-wrapper
        return ssh_exec(f"showvlun -a -host {host}")

    def named(self, names):
        for name in names:
            text = 'lsfabric -wwpn %(name)s -delim !' % {'name': name}
            # ruleid: py-command-wrapper
            self._run_ssh(text)

    def made(self, persona, host):
        line = 'createhost -iscsi -persona %s %s' % \
            (persona, host)
        # ruleid: py-command-wrapper
        return self.common._cli_run(line, None)

    def joined(self, verb, options):
        pieces = [" %s=%s" % pair for pair in options.items()]
        line = verb + ''.join(pieces)
        # ruleid: py-command-wrapper
        return self._run_ssh(line, True)

    def looked_up(self, grain):
        # ruleid: py-command-wrapper
        return __salt__['cmd.run']('salt-call grains.get {0}'.format(grain))

    def removed(self, name):
        # ok: py-command-wrapper
        self._run_ssh(['svctask', 'rmvdisk', '-force', name])

    def listed(self, name):
        command = ['setqos', 'vvset:%s' % name]
        # ok: py-command-wrapper
        self._cli_run(command)

    def quoted(self, host):
        # ok: py-command-wrapper
        return ssh_exec(f"showvlun -a -host {shlex.quote(host)}")

    def counted(self, hosts):
        # ok: py-command-wrapper
        self._run_ssh('showhost -limit %s' % len(hosts))

    def fixed(self):
        # ok: py-command-wrapper
        self._run_ssh('svcinfo lsmdiskgrp -delim ! -nohdr')

    def told(self, host):
        # ok: py-command-wrapper
        self.log.debug('showing host -a %s' % host)

    def looked_up_as_list(self, grain):
        # ok: py-command-wrapper
        return __salt__['cmd.run'](['salt-call', 'grains.get', grain])


class Remote:
    def copy(self, source, target):
        command = (
            '{flags} '
            'rclone copy {source} {target} '
        ).format(flags=self.flags, source=source, target=target)
        # ruleid: py-command-wrapper
        self._execute_interactive(command, 1)

    def copied(self, source, target):
        command = ['rclone', 'copy', 'at:%s' % source, target]
        # ok: py-command-wrapper
        self._execute_interactive(command, 1)
        # ok: py-command-wrapper
        self._run_ssh(['setqos', 'set:%s' % target])

    def stored(self, cursor, name):
        statement = 'select a from b where c = %s' % name
        # ok: py-command-wrapper
        cursor.execute(statement)

    def ports(self, names):
        found = []
        for name in names:
            found.append('-port %s' % name)
        option, value = found.pop(0).split()
        # ok: py-command-wrapper
        self._run_ssh(['mkhost', option, value])


def installed(self, category, name):
    # ok: py-command-wrapper
    self.run_command(f"install_{category}")
    # ok: py-command-wrapper
    self.shell.runcommand("""if 1:
        import sys
        sys.argv = [%r]
    """ % name)
