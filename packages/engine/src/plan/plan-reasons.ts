/** Why a step is taken or passed over; stable words that views and histories carry. */
export type StepReason =
  | "audience"
  | "reachable"
  | "reachability-assumed"
  | "reachability-not-asked"
  | "reachability-unknown"
  | "reachability-old"
  | "after-earlier-steps"
  | "no-account"
  | "no-address"
  | "unreachable"
  | "content-refused"
  | "duplicate-address";
