import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { type SignalledProcess, stopOnSignals } from "./stop-on-signals.ts";

/** A process that notes how it was ended instead of ending. */
class NotedProcess extends EventEmitter implements SignalledProcess {
  exit(code: number): void {
    this.emit("exit", code);
  }
}

describe("signals", () => {
  it.each(["SIGTERM", "SIGINT"])("stop the service in good order on %s", async (signal) => {
    const host = new NotedProcess();
    let stopped = false;
    stopOnSignals({ stop: async () => void (stopped = true) }, host);
    const exited = once(host, "exit");
    host.emit(signal);
    expect(await exited).toEqual([0]);
    expect(stopped).toBe(true);
  });

  it("end the process at once when a second one comes", async () => {
    const host = new NotedProcess();
    stopOnSignals({ stop: () => new Promise(() => {}) }, host);
    const exited = once(host, "exit");
    host.emit("SIGTERM");
    host.emit("SIGINT");
    expect(await exited).toEqual([1]);
  });

  it("end the process with an error when the stop fails", async () => {
    const host = new NotedProcess();
    stopOnSignals({ stop: () => Promise.reject(new Error("no")) }, host);
    const exited = once(host, "exit");
    host.emit("SIGTERM");
    expect(await exited).toEqual([1]);
  });
});
