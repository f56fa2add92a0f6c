import type { ProjectEngine, SuppressionRequest, Uploads } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { UploadLineListQueryDto, UploadListQueryDto, UploadQueryDto } from "../dto/uploads-dto.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { queryGate } from "../schema/gate.ts";
import { addressKindsOf } from "../uploads/address-kinds.ts";
import { readContactHeader, readContactLine } from "../uploads/contact-lines.ts";
import { readSuppressionHeader, readSuppressionLine } from "../uploads/suppression-lines.ts";
import { type LineForm, linesRoute } from "../uploads/take-lines.ts";
import { found, uploadName } from "./ids.ts";

const uploadQuery = queryGate(UploadQueryDto);
const listQuery = queryGate(UploadListQueryDto);
const lineQuery = queryGate(UploadLineListQueryDto);

interface ByName {
  readonly Params: { readonly name: string };
}

/** Takes in contacts and suppressions by the line. */
export function uploadRoutes(server: FastifyInstance): void {
  routesOf(server, "/v1/contacts/imports", ({ contacts }) => contacts.uploads, (request) => ({
    readValue: readContactLine,
    readHeader: (header) => readContactHeader(header, addressKindsOf(accountsOf(request))),
  }));
  const suppressionForm: LineForm<SuppressionRequest> = { readValue: readSuppressionLine, readHeader: readSuppressionHeader };
  routesOf(server, "/v1/suppressions/imports", ({ suppressions }) => suppressions.uploads, () => suppressionForm);
}

function routesOf<Line>(
  server: FastifyInstance,
  path: string,
  uploadsOf: (engine: ProjectEngine) => Uploads<Line>,
  form: (request: FastifyRequest) => LineForm<Line>,
): void {
  const uploads = (request: FastifyRequest) => uploadsOf(engineOf(request));
  linesRoute(server, path, form, (request, lines) => uploads(request).take(lines, uploadQuery(request.query)));

  server.get(path, (request) => uploads(request).list(listQuery(request.query)));

  server.get<ByName>(`${path}/:name`, async (request) => found(await uploads(request).get(uploadName(request.params.name)), "import"));

  server.get<ByName>(`${path}/:name/refused`, async (request) =>
    found(await uploads(request).refusedLines(uploadName(request.params.name), lineQuery(request.query)), "import"));
}
