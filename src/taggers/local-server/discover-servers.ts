import type { PageOrigin } from '../../../workers/contracts/page-origin.ts';
import { isThisMachine, parseServerAddress } from '../../core/normalise/server-address.ts';
import { explainHiddenAnswer } from '../../endpoints/endpoint-failures.ts';
import { knownServers, type KnownServer } from '../../endpoints/known-servers.ts';
import { isListening, privateRequest } from '../../endpoints/patient-request.ts';
import { readModelList } from './model-list.ts';

/** A server on this computer that answered. */
export interface FoundServer {
  /** Of the program that usually listens there. */
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** A server on this computer that is there, but of no use yet. */
export interface ClosedServer {
  readonly name: string;
  readonly baseUrl: string;
  /** What to do about it. */
  readonly sentence: string;
}

export interface DiscoveredServers {
  readonly found: readonly FoundServer[];
  readonly closed: readonly ClosedServer[];
}

/** Where to look, and how long. */
export interface DiscoveryOptions {
  readonly servers?: readonly KnownServer[];
  /** For each server, in milliseconds. */
  readonly limitMs?: number;
}

// Chrome 142 and later want to be told where a request from an https page goes; TypeScript does not know the field.
interface LocalRequestInit extends RequestInit {
  readonly targetAddressSpace?: 'loopback';
}

/**
 * Looks which servers of language models run on this computer, at their usual ports, all at once. Only to be called
 * when a person asks for it: Chrome may ask them for leave to reach the local network, and the answer to that can come
 * too late for the first look. Never throws; what is not there or takes longer than the limit is left out.
 */
export async function discoverServers(
  page: PageOrigin,
  { servers = knownServers, limitMs = 2_000 }: DiscoveryOptions = {},
): Promise<DiscoveredServers> {
  // Under another of this computer's names the page's own server would look like one that hides its answers.
  const ownPort = isThisMachine(page.origin) ? parseServerAddress(page.origin)?.port : undefined;
  const others = servers.filter(({ port }) => port !== ownPort);
  const looks = await Promise.all(others.map((server) => lookAt(server, page, limitMs)));
  return {
    found: looks.flatMap(({ found }) => found ?? []),
    closed: looks.flatMap(({ closed }) => closed ?? []),
  };
}

interface Look {
  readonly found?: FoundServer;
  readonly closed?: ClosedServer;
}

async function lookAt(server: KnownServer, page: PageOrigin, limitMs: number): Promise<Look> {
  const { name, port } = server;
  const baseUrl = `http://localhost:${port}/v1`;
  const place = { name, baseUrl };
  const signal = AbortSignal.timeout(limitMs);
  const local: LocalRequestInit = page.origin.startsWith('https:') ? { targetAddressSpace: 'loopback' } : {};
  try {
    const response = await fetch(`${baseUrl}/models`, { ...privateRequest, ...local, signal });
    if (response.status === 401 || response.status === 403) {
      return {
        closed: { ...place, sentence: `The server at ${baseUrl} wants a key. Enter it with the address.` },
      };
    }
    const models = response.status === 200 ? readModelList(await response.text()) : undefined;
    return models === undefined ? {} : { found: { ...place, models: models.map(({ id }) => id) } };
  } catch {
    if (signal.aborted || !(await isListening(baseUrl, signal, local))) return {};
    // A program that allows every page would not have hidden its answer, so this is another one.
    const mayBe = server.allow === undefined ? knownServers : [server];
    return { closed: { ...place, sentence: explainHiddenAnswer(baseUrl, page.origin, mayBe) } };
  }
}
