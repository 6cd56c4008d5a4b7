import { pino } from "pino";
import type { Log } from "../deps.ts";
import { errorFields } from "../platform/http/redact.ts";

/** Lines of JSON on standard output. Errors go through the redaction before they are written. */
export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    debug: (fields, message) => logger.debug(readable(fields), message),
    info: (fields, message) => logger.info(readable(fields), message),
    warn: (fields, message) => logger.warn(readable(fields), message),
    error: (fields, message) => logger.error(readable(fields), message),
  };
}

function readable(fields: Record<string, unknown>): Record<string, unknown> {
  const { error, ...rest } = fields;
  return error instanceof Error ? { ...rest, ...errorFields(error) } : fields;
}
