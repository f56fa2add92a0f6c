import type { CallOptions } from "./adapter.ts";

/** The address to which a provider posts an account's events, where the provider lets it be asked for and tried. */
export interface InboundDoor {
  /** Undefined where none is set. */
  current(options: CallOptions): Promise<DoorAddress | undefined>;
  /** From then on the provider posts to `url`; some take a while. */
  set(url: string, options: CallOptions): Promise<void>;
  /** Lets the provider post a signed request without events to `url`, and says what it was answered. */
  test(url: string, options: CallOptions): Promise<DoorTest>;
}

export interface DoorAddress {
  readonly url: string;
  /** False where a switch at the provider keeps events back. */
  readonly active: boolean;
}

export interface DoorTest {
  readonly success: boolean;
  /** What the address answered; null when it did not. */
  readonly status: number | null;
  /** The vendor's own word. */
  readonly reason: string;
}
