/** The receiver's status, or why there is none. */
export type CallbackResult =
  | { readonly status: number }
  | { readonly status?: undefined; readonly reason: "COULD_NOT_CONNECT" | "REQUEST_TIMEOUT" | "UNCLASSIFIED" };

/** An HTTP POST that a provider makes to its customer. */
export interface OutgoingCallback {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the receiver may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** How often the provider tries when no connection comes about; any answer at all ends it. */
  readonly connectAttempts: number;
  /** What is posted once the receiver has answered, or has not; most callbacks leave it at one. */
  readonly followUp?: (result: CallbackResult) => readonly CallbackStep[];
}

/** One of the callbacks that follow an accepted call. */
export interface CallbackStep {
  /** On the simulator's clock, in milliseconds since the epoch. */
  readonly dueAt: number;
  /** Called when the step falls due; undefined when there is nothing to post any more. */
  readonly build: () => OutgoingCallback | undefined;
}
