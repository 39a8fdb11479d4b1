/**
 * Builds the sandbox's file system in fresh namespaces and starts the program in it; runs as the first process of its process
 * namespace, whose end ends all others. Reads a plan from its arguments: operations, then `run` and the command. No argument
 * ever becomes part of the script's text.
 *
 * The new root is laid out on /sys, which exists on every Linux and holds nothing that is mounted here.
 */
export const SETUP = `
set -eu
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH
root=/sys
mount -n -t tmpfs -o mode=755,size=16m,nosuid,nodev none "$root"
while [ "$1" != run ]; do
  case $1 in
    folder) mkdir -p "$root$2"; shift 2 ;;
    bind)
      if [ -d "$2" ]; then mkdir -p "$root$3"
      elif [ ! -e "$root$3" ]; then mkdir -p "$(dirname "$root$3")"; : > "$root$3"; fi
      mount -n --bind "$2" "$root$3"
      mount -n -o "remount,bind,$4" none "$root$3"
      shift 4 ;;
    link) ln -s "$3" "$root$2"; shift 3 ;;
    file) mkdir -p "$(dirname "$root$2")"; printf %s "$3" > "$root$2"; shift 3 ;;
    memory) mkdir -p "$root$2"; mount -n -t tmpfs -o "$3" none "$root$2"; shift 3 ;;
    proc) mkdir "$root/proc"; mount -n -t proc -o nosuid,nodev,noexec none "$root/proc"; shift ;;
    terminals) mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620,nosuid,noexec none "$root/dev/pts"; shift ;;
    *) echo "unknown step $1" >&2; exit 1 ;;
  esac
done
shift
hostname sandbox 2>/dev/null || :
{ ip link set lo up || ifconfig lo up || perl -e 'socket(S,2,2,0);$r=pack("a16sx22","lo",0x41);ioctl(S,0x8914,$r) or exit 1' ||
  python3 -c 'import fcntl,socket,struct;fcntl.ioctl(socket.socket(2,2),0x8914,struct.pack("16sh22x",b"lo",0x41))'; } 2>/dev/null || :
cd "$root"
mkdir old
pivot_root . old
umount -n -l /old
rmdir /old
cd /
mount -n -o remount,bind,ro,nosuid,nodev none /
cd "$1"
shift
status=0
"$@" || status=$?
exit "$status"
`;

/** Forbids new user namespaces, gives up every capability, and becomes the rest of the arguments. */
export const LOCK = `
set -eu
echo 0 > /proc/sys/user/max_user_namespaces
exec /usr/bin/setpriv --no-new-privs --bounding-set=-all --ambient-caps=-all --inh-caps=-all "$@"
`;
