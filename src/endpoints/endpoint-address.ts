import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import { isThisMachine, parseServerAddress, writeOrigin } from '../core/normalise/server-address.ts';
import { AppError } from '../core/model/index.ts';

/**
 * Makes sure that a server may be called from this page at all, since the browser gives no reason when it may not.
 *
 * @throws AppError `engine-unavailable` for a server that the security policy leaves out, and for one that the browser
 * blocks as insecure.
 */
export function checkEndpoint(baseUrl: string, page: PageOrigin): void {
  const address = parseServerAddress(baseUrl);
  if (address === undefined) throw refuse(`${baseUrl} is no address of a server.`);
  const origin = writeOrigin(address);
  if (origin === page.origin) return;
  const isNamed = address.host === 'localhost' || address.host === '127.0.0.1';
  if (isNamed) return;
  if (!page.allowedOrigins.includes(origin)) {
    // A security policy cannot hold IPv6 addresses (Content Security Policy Level 3, section 2.3.1, host-char).
    throw isThisMachine(baseUrl)
      ? refuse(
          `${origin} means this computer, but this app's security policy knows it by other names only. Write localhost or 127.0.0.1 instead.`,
        )
      : refuse(
          `${origin} is not on the list of servers that this app may call, so its security policy would block it. Use a server on this computer, or build the app with TAGSCAPE_ALLOWED_HOSTS=${origin}.`,
        );
  }
  if (address.protocol === 'http' && page.origin.startsWith('https:')) {
    throw refuse(
      `${origin} is an http address, and the browser lets a page that came over https call http on this computer only. Give the server an https address, or open the app over http.`,
    );
  }
}

/**
 * Says where rows will go when a server is not on this computer; null when it is.
 *
 * @param page Where the app came from: the same host is named as such.
 */
export function describeAddress(baseUrl: string, page: PageOrigin): string | null {
  const address = parseServerAddress(baseUrl);
  if (address === undefined || isThisMachine(baseUrl)) return null;
  const isHome = address.host === parseServerAddress(page.origin)?.host;
  const which = isHome
    ? 'which this page came from and which is not this computer'
    : 'which is not this computer';
  const inClear = address.protocol === 'http' ? ' The connection is not encrypted.' : '';
  return `Rows will be sent to host ${address.host}, ${which}.${inClear}`;
}

function refuse(sentence: string): AppError {
  return new AppError('engine-unavailable', sentence);
}
