/** The operator's own key of services under test. */
export const testKey = "the-own-key-of-a-service-under-test";

/** What callers who have it send. */
export const withTestKey = { authorization: `Bearer ${testKey}` };
