/** How the passing on of an account's inbound requests stands. */
export interface RelayView {
  /** Where they go, without credentials and query. */
  readonly forwardTo: string;
  /** Not taken yet, and still tried. */
  readonly waiting: number;
  /** Not taken within a day, and no longer tried. */
  readonly givenUp: number;
  /** The latest failure of one that is still waiting or was given up. */
  readonly lastFailure?: RelayFailure;
}

export interface RelayFailure {
  /** `http-500`, `timeout`, or the system's own code. */
  readonly code: string;
  readonly at: Date;
}

/** Passes on what providers post. */
export interface Relays {
  /** Undefined where the account passes nothing on. */
  relay(accountId: string): Promise<RelayView | undefined>;
}
