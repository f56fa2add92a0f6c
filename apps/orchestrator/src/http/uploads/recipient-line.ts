import type { RecipientLine } from "@todoke/engine";
import { RecipientDto } from "../dto/message-request-dto.ts";
import { bodyGate } from "../schema/gate.ts";
import { readThrough } from "./lines.ts";

const recipientGate = bodyGate(RecipientDto);

/** The recipient that a line stands for, or what is wrong with it. */
export function readRecipient(value: unknown): RecipientLine {
  return readThrough(recipientGate, value);
}
