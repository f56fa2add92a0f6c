import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock does. */
const microsecondsPerTick = 10_000;

/** Processor time a process has used since its start, in microseconds, without its children. Linux only, else undefined. */
export function cpuOfProcess(processId: number): number | undefined {
  const ticks = readTicks(processId);
  return ticks === undefined ? undefined : ticks.own * microsecondsPerTick;
}

/**
 * Processor time of all processes with this command name and of their ended children, in microseconds. Counts the
 * ended ones because a database server ends a process with every connection. Linux only, else undefined.
 */
export function cpuOfProcessesNamed(name: string): number | undefined {
  const ids = processIds();
  if (ids === undefined) return undefined;
  const ticks = ids.filter((id) => read(`/proc/${id}/comm`)?.trim() === name).map((id) => readTicks(id));
  return ticks.reduce((sum, each) => sum + (each === undefined ? 0 : each.own + each.endedChildren), 0) * microsecondsPerTick;
}

/** The most memory that a process has held at once, in bytes. Linux only, else undefined. */
export function peakResidentBytes(processId: number): number | undefined {
  return bytesIn(processId, "VmHWM");
}

/** The memory that a process holds now, in bytes. Linux only, else undefined. */
export function residentBytes(processId: number): number | undefined {
  return bytesIn(processId, "VmRSS");
}

function bytesIn(processId: number, field: string): number | undefined {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(read(`/proc/${processId}/status`) ?? "")?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
}

interface Ticks {
  readonly own: number;
  readonly endedChildren: number;
}

/** Fields 14 to 17 of proc(5) `stat`: user and system time, of the process and of its ended children. */
function readTicks(processId: number): Ticks | undefined {
  const stat = read(`/proc/${processId}/stat`);
  if (stat === undefined) return undefined;
  // The command's name is in parentheses and may hold spaces and parentheses itself.
  const [user, system, endedUser, endedSystem] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 15).map(Number);
  if (user === undefined || system === undefined || endedUser === undefined || endedSystem === undefined) return undefined;
  return { own: user + system, endedChildren: endedUser + endedSystem };
}

function processIds(): readonly number[] | undefined {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
