import type { Outcome } from "../serve.ts";

/** Twilio's error body ("Twilio's response", Exceptions). The status is 400 unless given. */
export function refuseTwilio(code: number, message: string, status = 400): Outcome {
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  return { answer: { status, body: JSON.stringify({ code, message, more_info: moreInfo, status }) } };
}
