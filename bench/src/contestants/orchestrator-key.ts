/** The operator's own key of every orchestrator that is measured. */
export const orchestratorKey = "the-own-key-of-a-measured-orchestrator";

/** What its callers send. */
export const withOrchestratorKey = { authorization: `Bearer ${orchestratorKey}` };
