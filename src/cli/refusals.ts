import { status as Grpc, type ServiceError } from '@grpc/grpc-js';
import { CliFailure, Unreachable } from './failures.js';

interface Said {
  readonly code: string;
  readonly title: string;
  readonly details?: { readonly issues?: readonly { readonly path: string; readonly message: string }[] };
}

/** Another server may do better: this one is not there, is too slow, or says that it cannot now. */
export const isUnreachable = (error: ServiceError): boolean =>
  error.code === Grpc.UNAVAILABLE || error.code === Grpc.DEADLINE_EXCEEDED;

/** What the server said, else what the wire says; never a stack. */
export function refusalOf(error: ServiceError, server: string): CliFailure {
  const said = saidBy(error);
  if (said)
    return said.details?.issues
      ? new CliFailure(said.code, withIssues(said))
      : new CliFailure(said.code, said.title);
  if (isUnreachable(error))
    return new Unreachable('UNREACHABLE', `${server} does not answer (${whyOf(error)})`);
  return new CliFailure(Grpc[error.code], oneLine(error.details));
}

function saidBy(error: ServiceError): Said | undefined {
  try {
    const [text] = error.metadata.get('barry-error');
    return text === undefined ? undefined : (JSON.parse(String(text)) as Said);
  } catch {
    return undefined;
  }
}

const withIssues = ({ title, details }: Said): string =>
  `${title}: ${(details?.issues ?? []).map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}`;

function whyOf(error: ServiceError): string {
  if (error.code === Grpc.DEADLINE_EXCEEDED) return 'no answer in time';
  const [known] = /E[A-Z]{4,}/.exec(error.details) ?? [];
  return known ?? oneLine(error.details);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
