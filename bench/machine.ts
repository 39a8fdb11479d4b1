import { arch, availableParallelism, loadavg, platform, totalmem } from "node:os";

export interface Machine {
  readonly platform: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** Load averages over one minute when the first and after the last measured process ran. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** Call the result when the measurements are over. */
export function watchMachine(): () => Machine {
  const loadBefore = load();
  return () => ({
    platform: `${platform()} ${arch()}`,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    loadBefore,
    loadAfter: load(),
  });
}

function load(): number {
  return Math.round((loadavg()[0] as number) * 10) / 10;
}

export function machineLine(machine: Machine): string {
  const { platform, cores, memoryGiB, node, loadBefore, loadAfter } = machine;
  return `${platform}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, load ${loadBefore} before and ${loadAfter} after`;
}
