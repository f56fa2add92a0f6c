/** One message of PostgreSQL's wire protocol, version 3. */
export interface Frame {
  /** One letter; empty for what a client says first, which has none. */
  readonly type: string;
  /** Without type and length. */
  readonly body: Buffer;
  /** As it came. */
  readonly bytes: Buffer;
}

const lengthBytes = 4;

/** Cuts what arrives on one side of a connection into messages. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #typeBytes: 0 | 1;

  /** A client's first message has no type. */
  constructor(side: "client" | "server") {
    this.#typeBytes = side === "client" ? 0 : 1;
  }

  /** The messages that are complete by now. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const start = this.#typeBytes;
      if (this.#rest.length < start + lengthBytes) return;
      const end = start + this.#rest.readUInt32BE(start);
      if (this.#rest.length < end) return;
      const bytes = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      this.#typeBytes = 1;
      yield { type: start === 0 ? "" : String.fromCodePoint(bytes[0]!), body: bytes.subarray(start + lengthBytes), bytes };
    }
  }
}

/** The text that begins at `from` and ends with a zero byte. */
export function textAt({ body }: Frame, from = 0): string {
  return body.toString("utf8", from, body.indexOf(0, from));
}
