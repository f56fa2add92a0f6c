import type { Socket } from "node:net";
import { workOf, type CommittedWork } from "./committed-work.ts";
import { FrameReader, textAt, type Frame } from "./wire-frames.ts";

/** Whether the answer to a commit of such work is to be lost. Asked before it is sent. */
export type Loses = (work: CommittedWork) => boolean;

/**
 * Passes one client's connection on, and watches for commits: of `commit` itself, and of statements outside a transaction.
 * One whose answer is to be lost reaches the server and is carried out. Then both sides are cut off.
 */
export class ForgetfulConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #loses: Loses;
  readonly #onLost: (work: CommittedWork) => void;
  readonly #fromClient = new FrameReader("client");
  readonly #fromServer = new FrameReader("server");
  #isInTransaction = false;
  #statements: string[] = [];
  /** The commit whose answer is kept back, and that answer. */
  #kept: { readonly work: CommittedWork; readonly frames: Frame[] } | undefined;

  constructor(client: Socket, server: Socket, loses: Loses, onLost: (work: CommittedWork) => void) {
    this.#client = client;
    this.#server = server;
    this.#loses = loses;
    this.#onLost = onLost;
    client.on("data", (chunk) => this.#ask(chunk));
    server.on("data", (chunk) => this.#answer(chunk));
    for (const [one, other] of [[client, server], [server, client]] as const) {
      one.on("error", () => {}).once("close", () => other.destroy());
    }
  }

  #ask(chunk: Buffer): void {
    for (const frame of this.#fromClient.read(chunk)) {
      if (frame.type === "P") this.#statements.push(textAt(frame, frame.body.indexOf(0) + 1));
      if (frame.type === "Q") this.#statements.push(textAt(frame));
      if (this.#commits(frame)) this.#keepBack(workOf(this.#statements));
    }
    this.#server.write(chunk);
  }

  /** Whether what this message ends is committed with it. */
  #commits({ type }: Frame): boolean {
    if (type === "Q") return /^commit\b/i.test(this.#statements.at(-1)!);
    return type === "S" && !this.#isInTransaction;
  }

  #keepBack(work: CommittedWork | undefined): void {
    if (work !== undefined && this.#loses(work)) this.#kept = { work, frames: [] };
  }

  #answer(chunk: Buffer): void {
    for (const frame of this.#fromServer.read(chunk)) {
      if (frame.type === "Z") {
        this.#isInTransaction = frame.body.toString("latin1") !== "I";
        if (!this.#isInTransaction) this.#statements = [];
      }
      if (this.#kept === undefined) {
        this.#client.write(frame.bytes);
        continue;
      }
      this.#kept.frames.push(frame);
      if (frame.type === "Z") this.#settle(this.#kept);
    }
  }

  /** Loses the answer, unless nothing was committed. */
  #settle({ work, frames }: { readonly work: CommittedWork; readonly frames: readonly Frame[] }): void {
    this.#kept = undefined;
    if (frames.some(({ type }) => type === "E") || frames.some(foundNothing)) {
      for (const { bytes } of frames) this.#client.write(bytes);
      return;
    }
    this.#onLost(work);
    this.#client.destroy();
    this.#server.destroy();
  }
}

/** A claim that found nothing to do. */
function foundNothing(frame: Frame): boolean {
  return frame.type === "C" && /^(?:UPDATE|SELECT|DELETE) 0$/.test(textAt(frame));
}
