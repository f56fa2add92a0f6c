import type { Outcome } from "../serve.ts";

/** What Twilio says with a status when nothing is known but that: its general codes are the status behind a 20. */
export function describeTwilioStatus(status: number): unknown {
  return errorBody(20_000 + status, `Failed with status ${status}`, status);
}

/** Twilio's error body ("Twilio's response", Exceptions). The status is 400 unless given. */
export function refuseTwilio(code: number, message: string, status = 400): Outcome {
  return { answer: { status, body: JSON.stringify(errorBody(code, message, status)) } };
}

function errorBody(code: number, message: string, status: number) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
