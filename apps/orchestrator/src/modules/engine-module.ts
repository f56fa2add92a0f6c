import { defaultProject, openEngines, type ProjectOptions } from "@todoke/engine";
import { ContainerModule } from "inversify";
import type { Configuration } from "../config.ts";
import type { ProjectSettings } from "../configuration/project-settings.ts";
import { reportFormats } from "../http/compat/report-formats.ts";
import type { HttpServer } from "../http/server.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { AccountDirectory } from "../stored-accounts/account-directory.ts";
import { tokens } from "../tokens.ts";
import type { PerhapsTracing } from "../tracing/tracing.ts";

/** The engines on their database. Opening that takes time, so whoever needs them is resolved asynchronously. */
export const engineModule = new ContainerModule(({ bind }) => {
  bind(tokens.engines).toResolvedValue(
    (configuration: Configuration, accounts: AccountDirectory, server: HttpServer, metrics: Metrics, { tracing }: PerhapsTracing) => {
      const { database, publicBaseUrl, engine, retention, metricsPort, secretKeys, egress, resolveName } = configuration;
      return openEngines({
        database,
        projects: projectsOf(configuration, accounts),
        otherProjects: accountsOf(accounts),
        log: server.fastify.log,
        reportFormats,
        ...(metricsPort !== "off" && { observer: metrics.observe }),
        ...(tracing && { tracer: tracing.tracer }),
        ...(publicBaseUrl !== undefined && { publicBaseUrl }),
        ...(engine !== undefined && { settings: engine }),
        ...(retention !== undefined && { retention }),
        ...(secretKeys !== undefined && { secretKeys }),
        ...(egress !== undefined && { egress }),
        ...(resolveName !== undefined && { resolveName }),
      });
    },
    [tokens.configuration, tokens.accounts, tokens.server, tokens.metrics, tokens.tracing],
  );
});

/** What the configuration says of projects. */
function projectsOf(configuration: Configuration, directory: AccountDirectory): ReadonlyMap<string, ProjectOptions> {
  const settings: Readonly<Record<string, ProjectSettings>> = { ...configuration.projects, [defaultProject]: configuration };
  const ids = new Set([...Object.keys(settings), ...configuration.accounts.map(({ project = defaultProject }) => project)]);
  return new Map([...ids].map((id) => {
    const { defaultPlan, frequencyCaps, budgets, marketingWindow, requireConsent } = settings[id] ?? {};
    return [id, {
      ...accountsOf(directory),
      ...(defaultPlan !== undefined && { defaultPlan }),
      ...(frequencyCaps !== undefined && { frequencyCaps }),
      ...(budgets !== undefined && { budgets }),
      ...(marketingWindow !== undefined && { marketingWindow }),
      ...(requireConsent !== undefined && { requireConsent }),
    }];
  }));
}

/** A project's accounts are opened with its engine, and closed when no engine needs them. */
function accountsOf(directory: AccountDirectory): Pick<ProjectOptions, "accounts" | "onAccountsReleased"> {
  return { accounts: (kept) => directory.open(kept), onAccountsReleased: (accounts) => directory.release(accounts) };
}
