/** Where a recorded span stands: what others go on from, or point at. */
export interface SpanPlace {
  /** 32 hexadecimal digits, lower case. */
  readonly traceId: string;
  /** 16 hexadecimal digits, lower case. */
  readonly spanId: string;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Never with secrets, addresses, references, texts or a provider's own words. */
export interface SpanStart {
  readonly name: string;
  readonly kind: "internal" | "client" | "consumer";
  /** It is part of this one's work; absent: it begins a trace. */
  readonly parent?: SpanPlace;
  /** What it follows from, in another trace. */
  readonly link?: SpanPlace;
  readonly attributes: SpanAttributes;
}

/** A span that is recorded. */
export interface Span {
  readonly place: SpanPlace;
  /** Once. With an `errorType` it failed: a word out of a closed list, never what an error says. */
  end(attributes?: SpanAttributes, errorType?: string): void;
}

/** Records every span that it is asked to begin: whoever asks has a place that was sampled. Never throws, and never waits. */
export interface Tracer {
  begin(start: SpanStart): Span;
}
