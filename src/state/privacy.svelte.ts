/** Watches whether this page asked another host for anything. */
export class Privacy {
  /** Hosts contacted other than the one that served the page, in order of first contact. */
  foreignHosts = $state.raw<readonly string[]>([]);

  constructor() {
    if (typeof PerformanceObserver === 'undefined') return;
    const observer = new PerformanceObserver((list) => this.#note(list.getEntries()));
    observer.observe({ type: 'resource', buffered: true });
  }

  /** Workers have timelines of their own; what a worker downloads on request is noted here. */
  noteHost(host: string): void {
    if (!this.foreignHosts.includes(host)) this.foreignHosts = [...this.foreignHosts, host];
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const { name } of entries) {
      const url = URL.parse(name);
      if (url !== null && url.protocol.startsWith('http') && url.host !== location.host)
        this.noteHost(url.host);
    }
  }
}
