import { get } from "./call-service.ts";

/** One line of `GET /metrics`. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the service shows for Prometheus. */
export interface ReadMetrics {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The sum over the samples that have these labels, whatever others they have. */
  sum(name: string, labels?: Sample["labels"]): number;
}

/** Reads the metrics of a service. */
export async function readMetrics(url: string): Promise<ReadMetrics> {
  const text = String((await get(url, "/metrics")).body);
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(sampleOf);
  return {
    text,
    samples,
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
        .reduce((total, { value }) => total + value, 0),
  };
}

function sampleOf(line: string): Sample {
  const parts = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (parts === null) throw new Error("a line of the metrics is not in the format of Prometheus");
  const labels = [...(parts[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]);
  return { name: parts[1]!, labels: Object.fromEntries(labels) as Sample["labels"], value: Number(parts[3]) };
}
