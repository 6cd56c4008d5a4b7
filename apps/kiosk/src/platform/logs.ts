import pino from "pino";

/** Structured log; secrets, codes and personal details never go in. */
export type KioskLog = {
  readonly info: (fields: Record<string, unknown>, message: string) => void;
  readonly warn: (fields: Record<string, unknown>, message: string) => void;
  readonly error: (fields: Record<string, unknown>, message: string) => void;
};

// A second net under the rule that nothing secret is logged at all: fields with these names are
// struck out wherever they stand, should a whole request or frame ever be logged by mistake.
const secretFields = [
  "code",
  "text",
  "secret",
  "secrets",
  "presenceCode",
  "tag",
  "tagKey",
  "token",
];
const redactedPaths = [
  ...secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  "headers.authorization",
  "*.headers.authorization",
];

export function createKioskLog(level: string): KioskLog {
  const log = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedPaths, censor: "[secret]" },
    serializers: { error: pino.stdSerializers.err },
  });
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
