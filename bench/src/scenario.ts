/**
 * What everybody is sent, and how it goes. `personalised`: a text of one's own, and all are friends. `identical`: the same
 * text, and all are friends. `failover`: as `personalised`, but LINE does not reach a fifth of the people.
 */
export type Scenario = "personalised" | "identical" | "failover";
