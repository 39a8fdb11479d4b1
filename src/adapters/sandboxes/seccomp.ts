/**
 * A classic BPF program for seccomp(2): allows everything but a list of calls that tests and tools never need and that
 * reach deep into the kernel. Instruction format: linux/filter.h (`struct sock_filter`, 8 bytes, little endian).
 */

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (code: number): number => 0x00050000 | code;
const EPERM = errno(1);
const ENOSYS = errno(38);

/** Offsets in `struct seccomp_data`. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x7e020000;
const TERMINAL_INJECTION = [0x5412, 0x541c];
/** AF_PACKET, AF_ALG, AF_VSOCK, AF_XDP: AF_VSOCK is not bound to the network namespace. */
const SOCKET_FAMILIES = [17, 38, 40, 44];

interface CallTable {
  readonly architecture: number;
  readonly clone: number;
  readonly ioctl: number;
  readonly socket: number;
  readonly denied: readonly number[];
}

/** clone3, io_uring_*: callers fall back when the kernel seems not to have them. The numbers are common to all architectures. */
const MISSING = [435, 425, 426, 427];
/** open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, quotactl_fd: common numbers too. */
const COMMON = [428, 429, 430, 431, 432, 433, 442, 443];

const TABLES: Readonly<Record<string, CallTable>> = {
  x64: {
    architecture: 0xc000003e,
    clone: 56,
    ioctl: 16,
    socket: 41,
    // ptrace, syslog, uselib, personality, sysfs, pivot_root, _sysctl, chroot, acct, settimeofday, mount, umount2, swapon, swapoff, reboot, sethostname,
    // setdomainname, iopl, ioperm, init_module, delete_module, quotactl, lookup_dcookie, clock_settime, kexec_load, add_key, request_key, keyctl,
    // migrate_pages, unshare, move_pages, perf_event_open, fanotify_init, name_to_handle_at, open_by_handle_at, clock_adjtime, setns, process_vm_readv,
    // process_vm_writev, kcmp, finit_module, kexec_file_load, bpf, userfaultfd
    denied: [
      101, 103, 134, 135, 139, 155, 156, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179, 212, 227, 246,
      248, 249, 250, 256, 272, 279, 298, 300, 303, 304, 305, 308, 310, 311, 312, 313, 320, 321, 323,
    ],
  },
  arm64: {
    architecture: 0xc00000b7,
    clone: 220,
    ioctl: 29,
    socket: 198,
    // The same calls by the generic table (asm-generic/unistd.h), less those it lacks.
    denied: [
      117, 116, 92, 41, 51, 89, 170, 40, 39, 224, 225, 142, 161, 162, 105, 106, 60, 18, 112, 104, 217, 218, 219, 238, 97, 239,
      241, 262, 264, 265, 266, 268, 270, 271, 272, 273, 294, 280, 282,
    ],
  },
};

type Instruction = readonly [code: number, onTrue: number, onFalse: number, value: number];

function refuse(calls: readonly number[], answer: number): Instruction[] {
  return calls.flatMap((call): Instruction[] => [
    [JUMP_EQUAL, 0, 1, call],
    [RETURN, 0, 0, answer],
  ]);
}

/** When the call is `call`: denies it for the given values (or bits) of one argument, allows it otherwise. */
function guard(call: number, index: number, test: number, values: readonly number[]): Instruction[] {
  const body: Instruction[] = [
    [LOAD, 0, 0, argument(index)],
    ...values.flatMap((value): Instruction[] => [
      [test, 0, 1, value],
      [RETURN, 0, 0, EPERM],
    ]),
    [RETURN, 0, 0, ALLOW],
  ];
  return [[JUMP_EQUAL, 0, body.length, call], ...body];
}

/** The program for a machine (`process.arch`), or undefined where we know no call numbers. */
export function seccompProgram(arch: string): Uint8Array | undefined {
  const table = TABLES[arch];
  if (table === undefined) return undefined;
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, table.architecture],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER],
    // The x32 interface of x86-64 has numbers of its own.
    [JUMP_AT_LEAST, 0, 1, 0x40000000],
    [RETURN, 0, 0, EPERM],
    ...refuse(MISSING, ENOSYS),
    ...refuse([...table.denied, ...COMMON], EPERM),
    ...guard(table.clone, 0, JUMP_ANY_BIT, [NEW_NAMESPACES]),
    ...guard(table.ioctl, 1, JUMP_EQUAL, TERMINAL_INJECTION),
    ...guard(table.socket, 0, JUMP_EQUAL, SOCKET_FAMILIES),
    [RETURN, 0, 0, ALLOW],
  ];
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  for (const [index, [code, onTrue, onFalse, value]] of program.entries()) {
    bytes.setUint16(index * 8, code, true);
    bytes.setUint8(index * 8 + 2, onTrue);
    bytes.setUint8(index * 8 + 3, onFalse);
    bytes.setUint32(index * 8 + 4, value, true);
  }
  return new Uint8Array(bytes.buffer);
}
