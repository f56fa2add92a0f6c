/** The operator's own key of the services that are killed. */
export const serviceKey = "the-own-key-of-a-service-in-trouble";

/** What its callers send. */
export const withServiceKey = { authorization: `Bearer ${serviceKey}` };
