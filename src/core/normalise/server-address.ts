/** The parts of an http address, in lower case where case means nothing. */
export interface ServerAddress {
  readonly protocol: 'http' | 'https';
  /** With its brackets when it is IPv6. */
  readonly host: string;
  /** As written, or the protocol's own. */
  readonly port: number;
  /** Starts with a slash and does not end with one; empty for the root. */
  readonly path: string;
  /** User name and password, if any: they must not be stored. */
  readonly credentials: string;
  /** What stands behind the path, with its `?` or `#`. */
  readonly query: string;
}

const addressPattern =
  /^(https?):\/\/(?:([^/?#@]*)@)?(\[[0-9a-f:.]+\]|[^/?#@:[\]\s]+)(?::(\d{1,5}))?(\/[^?#\s]*)?([?#]\S*)?$/i;

/** Takes an http or https address apart; undefined for anything else. */
export function parseServerAddress(text: string): ServerAddress | undefined {
  const match = addressPattern.exec(text.trim());
  if (match === null) return undefined;
  const [, scheme, credentials = '', host, port, path = '', query = ''] = match;
  const protocol = scheme.toLowerCase() === 'https' ? 'https' : 'http';
  const usedPort = port === undefined ? (protocol === 'https' ? 443 : 80) : Number(port);
  if (usedPort < 1 || usedPort > 65_535) return undefined;
  return {
    protocol,
    host: host.toLowerCase(),
    port: usedPort,
    path: path.replace(/\/+$/, ''),
    credentials,
    query,
  };
}

/** Writes an address without credentials, query and the protocol's own port; equal addresses give equal texts. */
export function writeServerAddress(address: ServerAddress): string {
  return writeOrigin(address) + address.path;
}

/** Protocol, host and port, as the browser's `URL.origin` writes them. */
export function writeOrigin({ protocol, host, port }: ServerAddress): string {
  const isUsual = port === (protocol === 'https' ? 443 : 80);
  return `${protocol}://${host}${isUsual ? '' : `:${port}`}`;
}

/**
 * Tells whether an address means the computer it is opened on: `localhost` and names below it, 127.0.0.0/8 and `[::1]`
 * (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
 */
export function isThisMachine(url: string): boolean {
  const host = parseServerAddress(url)?.host.replace(/\.$/, '');
  if (host === undefined) return false;
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)
  );
}
