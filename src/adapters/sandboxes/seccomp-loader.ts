import { accessSync, constants } from "node:fs";
import { seccompProgram } from "./seccomp.ts";

/** Number of prctl(2). */
const PRCTL: Readonly<Record<string, number>> = { x64: 157, arm64: 167 };

/** Installs a filter with prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER) and becomes the rest of its arguments; `no_new_privs` must be set before. */
const PERL =
  'my($h,$c)=splice(@ARGV,0,2);my $f=pack("H*",$h);my $p=pack("Sx![P]P",length($f)/8,$f);syscall($c+0,22,2,$p,0,0)==0 or die "no system call filter: $!\\n";exec{$ARGV[0]}@ARGV;die "$ARGV[0]: $!\\n"';
const PYTHON = `import ctypes,os,sys
class P(ctypes.Structure):
 _fields_=[("n",ctypes.c_ushort),("f",ctypes.c_char_p)]
f=bytes.fromhex(sys.argv[1])
l=ctypes.CDLL(None,use_errno=True)
if l.prctl(22,2,ctypes.byref(P(len(f)//8,f)),0,0)!=0:sys.exit("no system call filter: "+os.strerror(ctypes.get_errno()))
os.execv(sys.argv[3],sys.argv[3:])`;

/** Only the system's own interpreters: they see nothing of a project. */
const LOADERS: readonly (readonly string[])[] = [
  ["/usr/bin/perl", "-e", PERL],
  ["/usr/bin/python3", "-I", "-S", "-c", PYTHON],
];

/**
 * What stands before a command to run it under the system call filter, where no tool here takes one (setpriv does from util-linux 2.41); empty where
 * the machine's calls are not known, or it has neither Perl nor Python. The forms then say so in their probe.
 */
export function filterLoader(arch: string): readonly string[] {
  const program = seccompProgram(arch);
  const call = PRCTL[arch];
  const loader = LOADERS.find(([path = ""]) => isExecutable(path));
  if (program === undefined || call === undefined || loader === undefined) return [];
  return [...loader, Buffer.from(program).toString("hex"), String(call)];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    // Not there, or not ours to run: the next one.
    if (error instanceof Error) return false;
    throw error;
  }
}
