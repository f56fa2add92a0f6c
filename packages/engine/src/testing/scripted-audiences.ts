import type { ProviderAudienceDetail, ProviderAudiences, ProviderAudienceStatus } from "@todoke/core";

/** A provider that keeps audiences, remembers every call that it took, and fails after taking it when told to. */
export interface ScriptedAudiences {
  readonly service: ProviderAudiences;
  /** In the order in which they were taken. */
  readonly calls: readonly { readonly call: "create" | "add"; readonly ids: readonly string[] }[];
  /** By id. */
  readonly kept: ReadonlyMap<string, { readonly name: string; readonly members: ReadonlySet<string> }>;
  /** The next call of this kind is taken, and then fails so. */
  failNext(call: "create" | "add", error: Error): void;
  status: ProviderAudienceStatus;
}

export function createScriptedAudiences(maxIds: number): ScriptedAudiences {
  const calls: { call: "create" | "add"; ids: readonly string[] }[] = [];
  const kept = new Map<string, { name: string; members: Set<string> }>();
  let failure: { call: "create" | "add"; error: Error } | undefined;

  async function take(call: "create" | "add", id: string, ids: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const taken: string[] = [];
    for await (const each of ids) taken.push(each);
    calls.push({ call, ids: taken });
    for (const each of taken) kept.get(id)?.members.add(each);
    if (failure?.call !== call) return;
    const { error } = failure;
    failure = undefined;
    throw error;
  }

  function describe(id: string): ProviderAudienceDetail {
    const { name, members } = kept.get(id)!;
    const rest = { type: "UPLOAD", createdAt: null, expiresAt: null, failure: null, requestId: null, clickUrl: null, jobs: [] };
    return { id, name, status: scripted.status, members: members.size, ...rest };
  }

  const unused = () => Promise.reject(new Error("not scripted"));
  const scripted: ScriptedAudiences = {
    calls,
    kept,
    status: "ready",
    failNext(call, error) {
      failure = { call, error };
    },
    service: {
      limits: { maxNameLength: 40, maxIds },
      accepts: (address) => !address.startsWith("group-"),
      async create({ name, ids = [] }) {
        const id = String(kept.size + 1);
        kept.set(id, { name, members: new Set() });
        await take("create", id, ids);
        return describe(id);
      },
      add: (id, { ids }) => take("add", id, ids),
      get: async (id) => (kept.has(id) ? describe(id) : undefined),
      list: async ({ name = "" }) => ({ items: [...kept.keys()].map(describe).filter((each) => each.name.includes(name)), hasMore: false }),
      createFromClicks: unused,
      createFromImpressions: unused,
      rename: unused,
      delete: unused,
    },
  };
  return scripted;
}
