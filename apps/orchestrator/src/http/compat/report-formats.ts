import type { ReportFormats } from "@todoke/engine";
import { formatForInfobip, infobipFormat } from "./infobip/infobip-format.ts";

/** In whose words reports may be posted to a message's own address, by the names that doors give to them. */
export const reportFormats: ReportFormats = new Map([[infobipFormat, formatForInfobip]]);
