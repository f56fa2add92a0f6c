/** Why a step is taken or passed over; stable words that views and histories carry. */
export type StepReason =
  | "audience"
  | "reply"
  | "reachable"
  | "reachability-assumed"
  | "reachability-not-asked"
  | "reachability-unknown"
  | "reachability-old"
  | "after-earlier-steps"
  | "no-account"
  | "no-account-for-country"
  | "no-address"
  | "address-refused"
  | "unreachable"
  | "suppressed"
  | "quota"
  | "content-refused"
  | "duplicate-address";
