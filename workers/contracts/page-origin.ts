/** What the page's address and its security policy say about where requests may go. */
export interface PageOrigin {
  /** Such as `https://example.org`. */
  readonly origin: string;
  /** Further servers that whoever built the app allows, as origins. */
  readonly allowedOrigins: readonly string[];
}
