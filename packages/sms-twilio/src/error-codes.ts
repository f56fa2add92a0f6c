import type { ErrorClass, SuppressionCause } from "@todoke/core";

type CodesByClass = Partial<Readonly<Record<ErrorClass, readonly number[]>>>;

/**
 * Codes in the answer to a call: no message was created. Meanings from twilio.com/docs/api/errors. Not listed, because
 * `sender` is the default: wrong credentials (20003), a `From` that does not belong to the account or cannot reach the
 * country (212xx, 216xx), Messaging Services that are missing or empty (217xx).
 */
const answerCodes: CodesByClass = {
  recipient: [
    21211, // not a phone number
    21214, // cannot be reached
    21217, // invalid
    21265, // a short code
    21612, // no route from this sender to this number
    21614, // not a mobile number
    21635, // a landline
  ],
  content: [
    20001, 20422, 20423, // a parameter is invalid
    21266, // sender and recipient are the same
    21602, // empty
    21604, // no recipient
    21617, // longer than 1600 characters
    21618, 21619, // the body cannot be sent
    21620, 21623, // media
    21654, 21655, 21656, // content template
    21658, // a parameter is too long
  ],
  policy: [
    21610, // the person replied STOP
  ],
  throttled: [
    14107, // too many replies between two numbers
    20429, // too many calls at once
    21611, // the sender's queue is full
  ],
};

/**
 * Codes on an accepted message that failed later. Not listed, because `sender` is the default: suspended accounts,
 * registrations that are missing (30024, 30032-30034), Messaging Service and channel set-up (63xxx).
 */
const deliveryCodes: CodesByClass = {
  recipient: [
    21211, 21214, 21614, 21635, // as in an answer, found out by a Messaging Service
    30004, // blocked by the person or the carrier
    30005, // unknown or no longer in use
    30006, // a landline
    30410, // the carrier timed out and may have delivered: never repeated here
    63003, 63024, 63033, 63036, // not reachable over this channel
  ],
  unreachable: [
    30003, // switched off or without signal
    30008, // the carrier gave no reason
    30017, // the carrier is congested
    30035, // the number is still being set up
    30036, // the validity period ran out in Twilio's queue
  ],
  content: [
    30007, // filtered as spam
    30011, // media where none is supported
    30014, 30015, 30016, // does not fit the channel
    30019, // larger than the carrier takes
    63005, 63006, 63019, 63021, 63037, // channel content
  ],
  policy: [
    21610, // the person replied STOP
    30610, // quiet hours
    30640, // the person must not be contacted
    63013, // against the channel's rules
  ],
  throttled: [
    30001, // Twilio's queue overflowed
    30022, // faster than the carrier's rate
    30450, // taken for traffic pumping, for about half an hour
    63017, 63018, 63038, // channel rates
  ],
  quota: [
    30023, 30027, // the carrier's daily cap
  ],
  unavailable: [
    30020, 30021, // Twilio's own fault
    63009, 63010, 63012, // the channel's fault
  ],
};

const classOfAnswerCode = invert(answerCodes);
const classOfDeliveryCode = invert(deliveryCodes);

/**
 * The class of a code in a refused call. A code that is not known here is `sender`: Twilio keeps splitting its codes,
 * a refusal is permanent, and somebody has to look at it.
 */
export function classifyAnswerCode(code: number): ErrorClass {
  return classOfAnswerCode.get(code) ?? "sender";
}

/**
 * The class of a code on a message that failed after it was accepted. Unknown codes are `sender`: not repeated on this
 * channel, free to go on to the next, and reported to the operator. A failure without a code is a carrier that gave no
 * reason.
 */
export function classifyDeliveryCode(code: number | undefined): ErrorClass {
  return code === undefined ? "unreachable" : (classOfDeliveryCode.get(code) ?? "sender");
}

/**
 * Codes that say something of the number itself, in answers and on messages alike. Not 30006, which may be the carrier,
 * nor 30004, which may be its filter.
 */
const suppressingCodes: ReadonlyMap<number, SuppressionCause> = new Map([
  [21610, "opt-out"], // the person replied STOP
  [21614, "hard-failure"], // not a mobile number
  [21635, "hard-failure"], // a landline
  [30005, "hard-failure"], // unknown or no longer in use
]);

/** What a code says of the number itself; absent for most. */
export function suppressedBy(code: number | undefined): { readonly suppresses?: SuppressionCause } {
  const suppresses = code === undefined ? undefined : suppressingCodes.get(code);
  return suppresses === undefined ? {} : { suppresses };
}

function invert(codes: CodesByClass): ReadonlyMap<number, ErrorClass> {
  const classes = Object.keys(codes) as ErrorClass[];
  return new Map(classes.flatMap((name) => (codes[name] ?? []).map((code) => [code, name] as const)));
}
