import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Where a contestant's process takes receipts in. It does not check who posts them, which a user's would. */
export interface ReceiptDoor {
  /** Where the receipts of the message with this key are posted. */
  addressFor(key: string): string;
}

/** Twilio's last words on a message ("Messages resource", Status). */
const finalStatuses: ReadonlySet<string | null> = new Set(["delivered", "undelivered", "failed"]);

/** Opens a door that hands each final receipt on by its key, and answers 500 where that fails. */
export async function openReceiptDoor(onFinalReceipt: (key: string) => Promise<void>): Promise<ReceiptDoor> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const form = new URLSearchParams(await text(request));
      if (finalStatuses.has(form.get("MessageStatus"))) await onFinalReceipt((request.url ?? "").slice(1));
    };
    void answer().then(() => response.writeHead(204).end(), () => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { addressFor: (key) => `http://127.0.0.1:${port}/${key}` };
}
